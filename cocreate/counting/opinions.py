"""The opinion map: where people stand, which groups there are, what each stands for, and what all agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cocreate.counting.grouping import NOBODY, Grouping, grouped, taking_part
from cocreate.counting.marks import Floats, Ints, Marks
from cocreate.counting.plane import Plane, plane
from cocreate.counting.representatives import Agreed, Representative, agreed, group_aware, representatives


@dataclass(frozen=True)
class OpinionMap:
    """A map of the marks; tables by statement are in the order of the marks' statements."""

    marks: Marks
    plane: Plane
    grouping: Grouping
    representative: list[list[Representative]]
    consensus: list[Agreed]
    group_aware: Floats

    @property
    def group(self) -> Ints:
        """Each person's group, -1 for none."""
        return self.grouping.group

    @property
    def groups(self) -> int:
        return self.grouping.groups


def opinion_map(
    marks: Marks,
    k: int | None = None,
    given: Mapping[Any, Any] | None = None,
    before: OpinionMap | None = None,
) -> OpinionMap:
    """Draw the map. `k` fixes the number of groups, `given` the groups themselves (person to group);
    `before` is an earlier map of the same statements, from which the new one is found sooner."""
    flat = plane(marks, before.plane.components if before else None)
    if given is not None:
        grouping = _given(marks, given)
    else:
        grouping = grouped(flat.positions, taking_part(marks), k, before.grouping if before else NOBODY)
    everyone = marks.counts(grouping.group, grouping.groups)
    agrees, disagrees, seen = (table[:-1] for table in everyone)
    usable = ~marks.rejected
    return OpinionMap(
        marks,
        flat,
        grouping,
        representatives(agrees, disagrees, seen, usable),
        agreed(everyone[0].sum(axis=0), everyone[1].sum(axis=0), everyone[2].sum(axis=0), usable),
        group_aware(agrees, seen),
    )


def _given(marks: Marks, groups: Mapping[Any, Any]) -> Grouping:
    """Groups as they were given, numbered from 0 in the order of their names; people without one have -1."""
    names = {name: number for number, name in enumerate(sorted(set(groups.values())))}
    mine = [names[groups[person]] if person in groups else -1 for person in marks.people]
    return Grouping(np.array(mine, dtype=np.int64), NOBODY.centres, np.arange(len(names)))
