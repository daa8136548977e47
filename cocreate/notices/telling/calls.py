"""Jobs that tell of what happens to a call as a whole."""

from __future__ import annotations

from cocreate.calls import queries as calls
from cocreate.core.jobs import enqueue
from cocreate.notices import queries
from cocreate.notices.models import NoticeKind
from cocreate.notices.service import Tidings, tell
from cocreate.notices.telling.about import BATCH, of_call
from cocreate.notices.words.calls import STAGES


def stage_moved(call_id: int, before: str, after: str, beyond: int = 0) -> None:
    """Followers of a call hear of its next stage; of the result the outcome itself tells."""
    call = calls.get_by_id(call_id)
    if after not in STAGES or not call.is_released:
        return
    people = queries.followers(call_id, after=beyond, limit=BATCH)
    data = of_call(call) | {"stage": after}
    one = Tidings(f"stage:{call_id}:{after}", NoticeKind.STAGE_MOVED, call_id, None, data)
    tell({user_id: [one] for user_id in people})
    if len(people) == BATCH:
        does = "cocreate.notices.telling.calls:stage_moved"
        enqueue(does, call_id=call_id, before=before, after=after, beyond=people[-1])
