"""Files for download: small ones at once, large ones by a job that keeps them in the home folder for a day."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import one_at_a_time, steady
from cocreate.core.errors import CocreateError, NotFound
from cocreate.core.i18n import language, use_language
from cocreate.core.jobs import LEASE, enqueue, hold
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.exchange import files, queries, tables
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import Layout
from cocreate.exchange.models import FileState, KeptFile
from cocreate.outcomes import queries as outcomes

AT_ONCE = {Format.CSV: 3000, Format.JSON: 3000, Format.HTML: 1000, Format.XLSX: 1000, Format.DOCX: 300}
REUSED = timedelta(minutes=10)  # a file as old as that is given to the next who asks
KEPT = timedelta(days=1)
LAID_OUT = timedelta(
    minutes=30
)  # that a long document may take to be laid out, without a word of how far it is
HELD_EVERY = 10_000  # lines


def is_at_once(kind: Format, total: int) -> bool:
    """Whether a table of so many lines is written while the reader waits; a PDF never is."""
    return total <= AT_ONCE.get(kind, -1)


def length(call: Call) -> int:
    """How many lines the public table of a call has."""
    outcome = outcomes.find(call.id)
    return outcomes.adoption_count(call.id, is_published=outcome is not None and outcome.is_published)


def filename(call: Call, layout: Layout, kind: Format, is_internal: bool = False) -> str:
    """What a file is called: the call's address, the layout, and that it is internal."""
    return f"{call.slug}-{layout.value}{'-internal' if is_internal else ''}.{kind.value}"


def content(actor: Actor, call: Call, layout: Layout, kind: Format, *, is_internal: bool = False) -> bytes:
    """The bytes of a table that is written at once."""
    with tempfile.TemporaryDirectory(dir=folder()) as place:
        out = Path(place) / "table"
        files.write(tables.of_call(actor, call, layout, is_internal=is_internal), kind, out)
        return out.read_bytes()


def ask(actor: Actor, call: Call, layout: Layout, kind: Format, *, is_internal: bool = False) -> KeptFile:
    """Have a file made in the background, or take the one that was just made for another who asked the same."""
    require(actor, "outcome.work" if is_internal else "adoption.read", call)
    key = f"adoption/{layout.value}/{kind.value}/{language()}{'/internal' if is_internal else ''}"
    owner = actor.user_id if is_internal else None
    one_at_a_time(db.session, f"file {call.id} {key}")
    found = queries.fresh_file(call.id, key, owner, now() - REUSED)
    if found is not None:
        return found
    _tidy(call.id)
    name = filename(call, layout, kind, is_internal)
    file = KeptFile(call_id=call.id, key=key, for_user_id=owner, filename=name)
    db.session.add(file)
    db.session.flush()
    what: dict[str, Any] = {
        "layout": layout.value,
        "kind": kind.value,
        "code": language(),
        "is_internal": is_internal,
    }
    enqueue("cocreate.exchange.downloads:make", call_id=call.id, file_id=file.id, **what)
    return file


def make(call_id: int, file_id: int, layout: str, kind: str, code: str, is_internal: bool) -> None:
    """The job: write the file beside the others as things stand at one moment, tell how far it is, and say plainly when
    it can't be made."""
    db.session.rollback()  # whoever claimed the job may have read already
    steady(db.session)
    hold(LAID_OUT if kind in (Format.PDF, Format.DOCX) else LEASE)
    call = calls.get_by_id(call_id)
    out = _place(file_id)
    try:
        with use_language(code):
            table = tables.of_call(
                Actor.system(),
                call,
                Layout(layout),
                is_internal=is_internal,
                progress=lambda done, total: _progress(call_id, file_id, done, total),
            )
            files.write(table, Format(kind), out)
    except CocreateError as refusal:
        db.session.rollback()
        with use_language(code):
            _mark(call_id, file_id, state=FileState.FAILED, why=str(refusal.why))
        return
    db.session.rollback()  # nothing was written in it, and what follows must not be bound to its moment
    _mark(call_id, file_id, state=FileState.READY, size=out.stat().st_size, made_at=now())


def path_of(file: KeptFile) -> Path:
    """Where a file lies that is ready. NotFound when it does not any more."""
    found = _place(file.id)
    if file.state is not FileState.READY or not found.is_file():
        raise NotFound(queries.NO_SUCH_FILE)
    return found


def _progress(call_id: int, file_id: int, done: int, total: int) -> None:
    _mark(call_id, file_id, done=done, total=total)
    if done % HELD_EVERY == 0:
        hold()


def _mark(call_id: int, file_id: int, **values: object) -> None:
    """Write how far a file is, at once and apart from the job's own reading."""
    statement = sa.update(KeptFile).where(KeptFile.call_id == call_id, KeptFile.id == file_id)
    with db.engine.begin() as connection:
        connection.execute(statement.values(**values))


def _tidy(call_id: int) -> None:
    """Take away what was made yesterday; it can be made again."""
    for file in queries.old_files(call_id, now() - KEPT):
        _place(file.id).unlink(missing_ok=True)
        db.session.delete(file)


def folder() -> Path:
    """Where files lie while they are made, fetched or looked at."""
    found = settings().home / "exports"
    found.mkdir(parents=True, exist_ok=True)
    return found


def _place(file_id: int) -> Path:
    return folder() / str(file_id)
