"""Spreadsheets of answers on their way back: looked over line by line, shown, and applied whole or not at all."""

from __future__ import annotations

import enum
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.errors import Invalid
from cocreate.core.i18n import LANGUAGES, Sentence, _l, use_language
from cocreate.core.policy import require
from cocreate.exchange import queries
from cocreate.exchange.answer_columns import MOST_LINES, folded, seal
from cocreate.exchange.sheet_lines import Problem, Said, said
from cocreate.exchange.sheet_reading import sheets
from cocreate.outcomes import bulk, schemes, service
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.desk_models import BulkAct
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import DEGREES, AnswerDraft, Degree
from cocreate.provenance import queries as provenance

BATCH = 500
ANSWER = tuple(asdict(AnswerDraft("")))


class Change(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Proposal:
    """An answer that the file gives. `seen` is the version it was written upon, `standing` the one that is current now."""

    line: int
    number: str
    contribution_id: int
    draft: AnswerDraft
    seen: int
    standing: int
    change: Change


@dataclass
class Trial:
    """What a file would do: nothing is stored yet. `unchanged` lines say what they said when they were exported."""

    rows: int = 0
    unchanged: int = 0
    proposals: list[Proposal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, change: Change) -> list[Proposal]:
        """The proposals of one kind."""
        return [one for one in self.proposals if one.change is change]


@dataclass(frozen=True)
class Desk:
    """The call that a sheet is for, with the degrees that it is answered by."""

    call: Call
    choices: Mapping[str, Degree]


def look_over(actor: Actor, call: Call, path: Path) -> Trial:
    """Read a spreadsheet and compare it with what stands now. Invalid (field "file") when the file as a whole is no use."""
    require(actor, "outcome.answer", call)
    desk = Desk(call, schemes.of_call(call, outcomes.find(call.id)))
    trial = Trial()
    seen: set[str] = set()
    lines = said(sheets(path), degree_keys(desk.choices))
    while batch := list(islice(lines, BATCH)):
        trial.rows += len(batch)
        if trial.rows > MOST_LINES:
            raise Invalid(_too_many(), "file")
        _look_at(desk, batch, seen, trial)
    return trial


def _too_many() -> Sentence:
    return _l(
        "The file has more than %(limit)s lines, which is as many as a sheet of answers takes. Send it in parts.",
        limit=MOST_LINES,
    )


def degree_keys(choices: Mapping[str, Degree]) -> dict[str, str]:
    """Keys of degrees by every name that a file may call them; those that can be chosen go before others of that name."""
    found: dict[str, str] = {}
    for degrees in (DEGREES, choices):
        for code in LANGUAGES:
            with use_language(code):
                found |= {folded(str(one.name)): key for key, one in degrees.items()}
        found |= {folded(key): key for key in degrees}
    return found


def _look_at(desk: Desk, batch: Sequence[Said], seen: set[str], trial: Trial) -> None:
    call = desk.call
    sealed = []
    for one in batch:
        why = _not_ours(call, one, seen)
        seen.add(one.number)
        if why is not None:
            trial.problems.append(Problem(one.line, "number", why, one.number))
        else:
            sealed.append(one)
    found = {row.number: row for row in outcomes.by_numbers(call.id, [one.number for one in sealed])}
    ids = {one.number: found[one.number].id for one in sealed if one.number in found}
    now = outcomes.dispositions(call.id, ids.values(), published_only=False)
    base = queries.versions_at(
        call.id, {ids[one.number]: one.version or 0 for one in sealed if one.number in ids}
    )
    traced = provenance.traced(call.id, ids.values())
    for one in sealed:
        contribution = found.get(one.number)
        if contribution is None:
            why = _l("There is no contribution with this number.")
            trial.problems.append(Problem(one.line, "number", why, one.number))
        else:
            key = contribution.id
            _judge(desk, one, contribution, key in traced, base.get(key), now.get(key), trial)


def _not_ours(call: Call, one: Said, seen: set[str]) -> Sentence | None:
    """Why a line is not one that was exported from this call, None when it is."""
    if one.call and one.call != call.slug:
        return _l("This line is of another call: %(call)s.", call=one.call[:80])
    if not one.number or one.version is None or not one.seal:
        return _l("This line was not exported from here: its number, version or seal is missing.")
    if not hmac.compare_digest(one.seal.encode(), seal(call.id, one.number, one.version).encode()):
        return _l(
            "The number, the version or the seal of this line was changed. Take the line from a new export."
        )
    if one.number in seen:
        return _l("This number stands in the file twice.")
    return None


def _judge(
    desk: Desk,
    one: Said,
    contribution: Contribution,
    is_traced: bool,
    base: Disposition | None,
    now: Disposition | None,
    trial: Trial,
) -> None:
    before = draft_of(base)
    if one.draft == before and not one.problems:
        trial.unchanged += 1
        return
    kept, refusals = _checked(desk, one.draft, contribution, is_traced)
    if one.problems or kept is None:
        wrong = (Problem(one.line, column, why, one.number) for column, why in refusals.items())
        trial.problems += one.problems or wrong
        return
    if now is not None and not now.imported and draft_of(now) == kept:
        trial.unchanged += 1
        return
    standing, seen = now.number if now else 0, one.version or 0
    change = Change.CONFLICT if standing != seen else Change.CHANGED if now is not None else Change.NEW
    trial.proposals.append(Proposal(one.line, one.number, contribution.id, kept, seen, standing, change))


def _checked(
    desk: Desk, draft: AnswerDraft, contribution: Contribution, is_traced: bool
) -> tuple[AnswerDraft | None, Mapping[str, Any]]:
    """The answer as it will stand, or why it can't be taken, by column: the same rules and reasons as on the page."""
    if not service.can_be_answered(contribution):
        return None, {"": _l("Only what is public or waits for review can be answered.")}
    try:
        return service.prepared(draft, contribution, desk.call, desk.choices, is_traced=is_traced), {}
    except Invalid as refusal:
        return None, refusal.fields


def draft_of(row: Disposition | None) -> AnswerDraft:
    """What a version says, as a draft; without one, nothing."""
    if row is None:
        return AnswerDraft("")
    kept: dict[str, Any] = {}
    for name in ANSWER:
        value = getattr(row, name)
        kept[name] = value.strip() if isinstance(value, str) else value
    return AnswerDraft(**kept)


def apply(
    actor: Actor, call: Call, trial: Trial, overrule: Mapping[str, int], source: str = ""
) -> BulkAct | None:
    """Prepare all answers of the file as one act that can be undone, or none; None when there is nothing to do.

    `overrule` names the conflicts in which the file's answer is to be taken, with the version that was looked at; in the
    others the site's answer stays. Conflict when another change came meanwhile, Invalid while a line has problems."""
    require(actor, "outcome.answer", call)
    if trial.problems:
        raise Invalid(has_problems(), "file")
    seen = dict(_chosen(trial.proposals, overrule))
    texts = {one.contribution_id: one.draft for one in trial.proposals if one.contribution_id in seen}
    return bulk.answer_each(actor, call, texts, seen, source) if texts else None


def has_problems() -> Sentence:
    """Why nothing was stored."""
    return _l("Nothing was taken over, because some lines have problems.")


def _chosen(proposals: Iterable[Proposal], overrule: Mapping[str, int]) -> Iterable[tuple[int, int]]:
    for one in proposals:
        if one.change is not Change.CONFLICT:
            yield one.contribution_id, one.seen
        elif one.number in overrule:
            yield one.contribution_id, overrule[one.number]
