"""`cocreate outcomes templates`: texts that an agency answers with often."""

from __future__ import annotations

from typing import Any

import click

from cocreate.accounts import queries as accounts
from cocreate.calls import queries as calls
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.outcomes import templates
from cocreate.outcomes.desk_models import Template
from cocreate.outcomes.rules import LIMITS, AnswerDraft


@click.group("templates")
def templates_group() -> None:
    """Texts that an agency answers with often."""


@templates_group.command("list")
@click.argument("agency")
@json_option
def list_(agency: str, as_json: bool) -> None:
    """The templates of AGENCY (by its short name), those that are offered no longer too."""
    with session():
        rows = [_plain(one) for one in templates.of_agency(accounts.agency(agency))]
    if as_json:
        say({"templates": rows})
        return
    for row in rows:
        click.echo(f"{row['id']}  {row['name']}{'' if row['offered'] else '  (retired)'}")


@templates_group.command()
@click.argument("agency")
@click.argument("name")
@click.option("--id", "template_id", type=int, help="The template to change; a new one when not given.")
@click.option("--degree", default="", help="The degree it goes with; left open when not given.")
@click.option("--reason", default="")
@click.option("--measure", default="")
@click.option("--reference", default="")
@click.option("--since", default="")
@click.option("--passed-to", default="")
@as_option
@json_option
def save(
    agency: str, name: str, template_id: int | None, person: str | None, as_json: bool, **texts: str
) -> None:
    """Keep a template of AGENCY under NAME; texts may hold places such as {number} and {name}."""
    with session():
        owner = accounts.agency(agency)
        row = templates.get(owner, template_id) if template_id else None
        shown = _plain(templates.save(_actor(person), owner, name, AnswerDraft(**_given(texts)), row))
    _show(shown, as_json)


@templates_group.command()
@click.argument("agency")
@click.argument("template_id", type=int)
@click.option("--back", is_flag=True, help="Offer it again.")
@as_option
@json_option
def retire(agency: str, template_id: int, back: bool, person: str | None, as_json: bool) -> None:
    """Offer the template with this id no longer, or again."""
    with session():
        owner = accounts.agency(agency)
        row = templates.get(owner, template_id)
        shown = _plain(templates.retire(_actor(person), owner, row, back=back))
    _show(shown, as_json)


@templates_group.command()
@click.argument("agency")
@click.argument("template_id", type=int)
@click.argument("number")
@json_option
def preview(agency: str, template_id: int, number: str, as_json: bool) -> None:
    """What the template says to the contribution NUMBER; nothing is kept."""
    with session():
        row = templates.get(accounts.agency(agency), template_id)
        found = contributions.get(number)
        draft = templates.preview(row, found, calls.get_by_id(found.call_id))
        shown = {name: text for name in ("degree", *LIMITS) if (text := getattr(draft, name))}
    _show(shown, as_json)


def _actor(person: str | None) -> Actor:
    return acting(person) if person else Actor.system()


def _given(texts: dict[str, str]) -> dict[str, Any]:
    return {name: text for name, text in texts.items() if text or name == "degree"}


def _plain(row: Template) -> dict[str, Any]:
    return {"id": row.id, "name": row.name, "offered": row.retired_at is None, "fields": row.fields}


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name}: {value}" for name, value in found.items()))
