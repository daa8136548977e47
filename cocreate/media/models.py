"""Files that were made safe: pictures in a few sizes, and documents to download."""

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model, enum_column
from cocreate.core.ids import new_id


class MediaKind(enum.StrEnum):
    PICTURE = "picture"
    DOCUMENT = "document"


class MediaFile(Model):
    """One stored file.

    `digest` ("sha256:…") is of the bytes served as "original", and is their place in the store; `variants` maps a name
    such as "w480" to {"digest", "content_type", "size", "width", "height"}."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[MediaKind] = mapped_column(enum_column(MediaKind))
    filename: Mapped[str] = mapped_column(sa.String(400))
    content_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(BigId)
    width: Mapped[int | None]
    height: Mapped[int | None]
    digest: Mapped[str] = mapped_column(sa.String(80), index=True)
    alt: Mapped[str] = mapped_column(sa.String(400), default="")
    owner_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    variants: Mapped[dict] = mapped_column(default=dict)
    is_public: Mapped[bool] = mapped_column(default=False)  # from the day on which something public shows it
