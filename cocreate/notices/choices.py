"""How people want to hear of each topic, and leaving by one click without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from cocreate.core.actor import Actor
from cocreate.core.db import db
from cocreate.core.errors import Invalid, NotFound
from cocreate.core.i18n import Sentence, _l
from cocreate.core.policy import require
from cocreate.notices import queries
from cocreate.notices.messages import full_url
from cocreate.notices.models import NoticeChoice, Pace, Topic

ALL = ""  # in place of a topic: every letter
SMS_PACES = (Pace.AT_ONCE, Pace.NEVER)

BECAUSE: dict[Topic, Sentence] = {
    Topic.OWN: _l("You get this letter because it is about something that you sent in."),
    Topic.TALK: _l("You get this letter because somebody answers what you wrote or follow."),
    Topic.FOLLOWED: _l("You get this letter because you support, commented on or follow something there."),
    Topic.WORK: _l("You get this letter because it is part of your work here."),
}


@dataclass(frozen=True)
class Wish:
    """How one topic is to reach a person; None leaves a channel to the rules."""

    mail: Pace | None = None
    sms: Pace | None = None


def choose(actor: Actor, wishes: Mapping[Topic, Wish]) -> None:
    """Keep how the actor wants to hear of these topics. Invalid for a text message in any other pace than at once."""
    require(actor, "notice.choose")
    for topic, wish in wishes.items():
        if wish.sms is not None and wish.sms not in SMS_PACES:
            raise Invalid(_l("Text messages go out at once or not at all."), f"{topic.value}_sms")
        _keep(actor.user_id or 0, topic, wish.mail, wish.sms)
    db.session.flush()


def _keep(user_id: int, topic: Topic, mail: Pace | None, sms: Pace | None) -> None:
    row = db.session.get(NoticeChoice, (user_id, topic))
    if row is None:
        db.session.add(NoticeChoice(user_id=user_id, topic=topic, mail=mail, sms=sms))
    else:
        row.mail, row.sms = mail, sms


def unsubscribe_url(user_id: int, topic: Topic | None) -> str:
    """The full address, in the present language, of the page that ends letters about a topic, or all with None."""
    token = _signer().dumps([user_id, topic.value if topic else ALL])
    return full_url(f"/notices/unsubscribe/{token}")


def read_token(token: str) -> tuple[int, Topic | None]:
    """Whom and which topic an unsubscribe link is about. NotFound when we didn't write it."""
    try:
        user_id, topic = _signer().loads(token)
        return int(user_id), Topic(topic) if topic else None
    except (BadSignature, ValueError, TypeError) as error:
        raise NotFound(_l("This link is not complete. Please use it as it stands in the letter.")) from error


def unsubscribe(token: str, *, again: bool = False) -> Topic | None:
    """No letters about the topic of this link any more, or all; `again` takes it back. The link is the permission."""
    user_id, topic = read_token(token)
    known = queries.choices([user_id])
    for one in [topic] if topic else list(Topic):
        sms = known[user_id, one].sms if (user_id, one) in known else None
        _keep(user_id, one, Pace.AT_ONCE if again else Pace.NEVER, sms)
    db.session.flush()
    return topic


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="notices.unsubscribe")
