"""From sanitised HTML to the block tree: what the tree has no word for stays outside, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it.common.normalize_url import normalizeLink

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.documents.elements import Element, parse
from cocreate.documents.tables import table
from cocreate.documents.tree import BREAK, Block, Run, Tree, line, lines_of, one_line, parts_of, run

DEEPEST_LIST = 5
MARK_OF = {
    "strong": "strong", "b": "strong", "em": "em", "i": "em", "u": "u", "ins": "u", "s": "s", "del": "s",
    "strike": "s", "code": "code", "kbd": "code", "tt": "code", "sup": "sup", "sub": "sub",
}  # fmt: skip
LEVEL_OF = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
INLINE = {"span", "font", "abbr", "cite", "q", "mark", "small", "label", "bdi", "time"}
OWN_PICTURE = re.compile(r"(?:/[\w.-]+)*?(/media/\d+/\w+/[^/?#\s\"'<>\\]+)")
SAFE_LINK = re.compile(r"(?:https?://[^/\s@]+(?:[/?#].*)?|mailto:[^\s]+|tel:[+\d-]+|/(?![/\\]).*|#.*)", re.I)


@dataclass(frozen=True)
class Style:
    """The marks and the link that hold where the reader stands, and how deep in lists that is."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    lists: int = 0


class Boundary:
    """Where one paragraph ends and another may begin."""


END = Boundary()
Piece = Run | Boundary


def read(html: str) -> Tree:
    """The tree of a sanitised page. Invalid when a picture has no text alternative."""
    return {"blocks": list(_blocks(_pieces(parse(html).children, Style())))}


def safe_link(address: str) -> str:
    """The address in its one form when it leads to the web, to mail, to a phone or into this site, otherwise ""."""
    address = one_line(address)
    if not SAFE_LINK.fullmatch(address):
        return ""
    try:
        return str(normalizeLink(address))
    except ValueError:
        return ""


def _pieces(nodes: list[Any], style: Style) -> Iterator[Piece]:
    """Runs, ready blocks (they have a "type") and boundaries between paragraphs, in reading order."""
    for node in nodes:
        if isinstance(node, str):
            yield run(node, style.marks, style.href)
        elif "data-footnotes" in node.attributes:
            continue
        elif "data-footnote" in node.attributes:
            yield {"footnote": node.attributes["data-footnote"]}
        elif node.tag == "br":
            yield BREAK
        elif node.tag in BLOCK:
            yield from BLOCK[node.tag](node, style)
        else:
            inner = _styled(node, style)
            if inner is None:
                yield END
                yield from _pieces(node.children, style)
                yield END
            else:
                yield from _pieces(node.children, inner)


def _styled(node: Element, style: Style) -> Style | None:
    """The style inside an inline element; None for an element that makes a paragraph of its own."""
    if node.tag in MARK_OF:
        marks = style.marks - {"sup", "sub"} if node.tag in ("sup", "sub") else style.marks
        return Style(marks | {MARK_OF[node.tag]}, style.href, style.lists)
    if node.tag == "a":
        return Style(style.marks, safe_link(node.attributes.get("href", "")) or style.href, style.lists)
    return style if node.tag in INLINE else None


def _blocks(pieces: Iterator[Piece]) -> Iterator[Block]:
    waiting: list[Run] = []
    for piece in pieces:
        if isinstance(piece, Boundary) or "type" in piece:
            yield from _paragraphs(waiting)
            waiting = []
        if not isinstance(piece, Boundary):
            if "type" in piece:
                yield piece
            else:
                waiting.append(piece)
    yield from _paragraphs(waiting)


def _paragraphs(pieces: list[Run]) -> Iterator[Block]:
    """A blank line of breaks parts two paragraphs."""
    rest = line(pieces)
    while rest:
        cut = next(
            (at for at in range(len(rest) - 1) if "break" in rest[at] and "break" in rest[at + 1]), None
        )
        yield {"type": "paragraph", "text": line(rest[:cut])}
        rest = line(rest[cut:]) if cut is not None else []


def _text(nodes: list[Any], style: Style) -> Iterator[Run]:
    """Everything inside as runs, blocks and paragraphs parted by breaks: for headings and cells."""
    for piece in _pieces(nodes, style):
        if isinstance(piece, Boundary):
            yield BREAK
        elif "type" in piece:
            for text in _lines_inside(piece):
                yield from (BREAK, *text, BREAK)
        else:
            yield piece


