"""Keeps the counts of a call equal to its rows: each change of a contribution changes them in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm.util import identity_key

from cocreate.contributions.models import CommentCount, Contribution, Figures
from cocreate.contributions.rules import NOTHING, Weight, weigh
from cocreate.core.db import db
from cocreate.core.dialect import built, insert

NONE = {"received": 0, "listed": 0, "in_review": 0, "due": 0, "comments": 0}


def weight_of(contribution: Contribution) -> Weight:
    """What the contribution counts for as its row stands."""
    return weigh(contribution.kind, contribution.state, contribution.validity, contribution.is_listed)


@contextmanager
def recounted(contribution: Contribution, is_new: bool = False) -> Iterator[None]:
    """Change the contribution inside this block; the counts follow by what it weighed before and after."""
    before = NOTHING if is_new else weight_of(contribution)
    yield
    change = weight_of(contribution) - before
    db.session.flush()
    add(contribution.call_id, change)
    if "comments" in change and contribution.root_id is not None:
        add_comments(contribution.call_id, contribution.root_id, change["comments"])


def add(call_id: int, change: dict[str, int]) -> None:
    """Add the changes to a call's figures, in one statement."""
    if not change:
        return
    db.session.execute(_added(db.session), {"call_id": call_id, **NONE, **change})
    _expire(Figures, call_id)


def add_comments(call_id: int, contribution_id: int, change: int) -> None:
    """Add to the number of comments under a contribution."""
    key = {"call_id": call_id, "contribution_id": contribution_id}
    new = insert(db.session, CommentCount).values(**key, listed=change)
    db.session.execute(
        new.on_conflict_do_update(index_elements=list(key), set_={"listed": CommentCount.listed + change})
    )


@built
def _added(insert: Any) -> Any:
    table = Figures.__table__
    new = insert(table)
    grown = {name: table.c[name] + new.excluded[name] for name in NONE}
    return new.on_conflict_do_update(index_elements=["call_id"], set_=grown)


def _expire(model: type[Figures], key: int) -> None:
    kept = db.session.identity_map.get(identity_key(model, key))
    if kept is not None:
        db.session.expire(kept)
