"""Short sketches of texts, by which a flood of the same or nearly the same text is seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cocreate.core.i18n import _l
from cocreate.screening.findings import Finding, Kind
from cocreate.screening.linear import shortened
from cocreate.screening.normal import Normal, normalise, squeeze

PLACES = 64  # numbers of a sketch, 4 bytes each
SIZE = 3  # signs of a run
LIKE = 0.6  # share of like places from which two texts are nearly the same
SHORTEST = 8  # signs below which texts are too short to say so
_ODD = np.random.default_rng(20241124).integers(1, 2**63, size=(PLACES, 2), dtype=np.uint64) | np.uint64(1)

Sketch = npt.NDArray[np.uint32]


@dataclass(frozen=True)
class Alike:
    """An earlier text by its key, and how alike it is: 0 to 1."""

    key: object
    likeness: float


def sketch(text: str | Normal) -> bytes | None:
    """256 bytes for a text, None when it is too short to compare; digits do not count, since floods change them."""
    normal = normalise(text) if isinstance(text, str) else text
    signs = "".join("0" if sign.isdigit() else sign for sign in shortened(squeeze(normal)[0].text))
    if len(signs) < SHORTEST:
        return None
    codes = np.frombuffer(signs.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = np.unique((codes[:-2] << np.uint64(42)) ^ (codes[1:-1] << np.uint64(21)) ^ codes[2:])
    mixed = runs ^ (runs >> np.uint64(31))
    least = ((mixed * _ODD[:, :1] + _ODD[:, 1:]) >> np.uint64(20)).min(axis=1)
    return (least & np.uint64(0xFFFFFFFF)).astype("<u4").tobytes()


def likeness(one: bytes, other: bytes) -> float:
    """The share of their runs of signs that two texts have in common, estimated from their sketches."""
    return float((np.frombuffer(one, "<u4") == np.frombuffer(other, "<u4")).mean())


def alike(asked: bytes, earlier: Mapping[object, bytes]) -> list[Alike]:
    """The earlier texts that are nearly the same as the asked one, most alike first."""
    if not earlier:
        return []
    table = np.frombuffer(b"".join(earlier.values()), "<u4").reshape(len(earlier), PLACES)
    shares = (table == np.frombuffer(asked, "<u4")).mean(axis=1)
    found = [Alike(key, float(share)) for key, share in zip(earlier, shares, strict=True) if share >= LIKE]
    return sorted(found, key=lambda one: -one.likeness)


def flood(text: Normal, earlier: Mapping[object, bytes]) -> list[Finding]:
    """A finding when the text is nearly the same as earlier ones; many of them make it surer."""
    asked = sketch(text) if earlier else None
    found = alike(asked, earlier) if asked else []
    if not found:
        return []
    confidence = min(0.99, 0.5 + 0.25 * found[0].likeness + 0.06 * len(found))
    why = _l("This is nearly the same as %(count)s other recent texts.", count=len(found))
    return [Finding(Kind.DUPLICATE, 0, len(text.original), confidence, why)]


def repeated_within(text: Normal) -> list[Finding]:
    """A finding when one line, or one short piece, makes up most of a text."""
    lines = [line.strip() for line in text.text.split("\n") if len(line.strip()) >= 4]
    most = max((lines.count(line) for line in set(lines[:2000])), default=0) if len(lines) >= 5 else 0
    if most >= 5 and most * 2 > len(lines):
        return [_repeats(text, most)]
    signs = squeeze(text)[0].text
    if len(signs) >= 60:
        runs = {signs[i : i + 4] for i in range(len(signs) - 3)}
        if len(runs) * 8 < len(signs):
            return [_repeats(text, len(signs) // len(runs))]
    return []


def _repeats(text: Normal, times: int) -> Finding:
    why = _l("The same words are repeated about %(times)s times.", times=times)
    return Finding(Kind.DUPLICATE, 0, len(text.original), 0.75, why)


def of_all(texts: Iterable[tuple[object, str]]) -> dict[object, bytes]:
    """The sketches of many texts by key, without those too short."""
    made = ((key, sketch(text)) for key, text in texts)
    return {key: one for key, one in made if one is not None}
