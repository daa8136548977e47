"""What the writers of all areas share: what they are given, what they give, and the name of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cocreate.core.i18n import language

Data = dict[str, Any]
Writer = Callable[[Data], tuple[str, list[str]]]  # a subject, and paragraphs of which empty ones are left out


def call_name(data: Data) -> str:
    """The title of the call in the present language."""
    return str((language() == "en" and data.get("call_en")) or data["call"])
