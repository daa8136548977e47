"""What a ballot must hold, what a voter's sheet may hold by each method, and whose turn an option is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.polls.models import Electorate, Method, Showing

AGREE, PASS, DISAGREE = 1, 0, -1
RING = 2**31
MOST_OPTIONS = 500
MOST_MONEY = 10**15
SMALL_GROUP = 5  # groups of fewer people are not shown

# How openly results are shown; a ballot never moves to the right once it is set up.
OPENNESS = [Showing.INTERNAL, Showing.AFTER_CLOSE, Showing.LIVE]
BUDGET_RULES = ("mes-add1", "mes", "greedy", "greedy-stop")
RANKING_RULES = ("schulze", "stv")


class Choice(Protocol):
    """What the rules must know of an option."""

    @property
    def id(self) -> int: ...
    @property
    def cost(self) -> int | None: ...
    @property
    def is_hidden(self) -> bool: ...
    @property
    def ring(self) -> int: ...


C = TypeVar("C", bound=Choice)


@dataclass(frozen=True)
class Setup:
    """A ballot as it is to be; options are pairs of title and cost (None where nothing is to be paid)."""

    method: Method
    question: str
    options: tuple[tuple[str, int | None], ...]
    opens_at: datetime
    closes_at: datetime
    about: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    electorate: Electorate = Electorate.STANDARD
    showing: Showing = Showing.AFTER_CLOSE
    is_secret: bool = False


def check_setup(setup: Setup) -> None:
    """Raise Invalid with reasons by field unless a ballot can be held like this."""
    found: dict[str, Any] = {}
    if not setup.question.strip():
        found["question"] = _l("Please say what people are asked.")
    elif len(setup.question) > 200:
        found["question"] = _l("The question can have at most %(count)s characters.", count=200)
    least = 1 if setup.method in (Method.UP_DOWN, Method.OPINION) else 2
    titles = [title for title, _cost in setup.options]
    if not least <= len(titles) <= MOST_OPTIONS:
        found["options"] = _l(
            "Please give %(least)s to %(most)s options, one on each line.", least=least, most=MOST_OPTIONS
        )
    elif any(not title.strip() for title in titles) or len(set(titles)) < len(titles):
        found["options"] = _l("Each option needs words, and no two may say the same.")
    if setup.closes_at <= setup.opens_at:
        found["closes_on"] = _l("The last day must not be before the first day.")
    if setup.is_secret and setup.method is Method.OPINION:
        found["is_secret"] = _l(
            "An opinion map can't be a secret ballot, because people go on voting on statements."
        )
    found |= _check_settings(setup)
    if found:
        raise Invalid.of(found)


def _check_settings(setup: Setup) -> dict[str, Any]:
    given, count = setup.settings, len(setup.options)
    if setup.method is Method.POINTS and not 1 <= given.get("points", 0) <= 1000:
        return {"points": _l("A voter can have 1 to 1000 points.")}
    if setup.method is Method.APPROVAL and not 1 <= given.get("most", 0) <= max(count, 1):
        return {"most": _l("A voter can choose at least one option and at most all of them.")}
    if setup.method is Method.RANKING and (
        given.get("rule") not in RANKING_RULES or not 1 <= given.get("seats", 0) <= max(count, 1)
    ):
        return {"seats": _l("At least one option is chosen, and at most all of them.")}
    if setup.method is Method.BUDGET:
        return _check_money(setup)
    return {}


def _check_money(setup: Setup) -> dict[str, Any]:
    budget = setup.settings.get("budget", 0)
    if not 0 < budget <= MOST_MONEY:
        return {"budget": _l("The budget must be more than nothing.")}
    for title, cost in setup.options:
        if cost is None or cost <= 0:
            return {
                "options": _l("Say after a | what each project costs: “%(title)s” has no cost.", title=title)
            }
        if cost > budget:
            return {"options": _l("“%(title)s” costs more than the whole budget.", title=title)}
    if setup.settings.get("rule") not in BUDGET_RULES:
        return {"rule": _l("Please say how the money is given.")}
    return {}


def check_sheet(
    method: Method, settings: Mapping[str, Any], options: Sequence[Choice], sheet: Mapping[int, int]
) -> None:
    """Raise Invalid unless this may be all that one voter has marked. Fields are named "o" and the option's id."""
    known = {one.id: one for one in options if not one.is_hidden}
    for option_id in sheet:
        if option_id not in known:
            raise Invalid(
                _l("One of the options is not there any more. Please look the ballot over once more.")
            )
    CHECKS[method](settings, known, sheet)


