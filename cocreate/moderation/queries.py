"""Every question about cases and decisions that is put to the database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution
from cocreate.contributions.queries import NO_SUCH
from cocreate.core.clock import now
from cocreate.core.db import UTCDateTime, among, db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of
from cocreate.moderation.models import Act, Case, Decision, Reason

NUMBER = re.compile(r"[0-9]{4}-[0-9]{6,12}")  # anything else need not be looked for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
COUNTED = 1000  # beyond that "more than" is enough to know
SAME = sa.and_(Contribution.call_id == Case.call_id, Contribution.id == Case.contribution_id)


@dataclass(frozen=True)
class Chosen:
    """What a moderator wants to see of the queue; None stands for all, `call` is a slug."""

    call: str | None = None
    reason: Reason | None = None
    language: str | None = None


EVERYTHING = Chosen()


@dataclass(frozen=True)
class Item:
    """An open case and what it is about."""

    case: Case
    contribution: Contribution
    call: Call

    @property
    def key(self) -> str:
        """Its place in the queue, as it stands in addresses: microseconds and id."""
        return f"{(self.case.due_at - EPOCH) // timedelta(microseconds=1)}-{self.case.id}"


@dataclass(frozen=True)
class CallWaits:
    """How many cases of one call are open."""

    slug: str
    title: str
    title_en: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """How many cases are open and overdue, by call in order of urgency; counted up to `COUNTED`."""

    by_call: list[CallWaits]
    total: int
    overdue: int

    @property
    def is_more(self) -> bool:
        return self.total >= COUNTED


def _open(paths: Sequence[str], chosen: Chosen = EVERYTHING) -> sa.ColumnElement[bool]:
    within = sa.or_(sa.false(), *(Case.agency_path.startswith(path, autoescape=True) for path in paths))
    tests = [Case.closed_at.is_(None), within]
    if chosen.call is not None:
        tests.append(Case.call_id == sa.select(Call.id).where(Call.slug == chosen.call).scalar_subquery())
    if chosen.reason is not None:
        tests.append(Case.reason == chosen.reason)
    if chosen.language is not None:
        tests.append(Case.language == chosen.language)
    return sa.and_(*tests)


def _items(*tests: sa.ColumnElement[bool]) -> sa.Select[Case, Contribution, Call]:
    statement = (
        sa.select(Case, Contribution, Call).join(Contribution, SAME).join(Call, Call.id == Case.call_id)
    )
    return statement.where(*tests).options(joinedload(Contribution.author)).order_by(Case.due_at, Case.id)


def _after(key: str | None) -> sa.ColumnElement[bool]:
    """Cases behind a place in the queue; all of them when the key is none of ours."""
    due, _, row_id = (key or "").partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (due, row_id)):
        return sa.true()
    moment = sa.literal(EPOCH + timedelta(microseconds=min(int(due), 250_000_000_000_000_000)), UTCDateTime())
    return sa.tuple_(Case.due_at, Case.id) > sa.tuple_(moment, sa.literal(int(row_id), sa.BigInteger()))


def queue(
    paths: Sequence[str], chosen: Chosen = EVERYTHING, *, after: str | None = None, limit: int = 30
) -> Page[Item]:
    """One page of what waits for the moderators of these agencies, the most urgent first; `after` is an item's key."""
    rows = db.session.execute(_items(_open(paths, chosen), _after(after)).limit(limit + 1))
    return page_of([Item(*row) for row in rows], limit, lambda item: item.key)


def next_item(
    user_id: int | None, paths: Sequence[str], chosen: Chosen = EVERYTHING, *, after: str | None = None
) -> Item | None:
    """The first case behind a place in the queue that nobody else holds and that is not about this person's own words."""
    free = sa.or_(Case.claimed_until.is_(None), Case.claimed_until <= now(), Case.claimed_by_id == user_id)
    others = sa.or_(Contribution.author_id.is_(None), Contribution.author_id != user_id)
    for place in dict.fromkeys((after, None)):
        row = db.session.execute(_items(_open(paths, chosen), _after(place), free, others).limit(1)).first()
        if row is not None:
            return Item(*row)
    return None


