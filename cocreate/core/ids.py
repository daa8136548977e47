"""Row ids made in the application, so that a growing table can be split by call without a shared counter."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime

from cocreate.core.clock import now

RANDOM_BITS = 20
EPOCH_MS = 1_577_836_800_000  # 2020-01-01, so that 43 bits of milliseconds last until 2298
# After many ids in one millisecond the next ones are ahead of the clock; it may be set back by more than that.
AHEAD_MS = 60_000

_last = 0
_lock = threading.Lock()


def new_id() -> int:
    """A positive 63-bit id: milliseconds since 2020, then random bits; ids of one process never go backwards."""
    global _last
    moment = max(int(now().timestamp() * 1000) - EPOCH_MS, 0)
    candidate = (moment << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
    with _lock:
        if candidate <= _last and (_last >> RANDOM_BITS) - moment < AHEAD_MS:
            candidate = _last + 1
        _last = candidate
    return candidate


def first_id_of(moment: datetime) -> int:
    """The least id that could have been made at a moment: ids below it are older."""
    return max(int(moment.timestamp() * 1000) - EPOCH_MS, 0) << RANDOM_BITS


def ring_key() -> int:
    """A random place on the ring that gives every person a fair order with another starting point."""
    return secrets.randbits(31)
