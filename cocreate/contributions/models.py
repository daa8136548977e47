"""The one spine: whatever a citizen sends, its immutable revisions, its drafts, and the counts of a call."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id, ring_key


class Kind(enum.StrEnum):
    SUGGESTION = "suggestion"
    STATEMENT = "statement"
    COMMENT = "comment"
    WORK = "work"
    PIECE = "piece"
    AMENDMENT = "amendment"


class State(enum.StrEnum):
    IN_REVIEW = "in_review"
    PUBLIC = "public"
    RETURNED = "returned"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"


class Validity(enum.StrEnum):
    VALID = "valid"
    DUPLICATE = "duplicate"
    MERE_AGREEMENT = "mere_agreement"
    NO_SUBSTANCE = "no_substance"
    OFF_TOPIC = "off_topic"


class Channel(enum.StrEnum):
    WEB = "web"
    HALL = "hall"
    HOTLINE = "hotline"
    MEETING = "meeting"
    MAIL = "mail"
    IMPORT = "import"


class Contribution(Model):
    """One thing a citizen sent. It knows its own state; what became of it is read from what points at it.

    `is_listed` says whether the public sees it: derived from state, the call's visibility rule and the author's wish."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[str] = mapped_column(sa.String(20), index=True)
    kind: Mapped[Kind] = mapped_column(enum_column(Kind), default=Kind.SUGGESTION)
    state: Mapped[State] = mapped_column(enum_column(State), default=State.IN_REVIEW)
    validity: Mapped[Validity | None] = mapped_column(
        enum_column(Validity)
    )  # unset counts as valid until assessed
    is_private: Mapped[bool] = mapped_column(default=False)
    is_listed: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel), default=Channel.WEB)
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    author_name: Mapped[str] = mapped_column(sa.String(80), default="")  # for those without an account here
    clause_id: Mapped[int | None] = mapped_column(BigId)
    root_id: Mapped[int | None] = mapped_column(BigId)  # of a comment: the contribution it is under
    parent_id: Mapped[int | None] = mapped_column(BigId)  # of a comment: the comment it answers
    revision_number: Mapped[int] = mapped_column(default=1)
    ring: Mapped[int] = mapped_column(BigId, default=ring_key)
    salt: Mapped[str] = mapped_column(sa.String(32))
    digest: Mapped[str] = mapped_column(sa.String(80))
    submission_key: Mapped[str | None] = mapped_column(sa.String(40))
    source: Mapped[str | None] = mapped_column(sa.String(60))
    source_row: Mapped[str | None] = mapped_column(sa.String(80))
    imported_likes: Mapped[int | None]
    imported_dislikes: Mapped[int | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    reviewed_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]

    author: Mapped[User | None] = relationship(lazy="raise_on_sql", viewonly=True)
    revision: Mapped["Revision"] = relationship(
        primaryjoin=lambda: sa.and_(
            Contribution.call_id == sa.orm.foreign(Revision.call_id),
            Contribution.id == sa.orm.foreign(Revision.contribution_id),
            Contribution.revision_number == sa.orm.foreign(Revision.number),
        ),
        lazy="joined",
        innerjoin=True,
        viewonly=True,
        uselist=False,
    )

    __table_args__ = (
        sa.Index("ix_contribution_listed_ring", "call_id", "is_listed", "kind", "ring", "id"),
        sa.Index("ix_contribution_listed_new", "call_id", "is_listed", "kind", "id"),
        sa.Index("ix_contribution_root", "call_id", "root_id", "id"),
        sa.Index("ix_contribution_state", "call_id", "state", "kind", "id"),
        sa.Index("ix_contribution_validity", "call_id", "validity", "id"),
        sa.Index("ix_contribution_clause", "call_id", "clause_id", "id"),
        sa.Index("ix_contribution_author", "author_id", "id"),
        sa.Index("ix_contribution_received", "call_id", "received_at"),
        sa.Index("ix_contribution_channel", "call_id", "channel", "kind", "state"),
        sa.UniqueConstraint("call_id", "source", "source_row"),
        sa.UniqueConstraint("call_id", "author_id", "submission_key"),
    )

    @property
    def is_comment(self) -> bool:
        return self.kind is Kind.COMMENT

    @property
    def title(self) -> str:
        return self.revision.title

    @property
    def body(self) -> str:
        return self.revision.body


class Revision(Model):
    """The words of a contribution at one time; never changed, never overwritten."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, default=1)
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    language: Mapped[str] = mapped_column(sa.String(2), default="zh")
    changed_by_id: Mapped[int | None] = mapped_column(BigId)
    by_moderator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
    )


class Draft(Model):
    """Words not sent yet: of a signed-in person, or of a guest whose browser holds the key."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    guest_key: Mapped[str | None] = mapped_column(sa.String(40), index=True)
    parent_number: Mapped[str | None] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text, default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    clause_id: Mapped[int | None] = mapped_column(BigId)
    is_private: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime] = mapped_column(default=now)


class Figures(Model):
    """Counts of a call's contributions, changed in the transaction that changes a row, so they always equal the rows."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    received: Mapped[int] = mapped_column(default=0)  # all but comments and withdrawn ones
    listed: Mapped[int] = mapped_column(default=0)
    in_review: Mapped[int] = mapped_column(default=0)  # comments too: what waits for a moderator
    due: Mapped[int] = mapped_column(default=0)  # those that the gate wants an answer for
    comments: Mapped[int] = mapped_column(default=0)  # listed comments


class CommentCount(Model):
    """How many comments the public sees under a contribution."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    listed: Mapped[int] = mapped_column(default=0)


class NumberCounter(Model):
    """The last public number given out in a year."""

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
