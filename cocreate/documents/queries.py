"""Finding documents and their versions."""

from __future__ import annotations

import re
from collections.abc import Collection

import sqlalchemy as sa

from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.documents.models import Document, DocumentVersion

SHOWN = re.compile(r"/media/(\d{1,18})/")


def get(document_id: int) -> Document:
    """A document. NotFound when there is none."""
    document = db.session.get(Document, document_id)
    if document is None:
        raise NotFound(_l("There is no such document."))
    return document


def get_version(document_id: int, number: int) -> DocumentVersion:
    """One version of a document. NotFound when there is none."""
    version = db.session.get(DocumentVersion, (document_id, number))
    if version is None:
        raise NotFound(_l("There is no such version of this document."))
    return version


def latest(document_id: int | None) -> DocumentVersion | None:
    """The newest version of a document; None when there is none."""
    return latest_of([document_id]).get(document_id) if document_id is not None else None


def latest_of(document_ids: Collection[int]) -> dict[int, DocumentVersion]:
    """The newest version of each document that has one, in one statement."""
    if not document_ids:
        return {}
    newest = (
        sa.select(DocumentVersion.document_id, sa.func.max(DocumentVersion.number).label("number"))
        .where(DocumentVersion.document_id.in_(document_ids))
        .group_by(DocumentVersion.document_id)
        .subquery()
    )
    rows = db.session.scalars(
        sa.select(DocumentVersion).join(
            newest,
            (newest.c.document_id == DocumentVersion.document_id)
            & (newest.c.number == DocumentVersion.number),
        )
    )
    return {version.document_id: version for version in rows}


def media_ids(version: DocumentVersion | None) -> set[int]:
    """The stored files that a text shows."""
    return {int(found) for found in SHOWN.findall(version.html)} if version is not None else set()


def versions(document_id: int) -> list[DocumentVersion]:
    """All versions of a document, the newest first."""
    return list(
        db.session.scalars(
            sa.select(DocumentVersion)
            .where(DocumentVersion.document_id == document_id)
            .order_by(DocumentVersion.number.desc())
        )
    )
