"""Finds which texts say the same: average-link clustering of weighed character pairs, the same result every time.

Only the worker and commands import this: it needs scikit-learn."""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize

from cocreate.clusters.proposal_queries import Text
from cocreate.text.grams import fold, tokens

LEAST = 0.06  # mean likeness of all pairs of two groups that are joined; measured, see docs/clusters.md
PAIR = 1.5  # two texts alone must be more alike than that by this much, three by half of it, many hardly
NEIGHBOURS = 40
ROUNDS, FEWER = 4, 2  # fewer for many thousands, so that the job ends within its lease
TITLE_COUNTS = 3
WEIGHED = 800  # tokens of one text that are compared
COMMON = 0.5  # a token in more than this share of the texts says nothing
OTHERS = 20  # texts about something else are thought beside them, or what few texts share would weigh nothing
SAME_CLAUSE, OTHER_CLAUSE = 1.15, 0.0  # what is pinned to different clauses rarely wants one answer
EXACT = 6000  # up to so many groups all pairs are compared; beyond, only those that share one of their
TELLING = 32  # most telling tokens, when not more than
CROWD = 1500  # texts have that token
TOLD = 12  # tokens that are told of a group
BLOCK = 256  # groups compared with all others at a time
# What stands in letters to an office whatever they are about.
STOCK = re.compile(
    "尊敬的[\u4e00-\u9fff]{0,6}领导|各位领导|领导(?:您|你)们?好|(?:您|你)们?好|希望(?:相关|有关|政府|领导)?(?:部门|单位)?(?:能够|能|可以)?"
    "|请(?:求|问)?(?:相关|有关|政府)(?:部门|单位|领导)?|(?:相关|有关)(?:部门|单位)|(?:予以|给予|高度)?重视|尽快(?:解决|处理|落实)?"
    "|谢谢|感谢|为盼|恳请|强烈(?:要求|呼吁|建议)|我(?:们)?(?:建议|认为|觉得|希望)|建议"
    r"|\b(?:dear (?:sir|madam|all)|thank you|thanks|please|i (?:would )?(?:suggest|propose|think|hope|believe)(?: that)?"
    r"|we (?:suggest|propose|think|hope)(?: that)?|kind regards|best regards|the|and|of|to|in|for|is|are|be|it|this|that"
    r"|with|on|as|at|we|i|a|an|should|would|could|can|have|has|not|there|so|or|by|from|my|our|you|your)\b"
)


@dataclass(frozen=True)
class Group:
    """Texts that say the same: their ids in order, the mean likeness of all pairs, from 0 to 1, their clause if they
    have one, and the tokens that speak most for it."""

    members: tuple[int, ...]
    likeness: float
    clause_id: int | None
    telling: tuple[str, ...] = ()


def groups(texts: Sequence[Text]) -> list[Group]:
    """Groups of at least two texts each, the largest first; no text stands in two. Texts in order of id."""
    if not texts:
        return []
    same = _identical(texts)
    firsts = [members[0] for members in same]
    vectors, names = _vectors([texts[at] for at in firsts])
    sizes = [len(members) for members in same]
    found = _average_link(vectors, [_clause(texts, members) for members in same], sizes)
    means = _means(vectors, found, sizes)
    result = []
    for row, likeness in enumerate(_likeness(vectors, means, found, sizes)):
        members = sorted(at for part in found[row] for at in same[part])
        if len(members) > 1 and likeness >= least_for(len(members)):
            clause = _clause(texts, members)
            ids = tuple(texts[at].id for at in members)
            result.append(
                Group(ids, likeness, clause if clause > 0 else None, _telling_of(means[row], names))
            )
    return sorted(result, key=lambda one: (-len(one.members), -round(one.likeness, 6), one.members))


def least_for(size: int) -> float:
    """The mean likeness that a group of this size must have to be proposed: two texts alone need more than twenty."""
    return LEAST * (1 + PAIR / (size - 1))


def analysed(title: str, body: str) -> list[str]:
    """The tokens by which a text is compared: stock phrases out, single characters out, those of the title thrice."""
    is_own = not body.startswith(title.rstrip("…"))  # or it is but the beginning of the text
    head = [token for token in tokens(STOCK.sub(" ", fold(title))) if len(token) > 1] if is_own else []
    text = [token for token in tokens(STOCK.sub(" ", fold(body))) if len(token) > 1]
    return head * TITLE_COUNTS + text[:WEIGHED]


