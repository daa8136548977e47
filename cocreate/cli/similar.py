"""`cocreate similar`: how well like contributions are found."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from cocreate.cli.context import application, json_option
from cocreate.cli.main import say
from cocreate.core.db import db
from cocreate.core.errors import CocreateError
from cocreate.search.evaluate import Message, evaluate

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def similar() -> None:
    """Judge the search for similar contributions."""


@similar.command("evaluate")
@click.argument("messages", type=FILE)
@click.argument("gold", type=FILE)
@json_option
def evaluate_similar(messages: Path, gold: Path, as_json: bool) -> None:
    """Compare what is found for the core rows of GOLD among all MESSAGES with the marked topics; keeps nothing."""
    texts, topics, core = marked_messages(messages, gold)
    with TemporaryDirectory() as folder:
        app = application(home=Path(folder), database_url="", secret=folder)
        with app.app_context():
            found = evaluate(texts, topics, core)
            db.session.rollback()
            db.engine.dispose()
    if as_json:
        say(found)
    else:
        click.echo(", ".join(f"{name} {value}" for name, value in found.items()))


def marked_messages(messages: Path, gold: Path) -> tuple[list[Message], dict[str, str], list[str]]:
    """The messages, the topic of each marked one by id, and the ids of the sure ones. CocreateError, in a sentence."""
    written = _rows(messages, {"message_id", "title", "body"})
    marked = _rows(gold, {"message_id", "topic", "core"})
    texts = [Message(row["message_id"], row["title"], row["body"]) for row in written]
    topics = {row["message_id"]: row["topic"] for row in marked}
    core = [row["message_id"] for row in marked if row["core"] == "1"]
    missing = topics.keys() - {text.id for text in texts}
    if missing or not core:
        raise CocreateError(f"{gold} does not fit {messages}: {len(missing)} of its messages are not there.")
    return texts, topics, core


def _rows(file: Path, columns: set[str]) -> list[dict[str, str]]:
    try:
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            reader = csv.DictReader(lines)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise CocreateError(f"{file} has no column {', '.join(sorted(missing))}.")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CocreateError(f"{file} can't be read as CSV: {error}.") from error
