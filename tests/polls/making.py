"""Makes ballots for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.polls import queries, service
from cocreate.polls.models import Electorate, Method, Poll
from cocreate.polls.rules import Setup
from tests.factories import make_call

SETTINGS: dict[Method, dict[str, Any]] = {
    Method.POINTS: {"points": 10},
    Method.APPROVAL: {"most": 2},
    Method.RANKING: {"rule": "schulze", "seats": 1},
    Method.BUDGET: {"budget": 100, "rule": "mes-add1", "utility": "cost"},
}
TITLES = ("社区食堂", "口袋公园", "电梯加装", "夜间照明", "儿童图书角", "停车改造")


def make_poll(
    method: Method, *, call: Call | None = None, options: int = 2, **changes: Any
) -> tuple[Poll, Call]:
    """A ballot that is open now, with its call."""
    call = call or make_call()
    costs = [30, 50, 60, 20, 10, 80]
    changes["electorate"] = Electorate(changes.get("electorate", "standard"))
    fields: dict[str, Any] = {
        "question": "先做哪一项？",
        "options": tuple((TITLES[n], costs[n] if method is Method.BUDGET else None) for n in range(options)),
        "opens_at": now() - timedelta(days=1),
        "closes_at": now() + timedelta(days=1),
        "settings": SETTINGS.get(method, {}),
    }
    return service.set_up(Actor.system(), call, Setup(method, **fields | changes)), call


def options_of(poll: Poll) -> list[int]:
    """Ids of the ballot's options, in their order."""
    return [one.id for one in queries.options(poll)]
