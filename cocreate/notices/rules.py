"""By which way a notice leaves the site."""

from __future__ import annotations

from datetime import datetime

from cocreate.notices.models import Channel, NoticeKind, Topic

# The topic under which people choose how they hear of a kind.
TOPICS: dict[NoticeKind, Topic] = {
    NoticeKind.RECEIVED: Topic.OWN,
    NoticeKind.PUBLISHED: Topic.OWN,
    NoticeKind.RETURNED: Topic.OWN,
    NoticeKind.WITHHELD: Topic.OWN,
    NoticeKind.ANSWERED: Topic.OWN,
    NoticeKind.COMMENTED: Topic.TALK,
    NoticeKind.STAGE_MOVED: Topic.FOLLOWED,
}

# What is worth a text message; a letter goes out for everything.
URGENT = frozenset(
    {
        NoticeKind.RECEIVED,
        NoticeKind.PUBLISHED,
        NoticeKind.RETURNED,
        NoticeKind.WITHHELD,
        NoticeKind.ANSWERED,
    }
)


def way_out(
    kind: NoticeKind, email_verified_at: datetime | None, phone_verified_at: datetime | None
) -> Channel | None:
    """A letter where the mail address is verified, otherwise a text message for what is urgent, otherwise nothing."""
    if email_verified_at is not None:
        return Channel.MAIL
    return Channel.SMS if phone_verified_at is not None and kind in URGENT else None
