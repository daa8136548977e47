"""Traces on pages: editors tie passages, readers see whose words stand where, authors where theirs stand."""

from __future__ import annotations

from typing import Any

import pytest

from cocreate.calls.models import Stage
from cocreate.core.db import db
from cocreate.outcomes import publishing
from cocreate.outcomes.rules import AnswerDraft
from cocreate.provenance import queries, service, spans
from cocreate.provenance.models import Kind, State
from cocreate.provenance.service import Finding
from tests.factories import make_agency, make_call, make_member, make_user
from tests.outcomes.conftest import Desk

TEXT = "楼道灯改成声控。坏了的灯三天内换好。其他事项另行通知。"
WORDS = "晚上回家楼道黑，希望楼道灯改成声控，老人摸不到开关。"
TREE = {"blocks": [{"type": "paragraph", "text": [{"text": TEXT}]}]}


@pytest.fixture
def desk(db_session: Any) -> Desk:
    agency = make_agency(name="市住房和城乡建设局")
    editor, approver = make_member(agency, "editor"), make_member(agency, "approver")
    call = make_call(agency=agency, stage=Stage.ANSWERING, slug="lamps")
    return Desk(agency, call, editor, approver, make_user("欧阳娜娜"))


@pytest.fixture
def one(desk: Desk) -> Any:
    """A contribution whose words the outcome takes up, with the outcome's first version written."""
    row = desk.contribution(body=WORDS)
    publishing.write(desk.hand, desk.call, TREE)
    db.session.commit()
    return row


def tie(desk: Desk, one: Any, words: str = "楼道灯改成声控", kind: Kind = Kind.QUOTE, **more: Any) -> Any:
    version = queries.version(desk.call.id)
    target, source = spans.locate(version.plain, words), spans.locate(one.body, "楼道灯改成声控")
    made = service.trace(desk.hand, desk.call, one, version, Finding(target, source, kind, **more))
    db.session.commit()
    return made


def publish(desk: Desk, *rows: Any) -> None:
    for row in rows:
        desk.answer(row, AnswerDraft("adopted", measure="写入第一条。"))
    publishing.submit(desk.hand, desk.call)
    publishing.approve(desk.seal, desk.call)
    publishing.publish(desk.seal, desk.call)
    db.session.commit()


def test_passages_are_tied_by_copying_them(client: Any, desk: Desk, one: Any) -> None:
    client.sign_in(desk.editor)
    form = {"number": one.number, "target": "灯改成声控", "source": "楼道灯改成声控", "kind": "quote"}
    assert client.post("/desk/calls/lamps/traces", data=form).status_code == 303
    [trace] = queries.standing(desk.call.id)
    assert (trace.placement.quote["exact"], trace.derivation.source_quote["exact"]) == (
        "灯改成声控",
        "楼道灯改成声控",
    )
    page = client.get(f"/desk/calls/lamps/traces?contribution={one.number}").text
    assert '<mark class="trace"' in page
    assert "老人摸不到开关" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"target": "火星文"}, "target-error"),
        ({"source": "我没有说过的话"}, "source-error"),
        ({"source": "", "kind": "quote"}, "source-error"),
        ({"target": ""}, "target-error"),
        ({"number": "2026-999999"}, "本次征集中没有这个编号的意见"),
    ],
)
def test_what_does_not_stand_there_is_refused_and_kept(
    client: Any, desk: Desk, one: Any, change: Any, field: str
) -> None:
    client.sign_in(desk.editor)
    form = {
        "number": one.number,
        "target": "灯改成声控",
        "source": "楼道灯改成声控",
        "kind": "quote",
        "note": "",
    } | change
    answer = client.post("/desk/calls/lamps/traces", data=form)
    assert answer.status_code == 422
    assert field in answer.text
    assert form["target"] in answer.text
    assert queries.standing(desk.call.id) == []


def test_proposals_are_asked_for_confirmed_and_dismissed(
    client: Any, desk: Desk, one: Any, run_jobs: Any
) -> None:
    client.sign_in(desk.editor)
    assert client.post("/desk/calls/lamps/traces/propose").status_code == 303
    run_jobs()
    db.session.expire_all()
    [trace] = queries.listed(desk.call.id, states=(State.PROPOSED,)).items
    assert one.number in client.get("/desk/calls/lamps/traces").text
    for act, after in (
        ("confirm", State.CONFIRMED),
        ("withdraw", State.DISMISSED),
        ("confirm", State.CONFIRMED),
    ):
        assert client.post(f"/desk/calls/lamps/traces/{trace.number}/{act}").status_code == 303
        db.session.expire_all()
        assert queries.get(desk.call.id, trace.number).state is after


