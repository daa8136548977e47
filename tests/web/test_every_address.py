"""Every address of the house, whoever asks and whatever is sent: no error of ours, nothing that runs, nothing changed without a token.

Addresses come from the url map and fields from the pages, so that a new page or a new form can't be left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request
from werkzeug.routing import IntegerConverter, Rule

from cocreate.accounts.models import User
from cocreate.calls.models import Stage
from cocreate.core.db import Base, db
from cocreate.core.settings import settings
from cocreate.milestones import promises
from cocreate.outcomes import errata, questions, revising
from cocreate.outcomes import service as answers
from cocreate.outcomes.rules import AnswerDraft
from cocreate.screening import lists
from cocreate.web.form import Form, TextArea, TextLine
from cocreate.wiring import wire
from tests.factories import actor_of, make_agency, make_call, make_contribution, make_member, make_user
from tests.hostile import strings
from tests.milestones.conftest import Aftermath, office
from tests.pagereading import PageForm, Reading

__all__ = ["office", "wire"]

ROLES = ("editor", "approver", "moderator", "supervisor", "system_admin", "security_admin")
STAFF = ("/desk", "/admin", "/moderation")
OPEN_TO_ALL = {"static"}
# Acts that end the session with which the others are tried.
ENDS_SESSION = {"accounts.sign_out", "accounts.sign_out_everywhere"}
WORDS = (TextLine, TextArea)
# Forms that stand behind a choice or a code which this world does not have; their addresses are sent rubbish all the same.
BEHIND_A_STEP = {
    *("CloseForm", "NumbersForm", "TopicForm", "OpeningForm"),
    *("CodeForm", "WelcomeForm", "MendForm", "SchemeForm", "TemplateForm"),
}
A_FORM = 2  # rounds of hostile words in all fields at once, for forms that no page of this world shows
A_FIELD = 30  # hostile strings that each field gets, another part of the collection each time


@dataclass
class World:
    """An agency with a call at each of three stages, and people of every kind."""

    values: list[dict[str, Any]]
    people: dict[str, User | None]
    seen: set[str] = field(default_factory=set)


@pytest.fixture
def world(office: Aftermath, tmp_path: Path) -> World:
    chief = make_user("江宁")
    for role in ROLES:
        make_member(office.agency, role, user=chief)
    answering = make_call(agency=office.agency, stage=Stage.ANSWERING)
    asked = make_contribution(answering, author=office.author)
    make_contribution(answering, author=office.author)
    answers.answer(office.hand, asked, answering, AnswerDraft("not_adopted", reason="这条路归省里管。"))
    running = make_call(agency=office.agency)
    said = make_contribution(running, author=office.author)
    author = actor_of(office.author)
    questions.ask(author, office.kept, office.call, "预算什么时候定下来？")
    questions.complain(author, office.kept, office.call, "没有说明依据。")
    better = AnswerDraft("adopted", measure="已经列入明年预算。")
    revising.propose(office.hand, office.refused, office.call, better, "预算已经批下来。")
    errata.report(author, office.call, "单元门先装", "装的是楼门，不是单元门。")
    milestone = office.plan()
    promise = promises.follow(milestone, None)
    words = tmp_path / "ads.csv"
    words.write_text("word,category\n代开发票,ad\n", encoding="utf-8")
    lists.put(settings().home, words)
    db.session.commit()
    shared = {
        "year": 2026,
        "layout": "standard",
        "kind": "csv",
        "department": office.agency.slug,
        "milestone_id": milestone.id,
        "promise_id": promise.id,
        "membership_id": 1,
        "act": "confirm",
        "variant": "original",
        "filename": "a.png",
        "token": "x",
        "key": f"q-{office.kept.id}-1",
        "agency": office.agency.slug,
        "name": "ads",
    }
    pairs = [(office.call, office.kept), (office.call, office.refused), (answering, asked), (running, said)]
    values = [shared | {"slug": call.slug, "number": one.number} for call, one in pairs]
    other = make_member(make_agency(), "editor")
    people = {"guest": None, "author": office.author, "other": other, "chief": chief}
    db.session.commit()
    return World(values, people)


def addresses(app: Flask, world: World, method: str) -> Iterator[tuple[Rule, str]]:
    """Each address that answers to a method, filled from the world in every way that makes a difference."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if method not in (rule.methods or set()) or rule.endpoint in OPEN_TO_ALL:
            continue
        built = []
        for values in world.values:
            filled = {name: _value(rule, name, values) for name in rule.arguments}
            with app.test_request_context():
                built.append(app.url_for(rule.endpoint, **filled))
        yield from ((rule, address) for address in dict.fromkeys(built))


def _value(rule: Rule, name: str, values: dict[str, Any]) -> Any:
    if name == "slug" and rule.rule.startswith(("/admin", "/scorecards", "/desk/scorecards")):
        return values["agency"]
    if name == "number" and ("clusters/" in rule.rule or _is_whole(rule, name)):
        return 1
    return values.get(name, 1)


def _is_whole(rule: Rule, name: str) -> bool:
    return isinstance(rule._converters[name], IntegerConverter)


def be(client: Any, user: User | None) -> None:
    client.sign_out()
    if user is not None:
        client.sign_in(user)


def fine(answer: Any, what: str) -> None:
    """No error of ours, and nothing in the page that would run."""
    assert answer.status_code < 500, what
    if answer.mimetype == "text/html":
        assert Reading(answer.text).alive == [], what


