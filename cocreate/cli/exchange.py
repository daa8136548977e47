"""`cocreate import` and `cocreate export`: data in, all or nothing, and data out, streamed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from cocreate.calls import queries as calls
from cocreate.cli.adoption import check_adoption, export_adoption
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.exchange import exports, service


@click.group("import")
def import_group() -> None:
    """Bring data in."""


def _show(done: int, total: int) -> None:
    click.echo(f"\r{done} / {total}", nl=done == total, err=True)
    sys.stderr.flush()


@import_group.command("messages")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--call", "slug", required=True, help="Address of the call; it is made when there is none.")
@click.option("--replies", is_flag=True, help="Take the official replies in as answers.")
@click.option("--review", is_flag=True, help="Let a moderator review each message first.")
@json_option
def import_messages(file: Path, slug: str, replies: bool, review: bool, as_json: bool) -> None:
    """Take citizens' messages from a CSV or CSV.GZ file into a call. A second run adds nothing."""
    with session():
        report = service.import_messages(file, slug, replies=replies, review=review, progress=_show)
        if report.errors:
            db.session.rollback()
    if as_json:
        say(asdict(report))
    else:
        click.echo(f"{report.rows} rows: {report.imported} imported, {report.skipped} were there already.")
    for error in report.errors[:20]:
        click.echo(f"line {error['line']}: {error['why']}", err=True)
    if report.errors:
        click.echo(f"{len(report.errors)} bad lines, so nothing was imported.", err=True)
        raise SystemExit(1)


@click.group()
def export() -> None:
    """Take data out."""


@export.command("call")
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(sorted(exports.WRITERS)), required=True)
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export_call(slug: str, kind: str, out: Path) -> None:
    """Write all contributions of a call, with their answers, to a file; names are masked."""
    part = out.with_name(f".{out.name}.part")
    with session():
        try:
            count = exports.WRITERS[kind](calls.get(slug), part)
            part.replace(out)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise CocreateError(f"{out} can't be written: {error.strerror}.") from error
    click.echo(f"{count} contributions written to {out}", err=True)


export.add_command(export_adoption)
export.add_command(check_adoption)
