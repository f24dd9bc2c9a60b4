"""Fit the scorer: a logistic regression, the least probability for a link, and the worth of links made by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipeline.errors import SparbarError
from pipeline.link.contest import contest_features
from pipeline.link.features import CONTEST
from pipeline.link.scorer import Scorer, Weights, names_of_features
from pipeline.link.seats import Entry
from pipeline.messages import message
from pipeline.train.examples import Example, Examples

_PARTS = 10  # of the organisations, each judged by what the others teach
LEAST = 0.5  # a link is shown when it is likelier right than wrong; its confidence says how sure that is
_STRENGTH = 0.5  # inverse of the regularisation: few examples and many features call for a firm hand
_LEAST_SCALE = 0.2  # a sign that hardly any example bears must not decide alone
# What links made by rule are worth before any example was seen,
_GUESS = {"layout": 0.9, "quote": 0.9, "number": 0.85, "told_again": 0.85, "remark": 0.75}
_GUESS_WEIGHS = 16  # as if it had been seen on so many


def fit_scorer(examples: Examples, vectors: str | None = None) -> Scorer:
    """A scorer learned from the examples, `with_meanings` by the model in the folder `vectors` where one is named.

    The second look learns from what the first says of organisations that it did not learn from, as it will be used.
    Raises SparbarError when the examples hold no right or no wrong pair.
    """
    names = names_of_features(vectors is not None)
    pair = _fit_pairs(names, examples)
    alone: dict[int, float] = {}
    organisations = examples.organisations()
    for own in (organisations[part::_PARTS] for part in range(min(_PARTS, len(organisations)))):
        others = examples.without(*own)
        learned = _fit_pairs(names, others) if _can_learn(others) else pair
        alone |= {id(one): learned.probability(one.features) for one in examples.only(*own).pairs if one.features}
    numbers = among_numbers(examples, lambda one: alone.get(id(one), 1.0))
    judged = [(values, one.right) for values, one in zip(numbers, examples.pairs, strict=True) if one.right is not None]
    among = _fit(CONTEST, np.array([values for values, _ in judged]), np.array([right for _, right in judged]))
    return Scorer(pair, among, LEAST, _worth_of_rules(examples), vectors)


def among_numbers(examples: Examples, alone: Callable[[Example], float]) -> list[list[float]]:
    """The CONTEST of each pair, in their order, given how likely each is alone; none of one linked by a rule."""
    papers: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(examples.pairs):
        papers[one.seat.answer_paper].append(number)
    found: dict[int, list[float]] = {}
    for numbers in papers.values():
        entries = [Entry(examples.pairs[n].seat, alone(examples.pairs[n])) for n in numbers]
        open_ones = (n for n in numbers if examples.pairs[n].features)
        found |= dict(zip(open_ones, contest_features(entries), strict=True))
    return [found.get(number, []) for number in range(len(examples.pairs))]


def _can_learn(examples: Examples) -> bool:
    return {True, False} <= {one.right for one in examples.pairs}


def _fit_pairs(names: tuple[str, ...], examples: Examples) -> Weights:
    if not _can_learn(examples):
        raise SparbarError(message("train.too_few"))
    judged = [one for one in examples.pairs if one.right is not None]
    return _fit(names, np.array([one.features for one in judged]), np.array([one.right for one in judged]))


def _fit(names: tuple[str, ...], rows: NDArray[np.float64], right: NDArray[np.bool_]) -> Weights:
    scaler = StandardScaler().fit(rows)
    scaler.scale_ = np.maximum(scaler.scale_, _LEAST_SCALE)
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
