"""What the groups of an opinion map stand for, and what they have in common.

Rules as Polis states them: for each group and statement the share that agrees or disagrees (with one added on either
side), how much likelier that is inside than outside, and tests of one and of two proportions at 90 % on one side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cocreate.counting.marks import Floats, Ints

SURE = 1.2815515655446004  # the 90th percentile of the normal distribution
MOST = 5  # statements named for a group, or as agreed by all


@dataclass(frozen=True)
class Representative:
    """A statement that sets a group apart: `share` of its `seen` members who marked it agree or disagree (`direction`)."""

    statement: int  # its place
    direction: str
    count: int
    seen: int
    share: float
    share_test: float
    ratio: float
    ratio_test: float


@dataclass(frozen=True)
class Agreed:
    """A statement on which most of all people are of one mind."""

    statement: int
    direction: str
    count: int
    seen: int
    share: float
    share_test: float


@dataclass(frozen=True)
class Measures:
    """For each group and statement, by direction: share, its test, ratio to the others, and its test."""

    count: Ints
    seen: Ints
    marked: Ints  # those who agreed or disagreed
    share: Floats
    share_test: Floats
    ratio: Floats
    ratio_test: Floats

    def passes(self) -> np.ndarray:
        return (self.ratio_test > SURE) & (self.share_test > SURE)

    def weight(self) -> Floats:
        return self.ratio * self.ratio_test * self.share * self.share_test

    def one(self, group: int, statement: int, direction: str) -> Representative:
        at = (group, statement)
        return Representative(
            statement,
            direction,
            int(self.count[at]),
            int(self.seen[at]),
            *(float(table[at]) for table in (self.share, self.share_test, self.ratio, self.ratio_test)),
        )


def measured(count: Ints, seen: Ints, marked: Ints) -> Measures:
    """The measures of one direction; all tables of shape (groups, statements)."""
    others, others_seen = count.sum(axis=0) - count, seen.sum(axis=0) - seen
    share = (count + 1) / (seen + 2)
    ratio = share / ((others + 1) / (others_seen + 2))
    tests = one_proportion(count, seen), two_proportions(count, others, seen, others_seen)
    return Measures(count, seen, marked, share, tests[0], ratio, tests[1])


def one_proportion(count: Ints, seen: Ints) -> Floats:
    """How surely more than half say so, as a normal deviate."""
    return 2 * np.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)


def two_proportions(inside: Ints, outside: Ints, seen_inside: Ints, seen_outside: Ints) -> Floats:
    """How surely the share inside is higher than outside, as a normal deviate; 0 where both are all or nothing."""
    a, b, n, m = inside + 1, outside + 1, seen_inside + 1, seen_outside + 1
    pooled = (a + b) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled) * (1 / n + 1 / m), 0))
    return np.divide(a / n - b / m, spread, out=np.zeros_like(spread), where=spread > 0)


def representatives(
    agrees: Ints, disagrees: Ints, seen: Ints, usable: np.ndarray
) -> list[list[Representative]]:
    """For each group, at most five statements that set it apart: agrees before disagrees, the strongest first.

    All tables have the shape (groups, statements); `usable` says which statements were not taken out."""
    marked = agrees + disagrees
    for_them, against = measured(agrees, seen, marked), measured(disagrees, seen, marked)
    return [_of_group(group, for_them, against, usable) for group in range(len(seen))]


def _of_group(group: int, for_them: Measures, against: Measures, usable: np.ndarray) -> list[Representative]:
    agree = for_them.ratio_test[group] > against.ratio_test[group]
    passing = (for_them.passes() | against.passes())[group] & usable
    weight = np.where(agree, for_them.weight()[group], against.weight()[group])
    chosen = [int(place) for place in np.flatnonzero(passing)]
    chosen.sort(key=lambda place: (-weight[place], place))
    best = _best_agree(group, for_them, against, agree, usable)
    if not chosen:
        return [best] if best is not None else _next_best(group, for_them, against, agree, usable)
    found = [_told(group, place, for_them, against, agree) for place in chosen]
    if best is not None:  # the statement that the group agrees to most always stands first
        found = [best, *(one for one in found if one.statement != best.statement)]
    found = found[:MOST]
    return sorted(found, key=lambda one: one.direction != "agree")


def _best_agree(
    group: int, for_them: Measures, against: Measures, agree: np.ndarray, usable: np.ndarray
) -> Representative | None:
    """The statement that best says what the group agrees to, told in the direction that sets the group apart.

    The first that fits is taken, then each that is better in its place: by all four measures as long as the best one
    sets the group apart from others, by the share alone when it does not."""
    share, test = for_them.share[group], for_them.share_test[group]
    ratio, weight = for_them.ratio[group], for_them.weight()[group]
    fits = ((test > SURE) | ((ratio > 1) & (share > 0.5))) & usable & (for_them.marked[group] > 0)
    best: int | None = None
    for place in map(int, np.flatnonzero(usable & (for_them.marked[group] > 0))):
        if best is None:
            best = place if fits[place] else None
        elif ratio[best] > 1:
            best = place if weight[place] > weight[best] else best
        elif share[place] * test[place] > share[best] * test[best]:
            best = place
    return None if best is None else _told(group, best, for_them, against, agree)


def _next_best(
    group: int, for_them: Measures, against: Measures, agree: np.ndarray, usable: np.ndarray
) -> list[Representative]:
    """When nothing passes, the statement whose difference is tested best."""
    test = np.where(agree, for_them.ratio_test[group], against.ratio_test[group])
    known = usable & (for_them.seen[group] > 0)
    if not known.any():
        return []
    place = int(np.argmax(np.where(known, test, -np.inf)))
    return [_told(group, place, for_them, against, agree)]


def _told(group: int, place: int, for_them: Measures, against: Measures, agree: np.ndarray) -> Representative:
    is_for = bool(agree[place])
    return (for_them if is_for else against).one(group, place, "agree" if is_for else "disagree")


def agreed(agrees: Ints, disagrees: Ints, seen: Ints, usable: np.ndarray) -> list[Agreed]:
    """What most of all people say, whatever their group: at most five that they agree to, then five that they refuse.

    The tables have the shape (statements,)."""
    found: list[Agreed] = []
    for direction, count in (("agree", agrees), ("disagree", disagrees)):
        share, test = (count + 1) / (seen + 2), one_proportion(count, seen)
        places = [int(place) for place in np.flatnonzero((share > 0.5) & (test > SURE) & usable)]
        places.sort(key=lambda place: (-share[place] * test[place], place))
        found += [
            Agreed(
                place, direction, int(count[place]), int(seen[place]), float(share[place]), float(test[place])
            )
            for place in places[:MOST]
        ]
    return found


def group_aware(agrees: Ints, seen: Ints) -> Floats:
    """For each statement, how likely it is that a member of every group agrees: the product of the groups' shares."""
    product: Floats = np.prod((agrees + 1) / (seen + 2), axis=0)
    return product
