"""`cocreate admin`: the first administrator, agencies, members and settings, by whoever runs the machine."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from cocreate.accounts import addresses, agencies, queries
from cocreate.accounts.models import Agency, Role
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.core.errors import NotFound

ROLES = click.Choice([role.value for role in Role])
SYSTEM = Actor.system()


@click.group()
def admin() -> None:
    """Administrators, agencies, members and settings."""


def _password(wanted: bool) -> str | None:
    """One line from the terminal, unseen, or from what is piped in; never from the arguments, which others can list."""
    if not wanted:
        return None
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


def _agency(slug: str | None, root_name: str) -> Agency:
    """The agency of this slug, or the root, which is planted when the tree is empty."""
    if slug is not None:
        return queries.agency(slug)
    return queries.root_agency() or agencies.create_agency(SYSTEM, None, "root", root_name)


@admin.command()
@click.argument("address")
@click.option("--name", required=True, help="The name others see.")
@click.option("--role", type=ROLES, default=Role.SYSTEM_ADMIN.value, show_default=True)
@click.option("--agency", "slug", help="Short name of an agency; the root when not given.")
@click.option(
    "--root-name", default="本级政府", show_default=True, help="Name of the root, when there is none yet."
)
@click.option(
    "--password", "with_password", is_flag=True, help="Set a password, asked for or read from standard input."
)
def create(address: str, name: str, role: str, slug: str | None, root_name: str, with_password: bool) -> None:
    """Make an administrator with this mobile number or e-mail ADDRESS."""
    password = _password(with_password)
    with session():
        agency = _agency(slug, root_name)
        user = agencies.create_admin(SYSTEM, address, name, role, agency, password)
        click.echo(f"{user.name}: {role} of {agency.name}", err=True)


@admin.command("agency")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--name-en", default="")
@click.option("--under", help="Short name of the agency above; the root when not given.")
def add_agency(slug: str, name: str, name_en: str, under: str | None) -> None:
    """Put the agency SLUG into the tree; the first one becomes its root."""
    with session():
        parent = queries.agency(under) if under else queries.root_agency()
        agency = agencies.create_agency(SYSTEM, parent, slug, name, name_en)
        click.echo(f"{agency.slug}: {agency.name}", err=True)


@admin.command()
@click.argument("address")
@click.option("--agency", "slug", required=True)
@click.option("--role", type=ROLES, required=True)
@click.option("--name", default="", help="Name for an account that has to be made.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day.")
@click.option("--end", is_flag=True, help="End the role instead.")
def member(address: str, slug: str, role: str, name: str, until: datetime | None, end: bool) -> None:
    """Give the person with this ADDRESS a role in an agency, or end it."""
    with session():
        agency, reached = queries.agency(slug), addresses.read(address)
        if end:
            _end(reached, agency, role)
            return
        if name:
            agencies.find_or_make(SYSTEM, reached, name)
        last = until.replace(tzinfo=UTC).date() if until else None
        membership = agencies.add_member(SYSTEM, agency, address, role, ends_on=last)
        click.echo(f"{membership.role.value} of {agency.name}", err=True)


def _end(address: addresses.Address, agency: Agency, role: str) -> None:
    user = queries.find_by_address(address)
    held = queries.memberships_of(user.id) if user is not None else []
    found = [one for one in held if one.agency_id == agency.id and one.role.value == role]
    if not found:
        raise NotFound(f"Nobody with this address holds the role {role} in {agency.slug}.")
    agencies.end_member(SYSTEM, found[0])


@admin.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@json_option
def setting(key: str | None, value: str | None, as_json: bool) -> None:
    """Show all settings, show the one named KEY, or give it a VALUE (JSON, or else plain text)."""
    with session():
        if key is not None and value is not None:
            agencies.change_setting(SYSTEM, key, _value(value))
        found = queries.settings_dict()
    shown = found if key is None else {key: found.get(key)}
    if as_json:
        say(shown)
        return
    for name, held in sorted(shown.items()):
        click.echo(f"{name} = {json.dumps(held, ensure_ascii=False)}")


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
