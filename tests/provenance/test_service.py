"""Traces by hand and by act: made, confirmed, dismissed, taken back, mended, carried, and closed with the text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cocreate.contributions.models import State as ContributionState
from cocreate.core.actor import Actor
from cocreate.core.errors import Conflict, Denied, Invalid, NotFound
from cocreate.documents import service as documents_service
from cocreate.outcomes import publishing
from cocreate.outcomes import queries as outcomes
from cocreate.outcomes import service as answers
from cocreate.outcomes.rules import AnswerDraft, GateClosed
from cocreate.provenance import carrying, queries, service
from cocreate.provenance.models import Kind, Origin, State
from cocreate.provenance.service import Finding
from cocreate.provenance.spans import Span
from tests.factories import actor_of, make_call, make_contribution, make_member
from tests.provenance.conftest import BODY, TEXT, Study, span_of, tree_of


def test_a_trace_by_hand_is_confirmed_with_its_words_and_digests(study: Study) -> None:
    row, version = study.contribution(), study.write()
    made = study.trace(
        row, version, "费用按楼层分摊", "费用按楼层分摊", kind=Kind.QUOTE, credits_support=True
    )
    assert (made.state, made.origin, made.decided_by_id) == (State.CONFIRMED, Origin.HAND, study.editor.id)
    assert made.source_quote["exact"] == "费用按楼层分摊"
    (trace,) = queries.standing(study.call.id)
    assert trace.placement.quote == {
        "exact": "费用按楼层分摊",
        "before": "一、今年先给七层以上的楼加装电梯。\n二、",
        "after": "，一楼不出钱。\n三、每月在小区公告栏公布进度。",
    }
    assert trace.placement.digest == version.digest
    assert (trace.number, trace.source, trace.derivation.credits_support) == (
        1,
        span_of(BODY, "费用按楼层分摊"),
        True,
    )
    assert queries.get(study.call.id, 1) is made
    with pytest.raises(NotFound):
        queries.get(study.call.id, 2)


def test_edges_are_drawn_between_visible_characters(study: Study) -> None:
    family = "👨‍👩‍👧"
    row, version = study.contribution(f"带{family}来玩"), study.write(f"欢迎 {family} 常来。")
    found = Finding(Span(4, 6), Span(2, 4), Kind.PARAPHRASE)
    service.trace(study.hand, study.call, row, version, found)
    (trace,) = queries.standing(study.call.id)
    assert (trace.placement.quote["exact"], trace.derivation.source_quote["exact"]) == (family, family)


@pytest.mark.parametrize(
    ("target", "source", "kind", "field"),
    [
        (Span(0, 0), None, Kind.IDEA, "target"),
        (Span(0, 10_000), None, Kind.IDEA, "target"),
        (Span(-3, 2), None, Kind.IDEA, "target"),
        (Span(0, 3), Span(4, 2), Kind.QUOTE, "source"),
        (Span(0, 3), Span(0, 10_000), Kind.QUOTE, "source"),
        (Span(0, 3), None, Kind.QUOTE, "source"),
        (Span(17, 18), None, Kind.IDEA, "target"),  # the line break between two paragraphs
    ],
)
def test_passages_that_are_none_are_refused(study: Study, target, source, kind, field) -> None:
    row, version = study.contribution(), study.write()
    with pytest.raises(Invalid) as refusal:
        service.trace(study.hand, study.call, row, version, Finding(target, source, kind))
    assert list(refusal.value.fields) == [field]
    assert queries.everything(study.call.id) == []


def test_withdrawn_and_foreign_contributions_are_no_source(study: Study) -> None:
    version = study.write()
    gone = study.contribution(state=ContributionState.WITHHELD)
    for row in (gone, make_contribution(make_call())):
        with pytest.raises(Invalid):
            study.trace(row, version, "电梯")


def test_only_editors_while_the_outcome_is_written(study: Study) -> None:
    row, version = study.contribution(), study.write()
    made = study.trace(row, version, "电梯")
    stranger = actor_of(make_member(make_call().agency, "editor"))
    for actor in (stranger, actor_of(study.approver), Actor.guest()):
        for act in (service.confirm, service.dismiss, service.withdraw):
            with pytest.raises(Denied):
                act(actor, study.call, made)
        with pytest.raises(Denied):
            service.trace(actor, study.call, row, version, Finding(Span(0, 3), None, Kind.IDEA))
        with pytest.raises(Denied):
            service.mend(actor, study.call, made, version, Span(0, 3))


def test_what_lies_with_the_approvers_is_closed_until_it_comes_back(study: Study) -> None:
    row, version = study.contribution(state=ContributionState.PUBLIC), study.write()
    made = study.trace(row, version, "电梯")
    service.close(study.call.id)
    with pytest.raises(Conflict):
        service.withdraw(study.hand, study.call, made)
    with pytest.raises(Conflict):
        study.trace(row, version, "楼层")
    service.reopen(study.call.id)
    assert service.withdraw(study.hand, study.call, made).state is State.DISMISSED


def test_submitting_closes_and_taking_back_opens(study: Study) -> None:
    study.write()
    publishing.submit(study.hand, study.call)
    assert queries.book(study.call.id).is_closed
    publishing.take_back(study.hand, study.call)
    assert not queries.book(study.call.id).is_closed


def test_a_dismissed_trace_can_be_confirmed_after_all_and_says_why_it_went(study: Study) -> None:
    made = study.trace(study.contribution(), study.write(), "电梯")
    with pytest.raises(Conflict):
        service.dismiss(study.hand, study.call, made)  # confirmed ones are withdrawn
    service.withdraw(study.hand, study.call, made, " 不是这位市民的话。 ")
    assert (made.state, made.note) == (State.DISMISSED, "不是这位市民的话。")
    assert queries.standing(study.call.id) == []
    assert queries.traced(study.call.id, [made.contribution_id]) == set()
    service.confirm(study.hand, study.call, made)
    assert queries.traced(study.call.id, [made.contribution_id]) == {made.contribution_id}
    with pytest.raises(Conflict):
        service.confirm(study.hand, study.call, made)
    with pytest.raises(Invalid):
        service.withdraw(study.hand, study.call, made, "长" * 501)


def test_an_act_is_recorded_by_the_system_only(study: Study) -> None:
    row, version = study.contribution(), study.write()
    found = Finding(span_of(TEXT, "费用按楼层分摊"), span_of(BODY, "费用按楼层分摊"), Kind.QUOTE)
    with pytest.raises(Denied):
        service.record(study.hand, study.call, row, version, found)
    made = service.record(Actor.system(), study.call, row, version, found)
    assert (made.origin, made.state, made.decided_by_id) == (Origin.ACT, State.CONFIRMED, None)


def test_traces_follow_the_text_through_edits_and_moves(study: Study) -> None:
    row, version = study.contribution(), study.write()
    study.trace(row, version, "费用按楼层分摊，一楼不出钱。", "费用按楼层分摊")
    study.trace(row, version, "今年先给七层以上的楼加装电梯。", "建议先给没有电梯的七层楼装")
    first, second, third = TEXT.split("\n")
    study.write("\n".join([third, "总则：尽快办。", second, first.replace("今年", "明年上半年")]))
    assert study.words() == {1: "费用按楼层分摊，一楼不出钱。", 2: "年先给七层以上的楼加装电梯。"}
    # The earlier version still tells where they stood there.
    assert [trace.number for trace in queries.standing(study.call.id, at=1)] == [2, 1]


def test_a_lost_passage_is_broken_shown_to_the_editor_and_comes_back_with_its_text(study: Study) -> None:
    row, version = study.contribution(), study.write()
    made = study.trace(row, version, "每月在小区公告栏公布进度。")
    study.write("\n".join(TEXT.split("\n")[:2]) + "\n三、每月开会。")
    assert made.state is State.BROKEN
    (broken,) = queries.broken(study.call.id)
    assert queries.anchors(study.call.id, [made.id])[made.id].quote["exact"] == "每月在小区公告栏公布进度。"
    assert broken.placement.kept < 0.5
    assert study.words() == {}
    study.write("\n".join(reversed(TEXT.split("\n"))))
    assert made.state is State.CONFIRMED
    assert study.words() == {1: "每月在小区公告栏公布进度。"}


def test_a_broken_trace_is_mended_by_hand(study: Study) -> None:
    made = study.trace(study.contribution(), study.write(), "每月在小区公告栏公布进度。")
    version = study.write("一、按时公布进展情况。")
    assert made.state is State.BROKEN
    service.mend(study.hand, study.call, made, version, span_of(version.plain, "公布进展情况"))
    assert made.state is State.CONFIRMED
    assert study.words() == {1: "公布进展情况"}
    study.write("前言。\n一、按时公布进展情况。")
    assert study.words() == {1: "公布进展情况"}


def test_a_passage_chosen_in_an_older_version_is_found_in_the_newest(study: Study) -> None:
    row, old = study.contribution(), study.write()
    study.write("前言。\n" + TEXT.split("\n")[1])
    study.trace(row, old, "一楼不出钱")
    assert study.words() == {1: "一楼不出钱"}
    with pytest.raises(Invalid):
        study.trace(row, old, "今年先给七层以上的楼加装电梯")


def test_carrying_twice_changes_nothing(study: Study) -> None:
    study.trace(study.contribution(), study.write(), "一楼不出钱")
    version = study.write("前言。\n" + TEXT)
    carrying.carry(study.call.id, version.document_id, version.number)
    carrying.carry(study.call.id, version.document_id, 1)
    assert study.words() == {1: "一楼不出钱"}


def test_comments_are_sources_and_older_revisions_too(study: Study) -> None:
    row, version = study.contribution(), study.write()
    comment = make_contribution(study.call, body="一楼的住户不该出钱。", under=row)
    study.trace(comment, version, "一楼不出钱", "一楼的住户不该出钱")
    found = Finding(span_of(TEXT, "电梯"), span_of(BODY, "电梯"), Kind.QUOTE, revision_number=1)
    assert service.trace(study.hand, study.call, row, version, found).revision_number == 1
    with pytest.raises(Invalid):
        service.trace(study.hand, study.call, row, version, replace(found, revision_number=7))


def test_questions_cost_one_statement_each(study: Study, statements) -> None:
    version = study.write()
    rows = [study.contribution() for _ in range(6)]
    for row in rows:
        study.trace(row, version, "电梯")
    keys = [(row.call_id, row.id) for row in rows]
    for ask in (
        lambda: queries.standing(study.call.id),
        lambda: queries.broken(study.call.id),
        lambda: queries.of_contributions(keys),
        lambda: queries.counts([study.call.id]),
        lambda: queries.listed(study.call.id, limit=3),
        lambda: queries.version(study.call.id),
    ):
        with statements() as seen:
            ask()
        assert len(seen) == 1
    assert {len(found) for found in queries.of_contributions(keys).values()} == {1}
    assert queries.counts([study.call.id])[study.call.id][State.CONFIRMED] == 6
    page = queries.listed(study.call.id, limit=4)
    assert [trace.number for trace in page.items] == [1, 2, 3, 4]
    assert [trace.number for trace in queries.listed(study.call.id, after=4).items] == [5, 6]


def test_another_text_is_refused(study: Study) -> None:
    row, version = study.contribution(), study.write()
    other = documents_service.save(study.hand, tree_of("电梯"), kind="outcome")
    with pytest.raises(Invalid):
        study.trace(row, other, "电梯")
    carrying.carry(study.call.id, other.document_id, other.number)
    assert queries.version(study.call.id) is version


@pytest.mark.parametrize("degree", ["adopted", "adopted_in_part"])
@pytest.mark.parametrize("is_lost_by", ["removal", "revision"])
def test_the_gate_shuts_when_the_only_trace_of_an_adopted_one_is_gone(
    study: Study, degree: str, is_lost_by: str
) -> None:
    version, row, other = study.write(), study.contribution(), study.contribution()
    trace = study.trace(row, version, "费用按楼层分摊", "费用按楼层分摊")
    reason = "其余的归省里管，我们已经转告。"
    answers.answer(study.hand, row, study.call, AnswerDraft(degree, reason=reason))
    answers.answer(study.hand, other, study.call, AnswerDraft("adopted", measure="写进细则第七条。"))
    assert outcomes.gate(study.call.id).is_open

    if is_lost_by == "removal":
        service.withdraw(study.hand, study.call, trace, "看错了。")
    else:
        study.write(TEXT.replace("二、费用按楼层分摊，一楼不出钱。\n", ""))
    gate = outcomes.gate(study.call.id)
    assert (gate.is_open, gate.untraced, gate.untraced_count) == (False, (row.number,), 1)
    with pytest.raises(GateClosed, match=row.number):
        publishing.submit(study.hand, study.call)

    answers.answer(
        study.hand, row, study.call, AnswerDraft(degree, reason=reason, measure="写进细则第七条。")
    )
    assert outcomes.gate(study.call.id).is_open


def test_what_came_back_into_the_text_opens_the_gate_again(study: Study) -> None:
    version, row = study.write(), study.contribution()
    study.trace(row, version, "费用按楼层分摊", "费用按楼层分摊")
    answers.answer(study.hand, row, study.call, AnswerDraft("adopted"))
    study.write(TEXT.replace("二、费用按楼层分摊，一楼不出钱。\n", ""))
    assert outcomes.gate(study.call.id).untraced == (row.number,)
    study.write()
    assert outcomes.gate(study.call.id).is_open
    assert publishing.submit(study.hand, study.call).round == 1
