"""The community rules in force: a written file, whose version follows from its words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "content" / "rules.json"


@dataclass(frozen=True)
class CommunityRule:
    """One rule in both languages; `version` is that of the whole set."""

    key: str
    version: str
    titles: dict[str, str]
    texts: dict[str, str]

    def title(self, language: str) -> str:
        """Its name in "zh" or "en"."""
        return self.titles[language]

    def text(self, language: str) -> str:
        """What it says, in "zh" or "en"."""
        return self.texts[language]


@cache
def in_force() -> dict[str, CommunityRule]:
    """The rules by key, in the order in which they are shown. KeyError when one lacks a word in a language."""
    content = FILE.read_bytes()
    version = hashlib.sha256(content).hexdigest()[:10]
    return {
        entry["key"]: CommunityRule(
            key=entry["key"],
            version=version,
            titles={language: entry[f"title_{language}"] for language in ("zh", "en")},
            texts={language: entry[f"text_{language}"] for language in ("zh", "en")},
        )
        for entry in json.loads(content)
    }


def find(key: str) -> CommunityRule | None:
    """The rule with this key, if it is in force."""
    return in_force().get(key)


def version() -> str:
    """The version in force, that decisions point at."""
    return next(iter(in_force().values())).version
