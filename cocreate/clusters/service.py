"""What editors do with clusters: make, add, take out, split, join, rename, dismiss; each act is a row and can be undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from cocreate.calls.events import StageMoved
from cocreate.calls.models import Call, Stage
from cocreate.clusters import counting, queries, rules
from cocreate.clusters.events import ClustersChanged
from cocreate.clusters.models import (
    ActKind,
    Cluster,
    ClusterAct,
    ClusterMember,
    ClusterProposal,
    ClusterSearch,
    ProposalState,
)
from cocreate.clusters.rules import Change
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.dialect import insert
from cocreate.core.errors import Conflict, NotFound
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.ids import new_id
from cocreate.core.jobs import enqueue
from cocreate.core.policy import require

PROPOSE = "cocreate.clusters.proposals:propose"  # by name: it needs libraries that pages do without


def make(
    actor: Actor, call: Call, chosen: Sequence[int], title: str, proposal: ClusterProposal | None = None
) -> Cluster:
    """Group contributions (row ids, see `queries.groupable`) that stand in no cluster yet; `proposal` is then accepted."""
    _begin(actor, call)
    rules.check_many(len(set(chosen)), rules.LEAST)
    line = rules.checked_title(title)
    standing = queries.standing(call.id, chosen)
    rules.check_free(standing.places)
    cluster_id = new_id()
    _record(actor, call, ActKind.MAKE, rules.moved(standing, chosen, cluster_id, line), cluster_id, proposal)
    return _cluster(call.id, cluster_id)


def add(
    actor: Actor, call: Call, cluster: Cluster, chosen: Sequence[int], proposal: ClusterProposal | None = None
) -> Cluster:
    """Put further contributions into a cluster, those that stand in no other; a second time changes nothing."""
    _begin(actor, call, cluster)
    rules.check_many(len(chosen))
    standing = queries.standing(call.id, chosen, [cluster.id])
    rules.check_free({one: place for one, place in standing.places.items() if place != cluster.id})
    _record(actor, call, ActKind.ADD, rules.moved(standing, chosen, cluster.id), cluster.id, proposal)
    return cluster


def take_out(actor: Actor, call: Call, cluster: Cluster, chosen: Sequence[int]) -> Cluster:
    """Take members out of a cluster; without any left it ends."""
    _begin(actor, call, cluster)
    standing = _members_only(call, cluster, chosen)
    _record(actor, call, ActKind.TAKE_OUT, rules.moved(standing, chosen, None), cluster.id)
    return cluster


def split(actor: Actor, call: Call, cluster: Cluster, chosen: Sequence[int], title: str) -> Cluster:
    """Make a cluster of its own of some members; the rest stays. Returns the new one."""
    _begin(actor, call, cluster)
    line = rules.checked_title(title)
    standing = _members_only(call, cluster, chosen)
    cluster_id = new_id()
    _record(actor, call, ActKind.SPLIT, rules.moved(standing, chosen, cluster_id, line), cluster_id)
    return _cluster(call.id, cluster_id)


def join(
    actor: Actor, call: Call, cluster: Cluster, into: Cluster, chosen: Sequence[int] | None = None
) -> Cluster:
    """Move all members of a cluster, or the chosen ones, into another, which keeps its title. Returns the other."""
    _begin(actor, call, cluster, into)
    if cluster.id == into.id:
        raise Conflict(_l("These are one cluster already."))
    members = queries.member_ids(call.id, cluster.id) if chosen is None else chosen
    standing = _members_only(call, cluster, members, into)
    _record(actor, call, ActKind.JOIN, rules.moved(standing, members, into.id), into.id)
    return into


def rename(actor: Actor, call: Call, cluster: Cluster, title: str, *, seen: str | None = None) -> Cluster:
    """Say in other words what a cluster has in common. `seen` is the title the editor had before them, for Conflict."""
    _begin(actor, call, cluster)
    line = rules.checked_title(title)
    if seen is not None and seen != cluster.title and line != cluster.title:
        raise Conflict(
            _l("A colleague has changed this title meanwhile. It reads now: %(title)s", title=cluster.title)
        )
    change = Change(titles=((cluster.id, cluster.title, line),) if line != cluster.title else ())
    _record(actor, call, ActKind.RENAME, change, cluster.id)
    return cluster


def dismiss(actor: Actor, call: Call, proposal: ClusterProposal) -> None:
    """Say that proposed contributions don't belong together; the same is not proposed again."""
    _begin(actor, call)
    _record(actor, call, ActKind.DISMISS, Change(), None, proposal)


def undo(actor: Actor, call: Call, act: ClusterAct | None = None) -> ClusterAct:
    """Take back an act, the last one unless given: members, titles and counts stand exactly as before it.

    Answers stay with their contributions; they are taken back where they were given. Conflict when a later act
    stands in the way. An undo can be undone too."""
    _begin(actor, call)
    act = act or queries.last_act(call.id)
    if act is None:
        raise NotFound(_l("There is nothing to undo."))
    lock(act)
    if act.undone_by_id is not None:
        raise Conflict(_l("This has been undone already."))
    back = _change_of(act).turned_round()
    standing = queries.standing(call.id, [one for one, _b, _a in back.moves], back.clusters)
    if not back.fits(standing.places, standing.titles):
        raise Conflict(_l("What was done later builds on this. Undo the later act first."))
    done = _write(actor, call, ActKind.UNDO, back, act.cluster_id)
    done.undoes_id = act.id
    _settle(call.id, act, done.id)
    db.session.flush()
    emit(ClustersChanged(call.id, done.id, done.kind.value))
    return done