def waiting(paths: Sequence[str]) -> Waiting:
    """What waits in these agencies, in one bounded statement."""
    columns = (Case.call_id, Case.due_at)
    first = sa.select(*columns).where(_open(paths)).order_by(Case.due_at, Case.id).limit(COUNTED).subquery()
    of_call = (Call.slug, Call.title, Call.title_en)
    late = sa.func.sum(sa.case((first.c.due_at < sa.literal(now(), UTCDateTime()), 1), else_=0))
    statement = sa.select(*of_call, sa.func.count(), late).join(Call, Call.id == first.c.call_id)
    grouped = statement.group_by(Call.id, *of_call).order_by(sa.func.min(first.c.due_at), Call.id)
    rows = db.session.execute(grouped).all()
    by_call = [CallWaits(*row[:4]) for row in rows]
    return Waiting(by_call, sum(row.count for row in by_call), sum(int(row[4]) for row in rows))


def matter(number: str) -> tuple[Contribution, Call, Case | None]:
    """A contribution with its call and its open case, if it has one, in one statement. NotFound when there is none."""
    statement = (
        sa.select(Contribution, Call, Case)
        .join(Call, Call.id == Contribution.call_id)
        .outerjoin(Case, sa.and_(SAME, Case.closed_at.is_(None)))
        .where(Contribution.number == number)
        .options(joinedload(Contribution.author))
    )
    row = db.session.execute(statement).first() if NUMBER.fullmatch(number) else None
    if row is None:
        raise NotFound(NO_SUCH)
    contribution, call, case = row
    return contribution, call, case


def find_open(call_id: int, contribution_id: int) -> Case | None:
    """The open case about a contribution, if there is one."""
    return db.session.scalar(
        sa.select(Case).where(
            Case.call_id == call_id, Case.contribution_id == contribution_id, Case.closed_at.is_(None)
        )
    )


def open_items(numbers: Iterable[str]) -> dict[str, Item]:
    """Open cases by the number of the contribution they are about, in one statement."""
    wanted = {number for number in numbers if NUMBER.fullmatch(number)}
    rows = db.session.execute(_items(Case.closed_at.is_(None), Contribution.number.in_(wanted)))
    return {contribution.number: Item(case, contribution, call) for case, contribution, call in rows}


def decisions(call_id: int, contribution_id: int) -> Sequence[Decision]:
    """All decisions on a contribution, the first one first. The public and the author learn the role, never the name."""
    return decisions_by_contribution(call_id, [contribution_id]).get(contribution_id, [])


def decisions_by_contribution(call_id: int, ids: Iterable[int]) -> dict[int, list[Decision]]:
    """Decisions by contribution, in order, in one statement; those without any are absent."""
    statement = sa.select(Decision).where(Decision.call_id == call_id, Decision.contribution_id.in_(set(ids)))
    found: dict[int, list[Decision]] = {}
    for decision in db.session.scalars(statement.order_by(Decision.id)):
        found.setdefault(decision.contribution_id, []).append(decision)
    return found


def decisions_by_keys(keys: Iterable[tuple[int, int]]) -> dict[int, list[Decision]]:
    """The same in several calls, wanted by (call id, contribution id), by contribution id; in one statement."""
    wanted = among(Decision.call_id, Decision.contribution_id, keys)
    found: dict[int, list[Decision]] = {}
    for decision in db.session.scalars(sa.select(Decision).where(wanted).order_by(Decision.id)):
        found.setdefault(decision.contribution_id, []).append(decision)
    return found


def get_decision(call_id: int, decision_id: int) -> Decision:
    """A decision by its row ids, as events name it. NotFound when there is none."""
    decision = db.session.get(Decision, (call_id, decision_id))
    if decision is None:
        raise NotFound(_l("There is no such decision."))
    return decision


def history(author_id: int | None) -> dict[Act, int]:
    """How often each act was decided on what a person sent; empty for those without an account."""
    if author_id is None:
        return {}
    same = sa.and_(Contribution.call_id == Decision.call_id, Contribution.id == Decision.contribution_id)
    statement = sa.select(Decision.act, sa.func.count()).select_from(Contribution).join(Decision, same)
    rows = db.session.execute(statement.where(Contribution.author_id == author_id).group_by(Decision.act))
    return {row[0]: row[1] for row in rows}


def statistics(paths: Sequence[str], since: datetime) -> dict[tuple[Act, str], int]:
    """Decisions in these agencies since a moment, counted by act and rule."""
    within = sa.or_(sa.false(), *(Case.agency_path.startswith(path, autoescape=True) for path in paths))
    same = sa.and_(Case.call_id == Decision.call_id, Case.id == Decision.case_id)
    statement = sa.select(Decision.act, Decision.rule_key, sa.func.count()).join(Case, same)
    rows = db.session.execute(
        statement.where(within, Decision.decided_at >= since).group_by(Decision.act, Decision.rule_key)
    )
    return {(act, rule_key): count for act, rule_key, count in rows}
