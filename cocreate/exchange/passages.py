"""Where in the outcome the words of contributions stand, for the column 对应条文: the article or heading, and the passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from cocreate.core.i18n import _
from cocreate.documents.clauses import ARTICLE
from cocreate.documents.models import DocumentVersion
from cocreate.documents.tree import plain_line
from cocreate.provenance import queries as provenance
from cocreate.provenance.blame import Trace

LONGEST = 60  # characters of a passage, and of a heading
MOST = 3  # passages that are named


class Passages:
    """The text of a call's outcome up to which traces were carried, and what its places are called. One statement."""

    def __init__(self, call_id: int) -> None:
        self.call_id = call_id
        self._version = provenance.version(call_id)
        found = list(headings(self._version)) if self._version is not None else []
        self._starts, self._labels = [start for start, _label in found], [label for _start, label in found]

    def of(self, ids: Collection[int]) -> dict[int, str]:
        """Where each of these stands, in words, by contribution id; those without a confirmed trace are absent. At most one
        statement."""
        if self._version is None or not ids:
            return {}
        found = provenance.of_contributions((self.call_id, key) for key in ids)
        return {key: self._told(traces) for key, traces in found.items()}

    def _told(self, traces: Sequence[Trace]) -> str:
        texts = list(dict.fromkeys(self._place(trace) for trace in traces))
        rest = len(texts) - MOST
        more = [_("and %(count)s more passages", count=rest)] if rest > 0 else []
        return "\n".join(texts[:MOST] + more)

    def _place(self, trace: Trace) -> str:
        assert self._version is not None
        ranges = trace.placement.ranges
        quote = _cut(
            " … ".join(self._version.plain[start:end].strip() for start, end in ranges).replace("\n", " ")
        )
        label = self.label_at(ranges[0][0])
        return (
            _("%(place)s: “%(words)s”", place=label, words=quote) if label else _("“%(words)s”", words=quote)
        )

    def label_at(self, offset: int) -> str:
        """The article or the heading that this place of the text stands under; "" before the first."""
        at = bisect_right(self._starts, offset)
        return self._labels[at - 1] if at else ""


def headings(version: DocumentVersion) -> Iterator[tuple[int, str]]:
    """Where articles (第七条) and headings begin in the plain text of a version, and what they are called."""
    numbers = count(1)
    titles = {plain_line(one["text"], numbers) for one in version.tree["blocks"] if one["type"] == "heading"}
    start = 0
    for line in version.plain.split("\n"):
        article = ARTICLE.fullmatch(line.strip())
        if article is not None:
            yield start, article["label"]
        elif line in titles and line.strip():
            yield start, _cut(line.strip())
        start += len(line) + 1


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
