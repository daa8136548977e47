"""How words travel on after the answer: as it happened, the same for one contribution and on a person's page, at a fixed cost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cocreate.accounts.models import User
from cocreate.calls.models import Stage
from cocreate.contributions.models import Contribution
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.core.i18n import use_language
from cocreate.documents import queries as documents
from cocreate.journeys import aftercare, people
from cocreate.journeys import queries as journeys
from cocreate.journeys.addresses import Addresses
from cocreate.journeys.knots import Knot, KnotState, in_order
from cocreate.milestones import promises, service
from cocreate.milestones.models import Progress
from cocreate.outcomes import publishing, queries, questions, revising
from cocreate.outcomes import service as answers
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import AnswerDraft
from cocreate.provenance import queries as provenance
from cocreate.provenance import service as traces
from cocreate.provenance.models import Kind
from cocreate.provenance.service import Finding
from cocreate.provenance.spans import Span
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.milestones.conftest import Aftermath, done, office, planned

__all__ = ["office"]

PLACES = Addresses(
    result="/result", steps="/steps", promise=lambda one: "/promise", place=lambda one: f"/at-{one}"
)
ANEW = AnswerDraft("adopted_in_part", measure="先修东门的坡道。", reason="西门归铁路管。")


def way_of(office: Aftermath, one: Any, **more: Any) -> list[Knot]:
    with use_language("en"):
        return journeys.of(one, office.call, **{"is_own": False, "addresses": PLACES} | more).knots


def writer(one: Contribution) -> User:
    found = db.session.get(User, one.author_id)
    assert found is not None
    return found


def after_answer(office: Aftermath, one: Any, **more: Any) -> list[tuple[str, str]]:
    knots = way_of(office, one, **more)
    at = next(at for at, knot in enumerate(knots) if knot.title.startswith("Studied by"))
    return [(knot.title, knot.state.value) for knot in knots[at + 1 :]]


def answered_anew(office: Aftermath) -> None:
    """The refused one's author complains, the complaint is justified, and another answer takes its place."""
    one, author = office.refused, actor_of(writer(office.refused))
    complaint = questions.complain(author, one, office.call, "没有回答我问的。")
    questions.decide(actor_of(office.approver), complaint, office.call, True, "确实没有回答。")
    row = revising.propose(office.hand, one, office.call, ANEW, "当时看漏了东门的坡道。")
    revising.approve(actor_of(office.approver), row, one, office.call)


def test_a_justified_complaint_and_its_new_answer_stand_where_they_happened(office: Aftermath) -> None:
    one = office.refused
    assert after_answer(office, one) == [("Not adopted", "broken")]
    author = actor_of(writer(one))
    questions.ask(author, one, office.call, "省里什么时候回复？")
    assert after_answer(office, one) == [("Not adopted", "broken")]
    assert after_answer(office, one, is_own=True)[1:] == [("Asked once more", "now")]
    complaint = questions.complain(author, one, office.call, "没有回答我问的。")
    questions.decide(actor_of(office.approver), complaint, office.call, True, "确实没有回答。")
    assert after_answer(office, one)[1:] == [("Being answered anew", "now")]
    row = revising.propose(office.hand, one, office.call, ANEW, "当时看漏了东门的坡道。")
    revising.approve(actor_of(office.approver), row, one, office.call)
    assert after_answer(office, one) == [
        ("Not adopted", "done"),
        ("Answered anew after a complaint: Adopted in part", "done"),
    ]
    anew = way_of(office, one)[-1]
    assert (anew.note, anew.when) == (
        "当时看漏了东门的坡道。",
        queries.disposition(office.call.id, one.id).published_at,  # type: ignore[union-attr]
    )


def test_steps_and_what_people_say_follow_and_a_plan_waits_for_its_day(office: Aftermath) -> None:
    day = (today() + timedelta(days=60)).isoformat()
    assert after_answer(office, office.kept) == [("Planned", "done"), ("To be looked at again", "next")]
    step = office.plan(planned(30, title="公布名单", numbers=(office.kept.number,)))
    assert [title for title, _state in after_answer(office, office.kept)][1:] == [
        "Planned: 公布名单",
        "To be looked at again",
    ]
    service.change(office.hand, step, office.call, done(title="公布名单", numbers=(office.kept.number,)))
    promises.ask_due()
    assert after_answer(office, office.kept)[1:] == [
        ("Done: 公布名单", "done"),
        ("Was it kept?", "now"),
        ("To be looked at again", "next"),
    ]
    for one in office.people:
        office.say(one, office.promise(step), "not_kept", 2)
    promises.reply(office.hand, office.promise(step), office.call, "名单本周补上。")
    asked = way_of(office, office.kept)[-2]
    assert (asked.state, asked.url) == (KnotState.DONE, "/promise")
    assert "6 people answered: 0 kept, 0 partly kept, 6 not kept" in (asked.note or "")
    assert "The agency replies: 名单本周补上。" in (asked.note or "")
    assert way_of(office, office.kept)[-1].at == date.fromisoformat(day)


