"""`python -m tests.bench.workbench`: what pages of the workbench cost with very many contributions: statements and time.

Options: --count 100000  --db sqlite|postgresql  --rounds 5. Half of the contributions are answered; rows are written straight
into the tables, so the search index stays empty."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from cocreate.app import create_app
from cocreate.calls.models import Call, Stage
from cocreate.cli.context import upgrade
from cocreate.clusters import service as clusters
from cocreate.contributions.figures import add
from cocreate.contributions.models import Contribution, Revision
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.ids import new_id
from cocreate.core.settings import Settings
from cocreate.outcomes import figures
from cocreate.outcomes.models import Awaiting, Disposition
from tests.bench.words import suggestion
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member
from tests.services.databases import KINDS
from tests.services.site import session_cookie
from tests.services.statements import statements

BATCH = 2000
QUERIES = (
    "",
    "?show=unanswered",
    "?show=answered",
    "?sort=support",
    "?least=1&sort=support",
    "?validity=none&degree=not_adopted",
    "?cluster=none&show=unanswered",
    "?due=late",
    "?show=in_review",
    "?q=路灯",
    "?q=没有人写过这几个字",
    "?after={middle}",
    "?open={number}",
)


def fill(count: int) -> tuple[Any, Call, str, int]:
    """An editor, a call with so many contributions, the number of one of them, and the id of one in the middle."""
    agency = make_agency()
    editor = make_member(agency, "editor")
    call = make_call(agency=agency, stage=Stage.ANSWERING)
    model = make_contribution(call)
    db.session.flush()
    like = {column.name: getattr(model, column.name) for column in Contribution.__table__.columns}
    words = {column.name: getattr(model.revision, column.name) for column in Revision.__table__.columns}
    ids = sorted(new_id() for _ in range(count))
    for start in range(0, count, BATCH):
        some = list(enumerate(ids[start : start + BATCH], start))
        rows = [like | {"id": one, "number": f"2030-{at:07}", "source_row": str(at)} for at, one in some]
        db.session.execute(sa.insert(Contribution), rows)
        texts = [dict(zip(("title", "body"), suggestion(at), strict=False)) for at, _one in some]
        revised = [
            words | {"contribution_id": one} | text for (_at, one), text in zip(some, texts, strict=True)
        ]
        db.session.execute(sa.insert(Revision), revised)
        key = [{"call_id": call.id, "contribution_id": one} for at, one in some]
        answer = {
            "number": 1,
            "degree": "not_adopted",
            "reason": "这条路归省里管，已经转告。",
            "prepared_at": now(),
        }
        db.session.execute(sa.insert(Disposition), [one | answer for one in key[::2]])
        db.session.execute(sa.insert(Awaiting), key[1::2])
        print(f"\r  filling: {start + len(some)} / {count}", end="", file=sys.stderr, flush=True)
    add(call.id, {"received": count, "due": count, "listed": count})
    figures.add(call.id, {"not_adopted": (count + 1) // 2})
    clusters.make(actor_of(editor), call, ids[:3], "路灯")
    db.session.commit()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()
    return editor, call, "2030-0000001", ids[count // 2]


def measure(app: Flask, count: int, rounds: int) -> None:
    """Print a line for each query: statements, and milliseconds of the middle and the worst round."""
    with app.app_context():
        editor, call, number, middle = fill(count)
        cookie, path = session_cookie(app, editor), f"/desk/calls/{call.slug}/answers"
    client = app.test_client()
    client.set_cookie(cookie["name"], cookie["value"])
    print("\n| query | statements | ms, middle | ms, worst |\n|---|--:|--:|--:|")
    for query in QUERIES:
        address = path + query.format(number=number, middle=middle)
        took: list[float] = []
        for _ in range(rounds):
            with app.app_context(), statements() as seen:
                began = time.perf_counter()
                answered = client.get(address)
                took.append((time.perf_counter() - began) * 1000)
            assert answered.status_code == 200, answered.text[:500]
        name = query.format(number="…", middle="…") or "everything"
        print(f"| {name} | {len(seen)} | {statistics.median(took):.0f} | {max(took):.0f} |", flush=True)


def main() -> None:
    """Make a fresh database, fill it, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.workbench")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--db", choices=sorted(KINDS), default="sqlite")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "database").mkdir()

        def migrate(url: str) -> None:
            app = create_app(Settings(home=home, secret="bench", database_url=url))
            upgrade(app)
            with app.app_context():
                db.engine.dispose()

        kind = KINDS[chosen.db](home / "database", migrate)
        try:
            url = kind.fresh(home / "home")
            measure(
                create_app(Settings(home=home / "home", secret="bench", database_url=url)),
                chosen.count,
                chosen.rounds,
            )
        finally:
            kind.stop()


if __name__ == "__main__":
    main()
