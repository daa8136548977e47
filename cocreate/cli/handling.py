"""`cocreate handling`: what departments have in hand, what is overdue, and giving contributions to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import click

from cocreate.accounts import queries as accounts
from cocreate.calendars import queries as calendars
from cocreate.calls import queries as calls
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.errors import NotFound
from cocreate.handling import queries, rules, service
from cocreate.handling.models import Assignment
from cocreate.handling.queries import Days, Show
from cocreate.outcomes import cards, clock
from cocreate.outcomes import queries as outcomes

PAGE = 500


@click.group("handling")
def handling_group() -> None:
    """Contributions in the hands of departments, and their clocks."""


def _line(row: Assignment) -> dict[str, Any]:
    calendar, today = calendars.current(), accounts.local_today()
    left = calendar.left(today, row.due_on) if row.is_open else None
    card = cards.card(left) if left is not None else None
    counted = row.is_open and row.first_due_on is None
    return {
        "number": row.contribution.number,
        "call": row.call.slug,
        "agency": row.agency.slug,
        "part": row.part.value,
        "state": row.state.value,
        "given_on": row.given_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "extended_from": row.first_due_on.isoformat() if row.first_due_on else None,
        "provisional": counted and calendar.provisional(row.given_on, row.due_on) is not None,
        "workdays_left": left,
        "card": card.value if card else None,
        "supervised": row.is_supervised,
    }


def _all(show: Show, paths: tuple[str, ...] | None) -> Iterator[dict[str, Any]]:
    today = accounts.local_today()
    days, after = Days(today, calendars.current().add(today, cards.SOON)), None
    while True:
        page = queries.listed(days, show, paths=paths, after=after, limit=PAGE)
        yield from map(_line, page.items)
        if page.next_key is None:
            return
        after = (page.items[-1].due_on, page.items[-1].id)


def _paths(slug: str | None) -> tuple[str, ...] | None:
    return (accounts.agency(slug).path,) if slug else None


@handling_group.command("list")
@click.option("--agency", "slug", help="Only what this agency and those below it have in hand.")
@click.option("--show", type=click.Choice([show.value for show in Show]), default=Show.OPEN.value)
@json_option
def list_assignments(slug: str | None, show: str, as_json: bool) -> None:
    """Assignments to departments, what is due first on top."""
    with session():
        found = list(_all(Show(show), _paths(slug)))
    if as_json:
        say(found)
        return
    for line in found:
        click.echo(
            f"{line['number']}  {line['agency']:24} {line['state']:10} {line['due_on']}  {line['card'] or ''}"
        )


@handling_group.command("overdue")
@click.option("--agency", "slug", help="Only this agency and those below it.")
@json_option
def overdue(slug: str | None, as_json: bool) -> None:
    """Calls whose answers have a card, and overdue assignments."""
    with session():
        paths = _paths(slug)
        found = {
            "calls": [_call(card) for card in clock.call_cards(paths) if card.card is not None],
            "assignments": list(_all(Show.OVERDUE, paths)),
        }
    if as_json:
        say(found)
        return
    for line in found["calls"]:
        click.echo(
            f"{line['card']:6} {line['call']:40} {line['due_on']}  {line['answered']} / {line['valid']}"
        )
    for line in found["assignments"]:
        click.echo(f"{line['card']:6} {line['number']} {line['agency']:32} {line['due_on']}")


def _call(card: clock.CallCard) -> dict[str, Any]:
    deadline = card.deadline
    return {
        "call": card.call.slug,
        "agency": card.call.agency.slug,
        "due_on": deadline.day.isoformat() if deadline else None,
        "provisional": deadline is not None and deadline.provisional is not None,
        "workdays_left": card.left,
        "card": card.card.value if card.card else None,
        "valid": card.valid,
        "answered": card.answered,
        "waiting_60_days": card.waiting,
        "waiting_3_months": card.past_limit,
    }


@handling_group.command("assign")
@click.argument("slug")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--to", "lead", required=True, help="The department that leads.")
@click.option("--assist", "assisting", multiple=True, help="A department that assists; can be given again.")
@click.option("--days", type=int, default=10, show_default=True, help="Working days.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="The due date instead of working days.")
@click.option("--note", default="", help="What is asked of them.")
@as_option
@json_option
def assign(
    slug: str,
    numbers: tuple[str, ...],
    lead: str,
    assisting: tuple[str, ...],
    days: int,
    due: datetime | None,
    note: str,
    person: str | None,
    as_json: bool,
) -> None:
    """Give the contributions NUMBERS of the call SLUG to departments."""
    if person is None:
        raise click.UsageError("Contributions are assigned --as an editor of the call's agency.")
    with session():
        call, actor = calls.get(slug), acting(person)
        if due is not None:
            last = due.replace(tzinfo=UTC).date()
            days = rules.days_until(accounts.local_today(), last, calendars.current())
        chosen = outcomes.by_numbers(call.id, numbers)
        missing = sorted(set(numbers) - {one.number for one in chosen})
        if missing:
            raise NotFound(f"There is no contribution {', '.join(missing)} in this call.")
        helping = [accounts.agency(one) for one in assisting]
        given = service.give(actor, call, chosen, accounts.agency(lead), helping, days=days, note=note)
        found = {"given": given.count, "skipped": list(given.skipped)}
    if as_json:
        say(found)
        return
    click.echo(f"{found['given']} assignments given")
