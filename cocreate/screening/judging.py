"""How good screening is on rows that people have judged, and how fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from cocreate.core.clock import ticks
from cocreate.screening import keeping
from cocreate.screening.figures import counted
from cocreate.screening.findings import Kind
from cocreate.screening.labelled import Row
from cocreate.screening.normal import normalise
from cocreate.screening.personal import personal_data


def evaluate(home: Path, kind: Kind, rows: Sequence[Row]) -> dict[str, float]:
    """{"precision", "recall", "f1", "false_positive_rate", "per_second"} over rows.

    For personal data a row counts as found when anything personal is found in it. CocreateError when a model is needed
    and none is trained."""
    is_found = _judge(home, kind)
    started = ticks()
    flagged = np.array([is_found(row.text) for row in rows])
    seconds = max(ticks() - started, 1e-9)
    wanted = np.array([row.is_positive for row in rows])
    return counted(flagged, wanted).as_json() | {"per_second": round(len(rows) / seconds, 1)}


def _judge(home: Path, kind: Kind) -> Callable[[str], bool]:
    if kind is Kind.PERSONAL_DATA:
        return lambda text: bool(personal_data(normalise(text)))
    model = keeping.get(home, kind)
    return lambda text: model.probability(text) >= model.threshold
