"""Which words of a text came from which contribution, and where they stand in each of its versions."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Kind(enum.StrEnum):
    QUOTE = "quote"
    PARAPHRASE = "paraphrase"
    IDEA = "idea"


class Origin(enum.StrEnum):
    ACT = "act"  # an amendment taken over as it is: known exactly
    HAND = "hand"
    PROPOSAL = "proposal"


class State(enum.StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    BROKEN = "broken"  # was confirmed, and less than half of its passage stands in the newest version


class TraceBook(Model):
    """What a call's traces are about: one document, the version up to which they were carried, whether they may change.

    `boilerplate` holds the ranges of that version whose words belong to nobody; unset until they were looked for."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    version: Mapped[int]
    is_closed: Mapped[bool] = mapped_column(default=False)
    last_number: Mapped[int] = mapped_column(default=0)
    boilerplate: Mapped[list | None]
    proposed_version: Mapped[int | None]  # the version that proposals were last made for


class Derivation(Model):
    """A passage of a document that came from a passage of a contribution, or from the whole of it (no source span).

    `anchor_version` is the version in which the passage was chosen: there all of it stands. `state` is that of the
    newest version. Confirmed ones keep `decided_at` when they break, so they are confirmed again when the text returns."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    number: Mapped[int]  # by which people and commands name it within its call
    contribution_id: Mapped[int] = mapped_column(BigId)
    revision_number: Mapped[int]
    source_start: Mapped[int | None]
    source_end: Mapped[int | None]
    source_quote: Mapped[dict] = mapped_column(default=dict)
    source_digest: Mapped[str] = mapped_column(sa.String(80))
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    anchor_version: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    origin: Mapped[Origin] = mapped_column(enum_column(Origin))
    state: Mapped[State] = mapped_column(enum_column(State), default=State.PROPOSED)
    score: Mapped[float | None]  # of proposals, 0 to 1
    credits_support: Mapped[bool] = mapped_column(default=False)  # that people supported it mattered too
    note: Mapped[str] = mapped_column(sa.Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[datetime | None]

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "contribution_id"], ["contribution.call_id", "contribution.id"]),
        sa.UniqueConstraint("call_id", "number"),
        sa.Index("ix_derivation_contribution", "call_id", "contribution_id", "id"),
        sa.Index("ix_derivation_state", "call_id", "state", "number"),
    )


class Placement(Model):
    """Where the passage of a derivation stands in one version: ranges [[start, end], …] in reading order.

    `kept` is the share of the passage's characters, as it was chosen, that stands there; `quote` its words with 32
    characters before and after; `digest` that of the version."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    derivation_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    ranges: Mapped[list] = mapped_column(default=list)
    kept: Mapped[float] = mapped_column(default=1.0)
    is_broken: Mapped[bool] = mapped_column(default=False)
    quote: Mapped[dict] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(sa.String(80))

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "derivation_id"], ["derivation.call_id", "derivation.id"]),
        sa.Index("ix_placement_version", "call_id", "document_id", "version"),
    )
