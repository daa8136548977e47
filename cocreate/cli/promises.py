"""`cocreate promises`: what people are asked about, and what they said of it."""

from __future__ import annotations

from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.milestones import promise_queries, promises
from cocreate.milestones.models import Kept, Promise
from cocreate.milestones.rules import Results, Word


@click.group("promises")
def promises_group() -> None:
    """Promises of an outcome, and whether they were kept."""


def told(results: Results) -> dict[str, Any] | None:
    """What people said, once enough of them have."""
    if not results.is_shown:
        return None
    kept = {key.value: count for key, count in results.kept.items()}
    return {
        "answers": results.count,
        **kept,
        "ratings": list(results.ratings),
        "mean": round(results.mean, 2),
    }


def _line(promise: Promise, number: str | None, results: Results) -> dict[str, Any]:
    return {
        "id": promise.id,
        "milestone": promise.milestone_id or None,
        "contribution": number,
        "due_on": promise.due_on.isoformat() if promise.due_on else None,
        "asked": promise.round,
        "confirmed": told(results),
        "reply": promise.reply,
    }


@promises_group.command("list")
@click.argument("slug")
@json_option
def list_promises(slug: str, as_json: bool) -> None:
    """What people are asked about in a call, by the day; what they said of it from five answers on."""
    with session():
        call = calls.get(slug)
        found = promise_queries.of_call(call.id)
        results = promise_queries.results(call.id, [promise.id for promise, _number in found])
        lines = [_line(promise, number, results[promise.id]) for promise, number in found]
    if as_json:
        say({"promises": lines})
        return
    for line in lines:
        click.echo(f"{line['id']:<20} {line['due_on'] or '':10} {line['contribution'] or line['milestone']}")


@promises_group.command("confirm")
@click.argument("slug")
@click.argument("promise_id", type=int)
@click.option("--kept", type=click.Choice([key.value for key in Kept]), required=True)
@click.option("--rating", type=int, required=True, help="How satisfied, from 1 to 5.")
@click.option("--comment", default="", help="Shown to others after a moderator has read it.")
@as_option
def confirm(slug: str, promise_id: int, kept: str, rating: int, comment: str, person: str | None) -> None:
    """Say whether a promise was kept; a second time replaces the first."""
    with session():
        call = calls.get(slug)
        promise = promise_queries.get(call.id, promise_id)
        promises.confirm(acting_as(person), promise, call, Word(kept, rating, comment))


@promises_group.command("reply")
@click.argument("slug")
@click.argument("promise_id", type=int)
@click.argument("text")
@as_option
def reply(slug: str, promise_id: int, text: str, person: str | None) -> None:
    """The agency's word on what people say of a promise."""
    with session():
        call = calls.get(slug)
        promises.reply(acting_as(person), promise_queries.get(call.id, promise_id), call, text)


@promises_group.command("ask")
def ask() -> None:
    """Ask about the promises whose day has come; the worker does this by itself."""
    with session():
        click.echo(f"{promises.ask_due()} asked about", err=True)
