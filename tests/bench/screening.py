"""How long it takes to screen a text of 500 characters with 100,000 words loaded: python -m tests.bench.screening."""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median

from cocreate.core.clock import ticks
from cocreate.screening import keeping
from cocreate.screening.lexicon import Lexicon
from cocreate.screening.lists import Word
from cocreate.screening.screener import Screener
from tests.screening.variations import nobodys, personal

WORDS, TEXTS, LENGTH = 100_000, 200, 500


def words(chance: random.Random) -> list[Word]:
    """Words of two to six of the commoner Chinese characters."""
    made = {
        "".join(chr(chance.randint(0x4E00, 0x6E00)) for _ in range(chance.randint(2, 6)))
        for _ in range(WORDS)
    }
    return [Word(word, "bench") for word in sorted(made)]


def texts(chance: random.Random) -> list[str]:
    """Texts full of numbers, addresses and ordinary sentences, harder than what people send."""
    pieces = (
        [row[2] for row in personal(1, 10)]
        + [row[1] for row in nobodys(1, 40)]
        + ["希望有关部门尽快处理这件事情"] * 400
    )
    return ["，".join(chance.choices(pieces, k=80))[:LENGTH] for _ in range(TEXTS)]


def main() -> None:
    """Print building time and the median and slowest of the texts, in milliseconds."""
    chance = random.Random(1)
    started = ticks()
    screener = Screener(Lexicon.of([("bench", words(chance))]), keeping.all_of(Path("nowhere")))
    built, taken = ticks() - started, []
    for text in texts(chance):
        started = ticks()
        screener.screen(text)
        taken.append((ticks() - started) * 1000)
    print(f"{len(screener.lexicon):,} words built in {built:.1f} s")
    print(
        f"{LENGTH} characters: median {median(taken):.2f} ms, slowest of 20 {sorted(taken)[-TEXTS // 20]:.2f} ms"
    )


if __name__ == "__main__":
    main()
