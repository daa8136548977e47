"""Taking files in, and letting the public see them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, BinaryIO

import sqlalchemy as sa

from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.policy import require
from cocreate.core.unicode import clean_line
from cocreate.media import store as files
from cocreate.media.models import MediaFile, MediaKind
from cocreate.media.pictures import Drawn, draw
from cocreate.media.rules import (
    LARGEST,
    LONGEST_ALT,
    FileType,
    clean_filename,
    plain_utf8,
    refuse_size,
    type_of,
)


def store(actor: Actor, stream: BinaryIO, filename: str, alt: str = "") -> MediaFile:
    """Keep a file made safe: pictures drawn anew in several sizes, documents as they are.

    Invalid when it is empty, larger than 20 MB, damaged, of a kind that is not taken, or when the disk is full."""
    require(actor, "media.upload")
    content = stream.read(LARGEST + 1)
    refuse_size(len(content))
    found = type_of(content, filename)
    alt = clean_line(alt, LONGEST_ALT).text
    file = (
        _picture(content, filename)
        if found.kind is MediaKind.PICTURE
        else _document(content, filename, found)
    )
    file.alt, file.owner_id = alt, actor.user_id
    db.session.add(file)
    db.session.flush()
    return file


def make_public(media_ids: Collection[int]) -> None:
    """Let everyone see these files; rooms above call this when they publish what shows them."""
    hidden = sa.and_(MediaFile.id.in_(media_ids), MediaFile.is_public.is_(False))
    if media_ids:
        db.session.execute(sa.update(MediaFile).where(hidden).values(is_public=True))


def _document(content: bytes, filename: str, found: FileType) -> MediaFile:
    if found.extension == "txt":
        content = plain_utf8(content)
    return MediaFile(
        kind=found.kind,
        filename=clean_filename(filename, found.extension),
        content_type=found.content_type,
        size=len(content),
        digest=files.put(content),
        variants={},
    )


def _picture(content: bytes, filename: str) -> MediaFile:
    original, sizes = draw(content)
    return MediaFile(
        kind=MediaKind.PICTURE,
        filename=clean_filename(
            filename, original.content_type.removeprefix("image/").replace("jpeg", "jpg")
        ),
        content_type=original.content_type,
        size=len(original.content),
        width=original.width,
        height=original.height,
        digest=files.put(original.content),
        variants={name: _variant(size) for name, size in sizes.items()},
    )


def _variant(size: Drawn) -> dict[str, Any]:
    return {
        "digest": files.put(size.content),
        "content_type": size.content_type,
        "size": len(size.content),
        "width": size.width,
        "height": size.height,
    }
