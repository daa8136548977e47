"""`cocreate outcomes schemes`: the degrees that agencies answer by, as files, and the choice of a call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from cocreate.accounts import queries as accounts
from cocreate.calls import queries as calls
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.outcomes import scheme_changes, schemes
from cocreate.outcomes.desk_models import Scheme

LARGEST = 200_000  # bytes; a scheme has at most a dozen degrees


@click.group("schemes")
def schemes_group() -> None:
    """The degrees that an agency answers by."""


@schemes_group.command("list")
@click.argument("agency")
@json_option
def list_(agency: str, as_json: bool) -> None:
    """The schemes that AGENCY (by its short name) can answer by, its own, those from above, and the built-in one."""
    with session():
        found = [None, *schemes.of_path(accounts.agency(agency).path)]
        uses = schemes.uses([one.slug for one in found if one])
        rows = [_line(one, uses) for one in found]
    if as_json:
        say({"schemes": rows})
        return
    for row in rows:
        mark = "*" if row["default"] else " "
        click.echo(f"{mark} {row['slug']:18} v{row['version']}  {row['name']}  ({row['calls']})")


@schemes_group.command()
@click.argument("slug")
@json_option
def show(slug: str, as_json: bool) -> None:
    """The degrees of the scheme SLUG, "built-in" for the built-in one; with --json as a file to import."""
    with session():
        found = schemes.plain(_scheme(slug))
    if as_json:
        say(found)
        return
    click.echo(f"{found['name']} (v{found['version']})")
    for one in found["degrees"]:
        click.echo(f"  {one['key']:12} {one['name']}  -> {one['group']}: {', '.join(one['needs'])}")


@schemes_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--agency", required=True, help="Short name of the agency whose scheme it is.")
@as_option
@json_option
def import_(file: Path, agency: str, person: str | None, as_json: bool) -> None:
    """Make or change a scheme from a JSON FILE; what calls answer by already gets a new version."""
    with session():
        actor = acting(person) if person else Actor.system()
        row = scheme_changes.save(actor, accounts.agency(agency), _read(file))
        shown = {"slug": row.slug, "version": row.version, "default": row.is_default}
    _show(shown, as_json)


@schemes_group.command()
@click.argument("call")
@click.argument("slug")
@as_option
@json_option
def use(call: str, slug: str, person: str | None, as_json: bool) -> None:
    """Let the CALL be answered by the scheme SLUG ("built-in" for the built-in one)."""
    with session():
        actor = acting(person) if person else Actor.system()
        outcome = scheme_changes.use(actor, calls.get(call), _scheme(slug))
        shown = {"call": call, "scheme": outcome.scheme or schemes.BUILT_IN_SLUG}
    _show(shown, as_json)


@schemes_group.command("default")
@click.argument("agency")
@click.argument("slug")
@as_option
@json_option
def default(agency: str, slug: str, person: str | None, as_json: bool) -> None:
    """Let AGENCY's calls be answered by the scheme SLUG from now on; "built-in" takes its default back."""
    with session():
        actor = acting(person) if person else Actor.system()
        scheme_changes.make_default(actor, accounts.agency(agency), _scheme(slug))
    _show({"agency": agency, "default": slug}, as_json)


def _scheme(slug: str) -> Scheme | None:
    return None if slug == schemes.BUILT_IN_SLUG else schemes.get(slug)


def _line(one: Scheme | None, uses: dict[str, int]) -> dict[str, Any]:
    found = schemes.plain(one)
    found["degrees"] = [degree["key"] for degree in found["degrees"]]
    return {**found, "calls": uses.get(one.slug, 0) if one else None}


def _read(file: Path) -> dict[str, Any]:
    if file.stat().st_size > LARGEST:
        raise Invalid(_l("This file is too large to be a scheme."))
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise Invalid(_l("This file can't be read as JSON: %(why)s", why=str(error)[:200])) from error
    if not isinstance(found, dict):
        raise Invalid(_l("A scheme is a JSON object with slug, name and degrees."))
    return found


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))
