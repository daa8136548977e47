"""Every question about calls that is put to the database."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from cocreate.accounts.models import Agency
from cocreate.calls.models import Call, Clause, Download, Stage
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.core.paging import Page, page_of
from cocreate.media.models import MediaFile

NO_SUCH_CALL = _l("There is no such call. It may have another address, or it has not been published.")


# Asked by nearly every page: put together once, since that costs as much as asking.
BY_SLUG = sa.select(Call).where(Call.slug == sa.bindparam("slug"))


class Tab(enum.StrEnum):
    """The three tabs that people know: 正在征集, 已结束, 结果反馈."""

    OPEN = "open"
    CLOSED = "closed"
    RESULTS = "results"


TAB_STAGES: dict[Tab, tuple[Stage, ...]] = {
    Tab.OPEN: (Stage.DRAFT, Stage.COLLECTING, Stage.VOTING),
    Tab.CLOSED: (Stage.ANSWERING,),
    Tab.RESULTS: (Stage.PUBLISHED,),
}


def get(slug: str) -> Call:
    """The call at this address. NotFound when there is none."""
    found = find(slug)
    if found is None:
        raise NotFound(NO_SUCH_CALL)
    return found


def find(slug: str) -> Call | None:
    """The call at this address, if there is one."""
    return db.session.scalar(BY_SLUG, {"slug": slug})


def get_by_id(call_id: int) -> Call:
    """The call with this row id. NotFound when there is none."""
    call = db.session.get(Call, call_id)
    if call is None:
        raise NotFound(NO_SUCH_CALL)
    return call


def by_ids(call_ids: Iterable[int]) -> dict[int, Call]:
    """Calls by row id, those that exist, in one statement."""
    rows = db.session.scalars(sa.select(Call).where(Call.id.in_(set(call_ids))))
    return {call.id: call for call in rows}


def listed(
    tab: Tab, *, agency_path: str = "", topic: str = "", before: int | None = None, limit: int = 20
) -> Page[Call]:
    """One page of what the public sees under a tab, the newest first; `before` is the id the page starts after."""
    statement = (
        sa.select(Call)
        .where(Call.released_at.is_not(None), Call.stage.in_(TAB_STAGES[tab]))
        .order_by(Call.id.desc())
        .limit(limit + 1)
    )
    if agency_path:
        statement = statement.where(Agency.path.startswith(agency_path, autoescape=True)).join(Call.agency)
    if topic:
        statement = statement.where(Call.topic == topic)
    if before is not None:
        statement = statement.where(Call.id < before)
    return page_of(db.session.scalars(statement).all(), limit, lambda call: call.id)


def topics() -> list[str]:
    """The topics that released calls have, in order."""
    statement = sa.select(Call.topic).where(Call.released_at.is_not(None), Call.topic != "").distinct()
    return sorted(db.session.scalars(statement))


def recently_published(limit: int = 3) -> Sequence[Call]:
    """Calls whose outcome was published last."""
    statement = sa.select(Call).where(Call.stage == Stage.PUBLISHED).order_by(Call.published_at.desc())
    return db.session.scalars(statement.limit(limit)).all()


def of_paths(paths: Sequence[str], before: int | None = None, limit: int = 50) -> Page[Call]:
    """Calls of the agencies at these paths and below, drafts too: what their staff work on."""
    within = sa.or_(sa.false(), *(Agency.path.startswith(path, autoescape=True) for path in paths))
    statement = sa.select(Call).join(Call.agency).where(within).order_by(Call.id.desc()).limit(limit + 1)
    if before is not None:
        statement = statement.where(Call.id < before)
    return page_of(db.session.scalars(statement).all(), limit, lambda call: call.id)


def everything() -> Sequence[Call]:
    """All calls, the oldest first, for operators."""
    return db.session.scalars(sa.select(Call).order_by(Call.id)).all()


def due_to_move(moment: datetime) -> Sequence[Call]:
    """Calls whose stage should have changed by now."""
    opening = sa.and_(Call.stage == Stage.DRAFT, Call.released_at.is_not(None), Call.opens_at <= moment)
    closing = sa.and_(Call.stage == Stage.COLLECTING, Call.closes_at <= moment)
    counting = sa.and_(Call.stage == Stage.VOTING, Call.votes_until <= moment)
    return db.session.scalars(sa.select(Call).where(opening | closing | counting)).all()


def clauses(call_id: int) -> Sequence[Clause]:
    """The clauses of a call's draft, in order."""
    return db.session.scalars(
        sa.select(Clause).where(Clause.call_id == call_id).order_by(Clause.position)
    ).all()


def downloads(call_id: int) -> Sequence[Download]:
    """The files beside a call, in order."""
    statement = (
        sa.select(Download).where(Download.call_id == call_id).order_by(Download.position, Download.id)
    )
    return db.session.scalars(statement).all()


def files(call_id: int) -> list[tuple[Download, MediaFile]]:
    """The files beside a call with what is stored of them, in order, in one statement."""
    statement = (
        sa.select(Download, MediaFile)
        .join(MediaFile, MediaFile.id == Download.media_id)
        .where(Download.call_id == call_id)
        .order_by(Download.position, Download.id)
    )
    return [(download, file) for download, file in db.session.execute(statement)]


def is_taken(slug: str) -> bool:
    """Whether a call has this address already."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Call.slug == slug))))
