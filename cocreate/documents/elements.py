"""Sanitised HTML as a plain tree of elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

DEEPEST = 60  # elements inside one another; what lies deeper is read as if it stood here
VOID = {"br", "hr", "img"}


@dataclass
class Element:
    """An element of the parsed page; children are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Any] = field(default_factory=list)

    def inside(self) -> Iterator[Element]:
        """All elements inside this one, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.inside()


def parse(html: str) -> Element:
    """The elements of markup that is known to be well formed, as sanitisers write it."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.root


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self._open = [self.root]
        self._ignored = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self._open[-1].children.append(element)
        elif len(self._open) > DEEPEST:
            self._ignored += 1
        else:
            self._open[-1].children.append(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self._ignored:
            self._ignored -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
