"""Which characters of an old text stand where in a new one: unchanged blocks first, then sentences, then runs, then characters.

Moves are found like anything else, since the same words are looked for in the whole text before neighbours are compared."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from os.path import commonprefix
from typing import NamedTuple

from cocreate.provenance.spans import Span, merged, paragraphs, sentences

GRAM = 6  # characters that a run must have to be looked for away from its place
MOST_PLACES = 20  # a run of so many places says nothing about where it came from
MOVED_UNIT = 6  # characters that a sentence must have to count as moved
BESIDE = 60  # characters on either side of a moved run that are compared
MOST_COMPARISONS = 4_000_000  # between two changed stretches; longer ones are new words


class Tile(NamedTuple):
    """The same `length` characters in both texts."""

    old: int
    new: int
    length: int


class Mapping:
    """Which characters went where; each place of either text is used at most once."""

    def __init__(self, tiles: Iterable[Tile]) -> None:
        self.tiles = _joined(sorted(tiles))
        self._starts = [tile.old for tile in self.tiles]

    def images(self, spans: Iterable[tuple[int, int]]) -> list[Span]:
        """Where the characters of these spans stand in the new text, in reading order."""
        found = []
        for start, end in spans:
            for tile in self.tiles[max(bisect_right(self._starts, start) - 1, 0) :]:
                if tile.old >= end:
                    break
                first, last = max(start, tile.old), min(end, tile.old + tile.length)
                if first < last:
                    found.append(Span(first - tile.old + tile.new, last - tile.old + tile.new))
        return merged(found)


def mapping(old: str, new: str) -> Mapping:
    """The characters of `old` that stand in `new`, by any number of edits and moves between the two."""
    if old == new:
        return Mapping([Tile(0, 0, len(old))] if old else [])
    work = _Work(old, new)
    for cut in (paragraphs, sentences):
        work.match_units(cut(old), cut(new))
    work.tile_runs()
    work.fill_gaps()
    work.grow_edges()
    return Mapping(work.tiles)


def _joined(tiles: Sequence[Tile]) -> list[Tile]:
    found: list[Tile] = []
    for tile in tiles:
        last = found[-1] if found else None
        if last and last.old + last.length == tile.old and last.new + last.length == tile.new:
            found[-1] = Tile(last.old, last.new, last.length + tile.length)
        else:
            found.append(tile)
    return found


class _Work:
    """The two texts while they are matched: what is taken of each, and the tiles found so far."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.old_taken, self.new_taken = bytearray(len(old)), bytearray(len(new))
        self.tiles: list[Tile] = []

    def take(self, old: int, new: int, length: int) -> None:
        """Say that these characters are the same."""
        if not length:
            return
        self.tiles.append(Tile(old, new, length))
        self.old_taken[old : old + length] = b"\1" * length
        self.new_taken[new : new + length] = b"\1" * length

    def match_units(self, olds: list[Span], news: list[Span]) -> None:
        """Equal units in their order, then those that stand elsewhere and are long enough to be the same."""
        olds = [span for span in olds if not any(self.old_taken[span.start : span.end])]
        news = [span for span in news if not any(self.new_taken[span.start : span.end])]
        old_words = [self.old[span.start : span.end] for span in olds]
        new_words = [self.new[span.start : span.end] for span in news]
        places = defaultdict(list)
        for at, words in enumerate(new_words):
            places[words].append(at)
        matcher = SequenceMatcher(None, old_words, new_words)
        pairs = [(a + i, b + i) for a, b, size in matcher.get_matching_blocks() for i in range(size)]
        used_old, used_new = {a for a, _ in pairs}, {b for _, b in pairs}
        for at, words in enumerate(old_words):
            free = [place for place in places.get(words, ()) if place not in used_new]
            if at not in used_old and free and len(words) >= MOVED_UNIT:
                pairs.append((at, free[0]))
                used_new.add(free[0])
                places[words].remove(free[0])
        for a, b in pairs:
            self.take(olds[a].start, news[b].start, olds[a].size)

    def tile_runs(self) -> None:
        """Equal runs anywhere in what is left, the longest first (greedy string tiling)."""
        waiting = [(-length, abs(a - b), a, b) for a, b, length in self._runs()]
        heapq.heapify(waiting)
        while waiting:
            length, _, a, b = heapq.heappop(waiting)
            free = self._free_part(a, b, -length)
            if free is None:
                continue
            if free.length == -length:
                self.take(*free)
            elif free.length >= GRAM:
                heapq.heappush(waiting, (-free.length, abs(free.old - free.new), free.old, free.new))

    def _runs(self) -> Iterator[Tile]:
        """The longest equal runs of at least GRAM free characters, of which there are few places."""
        places = defaultdict(list)
        for start, end in _free(self.new_taken):
            for at in range(start, end - GRAM + 1):
                places[self.new[at : at + GRAM]].append(at)
        for start, end in _free(self.old_taken):
            for at in range(start, end - GRAM + 1):
                found = places.get(self.old[at : at + GRAM], ())
                for place in found if len(found) <= MOST_PLACES else ():
                    is_first = at == start or place == 0 or self.new_taken[place - 1]
                    if is_first or self.old[at - 1] != self.new[place - 1]:
                        yield Tile(at, place, self._reach(at, place, end))

    def _reach(self, a: int, b: int, end: int) -> int:
        start = a
        while a < end and b < len(self.new) and self.old[a] == self.new[b] and not self.new_taken[b]:
            a, b = a + 1, b + 1
        return a - start

    def _free_part(self, a: int, b: int, length: int) -> Tile | None:
        """The longest part of a run that nothing has taken since."""
        best, begun = None, 0
        for at in range(length + 1):
            if at == length or self.old_taken[a + at] or self.new_taken[b + at]:
                if at > begun and (best is None or at - begun > best.length):
                    best = Tile(a + begun, b + begun, at - begun)
                begun = at + 1
        return best

    def fill_gaps(self) -> None:
        """Small equal pieces between two neighbours that are neighbours in both texts."""
        tiles = sorted([Tile(-1, -1, 1), *self.tiles, Tile(len(self.old), len(self.new), 1)])
        following = {tile.new: tile for tile in tiles}
        order = sorted(following)
        after = dict(zip(order, order[1:], strict=False))
        for before, behind in zip(tiles, tiles[1:], strict=False):
            if after.get(before.new) == behind.new:
                self._fill(
                    Span(before.old + before.length, behind.old), Span(before.new + before.length, behind.new)
                )

    def grow_edges(self) -> None:
        """Small equal pieces beside a tile that was moved, as far as its line and what is free go."""
        for tile in sorted(self.tiles, key=lambda one: -one.length):
            before = Span(self._back(self.old, self.old_taken, tile.old), tile.old)
            self._fill(before, Span(self._back(self.new, self.new_taken, tile.new), tile.new))
            old_end, new_end = tile.old + tile.length, tile.new + tile.length
            behind = Span(old_end, self._ahead(self.old, self.old_taken, old_end))
            self._fill(behind, Span(new_end, self._ahead(self.new, self.new_taken, new_end)))
        self.cross_breaks()

    def cross_breaks(self) -> None:
        """The rest of a tile's line that a line break was put into, or taken out of, in the other text."""
        for tile in self.tiles:  # what is found is looked at in its turn
            old_end, new_end = tile.old + tile.length, tile.new + tile.length
            for a, b in (
                (old_end, self._over(self.new, self.new_taken, new_end, 1)),
                (self._over(self.old, self.old_taken, old_end, 1), new_end),
            ):
                olds, news = (
                    self._ahead(self.old, self.old_taken, a),
                    self._ahead(self.new, self.new_taken, b),
                )
                self.take(a, b, len(commonprefix([self.old[a:olds], self.new[b:news]])))
            for a, b in (
                (tile.old, self._over(self.new, self.new_taken, tile.new, -1)),
                (self._over(self.old, self.old_taken, tile.old, -1), tile.new),
            ):
                olds, news = self._back(self.old, self.old_taken, a), self._back(self.new, self.new_taken, b)
                same = len(commonprefix([self.old[olds:a][::-1], self.new[news:b][::-1]]))
                self.take(a - same, b - same, same)

    def _over(self, text: str, taken: bytearray, place: int, way: int) -> int:
        """The place behind (way 1) or before (way -1) a free line break that stands at `place`; else `place`."""
        at = place if way == 1 else place - 1
        return place + way if 0 <= at < len(text) and text[at] == "\n" and not taken[at] else place

    def _back(self, text: str, taken: bytearray, place: int) -> int:
        least = max(place - BESIDE, 0)
        while place > least and not taken[place - 1] and text[place - 1] != "\n":
            place -= 1
        return place

    def _ahead(self, text: str, taken: bytearray, place: int) -> int:
        most = min(place + BESIDE, len(text))
        while place < most and not taken[place] and text[place] != "\n":
            place += 1
        return place

    def _fill(self, old: Span, new: Span) -> None:
        if not old.size or not new.size:
            return
        if old.size * new.size > MOST_COMPARISONS:
            same = len(commonprefix([self.old[old.start : old.end], self.new[new.start : new.end]]))
            self.take(old.start, new.start, same)
            return
        matcher = SequenceMatcher(
            None, self.old[old.start : old.end], self.new[new.start : new.end], autojunk=False
        )
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        shared = sum(block.size for block in blocks)
        least = 1 if 2 * shared >= min(old.size, new.size) else 4
        for block in blocks:
            is_edge = block.a == 0 == block.b or (
                block.a + block.size == old.size and block.b + block.size == new.size
            )
            if block.size >= (1 if is_edge else least):
                self.take(old.start + block.a, new.start + block.b, block.size)


def _free(taken: bytearray) -> Iterator[Span]:
    """The stretches that are not taken."""
    start = taken.find(0)
    while start >= 0:
        end = taken.find(1, start)
        yield Span(start, end if end >= 0 else len(taken))
        start = taken.find(0, end) if end >= 0 else -1
