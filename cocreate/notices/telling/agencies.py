"""Jobs that post what happens in an agency's calls to its own address and to those of the agencies above it."""

from __future__ import annotations

from typing import Any

from cocreate.calls import queries as calls
from cocreate.contributions import queries as contributions
from cocreate.core.clock import now
from cocreate.notices import posting, queries


def contribution_received(
    call_id: int, contribution_id: int, kind: str, state: str, root_id: int | None = None
) -> None:
    """A contribution came in: its number, never its words or its author."""
    row = contributions.get_by_id(call_id, contribution_id)
    _post(
        call_id, f"received:{row.id}", {"event": "contribution.received", "number": row.number, "kind": kind}
    )


def stage_moved(call_id: int, before: str, after: str) -> None:
    """A call moved to another stage."""
    _post(call_id, f"stage:{call_id}:{after}", {"event": "call.moved", "before": before, "after": after})


def outcome_published(call_id: int, count: int) -> None:
    """The outcome of a call is public, with so many answers."""
    _post(call_id, f"outcome:{call_id}", {"event": "outcome.published", "answers": count})


def _post(call_id: int, once: str, said: dict[str, Any]) -> None:
    call = calls.get_by_id(call_id)
    payload = said | {"call": call.slug, "agency": call.agency.slug, "at": now().isoformat()}
    for hook in queries.hooks_above(call.agency.path):
        posting.put(hook, once, payload)
