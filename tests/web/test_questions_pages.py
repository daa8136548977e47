"""The pages on questions, complaints and entries from elsewhere: who may, what a refusal keeps, what is printed."""

from __future__ import annotations

import io

import pytest

from cocreate.accounts.models import User
from cocreate.calls.models import Stage
from cocreate.contributions import behalf
from cocreate.core.clock import today
from cocreate.core.db import db
from cocreate.outcomes import question_queries, questions, revising
from cocreate.outcomes.rules import AnswerDraft
from tests.factories import actor_of, make_agency, make_call, make_member, make_user
from tests.milestones.conftest import Aftermath, office

__all__ = ["office"]


def about(office: Aftermath, rest: str) -> str:
    return f"/en/contributions/{office.kept.number}/{rest}"


def desk(office: Aftermath, rest: str) -> str:
    return f"/en/desk/calls/{office.call.slug}/{rest}"


def test_an_author_asks_once_more_and_reads_the_reply(client, office: Aftermath) -> None:
    db.session.commit()
    client.sign_in(office.author)
    page = f"/en/contributions/{office.kept.number}"
    assert "Ask once more" in client.get(page).text
    assert client.post(about(office, "question"), data={"text": ""}).status_code == 422
    assert client.post(about(office, "question"), data={"text": "预算什么时候定？"}).status_code == 303
    assert client.post(about(office, "question"), data={"text": "再问一次可以吗？"}).status_code == 409
    asked = client.get(page).text
    assert "预算什么时候定？" in asked
    assert "Ask once more</a>" not in asked
    client.sign_in(office.editor)
    assert "working days left" in client.get(desk(office, "questions")).text
    address = desk(office, f"questions/{office.kept.number}")
    assert client.post(address, data={"text": "好"}).status_code == 422
    assert client.post(address, data={"text": "明年一月定下来。"}).status_code == 303
    client.sign_in(office.author)
    assert "明年一月定下来。" in client.get(page).text


def test_others_read_a_question_after_review_only(client, office: Aftermath) -> None:
    db.session.commit()
    client.sign_in(office.author)
    client.post(about(office, "question"), data={"text": "预算什么时候定？"})
    page = f"/en/contributions/{office.kept.number}"
    stranger = make_user()
    db.session.commit()
    client.sign_in(stranger)
    assert "预算什么时候定？" not in client.get(page).text
    client.sign_in(office.moderator)
    assert "预算什么时候定？" in client.get("/en/moderation/words").text
    review = f"/en/moderation/words/{office.call.slug}/q-{office.kept.id}-1"
    assert client.post(review, data={"seen": "1", "rule_key": ""}).status_code == 303
    client.sign_in(stranger)
    assert "预算什么时候定？" in client.get(page).text


def test_a_complaint_is_checked_by_somebody_else(client, office: Aftermath) -> None:
    db.session.commit()
    client.sign_in(office.author)
    assert client.post(about(office, "complaint"), data={"text": "没有说明依据。"}).status_code == 303
    address = desk(office, f"complaints/{office.kept.number}")
    client.sign_in(office.editor)
    assert client.get(address).status_code == 403
    client.sign_in(office.approver)
    assert client.post(address, data={"finding": "确实没有说明依据。"}).status_code == 422
    decided = {"finding_is": "justified", "finding": "确实没有说明依据。"}
    assert client.post(address, data=decided).status_code == 303
    assert question_queries.open_reopening(office.call.id, office.kept.id) is not None
    assert "To be answered anew" in client.get(desk(office, "questions")).text
    client.sign_in(office.author)
    page = client.get(f"/en/contributions/{office.kept.number}").text
    assert "确实没有说明依据。" in page
    assert "Being answered anew" in page
    client.sign_in(office.supporters[0])
    public = client.get(f"/en/contributions/{office.kept.number}").text
    assert "It is being made anew" in public
    assert "确实没有说明依据。" not in public


@pytest.mark.parametrize("act", ["question", "complaint"])
def test_strangers_and_guests_do_neither(client, office: Aftermath, act: str) -> None:
    db.session.commit()
    assert client.post(about(office, act), data={"text": "什么时候有结果？"}).status_code == 303  # to sign in
    client.sign_in(office.supporters[0])
    assert client.get(about(office, act)).status_code == 403
    client.sign_in(office.editor)
    assert client.get(desk(office, f"questions/{office.kept.number}")).status_code == 404


@pytest.fixture
def hall(client, db_session, clock):
    agency = make_agency()
    clerk, call = make_member(agency, "editor"), make_call(agency=agency)
    db.session.commit()
    client.sign_in(clerk)
    return clerk, call


TYPED = {
    "body": "请先装六号楼。",
    "channel": "hall",
    "clause_id": "",
    "place": "政务大厅3号窗",
    "row": "form-1",
}


