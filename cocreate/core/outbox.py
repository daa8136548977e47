"""Messages that no gateway takes: kept in a table, which a page shows in demo mode."""

import enum
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, db, enum_column
from cocreate.core.ids import new_id

KEPT = timedelta(days=7)


class Channel(enum.StrEnum):
    SMS = "sms"
    MAIL = "mail"


class OutboxMessage(Model):
    """A text message or a mail that would have been sent."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    address: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(255), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


def put(channel: Channel, address: str, body: str, subject: str = "", html: str = "") -> None:
    """Keep a message for a week, in the present transaction."""
    moment = now()
    db.session.execute(sa.delete(OutboxMessage).where(OutboxMessage.created_at < moment - KEPT))
    kept = OutboxMessage(
        channel=channel, address=address, subject=subject, body=body, html=html, created_at=moment
    )
    db.session.add(kept)


def latest(limit: int = 50) -> list[OutboxMessage]:
    """The newest messages first."""
    newest = sa.select(OutboxMessage).order_by(OutboxMessage.created_at.desc(), OutboxMessage.id.desc())
    return list(db.session.scalars(newest.limit(limit)))
