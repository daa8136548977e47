"""How somebody's words travelled, as the knots of a thread: from what happened, and what is still to come."""

from __future__ import annotations

from collections.abc import Sequence

from cocreate.calls.models import Call, Stage
from cocreate.contributions.models import Contribution, State, Validity
from cocreate.core.i18n import Sentence, _, _l, _n, day, language
from cocreate.core.localtime import last_day
from cocreate.handling.queries import InHand
from cocreate.journeys.addresses import NOWHERE, Addresses
from cocreate.journeys.knots import Knot, KnotState
from cocreate.journeys.marks import Marks
from cocreate.moderation import community_rules
from cocreate.moderation.models import Act, Decision
from cocreate.outcomes import schemes
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.rules import Group
from cocreate.provenance.blame import Trace
from cocreate.text.excerpt import excerpt

WORDS = 60  # characters of a passage of the outcome that a knot shows

CLOSED_BY: dict[Validity, Sentence] = {
    Validity.DUPLICATE: _l("The same was sent in before; the answer stands there."),
    Validity.MERE_AGREEMENT: _l("It agrees with others and is counted with them."),
    Validity.NO_SUBSTANCE: _l("It holds nothing that could be answered."),
    Validity.OFF_TOPIC: _l("It is about something else than this call."),
}


def way(
    contribution: Contribution,
    call: Call,
    decisions: Sequence[Decision],
    marks: Marks,
    *,
    is_own: bool,
    first: Disposition | None = None,
    in_hand: InHand | None = None,
    traces: Sequence[Trace] = (),
    rule: str = "",
    addresses: Addresses = NOWHERE,
) -> list[Knot]:
    """The knots from receipt to result. A thread that was broken ends where it broke, with the reason.

    What a moderator wrote to the author is shown to the author (`is_own`), to others only the rule. `first` is the answer
    that was public first, where others followed it. `in_hand` says who leads on it, `traces` which words of the published
    outcome came from it, `rule` by what it was closed."""
    received = Knot(_("Received"), KnotState.DONE, contribution.received_at)
    reviewed = _review(contribution, decisions, is_own)
    answer = first or marks.answer
    if answer is None and reviewed.state is KnotState.BROKEN:
        return [received, reviewed]
    knots = [received, reviewed]
    if reviewed.state is KnotState.DONE:
        knots += [_public(contribution, call, marks), *_joined(marks, addresses)]
    if answer is None and contribution.validity in CLOSED_BY:
        return [*knots, _closed_by(contribution.validity, rule)]
    result = _result(call, answer, addresses.result, is_last=answer is marks.answer)
    return [*knots, *_study(call, answer, in_hand), result, *_written(call, traces, addresses)]


def _written(call: Call, traces: Sequence[Trace], addresses: Addresses) -> list[Knot]:
    """The first of the passages of the outcome that came from these words, and how many more there are."""
    if not traces:
        return []
    words, more = traces[0].placement.quote["exact"], len(traces) - 1
    note = f"“{excerpt(words, WORDS)}”"
    if more:
        note += " " + _n("And in %(num)s more place.", "And in %(num)s more places.", more)
    url = addresses.place(traces[0].number) if addresses.place else None
    return [Knot(_("Written into the outcome"), KnotState.DONE, call.published_at, note, url)]


def _review(contribution: Contribution, decisions: Sequence[Decision], is_own: bool) -> Knot:
    last = decisions[-1] if decisions else None
    when = last.decided_at if last else contribution.reviewed_at
    reason = _reason(last, is_own)
    if contribution.state is State.WITHDRAWN:
        return Knot(_("Withdrawn by its author"), KnotState.BROKEN, when)
    if contribution.state is State.WITHHELD:
        return Knot(_("Not published"), KnotState.BROKEN, when, reason)
    if contribution.state is State.RETURNED:
        return Knot(_("Returned to its author for a change"), KnotState.NOW, when, reason)
    if contribution.state is State.IN_REVIEW:
        note = _("A moderator reads it, usually within one working day.")
        return Knot(_("Being reviewed"), KnotState.NOW, None, note)
    return Knot(_("Reviewed"), KnotState.DONE, when, is_minor=True)


