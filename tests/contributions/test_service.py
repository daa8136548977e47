"""Sending, changing, withdrawing; and that the kept figures always equal the rows."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from cocreate.calls.models import Call, Stage, Visibility
from cocreate.calls.policy import is_collecting
from cocreate.contributions import draft_queries, drafts, queries, rules, service
from cocreate.contributions.models import Contribution, Figures, Revision, State, Validity
from cocreate.contributions.service import Words
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from tests.factories import actor_of, make_call, make_contribution, make_member, make_user

pytestmark = pytest.mark.usefixtures("db_session")
WORDS = Words("每栋楼先装一部电梯，费用按楼层分摊。")


def figures(call) -> dict[str, int]:
    row = db.session.get(Figures, call.id, populate_existing=True)
    return {name: getattr(row, name) if row else 0 for name in queries.counted(call.id)}


def test_a_suggestion_waits_for_review_and_has_a_receipt() -> None:
    call, author = make_call(), make_user()
    sent = service.submit(actor_of(author), call, WORDS)
    assert sent.state is State.IN_REVIEW
    assert not sent.is_listed
    assert sent.number[:5].rstrip("-").isdigit()
    assert sent.digest == service.rules.digest(sent.salt, sent.number, sent.title, sent.body)
    assert sent.title == "每栋楼先装一部电梯，费用按楼层分摊"
    assert figures(call) == {"received": 1, "listed": 0, "in_review": 1, "due": 1, "comments": 0}


def test_numbers_follow_one_another() -> None:
    first, second = service.next_numbers()[0], service.next_numbers(3)
    assert [int(number[5:]) - int(first[5:]) for number in second] == [1, 2, 3]


def test_the_same_form_sent_twice_is_one_contribution() -> None:
    call, actor = make_call(), actor_of(make_user())
    first = service.submit(actor, call, WORDS, key="form-1")
    assert service.submit(actor, call, WORDS, key="form-1").id == first.id
    assert service.submit(actor, call, WORDS, key="form-2").id != first.id
    assert figures(call)["received"] == 2


@pytest.mark.parametrize("stage", [Stage.VOTING, Stage.ANSWERING, Stage.PUBLISHED])
def test_a_closed_call_takes_nothing(stage) -> None:
    call = make_call(stage=stage)
    with pytest.raises(Denied) as refusal:
        service.submit(actor_of(make_user()), call, WORDS)
    assert refusal.value.why == is_collecting.why_not(actor_of(None), call)
    assert figures(call)["received"] == 0


def test_the_clock_closes_a_call_even_when_the_worker_is_late(clock) -> None:
    call = make_call()
    clock.advance(days=40)
    with pytest.raises(Denied):
        service.submit(actor_of(make_user()), call, WORDS)


@pytest.mark.parametrize("who", [None, "unverified"])
def test_who_has_no_verified_number_can_not_send(who) -> None:
    user = make_user(verified=False) if who else None
    with pytest.raises(Denied):
        service.submit(actor_of(user), make_call(), WORDS)


def test_a_clause_of_another_draft_is_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        service.submit(actor_of(make_user()), make_call(), Words("好建议", clause_id=7))
    assert "clause_id" in refusal.value.fields


def test_other_words_are_a_new_revision_and_the_old_ones_stay() -> None:
    author = make_user()
    call = make_call()
    sent = service.submit(actor_of(author), call, WORDS)
    service.move(sent, call, State.RETURNED)
    service.revise(actor_of(author), sent, call, Words("改过的话。"))
    assert [revision.body for revision in queries.revisions(sent)] == [WORDS.body, "改过的话。"]
    assert sent.body == "改过的话。"
    assert sent.state is State.IN_REVIEW


@pytest.mark.parametrize("state", [State.PUBLIC, State.WITHHELD])
def test_words_that_were_decided_on_do_not_change(state) -> None:
    author, call = make_user(), make_call()
    sent = make_contribution(call, author=author, state=state)
    with pytest.raises(Denied):
        service.revise(actor_of(author), sent, call, Words("别的话"))


def test_a_stale_act_is_a_conflict() -> None:
    call = make_call()
    sent = make_contribution(call, state=State.WITHDRAWN)
    with pytest.raises(Conflict):
        service.move(sent, call, State.PUBLIC)


def test_only_the_author_withdraws() -> None:
    call, author = make_call(), make_user()
    sent = make_contribution(call, author=author)
    with pytest.raises(Denied):
        service.withdraw(actor_of(make_user()), sent, call)
    service.withdraw(actor_of(author), sent, call)
    assert sent.state is State.WITHDRAWN
    assert figures(call)["received"] == 0


def test_what_was_kept_back_is_shown_when_the_call_closes() -> None:
    call = make_call(visibility=Visibility.AT_CLOSE)
    hidden = make_contribution(call, state=State.PUBLIC)
    private = make_contribution(call, state=State.PUBLIC, is_private=True)
    assert not hidden.is_listed
    call.stage = Stage.ANSWERING
    service.list_at_close(call.id)
    db.session.expire_all()
    assert hidden.is_listed
    assert not private.is_listed
    assert figures(call) == queries.counted(call.id)


def test_a_guests_draft_follows_them_through_the_door() -> None:
    call, user = make_call(), make_user()
    drafts.save(actor_of(None), call, Words("写了一半"), guest_key="browser")
    drafts.claim(user.id, "browser")
    found = draft_queries.find_draft(call.id, user_id=user.id, guest_key=None)
    assert found is not None
    assert found.body == "写了一半"
    assert draft_queries.find_draft(call.id, user_id=None, guest_key="browser") is None


def test_a_second_save_overwrites_the_first() -> None:
    call, user = make_call(), make_user()
    for text in ("一", "一二"):
        drafts.save(actor_of(user), call, Words(text))
    assert [draft.body for draft in draft_queries.drafts_of(user.id)] == ["一二"]


def test_a_draft_may_be_too_long_to_send_but_not_without_end() -> None:
    call = make_call()
    drafts.save(actor_of(None), call, Words("长" * (rules.BODY_LIMIT + 1)), guest_key="browser")
    with pytest.raises(Invalid) as refused:
        drafts.save(actor_of(None), call, Words("长" * (rules.DRAFT_LIMIT + 1)), guest_key="browser")
    assert list(refused.value.fields) == ["body"]


def test_what_is_reviewed_while_its_call_closes_is_shown_with_the_others() -> None:
    call = make_call(visibility=Visibility.AT_CLOSE)
    waiting = make_contribution(call, state=State.IN_REVIEW)
    db.session.commit()
    assert call.stage is Stage.COLLECTING  # this page has loaded the call; then somebody else moves it
    with db.engine.begin() as other:
        other.execute(sa.update(Call).where(Call.id == call.id).values(stage=Stage.ANSWERING))
    service.move(waiting, call, State.PUBLIC)
    assert waiting.is_listed


def test_the_fair_order_goes_round_the_ring_once() -> None:
    call = make_call()
    rows = [make_contribution(call, body=f"第{n}条建议") for n in range(7)]
    start = sorted(row.ring for row in rows)[3]
    seen, after = [], None
    while True:
        page = queries.fair(call.id, start=start, after=after, limit=2)
        seen += [row.ring for row in page.items]
        if page.next_key is None:
            break
        after = int(page.next_key)
    ring = sorted(row.ring for row in rows)
    assert seen == ring[3:] + ring[:3]


def test_another_call_is_not_in_the_list() -> None:
    call, other = make_call(), make_call()
    mine = make_contribution(call)
    make_contribution(other)
    assert [row.id for row in queries.newest(call.id).items] == [mine.id]


class Life(RuleBasedStateMachine):
    """Random lives of contributions; after each step the kept figures equal the rows."""

    @initialize()
    def begin(self) -> None:
        db.session.rollback()
        self.call = make_call()
        self.editor = actor_of(make_member(self.call.agency))
        self.rows: list[Contribution] = []

    @rule(state=st.sampled_from([State.IN_REVIEW, State.PUBLIC]), private=st.booleans())
    def arrive(self, state, private) -> None:
        self.rows.append(
            make_contribution(self.call, state=state, is_private=private, body=f"建议{len(self.rows)}")
        )

    @rule(pick=st.integers(0, 50))
    def comment(self, pick) -> None:
        tops = [row for row in self.rows if not row.is_comment and row.is_listed]
        if tops:
            self.rows.append(make_contribution(self.call, under=tops[pick % len(tops)], body="说得对"))

    @rule(pick=st.integers(0, 50), after=st.sampled_from(list(State)))
    def move(self, pick, after) -> None:
        if self.rows:
            row = self.rows[pick % len(self.rows)]
            if service.rules.may_move(row.state, after):
                service.move(row, self.call, after)

    @rule(pick=st.integers(0, 50), validity=st.sampled_from(list(Validity)))
    def assess(self, pick, validity) -> None:
        if self.rows:
            service.assess(self.editor, self.rows[pick % len(self.rows)], self.call, validity)

    @invariant()
    def figures_equal_rows(self) -> None:
        if hasattr(self, "call"):
            assert figures(self.call) == queries.counted(self.call.id)


def test_the_figures_always_equal_the_rows() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_no_revision_is_ever_overwritten() -> None:
    author, call = make_user(), make_call()
    sent = service.submit(actor_of(author), call, WORDS)
    for text in ("二", "三"):
        service.revise(actor_of(author), sent, call, Words(text))
    bodies = db.session.scalars(db.select(Revision.body).order_by(Revision.number)).all()
    assert bodies == [WORDS.body, "二", "三"]
