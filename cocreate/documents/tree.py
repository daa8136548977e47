"""The block tree of a rich text, and the one form that equal content always takes.

A tree is {"blocks": [block, …]}. A block is one of
  {"type": "heading", "level": 2-4, "text": line}          {"type": "paragraph", "text": line}
  {"type": "list", "ordered": bool, "start": int, "items": [[paragraph, list or figure, …], …]}
  {"type": "quote", "blocks": [paragraph, list or figure, …]}
  {"type": "table", "head": bool, "rows": [[line, …], …]}  {"type": "rule"}
  {"type": "figure", "src": "/media/…", "alt": str, "caption": str}
and a line is a list of {"text": str, "marks": [mark, …], "href": str}, {"break": true} and {"footnote": str}."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cocreate.core.unicode import boundary, purify

Tree = dict[str, Any]
Block = dict[str, Any]
Run = dict[str, Any]

MARKS = ("strong", "em", "u", "s", "code", "sup", "sub")  # from the outside in
BREAK: Run = {"break": True}
SPACES = re.compile("[ \t\n\r\f\u00a0]+")


def one_line(text: str) -> str:
    """A text for an alternative, a caption or a footnote: pure, on one line, nothing around it."""
    return SPACES.sub(" ", purify(text).text).strip()


def run(text: str, marks: frozenset[str] = frozenset(), href: str = "") -> Run:
    """A run of text with its marks in their fixed order; keys without a value are left out."""
    made: Run = {"text": text}
    if marks:
        made["marks"] = [mark for mark in MARKS if mark in marks]
    if href:
        made["href"] = href
    return made


def style(piece: Run) -> tuple[Any, ...]:
    """What two runs must have in common to be one."""
    return tuple(piece.get("marks", ())), piece.get("href", "")


def line(pieces: list[Run], breaks: bool = True) -> list[Run]:
    """Runs in their one form: pure, spaces collapsed, equal neighbours joined, no cut inside a character.

    Without `breaks` a break is a space. The same line given again comes back unchanged."""
    segments: list[list[Run]] = [[]]
    for piece in pieces:
        if "break" not in piece:
            segments[-1].append(piece)
        elif breaks:
            segments.append([])
        else:
            segments[-1].append(run(" "))
    done = [_segment(segment) for segment in segments]
    while done and not done[0]:
        done.pop(0)
    while done and not done[-1]:
        done.pop()
    return [piece for at, segment in enumerate(done) for piece in ([BREAK] if at else []) + segment]


def _segment(pieces: list[Run]) -> list[Run]:
    cleaned: list[Run] = []
    for piece in _merged(pieces):
        if "footnote" in piece:
            cleaned += [{"footnote": note}] if (note := one_line(piece["footnote"])) else []
        else:
            cleaned.append({**piece, "text": SPACES.sub(" ", purify(piece["text"]).text)})
    return _joined(_single_spaces(_joined(_whole_characters(_merged(cleaned)))))


def _merged(pieces: list[Run]) -> list[Run]:
    """Without empty runs, and equal neighbours as one."""
    found: list[Run] = []
    for piece in pieces:
        if "footnote" in piece:
            found.append(piece)
        elif piece["text"] and found and "text" in found[-1] and style(found[-1]) == style(piece):
            found[-1] = {**piece, "text": found[-1]["text"] + piece["text"]}
        elif piece["text"]:
            found.append(dict(piece))
    return found


def _joined(pieces: list[Run]) -> list[Run]:
    """Merged, and the spaces between marked words carry no mark of their own."""
    bare = (run(piece["text"]) if piece.get("text", "x").isspace() else piece for piece in _merged(pieces))
    return _merged(list(bare))


def _whole_characters(pieces: list[Run]) -> list[Run]:
    """Marks that begin inside a visible character begin after it."""
    for before, after in zip(pieces, pieces[1:], strict=False):
        if "text" not in before or "text" not in after:
            continue
        both = before["text"] + after["text"]
        cut = len(before["text"])
        while cut < len(both) and boundary(both, cut) != cut and not both[cut - 1].isspace():
            cut += 1
        before["text"], after["text"] = purify(both[:cut]).text, both[cut:]
    return pieces


def _single_spaces(pieces: list[Run]) -> list[Run]:
    """No space at either end, and none after another."""
    after_space = True
    for piece in pieces:
        if "footnote" in piece:
            after_space = False
            continue
        if after_space:
            piece["text"] = piece["text"].lstrip()
        after_space = piece["text"][-1:].isspace() or (after_space and not piece["text"])
    before_end = True
    for piece in reversed(pieces):
        if before_end and "text" in piece:
            piece["text"] = piece["text"].rstrip()
        before_end = before_end and "text" in piece and not piece["text"]
    return pieces


def blocks_of(tree: Tree) -> Iterator[Block]:
    """All blocks of a tree in reading order, those inside lists and quotes too."""
    waiting = list(reversed(tree["blocks"]))
    while waiting:
        block = waiting.pop()
        yield block
        waiting += reversed(parts_of(block))


def parts_of(block: Block) -> list[Block]:
    """The blocks inside a list or a quotation."""
    return [*block.get("blocks", ()), *(part for item in block.get("items", ()) for part in item)]


def lines_of(block: Block) -> list[list[Run]]:
    """The lines that a block holds itself."""
    if block["type"] == "table":
        return [cell for row in block["rows"] for cell in row]
    return [block["text"]] if "text" in block else []


def footnotes(tree: Tree) -> list[str]:
    """The footnotes of a tree, numbered by their place in this list from 1."""
    return [
        piece["footnote"]
        for block in blocks_of(tree)
        for text in lines_of(block)
        for piece in text
        if "footnote" in piece
    ]


def plain_line(text: list[Run], numbers: Iterator[int], gap: str = "\n") -> str:
    """A line as plain text; `numbers` counts the footnotes of the whole text, `gap` stands for a break."""
    return "".join(
        piece["text"] if "text" in piece else gap if "break" in piece else f"[{next(numbers)}]"
        for piece in text
    )
