"""Writing: the form with the words that had been begun, sending them, keeping them as a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import jsonify, redirect, request, session, url_for

from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Clause, Visibility
from cocreate.contributions import draft_queries, drafts, queries
from cocreate.contributions import service as contributions
from cocreate.contributions.models import Contribution, Draft
from cocreate.contributions.service import Words
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import _, _l
from cocreate.core.paging import int_key
from cocreate.core.policy import why_not
from cocreate.http.actor import actor, guest_key
from cocreate.web.callcards import answer_day, words
from cocreate.web.contributions.area import back_to, bp, pair
from cocreate.web.contributions.forms import CommentForm, ContributionForm
from cocreate.web.contributions.receipts import receipt as receipt_of
from cocreate.web.page import page, say

WHO_SEES = {
    Visibility.AFTER_REVIEW: _l(
        "It is shown to everyone once a moderator has read it, with your name masked."
    ),
    Visibility.AT_ONCE: _l("It is shown to everyone at once, with your name masked."),
    Visibility.AT_CLOSE: _l("Everything is shown together when the call closes, with names masked."),
    Visibility.SUMMARY: _l("Single contributions are not shown; the agency publishes a summary."),
    Visibility.AUTHOR_ONLY: _l("Only you and the agency see it."),
}


def writing_form(call: Call, clauses: Sequence[Clause]) -> ContributionForm:
    """The form to say something, with the words this person or browser had begun."""
    draft = None if request.method == "POST" else _draft(call)  # what is sent says it all
    return _form(clauses, draft, request.args.get("clause", ""))


def begun_form(call: Call, clauses: Callable[[], Sequence[Clause]]) -> ContributionForm | None:
    """The same when words had been begun or were kept from a session that ended; None when the form is empty."""
    draft = _draft(call)
    if draft is None and "kept" not in session:
        return None
    return _form(clauses(), draft, request.args.get("clause", ""))


def empty_form(clauses: Sequence[Clause], chosen: Clause | None) -> ContributionForm:
    """The form as everybody finds it who has begun nothing."""
    return _form(clauses, None, str(chosen.id) if chosen else "")


def _draft(call: Call) -> Draft | None:
    user_id = actor().user_id
    return draft_queries.find_draft(call.id, user_id=user_id, guest_key=None if user_id else guest_key())


def _form(clauses: Sequence[Clause], draft: Draft | None, wanted: str) -> ContributionForm:
    form = ContributionForm(clauses, draft)
    if request.method == "GET" and int_key(wanted) and form.clause_id.data in (None, 0):
        form.clause_id.data = int_key(wanted)
    return form


@bp.route("/calls/<slug>/contributions/new", methods=["GET", "POST"])
@page(allow="contribution.draft", of=calls.get)
def submit(call: Call) -> Any:
    """Write to a call: send it, or only keep it as a draft."""
    clauses = calls.clauses(call.id)
    form = writing_form(call, clauses)
    if request.form.get("act") == "draft":
        return _keep(call, form.words())
    if form.submitted():
        explain("contribution.submit", call)
        sent = contributions.submit(actor(), call, form.words(), key=form.submission_key())
        drafts.discard(call.id, user_id=actor().user_id, guest_key=None)
        return redirect(url_for("contributions.receipt", number=sent.number), 303)
    return {
        "call": call,
        "words": words(call),
        "form": form,
        "is_guest": actor().is_guest,
        "clauses": clauses,
        "who_sees": WHO_SEES[call.visibility],
    }


def _keep(call: Call, typed: Words) -> Any:
    """Keep the words without sending them, also for a guest's browser."""
    key = None if actor().user_id else guest_key(make=True)
    draft = drafts.save(actor(), call, typed, guest_key=key)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"saved": draft.saved_at.isoformat()})
    say(_("Your draft is kept. Nothing has been sent yet."))
    return redirect(url_for("contributions.submit", slug=call.slug), 303)


def explain(act: str, thing: Any) -> None:
    """Tell a signed-in person on the same page what is missing, so that nothing typed is lost."""
    why = None if actor().is_guest else why_not(actor(), act, thing)
    if why is not None:
        raise Invalid(why)


@bp.get("/contributions/<number>/receipt")
@page(allow="contribution.hold_receipt", of=pair)
def receipt(contribution: Contribution, call: Call) -> dict[str, Any]:
    """The small document to keep."""
    return {
        "contribution": contribution,
        "call": call,
        "words": words(call),
        "answer_day": answer_day(call),
        "receipt": receipt_of(contribution),
    }


@bp.route("/contributions/<number>/comment", methods=["GET", "POST"])
@page(allow="contribution.read", of=pair)
def comment(contribution: Contribution, call: Call) -> Any:
    """Comment on it, or answer a comment under it."""
    form = CommentForm()
    number = form.parent.data or request.args.get("to")
    parent = _answered(contribution, number) if number else None
    if form.submitted():
        explain("contribution.comment", (contribution, call))
        said = contributions.comment(
            actor(), contribution, call, form.body.data or "", parent=parent, key=form.submission_key()
        )
        say(
            _("Your comment is public.")
            if said.is_listed
            else _("Your comment was received. A moderator reads it first.")
        )
        return back_to(contribution, "comments")
    form.parent.data = parent.number if parent else ""
    return {"contribution": contribution, "call": call, "words": words(call), "form": form, "parent": parent}


def _answered(contribution: Contribution, number: str) -> Contribution:
    """The comment that is to be answered. NotFound unless the public sees it under this contribution."""
    found = queries.get(number)
    if found.root_id != contribution.id or not found.is_listed:
        raise NotFound(queries.NO_SUCH)
    return found


@bp.route("/contributions/<number>/revise", methods=["GET", "POST"])
@page(allow="contribution.revise", of=pair)
def revise(contribution: Contribution, call: Call) -> Any:
    """Change one's words while they wait, or after they were returned."""
    form = ContributionForm((), None, data={"title": contribution.title, "body": contribution.body})
    if form.submitted():
        contributions.revise(actor(), contribution, call, form.words())
        say(_("Your new words were received. A moderator reads them first."))
        return back_to(contribution)
    return {"contribution": contribution, "call": call, "words": words(call), "form": form}
