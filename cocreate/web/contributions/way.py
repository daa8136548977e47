"""How somebody's words travelled, as the knots of a thread: from what happened, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution, State
from cocreate.core.i18n import _, day, language
from cocreate.core.localtime import last_day
from cocreate.moderation import community_rules
from cocreate.moderation.models import Act, Decision
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import DEGREES
from cocreate.web.callcards import agency_name

DONE, NOW, NEXT, BROKEN = "done", "now", "next", "broken"


@dataclass(frozen=True)
class Knot:
    """One step on the way; `state` is done, now, next or broken."""

    title: str
    state: str
    when: datetime | str | None = None
    note: str | None = None
    url: str | None = None


def way(
    contribution: Contribution,
    call: Call,
    decisions: Sequence[Decision],
    answer: Disposition | None,
    is_own: bool,
) -> list[Knot]:
    """The knots from receipt to result. A thread that was broken ends where it broke, with the reason.

    What a moderator wrote to the author is shown to the author (`is_own`), to others only the rule."""
    received = Knot(_("Received"), DONE, contribution.received_at)
    reviewed = _review(contribution, decisions, is_own)
    knots = [received, reviewed]
    if reviewed.state == BROKEN and answer is None:
        return knots
    if reviewed.state == DONE and contribution.is_listed:
        knots.append(Knot(_("Public, open to support and comments"), DONE))
    return [*knots, *_study(call, answer), _result(call, answer)]


def _review(contribution: Contribution, decisions: Sequence[Decision], is_own: bool) -> Knot:
    last = decisions[-1] if decisions else None
    when = last.decided_at if last else contribution.reviewed_at
    reason = _reason(last, is_own)
    if contribution.state is State.WITHDRAWN:
        return Knot(_("Withdrawn by its author"), BROKEN, when)
    if contribution.state is State.WITHHELD:
        return Knot(_("Not published"), BROKEN, when, reason)
    if contribution.state is State.RETURNED:
        return Knot(_("Returned to its author for a change"), NOW, when, reason)
    if contribution.state is State.IN_REVIEW:
        return Knot(
            _("Being reviewed"), NOW, None, _("A moderator reads it, usually within one working day.")
        )
    return Knot(_("Reviewed"), DONE, when)


def _reason(decision: Decision | None, is_own: bool) -> str | None:
    """The rule that a decision rests on; its author also reads what was written to them."""
    if decision is None or decision.act is Act.PUBLISH or not decision.rule_key:
        return None
    rule = community_rules.find(decision.rule_key)
    named = _("By the house rule “%(rule)s”.", rule=rule.title(language())) if rule else ""
    return " ".join(filter(None, (named, decision.text if is_own else ""))) or None


def _study(call: Call, answer: Disposition | None) -> list[Knot]:
    if answer is not None and (answer.imported or call.stage is Stage.PUBLISHED):
        return []
    agency = agency_name(call.agency)
    if call.stage is Stage.ANSWERING:
        return [Knot(_("Being studied by %(agency)s", agency=agency), NOW)]
    return [Knot(_("To be studied by %(agency)s", agency=agency), NEXT)]


def _result(call: Call, answer: Disposition | None) -> Knot:
    if answer is None:
        until = _("by %(day)s", day=day(last_day(call.answers_by))) if call.answers_by else None
        return Knot(_("The answer"), NEXT, until)
    degree: Any = DEGREES[answer.degree]
    state = BROKEN if degree.key in ("not_adopted", "out_of_scope") else DONE
    note = answer.reason if state == BROKEN else answer.measure or answer.reason
    url = url_for("outcomes.show", slug=call.slug) if call.stage is Stage.PUBLISHED else None
    return Knot(str(degree.name), state, answer.published_at or call.published_at, note, url)
