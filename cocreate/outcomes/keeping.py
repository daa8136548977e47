"""Puts versions of answers in and out of force, for one contribution or for thousands, and keeps all counts right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from cocreate.contributions.models import Contribution
from cocreate.core.batches import pieces
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.outcomes import figures, queries, waiting
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import AnswerDraft


def put(
    rows: Sequence[Contribution], drafts: Mapping[int, AnswerDraft], by: int | None, **more: Any
) -> dict[int, int]:
    """Give each of these locked rows of one call a new version of its answer; their numbers by contribution id.

    `drafts` are by contribution id; `more` are further columns that all versions have."""
    changes: Counter[str] = Counter()
    numbers: dict[int, int] = {}
    for some in pieces(rows):
        call_id, ids = some[0].call_id, [row.id for row in some]
        changes.update(_end(call_id, ids))
        last = _last_numbers(call_id, ids)
        new = [_version(row, drafts[row.id], last.get(row.id, 0) + 1, by, more) for row in some]
        db.session.add_all(new)
        db.session.flush()
        numbers |= {one.contribution_id: one.number for one in new}
        changes.update(_weights(new))
    if rows:
        _settle(rows[0].call_id, numbers, changes)
    return numbers


def take_away(call_id: int, ids: Collection[int], by: int | None) -> None:
    """Let these have no answer; what was there is kept with who took it away and when."""
    changes: Counter[str] = Counter()
    for some in pieces(ids):
        changes.update(_end(call_id, some, removed_at=now(), removed_by_id=by))
    _settle(call_id, ids, changes)


def restore(locked: Sequence[Contribution], numbers: Mapping[int, int]) -> None:
    """Let these versions be in force again, by contribution id, as if nothing had come after them."""
    changes: Counter[str] = Counter()
    for some in pieces(locked):
        keys = [(row.id, numbers[row.id]) for row in some]
        counting = {row.id: figures.counts(row) for row in some}
        back = _with_numbers(some[0].call_id, keys)
        for one in back:
            one.is_current, one.removed_at, one.removed_by_id = True, None, None
            one.counts = counting[one.contribution_id]
        db.session.flush()
        changes.update(_weights(back))
    if locked:
        _settle(locked[0].call_id, list(numbers), changes)


def _version(
    row: Contribution, draft: AnswerDraft, number: int, by: int | None, more: Mapping[str, Any]
) -> Disposition:
    return Disposition(
        call_id=row.call_id,
        contribution_id=row.id,
        number=number,
        counts=figures.counts(row),
        prepared_by_id=by,
        **asdict(draft),
        **more,
    )


def _end(call_id: int, ids: Sequence[int], **changed: Any) -> Counter[str]:
    """Take the current versions out of force, before others come in: the database allows only one."""
    ended = queries.dispositions(call_id, ids, published_only=False).values()
    change = Counter({degree: -count for degree, count in _weights(ended).items()})
    for one in ended:
        one.is_current = False
        for name, value in changed.items():
            setattr(one, name, value)
    db.session.flush()
    return change


def _weights(rows: Iterable[Disposition]) -> Counter[str]:
    return Counter(one.degree for one in rows if one.counts)


def _settle(call_id: int, ids: Collection[int], changes: Mapping[str, int]) -> None:
    figures.add(call_id, changes)
    for some in pieces(ids):
        waiting.look_again(call_id, some)


def _last_numbers(call_id: int, ids: Sequence[int]) -> dict[int, int]:
    statement = (
        sa.select(Disposition.contribution_id, sa.func.max(Disposition.number))
        .where(Disposition.call_id == call_id, Disposition.contribution_id.in_(ids))
        .group_by(Disposition.contribution_id)
    )
    return dict(db.session.execute(statement).all())


def _with_numbers(call_id: int, keys: Sequence[tuple[int, int]]) -> Sequence[Disposition]:
    wanted = sa.tuple_(Disposition.contribution_id, Disposition.number).in_(keys)
    by_id = Disposition.contribution_id.in_(
        {one for one, _number in keys}
    )  # SQLite looks up one column, not two
    return db.session.scalars(
        sa.select(Disposition).where(Disposition.call_id == call_id, by_id, wanted)
    ).all()
