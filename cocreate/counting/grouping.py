"""Groups of people who stand near each other: k-means over at most 100 small clusters, k by silhouette.

Everything is deterministic: the same votes give the same groups, wherever and whenever they are counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from cocreate.counting.marks import Floats, Ints, Marks

LEAST_MARKS = 7  # who made fewer is not put into a group
LEAST_PEOPLE = 15  # if fewer qualify, the most active are taken until there are so many
SMALL_CLUSTERS = 100
MOST_GROUPS = 5
STARTS = 40  # k-means settles where it can; of so many starts the tightest is kept
STEPS = 40


def taking_part(marks: Marks) -> npt.NDArray[np.bool_]:
    """Who has made enough marks to be put into a group."""
    made = marks.made()
    enough = made >= min(LEAST_MARKS, len(marks.statements))
    if enough.sum() < LEAST_PEOPLE:
        most_active = np.lexsort((np.arange(len(made)), -made))[:LEAST_PEOPLE]
        enough[most_active[made[most_active] > 0]] = True
    return enough


@dataclass(frozen=True)
class Grouping:
    """Each person's group, 0 for the largest, -1 for none; and where the small clusters lie that the groups consist of."""

    group: Ints
    centres: Floats
    label: Ints  # of each small cluster: its group

    @property
    def groups(self) -> int:
        return int(self.label.max(initial=-1)) + 1


NOBODY = Grouping(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0, np.int64))


def grouped(
    positions: Floats, inside: npt.NDArray[np.bool_], k: int | None = None, before: Grouping = NOBODY
) -> Grouping:
    """Put those inside into groups. `k` fixes how many there are; `before` is an earlier grouping to go on from, whose
    number of groups stays as it was."""
    points = positions[inside]
    found = np.full(len(positions), -1, dtype=np.int64)
    if not len(points):
        return Grouping(found, NOBODY.centres, NOBODY.label)
    if len(before.centres) >= SMALL_CLUSTERS // 2:
        centres, member, used = _moved(points, before.centres)
        weights = np.bincount(member, minlength=len(centres)).astype(float)
        label = _regrouped(centres, weights, before.label[used])
    else:
        centres, member = small_clusters(points)
        weights = np.bincount(member, minlength=len(centres)).astype(float)
        label = _best(centres, weights, k)
    order = _by_size(label[member])
    found[inside] = order[label[member]]
    return Grouping(found, centres, order[label])


def _moved(points: Floats, centres: Floats, steps: int = 2) -> tuple[Floats, Ints, Ints]:
    """The small clusters after the points have moved a little: centres, each point's cluster, and which are still used."""
    member = np.zeros(len(points), np.int64)
    for _step in range(steps):
        member = cKDTree(centres).query(points)[1]
        centres = _means(points, np.ones(len(points)), member, centres)
    used, member = np.unique(member, return_inverse=True)
    return centres[used], member.reshape(-1), used


def _regrouped(centres: Floats, weights: Floats, label: Ints) -> Ints:
    """The groups after their small clusters have moved a little: k-means from where they were."""
    kinds, label = np.unique(label, return_inverse=True)
    middle = np.zeros((len(kinds), centres.shape[1]))
    for _step in range(STEPS):
        middle = _means(centres, weights, label.reshape(-1), middle)
        now = np.argmin(np.sum((centres[:, None] - middle[None]) ** 2, axis=2), axis=1)
        if np.array_equal(now, label.reshape(-1)):
            break
        label = now
    return np.unique(label, return_inverse=True)[1].reshape(-1)


def small_clusters(points: Floats, most: int = SMALL_CLUSTERS) -> tuple[Floats, Ints]:
    """Centres of at most `most` clusters, and each point's cluster; few points are clusters of their own."""
    distinct, member = np.unique(points, axis=0, return_inverse=True)
    if len(distinct) <= most:
        return distinct, member.reshape(-1)
    # Starts spread evenly over the points in the order of their angle around the middle, so that no corner is left out.
    middle = points - points.mean(axis=0)
    order = np.lexsort((np.hypot(*middle.T), np.arctan2(middle[:, 1], middle[:, 0])))
    centres = points[order[np.linspace(0, len(order) - 1, most).astype(int)]]
    member = np.zeros(len(points), np.int64)
    for _step in range(20):
        nearest = cKDTree(centres).query(points)[1]
        if np.array_equal(nearest, member):
            break
        member = nearest
        centres = _means(points, np.ones(len(points)), member, centres)
    used, member = np.unique(member, return_inverse=True)
    return centres[used], member


