"""Pages of system administrators: the tree of agencies, and who holds which role in them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from cocreate.accounts import agencies, queries
from cocreate.accounts.models import Agency, Membership
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.web.agencies.forms import AgencyChangeForm, AgencyForm, MemberForm
from cocreate.web.page import page, say

bp = Blueprint("agencies", __name__)


def _to(agency: Agency) -> Response:
    return redirect(url_for("agencies.show", slug=agency.slug), 303)


@bp.route("/admin/agencies")
@page(allow="agency.list")
def index() -> Any:
    return {"agencies": queries.agencies(actor().paths("system_admin"))}


@bp.route("/admin/agencies/<slug>")
@page(allow="agency.change", of=queries.agency)
def show(agency: Agency) -> Any:
    members = queries.members(agency.id)
    return {"agency": agency, "members": members, "today": queries.local_today()}


@bp.route("/admin/agencies/<slug>/new", methods=["GET", "POST"])
@page(allow="agency.create", of=queries.agency)
def create(parent: Agency) -> Any:
    form = AgencyForm()
    if form.submitted():
        made = (form.slug.data or "", form.name.data or "", form.name_en.data or "")
        agency = agencies.create_agency(actor(), parent, *made)
        say(_("The agency is in the tree now."))
        return _to(agency)
    return {"form": form, "agency": parent}


@bp.route("/admin/agencies/<slug>/edit", methods=["GET", "POST"])
@page(allow="agency.change", of=queries.agency)
def edit(agency: Agency) -> Any:
    form = AgencyChangeForm(obj=agency, **agency.contact)
    if form.submitted():
        agencies.change_agency(actor(), agency, **form.draft())
        say(_("Your changes are saved."))
        return _to(agency)
    return {"form": form, "agency": agency}


@bp.route("/admin/agencies/<slug>/members/new", methods=["GET", "POST"])
@page(allow="membership.add", of=queries.agency)
def add_member(agency: Agency) -> Any:
    form = MemberForm()
    if form.submitted():
        days = (form.starts_on.data, form.ends_on.data)
        agencies.add_member(actor(), agency, form.address.data or "", form.role.data, *days)
        say(_("The role is given."))
        return _to(agency)
    return {"form": form, "agency": agency}


@bp.post("/admin/memberships/<int(max=9223372036854775807):membership_id>/end")
@page(allow="membership.end", of=queries.membership)
def end_member(membership: Membership) -> Any:
    agencies.end_member(actor(), membership)
    say(_("The role has ended."))
    return _to(membership.agency)
