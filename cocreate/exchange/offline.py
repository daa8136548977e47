"""Takes a file of contributions that were taken in elsewhere into a call: all or nothing, as often as one likes."""

from __future__ import annotations

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.contributions import behalf
from cocreate.contributions.behalf import Entry
from cocreate.core.actor import Actor
from cocreate.core.errors import Invalid
from cocreate.core.i18n import Sentence, _l
from cocreate.core.policy import require
from cocreate.exchange.offline_file import Line, read
from cocreate.exchange.service import Report

SOURCE = "offline"


def import_offline(actor: Actor, call: Call, content: bytes, source: str = SOURCE) -> Report:
    """Take a CSV or XLSX file in on behalf of its authors; with any bad row nothing is stored and the report names the lines.

    `source` names where the file comes from: a row id that came from there before is left out. Invalid when the file
    can't be read; Denied when this person may not enter anything now."""
    require(actor, "contribution.enter", call)
    lines = read(content)
    entries, errors = _checked(call, lines)
    report = Report(rows=len(lines), errors=errors)
    if not errors:
        report.imported = behalf.enter_all(actor, call, _named(source), entries)
        report.skipped = len(entries) - report.imported
    return report


def _named(source: str) -> str:
    name = source.strip()[:50]
    return name if name == SOURCE else f"{SOURCE}:{name}"


def _checked(call: Call, lines: list[Line]) -> tuple[list[Entry], list[dict[str, object]]]:
    labels = {clause.label: clause.id for clause in calls.clauses(call.id)}
    entries: list[Entry] = []
    errors: list[dict[str, object]] = []
    seen: dict[str, int] = {}
    for line in lines:
        try:
            entry = _entry(line, labels)
            if entry.row in seen:
                raise Invalid(_l("This id stands in line %(line)s already.", line=seen[entry.row]))
            seen[entry.row] = line.number
            behalf.check(call, entry, set(labels.values()))
            entries.append(entry)
        except Invalid as refusal:
            errors.append({"line": line.number, "why": _told(refusal)})
    return entries, errors


def _told(refusal: Invalid) -> str:
    return " ".join(str(why) for why in refusal.fields.values())


def _entry(line: Line, labels: dict[str, int]) -> Entry:
    row, label = line.text("id"), line.text("clause")
    found: dict[str, Sentence] = {}
    if not row:
        found["id"] = _l("This line has no id.")
    if label and label not in labels:
        found["clause"] = _l("The draft has no clause “%(label)s”.", label=label)
    if found:
        raise Invalid.of(found)
    return Entry(
        row=row,
        channel=line.channel(),
        body=line.text("text"),
        received_on=line.day(),
        title=line.text("title"),
        name=line.text("name"),
        phone=line.text("phone"),
        place=line.text("place"),
        clause_id=labels.get(label),
        is_private=line.is_private(),
    )
