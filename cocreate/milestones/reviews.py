"""Citizens' words that stand outside a contribution, on promises and about answers: read before others see them."""

from __future__ import annotations

from cocreate.calls.models import Call
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.db import db, lock
from cocreate.core.errors import Conflict, Denied, Invalid
from cocreate.core.events import emit
from cocreate.core.i18n import _l
from cocreate.core.policy import require
from cocreate.milestones.events import WordsReviewed
from cocreate.milestones.models import Confirmation
from cocreate.moderation import community_rules
from cocreate.moderation.rules import LEAST_TEXT, TEXT_LIMIT
from cocreate.outcomes.question_models import FollowUp, Standing

Words = Confirmation | FollowUp


def show(actor: Actor, words: Words, call: Call, seen: int) -> None:
    """Let others read them. Conflict when they have changed since this moderator read them (`seen` counts them)."""
    _decide(actor, words, call, seen, Standing.SHOWN, "", "")


def withhold(actor: Actor, words: Words, call: Call, seen: int, rule_key: str, text: str) -> None:
    """Keep them from others, by a house rule and with a word to whoever wrote them; the answer itself still counts."""
    if rule_key not in community_rules.in_force():
        raise Invalid(_l("Please choose the rule that this is about."), "rule_key")
    if len("".join(text.split())) < LEAST_TEXT:
        raise Invalid(
            _l("Please tell the author in a sentence or two what is wrong and what they can do."), "text"
        )
    if len(text) > TEXT_LIMIT:
        raise Invalid(_l("The text can have at most %(count)s characters.", count=TEXT_LIMIT), "text")
    _decide(actor, words, call, seen, Standing.WITHHELD, rule_key, text.strip())


def author_of(words: Words) -> int:
    """Who wrote them."""
    return words.user_id if isinstance(words, Confirmation) else words.asked_by_id


def _decide(
    actor: Actor, words: Words, call: Call, seen: int, standing: Standing, rule_key: str, text: str
) -> None:
    require(actor, "words.review", call)
    if actor.user_id is not None and author_of(words) == actor.user_id:
        raise Denied(_l("Nobody decides on their own contribution. A colleague will."))
    lock(words)
    if words.words_number != seen or words.standing is not Standing.WAITING:
        raise Conflict(_l("These words have changed, or a colleague has read them meanwhile."))
    words.standing, words.rule_key, words.review_text = standing, rule_key, text
    words.reviewed_by_id, words.reviewed_at = actor.user_id, now()
    db.session.flush()
    emit(
        WordsReviewed(
            words.call_id,
            author_of(words),
            words.contribution_id if isinstance(words, FollowUp) else None,
            words.promise_id if isinstance(words, Confirmation) else None,
            standing is Standing.SHOWN,
            rule_key,
            text,
        )
    )
