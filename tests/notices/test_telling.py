"""Who is told what: from the event to the sentence."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from cocreate import wiring
from cocreate.ballots import service as ballots
from cocreate.calls.models import Stage
from cocreate.contributions import rules as of_contributions
from cocreate.contributions.models import State
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.i18n import use_language
from cocreate.moderation.models import Act, Case, Decision, Reason
from cocreate.notices import queries, service
from cocreate.notices.messages import message
from cocreate.notices.models import Notice, NoticeKind
from cocreate.notices.telling import calls as of_calls
from cocreate.notices.telling import contributions as of_one
from cocreate.notices.telling import outcomes as of_outcomes
from cocreate.outcomes.models import Disposition, Outcome, OutcomeState
from tests.factories import actor_of, make_call, make_contribution, make_user


@pytest.fixture(autouse=True)
def _apart(app, monkeypatch) -> None:
    """These tests call the jobs themselves."""
    monkeypatch.setattr("cocreate.core.events._when", dict.fromkeys(wiring.WHEN, ()))


def _told(user) -> list[Notice]:
    return list(db.session.scalars(sa.select(Notice).where(Notice.user_id == user.id).order_by(Notice.id)))


def _subjects(user) -> list[str]:
    with use_language("en"):
        return [message(one.kind, one.data).subject for one in _told(user)]


def _received(row) -> None:
    of_one.received(row.call_id, row.id, row.kind.value, row.state.value, row.root_id)


def _decide(row, act: Act, before: State, after: State, text: str = "") -> Decision:
    case = Case(
        call_id=row.call_id,
        contribution_id=row.id,
        reason=Reason.NEW,
        agency_path="/",
        due_at=now(),
        closed_at=now(),
    )
    db.session.add(case)
    db.session.flush()
    decision = Decision(
        call_id=row.call_id,
        case_id=case.id,
        contribution_id=row.id,
        revision_number=1,
        act=act,
        text=text,
        role="moderator",
        before_state=before,
        after_state=after,
    )
    db.session.add(decision)
    db.session.flush()
    of_one.decided(row.call_id, row.id, decision.id, act.value)
    return decision


def test_the_receipt_holds_number_and_code(app, db_session) -> None:
    user = make_user()
    row = make_contribution(author=user, state=State.IN_REVIEW, title="加装电梯")
    _received(row)
    _received(row)
    (notice,) = _told(user)
    code = of_contributions.lookup_code(app.secret_key, row.salt, row.number)
    with use_language("en"):
        told = message(notice.kind, notice.data)
    assert told.subject == "We have received “加装电梯”."
    assert told.paragraphs[0] == f"Its number is {row.number} and its look-up code is {code}."
    assert "before anybody else" in told.paragraphs[-1]
    assert told.path == f"/contributions/{row.number}"


def test_comments_get_no_receipt(db_session) -> None:
    user = make_user()
    _received(make_contribution(author=user, under=make_contribution()))
    assert _told(user) == []


@pytest.mark.parametrize(
    ("act", "after", "kind", "subject"),
    [
        (Act.PUBLISH, State.PUBLIC, NoticeKind.PUBLISHED, "“电梯” is public now."),
        (Act.RETURN, State.RETURNED, NoticeKind.RETURNED, "Please change something in “电梯”."),
        (Act.WITHHOLD, State.WITHHELD, NoticeKind.WITHHELD, "“电梯” is not shown to the public."),
    ],
)
def test_the_author_learns_what_was_decided(db_session, act, after, kind, subject) -> None:
    user = make_user()
    row = make_contribution(author=user, state=after, title="电梯")
    _decide(row, act, State.IN_REVIEW, after, "请去掉邻居的电话号码。")
    (notice,) = _told(user)
    assert notice.kind is kind
    assert _subjects(user) == [subject]
    with use_language("en"):
        assert "请去掉邻居的电话号码。" in message(notice.kind, notice.data).paragraphs


def test_what_changes_nothing_is_no_news(db_session) -> None:
    user = make_user()
    row = make_contribution(author=user)
    _decide(row, Act.PUBLISH, State.PUBLIC, State.PUBLIC)
    comment = make_contribution(row_call(row), author=user, under=row)
    _decide(comment, Act.PUBLISH, State.IN_REVIEW, State.PUBLIC)
    assert _told(user) == []


def row_call(row):
    return of_calls.calls.get_by_id(row.call_id)


def test_accepted_but_not_public_is_said_so(db_session) -> None:
    user = make_user()
    row = make_contribution(author=user, is_private=True, title="电梯")
    _decide(row, Act.PUBLISH, State.IN_REVIEW, State.PUBLIC)
    assert _subjects(user) == ["“电梯” has been reviewed and accepted."]


def test_a_comment_reaches_author_and_whoever_it_answers(db_session) -> None:
    call, author, second, third = make_call(), make_user(), make_user(), make_user()
    row = make_contribution(call, author=author, title="电梯")
    above = make_contribution(call, author=second, under=row)
    answer = make_contribution(call, author=third, under=row, parent_id=above.id)
    own = make_contribution(call, author=author, under=row)
    for comment in (above, answer, own, answer):
        of_one.commented(call.id, comment.id, True)
    of_one.commented(call.id, answer.id, False)
    of_one.commented(call.id, row.id, True)
    assert _subjects(author) == ["Someone commented on “电梯”."] * 2
    assert _subjects(second) == ["Someone answered your comment on “电梯”."]
    assert _told(third) == []


@pytest.mark.parametrize(
    ("after", "words"),
    [("collecting", "is open"), ("voting", "Voting has begun"), ("answering", "is closed")],
)
def test_followers_hear_of_each_stage(db_session, monkeypatch, run_jobs, after: str, words: str) -> None:
    monkeypatch.setattr(of_calls, "BATCH", 2)
    call = make_call(title="电梯", title_en="Lifts")
    people = [make_user() for _ in range(5)]
    for user in people:
        service.follow(actor_of(user), call)
    service.follow(actor_of(make_user()), call, make_contribution(call))
    for _ in range(2):
        of_calls.stage_moved(call.id, "draft", after)
        db.session.commit()
        run_jobs()
    for user in people:
        (subject,) = _subjects(user)
        assert words in subject
        assert "“Lifts”" in subject
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 5


@pytest.mark.parametrize("after", ["published", "draft"])
def test_other_stages_are_not_told_here(db_session, after: str) -> None:
    call, user = make_call(), make_user()
    service.follow(actor_of(user), call)
    of_calls.stage_moved(call.id, "answering", after)
    assert _told(user) == []


@pytest.fixture
def published(db_session):
    """A published call with three authors, one of them withdrawn, a supporter and a follower."""
    call = make_call(title="电梯怎么装")
    people = {name: make_user(name) for name in ("甲", "乙", "退", "赞", "跟")}
    rows = {
        name: make_contribution(call, author=people[name], title=f"{name}说") for name in ("甲", "乙", "退")
    }
    ballots.support(actor_of(people["赞"]), rows["甲"], call)
    ballots.support(actor_of(people["乙"]), rows["甲"], call)
    service.follow(actor_of(people["赞"]), call)
    service.follow(actor_of(people["跟"]), call, rows["乙"])
    rows["退"].state = State.WITHDRAWN
    call.stage = Stage.PUBLISHED
    db.session.add(Outcome(call_id=call.id, state=OutcomeState.PUBLISHED))
    for name, degree in (("甲", "adopted"), ("乙", "not_adopted")):
        db.session.add(
            Disposition(
                call_id=call.id,
                contribution_id=rows[name].id,
                number=1,
                degree=degree,
                measure="写入第十二条。",
                reason="多数同意。",
            )
        )
    db.session.flush()
    return call, people


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_everyone_hears_of_the_result_once(published, monkeypatch, run_jobs, batch: int) -> None:
    monkeypatch.setattr(of_outcomes, "BATCH", batch)
    call, people = published
    for _ in range(2):
        of_outcomes.outcome_published(call.id, 2)
        db.session.commit()
        run_jobs()
    assert _subjects(people["甲"]) == ["“甲说” has been answered: Adopted."]
    assert _subjects(people["乙"]) == ["“乙说” has been answered: Not adopted."]
    assert _subjects(people["赞"]) == _subjects(people["跟"]) == ["The result of “电梯怎么装” is published."]
    assert _told(people["退"]) == []
    (notice,) = _told(people["甲"])
    with use_language("zh"):
        assert message(notice.kind, notice.data).paragraphs[:2] == ("写入第十二条。", "多数同意。")


def test_nothing_is_told_of_a_result_that_is_not_out(published) -> None:
    call, people = published
    call.stage = Stage.ANSWERING
    of_outcomes.outcome_published(call.id, 2)
    assert queries.unread(people["甲"].id) == 0


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_has_a_message(app, kind: NoticeKind, language: str) -> None:
    data = {
        "title": "电梯",
        "number": "2026-000001",
        "code": "AAAA-BBBB",
        "call": "老楼",
        "call_en": "Old houses",
        "slug": "lifts",
        "stage": "voting",
        "degree": "planned",
        "because": "support",
        "reason": "明年再看。",
        "act": "extend",
        "kind": "soon",
        "reply": "anew",
        "others": 2,
        "what": "楼道",
        "part": "lead",
        "day": "2026-11-27",
        "count": 3,
        "text": "请改一改。" * 200,
    }
    with app.app_context(), use_language(language):
        told = message(kind, data)
        assert told.subject
        assert "%(" not in "".join((told.subject, *told.paragraphs))
        assert len(told.short) <= 300 + len(told.url) + 1
        assert ("/en/" in told.url) is (language == "en")
