"""Calls: the invitation, its stages with dates, its clauses and downloads, its channels."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import Agency
from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Format(enum.StrEnum):
    TOPIC = "topic"
    COLLECTION = "collection"
    COLUMN = "column"


class Stage(enum.StrEnum):
    DRAFT = "draft"
    COLLECTING = "collecting"
    VOTING = "voting"
    ANSWERING = "answering"
    PUBLISHED = "published"


class Visibility(enum.StrEnum):
    AFTER_REVIEW = "after_review"
    AT_ONCE = "at_once"
    AT_CLOSE = "at_close"
    SUMMARY = "summary"
    AUTHOR_ONLY = "author_only"


class Participation(enum.StrEnum):
    STANDARD = "standard"  # what the administrator set for the site; a verified mobile number unless changed
    AGENCY = "agency"


class DownloadKind(enum.StrEnum):
    DRAFT = "draft"
    NOTES = "notes"
    COMPARISON = "comparison"
    OTHER = "other"


class Call(Model):
    """An agency's invitation to take part. `stage` moves by time and by the agency's acts; dates are local midnights in UTC."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    format: Mapped[Format] = mapped_column(enum_column(Format), default=Format.TOPIC)
    agency_id: Mapped[int] = mapped_column(sa.ForeignKey("agency.id"), index=True)
    stage: Mapped[Stage] = mapped_column(enum_column(Stage), default=Stage.DRAFT)
    title: Mapped[str] = mapped_column(sa.String(200))
    title_en: Mapped[str] = mapped_column(sa.String(300), default="")
    language: Mapped[str] = mapped_column(sa.String(2), default="zh")
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    summary_en: Mapped[str] = mapped_column(sa.Text, default="")
    promise: Mapped[str] = mapped_column(sa.Text, default="")
    promise_en: Mapped[str] = mapped_column(sa.Text, default="")
    topic: Mapped[str] = mapped_column(sa.String(40), default="")
    document_id: Mapped[int | None] = mapped_column(sa.ForeignKey("document.id"))
    legal_kind: Mapped[str] = mapped_column(sa.String(40), default="none")
    short_period_reason: Mapped[str] = mapped_column(sa.Text, default="")
    visibility: Mapped[Visibility] = mapped_column(enum_column(Visibility), default=Visibility.AFTER_REVIEW)
    participation: Mapped[Participation] = mapped_column(
        enum_column(Participation), default=Participation.STANDARD
    )
    contacts: Mapped[dict] = mapped_column(default=dict)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    votes_until: Mapped[datetime | None]  # a voting stage follows collecting only when this is set
    answers_by: Mapped[datetime | None]
    answers_first_by: Mapped[datetime | None]  # what was promised before it was extended
    released_at: Mapped[
        datetime | None
    ]  # when the agency let it be seen; unset while only its editors see it
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        sa.Index("ix_call_stage_closes_at", "stage", "closes_at", "id"),
        sa.Index("ix_call_released_at", "released_at", "id"),
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def agency_path(self) -> str:
        return self.agency.path

    @property
    def is_released(self) -> bool:
        return self.released_at is not None


class Clause(Model):
    """A numbered part of the draft that contributions can be pinned to."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(sa.String(60))
    heading: Mapped[str] = mapped_column(sa.String(200), default="")
    text: Mapped[str] = mapped_column(sa.Text)

    __table_args__ = (sa.UniqueConstraint("call_id", "position"),)


class Download(Model):
    """A file beside the call: the draft, the drafting notes, the comparison with the old text."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[DownloadKind] = mapped_column(enum_column(DownloadKind))
    title: Mapped[str] = mapped_column(sa.String(200))
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media_file.id"))
    position: Mapped[int] = mapped_column(default=0)
