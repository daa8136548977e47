"""One table to be written to a file: covering note, columns, and its lines as a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.errors import Conflict
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.exchange.adoption import INTERNAL, PUBLIC, View
from cocreate.exchange.covering import Note, note
from cocreate.exchange.layouts import Cells, Column, Layout, columns, lines
from cocreate.outcomes import queries as outcomes

Progress = Callable[[int, int], None]
EVERY = 200  # lines between two words of progress


@dataclass(frozen=True)
class Table:
    """What a writer gets. `total` is how many contributions the table is of; `lines` may be read once."""

    slug: str
    note: Note
    layout: Layout
    columns: tuple[Column, ...]
    total: int
    lines: Iterator[Cells]
    is_internal: bool = False


def of_call(
    actor: Actor,
    call: Call,
    layout: Layout = Layout.STANDARD,
    *,
    is_internal: bool = False,
    progress: Progress | None = None,
) -> Table:
    """The table of a call for everybody, or with everything in it for its staff. Conflict before there is anything public."""
    require(actor, "outcome.work" if is_internal else "outcome.read", call)
    outcome = outcomes.find(call.id)
    is_published = outcome is not None and outcome.is_published
    view = INTERNAL if is_internal else PUBLIC
    told = note(call, outcome, is_internal)
    total = told.received if is_internal else outcomes.adoption_count(call.id, is_published=is_published)
    if not (is_internal or is_published or total):
        raise Conflict(_l("The outcome of this call is not published yet, so there is no table of it."))
    found = lines(call, layout, view, is_published=is_published)
    return Table(
        slug=call.slug,
        note=told,
        layout=layout,
        columns=columns(layout, view),
        total=total,
        lines=_counted(found, total, progress) if progress else found,
        is_internal=is_internal,
    )


def _counted(found: Iterator[Cells], total: int, progress: Progress) -> Iterator[Cells]:
    count = 0
    for count, one in enumerate(found, 1):
        yield one
        if count % EVERY == 0:
            progress(count, total)
    progress(count, total)


__all__ = ["Progress", "Table", "View", "of_call"]
