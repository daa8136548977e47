"""`cocreate outcomes`: what is missing, answers, approvals and publication, by the same rules as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.cli.answer_templates import templates_group
from cocreate.cli.context import acting, json_option, session
from cocreate.cli.errata import errors_group
from cocreate.cli.main import say
from cocreate.cli.particulars import particulars
from cocreate.cli.revisions import revisions_group
from cocreate.cli.schemes import schemes_group
from cocreate.contributions.models import Validity
from cocreate.core.errors import NotFound
from cocreate.core.policy import require
from cocreate.documents import queries as documents
from cocreate.documents.rules import from_markdown
from cocreate.outcomes import bulk, publishing, queries, service, undoing, workbench
from cocreate.outcomes.desk_models import BulkAct
from cocreate.outcomes.models import Outcome, OutcomeState
from cocreate.outcomes.rules import AnswerDraft
from cocreate.outcomes.workbench import Filter, Show

as_option = click.option(
    "--as", "person", metavar="USER", required=True, help="Mobile number or e-mail address of who acts."
)
VALIDITIES = click.Choice([one.value for one in Validity])


@click.group("outcomes")
def outcomes_group() -> None:
    """Answer, approve and publish."""


outcomes_group.add_command(schemes_group)
outcomes_group.add_command(errors_group)
outcomes_group.add_command(revisions_group, "revise")
outcomes_group.add_command(particulars)
outcomes_group.add_command(templates_group)


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))


@outcomes_group.command()
@click.argument("slug")
@json_option
def gate(slug: str, as_json: bool) -> None:
    """How many valid contributions a call has, how many are answered, and which are not.

    What else keeps the gate shut is named only while it does: what waits for review, and what is called adopted though no
    measure is named and no words of it stand in the outcome."""
    with session():
        found = queries.gate(calls.get(slug).id, limit=None)
    shown = {"valid": found.valid, "answered": found.answered, "unanswered": list(found.unanswered)}
    rest = {"in_review": list(found.in_review), "untraced": list(found.untraced)}
    if as_json:
        say(shown | {name: numbers for name, numbers in rest.items() if numbers})
        return
    click.echo(
        f"{found.answered} / {found.valid} answered, {found.in_review_count} wait for review, "
        f"{found.untraced_count} adopted without a measure or words in the outcome"
    )
    for number in (*found.unanswered, *found.untraced):
        click.echo(number)


@outcomes_group.command()
@click.argument("slug")
@click.argument("number")
@click.option("--degree", required=True, help="A degree of the call's scheme, such as adopted.")
@click.option("--reason", default="")
@click.option("--measure", default="")
@click.option("--reference", default="")
@click.option("--since", default="")
@click.option("--passed-to", default="")
@click.option("--review-date", type=click.DateTime(["%Y-%m-%d"]))
@click.option(
    "--seen",
    type=int,
    help="Number of the version you had before you, 0 for none: refused when it has changed.",
)
@as_option
@json_option
def answer(
    slug: str,
    number: str,
    review_date: datetime | None,
    seen: int | None,
    person: str,
    as_json: bool,
    **texts: str,
) -> None:
    """Prepare the answer to the contribution NUMBER."""
    day = review_date.replace(tzinfo=UTC).date() if review_date else None
    with session():
        call = calls.get(slug)
        contribution = _one(call, number)
        row = service.answer(
            acting(person), contribution, call, AnswerDraft(review_date=day, **texts), seen=seen
        )
        shown = {"number": number, "version": row.number, "degree": row.degree}
    _show(shown, as_json)


@outcomes_group.command()
@click.argument("slug")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--validity", type=VALIDITIES, required=True)
@click.option("--rule", default="", help="Close them by this rule, which everybody concerned can read.")
@as_option
@json_option
def assess(slug: str, numbers: tuple[str, ...], validity: str, rule: str, person: str, as_json: bool) -> None:
    """Record the validity of the contributions with these NUMBERS."""
    with session():
        call = calls.get(slug)
        ids = _ids(call, numbers)
        if rule:
            act = bulk.close(acting(person), call, ids, Validity(validity), rule)
        else:
            act = bulk.assess(acting(person), call, ids, Validity(validity))
        shown = _of_act(act)
    _show(shown, as_json)


@outcomes_group.command()
@click.argument("slug")
@click.argument("act", type=int)
@as_option
@json_option
def undo(slug: str, act: int, person: str, as_json: bool) -> None:
    """Put back what was before the bulk act with the id ACT."""
    with session():
        call = calls.get(slug)
        shown = _of_act(undoing.undo(acting(person), call, undoing.get(call.id, act)))
    _show(shown, as_json)


@outcomes_group.command()
@click.argument("slug")
@click.argument("text", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--next-steps", default="")
@as_option
@json_option
def write(slug: str, text: Path, next_steps: str, person: str, as_json: bool) -> None:
    """Keep a new version of the outcome's TEXT, a Markdown file."""
    tree = from_markdown(text.read_text(encoding="utf-8"))
    _act(slug, as_json, lambda call: publishing.write(acting(person), call, tree, next_steps))


