"""`cocreate ballots` and `cocreate import polis` as operators run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cocreate.ballots import service as support
from cocreate.calls import queries as calls
from cocreate.cli.ballots import ballots_group
from cocreate.cli.exchange import import_group
from cocreate.core.db import db
from cocreate.polls import service
from cocreate.polls.models import Method, PollTally
from tests.exchange.test_polis import folder_of
from tests.factories import actor_of, make_contribution, make_member, make_user
from tests.polls.making import make_poll, options_of


@pytest.fixture
def run(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COCREATE_HOME", str(settings.home))
    monkeypatch.setenv("COCREATE_SECRET", settings.secret)
    monkeypatch.setenv("COCREATE_DATABASE_URL", settings.database_url)

    def invoke(*arguments: str, group: Any = ballots_group) -> Any:
        return CliRunner().invoke(group, arguments)

    return invoke


@pytest.fixture
def voted(app) -> tuple[str, int, str]:
    """A call in which one person ranked and one supported: its address, a ballot's id, what was supported."""
    with app.app_context():
        poll, call = make_poll(Method.RANKING, options=3)
        service.cast(actor_of(make_user()), poll, call, {options_of(poll)[1]: 1})
        target = make_contribution(call)
        support.support(actor_of(make_user()), target, call)
        db.session.commit()
        return call.slug, poll.id, target.number


def test_ballots_and_support_are_counted_together(run, voted) -> None:
    slug, _poll_id, number = voted
    told = json.loads(run("tally", slug, "--json").stdout)
    assert told["support"] == [{"number": number, "votes": 1}]
    assert told["ballots"][0]["result"]["winners"] == [2]
    assert told["ballots"][0]["options"][1]["places"] == {"1": 1}
    audit = json.loads(run("audit", slug, "--json").stdout)
    assert audit == {"events": 2, "current": 2, "tallies_equal": True}


def test_an_audit_fails_when_a_tally_was_changed(run, voted, app) -> None:
    slug, poll_id, _number = voted
    with app.app_context():
        db.session.execute(db.update(PollTally).where(PollTally.poll_id == poll_id).values(votes=9))
        db.session.commit()
    found = run("audit", slug, "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["tallies_equal"] is False


def test_votes_are_written_without_voters(run, voted, tmp_path: Path) -> None:
    out = tmp_path / "votes.txt"
    assert run("votes", voted[0], "1", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8").endswith("1: 2\n")


def test_a_conversation_is_taken_in(run, app, tmp_path: Path) -> None:
    found = run("polis", str(folder_of(tmp_path)), "--call", "polis", "--json", group=import_group)
    assert json.loads(found.stdout) == {"rows": 3, "imported": 3, "skipped": 0, "errors": []}


def test_votes_are_reviewed_by_two_people(app, run, voted) -> None:
    slug, *_rest = voted

    def told(*arguments: str) -> Any:
        done = run("review", *arguments, "--json")
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    with app.app_context():
        call = calls.get(slug)
        target = make_contribution(call)
        first, second = (make_member(call.agency, role).phone for role in ("supervisor", "approver"))
        for _ in range(4):
            stuffer = make_user()
            with app.test_request_context(environ_base={"REMOTE_ADDR": "198.51.100.7"}):
                support.support(actor_of(stuffer), target, call)
                db.session.commit()
        db.session.commit()
    (key,) = [
        one["key"] for one in told("signals", slug, "--as", first)["signals"] if one["kind"] == "device"
    ]
    reason = ["--reason", "同一部手机。"]
    proposed = told("propose", slug, "--signal", key, *reason, "--as", first)
    assert (proposed["number"], proposed["state"]) == (1, "proposed")
    assert run("review", "confirm", slug, "1", "--as", first).exit_code == 1
    done = told("confirm", slug, "1", "--as", second)
    assert (done["state"], done["people"], done["votes"]) == ("confirmed", 4, 4)
    told("restore", slug, "1", "--reason", "弄错了。", "--as", second)
    assert told("refuse", slug, "2", "--remark", "没有弄错。", "--as", first)["state"] == "refused"
    listed = told("list", slug)["decisions"]
    assert [(one["kind"], one["state"]) for one in listed] == [
        ("set_aside", "confirmed"),
        ("restore", "refused"),
    ]
    assert json.loads(run("audit", slug, "--json").stdout)["tallies_equal"]
