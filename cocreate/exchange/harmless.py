"""Cells that no spreadsheet program takes for a formula, and how long they can be."""

from __future__ import annotations

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r")
XLSX_CELL = 32_767  # the most characters a cell can hold


def harmless(value: Any) -> Any:
    """The value as a CSV cell that no spreadsheet program takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
