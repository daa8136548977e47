"""Makes what tests need, by the shortest way that leaves rows and counts as the services would; flushes, never commits.

Everything has a default; give only what the test is about."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from cocreate.accounts import queries as accounts
from cocreate.accounts import texts
from cocreate.accounts.models import Agency, Membership, Role, TextKind, User
from cocreate.calls.models import Call, Stage
from cocreate.contributions import service as contributions
from cocreate.contributions.models import Contribution, Kind, State
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db
from cocreate.core.ids import new_id

_numbers = count(1)


def make_user(name: str = "陈晓雨", *, verified: bool = True, **changes: Any) -> User:
    """A person with a mobile number that is verified (unless told otherwise) and the present terms accepted."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "name": name,
        "phone": f"+86138{number:08d}",
        "phone_verified_at": now() if verified else None,
        "terms_version": texts.version(TextKind.TERMS),
        "privacy_version": texts.version(TextKind.PRIVACY),
    }
    return _added(User(**fields | changes))


def make_agency(name: str = "市住房和城乡建设局", *, parent: Agency | None = None, **changes: Any) -> Agency:
    """An agency below `parent`; without one a root of its own."""
    row_id = new_id()
    fields: dict[str, Any] = {
        "id": row_id,
        "name": name,
        "name_en": "Housing Office",
        "slug": f"agency-{next(_numbers)}",
        "parent_id": parent.id if parent else None,
        "path": f"{parent.path if parent else '/'}{row_id}/",
    }
    return _added(Agency(**fields | changes))


def make_member(
    agency: Agency, role: Role | str = Role.EDITOR, *, user: User | None = None, **changes: Any
) -> User:
    """A person (a new one unless given) with a role in the agency, in force since yesterday; returns the person."""
    user = user or make_user("刘敏")
    fields: dict[str, Any] = {
        "user_id": user.id,
        "agency_id": agency.id,
        "role": Role(role),
        "starts_on": date.fromordinal(now().date().toordinal() - 1),
    }
    _added(Membership(**fields | changes))
    return user


def actor_of(user: User | None) -> Actor:
    """Who acts when this person does, with the seats they hold today; None is a guest."""
    return accounts.actor_of(user) if user else Actor.guest()


def make_call(*, agency: Agency | None = None, stage: Stage = Stage.COLLECTING, **changes: Any) -> Call:
    """A topic call in a stage, released and with dates that fit it; a new agency's unless one is given."""
    agency = agency or make_agency()
    moment = now()
    is_over = stage in (Stage.VOTING, Stage.ANSWERING, Stage.PUBLISHED)
    is_out = stage is not Stage.DRAFT
    closes_at = moment + timedelta(days=-2 if is_over else 20)
    fields: dict[str, Any] = {
        "slug": f"call-{next(_numbers)}",
        "agency_id": agency.id,
        "agency": agency,
        "stage": stage,
        "title": "老旧小区加装电梯怎么改",
        "summary": "我们想知道，哪些楼先装，费用怎么分。",
        "promise": "每一条意见都会得到答复。",
        "opens_at": moment - timedelta(days=10),
        "closes_at": closes_at,
        "votes_until": moment + timedelta(days=5) if stage is Stage.VOTING else None,
        "released_at": moment - timedelta(days=10) if is_out else None,
        "closed_at": closes_at if is_over else None,
        "published_at": moment - timedelta(days=1) if stage is Stage.PUBLISHED else None,
    }
    return _added(Call(**fields | changes))


def make_contribution(
    call: Call | None = None,
    *,
    author: User | None = None,
    state: State = State.PUBLIC,
    title: str = "",
    body: str = "建议先给没有电梯的七层楼装，费用按楼层分摊。",
    under: Contribution | None = None,
    **changes: Any,
) -> Contribution:
    """A suggestion in a state, or a comment `under` one, with the counts and events its arrival has, whatever the stage."""
    call = call or make_call()
    actor = actor_of(author or make_user())
    kind = Kind.COMMENT if under else Kind.SUGGESTION
    row = Contribution(**{"kind": kind, "root_id": under.id if under else None} | changes)
    # The verb itself asks whether the call is collecting; what comes after that is the same for all.
    contributions._receive(actor, call, row, "" if under else title or body[:20], body)
    if row.state is not state:
        contributions.move(row, call, state)
    return row


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
