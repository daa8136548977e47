"""A table of a page as rows of equal length, merged cells taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cocreate.documents.elements import Element
from cocreate.documents.tree import Block, Run

MOST_COLUMNS = 30


def table(node: Element, line_of: Callable[[Element], list[Run]]) -> Iterator[Block]:
    """The table as one block, or nothing when it is empty; `line_of` reads a cell.

    A cell that spans several places fills the first and leaves the others empty."""
    rows = list(_rows(node))
    grid = _grid(rows, line_of)
    width = min(max((x for x, _y in grid), default=-1) + 1, MOST_COLUMNS)
    first, *others = [[grid.get((x, y), []) for x in range(width)] for y in range(len(rows))] or [[]]
    is_headed = any(first) and all(cell.tag == "th" for cell in _cells(rows[0]))
    kept = [row for row in [first, *others] if any(row)]
    if kept:
        yield {"type": "table", "head": is_headed, "rows": kept}


def _grid(rows: list[Element], line_of: Callable[[Element], list[Run]]) -> dict[tuple[int, int], list[Run]]:
    grid: dict[tuple[int, int], list[Run]] = {}
    for y, row in enumerate(rows):
        x = 0
        for cell in _cells(row)[:MOST_COLUMNS]:
            while (x, y) in grid:
                x += 1
            wide, high = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", len(rows) - y)
            for place in ((x + dx, y + dy) for dx in range(wide) for dy in range(high)):
                grid.setdefault(place, [])
            grid[x, y] = line_of(cell)
    return grid


def _cells(row: Element) -> list[Element]:
    return [cell for cell in row.children if isinstance(cell, Element) and cell.tag in ("td", "th")]


def _rows(node: Element) -> Iterator[Element]:
    for child in node.children:
        if isinstance(child, Element):
            if child.tag == "tr":
                yield child
            elif child.tag in ("thead", "tbody", "tfoot"):
                yield from _rows(child)


def _span(cell: Element, name: str, most: int) -> int:
    value = cell.attributes.get(name, "1")
    return min(max(int(value[:4]), 1), max(most, 1)) if value.isascii() and value.isdigit() else 1
