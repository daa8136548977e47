"""Pasted drafts as clauses, and clauses as they are typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _, _l
from cocreate.core.unicode import clean_line, clean_text

Clause = tuple[str, str, str]  # label, heading, text
MOST = 400
LABEL, HEADING, TEXT = 60, 200, 20_000
DIGITS = "一二三四五六七八九十百千零〇两0-9０-９"
ARTICLE = re.compile(
    rf"(第[{DIGITS}]+条(?:之[{DIGITS}]+)?)[\s：:]*|((?:Article|Section|Clause)\s+\d+[a-z]?)[.:\s]*", re.I
)
ITEM = re.compile(r"([一二三四五六七八九十]+、|\d{1,3}[.．、](?!\d))\s*")
CHAPTER = re.compile(rf"第[{DIGITS}]+[编章节]|(?:Part|Chapter)\s+\w+", re.I)


def split(text: str) -> list[Clause]:
    """The clauses of a pasted draft: by 第…条 or Article, else by numbered items, else by paragraphs.

    A line that only names a chapter becomes the heading of the clause after it; what stands before the first clause is
    kept as a preamble. Nothing is left out."""
    lines = [line.strip() for line in text.split("\n")]
    for start in (ARTICLE, ITEM):
        if sum(1 for line in lines if start.match(line)) >= 2:
            return [one for one in _by(start, lines) if any(one)]
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return [(str(place), "", block) for place, block in enumerate(blocks, 1)]


def _by(start: re.Pattern[str], lines: Sequence[str]) -> Iterator[Clause]:
    label, heading, next_heading = "", "", ""
    kept: list[str] = []
    for line in lines:
        found = start.match(line)
        if found is None and CHAPTER.match(line) and len(line) <= 40:
            next_heading = f"{next_heading} {line}".strip()
        elif found is None:
            if (
                next_heading and label
            ):  # a chapter that says more than its name belongs to the clause before it
                kept.append(next_heading)
                next_heading = ""
            kept.append(line)
        else:
            yield _clause(label, heading, kept)
            label, heading, next_heading = found[0].strip(" \u3000.:：、．"), next_heading, ""
            kept = [line[found.end() :].strip()]
    if next_heading:
        kept.append(next_heading)
    yield _clause(label, heading, kept)


def _clause(label: str, heading: str, lines: Sequence[str]) -> Clause:
    text = "\n".join(lines).strip()
    return (label or (_("Preamble") if text else ""), heading, text)


PARTS = ("label", "heading", "text")


def typed(form: Mapping[str, Sequence[str]]) -> list[Clause]:
    """The clauses as they were typed, cleaned; those without text are left out. Invalid when one can't be kept."""
    if any(name not in form for name in PARTS):
        raise Invalid(_l("Your browser sent something we could not read."))
    found = []
    for place, parts in enumerate(zip(*(form[name] for name in PARTS), strict=False), 1):
        label, heading = clean_line(parts[0], LABEL).text, clean_line(parts[1], HEADING).text
        text = clean_text(parts[2], TEXT).text
        if text or heading:
            found.append((label or str(place), heading, text))
    if len(found) > MOST:
        raise Invalid(_l("A draft can have at most %(count)s clauses.", count=MOST))
    return found
