"""Fills a home with a call of so many contributions, some people who may vote, and keeps it for the next run."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from cocreate.accounts.models import Role
from cocreate.calls import service as calls
from cocreate.cli.context import upgrade
from cocreate.contributions import queries as contributions
from cocreate.contributions.bulk import Arrival, receive
from cocreate.contributions.models import State
from cocreate.core import jobs
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.localtime import local_day
from cocreate.core.settings import Settings
from tests.bench.words import suggestion
from tests.factories import make_agency, make_member, make_user
from tests.services.site import session_cookie

VOTERS = 64
SLUG = "bench"


def fill(home: Path, count: int, create_app: Any) -> dict[str, Any]:
    """What is in the home: numbers to read and vote for, and session cookies. Made when it isn't there yet."""
    note = home / "bench.json"
    if note.exists():
        return json.loads(note.read_text())  # type: ignore[no-any-return]
    app = create_app(Settings(home=home, secret="bench"))
    upgrade(app)
    with app.app_context():
        found = _fill(app, count)
    note.write_text(json.dumps(found))
    return found


def _fill(app: Any, count: int) -> dict[str, Any]:
    system = Actor.system()
    agency = make_agency()
    make_member(agency, Role.EDITOR)
    voters = [make_user(f"居民{n}") for n in range(VOTERS)]
    today = local_day(now())
    draft = calls.CallDraft(
        slug=SLUG,
        title="为了测量而开的征集",
        summary="看一页要花多少。",
        promise="测完就知道。",
        first_day=today,
        last_day=today + timedelta(days=60),
    )
    call = calls.release(system, calls.create(system, agency, draft))
    arrivals = (
        Arrival("bench", str(n), *suggestion(n), author_name="居民", received_at=now()) for n in range(count)
    )
    done = 0
    for ids in receive(system, call, arrivals, State.PUBLIC):
        done += len(ids)
        db.session.commit()
        print(f"\r  filling: {done} / {count}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    while jobs.run_due():
        pass
    db.session.commit()
    rows = contributions.newest(call.id, limit=200).items
    cookies = [session_cookie(app, voter) for voter in voters]
    return {
        "slug": SLUG,
        "numbers": [row.number for row in rows],
        "cookies": [f"{cookie['name']}={cookie['value']}" for cookie in cookies],
    }