def _lines_inside(block: Block) -> Iterator[list[Run]]:
    yield from lines_of(block)
    for part in parts_of(block):
        yield from _lines_inside(part)


def _single(pieces: Iterator[Run]) -> list[Run]:
    """A line without blank lines inside."""
    found: list[Run] = []
    for piece in line(list(pieces)):
        if not ("break" in piece and found and "break" in found[-1]):
            found.append(piece)
    return found


def _heading(node: Element, style: Style) -> Iterator[Piece]:
    text = line(_single(_text(node.children, style)), breaks=False)
    if text:
        yield {"type": "heading", "level": LEVEL_OF[node.tag], "text": text}


def _list(node: Element, style: Style) -> Iterator[Piece]:
    inner = Style(style.marks, style.href, style.lists + 1)
    items: list[list[Block]] = []
    for child in node.children:
        is_item = isinstance(child, Element) and child.tag == "li"
        content = list(_plain_flow(child.children if is_item else [child], inner))
        if content and (is_item or not items):
            items.append(content)
        elif content:
            items[-1] += content
    if not items:
        return
    if style.lists >= DEEPEST_LIST:
        yield from (block for item in items for block in item)
        return
    start = node.attributes.get("start", "1")
    made: Block = {"type": "list", "ordered": node.tag == "ol", "items": items}
    if node.tag == "ol" and start.isdecimal() and 1 < int(start[:10]) < 1_000_000:
        made["start"] = int(start)
    yield made


def _plain_flow(nodes: list[Any], style: Style) -> Iterator[Block]:
    """Only paragraphs, lists and figures: what may stand in an item or a quotation."""
    for block in _blocks(_pieces(nodes, style)):
        if block["type"] in ("paragraph", "list", "figure"):
            yield block
        elif block["type"] == "quote":
            yield from block["blocks"]
        elif block["type"] == "table":
            for row in block["rows"]:
                text = line([piece for cell in row for piece in (*cell, run(" "))])
                yield from [{"type": "paragraph", "text": text}] if text else []
        elif block["type"] == "heading":
            yield {"type": "paragraph", "text": block["text"]}


def _quote(node: Element, style: Style) -> Iterator[Piece]:
    blocks = list(_plain_flow(node.children, style))
    if blocks:
        yield {"type": "quote", "blocks": blocks}


def _table(node: Element, style: Style) -> Iterator[Piece]:
    yield from table(node, lambda cell: _single(_text(cell.children, style)))


def _picture(node: Element, style: Style, caption: str = "") -> Iterator[Piece]:
    own = OWN_PICTURE.fullmatch(one_line(node.attributes.get("src", "")))
    if own is None:
        return
    alt = one_line(node.attributes.get("alt", ""))
    if not alt:
        raise Invalid(_l("A picture has no text alternative. Please say in a few words what it shows."))
    caption = caption or one_line(node.attributes.get("title", ""))
    yield {"type": "figure", "src": str(normalizeLink(own[1])), "alt": alt, "caption": caption}


def _figure(node: Element, style: Style) -> Iterator[Piece]:
    pictures = [found for found in node.inside() if found.tag == "img"]
    captions = [found for found in node.inside() if found.tag == "figcaption"]
    if len(pictures) != 1:
        yield END
        yield from _pieces(node.children, style)
        yield END
        return
    caption = "".join(piece.get("text", " ") for found in captions for piece in _text(found.children, style))
    yield from _picture(pictures[0], style, one_line(caption))


def _rule(node: Element, style: Style) -> Iterator[Piece]:
    yield {"type": "rule"}


def _preformatted(node: Element, style: Style) -> Iterator[Piece]:
    yield END
    for piece in _text(node.children, Style(style.marks | {"code"}, style.href, style.lists)):
        for at, text in enumerate(piece.get("text", "").split("\n")):
            yield from ([BREAK] if at else [])
            yield run(text, style.marks | {"code"}, style.href)
    yield END


BLOCK = {
    **dict.fromkeys(LEVEL_OF, _heading),
    "ul": _list, "ol": _list, "blockquote": _quote, "table": _table, "hr": _rule, "pre": _preformatted,
    "img": _picture, "figure": _figure,
}  # fmt: skip