def _reason(decision: Decision | None, is_own: bool) -> str | None:
    """The rule that a decision rests on; its author also reads what was written to them."""
    if decision is None or decision.act is Act.PUBLISH or not decision.rule_key:
        return None
    rule = community_rules.find(decision.rule_key)
    named = _("By the house rule “%(rule)s”.", rule=rule.title(language())) if rule else ""
    return " ".join(filter(None, (named, decision.text if is_own else ""))) or None


def _public(contribution: Contribution, call: Call, marks: Marks) -> Knot:
    if not contribution.is_listed:
        note = _("The public does not see it, but it counts and is answered like any other.")
        return Knot(_("Accepted"), KnotState.DONE, None, note)
    is_open = call.stage in (Stage.COLLECTING, Stage.VOTING)
    title = _("Public, open to support and comments") if is_open else _("Public")
    said = [
        _n("%(num)s person supports it.", "%(num)s people support it.", marks.votes) if marks.votes else "",
        _n("%(num)s comment.", "%(num)s comments.", marks.comments) if marks.comments else "",
    ]
    return Knot(title, KnotState.DONE, None, " ".join(filter(None, said)) or None, is_minor=True)


def _joined(marks: Marks, addresses: Addresses) -> list[Knot]:
    """Its place in a cluster, when it stands there with others."""
    cluster = marks.cluster
    if cluster is None or cluster.size < 2:
        return []
    title = _n("Joined with %(num)s similar one", "Joined with %(num)s similar ones", cluster.size - 1)
    url = addresses.cluster(cluster.number) if addresses.cluster else None
    return [Knot(title, KnotState.DONE, None, str(cluster.title), url, is_minor=True)]


def _closed_by(validity: Validity | None, rule: str) -> Knot:
    """The rule in the words of whoever stated it, when it was one."""
    note = rule or (str(CLOSED_BY[validity]) if validity else None)
    return Knot(_("Closed without an answer of its own"), KnotState.BROKEN, None, note)


def _study(call: Call, answer: Disposition | None, in_hand: InHand | None) -> list[Knot]:
    """Nothing of a study is known when the answer came in with an import."""
    agency = call.agency.name_en if language() == "en" and call.agency.name_en else call.agency.name
    if answer is not None and answer.imported:
        return []
    if call.stage is Stage.PUBLISHED:
        return (
            [Knot(_("Studied by %(agency)s", agency=agency), KnotState.DONE, is_minor=True)] if answer else []
        )
    if in_hand is not None:
        name = (
            in_hand.agency.name_en if language() == "en" and in_hand.agency.name_en else in_hand.agency.name
        )
        longer = in_hand.extended_to
        note = _("Extended to %(day)s.", day=day(longer)) if longer else None
        return [Knot(_("Being considered by %(department)s", department=name), KnotState.NOW, None, note)]
    if call.stage is Stage.ANSWERING:
        return [Knot(_("Being studied by %(agency)s", agency=agency), KnotState.NOW)]
    return [Knot(_("To be studied by %(agency)s", agency=agency), KnotState.NEXT)]


def _result(call: Call, answer: Disposition | None, url: str | None, *, is_last: bool) -> Knot:
    if answer is None:
        until = _("by %(day)s", day=day(last_day(call.answers_by))) if call.answers_by else None
        if call.answers_by and call.answers_first_by:
            until = _("extended to %(day)s", day=day(last_day(call.answers_by)))
        return Knot(_("The answer"), KnotState.NEXT, until)
    title, ends = named(answer)
    note = answer.reason if ends else answer.measure or answer.reason
    state = KnotState.BROKEN if ends and is_last else KnotState.DONE
    when = answer.published_at or call.published_at
    return Knot(title, state, when, note or None, url if call.stage is Stage.PUBLISHED else None)


def named(answer: Disposition) -> tuple[str, bool]:
    """The degree of an answer in words, and whether it says that nothing comes of it."""
    degree = schemes.degree(answer.degree)
    if degree is None:
        return answer.degree, False
    return str(degree.name), degree.group is Group.NOT_ADOPTED
