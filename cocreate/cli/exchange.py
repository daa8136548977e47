"""`cocreate import` and `cocreate export`: data in, all or nothing, and data out, streamed."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from cocreate.calls import queries as calls
from cocreate.cli.adoption import check_adoption, export_adoption
from cocreate.cli.context import acting_as, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.exchange import exports, offline, polis, service


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
    _report(report, as_json)


def _report(report: service.Report, as_json: bool) -> None:
    """Print what an import did; exit 1 after the bad lines when there are any."""
    if as_json:
        say(asdict(report))
    else:
        click.echo(f"{report.rows} rows: {report.imported} imported, {report.skipped} were there already.")
    for error in report.errors[:20]:
        click.echo(f"line {error['line']}: {error['why']}", err=True)
    if report.errors:
        click.echo(f"{len(report.errors)} bad lines, so nothing was imported.", err=True)
        raise SystemExit(1)


@import_group.command("offline")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--call", "slug", required=True, help="Address of the call.")
@click.option(
    "--source", default=offline.SOURCE, help="Where the file comes from; row ids are compared within it."
)
@as_option
@json_option
def import_offline(file: Path, slug: str, source: str, person: str | None, as_json: bool) -> None:
    """Take in what was said at a hall, by hotline, at a meeting or by letter, from CSV or XLSX. A second run adds nothing."""
    with session():
        report = offline.import_offline(acting_as(person), calls.get(slug), file.read_bytes(), source)
    _report(report, as_json)


@import_group.command("polis")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--call", "slug", required=True, help="Address of the call; it is made when there is none.")
@json_option
def import_polis(folder: Path, slug: str, as_json: bool) -> None:
    """Take in a conversation exported from Polis: comments.csv and votes.csv (or .gz). A second run adds nothing."""
    with session():
        report = polis.import_polis(folder, slug)
    _report(report, as_json)


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
