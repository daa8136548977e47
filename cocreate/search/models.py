"""What can be found: the folded tokens of everything public, and the traits by which like contributions meet."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column


class EntryKind(enum.StrEnum):
    CALL = "call"
    CONTRIBUTION = "contribution"


class SearchEntry(Model):
    """A public call or contribution as the full-text index reads it; `id` is the id of what is found.

    Rows exist only for what the public may see. The index itself (see dialect.py) follows by triggers or is generated."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    call_id: Mapped[int] = mapped_column(BigId, index=True)
    kind: Mapped[EntryKind] = mapped_column(enum_column(EntryKind))
    title_grams: Mapped[str] = mapped_column(sa.Text)
    body_grams: Mapped[str] = mapped_column(sa.Text)
    # The length of the weighed tokens as a vector.
    norm: Mapped[float] = mapped_column(default=0.0, server_default="0")
    created_at: Mapped[datetime] = mapped_column(default=now)


class Trait(Model):
    """One of the few tokens that say most about what a contribution is about, and how much it says."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    gram: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    weight: Mapped[float]

    __table_args__ = (
        # Without the call's id, or SQLite would read a whole call by it instead of a few tokens by the primary key.
        sa.Index("ix_trait_entry", "entry_id"),
        {"sqlite_with_rowid": False},
    )


class GramCount(Model):
    """In how many of the sampled entries a token stands; the empty token counts the entries of the sample."""

    gram: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    entries: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)
