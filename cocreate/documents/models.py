"""Documents and their versions; a version is never changed once it is written."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.clock import now
from cocreate.core.db import BigId, Model
from cocreate.core.ids import new_id


class Document(Model):
    """A rich text that lives through versions; `kind` says what it is for, such as "call.draft"."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)


class DocumentVersion(Model):
    """One immutable text: the block tree, and the HTML and plain text derived from it.

    `digest` is taken of the tree ("sha256:…"); `sanitizer` names the chain that made it, so that texts made by an
    older one can be found."""

    document_id: Mapped[int] = mapped_column(
        BigId, sa.ForeignKey("document.id"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tree: Mapped[dict]
    html: Mapped[str] = mapped_column(sa.Text)
    plain: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(80))
    author_id: Mapped[int | None] = mapped_column(BigId, sa.ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    sanitizer: Mapped[str] = mapped_column(sa.String(60))
