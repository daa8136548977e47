"""Who may bring files in."""

from __future__ import annotations

from typing import Any

from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule


@rule(_l("Only the editors of an agency can upload files."))
def is_editor_somewhere(actor: Actor, thing: Any) -> bool:
    return actor.holds_any("editor")


POLICY: dict[str, Rule] = {"media.upload": is_editor_somewhere}
