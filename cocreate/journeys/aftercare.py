"""How somebody's words travel on after the answer: questions, answers made anew, steps, and whether promises were kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cocreate.core.i18n import Sentence, _, _l, _n, day
from cocreate.journeys.knots import Knot, KnotState
from cocreate.milestones.models import Confirmation, Kept, Milestone, Progress
from cocreate.milestones.promise_queries import Prospect
from cocreate.milestones.rules import BEST, KEPT_NAMES, Results
from cocreate.outcomes.models import Disposition
from cocreate.outcomes.question_models import Complaint
from cocreate.outcomes.question_queries import Aftermath

STATES = {
    Progress.PLANNED: KnotState.NEXT,
    Progress.UNDER_WAY: KnotState.NOW,
    Progress.DONE: KnotState.DONE,
    Progress.DROPPED: KnotState.BROKEN,
}
TITLES: dict[Progress, Sentence] = {
    Progress.PLANNED: _l("Planned: %(title)s"),
    Progress.UNDER_WAY: _l("Under way: %(title)s"),
    Progress.DONE: _l("Done: %(title)s"),
    Progress.DROPPED: _l("Dropped: %(title)s"),
}


@dataclass(frozen=True)
class Addresses:
    """Where to read on: the steps of the outcome, and the page that asks about a promise."""

    steps: str | None = None
    promise: Callable[[int], str] | None = None


def questions(after: Aftermath, *, is_own: bool, is_listed: bool) -> list[Knot]:
    """What its author asked or complained about, and what came of it; others see what was reviewed, and new answers."""
    found: list[Knot] = []
    for asked in reversed(after.follow_ups):
        if is_own or (is_listed and asked.is_shown):
            done = asked.replied_at is not None
            found.append(
                Knot(_("Asked once more, and answered"), KnotState.DONE, asked.replied_at, asked.reply)
                if done
                else Knot(
                    _("Asked once more"),
                    KnotState.NOW,
                    _("reply by %(day)s", day=day(asked.due_on)),
                    asked.text,
                )
            )
    if is_own:
        found += [_complaint(one) for one in reversed(after.complaints) if one.is_justified is not True]
    for again in reversed(after.reopenings):
        if again.closed_at is None:
            until = _("by %(day)s", day=day(again.due_on))
            note = _("A complaint about the answer was found justified.")
            found.append(Knot(_("Being answered anew"), KnotState.NOW, until, note))
        else:
            found.append(Knot(_("Answered anew after a complaint"), KnotState.DONE, again.closed_at))
    return found


def revised(answer: Disposition | None, after: Aftermath) -> list[Knot]:
    """That the answer was revised, and why, unless a complaint led to it: that has a knot of its own."""
    if answer is None or not answer.why_revised:
        return []
    if any(again.new_number == answer.number for again in after.reopenings):
        return []
    return [Knot(_("Answer revised"), KnotState.DONE, answer.published_at, answer.why_revised)]


def _complaint(one: Complaint) -> Knot:
    if one.decided_at is None:
        return Knot(_("Not satisfied: being checked"), KnotState.NOW)
    return Knot(_("Not satisfied: not found justified"), KnotState.DONE, one.decided_at, one.finding)


def steps(prospects: Iterable[Prospect], addresses: Addresses) -> list[Knot]:
    """The steps that go back to these words, and whether the promises in them were kept."""
    found: list[Knot] = []
    for one in prospects:
        if one.milestone is not None:
            found.append(_step(one.milestone, addresses.steps))
        if one.promise.round and not one.promise.is_void:
            found.append(_asked(one, addresses))
    return found


def _step(step: Milestone, url: str | None) -> Knot:
    title = str(TITLES[step.state]) % {"title": step.title}
    if step.state is Progress.DONE:
        when = day(step.actual_on) if step.actual_on else None
    else:
        when = _("by %(day)s", day=day(step.planned_on)) if step.planned_on and not step.reason else None
    note = step.reason or step.text or None
    return Knot(title, STATES[step.state], when, note, f"{url}#step-{step.id}" if url else None)


def _asked(one: Prospect, addresses: Addresses) -> Knot:
    """That people are asked; from five answers on what they say, and the agency's reply to it."""
    url = addresses.promise(one.promise.id) if addresses.promise else None
    told = [said(one.own)] if one.own else []
    if one.results.is_shown:
        told.append(all_say(one.results))
        if one.promise.reply:
            told.append(_("The agency replies: %(reply)s", reply=one.promise.reply))
    elif one.own is None:
        told.append(_("Those who sent or supported it are asked."))
    is_known = one.own is not None or one.results.is_shown
    when = one.own.changed_at if one.own else None
    return Knot(_("Was it kept?"), KnotState.DONE if is_known else KnotState.NOW, when, " ".join(told), url)


def all_say(results: Results) -> str:
    """What all said of a promise, in one sentence."""
    return _n(
        "%(num)s person answered: %(kept)s kept, %(partly)s partly kept, %(not_kept)s not kept; satisfied %(mean)s of %(best)s.",
        "%(num)s people answered: %(kept)s kept, %(partly)s partly kept, %(not_kept)s not kept; satisfied %(mean)s of %(best)s.",
        results.count,
        kept=results.kept[Kept.KEPT],
        partly=results.kept[Kept.PARTLY],
        not_kept=results.kept[Kept.NOT_KEPT],
        mean=f"{results.mean:.1f}",
        best=BEST,
    )


def said(own: Confirmation) -> str:
    """What a person has said of a promise, in one sentence."""
    return _(
        "You said: %(kept)s. Satisfied: %(rating)s of %(best)s.",
        kept=KEPT_NAMES[own.kept],
        rating=own.rating,
        best=BEST,
    )
