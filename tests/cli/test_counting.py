"""`cocreate budget`, `ranking` and `opinion` print what their names promise, and say in one line what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cocreate.cli.main import main

PB = "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;60\n2;40\n3;30\nVOTES\nvoter_id;vote\na;1,2\nb;1,3\nc;2\n"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(list(arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def kept(tmp_path: Path, name: str, text: str) -> str:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("more", "selected"),
    [
        (["--rule", "greedy"], ["1", "2"]),
        (["--rule", "greedy", "--exclude", "1"], ["2", "3"]),
        (["--rule", "mes"], ["1"]),
        (["--rule", "mes", "--utility", "cardinality"], ["2", "3"]),
    ],
)
def test_a_budget_is_given(capsys, tmp_path, more, selected) -> None:
    code, out, _err = run(capsys, "budget", "allocate", kept(tmp_path, "a.pb", PB), *more, "--json")
    found = json.loads(out)
    assert code == 0
    assert found["selected"] == selected
    assert found["budget"] == 100
    assert found["cost"] == sum({"1": 60, "2": 40, "3": 30}[one] for one in selected)
    assert found["seconds"] >= 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--rule", "lottery"], 2),
        (["--rule", "greedy", "--exclude", "9"], 1),
        ([], 2),
    ],
)
def test_wrong_use_is_2_and_failure_1(capsys, tmp_path, arguments, code) -> None:
    ended, out, err = run(capsys, "budget", "allocate", kept(tmp_path, "a.pb", PB), *arguments, "--json")
    assert (ended, out) == (code, "")
    assert err


def test_rankings_are_counted(capsys, tmp_path) -> None:
    file = kept(tmp_path, "r.txt", "3: a > b > c\n2: b > c > a\n2: c > b > a\n")
    for rule, winners in (("schulze", ["b"]), ("stv", ["b"])):
        code, out, _err = run(capsys, "ranking", "tally", file, "--rule", rule, "--seats", "1", "--json")
        found = json.loads(out)
        assert (code, found["winners"], found["ballots"], found["rule"]) == (0, winners, 7, rule)
    assert run(capsys, "ranking", "tally", file, "--rule", "stv", "--seats", "9")[0] == 1


def test_a_map_is_drawn(capsys, tmp_path) -> None:
    rows = [f"{who},{what},{1 if (who + what) % 2 else -1}" for who in range(20) for what in range(8)]
    votes = kept(tmp_path, "votes.csv", "\n".join(["voter-id,comment-id,vote", *rows]))
    comments = kept(tmp_path, "comments.csv", "comment-id,moderated\n7,-1\n6,1\n")
    code, out, _err = run(capsys, "opinion", "map", "--votes", votes, "--comments", comments, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["participants"], found["statements"], found["k"]) == (20, 8, 2)
    assert sorted(map(sorted, found["groups"].values())) == [list(range(0, 20, 2)), list(range(1, 20, 2))]
    assert set(found["positions"]) == {str(who) for who in range(20)}
    assert set(found["group_aware_consensus"]) == {str(what) for what in range(8)}
    told = [one["statement"] for those in found["representative"].values() for one in those]
    assert told
    assert 7 not in told
    groups = kept(tmp_path, "groups.csv", "voter-id,group\n0,0\n1,0\n2,1\n")
    code, out, _err = run(capsys, "opinion", "map", "--votes", votes, "--groups", groups, "--json")
    assert json.loads(out)["groups"] == {"0": [0, 1], "1": [2]}
