"""Compares the published table with the database row by row, by statements of its own, so that a slip in one shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from cocreate.accounts.models import Agency, User
from cocreate.calls.models import Call
from cocreate.contributions.models import Contribution, Kind, Revision, State, Validity
from cocreate.core.db import db
from cocreate.exchange import adoption
from cocreate.exchange.adoption import PUBLIC, Row
from cocreate.handling.models import Assignment
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes.models import Disposition
from cocreate.provenance.models import Derivation, Placement, TraceBook
from cocreate.text.names import mask_name

MOST = 1000  # differences that a report names
TEXTS = ("reason", "measure", "reference", "since", "passed_to")


@dataclass
class Check:
    """What was compared; `differences` are {"number": …, "what": …}."""

    rows: int = 0
    valid: int = 0
    differences: list[dict[str, str]] = field(default_factory=list)
    office: str = field(default="", repr=False)
    is_published: bool = field(default=False, repr=False)

    @property
    def is_same(self) -> bool:
        return not self.differences

    def differs(self, number: str, what: str) -> None:
        """Note one difference."""
        if len(self.differences) < MOST:
            self.differences.append({"number": number, "what": what})


def check(call: Call) -> Check:
    """Every row of the table stands in the database as it is shown, every valid contribution has one row, and counts agree."""
    outcome = outcomes.find(call.id)
    is_published = outcome is not None and outcome.is_published
    found = Check(office=call.agency.name, is_published=is_published)
    told = adoption.rows(call, PUBLIC, is_published=is_published)
    kept = _kept(call.id, is_published)
    degrees: dict[str, int] = {}
    row, truth = next(told, None), next(kept, None)
    while row is not None or truth is not None:
        if truth is None or (row is not None and row.contribution.id < truth["id"]):
            assert row is not None
            found.differs(row.number, "in the table, but not in the database")
            row = next(told, None)
        elif row is None or row.contribution.id > truth["id"]:
            found.valid += 1
            if truth["degree"] is not None or is_published:
                found.differs(truth["number"], "in the database, but not in the table")
            truth = next(kept, None)
        else:
            found.rows, found.valid = found.rows + 1, found.valid + 1
            _compare(found, row, truth)
            degrees[truth["degree"]] = degrees.get(truth["degree"], 0) + 1
            row, truth = next(told, None), next(kept, None)
    if is_published and degrees != (figures := outcomes.by_degree([call.id])[call.id]):
        found.differs("", f"the figures are {figures}, but the rows give {degrees}")
    return found


def _kept(call_id: int, is_published: bool) -> Iterator[dict[str, Any]]:
    """What each valid contribution and its answer hold, plain columns, in order of arrival."""
    answer = sa.and_(
        Disposition.call_id == Contribution.call_id, Disposition.contribution_id == Contribution.id
    )
    out = Disposition.is_current if is_published else Disposition.published_at.is_not(None)
    statement = (
        sa.select(
            *(Contribution.id, Contribution.number, Contribution.is_listed, Contribution.author_name),
            *(Revision.body, User.name, User.shows_name, User.closed_at),
            *(Disposition.degree, Disposition.source, *(getattr(Disposition, name) for name in TEXTS)),
            *(_lead().label("lead"), _is_traced().label("traced")),
        )
        .join(Revision, sa.and_(
            Revision.call_id == Contribution.call_id,
            Revision.contribution_id == Contribution.id,
            Revision.number == Contribution.revision_number,
        ))
        .outerjoin(User, User.id == Contribution.author_id)
        .outerjoin(Disposition, sa.and_(answer, out))
        .where(
            Contribution.call_id == call_id,
            Contribution.kind != Kind.COMMENT,
            Contribution.state.in_([State.PUBLIC, State.IN_REVIEW]),
            sa.or_(Contribution.validity.is_(None), Contribution.validity == Validity.VALID),
        )
        .order_by(Contribution.id)
        .execution_options(yield_per=500)
    )  # fmt: skip
    for row in db.session.execute(statement).mappings():
        yield dict(row)


def _lead() -> Any:
    """The latest department that led on a contribution and did not give it back."""
    return (
        sa.select(Agency.name)
        .join(Assignment, Assignment.agency_id == Agency.id)
        .where(
            Assignment.call_id == Contribution.call_id,
            Assignment.contribution_id == Contribution.id,
            Assignment.part == "lead",
            Assignment.state.not_in(["sent_back", "recalled"]),
        )
        .order_by(Assignment.id.desc())
        .limit(1)
        .correlate(Contribution)
        .scalar_subquery()
    )


def _is_traced() -> Any:
    """Whether a confirmed trace of a contribution stands in the newest version of the outcome."""
    newest = sa.select(TraceBook.version).where(TraceBook.call_id == Derivation.call_id).scalar_subquery()
    standing = sa.select(Derivation.id).join(
        Placement,
        sa.and_(
            Placement.call_id == Derivation.call_id,
            Placement.derivation_id == Derivation.id,
            Placement.version == newest,
            Placement.is_broken.is_(False),
        ),
    )
    mine = sa.and_(Derivation.call_id == Contribution.call_id, Derivation.contribution_id == Contribution.id)
    return standing.where(mine, Derivation.state == "confirmed").correlate(Contribution).exists()


def _compare(found: Check, row: Row, truth: dict[str, Any]) -> None:
    answer = row.answer
    if answer is None or answer.degree != truth["degree"]:
        found.differs(row.number, f"the degree is {truth['degree']}")
    if row.is_shown != truth["is_listed"]:
        found.differs(row.number, "words are shown that are not public, or the other way round")
    if row.office != (truth["source"] or truth["lead"] or found.office):
        found.differs(row.number, "the department is another")
    if not row.is_shown:
        if row.by != adoption.NOBODY or row.parts or row.passage or row.body == truth["body"]:
            found.differs(row.number, "it says more than the public may read")
        return
    if row.number != truth["number"] or row.body != truth["body"]:
        found.differs(row.number, "the words are others")
    if found.is_published and bool(row.passage) != truth["traced"]:
        found.differs(
            row.number, "a passage of the outcome is named that no trace leads to, or the other way round"
        )
    shown = {name: row.parts[name][1] for name in TEXTS if name in row.parts}
    if shown != {name: truth[name] for name in TEXTS if truth[name]}:
        found.differs(row.number, "the answer is another")
    if not _is_masked(row.by, truth):
        found.differs(row.number, "the name is not shown by the rule")


def _is_masked(by: str, truth: dict[str, Any]) -> bool:
    name = truth["name"] if truth["name"] is not None else truth["author_name"]
    if not name or truth["closed_at"] is not None:
        return by != name
    return bool(by == (name if truth["shows_name"] else mask_name(name)))
