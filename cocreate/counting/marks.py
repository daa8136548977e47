"""Agree, disagree and pass of many people on many statements, kept as the marks that were made and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

AGREE, PASS, DISAGREE = 1, 0, -1
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Marks:
    """The latest mark of each person on each statement, sorted by person, then statement.

    `who` and `what` are places in `people` and `statements`; `rejected` marks statements that moderators took out."""

    people: tuple[Any, ...]
    statements: tuple[Any, ...]
    who: Ints
    what: Ints
    values: npt.NDArray[np.int8]
    rejected: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, votes: Iterable[tuple[Any, Any, int]], rejected: Iterable[Any] = ()) -> Marks:
        """Marks of (person, statement, value) in the order in which they were made: the last one counts."""
        rows = list(votes)
        people = tuple(sorted({row[0] for row in rows}))
        statements = tuple(sorted({row[1] for row in rows}))
        places = (
            {person: place for place, person in enumerate(people)},
            {s: n for n, s in enumerate(statements)},
        )
        who = np.fromiter((places[0][row[0]] for row in rows), np.int64, len(rows))
        what = np.fromiter((places[1][row[1]] for row in rows), np.int64, len(rows))
        values = np.fromiter((row[2] for row in rows), np.int8, len(rows))
        return cls.built(people, statements, who, what, values, rejected)

    @classmethod
    def built(
        cls,
        people: Sequence[Any],
        statements: Sequence[Any],
        who: Ints,
        what: Ints,
        values: npt.NDArray[np.int8],
        rejected: Iterable[Any] = (),
    ) -> Marks:
        """Marks of columns in the order in which they were made: the last of a person on a statement counts."""
        key = who * max(len(statements), 1) + what
        order = np.argsort(key, kind="stable")
        key = key[order]
        last = np.append(key[1:] != key[:-1], True) if len(key) else np.zeros(0, bool)
        kept = order[last]
        out = set(rejected)
        return cls(
            tuple(people),
            tuple(statements),
            who[kept],
            what[kept],
            values[kept],
            np.array([one in out for one in statements], dtype=bool),
        )

    def with_more(self, who: Ints, what: Ints, values: npt.NDArray[np.int8]) -> Marks:
        """The same people and statements after some more marks; only the new ones are sorted."""
        new = Marks.built(self.people, self.statements, who, what, values)
        width = max(len(self.statements), 1)
        keys = self.who * width + self.what
        at = np.searchsorted(keys, new.who * width + new.what)
        inside = np.minimum(at, max(len(keys) - 1, 0))
        again = (at < len(keys)) & (keys[inside] == new.who * width + new.what) if len(keys) else at < 0
        now = self.values.copy()
        now[at[again]] = new.values[again]
        place, fresh = at[~again], ~again
        return Marks(
            self.people,
            self.statements,
            np.insert(self.who, place, new.who[fresh]).astype(np.int64),
            np.insert(self.what, place, new.what[fresh]).astype(np.int64),
            np.insert(now, place, new.values[fresh]).astype(np.int8),
            self.rejected,
        )

    def made(self) -> Ints:
        """How many marks each person made."""
        return np.bincount(self.who, minlength=len(self.people))

    def counts(self, group: Ints, groups: int) -> tuple[Ints, Ints, Ints]:
        """Agrees, disagrees and all marks, each of shape (groups + 1, statements); the last row holds people of no group.

        `group` holds each person's group, -1 for none."""
        width = len(self.statements)
        mine = group[self.who]
        cell = (np.where(mine < 0, groups, mine) * width + self.what) * 3 + (self.values + 1)
        table = np.bincount(cell, minlength=(groups + 1) * width * 3).reshape(groups + 1, width, 3)
        return table[:, :, AGREE + 1], table[:, :, DISAGREE + 1], table.sum(axis=2)

    def centred(self) -> tuple[csr_array, Floats]:
        """Each mark less the mean of its statement, and the means.

        Filling what is missing with the mean and then taking the mean away leaves zeros there, so the filled matrix
        need never exist. Rejected statements are zero for everyone, and so is their mean."""
        width = len(self.statements)
        counted = np.bincount(self.what * 3 + (self.values + 1), minlength=width * 3).reshape(width, 3)
        means = (counted[:, AGREE + 1] - counted[:, DISAGREE + 1]) / np.maximum(counted.sum(axis=1), 1)
        means[self.rejected] = 0.0
        data = self.values - means[self.what]
        if self.rejected.any():
            data[self.rejected[self.what]] = 0.0
        starts = np.searchsorted(self.who, np.arange(len(self.people) + 1))
        return csr_array((data, self.what, starts), shape=(len(self.people), width)), means
