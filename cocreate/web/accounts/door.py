"""Pages at the door: signing in and up, by code or password, and out; and the outbox of the demonstration."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from cocreate.accounts import service as accounts
from cocreate.accounts import texts
from cocreate.accounts.models import Purpose, User
from cocreate.core import outbox as messages
from cocreate.core.clock import now
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _, _l, language
from cocreate.core.settings import settings
from cocreate.http.actor import actor, client_key, guest_key
from cocreate.http.actor import sign_in as begin_session
from cocreate.http.actor import sign_out as end_session
from cocreate.http.addresses import local_target
from cocreate.web.accounts import fresh, pending
from cocreate.web.accounts.forms import AcceptForm, AddressForm, CodeForm, PasswordForm, WelcomeForm
from cocreate.web.page import page, say

bp = Blueprint("accounts", __name__)


def _target() -> str:
    """Where the person was going: only ever a page of this site."""
    return local_target(request.args.get("next"), url_for("home.index"))


def _enter(user: User, target: str, with_code: bool) -> Response:
    """Begin the session; who has not accepted the present texts is asked before going on."""
    begin_session(user)
    if with_code:
        fresh.mark(now())
    if not texts.is_accepted(user):
        target = url_for("accounts.accept", next=target)
    return redirect(target, 303)


@bp.route("/sign-in", methods=["GET", "POST"])
@page(allow="session.begin")
def sign_in() -> Any:
    form = AddressForm()
    if not actor().is_guest:
        return redirect(_target(), 303)
    if form.submitted():
        sent = accounts.request_code(actor(), form.address.data or "", client_key())
        pending.remember(Purpose.SIGN_IN, sent, _target())
        return redirect(url_for("accounts.enter_code"), 303)
    return {"form": form, "target": _target()}


@bp.route("/sign-in/password", methods=["GET", "POST"])
@page(allow="session.begin")
def sign_in_with_password() -> Any:
    form = PasswordForm()
    if not actor().is_guest:
        return redirect(_target(), 303)
    if form.submitted():
        typed, password = form.address.data or "", form.password.data or ""
        user = accounts.sign_in_with_password(actor(), typed, password, client_key(), guest_key())
        return _enter(user, _target(), with_code=False)
    return {"form": form, "target": _target()}


@bp.route("/sign-in/code", methods=["GET", "POST"])
@page(allow="session.begin")
def enter_code() -> Any:
    waiting = pending.recall(Purpose.SIGN_IN)
    if waiting is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    if form.submitted():
        proof = (waiting.code_id, waiting.address, form.code.data or "")
        user = accounts.sign_in_with_code(actor(), *proof, client_key(), guest_key())
        if user is not None:
            return _enter(user, waiting.target, with_code=True)
        return redirect(url_for("accounts.welcome"), 303)
    return {"form": form, "waiting": waiting}


@bp.post("/sign-in/code/again")
@page(allow="session.begin")
def send_again() -> Any:
    waiting = pending.recall(Purpose.SIGN_IN)
    if waiting is not None:
        sent = accounts.request_code(actor(), waiting.address.value, client_key())
        pending.remember(Purpose.SIGN_IN, sent, waiting.target)
        is_new = sent.code_id != waiting.code_id
        say(
            _("A new code is on its way.")
            if is_new
            else _("A code was sent less than a minute ago. Please wait for it.")
        )
    return redirect(url_for("accounts.enter_code"), 303)


@bp.route("/welcome", methods=["GET", "POST"])
@page(allow="session.begin")
def welcome() -> Any:
    waiting = pending.recall(Purpose.SIGN_IN)
    if waiting is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = WelcomeForm()
    if form.submitted():
        proof = (waiting.code_id, waiting.address)
        name, accepts = form.name.data or "", form.accepts.data
        user = accounts.sign_up(actor(), *proof, name, accepts, language(), guest_key())
        say(_("Your account is ready."))
        return _enter(user, waiting.target, with_code=True)
    return {"form": form, "waiting": waiting}


@bp.route("/accept", methods=["GET", "POST"])
@page(allow="account.change")
def accept() -> Any:
    form = AcceptForm()
    if form.submitted():
        accounts.accept_texts(actor(), form.accepts.data)
        return redirect(_target(), 303)
    return {"form": form, "target": _target()}


@bp.post("/sign-out")
@page(allow="session.begin")
def sign_out() -> Any:
    end_session()
    say(_("You have signed out."))
    return redirect(url_for("home.index"), 303)


@bp.route("/outbox")
@page(allow="session.begin")
def outbox() -> Any:
    if not settings().demo:
        raise NotFound(_l("There is no page at this address."))
    return {"messages": messages.latest()}
