"""Calls are written by their editors, released when they say enough, moved by the clock, and kept as they were promised."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from cocreate.accounts.models import Role
from cocreate.calls import queries, service
from cocreate.calls.models import DownloadKind, Stage, Visibility
from cocreate.calls.service import CallDraft
from cocreate.core.db import db
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.localtime import last_day, local_day
from cocreate.documents import service as documents
from cocreate.media import service as media
from tests.factories import actor_of, make_agency, make_call, make_member, make_user
from tests.media.files import PDF, picture

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def draft(clock) -> CallDraft:
    today = local_day(clock.now())
    return CallDraft(
        slug="lifts",
        title="加装电梯",
        summary="请说说怎么改。",
        promise="逐条答复。",
        first_day=today,
        last_day=today + timedelta(days=9),
    )


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def editor(agency):
    return actor_of(make_member(agency))


def test_an_editor_writes_and_releases_a_call_that_opens_at_once(editor, agency, draft) -> None:
    call = service.create(editor, agency, draft)
    assert (call.stage, call.is_released) == (Stage.DRAFT, False)
    service.release(editor, call)
    assert call.stage is Stage.COLLECTING
    assert last_day(call.closes_at) == draft.last_day


def test_a_call_scheduled_for_later_opens_and_closes_by_itself(editor, agency, draft, clock) -> None:
    later = replace(
        draft,
        first_day=draft.first_day + timedelta(days=3),
        votes_until_day=draft.last_day + timedelta(days=5),
    )
    call = service.release(editor, service.create(editor, agency, later))
    seen = [call.stage]
    for days in (3, 7, 5):
        clock.advance(days=days)
        service.move_due()
        seen.append(call.stage)
    assert seen == [Stage.DRAFT, Stage.COLLECTING, Stage.VOTING, Stage.ANSWERING]
    assert service.move_due() == 0


@pytest.mark.parametrize("who", ["guest", "citizen", "moderator", "editor elsewhere"])
def test_who_may_not_open_a_call(agency, draft, who) -> None:
    user = {
        "guest": lambda: None,
        "citizen": make_user,
        "moderator": lambda: make_member(agency, Role.MODERATOR),
        "editor elsewhere": lambda: make_member(make_agency("市民政局")),
    }[who]()
    with pytest.raises(Denied):
        service.create(actor_of(user), agency, draft)


def test_an_editor_above_may_and_one_below_may_not(agency, draft) -> None:
    below = make_agency("房屋安全科", parent=agency)
    above = actor_of(make_member(agency))
    assert service.create(above, below, draft).agency_id == below.id
    with pytest.raises(Denied):
        service.create(actor_of(make_member(below)), agency, replace(draft, slug="other"))


def test_an_address_is_given_once(editor, agency, draft) -> None:
    service.create(editor, agency, draft)
    with pytest.raises(Invalid) as refusal:
        service.create(editor, agency, draft)
    assert set(refusal.value.fields) == {"slug"}


@pytest.mark.parametrize("missing", ["summary", "promise", "last_day"])
def test_a_call_that_says_too_little_is_not_released(editor, agency, draft, missing) -> None:
    lacking = replace(draft, **{missing: None if missing == "last_day" else ""})
    call = service.create(editor, agency, lacking)
    with pytest.raises(Invalid) as refusal:
        service.release(editor, call)
    assert missing in refusal.value.fields
    assert not call.is_released


@pytest.mark.parametrize(
    ("change", "field"),
    [({"slug": "other"}, "slug"), ({"last_day": -1}, "last_day"), ({"first_day": 1}, "first_day")],
)
def test_what_was_promised_to_the_public_stands(editor, agency, draft, change, field) -> None:
    call = service.release(editor, service.create(editor, agency, draft))
    days = {name: getattr(draft, name) + timedelta(days=by) for name, by in change.items() if name != "slug"}
    with pytest.raises(Invalid) as refusal:
        service.revise(editor, call, replace(draft, **{**change, **days}))
    assert set(refusal.value.fields) == {field}


def test_a_released_call_can_be_extended(editor, agency, draft) -> None:
    call = service.release(editor, service.create(editor, agency, draft))
    longer = draft.last_day + timedelta(days=7)
    service.revise(editor, call, replace(draft, last_day=longer))
    assert last_day(call.closes_at) == longer


def test_clauses_stand_still_once_people_can_pin_to_them(editor, agency, draft) -> None:
    call = service.create(editor, agency, draft)
    service.set_clauses(editor, call, [("第一条", "", "甲"), ("第二条", "", "乙")])
    service.set_clauses(editor, call, [("第一条", "总则", "甲")])
    assert [(one.label, one.heading) for one in queries.clauses(call.id)] == [("第一条", "总则")]
    service.release(editor, call)
    with pytest.raises(Conflict):
        service.set_clauses(editor, call, [])


def test_the_tabs_hold_what_they_say() -> None:
    calls = {stage: make_call(stage=stage) for stage in Stage if stage is not Stage.DRAFT}
    unreleased = make_call(stage=Stage.DRAFT)
    by_tab = {tab: {call.id for call in queries.listed(tab).items} for tab in queries.Tab}
    assert by_tab[queries.Tab.OPEN] == {calls[Stage.COLLECTING].id, calls[Stage.VOTING].id}
    assert by_tab[queries.Tab.CLOSED] == {calls[Stage.ANSWERING].id}
    assert by_tab[queries.Tab.RESULTS] == {calls[Stage.PUBLISHED].id}
    assert all(unreleased.id not in found for found in by_tab.values())


def test_a_list_pages_by_key_and_shows_each_call_once() -> None:
    made = [make_call().id for _ in range(5)]
    seen, before = [], None
    while True:
        page = queries.listed(queries.Tab.OPEN, before=before, limit=2)
        seen += [call.id for call in page.items]
        if page.next_key is None:
            break
        before = int(page.next_key)
    assert seen == sorted(made, reverse=True)


def test_staff_see_the_calls_of_their_agencies_and_below(agency) -> None:
    below, elsewhere = make_agency("科室", parent=agency), make_agency("别处")
    mine = {make_call(agency=agency).id, make_call(agency=below).id}
    make_call(agency=elsewhere)
    assert {call.id for call in queries.of_paths([agency.path]).items} == mine


def test_two_editors_do_not_overwrite_each_other_unseen(editor, agency, draft) -> None:
    call = service.create(editor, agency, draft)
    version = call.version
    service.revise(editor, call, replace(draft, title="改过的题目"))
    db.session.flush()
    assert call.version == version + 1


@pytest.mark.parametrize("released", [True, False])
def test_who_sees_contributions_stays_as_people_were_told(editor, agency, draft, released) -> None:
    call = service.create(editor, agency, replace(draft, visibility=Visibility.AUTHOR_ONLY))
    if released:
        service.release(editor, call)
    opened = replace(draft, visibility=Visibility.AFTER_REVIEW)
    if released:
        with pytest.raises(Invalid) as refused:
            service.revise(editor, call, opened)
        assert list(refused.value.fields) == ["visibility"]
    else:
        assert service.revise(editor, call, opened).visibility is Visibility.AFTER_REVIEW


def test_showing_before_review_is_for_an_administrator_to_allow(editor, agency, draft) -> None:
    at_once = replace(draft, visibility=Visibility.AT_ONCE)
    with pytest.raises(Invalid) as refused:
        service.create(editor, agency, at_once)
    assert list(refused.value.fields) == ["visibility"]
    call = service.create(editor, agency, draft)
    with pytest.raises(Invalid):
        service.revise(editor, call, at_once)
    agency.may_show_at_once = True
    assert service.revise(editor, call, at_once).visibility is Visibility.AT_ONCE
    agency.may_show_at_once = False
    assert service.revise(editor, call, replace(at_once, title="另一个题目")).title == "另一个题目"


def test_files_are_seen_from_the_day_of_release_on(editor, agency, draft) -> None:
    beside, later, drawn = (
        media.store(editor, io.BytesIO(PDF), "a.pdf"),
        media.store(editor, io.BytesIO(PDF), "b.pdf"),
        media.store(editor, io.BytesIO(picture()), "c.png"),
    )
    tree = {
        "blocks": [{"type": "figure", "src": f"/media/{drawn.id}/w480/c.webp", "alt": "图", "caption": ""}]
    }
    text = documents.save(editor, tree, None, kind="call.draft")
    call = service.create(editor, agency, replace(draft, document_id=text.document_id))
    service.add_download(editor, call, DownloadKind.DRAFT, "草案", beside.id)
    assert not any(_is_public(file) for file in (beside, later, drawn))
    service.release(editor, call)
    assert [_is_public(file) for file in (beside, later, drawn)] == [True, False, True]
    service.add_download(editor, call, DownloadKind.NOTES, "说明", later.id)
    assert _is_public(later)


def _is_public(file) -> bool:
    db.session.refresh(file)
    return file.is_public
