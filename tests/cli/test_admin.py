"""The operator's commands: the first administrator, agencies, members, settings."""

from __future__ import annotations

import io
import json
import sys

import pytest

from cocreate.accounts import digests, queries
from cocreate.accounts.addresses import read
from cocreate.cli.main import main


@pytest.fixture
def cocreate(settings, db_session, monkeypatch, capsys):
    """Run a command in this test's home: (exit status, standard output, standard error)."""
    monkeypatch.setenv("COCREATE_HOME", str(settings.home))
    monkeypatch.setenv("COCREATE_SECRET", settings.secret)
    monkeypatch.setenv("COCREATE_DATABASE_URL", settings.database_url)

    def run(*arguments: str, typed: str = ""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        db_session.commit()  # or this test's own lock would make the command wait
        status = 0
        try:
            main(["admin", *arguments])
        except SystemExit as end:
            status = end.code
        return status, *capsys.readouterr()

    return run


def roles(address: str) -> list[str]:
    user = queries.find_by_address(read(address))
    return [seat.role for seat in queries.actor_of(user).memberships]


def test_the_first_administrator_comes_with_the_root(cocreate):
    typed = "correct horse battery\n"
    status, out, _told = cocreate("create", "138 0000 0001", "--name", "管理员", "--password", typed=typed)
    assert (status, out) == (0, "")
    user = queries.find_by_address(read("13800000001"))
    assert digests.password_fits(user.password_hash, "correct horse battery")
    assert roles("13800000001") == ["system_admin"]
    assert queries.root_agency().slug == "root"


def test_agencies_and_members(cocreate):
    cocreate("create", "13800000001", "--name", "管理员", "--root-name", "某市人民政府")
    assert cocreate("agency", "housing", "--name", "市住房局", "--name-en", "Housing")[0] == 0
    assert cocreate("agency", "lifts", "--name", "电梯科", "--under", "housing")[0] == 0
    assert queries.agency("lifts").path.startswith(queries.agency("housing").path)
    given = ("member", "13800000002", "--agency", "lifts", "--role", "editor")
    assert cocreate(*given)[0] == 1
    assert cocreate(*given, "--name", "刘敏", "--until", "2099-12-31")[0] == 0
    assert roles("13800000002") == ["editor"]
    assert cocreate(*given, "--end")[0] == 0
    assert roles("13800000002") == []


@pytest.mark.parametrize(
    "arguments, status, word",
    [
        (["create"], 2, "ADDRESS"),
        (["create", "13800000001"], 2, "--name"),
        (["create", "nonsense", "--name", "x"], 1, "cocreate: "),
        (["create", "13800000001", "--name", ""], 1, "cocreate: "),
        (["create", "13800000001", "--name", "x", "--agency", "nowhere"], 1, "cocreate: "),
        (["create", "13800000001", "--name", "x", "--role", "emperor"], 2, "emperor"),
        (["create", "13800000001", "--name", "x", "--password"], 1, "cocreate: "),
        (["agency", "Bad Slug", "--name", "x"], 1, "cocreate: "),
        (["member", "13800000001", "--agency", "nowhere", "--role", "editor"], 1, "cocreate: "),
        (["setting", "participation_level", "everyone"], 1, "cocreate: "),
        (["setting", "Bad Key", "1"], 1, "cocreate: "),
        (["nothing"], 2, "nothing"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line_and_leaves_nothing(
    cocreate, db_session, arguments, status, word
):
    found, out, told = cocreate(*arguments)
    assert (found, out) == (status, "")
    assert word in told
    assert "Traceback" not in told
    assert queries.root_agency() is None
    assert queries.settings_dict() == {}


def test_settings_are_shown_and_changed(cocreate):
    assert json.loads(cocreate("setting", "--json")[1]) == {}
    assert cocreate("setting", "participation_level", "email")[0] == 0
    assert cocreate("setting", "limits", '{"a": [1]}')[0] == 0
    shown = json.loads(cocreate("setting", "--json")[1])
    assert shown == {"participation_level": "email", "limits": {"a": [1]}}
    assert json.loads(cocreate("setting", "limits", "--json")[1]) == {"limits": {"a": [1]}}
    assert 'participation_level = "email"' in cocreate("setting")[1]
