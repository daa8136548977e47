"""Lists page by key, never by offset: the cost of page 900 is that of page 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next_key` is what the following page starts after, None at the end."""

    items: list[T]
    next_key: str | None


def page_of(items: Sequence[T], limit: int, key: Callable[[T], Any]) -> Page[T]:
    """A page of at most `limit` items out of a sequence that was read with one more."""
    shown = list(items[:limit])
    return Page(shown, str(key(shown[-1])) if len(items) > limit else None)


def int_key(text: str | None) -> int | None:
    """A key from an address as a number that both databases can hold, or None when it isn't one."""
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 18:
        return None
    return int(text)
