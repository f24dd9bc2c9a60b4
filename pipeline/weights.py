"""Learned weights: where they stand, and a model that tells from signs by their names how likely something is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import exp
from pathlib import Path

_PACKAGE = Path(__file__).parent
_WORD = re.compile(r"[a-zåäöé]+|\d+")
WORD_STRENGTH = 0.4  # a word says less than a sign, and is held firmer by the regularisation
# In a checkout the models stand beside the package; an installed one carries them inside.
MODELS = _PACKAGE / "models" if (_PACKAGE / "models").is_dir() else _PACKAGE.parent / "models"


@dataclass(frozen=True, slots=True)
class SignWeights:
    """A logistic regression over signs: each has a weight, one that is not known has none.

    `least` is the probability from which what the signs are of counts as found.
    """

    intercept: float
    least: float
    weights: Mapping[str, float]

    def probability(self, signs: Mapping[str, float]) -> float:
        """0 to 1."""
        total = self.intercept + sum(value * self.weights.get(name, 0.0) for name, value in signs.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


def word_signs(text: str) -> dict[str, float]:
    """The words of a text and each two in a row, as signs; a number is one whatever it is."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.lower())]
    return dict.fromkeys([f"'{w}'" for w in words] + [f"'{a} {b}'" for a, b in pairwise(words)], WORD_STRENGTH)


@cache
def sign_weights(name: str) -> SignWeights:
    """The weights `models/<name>.json`."""
    stored = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    return SignWeights(float(stored["intercept"]), float(stored["least"]), stored["weights"])


def sign_weights_text(weights: SignWeights) -> str:
    """The weights as JSON that a person can read and in which a change shows as a few lines."""
    ordered = {name: round(value, 4) for name, value in sorted(weights.weights.items())}
    stored = {"intercept": round(weights.intercept, 4), "least": weights.least, "weights": ordered}
    return json.dumps(stored, ensure_ascii=False, indent=2) + "\n"
