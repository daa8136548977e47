"""By which way a notice leaves the site, and when."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from cocreate.notices.models import Channel, NoticeKind, Pace, Topic

# The topic under which people choose how they hear of a kind.
TOPICS: dict[NoticeKind, Topic] = {
    NoticeKind.RECEIVED: Topic.OWN,
    NoticeKind.PUBLISHED: Topic.OWN,
    NoticeKind.RETURNED: Topic.OWN,
    NoticeKind.WITHHELD: Topic.OWN,
    NoticeKind.ANSWERED: Topic.OWN,
    NoticeKind.RESULT: Topic.FOLLOWED,
    NoticeKind.COMMENTED: Topic.TALK,
    NoticeKind.JOINED: Topic.OWN,
    NoticeKind.STAGE_MOVED: Topic.FOLLOWED,
    NoticeKind.EXTENDED: Topic.FOLLOWED,
    NoticeKind.ASSIGNED: Topic.WORK,
    NoticeKind.ASSIGNMENT_MOVED: Topic.WORK,
    NoticeKind.EXTENSION: Topic.WORK,
    NoticeKind.DEADLINE: Topic.WORK,
    NoticeKind.PROMISE_DUE: Topic.FOLLOWED,
    NoticeKind.REPLIED: Topic.OWN,
    NoticeKind.WORDS_WITHHELD: Topic.OWN,
}

# What is worth a text message to people who have not said anything about it; a letter goes out for everything.
URGENT = frozenset(
    {
        NoticeKind.RECEIVED,
        NoticeKind.PUBLISHED,
        NoticeKind.RETURNED,
        NoticeKind.WITHHELD,
        NoticeKind.ANSWERED,
        NoticeKind.REPLIED,
    }
)
DIGEST_HOUR = 8  # local time; weekly ones come on Mondays
QUIET = (time(22), time(8))  # no text messages from and until, local time


class Choice(Protocol):
    """What a person has said about a topic."""

    mail: Pace | None
    sms: Pace | None


def ways_out(kind: NoticeKind, choice: Choice | None, has_mail: bool, has_phone: bool) -> dict[Channel, Pace]:
    """The channels a notice goes out by, each with its pace; `has_…` means a verified address.

    Who has not chosen gets a letter for everything; without a mail address a text message for what is urgent."""
    mail = (choice and choice.mail) or Pace.AT_ONCE
    by_itself = Pace.AT_ONCE if not has_mail and kind in URGENT else Pace.NEVER
    sms = (choice and choice.sms) or by_itself
    found = {Channel.MAIL: mail if has_mail else Pace.NEVER, Channel.SMS: sms if has_phone else Pace.NEVER}
    return {channel: pace for channel, pace in found.items() if pace is not Pace.NEVER}


def next_digest(pace: Pace, moment: datetime, zone: str) -> datetime:
    """The next moment, strictly after `moment`, at which a daily or weekly digest is due where `zone` is."""
    local = moment.astimezone(ZoneInfo(zone))
    due = datetime.combine(local.date(), time(DIGEST_HOUR), local.tzinfo)
    step = timedelta(days=1)
    while due <= local or (pace is Pace.WEEKLY and due.weekday() != 0):
        due += step
    return due.astimezone(moment.tzinfo)


def after_quiet(moment: datetime, zone: str) -> datetime:
    """The moment itself, or the end of the night it falls into."""
    local = moment.astimezone(ZoneInfo(zone))
    begins, ends = QUIET
    if ends <= local.time() < begins:
        return moment
    day = local.date() + timedelta(days=local.time() >= begins)
    return datetime.combine(day, ends, local.tzinfo).astimezone(moment.tzinfo)