@pytest.mark.parametrize(("days", "state"), [(60, KnotState.NEXT), (0, KnotState.DONE)])
def test_the_review_day_comes(office: Aftermath, days: int, state: KnotState) -> None:
    on = today() + timedelta(days=days)
    (knot,) = aftercare.review(Disposition(degree="planned", review_date=on))
    assert (knot.state, knot.at) == (state, on)
    assert aftercare.review(Disposition(degree="adopted")) == []


def test_what_happened_stands_before_what_goes_on_and_what_is_to_come() -> None:
    def knot(title: str, state: KnotState, at: date | None = None) -> Knot:
        return Knot(title, state, at=at)

    first, second = date(2026, 3, 1), date(2026, 4, 1)
    shuffled = [
        knot("later", KnotState.NEXT, second),
        knot("now", KnotState.NOW),
        knot("dropped", KnotState.BROKEN, second),
        knot("soon", KnotState.NEXT, first),
        knot("done", KnotState.DONE, first),
        knot("some time", KnotState.DONE),
    ]
    assert [one.title for one in in_order(shuffled)] == [
        "done",
        "dropped",
        "some time",
        "now",
        "soon",
        "later",
    ]


def test_a_person_reads_the_same_threads_as_on_each_page(office: Aftermath, statements: Any) -> None:
    author = writer(office.refused)
    answered_anew(office)
    step = office.plan(done(numbers=(office.refused.number,)))
    promises.ask_due()
    office.say(author, office.promise(step), "partly")
    other = make_contribution(office.call, author=author)
    elsewhere = make_contribution(make_call(stage=Stage.ANSWERING), author=author)
    db.session.flush()
    with use_language("en"), statements() as seen:
        page = people.of_person(author.id, lead=lambda call: PLACES)
    assert len(seen) <= 8
    assert [own.contribution.id for own in page.items] == [elsewhere.id, other.id, office.refused.id]
    for own in page.items:
        with use_language("en"):
            alone = journeys.of(
                own.contribution, own.call, is_own=True, reader_id=author.id, addresses=PLACES
            )
        assert own.journey.knots == alone.knots
    last = page.items[-1].journey.knots[-1]
    assert "You said: Partly" in (last.note or "")


def test_words_of_the_outcome_are_shown_with_their_place_and_how_many_more(db_session: Any) -> None:
    agency = make_agency()
    call = make_call(agency=agency, stage=Stage.ANSWERING)
    hand, seal = (actor_of(make_member(agency, role)) for role in ("editor", "approver"))
    row = make_contribution(call, author=make_user(), body="费用按楼层分摊。每月公布进度。")
    outcome = publishing.write(hand, call, tree("费用按楼层分摊，一楼不出钱。每月公布进度。"))
    version = documents.latest(outcome.document_id)
    assert version is not None
    for words in ("费用按楼层分摊", "每月公布进度"):
        target, source = (
            Span(at, at + len(words)) for at in (version.plain.index(words), row.body.index(words))
        )
        traces.trace(hand, call, row, version, Finding(target, source, Kind.QUOTE))
    answers.answer(hand, row, call, AnswerDraft("adopted"))
    publishing.submit(hand, call)
    publishing.approve(seal, call)
    with use_language("en"):
        assert "Written into the outcome" not in [
            knot.title for knot in journeys.of(row, call, is_own=True).knots
        ]
        publishing.publish(seal, call)
        journey = journeys.of(row, call, is_own=False, addresses=PLACES)
    first = provenance.standing(call.id)[0].number
    written = journey.knots[-1]
    assert (written.title, written.url) == ("Written into the outcome", f"/at-{first}")
    assert written.note == "“费用按楼层分摊” And in 1 more place."
    assert len(journey.traces) == 2


def tree(text: str) -> dict[str, Any]:
    return {"blocks": [{"type": "paragraph", "text": [{"text": text}]}]}


def test_a_dropped_step_is_told_with_its_reason(office: Aftermath) -> None:
    step = office.plan()
    dropped = planned(state=Progress.DROPPED, reason="省里今年没有批这笔钱。", numbers=(office.kept.number,))
    service.change(office.hand, step, office.call, dropped)
    knot = next(knot for knot in way_of(office, office.kept) if knot.title.startswith("Dropped"))
    assert (knot.state, knot.note) == (KnotState.BROKEN, "省里今年没有批这笔钱。")
