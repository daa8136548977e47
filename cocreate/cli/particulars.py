"""`cocreate outcomes particulars`: index number, issuer, signature and date of an outcome, shown or entered."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.exchange import particulars as official


@click.command("particulars")
@click.argument("slug")
@click.option("--index-number", help="索引号")
@click.option("--issuer", help="发布机构")
@click.option("--signature", help="落款")
@click.option("--written-on", type=click.DateTime(["%Y-%m-%d"]), help="成文日期")
@as_option
@json_option
def particulars(
    slug: str, written_on: datetime | None, person: str | None, as_json: bool, **texts: str | None
) -> None:
    """Show the official particulars of the outcome of the call SLUG; with options, change those that are named."""
    changed: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if written_on is not None:
        changed["written_on"] = written_on.date()
    with session():
        call = calls.get(slug)
        given, version = official.of_call(call.id)
        if changed:
            official.enter(acting_as(person), call, replace(given, **changed), seen=version)
            given, _version = official.of_call(call.id)
    shown = asdict(given) | {"written_on": given.written_on.isoformat() if given.written_on else None}
    if as_json:
        say(shown)
    else:
        click.echo("\n".join(f"{name}: {value or ''}" for name, value in shown.items()))
