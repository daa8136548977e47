"""`cocreate ballots`: counts, and the proof that they equal the votes."""

from __future__ import annotations

from dataclasses import asdict

import click

from cocreate.ballots import queries as ballots
from cocreate.calls import queries as calls
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say


@click.group("ballots")
def ballots_group() -> None:
    """Audit votes."""


@ballots_group.command()
@click.argument("slug")
@json_option
def audit(slug: str, as_json: bool) -> None:
    """Count a call's votes anew and compare them with the kept tallies; exit 1 when they differ."""
    with session():
        found = ballots.audit(calls.get(slug).id)
    if as_json:
        say(asdict(found))
    else:
        click.echo(
            f"{found.events} events, {found.current} current votes, tallies equal: {found.tallies_equal}"
        )
    if not found.tallies_equal:
        raise SystemExit(1)
