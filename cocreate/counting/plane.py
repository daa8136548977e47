"""The plane of an opinion map: the two directions in which people differ most, and where each person stands.

Described for Polis; principal components of the marks, with a person's few marks scaled up to all statements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

from cocreate.counting.marks import Floats, Marks

EXACT = 1e-7  # how far from an eigenvector a component may be, as a part of its length
FEW = 64  # people or statements: so few are decomposed as a whole
WARM_STEPS = 12  # of subspace iteration from the last components, before Lanczos' way is taken


@dataclass(frozen=True)
class Plane:
    """`components` of shape (2, statements), orthonormal; `positions` of shape (people, 2); `centre` by statement."""

    components: Floats
    positions: Floats
    centre: Floats


def plane(marks: Marks, before: Floats | None = None) -> Plane:
    """The plane of all marks. `before` are the components of an earlier plane of the same statements: a place to start.

    With fewer than two statements or people that differ, the missing direction is zero."""
    centred, means = marks.centred()
    components = _signed(_components(centred, before))
    # A rejected statement counts as marked with 0 by everyone, as in the centred marks.
    counted = marks.made()
    if marks.rejected.any():
        out = np.bincount(marks.who[marks.rejected[marks.what]], minlength=len(marks.people))
        counted = counted - out + marks.rejected.sum()
    scale = np.sqrt(len(marks.statements) / np.maximum(counted, 1))
    return Plane(components, (centred @ components.T) * scale[:, None], means)


def _components(centred: csr_array, before: Floats | None) -> Floats:
    """The two leading eigenvectors of the statements' scatter, found by products with the sparse matrix alone."""
    width = centred.shape[1]
    across = centred.T
    if not centred.data.any():
        return np.zeros((2, width))
    if width <= FEW or centred.shape[0] <= FEW:
        return _small(centred.toarray())
    if before is not None and before.shape == (2, width):
        warm = _warm(centred, across, before)
        if warm is not None:
            return warm
    scatter = LinearOperator((width, width), matvec=lambda one: across @ (centred @ one), dtype=np.float64)
    start = np.cos(np.arange(width))  # any start that is no eigenvector will do; the same one each time
    values, vectors = eigsh(scatter, k=2, v0=start, tol=EXACT)
    order = np.argsort(values)[::-1]
    found = vectors[:, order].T
    found[values[order] <= 1e-12] = 0.0
    return found


def _small(centred: Floats) -> Floats:
    """The same for few people or few statements, whose marks can be decomposed as a whole."""
    _left, spread, right = np.linalg.svd(centred, full_matrices=False)
    found = np.zeros((2, centred.shape[1]))
    for row in range(min(2, len(spread))):
        if spread[row] > 1e-6:
            found[row] = right[row]
    return found


def _warm(centred: csr_array, across: csr_array, before: Floats) -> Floats | None:
    """A few steps of subspace iteration; None when they do not settle, as when the opinions have turned."""
    basis = np.linalg.qr(before.T)[0]
    for _step in range(WARM_STEPS):
        image = across @ (centred @ basis)
        inside = basis.T @ image
        values, turn = np.linalg.eigh((inside + inside.T) / 2)
        turn, values = turn[:, ::-1], values[::-1]
        off = np.linalg.norm(image @ turn - (basis @ turn) * values, axis=0)
        if values[1] > 0 and np.all(off <= 1e-3 * values):
            return (basis @ turn).T
        basis = np.linalg.qr(image)[0]
    return None


def _signed(components: Floats) -> Floats:
    """An axis has no direction of its own: the statement that weighs most on it points the positive way."""
    for row in components:
        if row.size and row[np.argmax(np.abs(row))] < 0:
            row *= -1
    return components
