"""Proposals in the database: written once, not again when judged, by job after each new version, and by command."""

from __future__ import annotations

import pytest

from cocreate.contributions.models import State as ContributionState
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, NotFound
from cocreate.core.jobs import Job, run_due
from cocreate.provenance import proposing, queries, service
from cocreate.provenance.blame import by_part, credit
from cocreate.provenance.models import Kind, Origin, State
from cocreate.provenance.spans import paragraphs
from tests.factories import actor_of, make_contribution
from tests.provenance.conftest import BODY, Study

TEXT = (
    "一、先给没有电梯的七层楼装，费用按楼层分摊。\n二、候车亭装上座椅和顶棚。\n三、本办法自公布之日起施行。"
)
SHELTER = "候车亭没有座椅，下雨也没有顶棚。"


def proposed(study: Study) -> list[tuple[str, str]]:
    version = queries.version(study.call.id)
    return [
        (trace.placement.quote["exact"], trace.derivation.source_quote["exact"])
        for trace in queries.standing(study.call.id, states=(State.PROPOSED,))
        if trace.placement.digest == version.digest
    ]


def test_proposals_wait_for_a_person(study: Study) -> None:
    row = study.contribution()
    study.contribution(SHELTER, state=ContributionState.WITHHELD)
    study.write(TEXT)
    (made,) = proposing.propose(study.call.id)
    assert (made.state, made.origin, made.kind, made.decided_at) == (
        State.PROPOSED,
        Origin.PROPOSAL,
        Kind.QUOTE,
        None,
    )
    assert made.contribution_id == row.id
    assert made.score > 0.5
    assert proposed(study) == [("先给没有电梯的七层楼装，费用按楼层分摊",) * 2]
    assert queries.standing(study.call.id) == []
    service.confirm(study.hand, study.call, made)
    assert study.words() == {1: "先给没有电梯的七层楼装，费用按楼层分摊"}


def test_what_was_judged_or_traced_by_hand_is_not_proposed_again(study: Study) -> None:
    row = study.contribution()
    version = study.write(TEXT)
    (made,) = proposing.propose(study.call.id)
    assert proposing.propose(study.call.id) == []
    service.dismiss(study.hand, study.call, made, "只是巧合。")
    study.write("前言。\n" + TEXT)
    assert proposing.propose(study.call.id) == []
    other = study.contribution(BODY)
    study.trace(other, version, "费用按楼层分摊", "费用按楼层分摊")
    assert {one.contribution_id for one in proposing.propose(study.call.id)} == {other.id}
    assert row.id != other.id


def test_a_proposal_whose_text_is_gone_waits_no_longer(study: Study) -> None:
    study.contribution()
    study.write(TEXT)
    (made,) = proposing.propose(study.call.id)
    study.write("一、另行规定。")
    assert made.state is State.PROPOSED
    assert proposed(study) == []
    assert queries.counts([study.call.id])[study.call.id][State.PROPOSED] == 0
    with pytest.raises(Conflict):
        service.confirm(study.hand, study.call, made)


def test_a_job_looks_for_passages_after_each_version_and_only_in_the_newest(study: Study) -> None:
    study.contribution()
    study.write(TEXT + "第一稿。")
    study.write(TEXT)
    db.session.commit()
    run_due()
    book = queries.book(study.call.id)
    assert (book.version, book.proposed_version) == (2, 2)
    assert [trace.number for trace in queries.standing(study.call.id, states=(State.PROPOSED,))] == [1]
    assert db.session.query(Job).filter(Job.does.contains("proposing")).count() == 0


def test_only_editors_ask_and_only_for_a_text_that_is_there(study: Study) -> None:
    with pytest.raises(NotFound):
        proposing.ask(study.hand, study.call)
    with pytest.raises(NotFound):
        proposing.propose(study.call.id)
    study.write(TEXT)
    with pytest.raises(Denied):
        proposing.ask(actor_of(study.approver), study.call)
    before = db.session.query(Job).count()
    proposing.ask(study.hand, study.call)
    assert db.session.query(Job).count() == before + 1


def test_credit_is_counted_over_what_stands_and_boilerplate_is_nobodys(study: Study) -> None:
    row = study.contribution()
    comment = make_contribution(study.call, body=SHELTER, under=row)
    common = "本办法自公布之日起施行。"
    for _ in range(7):
        study.contribution("同意。" + common)
    version = study.write(TEXT)
    for made in proposing.propose(study.call.id):
        service.confirm(study.hand, study.call, made)
    study.trace(row, version, "费用按楼层分摊", kind=Kind.IDEA, credits_support=True)
    study.trace(comment, version, "候车亭装上座椅和顶棚", "候车亭没有座椅")
    study.trace(row, version, common)
    parts = queries.blamed(study.call.id, len(version.plain))
    assert parts[0].start == 0
    assert parts[-1].end == len(version.plain)
    assert all(a.end == b.start for a, b in zip(parts, parts[1:], strict=False))
    found = credit(parts)
    assert list(found) == [row.id, comment.id]
    assert (found[row.id].quote, found[row.id].idea, found[row.id].supported) == (19, 0, True)
    margin = by_part(paragraphs(version.plain), parts)
    assert [part.contributions for part in margin] == [(row.id,), (comment.id,), ()]
