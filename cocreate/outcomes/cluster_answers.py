"""One answer to a whole cluster: each valid member gets it as its own, in one act that can be undone.

Answers belong to contributions: taking one out of the cluster, or undoing the cluster, leaves its answer where it is.
Undoing the act of answering gives each member exactly the answer it had before, or none."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import sqlalchemy as sa

from cocreate.calls.models import Call
from cocreate.clusters import queries as clusters
from cocreate.clusters.models import Cluster, ClusterMember
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution
from cocreate.core.actor import Actor
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict
from cocreate.core.i18n import _l
from cocreate.outcomes import bulk
from cocreate.outcomes.cluster_models import ClusterAnswer
from cocreate.outcomes.desk_models import BulkAct
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from cocreate.outcomes.rules import AnswerDraft

SAID = (
    Disposition.degree,
    Disposition.reason,
    Disposition.measure,
    Disposition.reference,
    Disposition.since,
    Disposition.passed_to,
    Disposition.review_date,
)


@dataclass(frozen=True)
class Progress:
    """How far a cluster is answered: valid members, those with an answer, and the last act for all that holds."""

    valid: int
    answered: int
    last: BulkAct | None

    @property
    def missing(self) -> int:
        """Valid members without an answer, such as those that came in after it was given."""
        return self.valid - self.answered


@dataclass(frozen=True)
class Shared:
    """One answer that several members of a cluster have."""

    disposition: Disposition
    count: int


def answer(
    actor: Actor, call: Call, cluster: Cluster, draft: AnswerDraft, *, replace: bool = False
) -> BulkAct:
    """Answer all valid members at once; those that have an answer keep it unless `replace`. See `bulk.answer`."""
    lock(cluster)
    if not cluster.is_live:
        raise Conflict(_l("This cluster has been undone or joined to another meanwhile."))
    act = bulk.answer(actor, call, clusters.valid_member_ids(call.id, cluster.id), draft, replace=replace)
    db.session.add(ClusterAnswer(call_id=call.id, cluster_id=cluster.id, act_id=act.id))
    db.session.flush()
    return act


def answer_the_rest(actor: Actor, call: Call, cluster: Cluster) -> BulkAct:
    """Give the last answer also to the valid members that have none. Conflict when there is no such answer."""
    return answer(actor, call, cluster, given(last_act(call.id, cluster.id)))


def given(act: BulkAct) -> AnswerDraft:
    """What was answered by an act."""
    words = {one.name: act.what[one.name] for one in fields(AnswerDraft) if one.name in act.what}
    if "review_date" in words:
        words["review_date"] = date.fromisoformat(words["review_date"])
    return AnswerDraft(**words)


def acts(call_id: int, cluster_id: int) -> list[BulkAct]:
    """The acts by which a cluster was answered, the newest first, also those that were undone."""
    mine = sa.and_(BulkAct.call_id == ClusterAnswer.call_id, BulkAct.id == ClusterAnswer.act_id)
    asked = sa.select(BulkAct).join(ClusterAnswer, mine)
    asked = asked.where(ClusterAnswer.call_id == call_id, ClusterAnswer.cluster_id == cluster_id)
    return list(db.session.scalars(asked.order_by(BulkAct.id.desc()).limit(20)))


def last_act(call_id: int, cluster_id: int) -> BulkAct:
    """The last answer to a cluster that holds. Conflict when none does."""
    for act in acts(call_id, cluster_id):
        if act.undone_at is None:
            return act
    raise Conflict(_l("No answer has been given to this cluster yet."))


def progress(call_id: int, cluster_id: int) -> Progress:
    """How far a cluster is answered; one statement."""
    far = (
        sa.select(
            sa.func.count().label("valid"),
            sa.func.count(Disposition.call_id).label("answered"),
        )
        .select_from(ClusterMember)
        .join(Contribution, _is_member())
        .outerjoin(Disposition, sa.and_(_of_member(), Disposition.is_current))
        .where(_in(call_id, cluster_id), contributions.wants_answer())
        .subquery()
    )
    holds = sa.and_(ClusterAnswer.call_id == call_id, ClusterAnswer.cluster_id == cluster_id)
    last = sa.select(sa.func.max(ClusterAnswer.act_id)).join(
        BulkAct, sa.and_(BulkAct.call_id == ClusterAnswer.call_id, BulkAct.id == ClusterAnswer.act_id)
    )
    last_id = last.where(holds, BulkAct.undone_at.is_(None)).scalar_subquery()
    asked = sa.select(far.c.valid, far.c.answered, BulkAct).outerjoin(
        BulkAct, sa.and_(BulkAct.call_id == call_id, BulkAct.id == last_id)
    )
    valid, answered, act = db.session.execute(asked).one()
    return Progress(int(valid), int(answered), act)


def shared(call_id: int, cluster_id: int, limit: int = 3) -> list[Shared]:
    """The public answers of the members that the public sees, the most frequent first; two statements."""
    is_out = sa.exists().where(Outcome.call_id == call_id, Outcome.state == OutcomeState.PUBLISHED)
    count = sa.func.count()
    asked = (
        sa.select(sa.func.min(Disposition.contribution_id), count)
        .join(ClusterMember, _of_member())
        .join(Contribution, _is_member())
        .where(_in(call_id, cluster_id), Disposition.is_current, Contribution.is_listed.is_(True))
        .where(sa.or_(Disposition.published_at.is_not(None), is_out))
        .group_by(*SAID)
        .order_by(count.desc(), sa.func.min(Disposition.contribution_id))
        .limit(limit)
    )
    found = {first: int(number) for first, number in db.session.execute(asked)}
    if not found:
        return []
    current = sa.select(Disposition).where(Disposition.call_id == call_id, Disposition.is_current)
    rows = {
        row.contribution_id: row
        for row in db.session.scalars(current.where(Disposition.contribution_id.in_(found)))
    }
    return [Shared(rows[first], number) for first, number in found.items()]


def _in(call_id: int, cluster_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(ClusterMember.call_id == call_id, ClusterMember.cluster_id == cluster_id)


def _is_member() -> sa.ColumnElement[bool]:
    return sa.and_(
        Contribution.call_id == ClusterMember.call_id, Contribution.id == ClusterMember.contribution_id
    )


def _of_member() -> sa.ColumnElement[bool]:
    return sa.and_(
        Disposition.call_id == ClusterMember.call_id,
        Disposition.contribution_id == ClusterMember.contribution_id,
    )
