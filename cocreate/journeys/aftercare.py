"""How somebody's words travel on after the answer: questions, answers made anew, steps, and whether promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from cocreate.core.clock import today
from cocreate.core.i18n import Sentence, _, _l, _n, day
from cocreate.core.settings import settings
from cocreate.journeys.addresses import Addresses
from cocreate.journeys.knots import Knot, KnotState, in_order
from cocreate.journeys.way import named
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


def followed(
    answer: Disposition,
    after: Aftermath,
    prospects: Iterable[Prospect],
    addresses: Addresses,
    *,
    is_own: bool,
    is_listed: bool,
    published_at: datetime | None = None,
) -> list[Knot]:
    """All that came after the first public answer, as it happened; `answer` is the one that stands."""
    return in_order(
        [
            *questions(after, is_own=is_own, is_listed=is_listed),
            *revised(after, published_at),
            *review(answer),
            *steps(prospects, addresses),
        ]
    )


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
                    at=asked.due_on,
                )
            )
    if is_own:
        found += [_complaint(one) for one in reversed(after.complaints) if one.is_justified is not True]
    if after.open_reopening is not None:
        until = _("by %(day)s", day=day(after.open_reopening.due_on))
        note = _("A complaint about the answer was found justified.")
        found.append(Knot(_("Being answered anew"), KnotState.NOW, until, note))
    return found


def revised(after: Aftermath, published_at: datetime | None = None) -> list[Knot]:
    """The answers that came in place of the first one, each with its degree and why it changed; one that has no day of
    its own came with the outcome (`published_at`)."""
    anew = {again.new_number for again in after.reopenings}
    later: Sequence[Disposition] = after.answers[-2::-1]
    found: list[Knot] = []
    for one in later:
        degree, ends = named(one)
        if one.number in anew:
            title = _("Answered anew after a complaint: %(degree)s", degree=degree)
        else:
            title = _("Answer revised: %(degree)s", degree=degree) if one.why_revised else degree
        state = KnotState.BROKEN if ends and one is later[-1] else KnotState.DONE
        found.append(Knot(title, state, one.published_at or published_at, one.why_revised or None))
    return found


def review(answer: Disposition) -> list[Knot]:
    """The day on which a planned answer is looked at again."""
    on = answer.review_date
    if on is None:
        return []
    has_come = on <= today(settings().timezone)
    return [Knot(_("To be looked at again"), KnotState.DONE if has_come else KnotState.NEXT, day(on), at=on)]


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
        at, when = step.actual_on, day(step.actual_on) if step.actual_on else None
    else:
        at = step.planned_on
        when = _("by %(day)s", day=day(at)) if at and not step.reason else None
    note = step.reason or step.text or None
    return Knot(title, STATES[step.state], when, note, f"{url}#step-{step.id}" if url else None, at=at)


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
    state = KnotState.DONE if is_known else KnotState.NOW
    return Knot(_("Was it kept?"), state, when, " ".join(told), url, at=one.promise.due_on)


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
