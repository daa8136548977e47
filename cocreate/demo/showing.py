"""What a demo call shows beside its words: the written page with its picture, and the files of its draft."""

from __future__ import annotations

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.demo.reading import Entry, prose
from cocreate.documents import rules as documents
from cocreate.documents import service as document_acts

HEADINGS = {"zh": "为什么征集", "en": "Why we ask"}


def document(editor: Actor, entry: Entry) -> int:
    """Write the call's page, and return the id of its document."""
    heading = HEADINGS[entry["language"]]
    tree = documents.from_markdown(f"## {heading}\n\n{entry['why']}\n\n{prose(entry['text'])}")
    return document_acts.save(editor, tree, kind="call").document_id


def downloads(editor: Actor, call: Call, entry: Entry) -> None:
    """Put the draft, the drafting notes and the comparison beside the call."""
