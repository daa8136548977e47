"""`cocreate milestones`: the promised steps of an outcome, and what contributors say became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.cli.promises import told
from cocreate.milestones import promise_queries, queries, service
from cocreate.milestones.models import Milestone, Progress
from cocreate.milestones.rules import Results, Step

DAY = click.DateTime(formats=["%Y-%m-%d"])
STATES = click.Choice([state.value for state in Progress])


@click.group("milestones")
def milestones_group() -> None:
    """The promised steps of an outcome."""


def _line(step: Milestone, numbers: list[str], results: Results | None) -> dict[str, Any]:
    return {
        "id": step.id,
        "state": step.state.value,
        "title": step.title,
        "text": step.text,
        "planned_on": step.planned_on.isoformat() if step.planned_on else None,
        "actual_on": step.actual_on.isoformat() if step.actual_on else None,
        "reason": step.reason,
        "version": step.number,
        "contributions": numbers,
        "confirmed": told(results) if results else None,
    }


@milestones_group.command("list")
@click.argument("slug")
@json_option
def list_steps(slug: str, as_json: bool) -> None:
    """The steps of a call's outcome, by their days; what contributors say of one from five answers on."""
    with session():
        call = calls.get(slug)
        steps = queries.of_call(call.id)
        tied = queries.tied(call.id, [step.id for step in steps])
        promises = promise_queries.of_milestones(call.id)
        results = promise_queries.results(call.id, [one.id for one in promises.values()])
        lines = [
            _line(
                step,
                [row.number for row in tied.get(step.id, [])],
                results.get(promises[step.id].id) if step.id in promises else None,
            )
            for step in steps
        ]
    if as_json:
        say({"milestones": lines})
        return
    for line in lines:
        day = line["actual_on"] or line["planned_on"] or ""
        click.echo(f"{line['id']:<20} {line['state']:10} {day:10} {line['title']}")


@milestones_group.command("set")
@click.argument("slug")
@click.option(
    "--id", "milestone_id", type=int, help="The step to change; without it a new one is written down."
)
@click.option("--title", help="What is to be done.")
@click.option("--state", type=STATES, help="How far it is; a new step is planned.")
@click.option("--planned", type=DAY, help="The day by which it is to be done.")
@click.option("--actual", type=DAY, help="The day on which it was done.")
@click.option("--reason", help="Why it was dropped.")
@click.option("--text", help="What there is to say about it.")
@click.option("--contribution", "numbers", multiple=True, help="Number of a contribution it goes back to.")
@as_option
@json_option
def set_step(slug: str, milestone_id: int | None, person: str | None, as_json: bool, **given: Any) -> None:
    """Write down a step of a published outcome, or say anew how far it is; what is not given stays as it was."""
    with session():
        actor = acting_as(person)
        call = calls.get(slug)
        before = queries.get(call.id, milestone_id) if milestone_id is not None else None
        step = _step(before, **given)
        row = service.plan(actor, call, step) if before is None else service.change(actor, before, call, step)
        line = _line(row, [one.number for one in queries.tied(call.id, [row.id]).get(row.id, [])], None)
    if as_json:
        say(line)
    else:
        click.echo(f"{line['id']} {line['state']}: {line['title']}")


def _step(before: Milestone | None, **given: Any) -> Step:
    """The step as it was, changed by what was given."""
    named = {"planned": "planned_on", "actual": "actual_on"}
    told: dict[str, Any] = {
        named.get(name, name): _day(value) for name, value in given.items() if value not in (None, ())
    }
    if "state" in told:
        told["state"] = Progress(told["state"])
    if before is None:
        first: dict[str, Any] = {"state": Progress.PLANNED, "title": ""}
        return Step(**first | told)
    numbers = tuple(row.number for row in queries.tied(before.call_id, [before.id]).get(before.id, []))
    stood = {
        name: getattr(before, name)
        for name in ("state", "title", "text", "planned_on", "actual_on", "reason")
    }
    return replace(Step(**stood, numbers=numbers), **told)


def _day(value: Any) -> date | Any:
    return value.date() if isinstance(value, datetime) else value
