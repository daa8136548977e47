"""What a demo call shows beside its words: the written page with its picture, and the files of its draft."""

from __future__ import annotations

import io

import xlsxwriter

from cocreate.calls import service as calls
from cocreate.calls.models import Call, DownloadKind
from cocreate.core.actor import Actor
from cocreate.demo.pictures import picture
from cocreate.demo.reading import Entry, prose
from cocreate.documents import rules as documents
from cocreate.documents import service as document_acts
from cocreate.media import service as media
from cocreate.media.rules import web_name

HEADINGS = {"zh": "为什么征集", "en": "Why we ask"}
SHOWN = "w960"  # wide enough for a page of text


def document(editor: Actor, entry: Entry) -> int:
    """Write the call's page, with its picture after the reason for asking, and return the id of its document."""
    parts = [f"## {HEADINGS[entry['language']]}", entry["why"], _figure(editor, entry), prose(entry["text"])]
    return document_acts.save(editor, documents.from_markdown("\n\n".join(parts)), kind="call").document_id


def _figure(editor: Actor, entry: Entry) -> str:
    shown = entry["picture"]
    file = media.store(editor, io.BytesIO(picture(shown["file"])), f"{shown['file']}.png", shown["alt"])
    name = web_name(file.filename, file.variants[SHOWN]["content_type"])
    return f'![{shown["alt"]}](/media/{file.id}/{SHOWN}/{name} "{shown["caption"]}")'


def downloads(editor: Actor, call: Call, entry: Entry) -> None:
    """Put the draft, the drafting notes and the comparison with the old text beside the call."""
    draft = entry["draft"]
    clauses = [f"{one['label']}　{one['text']}" for one in draft["clauses"]]
    _add(editor, call, DownloadKind.DRAFT, draft["title"], "txt", _text(draft["title"], clauses))
    if "notes" in draft:
        title = f"关于《{draft['title']}》的起草说明"
        _add(editor, call, DownloadKind.NOTES, title, "txt", _text(title, draft["notes"]))
    if "comparison" in draft:
        title = f"{draft['title']}修改对照表"
        _add(editor, call, DownloadKind.COMPARISON, title, "xlsx", _table(draft["comparison"]))


def _add(editor: Actor, call: Call, kind: DownloadKind, title: str, ending: str, content: bytes) -> None:
    file = media.store(editor, io.BytesIO(content), f"{title}.{ending}")
    calls.add_download(editor, call, kind, title, file.id)


def _text(title: str, lines: list[str]) -> bytes:
    """A plain text with Windows line ends, which every editor opens."""
    return "\r\n".join([title, "", *(line.lstrip("# ") for line in lines), ""]).encode()


def _table(rows: list[Entry]) -> bytes:
    """Old and new words side by side, and why they were changed."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet, wrapped = book.add_worksheet("修改对照"), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 2, 48)
        sheet.write_row(0, 0, ["原条文", "征求意见稿", "说明"], book.add_format({"bold": True}))
        for place, row in enumerate(rows, 1):
            sheet.write_row(place, 0, [row["old"], row["new"], row["why"]], wrapped)
    return made.getvalue()
