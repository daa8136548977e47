"""A city with two offices below it, and contributions that fared differently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution, Revision, State
from cocreate.core.db import db
from cocreate.core.ids import new_id
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from tests.factories import make_agency, make_call, make_user


@dataclass
class City:
    """Three agencies; contributions are put in as rows, quicker than the services would, with the days a test wants."""

    city: Agency
    housing: Agency
    roads: Agency
    author_id: int

    def call(self, agency: Agency, *, published_at: datetime | None = None, **changes: Any) -> Call:
        stage = Stage.PUBLISHED if published_at else Stage.ANSWERING
        call = make_call(agency=agency, stage=stage, **changes)
        if published_at:
            db.session.add(Outcome(call_id=call.id, state=OutcomeState.PUBLISHED, published_at=published_at))
        db.session.flush()
        return call

    def put(self, call: Call, at: datetime, **changes: Any) -> Contribution:
        row_id = new_id()
        fields: dict[str, Any] = {
            "call_id": call.id,
            "id": row_id,
            "number": f"2026-{row_id % 10**9}",
            "state": State.PUBLIC,
            "author_id": self.author_id,
            "salt": "s",
            "digest": "d",
            "received_at": at,
        }
        row = Contribution(**fields | changes)
        db.session.add(row)
        db.session.flush()
        db.session.add(Revision(call_id=call.id, contribution_id=row_id, number=1, body="建议装电梯。"))
        return row

    def answer(self, row: Contribution, degree: str, **changes: Any) -> Disposition:
        fields = {"call_id": row.call_id, "contribution_id": row.id, "number": 1, "degree": degree}
        answer = Disposition(**fields | changes)
        db.session.add(answer)
        return answer


@pytest.fixture
def city(db_session: Any) -> City:
    root = make_agency("云州市")
    housing = make_agency("市住房和城乡建设局", parent=root)
    roads = make_agency("市交通运输局", parent=root)
    return City(root, housing, roads, make_user().id)
