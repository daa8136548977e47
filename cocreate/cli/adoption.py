"""`cocreate export adoption`: the table 意见采纳情况表 in any format; `cocreate export check`: the table against the database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cocreate.calls import queries as calls
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.dialect import steady
from cocreate.core.i18n import LANGUAGES, use_language
from cocreate.exchange import checks, files, tables
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import Layout


def show_progress(done: int, total: int) -> None:
    """How far a long command is, on standard error."""
    click.echo(f"\r{done:,} / {total:,}", nl=done >= total, err=True)
    sys.stderr.flush()


@click.command("adoption")
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice([one.value for one in Format]), required=True)
@click.option(
    "--layout",
    type=click.Choice([one.value for one in Layout]),
    default=Layout.STANDARD.value,
    show_default=True,
)
@click.option("--lang", type=click.Choice(sorted(LANGUAGES)), default="zh", show_default=True)
@click.option(
    "--internal", "is_internal", is_flag=True, help="With full names and all words; only --as its staff."
)
@as_option
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export_adoption(
    slug: str, kind: str, layout: str, lang: str, is_internal: bool, person: str | None, out: Path
) -> None:
    """Write how each contribution to the call SLUG was adopted to the file OUT."""
    if is_internal and person is None:
        raise click.UsageError("The internal version is written --as somebody who works on the call.")
    with session(), use_language(lang):
        steady(db.session)
        actor = acting(person) if person is not None else Actor.system()
        table = tables.of_call(
            actor, calls.get(slug), Layout(layout), is_internal=is_internal, progress=show_progress
        )
        count = files.write(table, Format(kind), out)
    click.echo(f"{count:,} lines written to {out}", err=True)


@click.command("check")
@click.argument("slug")
@json_option
def check_adoption(slug: str, as_json: bool) -> None:
    """Compare the published table of the call SLUG with the database, row by row; exit code 1 when they differ."""
    with session():
        steady(db.session)
        found = checks.check(calls.get(slug))
    if as_json:
        say(
            {
                "rows": found.rows,
                "valid": found.valid,
                "differences": found.differences,
                "same": found.is_same,
            }
        )
    else:
        click.echo(f"{found.rows:,} rows compared, {len(found.differences):,} differ.")
        for one in found.differences[:20]:
            click.echo(f"{one['number']}: {one['what']}", err=True)
    if not found.is_same:
        raise SystemExit(1)
