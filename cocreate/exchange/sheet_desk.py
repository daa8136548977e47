"""Spreadsheets of answers at the desk: taken in, decided line by line, and applied as one act or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.batches import pieces
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.policy import require
from cocreate.exchange import sheet_queries
from cocreate.exchange.answer_sheets import Trial, has_problems, look_over
from cocreate.exchange.downloads import folder
from cocreate.exchange.models import AnswerSheet, Choice, SheetLine
from cocreate.exchange.sheet_reading import MOST_BYTES, too_large
from cocreate.outcomes import bulk
from cocreate.outcomes.desk_models import BulkAct
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import TOLD, AnswerDraft

KEPT = timedelta(days=7)  # that a sheet waits to be applied
CHUNK = 1 << 16


def take_in(actor: Actor, call: Call, filename: str, stream: IO[bytes]) -> AnswerSheet:
    """Check a file line by line and keep what it would do. Invalid (field "file") when it is no use as a whole."""
    require(actor, "outcome.answer", call)
    with tempfile.TemporaryDirectory(dir=folder()) as place:
        path = Path(place) / "sheet"
        _store(stream, path)
        trial = look_over(actor, call, path)
    _tidy(call.id)
    name = Path(filename.replace("\\", "/")).name[:200]
    sheet = AnswerSheet(
        call_id=call.id, user_id=actor.user_id, filename=name, rows=trial.rows, unchanged=trial.unchanged
    )
    db.session.add(sheet)
    db.session.flush()
    for some in pieces(_rows(sheet, trial)):
        db.session.execute(sa.insert(SheetLine), some)
    return sheet


def decide(actor: Actor, call: Call, sheet: AnswerSheet, choices: Mapping[str, tuple[Choice, int]]) -> None:
    """Keep which answer is to stand in conflicts: by number, whose it is and the version that stood when it was chosen."""
    require(actor, "sheet.apply", (call, sheet))
    _check_waiting(sheet)
    for line in sheet_queries.by_numbers(sheet, list(choices)):
        line.choice, line.looked_at = choices[line.number]
    db.session.flush()


def leave_rest(actor: Actor, call: Call, sheet: AnswerSheet) -> None:
    """Let the site's answers stand in all conflicts that nobody has chosen in yet."""
    require(actor, "sheet.apply", (call, sheet))
    _check_waiting(sheet)
    for line, current in sheet_queries.good_lines(sheet):
        if _is_open(line, current):
            line.choice, line.looked_at = Choice.SITE, _number(current)
    db.session.flush()


def apply(actor: Actor, call: Call, sheet: AnswerSheet) -> AnswerSheet:
    """Take all answers of the sheet over as one act, or none. Invalid while a line is wrong or somebody must choose,
    Conflict when a colleague was faster."""
    require(actor, "sheet.apply", (call, sheet))
    lock(sheet)
    _check_waiting(sheet)
    if sheet_queries.counts(sheet).bad:
        raise Invalid(has_problems(), "file")
    texts, seen = _chosen(sheet)
    act: BulkAct | None = bulk.answer_each(actor, call, texts, seen, sheet.filename) if texts else None
    sheet.applied_at, sheet.applied, sheet.act_id = now(), len(texts), act.id if act else None
    _forget(sheet)
    db.session.flush()
    return sheet


def discard(actor: Actor, call: Call, sheet: AnswerSheet) -> None:
    """Let go of a sheet that was not applied; nothing on the site changes."""
    require(actor, "sheet.apply", (call, sheet))
    _check_waiting(sheet)
    _forget(sheet)
    db.session.delete(sheet)
    db.session.flush()


def draft_of(line: SheetLine) -> AnswerDraft:
    """The answer that a line gives."""
    day = line.draft.get("review_date")
    return AnswerDraft(**{**line.draft, "review_date": date.fromisoformat(day) if day else None})


def _store(stream: IO[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise too_large()
            file.write(chunk)


def _rows(sheet: AnswerSheet, trial: Trial) -> list[dict[str, Any]]:
    """The lines as rows: what is wrong first, so that it stands together."""
    key = {"call_id": sheet.call_id, "sheet_id": sheet.id}
    bad: list[dict[str, Any]] = [
        {"line": one.line, "number": one.number[:40], "field": one.column, "why": str(one.why)} | key
        for one in trial.problems
    ]
    good: list[dict[str, Any]] = [
        {"line": one.line, "number": one.number, "contribution_id": one.contribution_id, "seen": one.seen}
        | {"draft": _plain(one.draft)}
        | key
        for one in trial.proposals
    ]
    empty: dict[str, Any] = {
        "contribution_id": None,
        "seen": 0,
        "draft": {},
        "field": "",
        "why": "",
        "choice": None,
    }
    rows = sorted(bad, key=lambda row: row["line"]) + good
    return [empty | {"looked_at": 0, "place": place} | row for place, row in enumerate(rows, 1)]


def _plain(draft: AnswerDraft) -> dict[str, Any]:
    day = draft.review_date
    return asdict(draft) | {"review_date": day.isoformat() if day else None}


def _chosen(sheet: AnswerSheet) -> tuple[dict[int, AnswerDraft], dict[int, int]]:
    texts: dict[int, AnswerDraft] = {}
    seen: dict[int, int] = {}
    undecided: list[str] = []
    for line, current in sheet_queries.good_lines(sheet):
        assert line.contribution_id is not None
        if _is_open(line, current):
            undecided.append(line.number)
        elif _number(current) == line.seen or line.choice is Choice.FILE:
            texts[line.contribution_id], seen[line.contribution_id] = draft_of(line), _number(current)
    if undecided:
        raise Invalid(_must_choose(undecided))
    return texts, seen


def _must_choose(numbers: list[str]) -> Sentence:
    told = ", ".join(numbers[:TOLD]) + (" …" if len(numbers) > TOLD else "")
    return _l("Choose first which answer is to stand: %(numbers)s.", numbers=told)


def _is_open(line: SheetLine, current: Disposition | None) -> bool:
    number = _number(current)
    return number != line.seen and (line.choice is None or line.looked_at != number)


def _number(current: Disposition | None) -> int:
    return current.number if current is not None else 0


def _check_waiting(sheet: AnswerSheet) -> None:
    if sheet.applied_at is not None:
        raise Conflict(_l("This sheet has been applied already."))


def _tidy(call_id: int) -> None:
    for sheet in sheet_queries.forgotten(call_id, now() - KEPT):
        _forget(sheet)
        db.session.delete(sheet)


def _forget(sheet: AnswerSheet) -> None:
    mine = sa.and_(SheetLine.call_id == sheet.call_id, SheetLine.sheet_id == sheet.id)
    db.session.execute(sa.delete(SheetLine).where(mine))