@outcomes_group.command()
@click.argument("slug")
@as_option
@json_option
def show(slug: str, person: str, as_json: bool) -> None:
    """The outcome as it lies on the desk: its state, the version submitted last, text and next steps."""
    with session():
        call = calls.get(slug)
        require(acting(person), "outcome.work", call)
        outcome = queries.find(call.id)
        text = documents.latest(outcome.document_id) if outcome else None
        shown = {
            "call": slug,
            "state": outcome.state.value if outcome else OutcomeState.WRITING.value,
            "version": outcome.round if outcome else 0,
            "text": text.plain if text else "",
            "next_steps": outcome.next_steps if outcome else "",
        }
    _show(shown, as_json)


@outcomes_group.command()
@click.argument("slug")
@as_option
@json_option
def submit(slug: str, person: str, as_json: bool) -> None:
    """Give the outcome to the approvers."""
    _act(slug, as_json, lambda call: publishing.submit(acting(person), call))


@outcomes_group.command()
@click.argument("slug")
@click.option("--note", default="")
@click.option(
    "--seen", type=int, help="Version you have read, as `show` names it: refused when there is a newer one."
)
@as_option
@json_option
def approve(slug: str, note: str, seen: int | None, person: str, as_json: bool) -> None:
    """Say yes to the outcome as it was submitted."""
    _act(slug, as_json, lambda call: publishing.approve(acting(person), call, note, seen=seen))


@outcomes_group.command("send-back")
@click.argument("slug")
@click.option("--note", required=True)
@as_option
@json_option
def send_back(slug: str, note: str, person: str, as_json: bool) -> None:
    """Return the outcome to its writers, saying what has to change."""
    _act(slug, as_json, lambda call: publishing.send_back(acting(person), call, note))


@outcomes_group.command("take-back")
@click.argument("slug")
@as_option
@json_option
def take_back(slug: str, person: str, as_json: bool) -> None:
    """Go on writing what lies with the approvers."""
    _act(slug, as_json, lambda call: publishing.take_back(acting(person), call))


@outcomes_group.command()
@click.argument("slug")
@as_option
@json_option
def publish(slug: str, person: str, as_json: bool) -> None:
    """Make the outcome and all its answers public; refused, with the list, while one is missing."""
    _act(slug, as_json, lambda call: publishing.publish(acting(person), call))


@outcomes_group.command()
@click.argument("slug")
@json_option
def due(slug: str, as_json: bool) -> None:
    """Planned answers that are to be looked at again by now, in order of arrival."""
    with session():
        lines = [
            {"number": line.contribution.number, "day": str(line.disposition.review_date)}
            for line in workbench.page(calls.get(slug).id, Filter(show=Show.REVIEW), limit=1000).items
            if line.disposition
        ]
    if as_json:
        say({"due": lines})
        return
    for line in lines:
        click.echo(f"{line['number']} {line['day']}")


def _act(slug: str, as_json: bool, run: Callable[[Call], Outcome]) -> None:
    with session():
        call = calls.get(slug)
        outcome = run(call)
        answered = queries.answered([call.id])[call.id]
        shown = {"call": slug, "state": outcome.state.value, "version": outcome.round, "answered": answered}
    _show(shown, as_json)


def _of_act(act: BulkAct) -> dict[str, Any]:
    return {"act": act.id, "kind": act.kind.value, "count": act.count}


def _ids(call: Call, numbers: Sequence[str]) -> Sequence[int]:
    found = workbench.ids_by_numbers(call.id, numbers)
    if len(found) != len(set(numbers)):
        raise NotFound("Not all of these numbers are contributions to this call.")
    return found


def _one(call: Call, number: str) -> Any:
    found = queries.by_numbers(call.id, [number])
    if not found:
        raise NotFound("There is no contribution with this number in this call.")
    return found[0]
