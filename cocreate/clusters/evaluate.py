"""Measures proposed clusters against messages whose topics people have marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from cocreate.clusters.likeness import groups
from cocreate.clusters.proposal_queries import Text
from cocreate.core.clock import ticks


def evaluate(
    messages: Sequence[tuple[str, str, str]], topics: Mapping[str, str], core: Iterable[str]
) -> dict[str, float]:
    """How well `messages` (id, title, body) are grouped; `topics` gives the topic of each marked one, by id.

    Pairs are counted among all marked messages. B-cubed is the mean over the `core` ones: precision counts every member
    that is not marked with the same topic as wrong, recall asks for the core of the topic."""
    started = ticks()
    found = groups([Text(at, title, body) for at, (_id, title, body) in enumerate(messages)])
    seconds = ticks() - started
    clusters = [[messages[at][0] for at in group.members] for group in found]
    place = {key: number for number, members in enumerate(clusters) for key in members}
    return {
        **_pairs(topics, place),
        **_b_cubed(topics, set(core), place, clusters),
        "clusters": len(clusters),
        "clustered": len(place),
        "messages": len(messages),
        "seconds": round(seconds, 2),
    }


def _pairs(topics: Mapping[str, str], place: Mapping[str, int]) -> dict[str, float]:
    together = same = right = 0
    for one, other in combinations(sorted(topics), 2):
        is_same = topics[one] == topics[other]
        is_together = one in place and place[one] == place.get(other)
        same, together, right = same + is_same, together + is_together, right + (is_same and is_together)
    return {"pair_precision": _share(right, together), "pair_recall": _share(right, same)}


def _b_cubed(
    topics: Mapping[str, str], core: set[str], place: Mapping[str, int], clusters: Sequence[Sequence[str]]
) -> dict[str, float]:
    sizes = Counter(topics[key] for key in core)
    precision = recall = 0.0
    for key in core:
        beside = clusters[place[key]] if key in place else [key]
        alike = [other for other in beside if topics.get(other) == topics[key]]
        precision += len(alike) / len(beside)
        recall += sum(other in core for other in alike) / sizes[topics[key]]
    return {
        "b_cubed_precision": _share(precision, len(core)),
        "b_cubed_recall": _share(recall, len(core)),
    }


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0
