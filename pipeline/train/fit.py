"""Fit the scorer: a logistic regression, the least probability for a link, and the worth of links made by rule."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipeline.errors import SparbarError
from pipeline.link.scorer import Scorer, Weights, names_of_features
from pipeline.messages import message
from pipeline.train.examples import Examples

LEAST = 0.6  # a link is shown when it is clearly likelier right than wrong: a wrong one costs more than a missing one
_STRENGTH = 0.5  # inverse of the regularisation: few examples and many features call for a firm hand
_GUESS = {"layout": 0.9, "quote": 0.9, "number": 0.85, "remark": 0.75}  # before any example was seen,
_GUESS_WEIGHS = 8  # as if it had been seen on so many


def fit_scorer(examples: Examples, vectors: str | None = None) -> Scorer:
    """A scorer learned from the examples, `with_meanings` by the model in the folder `vectors` where one is named.

    Raises SparbarError when they hold no right or no wrong pair.
    """
    right = np.array([one.right for one in examples.pairs])
    if len(set(right)) < 2:
        raise SparbarError(message("train.too_few"))
    rows = np.array([one.features for one in examples.pairs])
    return Scorer(_fit(names_of_features(vectors is not None), rows, right), LEAST, _worth_of_rules(examples), vectors)


def _fit(names: tuple[str, ...], rows: NDArray[np.float64], right: NDArray[np.bool_]) -> Weights:
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(scaler.transform(rows), right)
    return Weights(
        names,
        tuple(map(float, scaler.mean_)),
        tuple(map(float, scaler.scale_)),
        tuple(map(float, model.coef_[0])),
        float(model.intercept_[0]),
    )


def _worth_of_rules(examples: Examples) -> dict[str, float]:
    seen: dict[str, list[bool]] = defaultdict(list)
    for one in examples.ruled:
        seen[one.method].append(one.right)
        seen[f"{one.method}:{one.rule}"].append(one.right)
    worth = {method: _drawn(seen[method], guess) for method, guess in _GUESS.items()}
    worth |= {name: _drawn(rights, worth[name.split(":", 1)[0]]) for name, rights in seen.items() if ":" in name}
    return worth


def _drawn(rights: list[bool], guess: float) -> float:
    return (sum(rights) + guess * _GUESS_WEIGHS) / (len(rights) + _GUESS_WEIGHS)
