"""One case with all that a decision needs, beside the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cocreate.calls import queries as calls
from cocreate.calls.models import Call, Clause
from cocreate.contributions import queries as contributions
from cocreate.contributions.models import Contribution, State
from cocreate.core.clock import now
from cocreate.core.i18n import _, _l, language
from cocreate.core.policy import why_not
from cocreate.http.actor import actor
from cocreate.moderation import community_rules, queries
from cocreate.moderation.models import Act, Case, Decision
from cocreate.search import similar as like
from cocreate.text.difference import Piece, difference
from cocreate.web import callcards
from cocreate.web.moderation.findings import screened
from cocreate.web.moderation.forms import DecisionForm
from cocreate.web.moderation.preview import language_of, name_of, previews
from cocreate.web.moderation.screen import due_words, lang_of, queue, taken_by

ACTS = {
    Act.PUBLISH: _l("Made public"),
    Act.RETURN: _l("Returned for a change"),
    Act.WITHHOLD: _l("Withheld"),
    Act.REVERSE: _l("Decision reversed"),
}


@dataclass(frozen=True)
class Past:
    """A decision as colleagues see it."""

    decision: Decision
    act: Any
    by: str
    rule: str


def around(contribution: Contribution, call: Call, case: Case | None, form: DecisionForm) -> dict[str, Any]:
    """One case with all that a decision needs, beside the list."""
    decisions = queries.decisions(call.id, contribution.id)
    involved = [case.claimed_by_id if case else None, *(one.decided_by_id for one in decisions)]
    beside = queue(contribution.number, involved)
    author_language = language_of(contribution)
    return beside | {
        "contribution": contribution,
        "call": call,
        "case": case,
        "form": form,
        "name": name_of(contribution),
        "lang_of_text": lang_of(contribution),
        "call_title": callcards.words(call).title,
        "due": due_words(case.due_at) if case else "",
        "is_late": case is not None and case.due_at < now(),
        "taken_by": taken_by(case, beside["names"]),
        "is_mine": is_mine(case),
        "why_not": why_not(actor(), "case.decide", (contribution, call)),
        "clause": _clause(contribution),
        "root": _root(contribution),
        "pieces": _changes(contribution),
        "screened": screened(contribution),
        "is_public": contribution.state is State.PUBLIC,
        "history": {ACTS[act]: count for act, count in queries.history(contribution.author_id).items()},
        "past": past(decisions, beside["names"]),
        "previews": previews(contribution, form.rule_key.data or "", form.text.data or ""),
        "author_language": "en" if author_language == "en" else "zh-Hans",
        "rules": [
            (r.key, r.title(author_language), r.text(language())) for r in community_rules.in_force().values()
        ],
    }


def past(decisions: Iterable[Decision], names: dict[int, str]) -> list[Past]:
    """Decisions with the names of those who made them, for colleagues only."""
    found = []
    for one in decisions:
        rule = community_rules.find(one.rule_key)
        by = names.get(one.decided_by_id or 0, _("The platform"))
        found.append(Past(one, ACTS[one.act], by, rule.title(language()) if rule else ""))
    return found


def similar(contribution: Contribution) -> list[tuple[Contribution, int]]:
    """Public contributions to the same call that are like this one, each with its likeness in percent."""
    found = like.find(contribution.call_id, contribution.body, contribution.title, leave_out=contribution.id)
    rows = contributions.by_ids(contribution.call_id, [one for one, _score in found]) if found else {}
    return [(rows[one], round(100 * score)) for one, score in found if one in rows]


def is_mine(case: Case | None) -> bool:
    """Whether the person reading holds the case now."""
    if case is None or case.claimed_until is None or case.claimed_until <= now():
        return False
    return case.claimed_by_id == actor().user_id


def _clause(contribution: Contribution) -> Clause | None:
    if contribution.clause_id is None:
        return None
    return next(
        (one for one in calls.clauses(contribution.call_id) if one.id == contribution.clause_id), None
    )


def _root(contribution: Contribution) -> Contribution | None:
    if contribution.root_id is None:
        return None
    return contributions.by_ids(contribution.call_id, [contribution.root_id]).get(contribution.root_id)


def _changes(contribution: Contribution) -> list[Piece]:
    """What the author changed since the revision before, or nothing when these are the first words."""
    if contribution.revision_number == 1:
        return []
    before = contributions.revisions(contribution)[-2]
    return difference(before.body, contribution.body)
