"""`cocreate outcomes errors`: what readers found wrong in a published outcome, by the same rules as on the pages."""

from __future__ import annotations

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting, json_option, session
from cocreate.cli.main import say
from cocreate.core.policy import require
from cocreate.outcomes import errata, erratum_queries
from cocreate.outcomes.erratum_models import Erratum, Settled

as_option = click.option(
    "--as", "person", metavar="USER", required=True, help="Mobile number or e-mail address of who acts."
)


@click.group("errors")
def errors_group() -> None:
    """Errors that readers found in a published outcome."""


@errors_group.command("list")
@click.argument("slug")
@as_option
@json_option
def list_errors(slug: str, person: str, as_json: bool) -> None:
    """All that was reported, the oldest first."""
    with session():
        call = calls.get(slug)
        require(acting(person), "outcome.work", call)
        lines = [_shown(one) for one in erratum_queries.of_call(call.id, *Settled)]
    if as_json:
        say({"errors": lines})
        return
    for line in lines:
        click.echo(f"{line['number']:>4} {line['due_on']} {line['settled']:9} {line['passage']}")


@errors_group.command()
@click.argument("slug")
@click.argument("passage")
@click.argument("text")
@as_option
@json_option
def report(slug: str, passage: str, text: str, person: str, as_json: bool) -> None:
    """Report that a PASSAGE of the outcome is wrong; TEXT says what is."""
    with session():
        shown = _shown(errata.report(acting(person), calls.get(slug), passage, text))
    _show(shown, as_json)


@errors_group.command()
@click.argument("slug")
@click.argument("number", type=int)
@click.argument("reply")
@click.option("--correction", help="How the passage reads when it is right; without it, it stands as it is.")
@as_option
@json_option
def settle(slug: str, number: int, reply: str, correction: str | None, person: str, as_json: bool) -> None:
    """Answer a report with a REPLY to whoever made it, and correct the passage if need be."""
    with session():
        call, actor = calls.get(slug), acting(person)
        row = erratum_queries.get(call.id, number)
        if correction is None:
            errata.explain(actor, row, call, reply)
        else:
            errata.correct(actor, row, call, correction, reply)
        shown = _shown(row)
    _show(shown, as_json)


def _shown(row: Erratum) -> dict[str, str | int]:
    return {
        "number": row.number,
        "passage": row.passage,
        "text": row.text,
        "due_on": row.due_on.isoformat(),
        "settled": row.settled.value,
        "correction": row.correction,
        "reply": row.reply,
    }


def _show(found: dict[str, str | int], as_json: bool) -> None:
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))
