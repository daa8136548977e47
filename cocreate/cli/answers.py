"""`cocreate answers`: answers out to a spreadsheet, and back in with every line checked."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.cli.context import acting, as_option, json_option, session
from cocreate.cli.main import say
from cocreate.core.actor import Actor
from cocreate.core.errors import CocreateError
from cocreate.core.i18n import LANGUAGES, use_language
from cocreate.exchange import answer_export, answer_sheets, queries
from cocreate.exchange.answer_sheets import Change, Proposal, Trial, draft_of
from cocreate.outcomes.workbench import Filter, Show

language_option = click.option(
    "--lang", type=click.Choice(sorted(LANGUAGES)), default="zh", show_default=True
)


@click.group("answers")
def answers_group() -> None:
    """Answers as spreadsheets."""


@answers_group.command("export")
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--unanswered", is_flag=True, help="Only contributions that still need an answer.")
@language_option
@as_option
def export_answers(slug: str, file: Path, unanswered: bool, lang: str, person: str | None) -> None:
    """Write the contributions of the call SLUG with their answers to FILE (.xlsx or .csv), to be filled in elsewhere."""
    with session(), use_language(lang):
        actor = acting(person) if person is not None else Actor.system()
        chosen = Filter(show=Show.UNANSWERED if unanswered else Show.ALL)
        count = answer_export.export_answers(actor, calls.get(slug), file, chosen)
    click.echo(f"{count:,} lines written to {file}", err=True)


@answers_group.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--force-none", is_flag=True, help="Leave conflicting answers as they are on the site, and take the rest."
)
@click.option(
    "--take",
    "taken",
    multiple=True,
    metavar="NUMBER",
    help="In this conflict take the answer of the file; may be given several times.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@language_option
@as_option
@json_option
def import_answers(
    slug: str,
    file: Path,
    force_none: bool,
    taken: tuple[str, ...],
    dry_run: bool,
    lang: str,
    person: str | None,
    as_json: bool,
) -> None:
    """Take answers from FILE into the call SLUG: all of them, or none when a line is wrong or a colleague was faster."""
    if person is None:
        raise click.UsageError("Answers are imported --as somebody who may give them.")
    with session(), use_language(lang):
        actor, call = acting(person), calls.get(slug)
        trial = answer_sheets.look_over(actor, call, file)
        conflicts = {one.number: one.standing for one in trial.of(Change.CONFLICT)}
        overrule = {number: conflicts[number] for number in taken if number in conflicts}
        refused = trial.problems or (conflicts.keys() - overrule.keys() and not force_none)
        act = None if refused or dry_run else answer_sheets.apply(actor, call, trial, overrule, file.name)
        report = _report(call, trial) | {"applied": act.count if act else 0, "act": act.id if act else None}
    if as_json:
        say(report)
    else:
        _tell(report)
    if refused:
        raise CocreateError("Nothing was imported.") if not as_json else SystemExit(1)


def _report(call: Call, trial: Trial) -> dict[str, Any]:
    return {
        "rows": trial.rows,
        "new": len(trial.of(Change.NEW)),
        "changed": len(trial.of(Change.CHANGED)),
        "unchanged": trial.unchanged,
        "conflicts": [_conflict(call, one) for one in trial.of(Change.CONFLICT)],
        "errors": [
            {"line": one.line, "number": one.number, "column": one.column, "why": str(one.why)}
            for one in trial.problems
        ],
    }


def _conflict(call: Call, one: Proposal) -> dict[str, Any]:
    standing = queries.versions_at(call.id, {one.contribution_id: one.standing}).get(one.contribution_id)
    return {
        "line": one.line,
        "number": one.number,
        "seen": one.seen,
        "standing": one.standing,
        "site": asdict(draft_of(standing)),
        "file": asdict(one.draft),
    }


def _tell(report: dict[str, Any]) -> None:
    click.echo(
        f"{report['rows']} lines: {report['new']} new, {report['changed']} changed, {report['unchanged']} unchanged, "
        f"{len(report['conflicts'])} conflicts, {len(report['errors'])} errors; {report['applied']} applied."
    )
    for one in report["errors"][:50]:
        click.echo(f"line {one['line']} {one['number']} {one['column']}: {one['why']}", err=True)
    for one in report["conflicts"][:50]:
        click.echo(
            f"line {one['line']} {one['number']}: version {one['seen']} was exported, version {one['standing']} stands.",
            err=True,
        )
