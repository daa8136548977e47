"""The order of the queue, its filters and counts, and what is known of authors and decisions."""

from __future__ import annotations

import pytest

from cocreate.contributions.models import State
from cocreate.core.errors import NotFound
from cocreate.moderation import queries, service
from cocreate.moderation.models import Act, Reason
from cocreate.moderation.queries import Chosen
from tests.factories import make_agency, make_call, make_contribution, make_user
from tests.moderation.office import Office


def _numbers(items) -> list[str]:
    return [item.contribution.number for item in items]


@pytest.fixture
def paths(office: Office) -> tuple[str, ...]:
    return (office.agency.path,)


def test_the_most_urgent_stands_first(office: Office, paths, clock) -> None:
    root = make_contribution(office.call)
    office.decide(root) if queries.find_open(root.call_id, root.id) else None
    early = office.waiting()
    clock.advance(hours=1)
    comment = office.waiting(under=root)  # due in 12 hours, before the suggestion's 24
    clock.advance(hours=1)
    late = office.waiting()
    waiting = [one for one in _numbers(queries.queue(paths).items) if one != root.number]
    assert waiting == [comment.number, early.number, late.number]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 30])
def test_pages_follow_by_key_and_miss_nothing(office: Office, paths, clock, limit: int) -> None:
    sent = []
    for place in range(7):
        sent.append(office.waiting().number)
        if place % 3 == 0:  # several cases are due at the same moment
            clock.advance(minutes=5)
    seen: list[str] = []
    key = None
    for _ in range(len(sent) + 1):
        page = queries.queue(paths, after=key, limit=limit)
        seen += _numbers(page.items)
        key = page.next_key
        if key is None:
            break
    assert sorted(seen) == sorted(sent)
    assert len(seen) == len(sent)


@pytest.mark.parametrize(
    "key",
    ["", "x", "1-", "-1", "1-2-3", "٣-٣", "9" * 40 + "-1", "999999999999999999-999999999999999999", "None"],
)
def test_a_key_that_is_none_of_ours_does_no_harm(office: Office, paths, key: str) -> None:
    contribution = office.waiting()
    assert _numbers(queries.queue(paths, after=key).items) in ([contribution.number], [])


@pytest.mark.parametrize(
    "chosen, found",
    [
        (Chosen(), {"new", "english", "comment", "other"}),
        (Chosen(reason=Reason.COMMENT), {"comment"}),
        (Chosen(reason=Reason.EDIT), set()),
        (Chosen(language="en"), {"english"}),
        (Chosen(call="other-call"), {"other"}),
        (Chosen(call="other-call", language="en"), set()),
        (Chosen(call="no-such-call"), set()),
    ],
)
def test_filters(office: Office, paths, chosen: Chosen, found: set[str]) -> None:
    root = make_contribution(office.call)
    if queries.find_open(root.call_id, root.id):
        office.decide(root)
    rows = {
        "new": office.waiting(),
        "english": office.waiting(),
        "comment": office.waiting(under=root),
        "other": office.waiting(make_call(agency=office.agency, slug="other-call")),
    }
    office.case(rows["english"]).language = "en"
    names = {row.number: name for name, row in rows.items()}
    assert {names[number] for number in _numbers(queries.queue(paths, chosen).items)} == found


def test_each_moderator_sees_the_agencies_below_their_own(office: Office) -> None:
    below = make_agency(parent=office.agency)
    here, there = office.waiting(), office.waiting(make_call(agency=below))
    elsewhere = office.waiting(make_call())
    assert set(_numbers(queries.queue((office.agency.path,)).items)) == {here.number, there.number}
    assert _numbers(queries.queue((below.path,)).items) == [there.number]
    assert _numbers(queries.queue(()).items) == []
    both = queries.queue((below.path, elsewhere_path(elsewhere)))
    assert set(_numbers(both.items)) == {there.number, elsewhere.number}


def elsewhere_path(contribution) -> str:
    case = queries.find_open(contribution.call_id, contribution.id)
    assert case is not None
    return case.agency_path


