"""The `cocreate` command: a table of commands, each loaded only when it is run."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import click

from cocreate.core.errors import CocreateError
from cocreate.core.loader import resolve

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("cocreate.cli.run:serve", "Serve the pages."),
    "work": ("cocreate.cli.run:work", "Do the background jobs."),
    "up": ("cocreate.cli.run:up", "Serve pages and do jobs together."),
    "migrate": ("cocreate.cli.run:migrate", "Bring the database up to date."),
    "doctor": ("cocreate.cli.doctor:doctor", "What is configured, reachable and migrated."),
    "demo": ("cocreate.cli.demo:demo", "Fill an empty database with demo content."),
    "admin": ("cocreate.cli.admin:admin", "Agencies, members and settings."),
    "calendar": ("cocreate.cli.calendars:calendar_group", "Working days by the official calendar."),
    "calls": ("cocreate.cli.calls:calls_group", "List and show calls."),
    "ballots": ("cocreate.cli.ballots:ballots_group", "Count and audit votes."),
    "clusters": ("cocreate.cli.clusters:clusters", "Group contributions that say the same."),
    "outcomes": ("cocreate.cli.outcomes:outcomes_group", "Answer, approve and publish."),
    "handling": (
        "cocreate.cli.handling:handling_group",
        "What departments have in hand and what is overdue.",
    ),
    "milestones": ("cocreate.cli.milestones:milestones_group", "The promised steps of an outcome."),
    "promises": ("cocreate.cli.promises:promises_group", "Whether promises were kept."),
    "questions": ("cocreate.cli.questions:questions_group", "What waits after publication."),
    "revisions": (
        "cocreate.cli.revisions:revisions_group",
        "Put another answer in place of a published one.",
    ),
    "import": ("cocreate.cli.exchange:import_group", "Bring data in."),
    "export": ("cocreate.cli.exchange:export", "Take data out."),
    "budget": ("cocreate.cli.counting:budget", "Give a budget to projects by votes."),
    "ranking": ("cocreate.cli.counting:ranking", "Count ranked ballots."),
    "opinion": ("cocreate.cli.counting:opinion", "Draw opinion maps."),
    "notices": ("cocreate.cli.notices:notices_group", "Telling people: failures, retries, progress."),
    "answers": ("cocreate.cli.answers:answers_group", "Answers as spreadsheets, out and back in."),
    "similar": ("cocreate.cli.similar:similar", "Judge the search for similar contributions."),
    "insights": ("cocreate.cli.insights:insights_group", "How agencies answer, and who may read that."),
    "screen": ("cocreate.cli.screening:screen", "What screening finds in a text, and how good it is."),
    "words": ("cocreate.cli.screening:words", "Word lists for screening."),
    "traces": ("cocreate.cli.traces:traces", "Whose words stand where in an outcome."),
}


class Lazy(click.Group):
    """A group whose commands are found in the table and imported when they are asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = resolve(COMMANDS[name][0])
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in sorted(COMMANDS)])


@click.command(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cocreate")
def cocreate() -> None:
    """Cocreate: public participation in which no contribution is left unanswered."""


def say(data: Any) -> None:
    """Print one JSON document on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def main(arguments: list[str] | None = None) -> None:
    """Run a command: exit 0 on success, 2 on wrong use, 1 with one line on failure."""
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    try:
        cocreate.main(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(2 if isinstance(wrong, click.UsageError) else 1)
    except CocreateError as refusal:
        click.echo(f"cocreate: {refusal.why}", err=True)
        sys.exit(1)