def test_several_in_a_row_with_what_stays_the_same_kept(client, hall) -> None:
    clerk, call = hall
    address = f"/en/desk/calls/{call.slug}/elsewhere"
    assert client.get(address).status_code == 200
    typed = TYPED | {"received_on": today().isoformat(), "name": "张祥瑞", "phone": "13812345678"}
    refused = client.post(address, data=typed | {"body": ""})
    assert refused.status_code == 422
    assert "张祥瑞" in refused.text
    sent = client.post(address, data=typed)
    assert sent.status_code == 303
    following = client.get(sent.headers["Location"]).text
    row = behalf.recent(call.id, clerk.id)[0]
    assert row.number in following
    assert "政务大厅3号窗" in following
    assert "张祥瑞" not in following
    assert client.post(address, data=typed).status_code == 303
    assert len(behalf.recent(call.id, clerk.id)) == 1
    slip = client.get(f"/en/desk/elsewhere/{row.number}").text
    assert "Look-up code" in slip
    assert "13812345678" not in slip


def test_slips_are_for_the_staff_of_the_agency(client, hall) -> None:
    _clerk, call = hall
    row = behalf.enter(actor_of(_clerk), call, _entry())
    other = make_member(make_agency(), "editor")
    db.session.commit()
    client.sign_in(other)
    assert client.get(f"/en/desk/elsewhere/{row.number}").status_code == 403


def _entry() -> behalf.Entry:
    return behalf.Entry(row="1", channel=behalf.Channel.HALL, body="请先装六号楼。", received_on=today())


def test_a_file_with_bad_lines_names_them(client, hall) -> None:
    _clerk, call = hall
    address = f"/en/desk/calls/{call.slug}/elsewhere/file"
    content = f"编号,渠道,收到日期,内容\n1,大厅,{today()},好建议。\n2,飞鸽,{today()},不对。\n".encode()
    bad = client.post(address, data={"file": (io.BytesIO(content), "意见.csv"), "source": ""})
    assert bad.status_code == 422
    assert "飞鸽" in bad.text
    good = content.replace("飞鸽".encode(), "信函".encode())
    assert client.post(address, data={"file": (io.BytesIO(good), "意见.csv")}).status_code == 303
    assert len(behalf.by_channel(call.id)) == 2


def test_nothing_is_entered_after_publication(client, hall) -> None:
    _clerk, call = hall
    call.stage = Stage.PUBLISHED
    db.session.commit()
    assert client.get(f"/en/desk/calls/{call.slug}/elsewhere").status_code == 403


def test_readers_see_how_it_came(client, hall) -> None:
    clerk, call = hall
    row = behalf.enter(actor_of(clerk), call, _entry())
    db.session.commit()
    assert "taken at the hall" in client.get(f"/en/contributions/{row.number}").text


def test_what_was_opened_again_and_what_was_asked_stand_apart_on_the_workbench(
    client, office: Aftermath, statements
) -> None:
    refuser = actor_of(db.session.get(User, office.refused.author_id))
    questions.ask(actor_of(office.author), office.kept, office.call, "预算什么时候定？")
    complaint = questions.complain(refuser, office.refused, office.call, "没有回答我问的。")
    questions.decide(actor_of(office.approver), complaint, office.call, True, "确实没有回答。")
    db.session.commit()
    client.sign_in(office.editor)
    both = {"reopened": office.refused.number, "asked": office.kept.number}

    def shown(query: str) -> set[str]:
        with statements() as seen:
            text = client.get(desk(office, f"answers?show={query}")).text
        assert len(seen) <= 12, seen
        return {number for number in both.values() if f'id="c-{number}"' in text}

    assert shown("reopened") == {both["reopened"]}
    assert shown("asked") == {both["asked"]}
    assert shown("reopened&due=late") == set()
    assert shown("asked&due=any") == {both["asked"]}
    page = client.get(desk(office, "answers?show=reopened")).text
    assert f"/answers/{both['reopened']}/revise" in page
    assert "working days left" in page
    listed = client.get(desk(office, "questions")).text
    assert listed.index("To be answered anew") < listed.index("Questions to reply to")
    assert "Complaints to be checked" not in listed

    questions.reply(office.hand, questions.get_follow_up(office.kept), office.kept, office.call, "明年一月。")
    better = AnswerDraft("adopted", measure="路灯年内换完。")
    row = revising.propose(office.hand, office.refused, office.call, better, "当时看漏了。")
    revising.approve(actor_of(office.approver), row, office.refused, office.call)
    db.session.commit()
    assert (shown("reopened"), shown("asked")) == (set(), set())


def test_before_publication_the_workbench_offers_neither(client, office: Aftermath) -> None:
    call = make_call(agency=office.agency, stage=Stage.ANSWERING)
    db.session.commit()
    client.sign_in(office.editor)
    assert "show=reopened" not in client.get(f"/en/desk/calls/{call.slug}/answers").text
    assert "show=reopened" in client.get(desk(office, "answers")).text
