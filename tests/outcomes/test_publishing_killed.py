"""Publishing is all or nothing: killed before the commit nothing is public, killed after it nothing is lost or said twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from cocreate.calls import queries as calls
from cocreate.calls.models import Stage
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.jobs import Job
from cocreate.core.settings import Settings
from cocreate.notices.models import Notice, NoticeKind
from cocreate.outcomes import publishing, queries
from cocreate.outcomes.models import OutcomeState
from tests.factories import make_contribution, make_user
from tests.outcomes.conftest import Desk

ROWS = 30
# A process of its own: it acts on the test's database and kills itself with SIGKILL at the point named.
RUN = """
import os, signal, sys
from cocreate.app import create_app
from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.settings import Settings
from cocreate.accounts.models import User
from cocreate.calls import queries as calls
from cocreate.notices.telling import outcomes as telling
from cocreate.outcomes import publishing
from tests.factories import actor_of

url, home, what, call_id, user_id = sys.argv[1:6]
app = create_app(Settings(home=__import__("pathlib").Path(home), secret="x", database_url=url, testing=True))
die = lambda *args, **more: os.kill(os.getpid(), signal.SIGKILL)
with app.app_context():
    if what == "publish":
        db.session.flush()
        publishing.publish(actor_of(db.session.get(User, int(user_id))), calls.get_by_id(int(call_id)))
        die()
    telling.BATCH = 10
    told, real = [0], telling.tell
    def tell(found):
        told[0] += 1
        count = real(found)
        return die() if told[0] == 2 else count
    telling.tell = tell
    while jobs.run_one():
        pass
"""


def killed(settings: Settings, what: str, call_id: int, user_id: int) -> None:
    """Let another process do it, and see that it was killed there."""
    given = [settings.database_url, str(settings.home), what, str(call_id), str(user_id)]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *given], capture_output=True, env=os.environ, timeout=120
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


def many(desk: Desk) -> None:
    """An approved outcome with an answer for each of some authors."""
    for _ in range(ROWS):
        desk.answer(make_contribution(desk.call, author=make_user()))
    desk.approve()
    db.session.execute(sa.delete(Job))  # what came before is another test's
    db.session.commit()


def test_killed_before_the_commit_nothing_is_public(desk: Desk, settings: Settings) -> None:
    many(desk)
    call_id, user_id = desk.call.id, desk.approver.id
    db.session.rollback()
    killed(settings, "publish", call_id, user_id)
    db.session.expire_all()
    outcome = queries.find(call_id)
    assert outcome is not None
    assert (outcome.state, outcome.published_at) == (OutcomeState.APPROVED, None)
    assert calls.get_by_id(call_id).stage is Stage.ANSWERING
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 0


def test_killed_while_telling_everybody_hears_once(
    desk: Desk, settings: Settings, run_jobs: Callable[[], int]
) -> None:
    many(desk)
    publishing.publish(desk.seal, desk.call)
    call_id, user_id = desk.call.id, desk.approver.id
    db.session.commit()
    db.session.rollback()
    killed(settings, "work", call_id, user_id)
    assert told() == 10, "the first batch stands, of the second nothing"
    db.session.execute(sa.update(Job).values(leased_until=now() - timedelta(seconds=1)))  # the lease runs out
    db.session.commit()
    while run_jobs():
        pass
    assert told() == ROWS
    assert len({one.user_id for one in db.session.query(Notice).filter_by(kind=NoticeKind.ANSWERED)}) == ROWS


def told() -> int:
    db.session.rollback()
    return db.session.query(Notice).filter_by(kind=NoticeKind.ANSWERED).count()