def test_a_trace_that_lost_its_passage_is_shown_and_mended(client: Any, desk: Desk, one: Any) -> None:
    made = tie(desk, one, "坏了的灯三天内换好", Kind.IDEA)
    edited = {"blocks": [{"type": "paragraph", "text": [{"text": "楼道灯改成声控。物业保证随叫随到。"}]}]}
    publishing.write(desk.hand, desk.call, edited)
    db.session.commit()
    client.sign_in(desk.editor)
    assert "坏了的灯三天内换好" in client.get("/desk/calls/lamps/traces").text
    address = f"/desk/calls/lamps/traces/{made.number}/mend"
    assert "坏了的灯三天内换好" in client.get(address).text
    assert client.post(address, data={"target": "不在文中"}).status_code == 422
    assert client.post(address, data={"target": "物业保证随叫随到"}).status_code == 303
    db.session.expire_all()
    assert queries.get(desk.call.id, made.number).state is State.CONFIRMED


def test_who_is_kept_out(client: Any, desk: Desk, one: Any) -> None:
    made = tie(desk, one)
    assert client.get("/desk/calls/lamps/traces").status_code in (303, 403)
    client.sign_in(desk.author)
    assert client.get("/desk/calls/lamps/traces").status_code == 403
    assert client.post(f"/desk/calls/lamps/traces/{made.number}/withdraw").status_code == 403
    client.sign_in(desk.approver)
    assert client.get("/desk/calls/lamps/traces").status_code == 200
    assert client.post(f"/desk/calls/lamps/traces/{made.number}/withdraw").status_code == 403


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_readers_see_whose_words_and_authors_where_theirs_stand(
    client: Any, desk: Desk, one: Any, prefix: str
) -> None:
    hidden = desk.contribution(body="楼道灯改成声控，别写我的名字。", is_private=True)
    made = tie(desk, one, credits_support=True)
    tie(desk, hidden)
    assert "trace-count" not in client.get(f"{prefix}/calls/lamps/outcome").text
    publish(desk, one, hidden)
    page = client.get(f"{prefix}/calls/lamps/outcome").text
    assert '<mark class="trace is-quote">' in page
    assert f'id="at-{made.number}"' in page
    assert ">2</a>" in page  # two contributions stand in this sentence
    assert one.number in page
    whose = page[page.index("data-whose") : page.index("signed")]
    assert hidden.number not in whose
    assert "别写我的名字" not in whose
    own = client.get(f"{prefix}/contributions/{one.number}").text
    assert '希望<mark class="trace">楼道灯改成声控</mark>' in own
    assert f"/calls/lamps/outcome#at-{made.number}" in own


def test_pages_cost_the_same_for_two_traces_and_for_many(
    client: Any, desk: Desk, one: Any, statements: Any
) -> None:
    rows = [one]
    costs: dict[str, list[int]] = {}
    client.sign_in(desk.editor)
    for count in (2, 12):
        while len(rows) < count:
            rows.append(desk.contribution(body=WORDS))
        for row in rows:
            if not queries.of_contributions([(desk.call.id, row.id)]):
                tie(desk, row)
        address = f"/desk/calls/lamps/traces?contribution={one.number}"
        with statements() as seen:
            assert client.get(address).status_code == 200
        costs.setdefault("desk", []).append(len(seen))
    publish(desk, *rows)
    for path in ("/calls/lamps/outcome", f"/contributions/{one.number}"):
        with statements() as seen:
            assert client.get(path).status_code == 200
        costs[path] = [len(seen)]
    assert costs["desk"][0] == costs["desk"][1], costs
    assert max(max(found) for found in costs.values()) <= 12, costs


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "'; DROP TABLE call; --", "\u202e逆", "{{ 7*7 }}", "=1+1"]
)
def test_hostile_words_are_shown_as_words(client: Any, desk: Desk, words: str) -> None:
    one = desk.contribution(body=f"{WORDS}<img src=x onerror=alert(1)> <script>alert(1)</script>")
    publishing.write(desk.hand, desk.call, TREE)
    tie(desk, one)
    client.sign_in(desk.editor)
    page = client.get(f"/desk/calls/lamps/traces?contribution={one.number}").text
    form = {"number": one.number, "target": words, "source": words, "kind": "quote"}
    refused = client.post("/desk/calls/lamps/traces", data=form)
    assert refused.status_code == 422
    for text in (page, refused.text):
        assert "<script>alert(1)</script>" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("page", ["outcome", "outcome/submit"])
def test_what_could_not_be_carried_is_shown_before_submitting(
    client: Any, desk: Desk, one: Any, page: str, statements: Any
) -> None:
    tie(desk, one)
    client.sign_in(desk.editor)
    address = f"/en/desk/calls/lamps/{page}"
    assert "has lost its passage" not in client.get(address).text
    publishing.write(
        desk.hand, desk.call, {"blocks": [{"type": "paragraph", "text": [{"text": "其他事项另行通知。"}]}]}
    )
    db.session.commit()
    with statements() as seen:
        text = client.get(address).text
    assert len(seen) <= 12
    assert "1 trace has lost its passage" in text
    assert "/desk/calls/lamps/traces?show=broken" in text
