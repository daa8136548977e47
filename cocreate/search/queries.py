"""Every question that is put to the index."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, Kind
from cocreate.core.db import db
from cocreate.core.paging import int_key, page_of
from cocreate.search import rules
from cocreate.search.dialect import newest_with
from cocreate.search.models import EntryKind, GramCount, SearchEntry

MOST = 400  # of what was found, the newest; beyond that "more than" is enough to know
SAMPLE = ""  # under this token stands how many entries were sampled
GROWN = "\ue000"  # under this one, how many there were when they were
PARAMETERS = 5000  # of one statement


@dataclass(frozen=True)
class Entry:
    """The tokens of one thing that can be found."""

    id: int
    call_id: int
    title_grams: str
    body_grams: str


@dataclass(frozen=True)
class Hit:
    """Something that was found: a call, or a contribution with its call."""

    key: str
    call: Call
    contribution: Contribution | None

    @property
    def title(self) -> str:
        return self.call.title if self.contribution is None else self.contribution.title

    @property
    def text(self) -> str:
        return self.call.summary if self.contribution is None else self.contribution.body


@dataclass(frozen=True)
class Results:
    """One page of what was found; `count` is of all pages, and there are more than that when `is_more`."""

    hits: list[Hit]
    next_key: str | None
    count: int
    is_more: bool


NOTHING = Results([], None, 0, False)


@dataclass(frozen=True)
class _Row:
    """A place in the order of results: titles before texts, calls before contributions, the newest first."""

    id: int
    call_id: int
    is_call: bool
    in_title: bool

    @property
    def place(self) -> tuple[bool, bool, int]:
        return not self.in_title, not self.is_call, -self.id

    @property
    def key(self) -> str:
        return f"{2 * (not self.in_title) + (not self.is_call)}-{self.id}"


def find(
    text: str,
    *,
    kind: EntryKind | None = None,
    call_id: int | None = None,
    after: str | None = None,
    limit: int = 20,
) -> Results:
    """One page of what the public can find: all words must be there. `after` is the key the page starts after.

    Selective queries are exact; of what a broad one finds only the newest MOST are looked at. Three statements."""
    asked = rules.asked(text)
    if asked is None:
        return NOTHING
    private = [*([kind.value] if kind else []), *([str(call_id)] if call_id is not None else [])]
    rows, is_more = _matching(asked, private)
    place = _place(after)
    page = page_of([row for row in rows if place is None or row.place > place], limit, lambda row: row.key)
    return Results(_hits(page.items), page.next_key, len(rows), is_more)


def _matching(asked: rules.Asked, private: list[str]) -> tuple[list[_Row], bool]:
    ids = newest_with(db.engine.dialect.name, asked.tokens, private, MOST + 1)
    title = " " + SearchEntry.title_grams + " "
    text = title + "| " + SearchEntry.body_grams + " "
    fits = sa.and_(*(text.like(pattern) for pattern in asked.patterns))
    in_title = sa.and_(*(title.like(pattern) for pattern in asked.patterns))
    statement = (
        sa.select(SearchEntry.id, SearchEntry.call_id, SearchEntry.kind, fits, in_title)
        .join(ids, ids.c.id == SearchEntry.id)
        .order_by(SearchEntry.id.desc())
    )
    found = db.session.execute(statement).all()
    rows = [_Row(row[0], row[1], row[2] is EntryKind.CALL, bool(row[4])) for row in found[:MOST] if row[3]]
    return sorted(rows, key=lambda row: row.place), len(found) > MOST


def _place(key: str | None) -> tuple[bool, bool, int] | None:
    rank, _, row_id = (key or "").partition("-")
    if rank not in ("0", "1", "2", "3") or int_key(row_id) is None:
        return None
    return int(rank) > 1, int(rank) % 2 == 1, -(int_key(row_id) or 0)


def _hits(rows: Sequence[_Row]) -> list[Hit]:
    # The index follows what the public may see; should it ever lag, the rows themselves decide.
    of_call = calls.by_ids({row.call_id for row in rows}) if rows else {}
    keys = [(row.call_id, row.id) for row in rows if not row.is_call]
    found = contributions.by_keys(keys) if keys else {}
    return [
        Hit(row.key, of_call[row.call_id], found.get(row.id))
        for row in rows
        if row.call_id in of_call and (row.is_call or (row.id in found and found[row.id].is_listed))
    ]


def rarities(tokens: Collection[str]) -> rules.Vector:
    """How much each token says by itself, by the sample."""
    return rarities_and_total(tokens)[0]


def rarities_and_total(tokens: Collection[str]) -> tuple[rules.Vector, int]:
    """How much each token says by itself, by the sample, and how many entries there were when it was taken; one statement."""
    wanted = [SAMPLE, GROWN, *tokens]
    known: dict[str, int] = {}
    for start in range(0, len(wanted), PARAMETERS):
        some = GramCount.gram.in_(wanted[start : start + PARAMETERS])
        rows = db.session.execute(sa.select(GramCount.gram, GramCount.entries).where(some))
        known |= dict(rows.all())
    return rules.rarity(tokens, known, known.get(SAMPLE, 0)), known.get(GROWN, 0)


def listed(call_id: int, after: int, limit: int) -> Sequence[Contribution]:
    """Contributions of a call that the public sees, comments left out, in order of id."""
    statement = sa.select(Contribution).where(
        Contribution.call_id == call_id,
        Contribution.id > after,
        Contribution.is_listed.is_(True),
        Contribution.kind != Kind.COMMENT,
    )
    return db.session.scalars(statement.order_by(Contribution.id).limit(limit)).all()


def _entries() -> sa.Select[int, int, str, str]:
    columns = (SearchEntry.id, SearchEntry.call_id, SearchEntry.title_grams, SearchEntry.body_grams)
    return sa.select(*columns).where(SearchEntry.kind == EntryKind.CONTRIBUTION)


def entries(after: int, limit: int) -> list[Entry]:
    """Tokens of contributions, in order of id."""
    rows = db.session.execute(_entries().where(SearchEntry.id > after).order_by(SearchEntry.id).limit(limit))
    return [Entry(*row) for row in rows]


def sample(one_in: int) -> list[Entry]:
    """Tokens of every so manieth contribution: ids end in random bits."""
    return [Entry(*row) for row in db.session.execute(_entries().where(SearchEntry.id % one_in == 0))]


def total() -> int:
    """How many things can be found."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(SearchEntry)) or 0


def total_when_sampled() -> int:
    """How many there were when the sample was taken."""
    return db.session.scalar(sa.select(GramCount.entries).where(GramCount.gram == GROWN)) or 0
