"""`cocreate calls`: what calls there are, and what one holds."""

from __future__ import annotations

from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.outcomes import queries as outcomes


@click.group("calls")
def calls_group() -> None:
    """List and show calls."""


def _line(call: Call, received: int, answered: int) -> dict[str, Any]:
    return {
        "slug": call.slug,
        "title": call.title,
        "format": call.format.value,
        "stage": call.stage.value,
        "contributions": received,
        "answered": answered,
    }


@calls_group.command("list")
@json_option
def list_calls(as_json: bool) -> None:
    """All calls with how many contributions they have and how many are answered; comments are not counted."""
    with session():
        rows = calls.everything()
        ids = [call.id for call in rows]
        figures, answered = contributions.figures(ids), outcomes.answered(ids)
        lines = [_line(call, figures[call.id].received, answered.get(call.id, 0)) for call in rows]
    if as_json:
        say(lines)
        return
    for line in lines:
        click.echo(
            f"{line['slug']:40} {line['stage']:12} {line['answered']:>6} / {line['contributions']:<6} {line['title']}"
        )


@calls_group.command("show")
@click.argument("slug")
@json_option
def show_call(slug: str, as_json: bool) -> None:
    """One call: words, dates, rules and counts."""
    with session():
        call = calls.get(slug)
        counts = contributions.figures([call.id])[call.id]
        found = _line(call, counts.received, outcomes.answered([call.id]).get(call.id, 0))
        found |= {
            "agency": call.agency.slug,
            "summary": call.summary,
            "promise": call.promise,
            "legal_kind": call.legal_kind,
            "visibility": call.visibility.value,
            "participation": call.participation.value,
            "opens_at": _iso(call.opens_at),
            "closes_at": _iso(call.closes_at),
            "votes_until": _iso(call.votes_until),
            "published_at": _iso(call.published_at),
            "listed": counts.listed,
            "in_review": counts.in_review,
            "due": counts.due,
            "comments": counts.comments,
            "clauses": len(calls.clauses(call.id)),
        }
    if as_json:
        say(found)
        return
    for name, value in found.items():
        click.echo(f"{name:14} {value}")


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None
