"""The trained scorer: how likely it is that an answer is to a finding, as weights in JSON that run no code."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp
from typing import Any

from pipeline.errors import SparbarError
from pipeline.link.features import CONTEST, FEATURES, MEANING
from pipeline.messages import message
from pipeline.weights import MODELS

WEIGHTS = MODELS / "answers.json"
SETTING = "answer_weights"  # in a database whose reviews were learned from
_FORMAT = 9


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression: for each feature its mean and scale in the training data, and its weight."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probability(self, values: Sequence[float]) -> float:
        """0 to 1, of values in the order of `names`."""
        terms = (w * (v - m) / s for v, m, s, w in zip(values, self.means, self.scales, self.weights, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, self.intercept + sum(terms)))))


@dataclass(frozen=True, slots=True)
class Scorer:
    """What the linker learned: the weights of a pair, the least probability that becomes a link, what rules are worth.

    `pair` judges a pair alone, `among` once more among its rivals. `sure` holds, for each way to link without likeness
    (`layout:responses.marker.colon`, `quote`), the share of its links that were right in the training data, drawn
    towards a cautious guess where examples are few. `vectors` is the folder of the model whose likeness (MEANING) the
    weights reckon with, where they do.
    """

    pair: Weights
    among: Weights
    least: float
    sure: Mapping[str, float]
    vectors: str | None = None

    def probability_alone(self, values: Sequence[float]) -> float:
        """How likely a pair of these FEATURES is, looked at alone; one without is linked by a rule."""
        return self.pair.probability(values) if values else 1.0

    def certainty(self, method: str, rule: str) -> float:
        """What a link made by this method on an answer found by this rule is worth."""
        return self.sure.get(f"{method}:{rule}", self.sure[method])


def scorer_for(connection: sqlite3.Connection) -> Scorer:
    """The scorer that was learned for this database, from its reviews or with vectors, or the one that comes along:
    also where the learned one knows other features than this version of the program (`is_outdated`)."""
    learned = _learned(connection)
    return parse_scorer(learned if learned and not is_outdated(connection) else _shipped())


def is_outdated(connection: sqlite3.Connection) -> bool:
    """Whether weights were learned for this database by a version of the program that judged by other features."""
    learned = _learned(connection)
    return learned is not None and not _is_of_this_version(json.loads(learned))


def _learned(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (SETTING,)).fetchone()
    return str(row[0]) if row else None


def _is_of_this_version(stored: Mapping[str, Any]) -> bool:
    return (
        stored.get("format") == _FORMAT
        and tuple(stored["pair"]["features"]) == names_of_features(stored.get("vectors") is not None)
        and tuple(stored["among"]["features"]) == CONTEST
    )


@lru_cache(maxsize=4)
def parse_scorer(text: str) -> Scorer:
    """Read weights as `scorer_text` writes them. Raises SparbarError when they were learned from other features."""
    stored = json.loads(text)
    if not _is_of_this_version(stored):
        raise SparbarError(message("train.other_version"))
    return Scorer(
        _parse_weights(stored["pair"]),
        _parse_weights(stored["among"]),
        float(stored["least"]),
        stored["sure"],
        stored.get("vectors"),
    )


def names_of_features(vectors: bool) -> tuple[str, ...]:
    """What a pair is judged by, with or without a model that the user named."""
    return (*FEATURES, MEANING) if vectors else FEATURES


def _parse_weights(stored: Mapping[str, Any]) -> Weights:
    columns = ([float(row[key]) for row in stored["features"].values()] for key in ("mean", "scale", "weight"))
    means, scales, weights = (tuple(column) for column in columns)
    return Weights(tuple(stored["features"]), means, scales, weights, float(stored["intercept"]))


@cache
def _shipped() -> str:
    return WEIGHTS.read_text(encoding="utf-8")


def scorer_text(scorer: Scorer) -> str:
    """The weights as JSON that a person can read and in which a change shows as a few lines."""
    stored = {
        "format": _FORMAT,
        **({"vectors": scorer.vectors} if scorer.vectors else {}),
        "pair": _weights_told(scorer.pair),
        "among": _weights_told(scorer.among),
        "least": scorer.least,
        "sure": {name: round(value, 3) for name, value in sorted(scorer.sure.items())},
    }
    return json.dumps(stored, ensure_ascii=False, indent=2) + "\n"


def _weights_told(weights: Weights) -> dict[str, object]:
    columns = zip(weights.names, weights.means, weights.scales, weights.weights, strict=True)
    return {
        "features": {
            name: {"mean": round(m, 6), "scale": round(s, 6), "weight": round(w, 6)} for name, m, s, w in columns
        },
        "intercept": round(weights.intercept, 6),
    }
