"""`cocreate insights`: how agencies answer, and who may read that."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click

from cocreate.accounts import queries as accounts
from cocreate.cli.context import acting, acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.insights import cards, plain, queries, rules, service
from cocreate.insights.models import Audience

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("insights")
def insights_group() -> None:
    """How agencies answer."""


@insights_group.command("scorecard")
@click.argument("agency", required=False)
@click.option(
    "--from", "first", type=DAY, help="First day on which contributions came in; a year back if not given."
)
@click.option("--to", "last", type=DAY, help="Last day on which they came in; today if not given.")
@as_option
@json_option
def scorecard(
    agency: str | None, first: datetime | None, last: datetime | None, person: str | None, as_json: bool
) -> None:
    """The figures of AGENCY (by its short name; the root if not given) with all below it, and of each part."""
    with session():
        actor = acting(person) if person else Actor.system()
        days = (first.date() if first else None, last.date() if last else None)
        period = rules.period(*days, accounts.local_today())
        card = cards.of(actor, queries.scope(agency or _root()), period)
        found = plain.scorecard(card)
    if as_json:
        say(found)
        return
    click.echo(f"{found['agency']}  {found['from']} – {found['to']}  ({found['audience']})")
    for line in (found["figures"], *found["parts"]):
        click.echo(_told(line))


def _root() -> str:
    root = accounts.root_agency()
    if root is None:
        raise NotFound(_l("There is no such agency."))
    return root.slug


def _told(line: dict[str, Any]) -> str:
    share, days = line["in_time_share"], line["median_working_days"]
    return (
        f"{line['agency'] + (' (itself)' if line['without_below'] else ''):32} valid {line['valid']:>7}"
        f"  answered {line['answered']:>7}  in time {'–' if share is None else f'{share:.0%}':>5}"
        f"  median {'–' if days is None else f'{days:g} d':>7}  overdue {line['overdue']:>5}"
    )


@insights_group.command("open")
@click.argument("agency")
@click.option("--to", "audience", type=click.Choice([one.value for one in Audience]), required=True)
@click.option("--reason", required=True, help="Why; readers see it.")
@as_option
@json_option
def open_to(agency: str, audience: str, reason: str, person: str | None, as_json: bool) -> None:
    """Choose who may read the scorecards of AGENCY and of all below it; the choice and the reason are kept."""
    with session():
        row = service.open_to(acting_as(person), accounts.agency(agency), Audience(audience), reason)
        found = {
            "agency": agency,
            "audience": row.audience.value,
            "reason": row.reason,
            "chosen_at": row.chosen_at.isoformat(),
        }
    if as_json:
        say(found)
    else:
        click.echo(f"{agency}: {audience}")


@insights_group.command("openings")
@click.argument("agency")
@json_option
def openings(agency: str, as_json: bool) -> None:
    """Every choice of who may read the scorecards of AGENCY, the latest first."""
    with session():
        scope = queries.scope(agency)
        rows = [
            {
                "audience": row.audience.value,
                "reason": row.reason,
                "chosen_by": row.chosen_by.name if row.chosen_by else None,
                "chosen_at": row.chosen_at.isoformat(),
            }
            for row in queries.openings(scope.agency.id)
        ]
        found = {"agency": agency, "audience": scope.audience.value, "choices": rows}
    if as_json:
        say(found)
        return
    for row in rows:
        click.echo(
            f"{str(row['chosen_at'])[:10]}  {row['audience']:10} {row['chosen_by'] or ''}  {row['reason']}"
        )
