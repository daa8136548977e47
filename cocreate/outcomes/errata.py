"""Errors in a published outcome: a reader marks a passage and says what is wrong; the agency explains it or corrects it."""

from __future__ import annotations

import re

from cocreate.calendars import queries as calendars
from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now, today
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.core.settings import settings
from cocreate.documents import queries as documents
from cocreate.outcomes import erratum_queries, question_rules
from cocreate.outcomes.erratum_models import Erratum, Settled
from cocreate.outcomes.publishing import begun
from cocreate.outcomes.question_events import ErratumReported, ErratumSettled

DAYS = 3  # working days, as for every error on a site
LONGEST = 300  # characters of a passage
MOST_OPEN = 5  # reports of one person about one outcome that wait
BLANK = re.compile(r"\s+")

PASSAGE = _l("Copy the words that are wrong from the outcome.")
NOT_THERE = _l("These words do not stand in the outcome. Copy them exactly as they stand there.")
WRONG = _l("Please say in a full sentence what is wrong, or what it should say.")
REPLY = _l("Please answer in a full sentence. Whoever reported it will read it.")
CORRECTION = _l("Please write how the passage reads when it is right.")
SAME = _l("This is how the passage reads already.")


def report(actor: Actor, call: Call, passage: str, text: str) -> Erratum:
    """Report an error in a passage of the published text.

    Invalid, by field; Conflict when the same passage was reported by this person already, or too much waits."""
    require(actor, "erratum.report", call)
    outcome = begun(call)  # held, so that numbers follow each other
    version = documents.get_version(outcome.document_id or 0, outcome.document_version or 0)
    passage = _passage(passage, version.plain)
    text = question_rules.checked(text, "text", WRONG)
    waiting = erratum_queries.waiting_of(call.id, actor.user_id)
    if any(one.passage == passage for one in waiting):
        raise Conflict(
            _l("You have reported this passage already. The agency answers within three working days.")
        )
    if len(waiting) >= MOST_OPEN:
        raise Conflict(
            _l("%(count)s of your reports wait already. Please wait for their answers.", count=len(waiting))
        )
    row = Erratum(
        call_id=call.id,
        number=erratum_queries.last_number(call.id) + 1,
        version=version.number,
        passage=passage,
        text=text,
        reported_by_id=actor.user_id,
        due_on=calendars.current().add(today(settings().timezone), DAYS),
    )
    db.session.add(row)
    db.session.flush()
    emit(ErratumReported(call.id, row.id))
    return row


def explain(actor: Actor, row: Erratum, call: Call, reply: str) -> Erratum:
    """Say why the passage stands as it is. Conflict when a colleague was faster."""
    require(actor, "erratum.reply", call)
    return _settle(actor, row, Settled.EXPLAINED, question_rules.checked(reply, "reply", REPLY))


def correct(actor: Actor, row: Erratum, call: Call, correction: str, reply: str) -> Erratum:
    """Say how the passage reads from now on; everybody reads that with the outcome, and who pointed it out.

    What was approved is corrected by an approver only."""
    require(actor, "erratum.correct", call)
    reply = question_rules.checked(reply, "reply", REPLY)
    correction = BLANK.sub(" ", correction).strip()
    if not correction:
        raise Invalid(CORRECTION, "correction")
    if len(correction) > 2 * LONGEST:
        why = _l(
            "At most %(limit)s characters fit here; this has %(count)s.",
            limit=2 * LONGEST,
            count=len(correction),
        )
        raise Invalid(why, "correction")
    if correction == row.passage:
        raise Invalid(SAME, "correction")
    return _settle(actor, row, Settled.CORRECTED, reply, correction)


def _passage(words: str, plain: str) -> str:
    """The passage as one line. Invalid when it says nothing, is too long, or does not stand in the text."""
    words = BLANK.sub(" ", words).strip()
    if not any(map(str.isalnum, words)):
        raise Invalid(PASSAGE, "passage")
    if len(words) > LONGEST:
        raise Invalid(
            _l("At most %(limit)s characters. The sentence that is wrong is enough.", limit=LONGEST),
            "passage",
        )
    if BLANK.sub("", words) not in BLANK.sub("", plain):
        raise Invalid(NOT_THERE, "passage")
    return words


def _settle(actor: Actor, row: Erratum, settled: Settled, reply: str, correction: str = "") -> Erratum:
    lock(row)
    question_rules.check_open(not row.is_open)
    row.settled, row.reply, row.correction = settled, reply, correction
    row.settled_by_id, row.settled_at = actor.user_id, now()
    db.session.flush()
    emit(ErratumSettled(row.call_id, row.id, settled.value))
    return row
