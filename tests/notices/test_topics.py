"""Every kind of notice has its topic and its writer, so that nobody can add one that people can't choose about."""

from __future__ import annotations

from cocreate.notices.messages import WRITERS
from cocreate.notices.models import NoticeKind
from cocreate.notices.rules import TOPICS


def test_every_kind_has_a_topic_and_a_writer() -> None:
    assert set(TOPICS) == set(NoticeKind)
    assert set(WRITERS) == set(NoticeKind)
