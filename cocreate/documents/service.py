"""Writing versions of documents."""

from __future__ import annotations

from cocreate.core.actor import Actor
from cocreate.core.db import db, lock
from cocreate.documents import queries
from cocreate.documents.models import Document, DocumentVersion
from cocreate.documents.rules import SANITIZER, digest, to_html, to_plain
from cocreate.documents.tree import Tree


def save(actor: Actor, tree: Tree, document_id: int | None = None, *, kind: str = "text") -> DocumentVersion:
    """The tree as the newest version of the document (of a new one of this kind when `document_id` is None).

    The same content as the newest version makes no new one: that version is returned. Whether the actor may is asked
    by the verb that the text belongs to, such as "call.edit"."""
    content = digest(tree)
    if document_id is None:
        document = Document(kind=kind)
        db.session.add(document)
        db.session.flush()
    else:
        document = queries.get(document_id)
        lock(document)
    last = queries.latest(document_id)
    if last is not None and last.digest == content:
        return last
    version = DocumentVersion(
        document_id=document.id,
        number=last.number + 1 if last else 1,
        tree=tree,
        html=to_html(tree, anchor=content[-8:]),
        plain=to_plain(tree),
        digest=content,
        author_id=actor.user_id,
        sanitizer=SANITIZER,
    )
    db.session.add(version)
    db.session.flush()
    return version