def _among(values: Iterable[int]) -> Any:
    allowed = frozenset(values)

    def check(settings: Mapping[str, Any], known: Mapping[int, Choice], sheet: Mapping[int, int]) -> None:
        for option_id, value in sheet.items():
            if value not in allowed:
                raise Invalid(_l("Please choose one of the answers shown."), f"o{option_id}")

    return check


def _points(settings: Mapping[str, Any], known: Mapping[int, Choice], sheet: Mapping[int, int]) -> None:
    for option_id, value in sheet.items():
        if value < 1:
            raise Invalid(
                _l("Points are whole numbers, 1 or more; leave it empty for none."), f"o{option_id}"
            )
    spent = sum(sheet.values())
    if spent > settings["points"]:
        raise Invalid(
            _l(
                "You gave %(spent)s points, but there are only %(points)s. Please take some away.",
                spent=spent,
                points=settings["points"],
            )
        )


def _approval(settings: Mapping[str, Any], known: Mapping[int, Choice], sheet: Mapping[int, int]) -> None:
    _among([1])(settings, known, sheet)
    if len(sheet) > settings["most"]:
        raise Invalid(
            _l(
                "You chose %(count)s options, but at most %(most)s can be chosen.",
                count=len(sheet),
                most=settings["most"],
            )
        )


def _ranking(settings: Mapping[str, Any], known: Mapping[int, Choice], sheet: Mapping[int, int]) -> None:
    seen: dict[int, int] = {}
    for option_id, rank in sheet.items():
        if rank in seen:
            raise Invalid(
                _l("Two options have place %(rank)s. Each place can be given once.", rank=rank),
                f"o{option_id}",
            )
        seen[rank] = option_id
    gap = next((place for place in range(1, len(seen) + 1) if place not in seen), None)
    if gap is not None:
        raise Invalid(
            _l("Place %(rank)s is empty. Please number your options from 1 on, without a gap.", rank=gap)
        )


def _budget(settings: Mapping[str, Any], known: Mapping[int, Choice], sheet: Mapping[int, int]) -> None:
    _among([1])(settings, known, sheet)
    cost = sum(known[one].cost or 0 for one in sheet)
    if cost > settings["budget"]:
        raise Invalid(
            _l(
                "Your projects cost %(cost)s together, which is %(over)s more than the budget. Please take some out.",
                cost=f"{cost:,}",
                over=f"{cost - settings['budget']:,}",
            )
        )


CHECKS: dict[Method, Any] = {
    Method.UP_DOWN: _among([1, -1]),
    Method.OPINION: _among([AGREE, PASS, DISAGREE]),
    Method.POINTS: _points,
    Method.APPROVAL: _approval,
    Method.RANKING: _ranking,
    Method.BUDGET: _budget,
}


def differences(
    before: Mapping[int, int], after: Mapping[int, int]
) -> dict[int, tuple[int | None, int | None]]:
    """By option the mark before and after, None where there is none; options in order, only those that differ."""
    return {
        one: (before.get(one), after.get(one))
        for one in sorted(before.keys() | after.keys())
        if before.get(one) != after.get(one)
    }


def check_change(before: Showing, after: Showing, reason: str) -> None:
    """Raise Invalid unless how results are shown may be changed so: it only ever gets stricter, and with a reason."""
    if OPENNESS.index(after) >= OPENNESS.index(before):
        raise Invalid(
            _l("Once people can vote, results can only be shown later or to fewer, never sooner."), "showing"
        )
    if not reason.strip():
        raise Invalid(_l("Please give the reason. It is published with the ballot."), "reason")


def start_of(poll_id: int, whose: int | str) -> int:
    """Where on the ring somebody starts: always the same place for a person in a ballot."""
    return int.from_bytes(sha256(f"{poll_id}.{whose}".encode()).digest()[:8], "big") % RING


def fair_order(options: Iterable[C], start: int) -> list[C]:
    """The options on their ring from a starting point on: everybody sees the same circle from another place."""
    ordered = sorted(options, key=lambda one: (one.ring, one.id))
    return [one for one in ordered if one.ring >= start] + [one for one in ordered if one.ring < start]


def next_options(
    options: Iterable[C], votes: Mapping[int, int], marked: Iterable[int], start: int
) -> list[C]:
    """Statements somebody has not marked yet: the least known first, of equals by the fair order."""
    left = set(marked)
    waiting = [one for one in fair_order(options, start) if one.id not in left and not one.is_hidden]
    return sorted(waiting, key=lambda one: votes.get(one.id, 0))
