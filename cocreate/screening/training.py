"""Training the linear models from labelled rows; only commands load this, since it needs scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.linear_model import LogisticRegression

from cocreate.core.errors import Invalid
from cocreate.core.i18n import _l
from cocreate.screening.figures import counted, false_positive_rate_threshold
from cocreate.screening.findings import Kind
from cocreate.screening.labelled import Row
from cocreate.screening.linear import Floats, Keys, Model, grams, shortened
from cocreate.screening.normal import normalise
from cocreate.screening.tone import tones

FEWEST = 40  # rows of each sort
RARE = 2  # texts that a run of signs must stand in
NAIVE = 0.5  # how far a run's weight follows what naive Bayes thinks of it
TONE = 0.1  # how freely the features of tone are used beside the runs of signs
STRENGTH = {Kind.ABUSE: 2.0, Kind.SPAM: 8.0}
LONGEST = {Kind.ABUSE: 2, Kind.SPAM: 3}
PARTS = 5


def train(kind: Kind, rows: Sequence[Row], about: dict[str, Any]) -> Model:
    """A model from rows, with its threshold and figures found on rows it was not trained on.

    Where the rows name several topics, each topic in turn is left out; otherwise every fifth row is. Invalid when
    there are too few rows of either sort."""
    wanted = np.array([row.is_positive for row in rows])
    if min(wanted.sum(), (~wanted).sum()) < FEWEST:
        raise Invalid(_l("Training needs at least %(fewest)s rows of each label.", fewest=FEWEST))
    topics = sorted({row.group for row in rows if row.group})
    folds = np.array([topics.index(row.group) if row.group else -1 for row in rows]) if len(topics) > 1 else (
        np.arange(len(rows)) % PARTS)  # fmt: skip
    texts = [shortened(normalise(row.text).text) for row in rows]
    held = _held_out(kind, texts, wanted, folds)
    threshold = best_threshold(kind, held, wanted)
    figures = counted(held >= threshold, wanted)
    model = fit(kind, texts, wanted)
    told = about | {
        "rows": len(rows),
        "positive": int(wanted.sum()),
        "held_out_by": "topic" if len(topics) > 1 else "fifth",
        "held_out": figures.as_json(),
    }
    return Model(kind, model.keys, model.inverse, model.weights, model.tone_weights, model.bias, threshold,
                 model.longest, told)  # fmt: skip


def _held_out(kind: Kind, texts: Sequence[str], wanted: np.ndarray, folds: np.ndarray) -> Floats:
    """The probability of each text by a model that saw nothing of its fold."""
    held = np.zeros(len(texts))
    for fold in np.unique(folds):
        out = folds == fold
        model = fit(kind, [text for text, is_out in zip(texts, out, strict=True) if not is_out], wanted[~out])
        held[out] = [model.probability(texts[i]) for i in np.flatnonzero(out).tolist()]
    return held


def best_threshold(kind: Kind, held: Floats, wanted: np.ndarray) -> float:
    """For abuse the probability with the best F1; for spam the lowest with at most one false alarm in 150 honest texts."""
    if kind is Kind.SPAM:
        return false_positive_rate_threshold(held, wanted, 1 / 150)
    tried = np.linspace(0.2, 0.8, 61)
    f1 = [counted(held >= one, wanted).f1 for one in tried]
    return float(tried[int(np.argmax(f1))])


def fit(kind: Kind, texts: Sequence[str], wanted: np.ndarray) -> Model:
    """A model of these texts, as they are screened; its threshold is still one half."""
    longest = LONGEST[kind]
    found = [np.unique(grams(text, longest)) for text in texts]
    keys, matrix = _vocabulary(found)
    rarity = np.log((1 + len(texts)) / (1 + np.asarray((matrix > 0).sum(0)).ravel())) + 1
    tfidf = matrix @ diags(rarity)
    lengths = np.sqrt(np.asarray(tfidf.multiply(tfidf).sum(1)).ravel())
    tfidf = diags(1 / np.maximum(lengths, 1e-9)) @ tfidf
    trust = np.abs(_log_ratio(matrix, wanted)) ** NAIVE
    features = [tfidf @ diags(trust)]
    if kind is Kind.ABUSE:
        features.append(csr_matrix(np.array([tones(text) for text in texts]) * TONE))
    learnt = LogisticRegression(C=STRENGTH[kind], solver="liblinear", max_iter=400).fit(
        hstack(features).tocsr(), wanted
    )
    weights = learnt.coef_[0]
    return Model(kind, keys, rarity, weights[: len(keys)] * trust, weights[len(keys) :] * TONE,
                 float(learnt.intercept_[0]), 0.5, longest)  # fmt: skip


def _vocabulary(found: Sequence[Keys]) -> tuple[Keys, csr_matrix]:
    """The keys that stand in enough texts, ascending, and which text has which."""
    every, counts = np.unique(np.concatenate(found), return_counts=True)
    keys = every[counts >= RARE]
    columns = [np.searchsorted(keys, one[np.isin(one, keys, assume_unique=True)]) for one in found]
    pointer = np.concatenate([[0], np.cumsum([len(one) for one in columns])])
    indices = np.concatenate(columns)
    return keys, csr_matrix((np.ones(len(indices)), indices, pointer), shape=(len(found), len(keys)))


def _log_ratio(matrix: csr_matrix, wanted: np.ndarray) -> Floats:
    """How much likelier each run is in the one sort of texts than in the other, as a logarithm."""
    yes = 1 + np.asarray(matrix[wanted].sum(0)).ravel()
    no = 1 + np.asarray(matrix[~wanted].sum(0)).ravel()
    return np.log((yes / yes.sum()) / (no / no.sum()))
