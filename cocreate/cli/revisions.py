"""`cocreate revisions`: answers that are put in place of published ones, by the same rules as on the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.outcomes import revising, revision_queries
from cocreate.outcomes.desk_models import Proposal
from cocreate.outcomes.rules import AnswerDraft


@click.group("revisions")
def revisions_group() -> None:
    """Put another answer in place of a published one."""


@revisions_group.command("list")
@click.argument("slug")
@json_option
def list_revisions(slug: str, as_json: bool) -> None:
    """New answers of a call that wait for approval, the oldest first."""
    with session():
        call = calls.get(slug)
        lines = [
            {
                "number": one.contribution.number,
                "in_place_of": one.proposal.base_number,
                "proposal": one.proposal.id,
                "degree": one.proposal.words["degree"],
                "why": one.proposal.why,
                "approved": one.approved,
                "needed": call.agency.approvals_needed,
            }
            for one in revision_queries.waiting(call.id)
        ]
    if as_json:
        say({"waiting": lines})
        return
    for line in lines:
        click.echo(f"{line['number']} {line['approved']}/{line['needed']} {line['degree']}: {line['why']}")


@revisions_group.command("propose")
@click.argument("number")
@click.option("--degree", required=True, help="A degree of the call's scheme, such as adopted.")
@click.option("--why", required=True, help="Why the answer changes; everybody can read it.")
@click.option("--reason", default="")
@click.option("--measure", default="")
@click.option("--reference", default="")
@click.option("--since", default="")
@click.option("--passed-to", default="")
@click.option("--review-date", type=click.DateTime(["%Y-%m-%d"]))
@as_option
@json_option
def propose(
    number: str,
    why: str,
    review_date: datetime | None,
    person: str | None,
    as_json: bool,
    **texts: str,
) -> None:
    """Propose another answer in place of the published one to the contribution NUMBER."""
    day = review_date.replace(tzinfo=UTC).date() if review_date else None
    with session():
        row = contributions.get(number)
        call = calls.get_by_id(row.call_id)
        draft = AnswerDraft(review_date=day, **texts)
        shown = _shown(number, revising.propose(acting_as(person), row, call, draft, why))
    _show(shown, as_json)


@revisions_group.command("approve")
@click.argument("number")
@click.option(
    "--seen", type=int, help="The proposal you have read, as `list` names it: refused when it has gone."
)
@as_option
@json_option
def approve(number: str, seen: int | None, person: str | None, as_json: bool) -> None:
    """Say yes to the new answer to the contribution NUMBER; with the last approval needed it is public."""
    with session():
        row = contributions.get(number)
        waits = revision_queries.get_waiting(row, seen)
        public = revising.approve(acting_as(person), waits, row, calls.get_by_id(row.call_id))
        shown = _shown(number, waits) | {"public_version": public.number if public else None}
    _show(shown, as_json)


@revisions_group.command("send-back")
@click.argument("number")
@click.argument("note")
@as_option
@json_option
def send_back(number: str, note: str, person: str | None, as_json: bool) -> None:
    """Refuse the new answer to the contribution NUMBER, with what has to change."""
    with session():
        row = contributions.get(number)
        waits = revision_queries.get_waiting(row)
        revising.send_back(acting_as(person), waits, row, calls.get_by_id(row.call_id), note)
        shown = _shown(number, waits)
    _show(shown, as_json)


def _shown(number: str, row: Proposal) -> dict[str, Any]:
    return {"number": number, "in_place_of": row.base_number, "ruling": row.ruling.value}


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))
