"""Giving, accepting, sending back, extending, pressing, handing in: what each leaves behind, and what it refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from cocreate.accounts.queries import local_today
from cocreate.calendars import queries as calendars
from cocreate.calendars import service as calendar_acts
from cocreate.calls.models import Stage
from cocreate.contributions.models import State as Written
from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.policy import may
from cocreate.handling import queries, service
from cocreate.handling.models import Act, Assignment, Part, State
from cocreate.journeys import pending
from tests.factories import actor_of, make_call, make_contribution, make_member, make_user
from tests.handling.conftest import Office

LATER = timedelta(days=30)


def acts(one: Assignment) -> list[str]:
    return [told.step.act.value for told in queries.steps(one.call_id, [one.id])]


def test_the_whole_way_leaves_a_step_each(office: Office) -> None:
    one = office.give(note="请会同质监站答复。")
    assert (one.state, one.part, one.given_by_id) == (State.GIVEN, Part.LEAD, office.editor.id)
    assert one.due_on == calendars.current().add(local_today(), 5)
    service.accept(office.hand, one)
    until = one.due_on + LATER
    service.ask(office.hand, one, until, "要等专家论证。")
    before = one.due_on
    service.extend(office.seal, one)
    assert (one.due_on, one.first_due_on, one.asked_for) == (until, before, None)
    service.press(office.giver, one)
    service.supervise(office.eye, one, "群众催问多次。")
    service.hand_in(office.hand, one, "已列入明年计划。")
    service.reopen(office.giver, one, "请写明时间。")
    service.hand_in(office.hand, one, "已列入明年三月计划。")
    assert (one.state, one.proposal) == (State.HANDED_IN, "已列入明年三月计划。")
    assert (one.is_pressed, one.is_supervised) == (True, True)
    told = queries.steps(one.call_id, [one.id])
    assert acts(one) == "give accept ask extend press supervise hand_in reopen hand_in".split()
    assert told[0].step.reason == "请会同质监站答复。"
    assert told[1].by == "王科员"
    assert told[3].step.until == until


def test_sent_back_it_needs_another_assignment(office: Office) -> None:
    row = office.contribution()
    one = office.give(row)
    with pytest.raises(Invalid):
        service.send_back(office.hand, one, "")
    service.send_back(office.hand, one, "这条路归交通局管。")
    assert one.state is State.SENT_BACK
    given = service.give(office.giver, office.call, [row], office.beside, days=5)
    assert given.count == 1
    with pytest.raises(Conflict):
        service.accept(office.hand, one)


def test_many_at_once_with_assisting_departments(office: Office) -> None:
    rows = [office.contribution() for _ in range(3)]
    given = service.give(office.giver, office.call, rows, office.department, [office.beside], days=3)
    assert (given.count, given.skipped) == (6, ())
    found = queries.of_contribution(office.call.id, rows[0].id)
    assert [one.part for one in found] == [Part.LEAD, Part.ASSIST]


def test_what_is_in_hand_already_is_passed_over(office: Office) -> None:
    first, second = office.contribution(), office.contribution()
    office.give(first)
    given = service.give(office.giver, office.call, [first, second], office.beside, days=5)
    assert (given.count, given.skipped) == (1, (first.number,))
    with pytest.raises(Conflict):
        service.give(office.giver, office.call, [first], office.department, days=5)


def test_what_can_not_be_answered_is_not_assigned(office: Office) -> None:
    withheld = office.contribution(state=Written.WITHHELD)
    comment = make_contribution(office.call, under=office.contribution())
    with pytest.raises(Conflict):
        service.give(office.giver, office.call, [withheld, comment], office.department, days=5)
    with pytest.raises(Invalid):
        service.give(office.giver, office.call, [], office.department, days=5)


def test_the_database_itself_keeps_one_leader(office: Office) -> None:
    one = office.give()
    twin = {column.name: getattr(one, column.name) for column in Assignment.__table__.columns}
    db.session.flush()
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(
            sa.insert(Assignment).values(twin | {"id": one.id + 1, "agency_id": office.beside.id})
        )
    db.session.rollback()


def test_who_may_do_what(office: Office) -> None:
    one = office.give()
    stranger = actor_of(make_member(office.beside, "editor"))
    people = {"giver": office.giver, "hand": office.hand, "seal": office.seal, "eye": office.eye}
    allowed = {
        "assignment.accept": {"giver", "hand"},  # roles hold for everything below
        "assignment.extend": {"giver", "seal"},
        "assignment.supervise": {"eye"},
        "assignment.recall": {"giver"},
        "assignment.read": {"giver", "hand", "seal", "eye"},
    }
    for name, who in allowed.items():
        assert {key for key, actor in people.items() if may(actor, name, one)} == who, name
        assert not may(stranger, name, one)
        assert not may(Actor.guest(), name, one)
    with pytest.raises(Denied):
        service.give(office.hand, office.call, [office.contribution()], office.beside, days=5)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.PUBLISHED])
def test_nothing_is_assigned_before_a_call_is_out_or_after_its_result(office: Office, stage: Stage) -> None:
    call = make_call(agency=office.agency, stage=stage)
    with pytest.raises(Denied):
        service.give(office.giver, call, [make_contribution(call)], office.department, days=5)


def test_nobody_grants_their_own_extension(office: Office) -> None:
    one = office.give()
    both = make_member(office.agency, "approver", user=office.clerk)
    service.accept(office.hand, one)
    service.ask(office.hand, one, one.due_on + LATER, "要等专家论证。")
    with pytest.raises(Denied):
        service.extend(actor_of(both), one)
    with pytest.raises(Conflict):
        service.ask(office.hand, one, one.due_on + LATER, "再要几天时间。")
    service.refuse(office.giver, one, "时间已经够了。")
    assert (one.asked_for, one.first_due_on) == (None, None)
    with pytest.raises(Conflict):
        service.extend(office.giver, one)


def test_a_department_reads_what_it_has_in_hand_even_when_it_is_not_public_and_nothing_more(
    office: Office,
) -> None:
    # The clerk works in a department beside, whose roles reach nothing of the call.
    clerk = actor_of(make_member(office.beside, "editor"))
    other = actor_of(make_member(office.beside, "moderator"))
    private, unassigned = office.contribution(is_private=True), office.contribution(is_private=True)
    for row in (private, unassigned):
        assert not may(clerk, "contribution.read", (row, office.call))
    service.give(office.giver, office.call, [private], office.beside, days=5)
    assert may(clerk, "contribution.read", (private, office.call))
    assert not may(clerk, "contribution.read", (unassigned, office.call))
    assert not may(other, "contribution.read", (private, office.call))
    assert not may(clerk, "outcome.work", office.call)
    service.recall(office.giver, queries.get(private.number, office.beside.slug), "改由本局答复。")
    assert not may(clerk, "contribution.read", (private, office.call))


def test_due_days_follow_the_calendar_but_an_extended_day_stands(office: Office) -> None:
    counted, extended = office.give(), office.give()
    service.accept(office.hand, extended)
    service.ask(office.hand, extended, extended.due_on + LATER, "要等专家论证。")
    service.extend(office.giver, extended)
    before, stands = counted.due_on, extended.due_on
    calendar_acts.set_day(Actor.system(), before, False, "台风停工")
    db.session.refresh(counted)
    db.session.refresh(extended)
    assert counted.due_on == calendars.current().add(counted.given_on, 5) > before
    assert extended.due_on == stands


def test_the_result_closes_what_is_still_in_hand(office: Office) -> None:
    open_one, done, back = office.give(), office.give(), office.give()
    service.accept(office.hand, done)
    service.hand_in(office.hand, done, "已经办好。")
    service.send_back(office.hand, back, "这条路归交通局管。")
    assert service.close_all(office.call.id) == 2
    db.session.expire_all()
    assert [one.state for one in (open_one, done, back)] == [State.CLOSED, State.CLOSED, State.SENT_BACK]
    assert acts(open_one)[-1] == "close"
    assert service.close_all(office.call.id) == 0


def test_lists_by_state_and_page(office: Office) -> None:
    today = local_today()
    days = queries.Days(today, calendars.current().add(today, 3))
    rows = {n: office.give(days=n) for n in (1, 2, 3, 10)}
    late = office.give()
    late.due_on = date(2020, 1, 1)
    done = office.give()
    service.recall(office.giver, done, "改由本局答复。")
    db.session.flush()
    paths = [office.department.path]
    counts = queries.counts(days, paths=paths)
    assert counts == {
        queries.Show.OPEN: 5,
        queries.Show.GIVEN: 5,
        queries.Show.SOON: 3,
        queries.Show.OVERDUE: 1,
        queries.Show.ASKED: 0,
    }
    first = queries.listed(days, paths=paths, limit=2)
    assert [one.id for one in first.items] == [late.id, rows[1].id]
    last = first.items[-1]
    rest = queries.listed(days, paths=paths, after=(last.due_on, last.id), limit=10)
    assert [one.id for one in rest.items] == [rows[2].id, rows[3].id, rows[10].id]
    assert queries.listed(days, paths=[office.beside.path]).items == []
    assert [one.id for one in queries.listed(days, queries.Show.DONE, call_id=office.call.id).items] == [
        done.id
    ]


def test_the_public_reads_who_leads_and_until_when(office: Office) -> None:
    row = office.contribution()

    def in_hand() -> Any:
        return pending.by_keys([(row.call_id, row.id)])[row.id].in_hand

    assert in_hand() is None
    one = office.give(row)
    assert (in_hand().agency.id, in_hand().extended_to) == (office.department.id, None)
    service.accept(office.hand, one)
    service.ask(office.hand, one, one.due_on + LATER, "要等专家论证。")
    service.extend(office.giver, one)
    assert in_hand().extended_to == one.due_on
    service.recall(office.giver, one, "改由本局答复。")
    assert in_hand() is None
    again = office.give(row)
    assert (in_hand().agency.id, again.id > one.id) == (office.department.id, True)


def test_a_stale_state_is_looked_at_again_under_the_lock(office: Office) -> None:
    one = office.give()
    db.session.execute(
        sa.update(Assignment).values(state=State.RECALLED).execution_options(synchronize_session=False)
    )
    with pytest.raises(Conflict):
        service.accept(office.hand, one)
    assert Act.ACCEPT.value not in acts(one)


def test_somebody_without_a_seat(office: Office) -> None:
    one = office.give()
    for verb in (service.accept, service.extend):
        with pytest.raises(Denied):
            verb(actor_of(make_user()), one)
