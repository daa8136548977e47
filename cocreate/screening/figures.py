"""How good a judgement is: precision, recall, F1, and the share of honest texts that are flagged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Figures:
    """Shares between 0 and 1; of nothing at all they are 0."""

    precision: float
    recall: float
    f1: float
    false_positive_rate: float

    def as_json(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in vars(self).items()}


def counted(flagged: np.ndarray, wanted: np.ndarray) -> Figures:
    """What was flagged against what should be, one truth value for each row."""
    right, wrong = int((flagged & wanted).sum()), int((flagged & ~wanted).sum())
    missed, honest = int((~flagged & wanted).sum()), int((~wanted).sum())
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Figures(precision, recall, f1, wrong / honest if honest else 0.0)


def false_positive_rate_threshold(scores: np.ndarray, wanted: np.ndarray, rate: float) -> float:
    """The lowest score from which at most this share of the unwanted rows is flagged."""
    honest = np.sort(scores[~wanted])[::-1]
    allowed = int(rate * len(honest))
    return float(np.nextafter(honest[min(allowed, len(honest) - 1)], 1.0)) if len(honest) else 0.5
