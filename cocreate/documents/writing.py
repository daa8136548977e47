"""From the block tree to HTML and to plain text; only what a tree has words for can come out."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import count, groupby

from cocreate.documents.tree import Block, Run, Tree, footnotes, parts_of, plain_line

REL = "noopener nofollow ugc"


def to_html(tree: Tree, anchor: str = "") -> str:
    """HTML of the tree; `anchor` keeps the footnotes of several texts on one page apart."""
    notes = footnotes(tree)
    numbers = count(1)
    body = [_block(block, numbers, f"note-{anchor}") for block in tree["blocks"]]
    if notes:
        texts = (
            f'<p id="note-{anchor}-{number}">[{number}] {escape(note)}</p>'
            for number, note in enumerate(notes, 1)
        )
        body.append(f'<section data-footnotes="{len(notes)}">{"".join(texts)}</section>')
    return "\n".join(body)


def _block(block: Block, numbers: Iterator[int], anchor: str) -> str:
    kind = block["type"]
    if kind == "heading":
        return f"<h{block['level']}>{_line(block['text'], numbers, anchor)}</h{block['level']}>"
    if kind == "paragraph":
        return f"<p>{_line(block['text'], numbers, anchor)}</p>"
    if kind == "list":
        return _list(block, numbers, anchor)
    if kind == "quote":
        return f"<blockquote>{_flow(block['blocks'], numbers, anchor)}</blockquote>"
    if kind == "table":
        return _table(block, numbers, anchor)
    return _figure(block) if kind == "figure" else "<hr>"


def _flow(blocks: list[Block], numbers: Iterator[int], anchor: str) -> str:
    return "\n".join(_block(block, numbers, anchor) for block in blocks)


def _list(block: Block, numbers: Iterator[int], anchor: str) -> str:
    tag = "ol" if block["ordered"] else "ul"
    start = f' start="{block["start"]}"' if "start" in block else ""
    items = (f"<li>{_item(item, numbers, anchor)}</li>" for item in block["items"])
    return f"<{tag}{start}>{''.join(items)}</{tag}>"


def _item(blocks: list[Block], numbers: Iterator[int], anchor: str) -> str:
    if len(blocks) == 1 and blocks[0]["type"] == "paragraph":
        return _line(blocks[0]["text"], numbers, anchor)
    return _flow(blocks, numbers, anchor)


def _table(block: Block, numbers: Iterator[int], anchor: str) -> str:
    def row(cells: list[list[Run]], tag: str, scope: str = "") -> str:
        inner = "".join(f"<{tag}{scope}>{_line(cell, numbers, anchor)}</{tag}>" for cell in cells)
        return f"<tr>{inner}</tr>"

    rows = list(block["rows"])
    head = "<thead>" + row(rows.pop(0), "th", ' scope="col"') + "</thead>" if block["head"] else ""
    body = "".join(row(cells, "td") for cells in rows)
    return f"<table>{head}<tbody>{body}</tbody></table>" if body else f"<table>{head}</table>"


def _figure(block: Block) -> str:
    caption = f"<figcaption>{escape(block['caption'])}</figcaption>" if block["caption"] else ""
    picture = f'<img src="{escape(block["src"])}" alt="{escape(block["alt"])}" loading="lazy">'
    return f"<figure>{picture}{caption}</figure>"


def _line(text: list[Run], numbers: Iterator[int], anchor: str) -> str:
    parts = []
    for href, group in groupby(text, key=lambda piece: piece.get("href", "")):
        inner = "".join(_run(piece, numbers, anchor) for piece in group)
        is_outside = href.lower().startswith(("http:", "https:"))
        rel = f' rel="{REL}"' if is_outside else ""
        parts.append(f'<a href="{escape(href)}"{rel}>{inner}</a>' if href else inner)
    return "".join(parts)


def _run(piece: Run, numbers: Iterator[int], anchor: str) -> str:
    if "break" in piece:
        return "<br>"
    if "footnote" in piece:
        number = next(numbers)
        link = f'<a href="#{anchor}-{number}">[{number}]</a>'
        return f'<sup data-footnote="{escape(piece["footnote"])}">{link}</sup>'
    marks = piece.get("marks", ())
    opening = "".join(f"<{mark}>" for mark in marks)
    closing = "".join(f"</{mark}>" for mark in reversed(marks))
    return f"{opening}{escape(piece['text'])}{closing}"


def to_plain(tree: Tree) -> str:
    """Plain text in which spans are counted: blocks joined by a newline, cells of a row by a tab, a break as a newline
    (in a cell as a space), of pictures only their alternative, footnotes at the end as "[1] …"."""
    numbers = count(1)
    lines = [text for block in tree["blocks"] for text in _plain(block, numbers)]
    lines += [f"[{number}] {note}" for number, note in enumerate(footnotes(tree), 1)]
    return "\n".join(lines)


def _plain(block: Block, numbers: Iterator[int]) -> Iterator[str]:
    if block["type"] == "figure":
        yield block["alt"]
    elif block["type"] == "table":
        for row in block["rows"]:
            yield "\t".join(plain_line(cell, numbers, " ") for cell in row)
    elif "text" in block:
        yield plain_line(block["text"], numbers)
    for part in parts_of(block):
        yield from _plain(part, numbers)
