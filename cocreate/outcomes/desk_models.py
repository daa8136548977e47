"""What editors leave on their desk: unfinished answers, remarks, topics, bulk acts, templates, schemes, proposed revisions."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class BulkKind(enum.StrEnum):
    ANSWER = "answer"
    ASSESS = "assess"
    CLOSE = "close"
    REMOVE = "remove"
    SORT = "sort"
    SHEET = "sheet"


class Ruling(enum.StrEnum):
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class BulkAct(Model):
    """What one person did to many contributions at once; `what` holds it in plain values, `rule` why, where one was stated."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[BulkKind] = mapped_column(enum_column(BulkKind))
    what: Mapped[dict] = mapped_column(default=dict)
    rule: Mapped[str] = mapped_column(sa.Text, default="")
    count: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class BulkItem(Model):
    """How one contribution stood before and after a bulk act, so that undoing restores exactly that."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    act_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    before: Mapped[dict] = mapped_column(default=dict)
    after: Mapped[dict] = mapped_column(default=dict)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "act_id"], ["bulk_act.call_id", "bulk_act.id"]),
        sa.Index("ix_bulk_item_contribution", "call_id", "contribution_id", "act_id"),
    )


class Unfinished(Model):
    """An answer that somebody has begun and not kept yet; `seen` is the version they had before them."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    words: Mapped[dict] = mapped_column(default=dict)
    seen: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Remark(Model):
    """What staff say to each other about a contribution; nobody else reads it."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    contribution_id: Mapped[int] = mapped_column(BigId)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index("ix_remark_contribution", "call_id", "contribution_id", "id"),
    )


class Sorting(Model):
    """The topic that an editor put a contribution under, for work on the desk only."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    topic: Mapped[str] = mapped_column(sa.String(40))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index("ix_sorting_topic", "call_id", "topic", "contribution_id"),
    )


class Template(Model):
    """A text that an agency answers with often; `fields` are those of an answer, with placeholders."""

    __tablename__ = "answer_template"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    fields: Mapped[dict] = mapped_column(default=dict)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]  # no longer offered since


class Scheme(Model):
    """One version of an agency's own degrees, in the order of choice; see `rules.Degree` for what each holds.

    Versions of one line share the `family`, the slug of the first. What calls answer by is never changed: the next
    version stands beside it."""

    slug: Mapped[str] = mapped_column(sa.String(18), primary_key=True)
    family: Mapped[str] = mapped_column(sa.String(18))
    version: Mapped[int] = mapped_column(default=1)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(120), default="")
    degrees: Mapped[list] = mapped_column(default=list)
    is_default: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]  # no longer offered since

    __table_args__ = (sa.UniqueConstraint("family", "version"),)


class Proposal(Model):
    """Another answer in place of a published one, which approvers confirm or refuse; `words` hold the answer in plain values."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    contribution_id: Mapped[int] = mapped_column(BigId)
    base_number: Mapped[int]
    words: Mapped[dict] = mapped_column(default=dict)
    why: Mapped[str] = mapped_column(sa.Text)
    ruling: Mapped[Ruling] = mapped_column(enum_column(Ruling), default=Ruling.WAITING)
    note: Mapped[str] = mapped_column(sa.Text, default="")
    proposed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    ruled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    ruled_at: Mapped[datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.Index(
            "uq_proposal_waiting",
            "call_id",
            "contribution_id",
            unique=True,
            sqlite_where=sa.text("ruling = 'waiting'"),
            postgresql_where=sa.text("ruling = 'waiting'"),
        ),
    )


class Assent(Model):
    """One person's yes to a proposed answer; as many as the agency asks for put it in force."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    proposal_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    approver_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "proposal_id"], ["proposal.call_id", "proposal.id"]),
    )