def test_what_is_decided_waits_no_more(office: Office, paths) -> None:
    contribution = office.waiting()
    office.decide(contribution)
    assert queries.queue(paths).items == []
    assert queries.waiting(paths).total == 0


def test_the_next_case_is_free_and_not_ones_own(office: Office, paths) -> None:
    own, held, free = office.waiting(author=office.ann), office.waiting(), office.waiting()
    service.claim(office.actor(office.bea), office.case(held), held, office.call)
    found = queries.next_item(office.ann.id, paths)
    assert found is not None
    assert found.contribution.number == free.number
    after = queries.next_item(office.ann.id, paths, after=found.key)
    assert after is not None  # round to the beginning
    assert after.contribution.number == free.number
    office.decide(free)
    assert queries.next_item(office.ann.id, paths) is None
    assert own.number == queries.next_item(office.bea.id, paths).contribution.number


def test_counts_by_call_and_overdue(office: Office, paths, clock) -> None:
    office.waiting()
    clock.advance(hours=25)
    office.waiting()
    other = make_call(agency=office.agency, slug="other-call", title="公园里的长椅")
    office.waiting(other)
    waiting = queries.waiting(paths)
    assert (waiting.total, waiting.overdue, waiting.is_more) == (3, 1, False)
    assert [(one.slug, one.count) for one in waiting.by_call] == [(office.call.slug, 2), ("other-call", 1)]


def test_counting_stops_where_it_tells_nothing_more(office: Office, paths, monkeypatch) -> None:
    monkeypatch.setattr(queries, "COUNTED", 2)
    for _ in range(4):
        office.waiting()
    waiting = queries.waiting(paths)
    assert (waiting.total, waiting.is_more) == (2, True)


def test_history_counts_what_was_decided_on_an_author(office: Office) -> None:
    author = make_user()
    for act in (Act.PUBLISH, Act.PUBLISH, Act.RETURN):
        office.decide(office.waiting(author=author), act)
    office.decide(office.waiting())
    assert queries.history(author.id) == {Act.PUBLISH: 2, Act.RETURN: 1}
    assert queries.history(None) == {}


def test_decisions_come_in_batches(office: Office, statements) -> None:
    decided = [office.waiting() for _ in range(3)]
    for one in decided[:2]:
        office.decide(one)
    with statements() as seen:
        found = queries.decisions_by_contribution(office.call.id, [one.id for one in decided])
    assert len(seen) == 1
    assert set(found) == {one.id for one in decided[:2]}


def test_statistics_count_by_act_and_rule(office: Office, paths, clock) -> None:
    office.decide(office.waiting(), Act.WITHHOLD)
    clock.advance(days=2)
    since = clock.now()
    office.decide(office.waiting())
    office.decide(office.waiting(), Act.WITHHOLD)
    office.decide(office.waiting(), Act.RETURN, rule_key="respect")
    expected = {(Act.PUBLISH, ""): 1, (Act.WITHHOLD, "privacy"): 1, (Act.RETURN, "respect"): 1}
    assert queries.statistics(paths, since) == expected
    assert queries.statistics(("/0/",), since) == {}


def test_a_matter_is_found_by_number_in_one_statement(office: Office, db_session, statements) -> None:
    number = office.waiting().number
    db_session.commit()
    with statements() as seen:
        contribution, call, case = queries.matter(number)
        assert contribution.author.name
        assert (contribution.body, call.agency.path, case.is_open) == (
            contribution.body,
            office.agency.path,
            True,
        )
    assert len([one for one in seen if "FROM contribution" in one]) == 1
    assert contribution.state is State.IN_REVIEW


@pytest.mark.parametrize("number", ["2026-999999", "", "x" * 300, "2026-\0", "2026-000001\ud800"])
def test_unknown_numbers_are_not_found(office: Office, number: str) -> None:
    with pytest.raises(NotFound):
        queries.matter(number)
    with pytest.raises(NotFound):
        queries.get_decision(1, 1)
