"""Pages for schemes of degrees: those of an agency, writing one, its versions, and the choice of a call."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _
from cocreate.http.actor import actor
from cocreate.outcomes import queries, scheme_changes, schemes
from cocreate.outcomes.desk_models import Scheme
from cocreate.outcomes.rules import GROUP_NAMES
from cocreate.outcomes.schemes import BUILT_IN_SLUG
from cocreate.web.callcards import words
from cocreate.web.outcomes.desk import counter
from cocreate.web.page import page, say
from cocreate.web.schemes.forms import PART_NAMES, ActForm, ChoiceForm, SchemeForm

bp = Blueprint("schemes", __name__)
of_slug = accounts.agency
of_call = calls.get


@bp.get("/desk/agencies/<slug>/schemes")
@page(allow="scheme.read", of=of_slug)
def index(agency: Agency) -> dict[str, Any]:
    """The schemes an agency can answer by, its own and those from above."""
    found = schemes.of_path(agency.path)
    return {
        "agency": agency,
        "rows": [(one, schemes.degrees_of(one)) for one in [None, *found]],
        "uses": schemes.uses([one.slug for one in found]),
        "now": schemes.default_of(agency.path),
        **_names(),
    }


@bp.route("/desk/agencies/<slug>/schemes/new", methods=["GET", "POST"])
@page(allow="scheme.change", of=of_slug)
def new(agency: Agency) -> Any:
    """Write a scheme, beginning with a copy of another or of the built-in one."""
    source = _find(request.args.get("copy", BUILT_IN_SLUG))
    form = SchemeForm(data=schemes.plain(source) | {"slug": "", "name": "", "name_en": "", "default": False})
    if form.submitted():
        return _save(agency, form)
    return {"agency": agency, "form": form, "source": source, "is_new": True, **_names()}


@bp.route("/desk/agencies/<slug>/schemes/<name>", methods=["GET", "POST"])
@page(allow="scheme.change", of=of_slug)
def edit(agency: Agency, name: str) -> Any:
    """Change a scheme of the agency; once calls answer by it, that makes its next version."""
    row = _own(agency, name)
    form = SchemeForm(data=schemes.plain(row))
    if form.submitted():
        form.slug.data = row.slug
        return _save(agency, form)
    history = schemes.versions(row.family)
    uses = schemes.uses([one.slug for one in history])
    found = {"agency": agency, "form": form, "row": row, "history": history, "uses": uses, "is_new": False}
    return found | _names()


@bp.post("/desk/agencies/<slug>/schemes/<name>/retire")
@page(allow="scheme.change", of=of_slug)
def retire(agency: Agency, name: str) -> Response:
    """Offer a scheme no longer."""
    if ActForm().submitted():
        scheme_changes.retire(actor(), agency, _own(agency, name))
        say(_("The scheme is offered no longer. Calls that answer by it go on with it."))
    return _to(agency)


@bp.post("/desk/agencies/<slug>/schemes/default")
@page(allow="scheme.set_default", of=of_slug)
def make_default(agency: Agency) -> Response:
    """Let calls that begin to answer from now on do so by this scheme."""
    scheme_changes.make_default(actor(), agency, _find(request.form.get("scheme", "")))
    say(_("Calls that begin to answer from now on follow your choice."))
    return _to(agency)


@bp.route("/desk/calls/<slug>/scheme", methods=["GET", "POST"])
@page(allow="outcome.work", of=of_call)
def choose(call: Call) -> Any:
    """The scheme a call is answered by, and how its answers would stand by others."""
    now = schemes.scheme_of(call, queries.find(call.id))
    offered = schemes.of_path(call.agency_path)
    form = ChoiceForm([None, *offered], now)
    if form.submitted():
        scheme_changes.use(actor(), call, _find(form.scheme.data or ""))
        say(_("The call is answered by this scheme now."))
        return redirect(url_for("schemes.choose", slug=call.slug), 303)
    gone = [now] if now is not None and now not in offered else []
    counts = queries.by_degree([call.id])[call.id]
    found = [(one, schemes.degrees_of(one)) for one in [None, *offered, *gone]]
    return {
        "call": call,
        "words": words(call),
        "counter": counter(call),
        "rows": [(one, degrees, scheme_changes.trial(degrees, counts)) for one, degrees in found],
        "now": now,
        "form": form,
        "is_fixed": scheme_changes.has_answers(call.id),
        **_names(),
    }


def _save(agency: Agency, form: SchemeForm) -> Response:
    row = scheme_changes.save(actor(), agency, form.plain())
    if row.version > 1:
        say(
            _(
                "This is version %(version)s now. Calls that answer by an earlier one keep it.",
                version=row.version,
            )
        )
    else:
        say(_("The scheme is kept. Editors can choose it for a call."))
    return _to(agency)


def _own(agency: Agency, slug: str) -> Scheme:
    row = schemes.get(slug)
    if row.agency_id != agency.id:
        raise NotFound(schemes.NO_SUCH)
    return row


def _find(slug: str) -> Scheme | None:
    return None if slug == BUILT_IN_SLUG else schemes.get(slug)


def _to(agency: Agency) -> Response:
    return redirect(url_for("schemes.index", slug=agency.slug), 303)


def _names() -> dict[str, Any]:
    return {"group_names": GROUP_NAMES, "part_names": PART_NAMES, "built_in": BUILT_IN_SLUG}
