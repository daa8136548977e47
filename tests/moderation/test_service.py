"""Cases open by themselves, are held for a while, and are closed by decisions that stand on record."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from cocreate.calls.models import Stage, Visibility
from cocreate.contributions import service as contributions
from cocreate.contributions.models import State
from cocreate.contributions.service import Words
from cocreate.core import events
from cocreate.core.errors import Denied, Invalid
from cocreate.moderation import community_rules, queries, service
from cocreate.moderation.conflicts import CaseConflict
from cocreate.moderation.events import CaseOpened, DecisionMade
from cocreate.moderation.models import Act, Case, Decision, Reason
from cocreate.moderation.service import Verdict
from tests.factories import actor_of, make_call, make_contribution, make_user
from tests.moderation.office import WORDS, Office


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    """What has happened, as handlers hear of it."""
    found: list[events.Event] = []
    monkeypatch.setattr(events, "_always", [found.append])
    return found


def test_what_is_sent_waits_for_a_moderator(office: Office, clock) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    assert (case.reason, case.revision_number, case.language) == (
        Reason.NEW,
        1,
        contribution.revision.language,
    )
    assert case.agency_path == office.agency.path
    assert case.opened_at == clock.now()
    assert case.due_at > case.opened_at


def test_a_comment_waits_as_a_comment(office: Office) -> None:
    root = make_contribution(office.call)
    assert office.case(office.waiting(under=root)).reason is Reason.COMMENT


def test_what_is_public_at_once_is_looked_at_afterwards(office: Office) -> None:
    call = make_call(agency=office.agency, visibility=Visibility.AT_ONCE)
    contribution = make_contribution(call)
    assert contribution.state is State.PUBLIC
    office.call = call
    decision = office.decide(contribution)
    assert (decision.before_state, decision.after_state) == (State.PUBLIC, State.PUBLIC)
    assert queries.find_open(call.id, contribution.id) is None


def test_what_is_public_already_can_still_be_withheld(office: Office) -> None:
    call = make_call(agency=office.agency, visibility=Visibility.AT_ONCE)
    contribution = make_contribution(call)
    office.call = call
    office.decide(contribution, Act.WITHHOLD)
    assert contribution.state is State.WITHHELD
    assert not contribution.is_listed


def test_other_words_of_the_author_keep_one_case_and_change_its_version(office: Office) -> None:
    author = make_user()
    contribution = office.waiting(author=author)
    case = office.case(contribution)
    before = case.version
    contributions.revise(actor_of(author), contribution, office.call, Words("换了一种说法，更清楚些。"))
    again = office.case(contribution)
    assert again.id == case.id
    assert (again.revision_number, again.reason) == (2, Reason.NEW)
    assert again.version > before


def test_words_sent_again_after_a_return_are_a_case_of_their_own(office: Office) -> None:
    author = make_user()
    contribution = office.waiting(author=author)
    office.decide(contribution, Act.RETURN)
    contributions.revise(actor_of(author), contribution, office.call, Words("电话已经删去了。"))
    assert office.case(contribution).reason is Reason.EDIT
    assert office.decide(contribution).revision_number == 2
    assert [one.act for one in queries.decisions(office.call.id, contribution.id)] == [
        Act.RETURN,
        Act.PUBLISH,
    ]


def test_withdrawing_closes_the_case(office: Office) -> None:
    author = make_user()
    contribution = office.waiting(author=author)
    contributions.withdraw(actor_of(author), contribution, office.call)
    assert queries.find_open(office.call.id, contribution.id) is None
    with pytest.raises(CaseConflict):
        service.decide(office.actor(), None, contribution, office.call, Verdict(Act.PUBLISH, 1))


def test_the_database_itself_refuses_a_second_open_case(office: Office, db_session) -> None:
    case = office.case(office.waiting())
    copied = {
        name: getattr(case, name)
        for name in ("call_id", "contribution_id", "reason", "agency_path", "due_at")
    }
    with pytest.raises(sa.exc.IntegrityError):
        db_session.execute(sa.insert(Case).values(**copied))


@pytest.mark.parametrize(
    "act, after",
    [(Act.PUBLISH, State.PUBLIC), (Act.RETURN, State.RETURNED), (Act.WITHHOLD, State.WITHHELD)],
)
def test_a_decision_is_a_record(office: Office, heard, clock, act: Act, after: State) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    decision = office.decide(contribution, act, note="请同事留意")
    assert contribution.state is after
    assert (decision.before_state, decision.after_state) == (State.IN_REVIEW, after)
    assert (decision.case_id, decision.revision_number, decision.role) == (case.id, 1, "moderator")
    assert (decision.decided_by_id, decision.decided_at) == (office.ann.id, clock.now())
    expected = ("", "", "") if act is Act.PUBLISH else ("privacy", community_rules.version(), WORDS)
    assert (decision.rule_key, decision.rule_version, decision.text) == expected
    assert decision.note == "请同事留意"
    assert case.closed_at == clock.now()
    assert DecisionMade(office.call.id, contribution.id, decision.id, act.value) in heard


def test_opening_a_case_is_told(office: Office, heard) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    assert CaseOpened(office.call.id, case.id, contribution.id, "new") in heard


@pytest.mark.parametrize("act", [Act.RETURN, Act.WITHHOLD])
@pytest.mark.parametrize("words, field", [({"rule_key": ""}, "rule_key"), ({"text": "不行"}, "text")])
def test_a_refusal_needs_rule_and_words(office: Office, act: Act, words: dict, field: str) -> None:
    contribution = office.waiting()
    with pytest.raises(Invalid) as refusal:
        office.decide(contribution, act, **words)
    assert field in refusal.value.fields
    assert contribution.state is State.IN_REVIEW
    assert office.case(contribution).is_open


def test_nobody_decides_on_their_own_words(office: Office) -> None:
    contribution = office.waiting(author=office.ann)
    for act in (office.decide, lambda one: service.claim(office.actor(), office.case(one), one, office.call)):
        with pytest.raises(Denied):
            act(contribution)
    assert office.decide(contribution, by=office.bea).decided_by_id == office.bea.id


def test_moderators_of_other_agencies_decide_nothing_here(office: Office) -> None:
    contribution = office.waiting()
    with pytest.raises(Denied):
        office.decide(contribution, by=make_user())


@dataclass
class Step:
    """What happens between reading a case and deciding it."""

    name: str

    def take(self, office: Office, contribution, author) -> None:
        if self.name == "decided":
            office.decide(contribution, by=office.bea)
        elif self.name == "taken":
            service.claim(office.actor(office.bea), office.case(contribution), contribution, office.call)
        elif self.name == "revised":
            contributions.revise(actor_of(author), contribution, office.call, Words("作者又改了一遍。"))
        else:
            contributions.withdraw(actor_of(author), contribution, office.call)


@pytest.mark.parametrize("name", ["decided", "taken", "revised", "withdrawn"])
def test_a_stale_decision_overwrites_nothing(office: Office, name: str) -> None:
    author = make_user()
    contribution = office.waiting(author=author)
    case = office.case(contribution)
    seen = case.version
    Step(name).take(office, contribution, author)
    state = contribution.state
    verdict = Verdict(Act.WITHHOLD, seen, "privacy", WORDS)
    with pytest.raises(CaseConflict) as conflict:
        service.decide(office.actor(), case, contribution, office.call, verdict)
    assert conflict.value.number == contribution.number
    assert contribution.state is state
    assert all(one.act is Act.PUBLISH for one in queries.decisions(office.call.id, contribution.id))


def test_a_case_is_held_by_one_until_the_lease_ends(office: Office, clock) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    version = case.version
    service.claim(office.actor(), case, contribution, office.call)
    clock.advance(minutes=14)
    with pytest.raises(CaseConflict) as conflict:
        service.claim(office.actor(office.bea), case, contribution, office.call)
    assert office.ann.name in str(conflict.value.why)
    clock.advance(minutes=1)
    service.claim(office.actor(office.bea), case, contribution, office.call)
    assert case.claimed_by_id == office.bea.id
    assert case.version == version


def test_a_lease_can_be_made_longer_by_its_holder(office: Office, clock) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    service.claim(office.actor(), case, contribution, office.call)
    clock.advance(minutes=10)
    service.claim(office.actor(), case, contribution, office.call)
    assert (case.claimed_until - clock.now()).total_seconds() == 15 * 60


def test_a_decision_counts_after_the_lease_ended_when_nobody_else_came(office: Office, clock) -> None:
    contribution = office.waiting()
    service.claim(office.actor(), office.case(contribution), contribution, office.call)
    clock.advance(hours=2)
    assert office.decide(contribution).after_state is State.PUBLIC


def test_only_the_holder_gives_a_case_back(office: Office) -> None:
    contribution = office.waiting()
    case = office.case(contribution)
    service.claim(office.actor(), case, contribution, office.call)
    service.release(office.actor(office.bea), case, contribution, office.call)
    assert case.claimed_by_id == office.ann.id
    service.release(office.actor(), case, contribution, office.call)
    assert (case.claimed_by_id, case.claimed_until) == (None, None)


def test_several_are_published_in_one_act(office: Office) -> None:
    other_call = make_call(agency=office.agency)
    waiting = [office.waiting(), office.waiting(), office.waiting(other_call)]
    picked = {one.number: office.case(one).version for one in waiting}
    done = service.publish_all(office.actor(), picked)
    assert len(done) == 3
    assert {one.state for one in waiting} == {State.PUBLIC}


@pytest.mark.parametrize("name", ["decided", "taken", "revised", "withdrawn"])
def test_one_stale_case_stops_the_whole_act(office: Office, db_session, name: str) -> None:
    author = make_user()
    waiting = [office.waiting(author=author) for _ in range(3)]
    picked = {one.number: office.case(one).version for one in waiting}
    Step(name).take(office, waiting[1], author)
    db_session.commit()
    with pytest.raises(CaseConflict):
        service.publish_all(office.actor(), picked)
    db_session.rollback()
    assert [waiting[0].state, waiting[2].state] == [State.IN_REVIEW, State.IN_REVIEW]


@pytest.mark.parametrize("count", [0, 51])
def test_publishing_several_has_bounds(office: Office, count: int) -> None:
    with pytest.raises(Invalid):
        service.publish_all(office.actor(), {f"2026-{n:06d}": 1 for n in range(count)})


def test_own_words_among_those_ticked_stop_the_act(office: Office) -> None:
    mine = office.waiting(author=office.ann)
    with pytest.raises(Denied):
        service.publish_all(office.actor(), {mine.number: office.case(mine).version})


def test_cases_of_an_import_open_together(office: Office, db_session) -> None:
    rows = [office.waiting() for _ in range(3)]
    db_session.execute(sa.delete(Case))
    assert service.open_cases(office.call, rows) == 3
    assert all(office.case(row).is_open for row in rows)


def test_decisions_stand_when_the_call_is_over(office: Office, db_session) -> None:
    contribution = office.waiting()
    office.call.stage = Stage.PUBLISHED
    decision = office.decide(contribution, Act.WITHHOLD)
    assert db_session.scalar(sa.select(sa.func.count()).select_from(Decision)) == 1
    assert queries.get_decision(office.call.id, decision.id) is decision