def _best(centres: Floats, weights: Floats, k: int | None) -> Ints:
    """The grouping with the highest mean silhouette, or that with k groups."""
    if k is not None or len(centres) < 3:
        return k_means(centres, weights, min(k or 2, len(centres)))
    most = min(MOST_GROUPS, 2 + len(centres) // 12, len(centres) - 1)
    tried = [k_means(centres, weights, count) for count in range(2, most + 1)]
    return max(tried, key=lambda label: silhouette(centres, label))


def k_means(points: Floats, weights: Floats, k: int) -> Ints:
    """Weighted k-means from many starts at once; the tightest result is kept."""
    centres = _starts(points, weights, k)
    label = np.full((STARTS, len(points)), -1)
    for _step in range(STEPS):
        apart = np.sum((points[None, :, None] - centres[:, None]) ** 2, axis=3)
        now = np.argmin(apart, axis=2)
        if np.array_equal(now, label):
            break
        label = now
        member = (label[:, :, None] == np.arange(k)) * weights[None, :, None]
        total = member.sum(axis=1)
        means = np.einsum("snk,nd->skd", member, points) / np.maximum(total, 1e-300)[:, :, None]
        centres = np.where(total[:, :, None] > 0, means, centres)
    nearest = np.sum((points[None] - np.take_along_axis(centres, label[:, :, None], axis=1)) ** 2, axis=2)
    return label[np.argmin(nearest @ weights)]


def _starts(points: Floats, weights: Floats, k: int) -> Floats:
    """Centres to start from, of shape (STARTS, k, 2): drawn far apart, each further one likelier (k-means++)."""
    drawn = np.random.default_rng(k).random((STARTS, k))
    rows = np.arange(STARTS)
    chance = np.broadcast_to(weights, (STARTS, len(points)))
    nearest = np.full((STARTS, len(points)), np.inf)
    centres = np.empty((STARTS, k, points.shape[1]))
    for place in range(k):
        steps = np.cumsum(chance, axis=1)
        picked = np.minimum((steps < drawn[:, place, None] * steps[:, -1:]).sum(axis=1), len(points) - 1)
        centres[rows, place] = points[picked]
        nearest = np.minimum(nearest, np.sum((points[None] - points[picked][:, None]) ** 2, axis=2))
        chance = nearest * weights
    return centres


def _means(points: Floats, weights: Floats, label: Ints, centres: Floats) -> Floats:
    """Where each cluster's points lie on the average; an empty one stays where it was."""
    total = np.bincount(label, weights, minlength=len(centres))
    sums = [np.bincount(label, weights * axis, minlength=len(centres)) for axis in points.T]
    means = np.stack(sums, axis=1) / np.maximum(total, 1e-300)[:, None]
    return np.where(total[:, None] > 0, means, centres)


def silhouette(points: Floats, label: Ints) -> float:
    """The mean silhouette of the points: how much nearer they are to their own group than to the next; 0 for one alone."""
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    kinds = np.unique(label)
    sizes = np.array([(label == kind).sum() for kind in kinds])
    sums = np.stack([apart[:, label == kind].sum(axis=1) for kind in kinds], axis=1)
    own = np.searchsorted(kinds, label)
    row = np.arange(len(points))
    within = sums[row, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[row, own] = np.inf
    beside = means.min(axis=1)
    score = np.where(sizes[own] > 1, (beside - within) / np.maximum(np.maximum(beside, within), 1e-300), 0.0)
    return float(score.mean())


def _by_size(label: Ints) -> Ints:
    """The new number of each group, from the largest on; of equals, the one whose first member comes first."""
    kinds, first, counts = np.unique(label, return_index=True, return_counts=True)
    place = np.empty(int(kinds.max()) + 1, np.int64)
    place[kinds[np.lexsort((first, -counts))]] = np.arange(len(kinds))
    return place
