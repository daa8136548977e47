"""`cocreate traces`: propose, list and judge whose words stand in an outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.documents.models import DocumentVersion
from cocreate.outcomes import queries as outcomes
from cocreate.provenance import carrying, evaluate, proposing, queries, service
from cocreate.provenance.blame import Trace
from cocreate.provenance.models import State

VERBS = {"confirm": service.confirm, "dismiss": service.dismiss, "withdraw": service.withdraw}


@click.group()
def traces() -> None:
    """Whose words stand where in an outcome."""


@traces.command("propose")
@click.argument("slug")
@json_option
def propose(slug: str, as_json: bool) -> None:
    """Look for passages of the outcome of call SLUG that came from contributions; a person confirms them."""
    with session():
        call = calls.get(slug)
        _carried(call)
        new = len(proposing.propose(call.id))
        lines = _lines(call, (State.PROPOSED,))
    if as_json:
        say({"call": slug, "new": new, "proposed": len(lines), "traces": lines})
    else:
        _show(lines)


@traces.command("list")
@click.argument("slug")
@click.option("--state", "states", multiple=True, type=click.Choice([state.value for state in State]))
@json_option
def list_traces(slug: str, states: tuple[str, ...], as_json: bool) -> None:
    """The traces of call SLUG, those that were dismissed or broken too unless --state says which."""
    with session():
        call = calls.get(slug)
        lines = _lines(call, tuple(map(State, states)) or tuple(State))
    if as_json:
        say({"call": slug, "traces": lines})
    else:
        _show(lines)


@traces.command("decide")
@click.argument("slug")
@click.argument("verb", type=click.Choice(sorted(VERBS)))
@click.argument("number", type=int)
@as_option
@json_option
def decide(slug: str, verb: str, number: int, person: str | None, as_json: bool) -> None:
    """Confirm, dismiss or withdraw trace NUMBER of call SLUG."""
    with session():
        call = calls.get(slug)
        actor = acting(person) if person is not None else Actor.system()
        derivation = VERBS[verb](actor, call, queries.get(call.id, number))
        found = {"call": slug, "trace": number, "state": derivation.state.value}
    if as_json:
        say(found)
    else:
        click.echo(f"{number}: {found['state']}")


@traces.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def evaluate_traces(file: Path, as_json: bool) -> None:
    """Compare what is proposed for the cases of FILE (.jsonl, .json, .gz; see docs/traces.md) with their truth; keeps nothing."""
    found = evaluate.evaluate(evaluate.read(file))
    if as_json:
        say(found)
    else:
        for name, value in found.items():
            click.echo(f"{name:16} {value}")


def _carried(call: Call) -> None:
    """Bring the traces of an outcome that was written before there were any to its newest version."""
    outcome = outcomes.find(call.id)
    if outcome is not None and outcome.document_id is not None and outcome.document_version is not None:
        carrying.carry(call.id, outcome.document_id, outcome.document_version)


def _lines(call: Call, states: tuple[State, ...]) -> list[dict[str, Any]]:
    version = queries.version(call.id)
    found = [trace for trace in queries.everything(call.id) if trace.derivation.state in states]
    rows = contributions.by_ids(call.id, {trace.contribution_id for trace in found})
    return [_line(trace, rows[trace.contribution_id].number, version) for trace in found]


def _line(trace: Trace, number: str, version: DocumentVersion | None) -> dict[str, Any]:
    derivation = trace.derivation
    plain = version.plain if version else ""
    return {
        "trace": trace.number,
        "contribution": number,
        "kind": trace.kind.value,
        "origin": derivation.origin.value,
        "state": derivation.state.value,
        "score": derivation.score,
        "version": trace.placement.version,
        "ranges": [list(span) for span in trace.ranges],
        "text": [plain[start:end] for start, end in trace.ranges],
        "kept": trace.placement.kept,
        "source": list(trace.source) if trace.source else None,
        "source_text": derivation.source_quote.get("exact"),
        "credits_support": derivation.credits_support,
    }


def _show(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        words = " … ".join(line["text"]).replace("\n", " ")
        click.echo(
            f"{line['trace']:>5} {line['state']:10} {line['kind']:10} {line['contribution']}  {words[:60]}"
        )
