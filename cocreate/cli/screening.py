"""`cocreate screen` and `cocreate words`: what screening sees in a text, how good it is, and the operator's lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cocreate.app import create_app
from cocreate.cli.context import json_option, session
from cocreate.cli.main import say
from cocreate.contributions import queries as contributions
from cocreate.core.loader import resolve
from cocreate.core.settings import Settings, prepare_home
from cocreate.screening import evasions, judging, keeping, labelled, lists, screener, trials
from cocreate.screening.findings import Kind
from cocreate.screening.lexicon import Lexicon

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
EVALUATED = click.Choice([Kind.PERSONAL_DATA.value, Kind.ABUSE.value, Kind.SPAM.value])
TRAINED = click.Choice([Kind.SPAM.value, Kind.ABUSE.value])


class TextGroup(click.Group):
    """A group whose first word is a text to screen when it is none of the commands."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        first = next((one for one in args if one == "--" or not one.startswith("-")), None)
        if first is not None and first not in self.commands:
            args = ["text", *args]
        return super().parse_args(context, args)


def home() -> Path:
    """The home folder of this environment, made when it is not there."""
    settings = Settings.from_environ()
    prepare_home(settings)
    return settings.home


@click.group("screen", cls=TextGroup)
def screen() -> None:
    """Screen a TEXT, judge how good screening is, or train it: cocreate screen TEXT [--json]."""


@screen.command("text", hidden=True)
@click.argument("text")
@json_option
def screen_text(text: str, as_json: bool) -> None:
    """What is found in TEXT."""
    with create_app(Settings.from_environ()).app_context():
        findings = [one.as_json(text) for one in screener.of(home()).screen(text)]
    if as_json:
        say({"findings": findings})
        return
    for one in findings:
        click.echo(
            f"{one['kind']:13} {one['start']}-{one['end']}  {one['confidence']:.2f}  {one['text'][:40]}  {one['why']}"
        )
    if not findings:
        click.echo("Nothing was found.")


@screen.command("evaluate")
@click.argument("file", type=FILE)
@click.option("--kind", type=EVALUATED, required=True)
@json_option
def evaluate(file: Path, kind: str, as_json: bool) -> None:
    """Compare what is found in the rows of FILE with what people say of them."""
    figures = judging.evaluate(home(), Kind(kind), labelled.read(file, Kind(kind)))
    _tell(figures, as_json)


@screen.command("train")
@click.argument("file", type=FILE)
@click.option("--kind", type=TRAINED, required=True)
@click.option("--licence", default="", help="The licence of the rows, kept with the model.")
@click.option(
    "--source",
    default="",
    help="Where the rows come from, kept with the model; the file's name when not given.",
)
@json_option
def train(file: Path, kind: str, licence: str, source: str, as_json: bool) -> None:
    """Train the model of this installation from the rows of FILE; its figures are of rows it was not trained on."""
    rows = labelled.read(file, Kind(kind))
    about = {"trained_on": source or file.name, "licence": licence}
    model = resolve("cocreate.screening.training:train")(Kind(kind), rows, about)
    keeping.keep(home(), model)
    told = {"kind": kind, "rows": len(rows), "threshold": round(model.threshold, 4)} | model.about["held_out"]
    _tell(told | {"held_out_by": model.about["held_out_by"]}, as_json)


@click.group("words")
def words() -> None:
    """The operator's word lists: import, versions, how well disguised words are found, what past content they hit."""


@words.command("import")
@click.argument("file", type=FILE)
@click.option("--list", "name", default="", help="The list's name; the file's name when not given.")
@click.option("--draft", is_flag=True, help="Leave the version in force as it is; `words use` changes it.")
@json_option
def import_words(file: Path, name: str, draft: bool, as_json: bool) -> None:
    """Make FILE the new version of a list, and put it in force unless it is a draft."""
    done = lists.put(home(), file, name, live=not draft)
    _tell(vars(done), as_json)


@words.command("lists")
@json_option
def show_lists(as_json: bool) -> None:
    """Which version of which list is in force."""
    _tell(lists.in_force(home()), as_json)


@words.command("versions")
@click.argument("name")
@json_option
def show_versions(name: str, as_json: bool) -> None:
    """Every version of the list NAME, the first one first: how many words it has, and how it was read."""
    found = [vars(lists.imported(home(), name, number)) for number in lists.versions(home(), name)]
    _tell({"versions": found, "in_force": lists.in_force(home()).get(name, 0)}, as_json)


@words.command("use")
@click.argument("name")
@click.argument("version", type=click.IntRange(0))
@json_option
def use(name: str, version: int, as_json: bool) -> None:
    """Put VERSION of the list NAME in force; 0 puts none in force."""
    lists.use(home(), name, version)
    _tell(lists.in_force(home()), as_json)


@words.command("evaluate")
@json_option
def evaluate_words(as_json: bool) -> None:
    """How many of the listed words are found again in ten kinds of disguise."""
    _tell(evasions.recall(screener.of(home()).lexicon), as_json)


@words.command("try")
@click.argument("file", type=FILE)
@json_option
def try_words(file: Path, as_json: bool) -> None:
    """How often the words of FILE, and each list in force, would have hit past contributions; changes nothing."""
    with session():
        asked = [*screener.of(home()).words_by_list().items(), (file.name, trials.words_in(file))]
        _tell(trials.hits(Lexicon.of(asked), contributions.texts()), as_json)


def _tell(data: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say(data)
    else:
        click.echo("\n".join(f"{name}: {value}" for name, value in data.items()))
