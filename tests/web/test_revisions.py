"""The pages on which a published answer is replaced: what each role can do, what a refusal keeps, what the public reads."""

from __future__ import annotations

import pytest

from cocreate.core.db import db
from cocreate.outcomes import question_queries, questions, revision_queries
from tests.factories import actor_of, make_agency, make_member
from tests.milestones.conftest import Aftermath, office

__all__ = ["office"]

TYPED = {
    "degree": "adopted",
    "measure": "市里自己先修，明年三月开工。",
    "why": "省里已经把这条路交给市里。",
    "seen": "1",
}


@pytest.fixture
def desk(client, office: Aftermath):
    """The address of the answer to what was refused, signed in as an editor."""
    db.session.commit()
    client.sign_in(office.editor)
    return f"/en/desk/calls/{office.call.slug}/answers/{office.refused.number}"


def test_a_new_answer_goes_its_way_and_the_old_one_stays_readable(
    client, office: Aftermath, desk: str
) -> None:
    assert f"{office.refused.number}/revise" in client.get(desk).text
    assert "这条路归省里管" in client.get(f"{desk}/revise").text
    assert client.post(f"{desk}/revise", data=TYPED).headers["Location"].endswith("/revision")
    page = client.get(f"{desk}/revision").text
    assert TYPED["why"] in page
    assert "Approve the new answer" not in page
    assert client.post(f"{desk}/revision/approve").status_code == 403
    public = f"/en/contributions/{office.refused.number}"
    assert TYPED["measure"] not in client.get(public).text
    client.sign_in(office.approver)
    waiting = client.get(f"/en/desk/calls/{office.call.slug}/questions").text
    assert "0 of 1 approvals" in waiting
    assert "Approve the new answer" in client.get(f"{desk}/revision").text
    assert client.post(f"{desk}/revision/approve").status_code == 303
    assert client.post(f"{desk}/revision/approve").status_code == 404
    client.sign_in(office.supporters[0])
    said = client.get(public).text
    for text in (TYPED["measure"], TYPED["why"], "这条路归省里管", "1 earlier answer", "Answer revised"):
        assert text in said
    assert TYPED["measure"] in client.get(f"/en/calls/{office.call.slug}/adoption").text


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [
        ({"why": ""}, 422, "why the answer changes"),
        ({"measure": ""}, 422, "what will be done"),
        (
            {"degree": "planned", "reason": "以后再看。", "review_date": "2020-01-01"},
            422,
            "in the future",
        ),
        ({"degree": ""}, 422, "how far this is adopted"),
        ({"seen": "0"}, 409, "A colleague has answered"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    client, desk: str, change, status: int, said: str
) -> None:
    answer = client.post(f"{desk}/revise", data=TYPED | change)
    assert answer.status_code == status
    assert said in answer.text
    assert {**TYPED, **change}["why"] in answer.text


def test_a_note_is_asked_for_and_the_form_begins_with_what_was_sent_back(
    client, office: Aftermath, desk
) -> None:
    client.post(f"{desk}/revise", data=TYPED)
    again = client.post(f"{desk}/revise", data=TYPED)
    assert again.status_code == 409
    client.sign_in(office.approver)
    assert client.post(f"{desk}/revision/send-back", data={"note": "?"}).status_code == 422
    assert client.post(f"{desk}/revision/send-back", data={"note": "请写明开工的月份。"}).status_code == 303
    client.sign_in(office.editor)
    form = client.get(f"{desk}/revise").text
    for text in ("请写明开工的月份。", TYPED["measure"], TYPED["why"]):
        assert text in form
    assert client.post(f"{desk}/revise", data=TYPED).status_code == 303
    assert client.post(f"{desk}/revision/take-back").status_code == 303
    assert revision_queries.waiting(office.call.id) == []


def test_only_staff_of_the_agency_come_here(client, office: Aftermath, desk: str) -> None:
    client.post(f"{desk}/revise", data=TYPED)
    other = make_member(make_agency(), "editor")
    db.session.commit()
    for user in (office.author, other):
        client.sign_in(user)
        assert client.get(f"{desk}/revise").status_code == 403
        assert client.get(f"{desk}/revision").status_code == 403
        for verb in ("approve", "send-back", "take-back"):
            assert client.post(f"{desk}/revision/{verb}", data={"note": "请写明。"}).status_code == 403


def test_a_justified_complaint_leads_here(client, office: Aftermath, desk: str, statements) -> None:
    complaint = questions.complain(actor_of(office.author), office.kept, office.call, "没有说明依据。")
    questions.decide(actor_of(office.approver), complaint, office.call, True, "确实没有说明依据。")
    db.session.commit()
    address = f"/en/desk/calls/{office.call.slug}/answers/{office.kept.number}/revise"
    assert address in client.get(f"/en/desk/calls/{office.call.slug}/questions").text
    page = client.get(address).text
    assert "The new answer is due by" in page
    assert client.post(address, data=TYPED).status_code == 303
    client.sign_in(office.approver)
    assert client.post(address.replace("revise", "revision/approve")).status_code == 303
    assert question_queries.open_reopening(office.call.id, office.kept.id) is None
    client.sign_in(office.author)
    public = f"/en/contributions/{office.kept.number}"
    client.get(public)
    with statements() as asked:
        said = client.get(public).text
    assert "Answered anew after a complaint" in said
    assert len(asked) <= 14