def look_for_like_ones(actor: Actor, call: Call) -> None:
    """Let the worker look for contributions that say the same, and propose clusters of them."""
    require(actor, "cluster.work", call)
    ask(call.id)


def ask(call_id: int) -> None:
    """Leave the search for like contributions to a job."""
    new = insert(db.session, ClusterSearch).values(call_id=call_id, asked_at=now())
    again = {"asked_at": now(), "done_at": None}
    db.session.execute(new.on_conflict_do_update(index_elements=["call_id"], set_=again))
    enqueue(PROPOSE, call_id=call_id)


def call_closed(fact: StageMoved) -> None:
    """Have proposals ready when the editors begin to answer."""
    if fact.after == Stage.ANSWERING:
        ask(fact.call_id)


def _begin(actor: Actor, call: Call, *clusters: Cluster) -> None:
    """Ask the policy, keep other editors out until the end of the transaction, and read the clusters again."""
    require(actor, "cluster.work", call)
    counting.one_editor_at_a_time(call.id)
    for cluster in clusters:
        lock(cluster)
        if not cluster.is_live:
            raise Conflict(_l("This cluster has been undone or joined to another meanwhile."))


def _members_only(call: Call, cluster: Cluster, chosen: Sequence[int], *others: Cluster) -> rules.Standing:
    rules.check_many(len(chosen))
    standing = queries.standing(call.id, chosen, [cluster.id, *(one.id for one in others)])
    if any(standing.places[one] != cluster.id for one in chosen):
        raise Conflict(_l("Some of these don't stand in this cluster any more. Look at it again."))
    return standing


def _cluster(call_id: int, cluster_id: int) -> Cluster:
    return db.session.get_one(Cluster, (call_id, cluster_id))


def _record(
    actor: Actor, call: Call, kind: ActKind, change: Change, cluster_id: int | None,
    proposal: ClusterProposal | None = None,
) -> None:  # fmt: skip
    """Make the change, write the act, say so; an act that changes nothing is none."""
    if proposal is not None:
        lock(proposal)
        if proposal.state is not ProposalState.WAITING:
            raise Conflict(_l("A colleague has dealt with this proposal meanwhile."))
        dismissed = kind is ActKind.DISMISS
        proposal.state = ProposalState.DISMISSED if dismissed else ProposalState.ACCEPTED
    elif change.is_empty:
        return
    act = _write(actor, call, kind, change, cluster_id)
    act.proposal_id = proposal.id if proposal else None
    db.session.flush()
    emit(ClustersChanged(call.id, act.id, kind.value))


def _write(actor: Actor, call: Call, kind: ActKind, change: Change, cluster_id: int | None) -> ClusterAct:
    _name(call.id, change)
    _move(call.id, change.moves)
    act = ClusterAct(
        call_id=call.id,
        id=new_id(),
        kind=kind,
        cluster_id=cluster_id,
        moves=[list(one) for one in change.moves],
        titles=[list(one) for one in change.titles],
        by_id=actor.user_id,
    )
    db.session.add(act)
    db.session.flush()
    counting.recount(call.id, {place for _one, *ends in change.moves for place in ends if place is not None})
    return act


def _name(call_id: int, change: Change) -> None:
    for cluster_id, _before, title in change.titles:
        row = db.session.get(Cluster, (call_id, cluster_id))
        if row is None:
            row = Cluster(call_id=call_id, id=cluster_id, number=queries.next_number(call_id))
            db.session.add(row)
        row.is_live = title is not None
        if title is not None:
            row.title = title
        db.session.flush()


def _move(call_id: int, moves: Collection[tuple[int, int | None, int | None]]) -> None:
    for some in queries.batches(one for one, before, _after in moves if before is not None):
        gone = sa.and_(ClusterMember.call_id == call_id, ClusterMember.contribution_id.in_(some))
        db.session.execute(sa.delete(ClusterMember).where(gone))
    rows = [
        {"call_id": call_id, "contribution_id": one, "cluster_id": after}
        for one, _before, after in moves
        if after is not None
    ]
    if rows:
        db.session.execute(sa.insert(ClusterMember), rows)


def _change_of(act: ClusterAct) -> Change:
    return Change(
        tuple((one, before, after) for one, before, after in act.moves),
        tuple((cluster, before, after) for cluster, before, after in act.titles),
    )


def _settle(call_id: int, act: ClusterAct, undone_by: int | None) -> None:
    """Note whether an act holds (None) or what undid it, and with it what it had undone, or the proposal it dealt with."""
    act.undone_by_id = undone_by
    if act.undoes_id is not None:
        _settle(call_id, queries.get_act(call_id, act.undoes_id), act.id if undone_by is None else None)
        return
    proposal = db.session.get(ClusterProposal, (call_id, act.proposal_id)) if act.proposal_id else None
    if proposal is not None and undone_by is not None:
        proposal.state = ProposalState.WAITING
    elif proposal is not None:
        dismissed = act.kind is ActKind.DISMISS
        proposal.state = ProposalState.DISMISSED if dismissed else ProposalState.ACCEPTED
