"""The pages of clusters: proposing, adjusting and undoing on the desk; what the public reads; what each page costs."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cocreate.calls.models import Stage
from cocreate.clusters import proposal_queries, queries, service
from cocreate.clusters.models import ClusterProposal, ProposalState
from cocreate.core.db import db
from tests.clusters.conftest import Table
from tests.factories import make_agency, make_call, make_member, make_user

BODIES = (
    "老旧小区应当尽快加装电梯，七楼的老人下楼太难了。",
    "我家住七楼，老人下楼困难，请给老旧小区加装电梯。",
    "加装电梯吧，老旧小区里七楼的老人几个月下不了楼。",
    "图书馆周末能不能开到晚上十点。",
    "菜市场的豆腐摊位经常缺斤少两。",
)


@pytest.fixture
def table(db_session: Any) -> Table:
    agency = make_agency()
    return Table(make_call(agency=agency, stage=Stage.ANSWERING), make_member(agency, "editor"))


@pytest.fixture
def desk(client: Any, table: Table) -> Any:
    client.sign_in(table.editor)
    return client


def desk_url(table: Table, rest: str = "") -> str:
    return f"/desk/calls/{table.call.slug}/clusters{rest}"


def test_from_proposal_to_cluster_and_back(desk: Any, table: Table, run_jobs: Any) -> None:
    rows = [table.send(body) for body in BODIES]
    assert "还没有" not in desk.get(desk_url(table)).text
    assert desk.post(desk_url(table, "/search")).status_code == 303
    assert run_jobs() >= 1
    page = desk.get(desk_url(table)).text
    assert "<mark>" in page
    key = re.search(r'name="proposal" value="(\d+)"', page)[1]
    assert all(row.number in page for row in rows[:3])
    assert rows[3].number not in page
    made = desk.post(desk_url(table), data={"proposal": key, "title": "给老楼装电梯"}, follow_redirects=True)
    assert "给老楼装电梯" in made.text
    cluster = queries.get(table.call.id, 1)
    assert (cluster.size, cluster.supporters) == (3, 3)
    act = queries.last_act(table.call.id)
    desk.post(desk_url(table, f"/acts/{act.id}/undo"))
    assert queries.find(table.call.id, 1) is None
    assert proposal_queries.waiting(table.call.id) == 1


def test_what_is_not_marked_on_a_proposal_is_left_out(desk: Any, table: Table, run_jobs: Any) -> None:
    rows = [table.send(body) for body in BODIES]
    desk.post(desk_url(table, "/search"))
    run_jobs()
    row = proposal_queries.proposals(table.call.id).items[0]
    assert desk.get(desk_url(table, f"/proposals/{row.id}")).status_code == 200
    data = {
        "proposal": row.id,
        "adjusted": "1",
        "title": "装电梯",
        "numbers": [rows[0].number, rows[2].number],
    }
    desk.post(desk_url(table), data=data)
    assert table.members(queries.get(table.call.id, 1)) == [rows[0].id, rows[2].id]


def test_a_dismissed_proposal_does_not_come_again(desk: Any, table: Table, run_jobs: Any) -> None:
    for body in BODIES:
        table.send(body)
    desk.post(desk_url(table, "/search"))
    run_jobs()
    row = proposal_queries.proposals(table.call.id).items[0]
    desk.post(desk_url(table, f"/proposals/{row.id}/dismiss"))
    desk.post(desk_url(table, "/search"))
    run_jobs()
    assert proposal_queries.waiting(table.call.id) == 0
    desk.post(desk_url(table, f"/acts/{queries.last_act(table.call.id).id}/undo"))
    assert proposal_queries.waiting(table.call.id) == 1


def test_adjusting_by_boxes_and_buttons(desk: Any, table: Table) -> None:
    rows = table.several(6)
    table.make(*rows[:4])
    url = desk_url(table, "/1/members")
    numbers = [row.number for row in rows]
    desk.post(url, data={"act": "take_out", "numbers": numbers[0]})
    desk.post(url, data={"act": "split", "numbers": numbers[1:3], "title": "另一件事"})
    second = queries.get(table.call.id, 2)
    assert (second.title, table.members(second)) == ("另一件事", [rows[1].id, rows[2].id])
    desk.post(url, data={"act": "add", "typed": f"{numbers[4]}，{numbers[5]}"})
    assert len(table.members(queries.get(table.call.id, 1))) == 3
    desk.post(url, data={"act": "move", "numbers": numbers[4], "into": "2"})
    desk.post(url, data={"act": "join", "into": "2"})
    assert len(table.members(queries.get(table.call.id, 2))) == 5
    assert desk.get(desk_url(table, "/1")).status_code == 404
    desk.post(desk_url(table, "/2/title"), data={"title": "合在一起"})
    page = desk.get(desk_url(table, "/2")).text
    assert "合在一起" in page
    desk.post(desk_url(table, "/2/members"), data={"act": "dissolve"})
    assert queries.count(table.call.id) == 0
    assert desk.get(desk_url(table, "?show=done")).status_code == 200


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"title": "装电梯"}, "至少"),
        ({"title": "", "typed": "{0} {1}"}, "共同点"),
        ({"title": "x" * 101, "typed": "{0} {1}"}, "100"),
        ({"title": "装电梯", "typed": "{0}"}, "至少"),
    ],
)
def test_what_can_t_be_grouped_is_told(desk: Any, table: Table, data: dict[str, str], why: str) -> None:
    rows = table.several(2)
    filled = {name: value.format(*(row.number for row in rows)) for name, value in data.items()}
    referrer = {"Referer": f"http://localhost{desk_url(table)}"}
    refused = desk.post(desk_url(table), data=filled, headers=referrer, follow_redirects=True)
    assert why in refused.text
    assert queries.count(table.call.id) == 0


@pytest.mark.parametrize("typed", ["2026-999999 2026-888888", "abc"])
def test_numbers_that_are_not_there(desk: Any, table: Table, typed: str) -> None:
    table.several(2)
    answer = desk.post(desk_url(table), data={"title": "装电梯", "typed": typed})
    assert answer.status_code in (303, 404)
    assert queries.count(table.call.id) == 0


@pytest.mark.parametrize("number", ["0", "9", "x", "-1", "99999999999999999999", "１"])
def test_there_is_no_such_cluster(desk: Any, table: Table, number: str) -> None:
    assert desk.get(desk_url(table, f"/{number}")).status_code == 404
    assert desk.get(f"/calls/{table.call.slug}/clusters/{number}").status_code == 404


@pytest.mark.parametrize("who", ["guest", "citizen", "moderator"])
def test_only_editors_group(client: Any, table: Table, who: str) -> None:
    rows = table.several(2)
    if who != "guest":
        person = make_user() if who == "citizen" else make_member(table.call.agency, who)
        client.sign_in(person)
    data = {"title": "装电梯", "typed": " ".join(row.number for row in rows)}
    assert client.post(desk_url(table), data=data).status_code in (302, 303, 403)
    assert queries.count(table.call.id) == 0
    assert client.get(desk_url(table)).status_code == (200 if who == "moderator" else 403)


def test_the_public_reads_clusters_without_what_is_private(client: Any, table: Table) -> None:
    rows = [*table.several(3), table.send("我的秘密", is_private=True)]
    cluster = table.make(*rows, title="给老楼装电梯")
    page = client.get(f"/calls/{table.call.slug}/clusters/{cluster.number}").text
    assert "4" in page
    assert "我的秘密" not in page
    assert rows[0].number in page
    one = client.get(f"/contributions/{rows[0].number}").text
    assert one.count(f"/calls/{table.call.slug}/clusters/1") == 2  # beside the words, and in the thread
    assert "给老楼装电梯" in client.get(f"/calls/{table.call.slug}").text
    assert "给老楼装电梯" in client.get(f"/calls/{table.call.slug}/clusters").text


def test_a_cluster_that_was_undone_is_nowhere_in_public(client: Any, table: Table) -> None:
    rows = table.several(2)
    table.make(*rows, title="给老楼装电梯")
    service.undo(table.hand, table.call)
    assert "给老楼装电梯" not in client.get(f"/calls/{table.call.slug}").text
    assert "给老楼装电梯" not in client.get(f"/contributions/{rows[0].number}").text


PAGES = ["", "?show=made", "?show=done", "/1", "public", "list", "call", "contribution"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_cost_the_same_for_few_and_for_many(
    desk: Any, table: Table, path: str, statements: Any
) -> None:
    slug = table.call.slug

    def fill(count: int) -> str:
        rows = table.several(count)
        table.make(*rows[: len(rows) - 4], title="装电梯")
        table.make(*rows[-4:-2])
        _proposals(table, rows[-2:], count)
        return rows[0].number

    def cost(number: str) -> int:
        url = {
            "public": f"/calls/{slug}/clusters/1",
            "list": f"/calls/{slug}/clusters",
            "call": f"/calls/{slug}?sort=newest",
            "contribution": f"/contributions/{number}",
        }.get(path) or desk_url(table, path)
        assert desk.get(url).status_code == 200
        with statements() as seen:
            desk.get(url)
        return len(seen)

    few = cost(fill(6))
    many = cost(fill(40))
    assert few == many <= 12


def _proposals(table: Table, rows: list[Any], count: int) -> None:
    for rank in range(count):
        why = {"words": ["电梯"], "likeness": 0.2, "clause_id": None}
        db.session.add(
            ClusterProposal(
                call_id=table.call.id,
                rank=rank,
                members=[row.id for row in rows],
                why=why,
                state=ProposalState.WAITING,
            )
        )
    db.session.flush()
