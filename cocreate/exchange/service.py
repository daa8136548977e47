"""Bringing data in: citizens' messages into a call, all or nothing, as often as one likes with the same result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from cocreate.accounts import agencies
from cocreate.accounts import queries as accounts
from cocreate.calls import queries as calls
from cocreate.calls import service as call_acts
from cocreate.calls.models import Call
from cocreate.contributions.bulk import Arrival, known_rows, receive
from cocreate.contributions.models import State
from cocreate.core.actor import Actor
from cocreate.core.clock import now
from cocreate.core.errors import Conflict
from cocreate.core.i18n import _l
from cocreate.core.localtime import local_day
from cocreate.core.settings import settings
from cocreate.exchange.messages import Message, Problem, read
from cocreate.outcomes import service as outcomes

SOURCE = "messages"
FROM_ELSEWHERE = "从其他渠道导入的群众留言。"
OPEN_FOR = timedelta(days=90)
Progress = Callable[[int, int], None]


@dataclass
class Report:
    """What an import did, or why it did nothing."""

    rows: int = 0
    imported: int = 0
    skipped: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)


def import_messages(
    path: Path, slug: str, *, replies: bool = False, review: bool = False, progress: Progress | None = None
) -> Report:
    """Take a file of messages into the call at this address, which is made when there is none.

    With any bad row nothing is stored and the report names the lines. `progress` hears (done, total)."""
    messages, problems = read(path, replies, settings().timezone)
    report = Report(rows=len(messages) + len(problems), errors=[_told(problem) for problem in problems])
    if problems:
        return report
    system = Actor.system()
    call = calls.find(slug) or make_call(system, slug)
    if not call.is_released:
        raise Conflict(_l("This call has not been published yet."))
    known = known_rows(call.id, SOURCE)
    fresh = [message for message in messages if message.message_id not in known]
    arrivals = (_arrival(message) for message in sorted(fresh, key=lambda message: message.time))
    ids: list[int] = []
    for batch in receive(system, call, arrivals, State.IN_REVIEW if review else State.PUBLIC):
        ids.extend(batch)
        if progress is not None:
            progress(len(ids), len(fresh))
    if replies:
        _import_replies(system, call, messages)
    report.imported, report.skipped = len(fresh), len(messages) - len(fresh)
    return report


def _told(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "why": str(problem.why)}


def _arrival(message: Message) -> Arrival:
    return Arrival(
        source=SOURCE,
        row=message.message_id,
        title=message.title,
        body=message.body,
        author_name=message.user,
        received_at=message.time,
        likes=message.likes,
        dislikes=message.dislikes,
    )


def make_call(system: Actor, slug: str, summary: str = FROM_ELSEWHERE) -> Call:
    """A call that holds what is imported, open from today, at the root agency."""
    agency = accounts.root_agency() or agencies.create_agency(system, None, "root", "本级政府", "Government")
    first = local_day(now())
    draft = call_acts.CallDraft(
        slug=slug,
        title=slug.replace("-", " "),
        summary=summary,
        promise="留言按收到的顺序逐条答复，答复公布后通知留言人。",
        first_day=first,
        last_day=first + OPEN_FOR,
    )
    return call_acts.release(system, call_acts.create(system, agency, draft))


def _import_replies(system: Actor, call: Call, messages: list[Message]) -> None:
    known = known_rows(call.id, SOURCE)
    outcomes.import_replies(
        system,
        call.id,
        (
            outcomes.Reply(known[message.message_id], message.reply, message.reply_time or message.time)
            for message in messages
            if message.reply
        ),
    )
