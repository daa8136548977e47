"""One page, one way: load, ask the policy, run, render, commit; a refusal brings the same form back as it was typed."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from cocreate.core.db import db
from cocreate.core.errors import Denied, Invalid, NotFound, TooMany
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.http import guard, keptforms, pagecache
from cocreate.http.actor import actor
from cocreate.http.addresses import local_target
from cocreate.web import attempts

PUBLIC = "site.read"
FORM_BODY = 1024 * 1024
STALE = _l("This form is from an earlier session. Please look it over and send it once more.")
NO_PAGE = _l("There is no page at this address.")
View = Callable[..., Any]


def page(
    *, allow: str, of: Callable[..., Any] | None = None, cached: bool = False, body: int = FORM_BODY
) -> Callable[[View], View]:
    """Make a view of a function that returns a template's context, or a response.

    `allow` is the act the policy is asked about, `of` loads the thing it is about from the address; `cached` pages are
    kept for people without a session; `body` is how many bytes may be posted."""

    def wrap(view: View) -> View:
        @wraps(view)
        def run(**args: Any) -> BaseResponse:
            request.max_content_length = body
            guard.check_origin()
            response = attempts.run(
                lambda: _answer(view, allow, of, args), lambda: _shown(view, allow, of, args)
            )
            if cached and actor().is_guest and isinstance(response, Response):
                pagecache.keep(response)
            return response

        run.page_allows = allow  # type: ignore[attr-defined]
        return run

    return wrap


def _answer(view: View, allow: str, of: Callable[..., Any] | None, args: dict[str, Any]) -> BaseResponse:
    """The view's response, rendered before it is committed."""
    try:
        result, status = _attempt(view, allow, of, args)
    except Denied as refusal:
        return _refused(refusal)
    response = _render(result, status)
    db.session.commit()
    return response


def _shown(view: View, allow: str, of: Callable[..., Any] | None, args: dict[str, Any]) -> BaseResponse:
    """The page as it stands now, with what was typed; an act without a page of its own has none."""
    if "GET" not in _methods():
        keptforms.keep(_referrer_path().partition("?")[0])
        raise NotFound(NO_PAGE)
    things, rest = _load(of, args)
    require(actor(), allow, _policy_thing(things))
    response = _render(view(*things, **rest), 409)
    db.session.commit()
    return response


def _load(of: Callable[..., Any] | None, args: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The things the address names, and the parts of it that `of` didn't ask for."""
    if of is None:
        return (), args
    asked = [name for name in inspect.signature(of).parameters if name in args]
    thing = of(**{name: args[name] for name in asked})
    rest = {name: value for name, value in args.items() if name not in asked}
    return (thing if isinstance(thing, tuple) else (thing,)), rest


def _policy_thing(things: tuple[Any, ...]) -> Any:
    if not things:
        return None
    return things[0] if len(things) == 1 else things


def _attempt(view: View, allow: str, of: Callable[..., Any] | None, args: dict[str, Any]) -> tuple[Any, int]:
    """Run the view; when it refuses what was typed, run it again to show the form with the reasons."""

    def once() -> Any:
        things, rest = _load(of, args)
        require(actor(), allow, _policy_thing(things))
        return view(*things, **rest)

    if not guard.form_is_ours():
        return _again(once, Invalid(STALE)), 400
    try:
        result = once()
    except Invalid as refusal:
        return _again(once, refusal), refusal.status
    except TooMany as refusal:
        return _again(once, Invalid(refusal.why)), refusal.status
    return result, 422 if g.get("form_refused") else 200


def _again(once: Callable[[], Any], refusal: Invalid) -> Any:
    """The same page with the reasons; an act without a page of its own goes back to where it was asked for."""
    db.session.rollback()
    if "GET" in _methods():
        g.refusal = refusal
        return once()
    back = _referrer_path()
    keptforms.keep(back.partition("?")[0])
    for why in refusal.fields.values():
        flash(why, "error")
    return redirect(request.script_root + back, 303)


def _methods() -> set[str]:
    return set(request.url_rule.methods or ()) if request.url_rule else set()


def _refused(refusal: Denied) -> BaseResponse:
    """Guests are asked to sign in, and what they sent is kept; others are told why not."""
    db.session.rollback()
    if not actor().is_guest or request.method != "POST" or refusal.why == guard.OTHER_SITE:
        raise refusal
    back = request.full_path.rstrip("?") if "GET" in _methods() else _referrer_path()
    keptforms.keep(back.partition("?")[0])
    flash(refusal.why, "info")
    return redirect(url_for("accounts.sign_in", next=request.script_root + back), 303)


def _referrer_path() -> str:
    address = request.referrer or ""
    root = request.host_url.rstrip("/") + request.script_root
    return local_target(address[len(root) :], "/") if address.startswith(root) else "/"


def _render(result: Any, status: int) -> Response:
    if not isinstance(result, dict):
        response = make_response(result)
        if isinstance(result, str) and status != 200:
            response.status_code = status
        return response
    template = f"{(request.endpoint or '').replace('.', '/')}.html"
    return make_response(render_template(template, **result), status)


def say(sentence: Any) -> None:
    """Tell the person on the next page what has been done."""
    flash(sentence, "success")
