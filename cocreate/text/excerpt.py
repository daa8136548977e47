"""The first words of a text, for lists, notices and page titles."""

from __future__ import annotations

import re

from cocreate.core.unicode import boundary

SPACES = re.compile(r"\s+")
LAST_SPACE = 20  # characters that may be given up so as not to cut a Latin word


def excerpt(text: str, limit: int = 120) -> str:
    """At most `limit` code points on one line, with "…" when there is more; never half a character or word."""
    line = SPACES.sub(" ", text[: 4 * limit + 200]).strip()
    has_more = len(text) > 4 * limit + 200 and bool(text[4 * limit + 200 :].strip())
    if len(line) <= limit and not has_more:
        return line
    end = boundary(line, limit - 1)
    if end < len(line) and _is_latin(line[end - 1 : end + 1]):
        space = line.rfind(" ", max(0, end - LAST_SPACE), end)
        end = space if space > 0 else end
    kept = line[:end].rstrip(" ,;:，；：、")  # what it took away may have belonged to the character before it
    return line[: boundary(line, len(kept))] + "…"


def _is_latin(pair: str) -> bool:
    return len(pair) == 2 and all(sign.isalnum() and sign < "\u2e80" for sign in pair)
