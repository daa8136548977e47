"""The pages of steps, promises and reviews: what each may see, what a refusal keeps, and what they cost."""

from __future__ import annotations

import io

import pytest

from cocreate.core.db import db
from cocreate.milestones import promises, queries, reviews, service
from tests.factories import actor_of, make_user
from tests.media.files import picture
from tests.milestones.conftest import Aftermath, done, in_days, office, planned

__all__ = ["office"]


def path(office: Aftermath, rest: str) -> str:
    return f"/en/calls/{office.call.slug}/{rest}"


def desk(office: Aftermath, rest: str) -> str:
    return f"/en/desk/calls/{office.call.slug}/{rest}"


@pytest.fixture
def asked(office: Aftermath):
    """A step that is done and was asked about."""
    promise = office.due(office.plan())
    db.session.commit()
    return promise


def test_the_thread_shows_every_state_and_its_history(client, office: Aftermath) -> None:
    office.plan()
    step = office.plan(planned(50, title="装扶手"))
    service.change(office.hand, step, office.call, planned(60, title="装扶手", text="材料已到。"))
    db.session.commit()
    page = client.get(path(office, "outcome/progress"))
    assert page.status_code == 200
    for words in ("首批十栋楼装上电梯", "装扶手", "1 change", "材料已到。", office.kept.title):
        assert words in page.text


def test_an_editor_writes_a_step_and_keeps_what_was_typed_when_it_is_refused(
    client, office: Aftermath
) -> None:
    db.session.commit()
    client.sign_in(office.editor)
    typed = {"title": "装扶手", "state": "planned", "planned_on": in_days(-1).isoformat(), "seen": "0"}
    refused = client.post(desk(office, "milestones/new"), data=typed)
    assert refused.status_code == 422
    assert "The day must lie in the future." in refused.text
    assert "装扶手" in refused.text
    kept = client.post(
        desk(office, "milestones/new"),
        data=typed | {"planned_on": in_days(9).isoformat(), "numbers": office.kept.number},
    )
    assert kept.status_code == 303
    step = queries.of_call(office.call.id)[0]
    edit = desk(office, f"milestones/{step.id}")
    assert office.kept.number in client.get(edit).text
    assert (
        client.post(
            edit, data=typed | {"state": "dropped", "reason": "没钱了，明年再装。", "seen": "1"}
        ).status_code
        == 303
    )
    assert (
        client.post(
            edit, data=typed | {"state": "dropped", "reason": "另一个理由在此。", "seen": "1"}
        ).status_code
        == 409
    )
    assert client.get(desk(office, "milestones")).status_code == 200


def test_a_picture_is_added_and_taken_away(client, office: Aftermath) -> None:
    step = office.plan()
    db.session.commit()
    client.sign_in(office.editor)
    address = desk(office, f"milestones/{step.id}/pictures")
    file = (io.BytesIO(picture()), "楼.png")
    assert client.post(address, data={"file": file, "alt": ""}).status_code == 422
    file = (io.BytesIO(picture()), "楼.png")
    assert client.post(address, data={"file": file, "alt": "新电梯"}).status_code == 303
    assert 'alt="新电梯"' in client.get(path(office, "outcome/progress")).text
    media_id = queries.pictures(office.call.id)[step.id][0].id
    assert client.post(f"{address}/{media_id}/remove").status_code == 303
    assert 'alt="新电梯"' not in client.get(address).text


def test_a_contributor_answers_and_others_only_read(client, office: Aftermath, asked) -> None:
    address = path(office, f"promises/{asked.id}")
    assert "Sign in to answer" in client.get(address).text
    client.sign_in(office.author)
    assert client.post(address, data={"kept": "kept", "rating": "9"}).status_code == 422
    assert (
        client.post(address, data={"kept": "not_kept", "rating": "1", "comment": "电梯停了。"}).status_code
        == 303
    )
    page = client.get(address).text
    assert "Change my answer" in page
    assert "电梯停了。" in page
    stranger = make_user("路人")
    db.session.commit()
    client.sign_in(stranger)
    assert "Only those who sent or supported" in client.get(address).text
    assert client.post(address, data={"kept": "kept", "rating": "5"}).status_code == 403


def test_numbers_are_public_from_five_on_and_names_never(client, office: Aftermath, asked) -> None:
    for count, user in enumerate(office.people, start=1):
        office.say(user, asked, "not_kept", 2)
        db.session.commit()
        page = client.get(path(office, "outcome/progress"), headers={"Cache-Control": "no-cache"}).text
        assert ("What contributors say" in page) == (count >= 5)
        assert office.author.name not in page


