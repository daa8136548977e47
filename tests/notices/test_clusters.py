"""Authors hear once that what they wrote stands in a cluster, after editors have settled it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from cocreate.clusters import service
from cocreate.core.db import db
from cocreate.notices.messages import message
from cocreate.notices.models import Notice, NoticeKind
from tests.clusters.conftest import Table
from tests.factories import make_agency, make_call, make_member


def _told() -> list[Notice]:
    db.session.commit()  # what the jobs wrote is seen by a new transaction
    return list(db.session.scalars(sa.select(Notice).where(Notice.kind == NoticeKind.JOINED)))


def test_they_are_told_once_and_only_of_what_stands(db_session: Any, clock: Any, run_jobs: Any) -> None:
    agency = make_agency()
    table = Table(make_call(agency=agency), make_member(agency, "editor"))
    rows = table.several(4)
    cluster = table.make(*rows[:3], title="装电梯")
    service.take_out(table.hand, table.call, cluster, [rows[2].id])
    db.session.commit()
    run_jobs()
    assert _told() == []
    clock.advance(hours=2)
    run_jobs()
    assert {one.contribution_id for one in _told()} == {rows[0].id, rows[1].id}
    said = message(NoticeKind.JOINED, _told()[0].data)
    assert "1" in said.subject
    assert "装电梯" in said.paragraphs[0]
    service.add(table.hand, table.call, cluster, [rows[2].id, rows[3].id])
    db.session.commit()
    clock.advance(hours=2)
    run_jobs()
    assert len(_told()) == 4
