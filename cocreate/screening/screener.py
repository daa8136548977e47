"""All that is looked for in a text, put together: lists, personal data, links, repetition and the trained models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cocreate.screening import keeping, lists
from cocreate.screening.findings import Finding, Kind
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.linear import Model
from cocreate.screening.links import links
from cocreate.screening.lists import Word
from cocreate.screening.normal import normalise
from cocreate.screening.personal import personal_data
from cocreate.screening.ranking import ranked
from cocreate.screening.sketches import flood, repeated_within
from cocreate.screening.words import listed_words


@dataclass(frozen=True)
class Screener:
    """What one installation looks for: its words, and its models by kind."""

    lexicon: Lexicon
    models: Mapping[Kind, Model] = field(default_factory=dict)

    def screen(self, text: str, earlier: Mapping[object, bytes] | None = None) -> list[Finding]:
        """Everything found in a text, in its order; `earlier` are the sketches of recent texts to compare it with."""
        normal = normalise(text)
        if not normal.text.strip():
            return []
        found = [*personal_data(normal), *listed_words(normal, self.lexicon), *links(normal)]
        found += flood(normal, earlier or {}) or repeated_within(normal)
        for model in self.models.values():
            found += ranked(model, normal, found)
        return sorted(found, key=lambda one: (one.start, one.end, one.kind))

    def words_by_list(self) -> dict[str, list[Word]]:
        """The words in force, by the name of their list."""
        found: dict[str, list[Word]] = {}
        for name, word in zip(self.lexicon.lists, self.lexicon.words, strict=True):
            found.setdefault(name, []).append(word)
        return found


def of(home: Path) -> Screener:
    """The screener of an installation, made anew only when a list or a model has changed."""
    return _made(home, tuple(lists.in_force(home).items()), keeping.state(home))


@lru_cache(maxsize=1)
def _made(home: Path, versions: tuple[tuple[str, int], ...], _state: tuple[tuple[str, int], ...]) -> Screener:
    lexicon = Lexicon.of((name, lists.words_of(home, name, version)) for name, version in versions)
    return Screener(lexicon, keeping.all_of(home))