@pytest.mark.parametrize("who", ["guest", "author", "other", "chief"])
def test_every_page_can_be_asked_for_by_everybody(client, app: Flask, world: World, who: str) -> None:
    for rule, address in addresses(app, world, "GET"):
        be(client, world.people[who])
        answer = client.get(address, buffered=True)
        fine(answer, f"{who} GET {address}")
        if who in ("guest", "author") and rule.rule.startswith(STAFF):
            assert answer.status_code in (303, 403, 404), f"{who} GET {address}"
        unknown = client.get(address.replace("2026-0", "1999-9").replace("call-", "gone-"), buffered=True)
        assert unknown.status_code < 500, f"{who} GET {address} with an unknown id"


def rows() -> dict[str, int]:
    """How many rows each table has, kept forms left out."""
    tables = [
        table for table in Base.metadata.sorted_tables if table.name not in {"kept_form", "search_text"}
    ]
    counts = {one.name: db.session.scalar(sa.select(sa.func.count()).select_from(one)) for one in tables}
    db.session.rollback()
    return counts


@pytest.mark.parametrize("header", [{}, {"X-CSRFToken": "forged"}], ids=["none", "forged"])
def test_nothing_is_done_without_the_forms_token(client, app: Flask, world: World, header) -> None:
    before = rows()
    client.sends_token = False
    for _rule, address in addresses(app, world, "POST"):
        be(client, world.people["chief"])
        answer = client.post(address, data={"title": "偷来的", "text": "这不是我写的。"}, headers=header)
        fine(answer, f"POST {address}")
        assert answer.status_code in (303, 400, 403, 404, 405, 409), f"POST {address}: {answer.status_code}"
    assert rows() == before


@pytest.mark.parametrize("who", ["guest", "author", "other", "chief"])
def test_rubbish_is_refused_politely(client, app: Flask, world: World, who: str) -> None:
    rubbish = {
        "degree": "²",
        "version": "x",
        "act": "\0",
        "numbers": "9" * 5000,
        "pick": ":",
        "text": "\ud800",
    }
    for rule, address in addresses(app, world, "POST"):
        if rule.endpoint in ENDS_SESSION:
            continue
        for data in ({}, {name: text.encode("utf-8", "replace") for name, text in rubbish.items()}):
            be(client, world.people[who])
            fine(client.post(address, data=data), f"{who} POST {address} {list(data)}")


def test_every_field_takes_hostile_words(client, app: Flask, world: World, monkeypatch) -> None:
    posted = _watched(monkeypatch)
    supply = cycle(strings())
    tried: set[tuple[str, str]] = set()
    for rule, address in addresses(app, world, "GET"):
        for who in ("chief", "author"):
            be(client, world.people[who])
            page = client.get(address, buffered=True)
            for form in Reading(page.text).forms if page.mimetype == "text/html" else []:
                new = [name for name in form.typed if (rule.endpoint, name) not in tried]
                if new and not any(
                    end.split(".")[1].replace("_", "-") in form.action for end in ENDS_SESSION
                ):
                    _try(client, world.people[who], form, form.action or address, new, supply)
                    tried |= {(rule.endpoint, name) for name in new}
    for rule, address in addresses(app, world, "POST"):
        for _time in range(A_FORM if rule.endpoint not in ENDS_SESSION else 0):
            be(client, world.people["chief"])
            words = {name: next(supply).encode("utf-8", "replace") for name in _names()}
            fine(client.post(address, data=words), f"POST {address} {words}")
    left = _kinds() - posted - BEHIND_A_STEP
    assert not left, f"nothing was sent to these forms: {' '.join(sorted(left))}"


def _try(
    client: Any, user: Any, form: PageForm, address: str, names: list[str], supply: Iterator[str]
) -> None:
    """Send a form again and again, other words in these fields each time, and read what comes back."""
    for _time in range(A_FIELD):
        words = {name: text for name, text in zip(names, islice(supply, len(names)), strict=True)}
        be(client, user)
        sent = {name: text.encode("utf-8", "replace") for name, text in (form.fields | words).items()}
        answer = client.post(address.partition("#")[0], data=sent)
        fine(answer, f"POST {address} {words}")
        if "Location" in answer.headers and answer.headers["Location"].startswith("/"):
            fine(client.get(answer.headers["Location"]), f"GET after POST {address} {words}")


def _watched(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the forms that are filled from a post from now on."""
    found: set[str] = set()
    real = Form.__init__

    def begin(self: Form, *args: Any, **more: Any) -> None:
        if request.method == "POST":
            found.update(one.__name__ for one in type(self).__mro__ if issubclass(one, Form))
        real(self, *args, **more)

    monkeypatch.setattr(Form, "__init__", begin)
    return found


def _forms() -> list[tuple[str, list[str]]]:
    """All forms of the house that have fields for words, by name, with the names of these fields."""
    found, waiting = [], list(Form.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        fields = {
            name: getattr(getattr(kind, name), "field_class", None) for name in dir(kind) if name[0] != "_"
        }
        names = [name for name, one in fields.items() if isinstance(one, type) and issubclass(one, WORDS)]
        if names:
            found.append((kind.__name__, names))
    return found


def _kinds() -> set[str]:
    return {kind for kind, _names in _forms()}


def _names() -> list[str]:
    return sorted({name for _kind, names in _forms() for name in names})
