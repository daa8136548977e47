"""Markdown for writing without the editor: CommonMark with tables, and five small tags for what it has no sign for.

Beyond CommonMark: tables, ~~struck out~~, web addresses become links, <u> <sup> <sub> <strong> <em> <s> <code> <br> as
tags, and a footnote where it belongs: ^[its text]. Every other tag is text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from cocreate.documents.tree import Block, Run, Tree

TAG = re.compile(r"</?(?:u|sup|sub|strong|em|s|code)>|<br>")
FOOTNOTE = re.compile(r"\^\[((?:\\.|[^\\\[\]])+)\]")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
SIGNS = re.compile(r"[\\`*_\[\]<>~^|&#]|(?<=[A-Za-z]):(?=//)|!(?=\[|$)")
LINE_START = re.compile(r"^(?:(\d+)([.)])(?=\s|$)|([-+=:]))")
DOUBLE_QUOTED = re.compile(r'[\\"&<>]')
STARS = {"strong": "**", "em": "*"}


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": True}).enable(
        ["table", "strikethrough", "linkify"]
    )
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for schema in ("mailto:", "//", "ftp:"):
        reader.linkify.add(schema, None)
    reader.inline.ruler.before("autolink", "small_tags", _small_tag)
    reader.inline.ruler.before("link", "footnote", _footnote)
    return reader


def render(markdown: str) -> str:
    """Markdown as HTML, still to be sanitised."""
    return str(_reader().render(markdown))


def _small_tag(state: StateInline, silent: bool) -> bool:
    found = TAG.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:
    found = FOOTNOTE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        text = escape(ESCAPED.sub(r"\1", found[1]))
        state.push("html_inline", "", 0).content = f'<sup data-footnote="{text}"></sup>'
    state.pos = found.end()
    return True


def to_markdown(tree: Tree) -> str:
    """The tree as Markdown that reads back as the same tree."""
    return "\n\n".join(_flow(tree["blocks"]))


def _flow(blocks: list[Block]) -> Iterator[str]:
    lists = 0  # neighbouring lists take turns with their signs, or they would be one
    for block in blocks:
        lists = lists + 1 if block["type"] == "list" else 0
        yield _block(block, lists % 2 == 0)


def _block(block: Block, is_second: bool) -> str:
    kind = block["type"]
    if kind == "heading":
        return "#" * block["level"] + " " + _line(block["text"])
    if kind == "paragraph":
        return _line(block["text"])
    if kind == "list":
        return _list(block, is_second)
    if kind == "quote":
        return _indented("\n\n".join(_flow(block["blocks"])), "> ", "> ")
    if kind == "table":
        return _table(block)
    if kind == "figure":
        caption = f' "{_escaped(block["caption"], DOUBLE_QUOTED)}"' if block["caption"] else ""
        return f"![{_escaped(block['alt'])}](<{block['src']}>{caption})"
    return "***"


def _indented(text: str, first: str, rest: str) -> str:
    lines = [rest + line if line else rest.rstrip() for line in text.split("\n")]
    return first + "\n".join(lines)[len(rest) :]


def _list(block: Block, is_second: bool) -> str:
    items = []
    for number, item in enumerate(block["items"], block.get("start", 1)):
        bullet = "*" if is_second else "-"
        sign = f"{number}{')' if is_second else '.'} " if block["ordered"] else f"{bullet} "
        items.append(_indented("\n\n".join(_flow(item)), sign, " " * len(sign)))
    return "\n".join(items)


def _table(block: Block) -> str:
    rows = list(block["rows"])
    head = rows.pop(0) if block["head"] else [[] for _ in rows[0]]
    lines = [head, *rows]
    written = ["| " + " | ".join(_line(cell, "<br>") for cell in row) + " |" for row in lines]
    written.insert(1, "|" + " --- |" * len(head))
    return "\n".join(written)


def _escaped(text: str, signs: re.Pattern[str] = SIGNS) -> str:
    return signs.sub(lambda found: "\\" + found[0], text)


def _line(text: list[Run], gap: str = "\\\n") -> str:
    written = ""
    for href, group in groupby(text, key=lambda piece: piece.get("href", "")):
        inner = ""
        for piece in group:
            inner += _run(piece, written + inner, gap)
        written += f"[{inner}](<{href}>)" if href else inner
    return "\n".join(_safe_start(part) for part in written.split("\n"))


def _safe_start(text: str) -> str:
    """A line that can't be taken for a list, a rule, an underlined heading or the rule of a table."""
    return LINE_START.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", text, count=1)


def _run(piece: Run, before: str, gap: str) -> str:
    if "break" in piece:
        return gap
    if "footnote" in piece:
        return f"^[{_escaped(piece['footnote'])}]"
    written = _escaped(piece["text"])
    for mark in reversed(piece.get("marks", [])):
        sign = STARS.get(mark, "")
        # Stars are only understood with a letter inside and no other star beside.
        if sign and written[0].isalnum() and written[-1].isalnum() and before[-1:] != "*":
            written = f"{sign}{written}{sign}"
        else:
            written = f"<{mark}>{written}</{mark}>"
    return written
