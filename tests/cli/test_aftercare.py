"""`cocreate milestones`, `promises` and `questions`: what follows a published outcome, as editors and contributors run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cocreate.cli import context
from cocreate.cli.main import main
from cocreate.core.db import db
from cocreate.milestones.promises import gather
from cocreate.outcomes import question_queries, questions
from tests.factories import actor_of, make_member, make_user
from tests.milestones.conftest import Aftermath, in_days, office

__all__ = ["office"]
Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(app: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> Run:
    """Runs a command: its exit code, its JSON (or text), and what it said on standard error."""
    monkeypatch.setattr(context, "application", lambda **changed: app)

    def command(*arguments: str) -> tuple[int, Any, str]:
        db.session.commit()
        code = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        db.session.expire_all()
        said = capsys.readouterr()
        is_json = "--json" in arguments and code == 0
        return code, json.loads(said.out) if is_json else said.out, said.err

    return command


@pytest.fixture
def step(run: Run, office: Aftermath) -> dict[str, Any]:
    """A step that goes back to the promised contribution, written down by command."""
    given = ("--title", "首批十栋楼装上电梯", "--planned", in_days(30).isoformat())
    tied = ("--contribution", office.kept.number)
    code, made, err = run(
        "milestones", "set", office.call.slug, *given, *tied, "--as", office.editor.phone, "--json"
    )
    assert (code, err) == (0, "")
    return made


def test_a_step_is_written_down_changed_and_listed(run: Run, office: Aftermath, step: dict) -> None:
    slug, editor = office.call.slug, office.editor.phone
    assert (step["state"], step["version"], step["contributions"]) == ("planned", 1, [office.kept.number])
    changed = ("--id", str(step["id"]), "--state", "done", "--actual", in_days(0).isoformat())
    code, found, _ = run("milestones", "set", slug, *changed, "--as", editor, "--json")
    assert code == 0
    assert (found["state"], found["version"], found["title"]) == ("done", 2, "首批十栋楼装上电梯")
    assert found["contributions"] == [office.kept.number]
    listed = run("milestones", "list", slug, "--json")[1]["milestones"]
    assert [(one["id"], one["state"], one["confirmed"]) for one in listed] == [(step["id"], "done", None)]
    assert "首批十栋楼装上电梯" in run("milestones", "list", slug)[1]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--title", "装扶手"], 1),  # no day
        (["--title", "装扶手", "--planned", "2020-01-01"], 1),
        (["--title", "装扶手", "--planned", "soon"], 2),
        (["--title", "装扶手", "--state", "dropped"], 1),  # no reason
        (["--title", "装扶手", "--state", "begun"], 2),
        (["--id", "1", "--title", "装扶手"], 1),
    ],
)
def test_steps_that_are_refused(run: Run, office: Aftermath, given: list[str], code: int) -> None:
    found = run("milestones", "set", office.call.slug, *given, "--as", office.editor.phone, "--json")
    assert (found[0], found[1]) == (code, "")
    assert found[2]
    assert run("milestones", "list", office.call.slug, "--json")[1] == {"milestones": []}


def test_only_editors_write_steps_and_nobody_without_a_name(run: Run, office: Aftermath) -> None:
    given = ("milestones", "set", office.call.slug, "--title", "装扶手", "--planned", in_days(9).isoformat())
    assert run(*given)[0] == 2
    assert run(*given, "--as", office.author.phone)[0] == 1
    assert run(*given, "--as", "+8613999999999")[0] == 1
    assert run("milestones", "list", "no-such-call", "--json")[0] == 1


def test_from_the_question_to_the_reply(run: Run, office: Aftermath, step: dict, clock: Any) -> None:
    slug = office.call.slug
    gather(office.call.id)
    promises = run("promises", "list", slug, "--json")[1]["promises"]
    of_step = next(one for one in promises if one["milestone"] == step["id"])
    of_answer = next(one for one in promises if one["contribution"] == office.kept.number)
    assert (of_step["due_on"], of_step["asked"]) == (in_days(30).isoformat(), 0)
    assert of_answer["due_on"] == in_days(60).isoformat()
    confirm = ("promises", "confirm", slug, str(of_step["id"]), "--kept", "not_kept", "--rating", "2")
    assert run(*confirm, "--as", office.author.phone)[0] == 1  # its day has not come

    clock.advance(days=30)
    code, out, err = run("promises", "ask")
    assert (code, out) == (0, "")
    assert "1 asked about" in err
    assert "0 asked about" in run("promises", "ask")[2]
    for number, user in enumerate(office.people[:5], 1):
        assert run(*confirm, "--as", user.phone) == (0, "", "")
        found = next(one for one in run("promises", "list", slug, "--json")[1]["promises"] if one["asked"])
        assert (found["confirmed"] is not None) == (number == 5)
    assert found["confirmed"] == {
        "answers": 5,
        "kept": 0,
        "partly": 0,
        "not_kept": 5,
        "ratings": [0, 5, 0, 0, 0],
        "mean": 2.0,
    }
    reply = ("promises", "reply", slug, str(of_step["id"]), "余下的明年三月前补装。")
    assert run(*reply, "--as", office.author.phone)[0] == 1
    assert run(*reply, "--as", office.editor.phone)[0] == 0
    told = run("promises", "list", slug, "--json")[1]["promises"]
    assert [one["reply"] for one in told if one["id"] == of_step["id"]] == ["余下的明年三月前补装。"]
    listed = run("milestones", "list", slug, "--json")[1]["milestones"]
    assert listed[0]["confirmed"]["not_kept"] == 5


def test_who_may_not_confirm(run: Run, office: Aftermath, step: dict, clock: Any) -> None:
    clock.advance(days=30)
    run("promises", "ask")
    promises = run("promises", "list", office.call.slug, "--json")[1]["promises"]
    number = str(next(one["id"] for one in promises if one["asked"]))
    stranger = make_user()
    given = ("promises", "confirm", office.call.slug, number)
    assert run(*given, "--kept", "kept", "--rating", "5", "--as", stranger.phone)[0] == 1
    assert run(*given, "--kept", "kept", "--rating", "6", "--as", office.author.phone)[0] == 1
    assert run(*given, "--kept", "maybe", "--rating", "5", "--as", office.author.phone)[0] == 2
    assert run(*given, "--kept", "kept", "--rating", "5")[0] == 2
    assert run("promises", "confirm", office.call.slug, "7", "--kept", "kept", "--rating", "5")[0] in (1, 2)


def test_a_question_about_an_answer_is_replied_to(run: Run, office: Aftermath) -> None:
    asker = actor_of(office.author)
    questions.ask(asker, office.kept, office.call, "明年哪个月定下来？")
    code, found, _ = run("questions", "list", office.call.slug, "--json")
    assert code == 0
    assert [(one["task"], one["number"]) for one in found["waiting"]] == [("follow_up", office.kept.number)]
    assert found["waiting"][0]["workdays_left"] > 0
    assert office.kept.number in run("questions", "list", office.call.slug)[1]
    reply = ("questions", "reply", office.kept.number, "三月的预算会上定。")
    assert run(*reply)[0] == 2
    assert run(*reply, "--as", office.author.phone)[0] == 1
    assert run(*reply, "--as", office.editor.phone) == (0, "", "")
    assert run(*reply, "--as", office.editor.phone)[0] == 1  # it is answered
    assert run("questions", "list", office.call.slug, "--json")[1] == {"waiting": []}
    assert (
        run("questions", "reply", office.refused.number, "好的，谢谢。", "--as", office.editor.phone)[0] == 1
    )


def test_a_justified_complaint_opens_the_answer_again(run: Run, office: Aftermath) -> None:
    questions.complain(actor_of(office.author), office.kept, office.call, "答复没有说清由谁来办。")
    decide = ("questions", "decide", office.kept.number, "确实没有写明承办单位。")
    judge = make_member(office.agency, "supervisor")
    assert run(*decide, "--as", judge.phone)[0] == 2  # neither justified nor not
    assert run(*decide, "--justified", "--as", office.editor.phone)[0] == 1  # who wrote the answer
    assert run(*decide, "--justified", "--as", judge.phone) == (0, "", "")
    waiting = run("questions", "list", office.call.slug, "--json")[1]["waiting"]
    assert [(one["task"], one["number"]) for one in waiting] == [("reopening", office.kept.number)]
    assert question_queries.reopened([office.call.id]) == {office.call.id: 1}
