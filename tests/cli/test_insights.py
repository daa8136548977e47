"""`cocreate insights`: the figures as JSON, opened by a person with a reason, refusals with their exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cocreate.accounts.models import Role
from cocreate.cli import context
from cocreate.cli.main import main
from cocreate.core.db import db
from tests.factories import make_member
from tests.insights.conftest import City, city

__all__ = ["city"]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def run(app: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr(context, "application", lambda **changed: app)

    def command(*arguments: str) -> tuple[int, str, str]:
        db.session.commit()
        code = 0
        try:
            main(["insights", *arguments])
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_the_scorecard_of_an_agency_and_its_parts(run: Any, city: City, clock: Any) -> None:
    clock.set(NOW)
    call = city.call(city.housing, published_at=NOW - timedelta(days=1))
    for number in range(5):
        city.answer(city.put(call, NOW - timedelta(days=number * 20)), "adopted")
    code, out, err = run("scorecard", city.city.slug, "--json")
    found = json.loads(out)
    assert (code, err, found["from"], found["to"]) == (0, "", "2025-12-01", "2026-11-24")
    assert (found["figures"]["answered"], found["figures"]["in_time_share"]) == (5, 1.0)
    assert [part["agency"] for part in found["parts"]] == [city.housing.slug, city.roads.slug]
    days = ("--from", "2026-11-01", "--to", "2026-11-30")
    assert json.loads(run("scorecard", city.housing.slug, *days, "--json")[1])["figures"]["received"] == 2
    assert city.housing.slug in run("scorecard", city.city.slug)[1]
    assert json.loads(run("scorecard", "--json")[1])["agency"] == city.city.slug
    code, out, err = run("scorecard", city.city.slug, "--from", "2026-11-02", "--to", "2026-11-01", "--json")
    assert (code, out) == (1, "")
    assert err.startswith("cocreate: ")
    assert run("scorecard", "nobody", "--json")[0] == 1
    assert run("scorecard", city.city.slug, "--from", "yesterday")[0] == 2
    stranger = make_member(city.roads, Role.EDITOR)
    assert run("scorecard", city.housing.slug, "--as", stranger.phone, "--json")[0] == 1


def test_opening_a_scorecard(run: Any, city: City) -> None:
    admin, editor = make_member(city.city, Role.SECURITY_ADMIN), make_member(city.city, Role.EDITOR)
    asked = ("open", city.housing.slug, "--to", "public", "--reason", "年度公开，请监督。", "--json")
    assert run(*asked)[0] == 2
    assert run(*asked, "--as", editor.phone)[0] == 1
    code, out, _ = run(*asked, "--as", admin.phone)
    assert (code, json.loads(out)["audience"]) == (0, "public")
    found = json.loads(run("openings", city.housing.slug, "--json")[1])
    assert found["audience"] == "public"
    assert [(one["chosen_by"], one["reason"]) for one in found["choices"]] == [
        (admin.name, "年度公开，请监督。")
    ]
    assert "public" in run("openings", city.housing.slug)[1]
    assert json.loads(run("openings", city.roads.slug, "--json")[1])["audience"] == "internal"
    assert run("open", city.housing.slug, "--to", "everyone", "--reason", "x", "--as", admin.phone)[0] == 2
    assert run("open", city.housing.slug, "--to", "internal", "--reason", "？", "--as", admin.phone)[0] == 1
