"""`cocreate notices`: what could not be told, trying it again, and how far the telling of an outcome is."""

from __future__ import annotations

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.notices import failing, queries


@click.group("notices")
def notices_group() -> None:
    """Telling people: what failed, and how far it is."""


@notices_group.command()
@json_option
def failed(as_json: bool) -> None:
    """List what could not be told after eight tries."""
    with session():
        found = failing.failed(Actor.system())
    if as_json:
        say({"failed": found})
        return
    for one in found:
        click.echo(f"{one['id']}  {one['job']}  {one['error']}  after {one['tries']} tries")
    click.echo(f"{len(found)} failed.")


@notices_group.command()
@click.argument("number", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="Try all of them again.")
@json_option
def retry(number: int | None, everything: bool, as_json: bool) -> None:
    """Try one of them again by its id, or all."""
    if (number is None) is not everything:
        raise click.UsageError("Give the id of one, or --all.")
    with session():
        count = failing.retry(Actor.system(), number)
    if as_json:
        say({"queued": count})
    else:
        click.echo(f"{count} will be tried again.")


@notices_group.command()
@click.argument("slug")
@json_option
def progress(slug: str, as_json: bool) -> None:
    """How many people have been told of a published outcome so far."""
    with session():
        row = queries.telling(calls.get(slug).id, "outcome")
        found = {"told": row.told if row else 0, "finished": bool(row and row.finished_at)}
    if as_json:
        say(found)
    else:
        click.echo(f"{found['told']} notices written, {'finished' if found['finished'] else 'going on'}.")