def _identical(texts: Sequence[Text]) -> list[list[int]]:
    """Positions of texts with the very same words under the same clause, together; the rest alone."""
    found: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        words = " ".join(
            fold(f"{text.title} {text.body}" if text.title not in text.body else text.body).split()
        )
        found[words, text.clause_id].append(at)
    return list(found.values())


def _clause(texts: Sequence[Text], members: Iterable[int]) -> int:
    """The one clause that all pinned ones are pinned to; 0 for none, -1 for several."""
    clauses = {texts[at].clause_id for at in members} - {None}
    return (clauses.pop() or 0) if len(clauses) == 1 else -bool(clauses)


def _vectors(texts: Sequence[Text]) -> tuple[Any, Any]:
    """One row of length 1 a text, as a sparse matrix, and the tokens its columns stand for.

    A token says the less, the more texts have it."""
    counter = CountVectorizer(analyzer=lambda text: analysed(text.title, text.body), dtype=np.float64)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # not one token among them
        counts = CountVectorizer(analyzer=lambda _text: ["-"], dtype=np.float64).fit_transform(texts)
        return counts * 0.0, np.array(["-"])
    having = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = np.log((len(texts) + OTHERS) / having)
    weights[having > COMMON * (len(texts) + OTHERS)] = 0
    counts.data = (1 + np.log(counts.data)) * weights[counts.indices]
    rows = normalize(counts, copy=False)
    # What stands in one text alone has done its part: it made the others weigh less there.
    shared = np.flatnonzero(having > 1)
    return rows[:, shared].tocsr(), counter.get_feature_names_out()[shared]


def _average_link(vectors: Any, clauses: list[int], sizes: list[int]) -> list[list[int]]:
    """Positions grouped so that no two groups are more than LEAST alike, all their pairs taken together.

    Each round compares the groups' mean vectors, so that what NEIGHBOURS left out is made good by the next."""
    parts = [[at] for at in range(len(sizes))]
    for _round in range(ROUNDS if len(sizes) <= EXACT else FEWER):
        means = _means(vectors, parts, sizes)
        weights = [sum(sizes[at] for at in group) for group in parts]
        pinned = np.array([_joined(clauses[at] for at in group) for group in parts])
        joined = _merge(_edges(means, pinned), weights)
        if len(joined) == len(parts):
            break
        parts = [sorted(at for group in groups_ for at in parts[group]) for groups_ in joined]
    return parts


def _joined(clauses: Iterable[int]) -> int:
    several = set(clauses) - {0}
    return several.pop() if len(several) == 1 else -bool(several)


def _means(vectors: Any, parts: Sequence[Sequence[int]], sizes: Sequence[int]) -> Any:
    """The mean vector of each group: the product of two is the mean likeness of all their pairs."""
    order = np.concatenate([np.array(group) for group in parts])
    amounts = np.array(sizes, dtype=np.float64)[order]
    starts = np.cumsum([0, *map(len, parts)])
    total = np.add.reduceat(amounts, starts[:-1])
    share = amounts / np.repeat(total, np.diff(starts))
    choose = type(vectors)((share, order, starts), shape=(len(parts), vectors.shape[0]))
    return (choose @ vectors).tocsr()


def _edges(means: Any, pinned: Any) -> list[tuple[float, int, int]]:
    """(likeness, one, other) of each group and its nearest, those that could ever be joined."""
    near = means if means.shape[0] <= EXACT else _telling(means)
    across = near.T.tocsr()
    pairs, values = [np.empty(0, dtype=np.int64)], [np.empty(0)]
    for start in range(0, means.shape[0], BLOCK):
        block = (near[start : start + BLOCK] @ across).tocoo()
        here, others = block.row.astype(np.int64) + start, block.col.astype(np.int64)
        nearest = _nearest(block.data * _factor(pinned, here, others), here, others)
        here, others, value = here[nearest], others[nearest], block.data[nearest]
        if near is not means:
            value = np.asarray(means[here].multiply(means[others]).sum(axis=1)).ravel()
        pairs.append(np.minimum(here, others) * len(pinned) + np.maximum(here, others))
        values.append(value * _factor(pinned, here, others))
    distinct, first = np.unique(np.concatenate(pairs), return_index=True)
    ones, twos = np.divmod(distinct, len(pinned))
    return list(zip(np.concatenate(values)[first].tolist(), ones.tolist(), twos.tolist(), strict=True))


