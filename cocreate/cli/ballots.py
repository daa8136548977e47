"""`cocreate ballots`: counts, the votes behind them, and the proof that both are equal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from cocreate.ballots import queries as ballots
from cocreate.calls import queries as calls
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.cli.votereview import review
from cocreate.contributions import queries as contributions
from cocreate.polls import queries as polls
from cocreate.polls import results, sheets

BATCH = 500
MOST = 1_000_000  # supported contributions that are listed


@click.group("ballots")
def ballots_group() -> None:
    """Count, audit and review votes."""


ballots_group.add_command(review)


@ballots_group.command()
@click.argument("slug")
@json_option
def audit(slug: str, as_json: bool) -> None:
    """Count a call's votes anew and compare them with the kept tallies; exit 1 when they differ."""
    with session(pages=False):
        call = calls.get(slug)
        support, others = ballots.audit(call.id), polls.audit(call.id)
    found = {
        "events": support.events + others.events,
        "current": support.current + others.current,
        "tallies_equal": support.tallies_equal and others.tallies_equal,
    }
    if as_json:
        say(found)
    else:
        click.echo("{events} events, {current} current votes, tallies equal: {tallies_equal}".format(**found))
    if not found["tallies_equal"]:
        raise SystemExit(1)


@ballots_group.command()
@click.argument("slug")
@json_option
def tally(slug: str, as_json: bool) -> None:
    """What each ballot of a call has come to, and how many support which contribution."""
    with session(pages=False):
        call = calls.get(slug)
        told = [results.told(results.result(poll)) for poll in polls.of_call(call.id)]
        most = ballots.most_supported(call.id, limit=MOST)
        support = list(_supported(call.id, most))
    if as_json:
        say({"call": slug, "support": support, "ballots": told})
        return
    for ballot in told:
        click.echo(
            f"{ballot['number']}. {ballot['question']} ({ballot['method']}, {ballot['voters']} voters)"
        )
        for line in ballot["options"]:
            counted = ", ".join(f"{k} {v}" for k, v in line.items() if k not in ("number", "title"))
            click.echo(f"   {line['number']}. {line['title']}: {counted}")
    click.echo(f"{len(support)} contributions have supporters")


def _supported(call_id: int, most: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(most), BATCH):
        batch = most[start : start + BATCH]
        rows = contributions.by_ids(call_id, [target for target, _votes in batch])
        yield from ({"number": rows[target].number, "votes": votes} for target, votes in batch)


@ballots_group.command("votes")
@click.argument("slug")
@click.argument("number", type=int)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def votes(slug: str, number: int, out: Path) -> None:
    """Write the votes of a ballot to OUT, without voters and times, so that anybody can count them anew."""
    with session(pages=False):
        poll = polls.get(calls.get(slug).id, number)
        with out.open("w", encoding="utf-8") as file:
            file.writelines(sheets.lines(poll, polls.options(poll)))
    click.echo(f"written to {out}", err=True)
