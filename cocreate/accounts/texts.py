"""The terms and the privacy rules: written files that say on top which version they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cocreate.accounts.models import TextKind
from cocreate.core.errors import NotFound
from cocreate.core.i18n import _l

FOLDER = Path(__file__).parent / "content"
HEAD = re.compile(r'---\n(?:[^-\n].*\n)*?version: *"?([^"\n]+)"?\n(?:[^-\n].*\n)*---\n')
AGREED = (TextKind.TERMS, TextKind.PRIVACY)


@dataclass(frozen=True)
class Text:
    """One version of a text in one language; `body` is Markdown."""

    kind: TextKind
    version: str
    language: str
    body: str


@cache
def read(kind: TextKind, language: str) -> Text:
    """The text in force. NotFound when this language has none; ValueError without a version on top."""
    path = FOLDER / f"{kind.value}.{language}.md"
    if not path.is_file():
        raise NotFound(_l("This text is not available."))
    whole = path.read_text(encoding="utf-8")
    found = HEAD.match(whole)
    if found is None:
        raise ValueError(f"{path.name} must begin with a head between '---' that names its version.")
    return Text(kind, found[1].strip(), language, whole[found.end() :].strip())


def version(kind: TextKind) -> str:
    """The version in force; the Chinese text is the one that binds."""
    return read(kind, "zh").version


def is_accepted(user: Any) -> bool:
    """Whether the person has agreed to the terms and the privacy rules in their present versions."""
    return user.terms_version == version(TextKind.TERMS) and user.privacy_version == version(TextKind.PRIVACY)
