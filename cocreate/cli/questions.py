"""`cocreate questions`: what waits after publication, and the acts that deal with it."""

from __future__ import annotations

import click

from cocreate.calendars import queries as calendars
from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.core.clock import today
from cocreate.core.settings import settings
from cocreate.outcomes import question_queries, questions


@click.group("questions")
def questions_group() -> None:
    """Questions about answers, complaints, and answers to be made anew."""


@questions_group.command("list")
@click.argument("slug")
@json_option
def list_questions(slug: str, as_json: bool) -> None:
    """What waits in a call after publication, what is due first first, with the working days left."""
    with session():
        tasks = question_queries.waiting(calls.get(slug).id)
        calendar, present = calendars.current(), today(settings().timezone)
        lines = [
            {
                "task": one.task.value,
                "number": one.contribution.number,
                "answer_version": one.answer_number,
                "due_on": one.due_on.isoformat(),
                "workdays_left": calendar.left(present, one.due_on),
            }
            for one in tasks
        ]
    if as_json:
        say({"waiting": lines})
        return
    for line in lines:
        click.echo(f"{line['due_on']} {line['workdays_left']:>4} {line['task']:10} {line['number']}")


@questions_group.command("reply")
@click.argument("number")
@click.argument("text")
@as_option
def reply(number: str, text: str, person: str | None) -> None:
    """Reply to the question about the answer to a contribution."""
    with session():
        row = contributions.get(number)
        questions.reply(
            acting_as(person), questions.get_follow_up(row), row, calls.get_by_id(row.call_id), text
        )


@questions_group.command("decide")
@click.argument("number")
@click.argument("finding")
@click.option(
    "--justified/--unjustified", "is_justified", required=True, help="Whether the complaint is right."
)
@as_option
def decide(number: str, finding: str, is_justified: bool, person: str | None) -> None:
    """Find the complaint about an answer justified or not; if justified, the answer is opened again."""
    with session():
        row = contributions.get(number)
        call = calls.get_by_id(row.call_id)
        questions.decide(acting_as(person), questions.get_complaint(row), call, is_justified, finding)
