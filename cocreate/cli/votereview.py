"""`cocreate ballots review`: what in votes is too unlikely to be chance, and setting votes aside by two people."""

from __future__ import annotations

from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.scrutiny import queries, service
from cocreate.scrutiny.models import VoteDecision
from cocreate.scrutiny.rules import Signal

ballot_option = click.option(
    "--ballot", "number", type=int, default=0, show_default=True, help="Number of the ballot; 0 is support."
)
reason_option = click.option("--reason", default="", help="Why; it is published.")


@click.group("review")
def review() -> None:
    """Look at votes closely and set some aside; two people are needed."""


@review.command()
@click.argument("slug")
@ballot_option
@as_option
@json_option
def signals(slug: str, number: int, person: str | None, as_json: bool) -> None:
    """What is too unlikely to be chance, with how sure that is; voters are only counted."""
    with session(pages=False):
        call = calls.get(slug)
        which = queries.get_round(call, number)
        found = [_signal(one) for one in service.look(acting_as(person), which, call)]
    if as_json:
        say({"call": slug, "ballot": number, "signals": found})
        return
    for one in found:
        click.echo("{key}: {voters} voters, sure to {confidence:.0%}".format(**one))
    click.echo(f"{len(found)} signals", err=True)


@review.command()
@click.argument("slug")
@ballot_option
@click.option("--signal", "chosen", multiple=True, required=True, metavar="KEY", help="Whose votes.")
@reason_option
@as_option
@json_option
def propose(
    slug: str, number: int, chosen: tuple[str, ...], reason: str, person: str | None, as_json: bool
) -> None:
    """Propose to set aside the votes of everybody in these signals."""
    with session(pages=False):
        call = calls.get(slug)
        which = queries.get_round(call, number)
        told = _decision(service.propose(acting_as(person), which, call, chosen, reason))
    _tell(told, as_json)


@review.command()
@click.argument("slug")
@click.argument("decision", type=int)
@reason_option
@as_option
@json_option
def restore(slug: str, decision: int, reason: str, person: str | None, as_json: bool) -> None:
    """Propose to count again what a decision has set aside."""
    with session(pages=False):
        call = calls.get(slug)
        found = queries.get(call.id, decision)
        told = _decision(service.propose_restoring(acting_as(person), found, call, reason))
    _tell(told, as_json)


@review.command()
@click.argument("slug")
@click.argument("decision", type=int)
@click.option("--remark", default="", help="A word of whoever decides.")
@as_option
@json_option
def confirm(slug: str, decision: int, remark: str, person: str | None, as_json: bool) -> None:
    """Carry out what somebody else has proposed."""
    with session(pages=False):
        call = calls.get(slug)
        found = queries.get(call.id, decision)
        told = _decision(service.confirm(acting_as(person), found, call, remark))
    _tell(told, as_json)


@review.command()
@click.argument("slug")
@click.argument("decision", type=int)
@click.option("--remark", default="", help="Why the votes stand.")
@as_option
@json_option
def refuse(slug: str, decision: int, remark: str, person: str | None, as_json: bool) -> None:
    """Let the votes stand, with the reason."""
    with session(pages=False):
        call = calls.get(slug)
        found = queries.get(call.id, decision)
        told = _decision(service.refuse(acting_as(person), found, call, remark))
    _tell(told, as_json)


@review.command("list")
@click.argument("slug")
@json_option
def decisions(slug: str, as_json: bool) -> None:
    """All proposals and decisions about the votes of a call."""
    with session(pages=False):
        found = [_decision(one) for one in queries.decisions(calls.get(slug).id)]
    if as_json:
        say({"call": slug, "decisions": found})
        return
    for one in found:
        _tell(one, False)


def _signal(one: Signal) -> dict[str, Any]:
    return {"key": one.key, "kind": one.kind.value, "confidence": one.confidence, **one.evidence}


def _decision(one: VoteDecision) -> dict[str, Any]:
    return {
        "number": one.number,
        "kind": one.kind.value,
        "state": one.state.value,
        "reason": one.reason,
        "remark": one.remark,
        "people": one.people,
        "votes": one.votes,
        "signals": one.signals,
        "proposed_at": one.proposed_at.isoformat(),
        "decided_at": one.decided_at.isoformat() if one.decided_at else None,
    }


def _tell(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(told)
    else:
        click.echo("{number}. {kind}: {state}, {people} people, {votes} votes: {reason}".format(**told))
