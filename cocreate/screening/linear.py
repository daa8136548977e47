"""Linear models over pairs of characters: what a text scores, with numpy alone, and the file such a model lives in."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cocreate.core.errors import CocreateError
from cocreate.core.i18n import _l
from cocreate.screening.normal import Normal, normalise
from cocreate.screening.tone import tones

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
MOST_SIGNS = 20_000  # of a text that are looked at: its beginning and its end
FORMAT = 1


@dataclass(frozen=True)
class Model:
    """A trained model: `keys` (ascending) name the grams, `inverse` their rarity, `weights` what each adds.

    `tone_weights` belong to the features of tone.tones, none when the model has no use for them. A text scores
    bias + (its grams · weights) / (length of its gram vector); `threshold` is the probability from which it is one."""

    kind: str
    keys: Keys
    inverse: Floats
    weights: Floats
    tone_weights: Floats
    bias: float
    threshold: float
    longest: int = 2
    about: dict[str, Any] = field(default_factory=dict)

    def probability(self, text: str | Normal) -> float:
        """How likely the text is spam, or abuse: 0 to 1, for an empty one 0."""
        return self.likelihood(normalise(text).text if isinstance(text, str) else text.text)

    def likelihood(self, signs: str) -> float:
        """The same of a passage that is in its normal form already."""
        signs = shortened(signs)
        if not signs.strip():
            return 0.0
        found = np.searchsorted(self.keys, keys := np.unique(grams(signs, self.longest)))
        found[found == len(self.keys)] = 0
        known = found[self.keys[found] == keys]
        rarity = self.inverse[known]
        length = float(np.sqrt(rarity @ rarity)) or 1.0
        score = self.bias + float(self.weights[known] @ rarity) / length
        if len(self.tone_weights):
            score += float(self.tone_weights @ np.array(tones(signs)))
        return float(1 / (1 + np.exp(-score)))


def shortened(signs: str) -> str:
    """A text in the length that is looked at, its white space in single blanks."""
    if len(signs) > MOST_SIGNS:
        signs = signs[: MOST_SIGNS // 2] + " " + signs[-MOST_SIGNS // 2 :]
    return " ".join(signs.split())


def grams(signs: str, longest: int) -> Keys:
    """The keys of all runs of 1 to `longest` (at most 3) signs: each sign is 21 bits of a key."""
    codes = np.frombuffer(signs.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64) + np.uint64(1)
    found = [codes]
    for size in range(2, longest + 1):
        longer = found[-1][: max(0, len(codes) - size + 1)]
        found.append((longer << np.uint64(21)) | codes[size - 1 :])
    return np.concatenate(found)


def save(model: Model, path: Path) -> None:
    """Write a model to one file, whole or not at all."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "keys": model.keys, "inverse": model.inverse.astype(np.float16),
              "weights": model.weights.astype(np.float32), "tone_weights": model.tone_weights}  # fmt: skip
    about = {"format": FORMAT, "kind": model.kind, "bias": model.bias, "threshold": model.threshold,
             "longest": model.longest, "about": model.about}  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", json.dumps(about, ensure_ascii=False, indent=2))
        for name, array in arrays.items():
            kept = io.BytesIO()
            np.save(kept, array, allow_pickle=False)
            archive.writestr(f"{name}.npy", kept.getvalue())
    partial.rename(path)


def load(path: Path) -> Model:
    """A model from its file; nothing in it is run. CocreateError when it is not one."""
    try:
        with zipfile.ZipFile(path) as archive:
            about = json.loads(archive.read("model.json"))
            arrays: dict[str, npt.NDArray[Any]] = {
                name: np.load(io.BytesIO(archive.read(f"{name}.npy")), allow_pickle=False)
                for name in ("keys", "inverse", "weights", "tone_weights")
            }
        if about["format"] != FORMAT:
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise CocreateError(
            _l("%(file)s is not a model of this version. Please train it again.", file=str(path))
        ) from error
    return Model(
        about["kind"], arrays["keys"], arrays["inverse"].astype(np.float64), arrays["weights"].astype(np.float64),
        arrays["tone_weights"], about["bias"], about["threshold"], about["longest"], about["about"],
    )  # fmt: skip
