"""Word lists in the site: a file is taken in and tried on past content by a job, and goes live by a person's act."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from cocreate.contributions import queries as contributions
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.errors import CocreateError, Invalid
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.jobs import enqueue
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.screening import lists, records, trials
from cocreate.screening.lexicon import Lexicon

GZIP = b"\x1f\x8b"
TRIED_ON = 50_000  # of the latest contributions
MOST_EDITED = 3_000  # words that fit into a form; longer lists are changed as files


def bring(actor: Actor, stream: IO[bytes], name: str) -> str:
    """Keep a file, so that a job makes it the next version of a list; the name of the list. Invalid for an impossible name."""
    require(actor, "word_list.change")
    lists.folder_of(settings().home, name)
    head = stream.read(2)
    if not head.strip():
        raise Invalid(_l("The file is empty."), "file")
    arrived = _arrivals() / f"{new_id()}.csv{'.gz' if head == GZIP else ''}"
    arrived.parent.mkdir(parents=True, exist_ok=True)
    with arrived.open("wb") as out:
        out.write(head)
        shutil.copyfileobj(stream, out)
    records.note(settings().home, name, "arrived", actor.user_id)
    enqueue("cocreate.screening.service:take_in", arrived=arrived.name, name=name, by=actor.user_id)
    return name


def take_in(arrived: str, name: str, by: int | None) -> None:
    """The job: make what arrived the next version and try it on past content; a refusal is written into the record."""
    home, path = settings().home, _arrivals() / arrived
    if not path.exists():  # done by a run that was killed before it could say so
        return
    try:
        done = lists.put(home, path, name, live=False)
    except CocreateError as refusal:
        records.note(home, name, "refused", by, why=records.in_each_language(refusal))
    else:
        records.note(home, name, "imported", by, version=done.version, words=done.words)
        try_out(name, done.version)
    path.unlink(missing_ok=True)


def try_out(name: str, version: int) -> None:
    """Write down how often a version would have hit the latest contributions."""
    home = settings().home
    lexicon = Lexicon.of([(name, lists.words_of(home, name, version))])
    found = trials.hits(lexicon, contributions.texts(TRIED_ON))
    told = {"at": now().isoformat(), "of": found["texts"]} | found["lists"].get(name, {})
    _trial_of(name, version).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def trial(name: str, version: int) -> Mapping[str, Any] | None:
    """{"at", "of", "texts", "hits", "raised", "share", "words"} of a version that was tried, with `at` as a moment."""
    kept = _trial_of(name, version)
    if not kept.exists():
        return None
    told = json.loads(kept.read_text(encoding="utf-8"))
    return told | {"at": datetime.fromisoformat(told["at"])}


def use(actor: Actor, name: str, version: int) -> None:
    """Put a version in force, 0 for none; what is screened from now on follows it. NotFound when there is no such version."""
    require(actor, "word_list.change")
    lists.use(settings().home, name, version)
    records.note(settings().home, name, "used", actor.user_id, version=version)


def _arrivals() -> Path:
    return settings().home / "words" / ".arrived"


def _trial_of(name: str, version: int) -> Path:
    return lists.file_of(settings().home, name, version).with_suffix(".tried")
