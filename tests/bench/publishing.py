"""`python -m tests.bench.publishing`: how long publishing takes, until every notice is written, and until all are sent.

Options: --count 10000  --db sqlite|postgresql  --letters 300 (how many of them are really sent). Each contribution has an author of its own, with a mail address."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from cocreate.app import create_app
from cocreate.calls.models import Stage
from cocreate.cli.context import upgrade
from cocreate.contributions.models import Contribution
from cocreate.core import jobs
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.jobs import Job
from cocreate.core.settings import Settings
from cocreate.notices.models import Notice
from cocreate.outcomes import bulk, publishing, queries
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.services.databases import KINDS
from tests.services.mail import MailServer

SENDS = "cocreate.notices.sending:deliver"
TREE = {"blocks": [{"type": "paragraph", "text": [{"text": "一、路灯先换。二、费用由市里出。"}]}]}


def prepare(count: int) -> tuple[Any, Any]:
    """A call with so many answered contributions, approved; the actor who may publish, and the call."""
    agency = make_agency()
    hand, seal = (actor_of(make_member(agency, role)) for role in ("editor", "approver"))
    call = make_call(agency=agency, stage=Stage.ANSWERING)
    ids = []
    for place in range(count):
        mail = {"email": f"p{place}@example.org", "email_verified_at": now()}
        author = make_user("居民", phone=None, phone_verified_at=None, **mail)
        ids.append(make_contribution(call, author=author).id)
        if place % 500 == 499:
            db.session.commit()
    bulk.answer(hand, call, ids, AnswerDraft("not_adopted", reason="《{title}》：这条路归省里管，已经转告。"))
    publishing.write(hand, call, TREE)
    publishing.submit(hand, call)
    publishing.approve(seal, call)
    db.session.execute(sa.delete(Job))  # what preparing has left to do is not measured
    db.session.commit()
    return seal, call


def timed(name: str, run: Any) -> float:
    """Say how long it took, in seconds."""
    began = time.perf_counter()
    found = run()
    took = time.perf_counter() - began
    print(f"| {name} | {took:.2f} |{f' {found}' if isinstance(found, int) else ''}", flush=True)
    return took


def publish(seal: Any, call: Any) -> None:
    """The one click."""
    publishing.publish(seal, call)
    db.session.commit()


def tell_all() -> int:
    """The background work up to the last notice; returns how many notices there are."""
    while db.session.scalar(sa.select(Job.id).where(Job.does != SENDS).limit(1)) is not None:
        jobs.run_one()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) or 0


def send(letters: int) -> int:
    """Some of what is left, one message a person; returns how many jobs ran."""
    return jobs.run_due(letters)


def bench(app: Flask, count: int, letters: int) -> None:
    """Measure and print the lines of the table."""
    with app.app_context():
        print(f"preparing {count}", file=sys.stderr, flush=True)
        seal, call = prepare(count)
        timed("publish, the click", lambda: publish(seal, call))
        assert len(queries.dispositions(call.id, [0])) == 0
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Contribution)) == count
        timed("until every notice is written (background)", tell_all)
        timed(f"until {letters} letters are with the mail server (background)", lambda: send(letters))


def main() -> None:
    """Make a fresh database, fill it, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.publishing")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--letters", type=int, default=300)
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
        mail = MailServer()
        try:
            given = Settings(
                home=home / "home", secret="bench", database_url=kind.fresh(home / "home"), smtp_url=mail.url
            )
            bench(create_app(given), chosen.count, chosen.letters)
        finally:
            mail.stop()
            kind.stop()


if __name__ == "__main__":
    main()
