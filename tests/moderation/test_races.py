"""Several moderators at the same moment: one wins, the others are told, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from cocreate.accounts.models import User
from cocreate.core.db import db
from cocreate.moderation import queries, service
from cocreate.moderation.conflicts import CaseConflict
from cocreate.moderation.models import Act, Decision
from cocreate.moderation.service import Verdict
from tests.factories import actor_of, make_member
from tests.moderation.office import Office

CROWD = 6


def _claim(actor: Any, number: str) -> None:
    contribution, call, case = queries.matter(number)
    service.claim(actor, case, contribution, call)


def _decide(actor: Any, number: str) -> None:
    contribution, call, case = queries.matter(number)
    service.decide(actor, case, contribution, call, Verdict(Act.PUBLISH, case.version if case else 0))


def _publish_all(actor: Any, number: str) -> None:
    found = queries.open_items([number])
    service.publish_all(actor, {number: found[number].case.version if found else 0})


@pytest.mark.parametrize("act", [_claim, _decide, _publish_all])
def test_of_many_at_once_one_wins(
    app: Flask, office: Office, db_session, act: Callable[[Any, str], None]
) -> None:
    number = office.waiting().number
    people = [make_member(office.agency, "moderator").id for _ in range(CROWD)]
    db_session.commit()
    start = Barrier(CROWD)

    def run(user_id: int) -> bool:
        with app.app_context():
            actor = actor_of(db.session.get(User, user_id))
            start.wait(20)
            try:
                act(actor, number)
                db.session.commit()
            except CaseConflict:
                db.session.rollback()
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(CROWD) as crowd:
        won = list(crowd.map(run, people))
    assert won.count(True) == 1
    db_session.expire_all()
    decided = db_session.scalars(sa.select(Decision.decided_by_id)).all()
    assert decided == ([] if act is _claim else [people[won.index(True)]])
    if act is _claim:
        case = queries.matter(number)[2]
        assert case is not None
        assert case.claimed_by_id == people[won.index(True)]
