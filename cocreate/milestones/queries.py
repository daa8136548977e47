"""Every question about milestones that is put to the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from cocreate.contributions.models import Contribution
from cocreate.core.db import db
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l
from cocreate.media.models import MediaFile
from cocreate.milestones.models import Milestone, MilestoneChange, MilestonePicture, MilestoneTie

MOST_TIED = 200  # contributions that a page names beside one milestone


def get(call_id: int, milestone_id: int) -> Milestone:
    """A milestone of a call. NotFound when there is none."""
    found = db.session.get(Milestone, (call_id, milestone_id))
    if found is None:
        raise NotFound(_l("There is no such step."))
    return found


def of_call(call_id: int) -> Sequence[Milestone]:
    """The milestones of a call, by their day, those without one last."""
    day = sa.func.coalesce(Milestone.actual_on, Milestone.planned_on)
    wanted = sa.select(Milestone).where(Milestone.call_id == call_id)
    return db.session.scalars(wanted.order_by(day.is_(None), day, Milestone.id)).all()


def changes(call_id: int, milestone_id: int | None = None) -> dict[int, list[MilestoneChange]]:
    """All versions by milestone, the latest first, in one statement; of one milestone or of all."""
    wanted = sa.select(MilestoneChange).where(MilestoneChange.call_id == call_id)
    if milestone_id is not None:
        wanted = wanted.where(MilestoneChange.milestone_id == milestone_id)
    found: dict[int, list[MilestoneChange]] = {}
    for row in db.session.scalars(wanted.order_by(MilestoneChange.number.desc())):
        found.setdefault(row.milestone_id, []).append(row)
    return found


def pictures(call_id: int) -> dict[int, list[MediaFile]]:
    """Pictures by milestone, in the order they were added, in one statement."""
    statement = (
        sa.select(MilestonePicture.milestone_id, MediaFile)
        .join(MediaFile, MediaFile.id == MilestonePicture.media_id)
        .where(MilestonePicture.call_id == call_id)
        .order_by(MilestonePicture.added_at, MediaFile.id)
    )
    found: dict[int, list[MediaFile]] = {}
    for milestone_id, file in db.session.execute(statement):
        found.setdefault(milestone_id, []).append(file)
    return found


def tied(call_id: int, milestone_ids: Collection[int]) -> dict[int, list[Contribution]]:
    """Contributions by the milestone that is what became of them, in one statement."""
    statement = (
        sa.select(MilestoneTie.milestone_id, Contribution)
        .join(
            Contribution,
            sa.and_(
                Contribution.call_id == MilestoneTie.call_id, Contribution.id == MilestoneTie.contribution_id
            ),
        )
        .where(MilestoneTie.call_id == call_id, MilestoneTie.milestone_id.in_(set(milestone_ids)))
        .order_by(Contribution.id)
        .options(joinedload(Contribution.author))
    )
    found: dict[int, list[Contribution]] = {}
    for milestone_id, row in db.session.execute(statement):
        found.setdefault(milestone_id, []).append(row)
    return found


def tied_ids(call_id: int, milestone_id: int) -> set[int]:
    """Ids of the contributions that a milestone is tied to."""
    wanted = sa.select(MilestoneTie.contribution_id).where(
        MilestoneTie.call_id == call_id, MilestoneTie.milestone_id == milestone_id
    )
    return set(db.session.scalars(wanted))
