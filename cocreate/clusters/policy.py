"""Who may group contributions, and who may read the groups."""

from __future__ import annotations

from cocreate.calls import policy as of_calls
from cocreate.core.policy import Rule

POLICY: dict[str, Rule] = {
    "cluster.read": of_calls.is_released,
    "cluster.list": of_calls.is_staff,
    "cluster.work": of_calls.is_editor & of_calls.is_open,
}
