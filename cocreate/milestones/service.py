"""What editors say of the promised steps: what is planned, how far it is, and what can be seen of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.media.models import MediaFile, MediaKind
from cocreate.milestones import promises, queries, rules
from cocreate.milestones.events import MilestoneSet
from cocreate.milestones.models import Milestone, MilestoneChange, MilestonePicture, MilestoneTie, Progress
from cocreate.milestones.rules import Step
from cocreate.outcomes import queries as outcomes


def plan(actor: Actor, call: Call, step: Step) -> Milestone:
    """Write down a new step of a published outcome. Invalid, by field, when it can't be so."""
    require(actor, "milestone.set", call)
    step = rules.checked(step, today(settings().timezone))
    row = Milestone(call_id=call.id, id=new_id(), number=0)
    return _keep(actor, call, row, step)


def change(
    actor: Actor, milestone: Milestone, call: Call, step: Step, *, seen: int | None = None
) -> Milestone:
    """Say anew how far a step is; the earlier versions stay in public.

    `seen` is the version the editor had before them: Conflict when a colleague was faster."""
    require(actor, "milestone.set", call)
    lock(milestone)
    if seen is not None and seen != milestone.number:
        raise Conflict(_l("A colleague has changed this step meanwhile. Look at it before you change it."))
    step = rules.checked(step, today(settings().timezone), milestone.planned_on)
    if _says_the_same(milestone, step) and _ids(call, step) == queries.tied_ids(call.id, milestone.id):
        return milestone
    return _keep(actor, call, milestone, step)


def add_picture(actor: Actor, milestone: Milestone, call: Call, file: MediaFile) -> None:
    """Show a picture beside a step. Invalid when the file is none, or says nothing to those who can't see it."""
    require(actor, "milestone.set", call)
    if file.kind is not MediaKind.PICTURE:
        raise Invalid(_l("Please choose a picture."), "file")
    if not file.alt.strip():
        raise Invalid(_l("Please say what the picture shows, for people who can't see it."), "alt")
    key = {"call_id": call.id, "milestone_id": milestone.id, "media_id": file.id}
    new = insert(db.session, MilestonePicture).values(**key, added_at=now())
    db.session.execute(new.on_conflict_do_nothing(index_elements=list(key)))
    _tell(milestone)


def remove_picture(actor: Actor, milestone: Milestone, call: Call, media_id: int) -> None:
    """Show a picture no more; one that is not there is no error."""
    require(actor, "milestone.set", call)
    this = sa.and_(
        MilestonePicture.call_id == call.id,
        MilestonePicture.milestone_id == milestone.id,
        MilestonePicture.media_id == media_id,
    )
    db.session.execute(sa.delete(MilestonePicture).where(this))
    _tell(milestone)


def _keep(actor: Actor, call: Call, row: Milestone, step: Step) -> Milestone:
    tied = _ids(call, step)
    told: dict[str, Any] = asdict(step)
    del told["numbers"]
    stays_done = row.state is step.state is Progress.DONE
    for name, value in told.items():
        setattr(row, name, value)
    row.number, row.changed_at = row.number + 1, now()
    db.session.add(row)
    db.session.flush()
    db.session.add(
        MilestoneChange(
            call_id=call.id,
            milestone_id=row.id,
            number=row.number,
            changed_by_id=actor.user_id,
            at=row.changed_at,
            **told,
        )
    )
    _tie(row, tied)
    db.session.flush()
    if not stays_done:
        promises.follow(row, rules.asked_on(step, today(settings().timezone)))
    _tell(row)
    return row


def _says_the_same(row: Milestone, step: Step) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(step).items() if name != "numbers")


def _ids(call: Call, step: Step) -> set[int]:
    """Row ids of the contributions a step names. Invalid when one is not of this call."""
    wanted = {number.strip() for number in step.numbers if number.strip()}
    found = {row.number: row.id for row in outcomes.by_numbers(call.id, wanted) if not row.is_comment}
    if missing := sorted(wanted - found.keys()):
        why = _l("These are no contributions to this call: %(numbers)s.", numbers=", ".join(missing[:10]))
        raise Invalid(why, "numbers")
    return set(found.values())


def _tie(row: Milestone, contribution_ids: set[int]) -> None:
    before = queries.tied_ids(row.call_id, row.id)
    gone = sa.and_(
        MilestoneTie.call_id == row.call_id,
        MilestoneTie.milestone_id == row.id,
        MilestoneTie.contribution_id.in_(before - contribution_ids),
    )
    db.session.execute(sa.delete(MilestoneTie).where(gone))
    for contribution_id in sorted(contribution_ids - before):
        db.session.add(
            MilestoneTie(call_id=row.call_id, milestone_id=row.id, contribution_id=contribution_id)
        )


def _tell(row: Milestone) -> None:
    emit(MilestoneSet(row.call_id, row.id, row.number, row.state.value))
