"""The jobs that send: one message, or one digest; whatever has gone out is not sent again."""

from __future__ import annotations

from datetime import datetime

from cocreate.accounts import queries as accounts
from cocreate.accounts.models import User
from cocreate.core import mail, sms
from cocreate.core.clock import now
from cocreate.core.db import lock
from cocreate.core.i18n import _, _n, use_language
from cocreate.notices import choices, queries, rules
from cocreate.notices.messages import Message, full_url, message
from cocreate.notices.models import Channel, Notice, Pace, Topic

DIGEST_SHOWS = 50  # notices; the rest is read on the site


def deliver(user_id: int, notice_id: int, channel: str) -> None:
    """The job: send one message in the person's language, unless it has gone out or is not wanted any more.

    Raises what the mail server or the gateway raises, so that the job tries again later."""
    found = queries.delivery(user_id, notice_id, Channel(channel))
    user = accounts.users([user_id]).get(user_id)
    if found is None or found[0].sent_at is not None or user is None or user.closed_at is not None:
        return
    on_its_way, notice = found
    if not _is_wanted(notice, on_its_way.channel):
        return
    with use_language(user.language.value):
        told = message(notice.kind, notice.data)
        if on_its_way.channel is Channel.MAIL and user.email:
            _mail(user, notice, told)
        elif on_its_way.channel is Channel.SMS and user.phone:
            params = {"subject": told.subject, "url": told.url}
            sms.send(user.phone, f"notice_{notice.kind.value}", params, told.short)
    on_its_way.sent_at = now()


def _mail(user: User, notice: Notice, told: Message) -> None:
    topic = rules.TOPICS[notice.kind]
    leave = choices.unsubscribe_url(user.id, topic)
    mail.send(
        user.email or "",
        "notice",
        headers=_headers(f"notice-{notice.id}", leave),
        name=user.name,
        told=told,
        lang=user.language.value,
        because=str(choices.BECAUSE[topic]),
        unsubscribe_url=leave,
        choices_url=full_url("/notices/choices"),
    )


def _headers(name: str, leave: str) -> dict[str, str]:
    """What lets a mail program offer one click (RFC 8058), and know a letter that came twice by its number."""
    return {
        "Message-ID": f"<{name}@{mail.sender().partition('@')[2]}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def deliver_digest(user_id: int, channel: str, due_at: str) -> None:
    """The job: everything that waited for this digest in one letter or text message; what was read meanwhile is left out."""
    found = queries.digest(user_id, Channel(channel), datetime.fromisoformat(due_at))
    user = accounts.users([user_id]).get(user_id)
    if found is None or user is None or user.closed_at is not None:
        return
    lock(found)
    if found.sent_at is not None:
        return
    pairs = queries.gathered(found)
    waiting = [pair for pair in pairs if pair[1].read_at is None and _is_wanted(pair[1], found.channel)]
    if waiting:
        with use_language(user.language.value):
            _send_digest(user, found.channel, [notice for _, notice in waiting], due_at)
    found.sent_at = now()
    for on_its_way, _notice in waiting:
        on_its_way.sent_at = found.sent_at


def _send_digest(user: User, channel: Channel, notices: list[Notice], due_at: str) -> None:
    subject = _n("%(num)s thing that concerns you", "%(num)s things that concern you", len(notices))
    url = full_url("/notices")
    if channel is Channel.SMS:
        text = _("%(what)s. Read them here: %(url)s", what=subject, url=url)
        sms.send(user.phone or "", "digest", {"count": len(notices), "url": url}, text)
        return
    leave = choices.unsubscribe_url(user.id, None)
    moment = int(datetime.fromisoformat(due_at).timestamp())
    mail.send(
        user.email or "",
        "digest",
        headers=_headers(f"digest-{user.id}-{moment}", leave),
        name=user.name,
        subject=subject,
        lines=[message(notice.kind, notice.data) for notice in notices[:DIGEST_SHOWS]],
        more=max(0, len(notices) - DIGEST_SHOWS),
        url=url,
        lang=user.language.value,
        unsubscribe_url=leave,
        choices_url=full_url("/notices/choices"),
    )


def _is_wanted(notice: Notice, channel: Channel) -> bool:
    """Whether the person has not said no since the message was written."""
    topic: Topic = rules.TOPICS[notice.kind]
    choice = queries.choices([notice.user_id]).get((notice.user_id, topic))
    said = choice and (choice.mail if channel is Channel.MAIL else choice.sms)
    return said is not Pace.NEVER
