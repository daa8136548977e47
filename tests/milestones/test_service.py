"""Steps are written down, changed, tied, shown with pictures; each version stays, and nobody overwrites a colleague."""

from __future__ import annotations

import io

import pytest

from cocreate.core.errors import Conflict, Denied, Invalid, NotFound
from cocreate.media import service as media
from cocreate.milestones import queries, service
from cocreate.milestones.models import Progress
from cocreate.milestones.rules import Step
from tests.factories import actor_of, make_call, make_contribution
from tests.media.files import picture
from tests.milestones.conftest import Aftermath, done, in_days, planned


def test_each_version_of_a_step_stays(office: Aftermath) -> None:
    step = office.plan()
    service.change(office.hand, step, office.call, planned(30, state=Progress.UNDER_WAY))
    service.change(
        office.hand, step, office.call, Step(Progress.DROPPED, "首批十栋楼装上电梯", reason="资金没有落实。")
    )
    versions = queries.changes(office.call.id)[step.id]
    assert [(one.number, one.state.value) for one in versions] == [
        (3, "dropped"),
        (2, "under_way"),
        (1, "planned"),
    ]
    assert (step.state, step.reason) == (Progress.DROPPED, "资金没有落实。")


def test_saying_the_same_again_makes_no_version(office: Aftermath) -> None:
    step = office.plan()
    service.change(office.hand, step, office.call, planned(numbers=(office.kept.number,)))
    assert step.number == 1


def test_a_colleague_is_not_overwritten(office: Aftermath) -> None:
    step = office.plan()
    service.change(office.hand, step, office.call, planned(40), seen=1)
    with pytest.raises(Conflict):
        service.change(office.hand, step, office.call, planned(50), seen=1)


def test_only_editors_write_steps_and_only_of_a_published_outcome(office: Aftermath) -> None:
    for user in (office.author, office.moderator, office.approver):
        with pytest.raises(Denied):
            service.plan(actor_of(user), office.call, planned())
    with pytest.raises(Denied):
        service.plan(office.hand, make_call(agency=office.agency), planned())


def test_a_step_is_tied_to_contributions_of_its_call_only(office: Aftermath) -> None:
    step = office.plan()
    assert [row.number for row in queries.tied(office.call.id, [step.id])[step.id]] == [office.kept.number]
    service.change(office.hand, step, office.call, planned(numbers=(office.refused.number,)))
    assert queries.tied_ids(office.call.id, step.id) == {office.refused.id}
    other = make_contribution(make_call())
    with pytest.raises(Invalid, match=other.number) as refusal:
        service.change(office.hand, step, office.call, planned(numbers=(other.number,)))
    assert list(refusal.value.fields) == ["numbers"]


def test_pictures_need_words_for_those_who_cannot_see_them(office: Aftermath) -> None:
    step = office.plan()
    mute = media.store(office.hand, io.BytesIO(picture()), "楼道.png")
    with pytest.raises(Invalid) as refusal:
        service.add_picture(office.hand, step, office.call, mute)
    assert list(refusal.value.fields) == ["alt"]
    told = media.store(office.hand, io.BytesIO(picture()), "楼道.png", "新装的电梯")
    service.add_picture(office.hand, step, office.call, told)
    service.add_picture(office.hand, step, office.call, told)
    assert [file.alt for file in queries.pictures(office.call.id)[step.id]] == ["新装的电梯"]
    service.remove_picture(office.hand, step, office.call, told.id)
    assert queries.pictures(office.call.id) == {}


def test_steps_come_by_their_days(office: Aftermath) -> None:
    late, early, finished = office.plan(planned(90)), office.plan(planned(20)), office.plan(done())
    assert [one.id for one in queries.of_call(office.call.id)] == [finished.id, early.id, late.id]


def test_a_step_of_another_call_is_not_found(office: Aftermath) -> None:
    step = office.plan()
    with pytest.raises(NotFound):
        queries.get(make_call().id, step.id)
    assert queries.get(office.call.id, step.id) is step
    assert step.planned_on == in_days(30)
