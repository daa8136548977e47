"""Long exports: memory stays flat, papers say where they end, and a job keeps its lease while it writes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cocreate.core import jobs
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.dialect import steady
from cocreate.core.errors import Conflict
from cocreate.core.jobs import Job
from cocreate.exchange import downloads, files, tables
from cocreate.exchange.files import Format
from cocreate.exchange.layouts import Cells, Layout
from cocreate.exchange.models import FileState
from cocreate.exchange.papers import PAPER_ROWS
from cocreate.exchange.tables import Table
from tests.exchange.conftest import Answered
from tests.factories import actor_of, make_user


def stretched(town: Answered, count: int) -> Table:
    """The table of the town with its first line so many times."""
    table = tables.of_call(town.hand, town.call, Layout.STANDARD)
    first = next(table.lines)

    def lines() -> Iterator[Cells]:
        for place in range(count):
            yield replace(first, texts={**first.texts, "place": place + 1})

    return replace(table, lines=lines(), total=count)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_memory_does_not_grow_with_the_lines(town: Answered, tmp_path: Path, kind: str) -> None:
    files.write(stretched(town, 10), Format(kind), tmp_path / "warm")
    peaks = []
    for count in (300, 6_000):
        tracemalloc.start()
        assert files.write(stretched(town, count), Format(kind), tmp_path / "out") == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000, peaks


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_papers_end_at_ten_thousand_lines_and_name_the_others(
    town: Answered, tmp_path: Path, kind: str
) -> None:
    with pytest.raises(Conflict) as refusal:
        files.write(stretched(town, PAPER_ROWS + 1), Format(kind), tmp_path / "out")
    told = str(refusal.value.why)
    assert "10000" in told.replace(",", "")
    assert all(name in told for name in ("XLSX", "CSV", "JSON"))
    assert not (tmp_path / "out").exists()


def test_a_job_keeps_its_lease_while_it_writes(
    town: Answered, monkeypatch: pytest.MonkeyPatch, app: Any
) -> None:
    monkeypatch.setattr(downloads, "HELD_EVERY", 1)
    monkeypatch.setattr(tables, "EVERY", 1)
    monkeypatch.setattr(jobs, "LEASE", timedelta(seconds=1))
    leases = []
    mark = downloads._mark

    def watched(*args: Any, **values: Any) -> None:
        mark(*args, **values)
        with db.engine.connect() as connection:
            leases.append(connection.scalar(db.select(Job.leased_until)))

    monkeypatch.setattr(downloads, "_mark", watched)
    file = downloads.ask(actor_of(make_user()), town.call, Layout.SHORT, Format.XLSX)
    db.session.execute(db.delete(Job))
    jobs.enqueue("cocreate.exchange.downloads:make", call_id=town.call.id, file_id=file.id, **ARGUMENTS)
    db.session.commit()
    assert jobs.run_one()
    db.session.expire_all()
    assert file.state is FileState.READY
    assert leases[-1] is not None
    assert leases[-1] > now() + timedelta(minutes=1)
    assert db.session.query(Job).count() == 0


ARGUMENTS = {"layout": "short", "kind": "xlsx", "code": "zh", "is_internal": False}


def test_what_is_read_in_one_export_is_of_one_moment(town: Answered, write: Callable[..., Path]) -> None:
    db.session.commit()
    steady(db.session)
    before = db.session.scalar(db.text("SELECT count(*) FROM contribution"))
    with db.engine.begin() as other:
        other.execute(db.text("UPDATE figures SET received = 77"))
    db.session.expire_all()
    assert db.session.scalar(db.text("SELECT max(received) FROM figures")) != 77
    assert before == 6
    db.session.rollback()
    assert db.session.scalar(db.text("SELECT max(received) FROM figures")) == 77
