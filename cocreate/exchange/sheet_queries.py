"""Questions about spreadsheets of answers that wait to be applied: how their lines stand against what is on the site now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.paging import Page, page_of
from cocreate.exchange.models import AnswerSheet, SheetLine
from cocreate.outcomes.models import Disposition

STANDING = sa.func.coalesce(Disposition.number, 0)
IS_BAD = SheetLine.why != ""
IS_GOOD = SheetLine.why == ""
IS_CONFLICT = sa.and_(IS_GOOD, SheetLine.seen != STANDING)
# A choice counts only for the version that was looked at: when yet another one came, somebody must choose again.
IS_OPEN = sa.and_(IS_CONFLICT, sa.or_(SheetLine.choice.is_(None), SheetLine.looked_at != STANDING))
PARTS: dict[str, sa.ColumnElement[bool]] = {
    "bad": IS_BAD,
    "conflicts": IS_CONFLICT,
    "changed": sa.and_(IS_GOOD, SheetLine.seen == STANDING, STANDING > 0),
    "new": sa.and_(IS_GOOD, SheetLine.seen == STANDING, STANDING == 0),
}


@dataclass(frozen=True)
class Counts:
    """How many lines a sheet has of each part, and how many conflicts nobody has chosen in yet."""

    bad: int = 0
    conflicts: int = 0
    changed: int = 0
    new: int = 0
    open: int = 0

    def of(self, part: str) -> int:
        """The count of one part."""
        found: int = getattr(self, part)
        return found


class Standing(NamedTuple):
    """A line with the answer that stands on the site now, if any."""

    line: SheetLine
    now: Disposition | None


def _with_answers(statement: Any) -> Any:
    current = sa.and_(
        Disposition.call_id == SheetLine.call_id,
        Disposition.contribution_id == SheetLine.contribution_id,
        Disposition.is_current,
    )
    return statement.outerjoin(Disposition, current)


def _of(sheet: AnswerSheet) -> sa.ColumnElement[bool]:
    return sa.and_(SheetLine.call_id == sheet.call_id, SheetLine.sheet_id == sheet.id)


def counts(sheet: AnswerSheet) -> Counts:
    """The lines of a sheet counted as they stand now; one statement."""
    parts = {**PARTS, "open": IS_OPEN}
    asked = [sa.func.coalesce(sa.func.sum(sa.case((what, 1), else_=0)), 0) for what in parts.values()]
    found = db.session.execute(
        _with_answers(sa.select(*asked).select_from(SheetLine)).where(_of(sheet))
    ).one()
    return Counts(**dict(zip(parts, map(int, found), strict=True)))


def lines(sheet: AnswerSheet, part: str, *, after: int | None = None, limit: int = 50) -> Page[Standing]:
    """One page of the lines of one part, in the order of the file; one statement."""
    asked = (
        _with_answers(sa.select(SheetLine, Disposition).select_from(SheetLine))
        .where(_of(sheet), PARTS[part], SheetLine.place > (after or 0))
        .order_by(SheetLine.place)
        .limit(limit + 1)
    )
    found = [Standing(line, now) for line, now in db.session.execute(asked)]
    return page_of(found, limit, lambda one: one.line.place)


def good_lines(sheet: AnswerSheet) -> Sequence[Standing]:
    """All lines that could be applied, with what stands now."""
    asked = _with_answers(sa.select(SheetLine, Disposition).select_from(SheetLine)).where(_of(sheet), IS_GOOD)
    return [Standing(line, now) for line, now in db.session.execute(asked.order_by(SheetLine.place))]


def open_numbers(sheet: AnswerSheet, limit: int) -> Sequence[str]:
    """The first numbers in which somebody must choose."""
    asked = _with_answers(sa.select(SheetLine.number).select_from(SheetLine)).where(_of(sheet), IS_OPEN)
    return db.session.scalars(asked.order_by(SheetLine.place).limit(limit)).all()


def by_numbers(sheet: AnswerSheet, numbers: Sequence[str]) -> Sequence[SheetLine]:
    """The good lines with these numbers."""
    return db.session.scalars(
        sa.select(SheetLine).where(_of(sheet), IS_GOOD, SheetLine.number.in_(numbers))
    ).all()


def sent_by(call_id: int, user_id: int | None, limit: int = 10) -> Sequence[AnswerSheet]:
    """The latest sheets that a person sent in for a call, the newest first."""
    asked = sa.select(AnswerSheet).where(AnswerSheet.call_id == call_id, AnswerSheet.user_id == user_id)
    return db.session.scalars(asked.order_by(AnswerSheet.id.desc()).limit(limit)).all()


def forgotten(call_id: int, before: datetime) -> Sequence[AnswerSheet]:
    """Sheets of a call that were sent in before then and never applied."""
    asked = sa.select(AnswerSheet).where(
        AnswerSheet.call_id == call_id, AnswerSheet.sent_at < before, AnswerSheet.applied_at.is_(None)
    )
    return db.session.scalars(asked.limit(100)).all()
