"""`cocreate ballots` and `cocreate import polis` as operators run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cocreate.ballots import service as support
from cocreate.cli.ballots import ballots_group
from cocreate.cli.exchange import import_group
from cocreate.core.db import db
from cocreate.polls import service
from cocreate.polls.models import Method, PollTally
from tests.exchange.test_polis import folder_of
from tests.factories import actor_of, make_contribution, make_user
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
