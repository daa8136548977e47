"""The only place where an import may happen late: handlers and commands named by dotted string."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def resolve(dotted: str) -> Any:
    """The object that "package.module:name" names. ImportError or AttributeError when there is none."""
    module, _, name = dotted.partition(":")
    return getattr(import_module(module), name)
