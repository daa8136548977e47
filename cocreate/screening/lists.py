"""The operator's word lists: files in the home folder, each import a new version, one version of each in force."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from cocreate.core.errors import CocreateError, Invalid, NotFound
from cocreate.core.i18n import _l
from cocreate.screening.normal import plain

MOST_WORDS = 1_000_000  # of one list
MOST_LINES = 3_000_000  # of one file, with those that repeat words or hold none
LONGEST_LINE = 2_000  # characters; no more of a line is ever read at once
LONGEST_WORD = 100
NAME = re.compile(r"[\w-]{1,40}")
UNNAMED = "words"
IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class Word:
    """A listed word, its category, and how sure a hit is when the operator said so."""

    text: str
    category: str = ""
    confidence: float | None = None


@dataclass(frozen=True)
class Imported:
    """What became of an import: the list, its new version, and how many lines were kept or left out."""

    name: str
    version: int
    words: int
    repeated: int
    unusable: int


def read(file: Path) -> Iterator[Word | None]:
    """The words of a file, one at a time; None for a line that holds none.

    A CSV with the columns word, category (and confidence, 0 to 1, if wanted), or a plain text with a word on each line;
    gzip too. Every word stands for itself: nothing in it is a pattern. CocreateError when it can't be read."""
    try:
        with (gzip.open if file.suffix == ".gz" else open)(
            file, "rt", encoding="utf-8-sig", newline=""
        ) as lines:
            first = lines.readline(LONGEST_LINE)
            columns = [cell.strip().lower() for cell in first.split(",")]
            if "word" in columns:
                for row in csv.DictReader(_lines(lines), fieldnames=columns):
                    yield _word(row.get("word") or "", row.get("category") or "", row.get("confidence") or "")
            else:
                for line in chain([first], _lines(lines)):
                    yield _word(line, "", "")
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise CocreateError(
            _l("%(file)s can't be read as a word list: %(error)s.", file=str(file), error=str(error))
        ) from error


def _lines(lines: Iterator[str]) -> Iterator[str]:
    """Lines in pieces of bounded length, so that a file without line breaks fills no memory."""
    while line := lines.readline(LONGEST_LINE):  # type: ignore[attr-defined]
        yield line.replace("\0", "")


def _word(text: str, category: str, confidence: str) -> Word | None:
    text = text.strip()
    if not text or len(text) > LONGEST_WORD or not plain(text):
        return None
    try:
        sure = float(confidence) if confidence.strip() else None
    except ValueError:
        return None
    return Word(text, category.strip()[:40], sure) if sure is None or 0 <= sure <= 1 else None


def put(home: Path, file: Path, name: str = "", *, live: bool = True) -> Imported:
    """Make the words of a file the next version of a list, in force at once if `live`. Invalid for an impossible name.

    The former versions stay. Words that are the same in their normal form are kept once."""
    name = name or file.name.split(".")[0]
    folder = folder_of(home, name)
    folder.mkdir(parents=True, exist_ok=True)
    version = max(versions(home, name), default=0) + 1
    counts = {"kept": 0, "repeated": 0, "unusable": 0}
    partial = folder / f".{version}.{os.getpid()}"
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("word", "category", "confidence"))
            for word in _distinct(read(file), counts):
                writer.writerow(
                    (word.text, word.category, "" if word.confidence is None else word.confidence)
                )
        done = Imported(name, version, counts["kept"], counts["repeated"], counts["unusable"])
        (folder / f"{version:06}.json").write_text(json.dumps(vars(done), ensure_ascii=False))
        partial.rename(folder / f"{version:06}.csv")
    finally:
        partial.unlink(missing_ok=True)
    if live:
        use(home, name, version)
    return done


def _distinct(words: Iterator[Word | None], counts: dict[str, int]) -> Iterator[Word]:
    seen: set[str] = set()
    for read_so_far, word in enumerate(words):
        if read_so_far == MOST_LINES:
            raise Invalid(_l("A file holds at most %(most)s lines. Please divide it.", most=MOST_LINES))
        if word is None:
            counts["unusable"] += 1
            continue
        form = plain(word.text)
        if form in seen:
            counts["repeated"] += 1
            continue
        if counts["kept"] == MOST_WORDS:
            raise Invalid(_l("A word list holds at most %(most)s words. Please divide it.", most=MOST_WORDS))
        seen.add(form)
        counts["kept"] += 1
        yield word


def use(home: Path, name: str, version: int) -> None:
    """Put a version of a list in force; 0 puts none in force. NotFound when there is no such version."""
    if version and version not in versions(home, name):
        raise NotFound(_l("The list %(name)s has no version %(version)s.", name=name, version=version))
    partial = folder_of(home, name) / f".{IN_FORCE}.{os.getpid()}"
    partial.write_text(str(version))
    partial.rename(folder_of(home, name) / IN_FORCE)


def versions(home: Path, name: str) -> list[int]:
    """The numbers of a list's versions, oldest first; [] when there is no such list."""
    return sorted(int(path.stem) for path in folder_of(home, name).glob("[0-9]*.csv"))


def names(home: Path) -> list[str]:
    """The names of all lists, also of those of which nothing is in force."""
    return sorted(path.name for path in (home / "words").glob("*/") if NAME.fullmatch(path.name))


def imported(home: Path, name: str, version: int) -> Imported:
    """How a version was imported. NotFound when there is no such version."""
    if version not in versions(home, name):
        raise NotFound(_l("The list %(name)s has no version %(version)s.", name=name, version=version))
    told = file_of(home, name, version).with_suffix(".json")
    if told.exists():
        return Imported(**json.loads(told.read_text()))
    return Imported(name, version, sum(1 for _word in words_of(home, name, version)), 0, 0)


def in_force(home: Path) -> dict[str, int]:
    """The version in force of each list that has one, by the name of the list."""
    marks = sorted((home / "words").glob(f"*/{IN_FORCE}"))
    found = {mark.parent.name: int(mark.read_text()) for mark in marks}
    return {name: version for name, version in found.items() if version}


def words_of(home: Path, name: str, version: int) -> Iterator[Word]:
    """The words of one version of a list."""
    return (word for word in read(file_of(home, name, version)) if word is not None)


def file_of(home: Path, name: str, version: int) -> Path:
    """The file of one version, a CSV."""
    return folder_of(home, name) / f"{version:06}.csv"


def folder_of(home: Path, name: str) -> Path:
    """Where the versions of a list lie. Invalid for an impossible name."""
    if not NAME.fullmatch(name):
        raise Invalid(
            _l("The name of a list is made of letters, digits, - and _, at most 40 of them."), "name"
        )
    return home / "words" / name