def test_a_moderator_reads_comments_and_the_author_reads_why(client, office: Aftermath, asked) -> None:
    office.say(office.author, asked, comment="电话13812345678。")
    db.session.commit()
    client.sign_in(office.moderator)
    listed = client.get("/en/moderation/words").text
    assert "电话13812345678。" in listed
    address = f"/en/moderation/words/{office.call.slug}/p-{asked.id}-{office.author.id}"
    assert client.get(address).status_code == 200
    withheld = {"seen": "1", "rule_key": "privacy", "text": "请去掉电话号码再发一次。"}
    assert client.post(address, data=withheld | {"text": ""}).status_code == 422
    assert client.post(address, data=withheld).status_code == 303
    assert client.post(address, data={"seen": "1", "rule_key": ""}).status_code == 409
    client.sign_in(office.author)
    assert "请去掉电话号码再发一次。" in client.get(path(office, f"promises/{asked.id}")).text
    assert client.get("/en/moderation/words").status_code == 403


@pytest.mark.parametrize("key", ["p-1-2", "q-1-2", "x", "p-9999999999999999999999-1", "p--", "q-١-٢"])
def test_words_that_are_not_there(client, office: Aftermath, key: str) -> None:
    db.session.commit()
    client.sign_in(office.moderator)
    assert client.get(f"/en/moderation/words/{office.call.slug}/{key}").status_code == 404


def test_the_agency_replies_beside_the_answers(client, office: Aftermath, asked) -> None:
    for user in office.people:
        office.say(user, asked)
    db.session.commit()
    client.sign_in(office.editor)
    address = desk(office, f"promises/{asked.id}")
    assert client.post(address, data={"text": ""}).status_code == 422
    assert client.post(address, data={"text": "谢谢大家，我们会改。"}).status_code == 303
    assert "谢谢大家，我们会改。" in client.get(path(office, "outcome/progress")).text


def test_the_thread_costs_the_same_whatever_the_number(client, office: Aftermath, statements) -> None:
    def cost() -> int:
        db.session.commit()
        client.sign_in(office.author)
        client.get(path(office, "outcome/progress"))
        with statements() as seen:
            assert client.get(path(office, "outcome/progress")).status_code == 200
        return len(seen)

    office.due(office.plan())
    few = cost()
    for _ in range(6):
        office.due(office.plan(done(title="又一步", numbers=(office.kept.number,))))
    assert cost() == few <= 12


def test_a_contribution_goes_on_travelling_after_its_answer(
    client, office: Aftermath, asked, statements
) -> None:
    client.sign_in(office.author)
    address = f"/en/contributions/{office.kept.number}"
    client.get(address)
    with statements() as seen:
        page = client.get(address).text
    assert "Done: 首批十栋楼装上电梯" in page
    assert "Was it kept?" in page
    assert len(seen) <= 12
    office.say(office.author, asked, "partly", 3)
    db.session.commit()
    assert "You said: Partly kept. Satisfied: 3 of 5." in client.get(address).text


def test_the_outcome_shows_what_became_of_its_promises(client, office: Aftermath, statements) -> None:
    address = path(office, "outcome")
    assert "What became of what was promised" not in client.get(address).text
    promise = office.due(office.plan())
    for user in office.people[:4]:
        office.say(user, promise, "not_kept", 2, "第三栋没有动工。")
    db.session.commit()
    page = client.get(address).text
    assert "首批十栋楼装上电梯" in page
    assert "Their answers are shown from 5 on" in page
    assert "Not kept" not in page
    said = office.say(office.people[4], promise, "kept", 5, "我们这栋装好了。")
    reviews.show(actor_of(office.moderator), said, office.call, said.words_number)
    promises.reply(office.hand, promise, office.call, "余下的明年三月前补装。")
    db.session.commit()
    page = client.get(address).text
    for words in ("5 answers", "Not kept", "我们这栋装好了。", "余下的明年三月前补装。", "2.6 of 5"):
        assert words in page
    assert "第三栋没有动工。" not in page  # nobody has read it yet
    assert "Not kept" not in client.get(f"{address}?degree=planned").text
    way = client.get(f"/en/contributions/{office.kept.number}").text
    assert "5 people answered: 1 kept, 0 partly kept, 4 not kept; satisfied 2.6 of 5." in way
    assert "The agency replies: 余下的明年三月前补装。" in way


def test_the_outcome_costs_the_same_however_many_promises_it_has(
    client, office: Aftermath, statements
) -> None:
    client.sign_in(office.author)
    address = path(office, "outcome")

    def cost() -> int:
        db.session.commit()
        client.get(address)
        with statements() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    office.plan()
    few = cost()
    for place in range(5):
        promise = office.due(office.plan(planned(numbers=(office.kept.number,), title=f"第{place}步")))
        for user in office.people:
            office.say(user, promise, "kept", 4, "是的。")
    assert cost() == few <= 12
