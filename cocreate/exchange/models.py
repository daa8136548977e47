"""What exchange keeps: the official particulars of an outcome, files made for download, and sheets of answers on trial."""

import enum
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class Particulars(Model):
    """What an official document says of itself beside its text; what is empty is taken from the outcome."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    index_number: Mapped[str] = mapped_column(sa.String(80), default="")  # 索引号
    issuer: Mapped[str] = mapped_column(sa.String(120), default="")  # 发布机构
    signature: Mapped[str] = mapped_column(sa.String(120), default="")  # 落款
    written_on: Mapped[date | None]  # 成文日期
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class FileState(enum.StrEnum):
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"


class KeptFile(Model):
    """A file of a call made in the background; `key` says what is in it, so that one is made for all who ask.

    `for_user_id` is set when only that person may have it (an internal version)."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    key: Mapped[str] = mapped_column(sa.String(120))
    for_user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    state: Mapped[FileState] = mapped_column(enum_column(FileState), default=FileState.WAITING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    filename: Mapped[str] = mapped_column(sa.String(200), default="")
    size: Mapped[int] = mapped_column(BigId, default=0)
    why: Mapped[str] = mapped_column(sa.Text, default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    made_at: Mapped[datetime | None]

    __table_args__ = (sa.Index("ix_kept_file_key", "call_id", "key", "id"),)


class AnswerSheet(Model):
    """A spreadsheet of answers that somebody sent in and looks over before it is applied.

    `unchanged` lines say what they said when they were exported; `act_id` is the act by which the others were applied."""

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), primary_key=True)
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    filename: Mapped[str] = mapped_column(sa.String(200))
    rows: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    applied_at: Mapped[datetime | None]
    applied: Mapped[int] = mapped_column(default=0)
    act_id: Mapped[int | None] = mapped_column(BigId)

    __table_args__ = (sa.Index("ix_answer_sheet_user", "user_id", "id"),)


class Choice(enum.StrEnum):
    """Whose answer stands where both the file and the site have a new one."""

    SITE = "site"
    FILE = "file"


class SheetLine(Model):
    """What one line of a sheet would do: an answer (`draft`), or `why` it can't be taken, with the field where one is meant.

    `seen` is the version of the answer that the line was written upon; where another one stands now somebody must choose,
    and `looked_at` is the version that they had before them when they did."""

    call_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line: Mapped[int]
    number: Mapped[str] = mapped_column(sa.String(40), default="")
    contribution_id: Mapped[int | None] = mapped_column(BigId)
    seen: Mapped[int] = mapped_column(default=0)
    draft: Mapped[dict] = mapped_column(default=dict)
    field: Mapped[str] = mapped_column(sa.String(20), default="")
    why: Mapped[str] = mapped_column(sa.Text, default="")
    choice: Mapped[Choice | None] = mapped_column(enum_column(Choice))
    looked_at: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        sa.ForeignKeyConstraint(["call_id", "sheet_id"], ["answer_sheet.call_id", "answer_sheet.id"]),
        sa.Index("ix_sheet_line_number", "call_id", "sheet_id", "number"),
    )
