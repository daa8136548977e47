"""A person's own page: name, addresses, language, password, and signing out everywhere."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from cocreate.accounts import profile, queries
from cocreate.accounts import service as accounts
from cocreate.accounts.models import Purpose
from cocreate.accounts.policy import is_verified
from cocreate.core.i18n import _
from cocreate.http.actor import actor, client_key
from cocreate.http.actor import sign_in as begin_session
from cocreate.http.actor import sign_out as end_session
from cocreate.http.addresses import local_target
from cocreate.text.names import mask_name
from cocreate.web.accounts import fresh, pending
from cocreate.web.accounts.door import bp
from cocreate.web.accounts.forms import AddressForm, CodeForm, NewPasswordForm, ProfileForm
from cocreate.web.page import page, say


@bp.route("/me")
@page(allow="account.read")
def show() -> Any:
    user = actor().user
    return {
        "user": user,
        "seats": queries.memberships_of(user.id),
        "today": queries.local_today(),
        "shown_as": user.name if user.shows_name else mask_name(user.name),
        "may_take_part": is_verified.why_not(actor(), None) is None,
    }


@bp.route("/me/profile", methods=["GET", "POST"])
@page(allow="account.change")
def edit_profile() -> Any:
    user = actor().user
    form = ProfileForm(obj=user, language=user.language.value)
    if form.submitted():
        profile.update_profile(actor(), form.name.data or "", form.language.data, form.shows_name.data)
        say(_("Your changes are saved."))
        return redirect(url_for("accounts.show"), 303)
    return {"form": form, "masked": mask_name(user.name)}


@bp.route("/me/password", methods=["GET", "POST"])
@page(allow="account.change")
def edit_password() -> Any:
    form = NewPasswordForm()
    needs_current = actor().user.password_hash is not None and not fresh.is_fresh()
    if form.submitted():
        new, current = form.password.data or "", form.current.data or ""
        user = profile.set_password(actor(), new, current, client_key(), fresh.is_fresh())
        begin_session(user)
        say(_("Your password is set. Every other device has been signed out."))
        return redirect(url_for("accounts.show"), 303)
    return {"form": form, "needs_current": needs_current}


@bp.route("/me/address", methods=["GET", "POST"])
@page(allow="account.change")
def add_address() -> Any:
    form = AddressForm()
    if form.submitted():
        sent = accounts.request_address(actor(), form.address.data or "", client_key())
        target = local_target(request.args.get("next"), url_for("accounts.show"))
        pending.remember(Purpose.VERIFY, sent, target)
        return redirect(url_for("accounts.confirm_address"), 303)
    return {"form": form}


@bp.route("/me/address/code", methods=["GET", "POST"])
@page(allow="account.change")
def confirm_address() -> Any:
    waiting = pending.recall(Purpose.VERIFY)
    if waiting is None:
        return redirect(url_for("accounts.add_address"), 303)
    form = CodeForm()
    if form.submitted():
        accounts.confirm_address(
            actor(), waiting.code_id, waiting.address, form.code.data or "", client_key()
        )
        pending.forget(Purpose.VERIFY)
        say(_("%(address)s is verified.", address=waiting.address.masked))
        return redirect(waiting.target, 303)
    return {"form": form, "waiting": waiting}


@bp.post("/me/sign-out-everywhere")
@page(allow="account.change")
def sign_out_everywhere() -> Any:
    profile.sign_out_everywhere(actor())
    end_session()
    say(_("You have signed out on every device."))
    return redirect(url_for("home.index"), 303)
