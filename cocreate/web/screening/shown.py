"""What the pages of screening show of lists and models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _, _l, language
from cocreate.core.settings import settings
from cocreate.screening import keeping, lists, records, service
from cocreate.screening.findings import Kind
from cocreate.screening.linear import load

MOST_WORDS_SHOWN = 200


@dataclass(frozen=True)
class Version:
    """One version of a list."""

    number: int
    words: int
    left_out: int
    is_in_force: bool
    trial: Mapping[str, Any] | None


@dataclass(frozen=True)
class ListRow:
    """A list with its newest version first."""

    name: str
    versions: list[Version]
    in_force: Version | None


@dataclass(frozen=True)
class ModelCard:
    """A model: what it was trained on and how good it is; `about` is None when there is none."""

    kind: Kind
    about: Mapping[str, Any] | None
    is_own: bool


def all_lists() -> list[ListRow]:
    """Every list of this installation."""
    return [one_list(name) for name in lists.names(settings().home)]


def one_list(name: str) -> ListRow:
    """A list. NotFound when there is none of this name."""
    home = settings().home
    if name not in lists.names(home):
        raise NotFound(_l("There is no word list of this name."))
    now_used = lists.in_force(home).get(name, 0)
    versions = [_version(home, name, number, now_used) for number in reversed(lists.versions(home, name))]
    return ListRow(name, versions, next((one for one in versions if one.is_in_force), None))


def one_version(name: str, version: int) -> lists.Imported:
    """How a version was imported. NotFound when there is none."""
    return lists.imported(settings().home, one_list(name).name, version)


def first_words(name: str, version: int) -> list[lists.Word]:
    """The first words of a version, as many as a page shows."""
    return list(islice(lists.words_of(settings().home, name, version), MOST_WORDS_SHOWN))


def as_text(name: str, version: int) -> str:
    """A version as it is edited, with its line of columns."""
    return lists.file_of(settings().home, name, version).read_text(encoding="utf-8")


def acts(name: str) -> list[tuple[datetime, str, str]]:
    """What was done to a list, the newest first: when, by whom, and a sentence."""
    found = records.latest(settings().home, name)
    wanted = {one["by"] for one in found if one["by"] is not None}
    people = {key: user.name for key, user in accounts.users(wanted).items()} if wanted else {}
    return [(datetime.fromisoformat(one["at"]), people.get(one["by"], ""), _sentence(one)) for one in found]


def models() -> list[ModelCard]:
    """A card for each kind that a model can rank."""
    home = settings().home
    cards = []
    for kind in keeping.TRAINED:
        path = keeping.find(home, kind)
        about = load(path).about if path else None
        cards.append(ModelCard(kind, about, path == keeping.path_of(home, kind)))
    return cards


def _version(home: Path, name: str, number: int, now_used: int) -> Version:
    told = lists.imported(home, name, number)
    left_out = told.repeated + told.unusable
    return Version(number, told.words, left_out, number == now_used, service.trial(name, number))


def _sentence(one: Mapping[str, Any]) -> str:
    if one["act"] == "refused":
        return _("The file was refused: %(why)s", why=one["why"][language()])
    if one["act"] == "imported":
        return _(
            "Version %(number)s was read, with %(words)s words.", number=one["version"], words=one["words"]
        )
    if one["act"] == "used":
        return (
            _("Version %(number)s was put in force.", number=one["version"])
            if one["version"]
            else _("The list was put out of force.")
        )
    return _("A file arrived.")
