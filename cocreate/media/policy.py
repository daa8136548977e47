"""Who may bring files in, and who may see them."""

from __future__ import annotations

from typing import Any

from cocreate.core.actor import Actor
from cocreate.core.i18n import _l
from cocreate.core.policy import Rule, rule
from cocreate.media.models import MediaFile


@rule(_l("Only the editors of an agency can upload files."))
def is_editor_somewhere(actor: Actor, thing: Any) -> bool:
    return actor.holds_any("editor")


@rule(_l("This file belongs to something that is not public yet."))
def is_public(actor: Actor, file: MediaFile) -> bool:
    return file.is_public


@rule(_l("Only the staff of an agency can see files before they are published."))
def is_staff_somewhere(actor: Actor, file: MediaFile) -> bool:
    return bool(actor.memberships)


POLICY: dict[str, Rule] = {
    "media.upload": is_editor_somewhere,
    "media.read": is_public | is_staff_somewhere,
}