def _nearest(value: Any, here: Any, others: Any) -> Any:
    """Which pairs to keep: of each group those with its NEIGHBOURS nearest, the earlier of equals first."""
    kept = np.flatnonzero((value >= LEAST / 4) & (others != here))
    kept = kept[np.lexsort((others[kept], -value[kept], here[kept]))]
    rows = here[kept]
    first_of_row = np.searchsorted(rows, rows, side="left")
    return kept[np.arange(len(kept)) - first_of_row < NEIGHBOURS]


def _factor(pinned: Any, here: Any, others: Any) -> Any:
    """What likeness is multiplied by: more for the same clause, less for two that differ."""
    mine, theirs = pinned[here], pinned[others]
    same = (mine == theirs) & (mine > 0)
    return np.where((mine == 0) | (theirs == 0), 1.0, np.where(same, SAME_CLAUSE, OTHER_CLAUSE))


def _telling(rows: Any) -> Any:
    """The rows with only their most telling tokens, and without those that a crowd has: enough to meet the nearest."""
    having = np.bincount(rows.indices, minlength=rows.shape[1])
    kept = rows.copy()
    kept.data[having[kept.indices] > CROWD] = 0
    for row in range(rows.shape[0]):
        span = slice(kept.indptr[row], kept.indptr[row + 1])
        if span.stop - span.start > TELLING:
            least = np.partition(kept.data[span], -TELLING)[-TELLING]
            kept.data[span][kept.data[span] < least] = 0
    kept.eliminate_zeros()
    return kept


def _merge(edges: list[tuple[float, int, int]], weights: list[int]) -> list[list[int]]:
    """Join the two most alike again and again, as long as they are LEAST alike; what has no edge is not alike at all."""
    beside: list[dict[int, float]] = [{} for _ in weights]
    for value, one, other in edges:
        beside[one][other] = beside[other][one] = value * weights[one] * weights[other]
    size, members = list(weights), [[at] for at in range(len(weights))]
    heap = [(-value, one, other) for value, one, other in edges if value >= LEAST]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        total = beside[one].get(other)
        if total is None or abs(total / (size[one] * size[other]) + value) > 1e-9:
            continue  # one of them has grown or gone since
        if len(beside[one]) < len(beside[other]):
            one, other = other, one
        _absorb(beside, one, other)
        size[one] += size[other]
        members[one] += members[other]
        members[other] = []
        for third, total in beside[one].items():
            mean = total / (size[one] * size[third])
            if mean >= LEAST:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    return [sorted(group) for group in members if group]


def _absorb(beside: list[dict[int, float]], one: int, other: int) -> None:
    """What was beside the other is beside the one now."""
    for third, total in beside[other].items():
        del beside[third][other]
        if third != one:
            beside[one][third] = beside[third][one] = beside[one].get(third, 0.0) + total
    beside[other] = {}


def _likeness(vectors: Any, means: Any, parts: list[list[int]], sizes: Sequence[int]) -> list[float]:
    """The mean likeness of all pairs of each group, 0 for one alone; texts with the same words are wholly alike."""
    own, found = _squares(vectors), []
    for group, square in zip(parts, _squares(means).tolist(), strict=True):
        counts = np.array([sizes[at] for at in group], dtype=np.float64)
        count = float(counts.sum())
        pairs = square * count**2 - counts @ (counts * own[group]) + counts @ (counts - 1)
        found.append(min(float(pairs) / (count * (count - 1)), 1.0) if count > 1 else 0.0)
    return found


def _telling_of(mean: Any, names: Any) -> tuple[str, ...]:
    order = np.lexsort((mean.indices, -mean.data))[:TOLD]
    return tuple(str(names[column]) for column in mean.indices[order])


def _squares(rows: Any) -> Any:
    return np.asarray(rows.multiply(rows).sum(axis=1)).ravel()
