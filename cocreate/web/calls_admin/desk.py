"""What editors do with a call in one form, and what they see of their calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import Agency
from cocreate.calls import queries as calls
from cocreate.calls import service
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.documents import queries as documents
from cocreate.documents import service as texts
from cocreate.http.actor import actor
from cocreate.media import queries as media
from cocreate.outcomes import queries as outcomes
from cocreate.web.callcards import STAGE_NAMES, TONES, agency_name, words
from cocreate.web.calls_admin.forms import DOWNLOADS, CallForm

ROLES = ("editor", "moderator", "approver", "supervisor")
KIND = "call"


@dataclass(frozen=True)
class Line:
    """A call in the list of those who work on it."""

    call: Call
    words: Any
    agency: str
    stage: Any
    tone: str
    received: int
    valid: int
    answered: int
    in_review: int


def own_calls(before: int | None) -> dict[str, Any]:
    """The context of the list; at most six statements with those of the frame, however many calls."""
    found = calls.of_paths(actor().paths(*ROLES), before)
    ids = [one.id for one in found.items]
    figures, answered = contributions.figures(ids), outcomes.answered(ids)
    lines = [
        Line(
            call=one,
            words=words(one),
            agency=agency_name(one.agency),
            stage=STAGE_NAMES[one.stage],
            tone=TONES.get(one.stage, ""),
            received=figures[one.id].received,
            valid=figures[one.id].due,
            answered=answered[one.id],
            in_review=figures[one.id].in_review,
        )
        for one in found.items
    ]
    after = url_for("calls_admin.index", before=found.next_key) if found.next_key else None
    return {"lines": lines, "next_url": after, "can_open": actor().holds_any("editor")}


def agencies_to_choose() -> list[Agency]:
    """The agencies for which this person can open a call."""
    return accounts.agencies(actor().paths("editor"))


def open_call(by: Actor, form: CallForm) -> Call:
    """Make a call of what was typed."""
    chosen = next((one for one in agencies_to_choose() if one.slug == form.agency.data), None)
    if chosen is None:
        raise Invalid(_l("Please choose one of your agencies."), "agency")
    return service.create(by, chosen, form.draft(_kept(by, form, None)))


def revise_call(by: Actor, call: Call, form: CallForm) -> Call:
    """Write what was typed over the call."""
    return service.revise(by, call, form.draft(_kept(by, form, call.document_id)))


def tree_of(call: Call) -> Any:
    """The block tree of the call's text, None when it has none."""
    text = documents.latest(call.document_id)
    return text.tree if text else None


def files_of(call: Call) -> list[tuple[Any, Any, Any]]:
    """The files beside a call, as (download, stored file, what it is)."""
    rows = calls.downloads(call.id)
    found = media.by_ids({row.media_id for row in rows})
    return [(row, found[row.media_id], DOWNLOADS[row.kind]) for row in rows]


def _kept(by: Actor, form: CallForm, document_id: int | None) -> int | None:
    """Keep the text as a version of its document. Whether the person may is asked by the verb that follows."""
    if not form.text.tree.get("blocks") and document_id is None:
        return None
    return texts.save(by, form.text.tree, document_id, kind=KIND).document_id
