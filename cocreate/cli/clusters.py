"""`cocreate clusters`: propose, list, make and undo clusters of like contributions, and measure the proposals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.cli.similar import FILE, marked_messages
from cocreate.clusters import proposals, queries, service
from cocreate.clusters.evaluate import evaluate
from cocreate.clusters.models import Cluster, ClusterProposal
from cocreate.clusters.why import sentence
from cocreate.core.actor import Actor
from cocreate.outcomes import cluster_answers
from cocreate.outcomes.rules import AnswerDraft


@click.group()
def clusters() -> None:
    """Group contributions of a call that say the same."""


def _acting(person: str | None) -> Actor:
    if person is None:
        raise click.UsageError("Clusters are changed --as somebody who may do that.")
    return acting(person)


@clusters.command("propose")
@click.argument("slug")
@json_option
def propose(slug: str, as_json: bool) -> None:
    """Look for contributions of the call SLUG that say the same, keep the proposals, and print them."""
    with session():
        call = calls.get(slug)
        rows = proposals.propose(call.id)
        numbers = queries.numbers(call.id, {one for row in rows for one in row.members})
        labels = {clause.id: clause.label for clause in calls.clauses(call.id)}
        found = [_proposal(row, numbers, labels) for row in rows]
    if as_json:
        say({"clusters": found})
        return
    for line in found:
        click.echo(f"{len(line['members']):5}  {line['why']}")
        click.echo(f"       {' '.join(line['members'])}")


def _proposal(row: ClusterProposal, numbers: dict[int, str], labels: dict[int, str]) -> dict[str, Any]:
    clause = labels.get(row.why["clause_id"]) if row.why["clause_id"] else None
    return {
        "members": [numbers[one] for one in row.members],
        "why": sentence(row.why["words"], row.why["likeness"], clause),
        "words": row.why["words"],
        "likeness": row.why["likeness"],
        "clause": clause,
        "fits": _number(row),
    }


def _number(row: ClusterProposal) -> int | None:
    """The number of the cluster that proposed contributions fit, if there is one."""
    return queries.number_of(row.call_id, row.cluster_id) if row.cluster_id else None


@clusters.command("list")
@click.argument("slug")
@json_option
def list_clusters(slug: str, as_json: bool) -> None:
    """All clusters of the call SLUG, the largest first."""
    with session():
        call = calls.get(slug)
        rows = queries.everything(call.id)
        members = queries.member_numbers(call.id)
        found = [_line(row, members.get(row.id, [])) for row in rows]
    if as_json:
        say({"clusters": found})
        return
    for line in found:
        click.echo(f"{line['number']:5}  {line['size']:5}  {line['supporters']:6}  {line['title']}")


def _line(row: Cluster, members: list[str]) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "size": row.size,
        "supporters": row.supporters,
        "members": members,
    }


@clusters.command("make")
@click.argument("slug")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--title", required=True, help="What they have in common, in one line.")
@as_option
@json_option
def make(slug: str, numbers: tuple[str, ...], title: str, person: str | None, as_json: bool) -> None:
    """Group contributions of the call SLUG by their NUMBERS."""
    with session():
        call, actor = calls.get(slug), _acting(person)
        row = service.make(actor, call, queries.groupable(call.id, numbers), title)
        found = _line(row, list(numbers))
    if as_json:
        say(found)
    else:
        click.echo(f"Cluster {found['number']}: {found['size']} contributions, {found['supporters']} people.")


@clusters.command("undo")
@click.argument("slug")
@as_option
@json_option
def undo(slug: str, person: str | None, as_json: bool) -> None:
    """Take back the last act upon clusters of the call SLUG; a second time the one before it."""
    with session():
        call, actor = calls.get(slug), _acting(person)
        found = _undone(call, actor)
    if as_json:
        say(found)
    else:
        click.echo(f"Undone: {found['undone']} of {found['at']}, {found['moved']} contributions.")


def _undone(call: Call, actor: Actor) -> dict[str, Any]:
    act = queries.last_act(call.id)
    done = service.undo(actor, call, act)
    undone = queries.get_act(call.id, done.undoes_id or 0)
    return {"undone": undone.kind.value, "at": undone.at.isoformat(), "moved": len(undone.moves)}


@clusters.command("answer")
@click.argument("slug")
@click.argument("number", type=int)
@click.option("--degree", required=True, help="How far it is adopted, by key.")
@click.option("--reason", default="")
@click.option("--measure", default="")
@click.option("--reference", default="")
@click.option("--since", default="")
@click.option("--passed-to", default="")
@click.option("--review-date", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--replace", is_flag=True, help="Also replace answers that are there already.")
@as_option
@json_option
def answer(
    slug: str, number: int, person: str | None, as_json: bool, replace: bool, review_date: Any, **said: str
) -> None:
    """Answer all valid members of cluster NUMBER of the call SLUG at once."""
    with session():
        call, actor = calls.get(slug), _acting(person)
        day = review_date.date() if review_date else None
        draft = AnswerDraft(review_date=day, **said)
        row = queries.get(call.id, number)
        act = cluster_answers.answer(actor, call, row, draft, replace=replace)
        far = cluster_answers.progress(call.id, row.id)
        found = {"answered_now": act.count, "valid": far.valid, "answered": far.answered}
    if as_json:
        say(found)
    else:
        click.echo(
            f"{found['answered_now']} answered; {found['answered']} of {found['valid']} have an answer."
        )


@clusters.command("evaluate")
@click.argument("messages", type=FILE)
@click.argument("gold", type=FILE)
@json_option
def evaluate_clusters(messages: Path, gold: Path, as_json: bool) -> None:
    """Group all MESSAGES and compare with the topics marked in GOLD; keeps nothing."""
    texts, topics, core = marked_messages(messages, gold)
    found = evaluate([(text.id, text.title, text.body) for text in texts], topics, core)
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name} {value}" for name, value in found.items()))
