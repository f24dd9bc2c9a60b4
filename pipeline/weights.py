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
from typing import Any

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

    def odds(self, signs: Mapping[str, float]) -> float:
        """The logarithm of the odds, within bounds."""
        total = self.intercept + sum(value * self.weights.get(name, 0.0) for name, value in signs.items())
        return max(-30.0, min(30.0, total))

    def probability(self, signs: Mapping[str, float]) -> float:
        """0 to 1."""
        return 1 / (1 + exp(-self.odds(signs)))


@dataclass(frozen=True, slots=True)
class ClassWeights:
    """A logistic regression over signs for each of several classes, of which one holds."""

    classes: Mapping[str, SignWeights]

    def likeliest(self, signs: Mapping[str, float]) -> tuple[str, float]:
        """The class and its probability."""
        odds = {name: weights.odds(signs) for name, weights in self.classes.items()}
        name = max(odds, key=lambda one: odds[one])
        return name, 1 / sum(exp(value - odds[name]) for value in odds.values())


@cache
def class_weights(name: str) -> ClassWeights:
    """The weights of classes `models/<name>.json`."""
    stored = json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8"))
    return ClassWeights({label: _sign_weights(one) for label, one in stored.items()})


def class_weights_text(weights: ClassWeights) -> str:
    """The weights as JSON, class by class."""
    stored = {label: _as_stored(one) for label, one in sorted(weights.classes.items())}
    return json.dumps(stored, ensure_ascii=False, indent=2) + "\n"


def word_signs(text: str) -> dict[str, float]:
    """The words of a text and each two in a row, as signs; a number is one whatever it is."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(text.lower())]
    return dict.fromkeys([f"'{w}'" for w in words] + [f"'{a} {b}'" for a, b in pairwise(words)], WORD_STRENGTH)


@cache
def sign_weights(name: str) -> SignWeights:
    """The weights `models/<name>.json`."""
    return _sign_weights(json.loads((MODELS / f"{name}.json").read_text(encoding="utf-8")))


def sign_weights_text(weights: SignWeights) -> str:
    """The weights as JSON that a person can read and in which a change shows as a few lines."""
    return json.dumps(_as_stored(weights), ensure_ascii=False, indent=2) + "\n"


def _sign_weights(stored: dict[str, Any]) -> SignWeights:
    return SignWeights(float(stored["intercept"]), float(stored["least"]), stored["weights"])


def _as_stored(weights: SignWeights) -> dict[str, object]:
    ordered = {name: round(value, 4) for name, value in sorted(weights.weights.items())}
    return {"intercept": round(weights.intercept, 4), "least": weights.least, "weights": ordered}
