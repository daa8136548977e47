"""What an act does to clusters, how it is turned round, and who counts as one person; plain values only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cocreate.core.errors import Conflict, Invalid
from cocreate.core.i18n import _l

TITLE_LIMIT = 100
LEAST = 2  # contributions in a new cluster
MOST = 20_000  # contributions that one act moves
WORDS_IN_TITLE = 3

Places = Mapping[int, int | None]  # the cluster of each contribution, None for none
Titles = Mapping[int, str | None]  # the title of each cluster, None for one that is not live


@dataclass(frozen=True)
class Change:
    """What an act changes: (contribution, cluster before, after) and (cluster, title before, after)."""

    moves: tuple[tuple[int, int | None, int | None], ...] = ()
    titles: tuple[tuple[int, str | None, str | None], ...] = ()

    @property
    def clusters(self) -> set[int]:
        """The clusters whose members or titles change."""
        moved = {place for _one, before, after in self.moves for place in (before, after)}
        return {place for place in moved if place is not None} | {cluster for cluster, _b, _a in self.titles}

    @property
    def is_empty(self) -> bool:
        return not self.moves and not self.titles

    def turned_round(self) -> Change:
        """What takes this change back."""
        return Change(
            tuple((one, after, before) for one, before, after in self.moves),
            tuple((cluster, after, before) for cluster, before, after in self.titles),
        )

    def fits(self, places: Places, titles: Titles) -> bool:
        """Whether everything is as it was before the change, so that it can be made."""
        return all(places.get(one) == before for one, before, _after in self.moves) and all(
            titles.get(cluster) == before for cluster, before, _after in self.titles
        )


@dataclass(frozen=True)
class Standing:
    """What there is before an act: the cluster of each contribution, members by cluster, titles of live ones."""

    places: Places
    members: Mapping[int, Sequence[int]] = field(default_factory=dict)
    titles: Titles = field(default_factory=dict)


def checked_title(title: str) -> str:
    """The title without blanks around it. Invalid when there is none, or too much of it."""
    line = " ".join(title.split())
    if not line:
        raise Invalid(_l("Please say in one line what these contributions have in common."), "title")
    if len(line) > TITLE_LIMIT:
        raise Invalid(
            _l(
                "At most %(limit)s characters fit here; this has %(count)s.",
                limit=TITLE_LIMIT,
                count=len(line),
            ),
            "title",
        )
    return line


def moved(standing: Standing, chosen: Iterable[int], to: int | None, title: str | None = None) -> Change:
    """Move contributions to a cluster, to a new one with this title, or (None) out of theirs.

    Clusters that lose all their members end. Those that stand there already don't move."""
    moves = tuple(
        (one, standing.places.get(one), to) for one in dict.fromkeys(chosen) if standing.places.get(one) != to
    )
    begun = ((to, None, title),) if to is not None and title is not None else ()
    return Change(moves, begun + _ended(standing, moves))


def _ended(
    standing: Standing, moves: Iterable[tuple[int, int | None, int | None]]
) -> tuple[tuple[int, str | None, str | None], ...]:
    leaving: dict[int, set[int]] = {}
    for one, before, _after in moves:
        if before is not None:
            leaving.setdefault(before, set()).add(one)
    return tuple(
        (cluster, standing.titles[cluster], None)
        for cluster, gone in sorted(leaving.items())
        if gone.issuperset(standing.members[cluster])
    )


def check_many(count: int, least: int = 1) -> None:
    """Invalid unless enough contributions are chosen, and not too many for one act."""
    if count < least:
        raise Invalid(
            _l("Choose at least two contributions.")
            if least > 1
            else _l("Choose the contributions first, by the box at the head of each line."),
            "numbers",
        )
    if count > MOST:
        raise Invalid(_l("At most %(limit)s contributions can be moved at once.", limit=MOST), "numbers")


def check_free(places: Places) -> None:
    """Conflict when one of the contributions stands in a cluster already: it would have to leave it first."""
    taken = sum(place is not None for place in places.values())
    if taken:
        raise Conflict(
            _l(
                "Contributions that stand in another cluster already: %(count)s. Take them out there first.",
                count=taken,
            )
        )


def author_key(author_id: int | None, source: str | None, name: str, contribution_id: int) -> str:
    """Who wrote a contribution, as one person: the account; without one the name at its source; else only itself."""
    if author_id is not None:
        return voter_key(author_id)
    if name:
        return "n" + hashlib.sha256(f"{source or ''}\0{name}".encode()).hexdigest()[:32]
    return f"c{contribution_id}"


def voter_key(user_id: int) -> str:
    """Somebody with an account, as one person."""
    return f"u{user_id}"


def proposed_title(words: Sequence[str]) -> str:
    """A first title for a proposal: the words its members share."""
    return "、".join(words[:WORDS_IN_TITLE])[:TITLE_LIMIT]
