"""Finding stored files."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.media.models import MediaFile


def get(media_id: int) -> MediaFile:
    """A stored file. NotFound when there is none."""
    file = db.session.get(MediaFile, media_id) if media_id < 2**63 else None
    if file is None:
        raise NotFound(_l("There is no such file."))
    return file


def by_ids(media_ids: Collection[int]) -> dict[int, MediaFile]:
    """Those of the files that exist, in one statement."""
    if not media_ids:
        return {}
    rows = db.session.scalars(sa.select(MediaFile).where(MediaFile.id.in_(media_ids)))
    return {file.id: file for file in rows}


def recent_of(owner_id: int | None, limit: int = 30) -> list[MediaFile]:
    """The files a person brought in last, the newest first."""
    return list(
        db.session.scalars(
            sa.select(MediaFile)
            .where(MediaFile.owner_id == owner_id)
            .order_by(MediaFile.id.desc())
            .limit(limit)
        )
    )
