"""How far the confidence of links can be trusted: of those shown at 0.9, how many are right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.train.examples import Examples
from pipeline.train.fit import among_numbers, fit_scorer

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
NEAREST = 0.28  # weighted likeness of words that a link by words alone needs
PARTS = 20  # so that the time grows with the examples, and not with these times the organisations


@dataclass(frozen=True, slots=True)
class Bin:
    """Links whose confidence lies between two edges: how many, what they claim on average, what share is right."""

    low: float
    high: float
    count: int
    claimed: float
    right: float


@dataclass(frozen=True, slots=True)
class Rates:
    """How many links a way to link made, and its precision and recall over the judged pairs."""

    links: int
    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """What the links' confidence is worth, each organisation judged by a scorer that never saw it.

    `error` is the expected calibration error over all judged pairs, `shown_error` over those shown as links; `ways`
    are the scorer, words alone, rules alone, and rules with the scorer.
    """

    pairs: int
    organisations: int
    bins: tuple[Bin, ...]
    error: float
    shown_error: float
    ways: dict[str, Rates]


def measure_reliability(examples: Examples, vectors: str | None = None, parts: int = PARTS) -> Reliability:
    """Leave out one of at most so many `parts` of the organisations at a time, learn from the rest, and judge what was
    left out.

    Raises SparbarError when the rest holds too few examples.
    """
    judged: list[tuple[float, bool, bool]] = []  # confidence, shown as a link, right
    scored: list[tuple[bool, bool]] = []
    worded: list[tuple[bool, bool]] = []
    ruled: list[tuple[bool, bool]] = []
    organisations = examples.organisations()
    count = min(parts, len(organisations))
    for own in (organisations[part::count] for part in range(count)):
        scorer = fit_scorer(examples.without(*own), vectors)
        left_out = examples.only(*own)
        numbers = among_numbers(left_out, lambda one, scorer=scorer: scorer.probability_alone(one.features))  # type: ignore[misc]
        for one, values in zip(left_out.pairs, numbers, strict=True):
            if one.right is None:
                continue
            likely = scorer.among.probability(values)
            judged.append((likely, likely >= scorer.least, one.right))
            scored.append((likely >= scorer.least, one.right))
            worded.append((one.alike >= NEAREST, one.right))
        for rule in left_out.ruled:
            judged.append((scorer.certainty(rule.method, rule.rule), True, rule.right))
            ruled.append((True, rule.right))
    unlinked = [(False, right) for _, right in scored]
    ways = {
        "words": _rates(worded),
        "scorer": _rates(scored),
        "rules": _rates([*ruled, *unlinked]),
        "rules_and_words": _rates([*ruled, *worded]),
        "rules_and_scorer": _rates([*ruled, *scored]),
    }
    bins, shown = _bins((p, r) for p, _, r in judged), _bins((p, r) for p, link, r in judged if link)
    return Reliability(len(judged), len(examples.organisations()), bins, _error(bins), _error(shown), ways)


def _bins(judged: Iterable[tuple[float, bool]]) -> tuple[Bin, ...]:
    everything = list(judged)
    return tuple(_bin(everything, low, high) for low, high in pairwise(EDGES))


def _bin(judged: list[tuple[float, bool]], low: float, high: float) -> Bin:
    inside = [(p, r) for p, r in judged if low <= p < high or (high == EDGES[-1] and p == high)]
    count = len(inside) or 1
    return Bin(low, high, len(inside), sum(p for p, _ in inside) / count, sum(r for _, r in inside) / count)


def _error(bins: tuple[Bin, ...]) -> float:
    total = sum(b.count for b in bins) or 1
    return sum(b.count * abs(b.claimed - b.right) for b in bins) / total


def _rates(chosen: list[tuple[bool, bool]]) -> Rates:
    linked = [right for link, right in chosen if link]
    wanted = sum(right for _, right in chosen)
    precision = sum(linked) / len(linked) if linked else 0.0
    return Rates(len(linked), precision, sum(linked) / wanted if wanted else 0.0)
