"""`cocreate calendar`: which days are worked, and what has been entered of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from cocreate.calendars import listing, queries, service
from cocreate.calendars.rules import Calendar
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor

SYSTEM = Actor.system()
source_option = click.option("--source", default="", help="The official document that names the days.")


@click.group("calendar")
def calendar_group() -> None:
    """Working days by the official Chinese calendar."""


def _of_year(days: Calendar, year: int) -> dict[str, Any]:
    return {
        "year": year,
        "announced": days.is_announced(year),
        "complete": year in days.complete,
        "source": days.complete.get(year, ""),
        "workdays": days.between(date(year, 1, 1), date(year, 12, 31)),
        "days": [
            {"date": one.day.isoformat(), "kind": one.kind, "name": one.name, "source": one.source}
            for one in days.special(year)
        ],
    }


@calendar_group.command("show")
@click.argument("year", type=click.IntRange(2000, 2100))
@json_option
def show(year: int, as_json: bool) -> None:
    """The days of YEAR that differ from their week, and whether the year is announced."""
    with session():
        found = _of_year(queries.current(), year)
    if as_json:
        say(found)
        return
    for one in found["days"]:
        click.echo(f"{one['date']}  {one['kind']:8} {one['name']:16} {one['source']}")
    if not found["announced"]:
        click.echo(
            f"The calendar of {year} is not announced yet: weekends and statutory days only.", err=True
        )


@calendar_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@source_option
@json_option
def import_year(file: Path, source: str, as_json: bool) -> None:
    """Enter whole years from a CSV FILE (date, holiday or workday, name, source), all or nothing."""
    with session():
        counts = service.enter(SYSTEM, listing.decoded(file.read_bytes()), source)
    if as_json:
        say({"years": {str(year): count for year, count in counts.items()}})
        return
    for year, count in counts.items():
        click.echo(f"{year}: {count} days")


@calendar_group.command("add")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--workday", is_flag=True, help="A make-up working day; a day off when not given.")
@click.option("--name", default="", help="What the day is called.")
@click.option("--remove", is_flag=True, help="Take the day out again.")
@source_option
@json_option
def add(day: datetime, workday: bool, name: str, remove: bool, source: str, as_json: bool) -> None:
    """Enter one DAY, above what the library knows of it."""
    with session():
        if remove:
            service.remove_day(SYSTEM, day.date())
        else:
            service.set_day(SYSTEM, day.date(), workday, name, source)
        worked = queries.current().is_workday(day.date())
    if as_json:
        say({"date": day.date().isoformat(), "workday": worked})
