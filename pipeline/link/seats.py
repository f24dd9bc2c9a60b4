"""Where the pairs of an answering paper stand: its answer, its finding, what ties their papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from pipeline.link.features import Pair
from pipeline.link.told import Told

BOUND = 1e-3  # probability: no pair is less certain, or more than one minus it


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a pair stands: the places of its answer and its finding, and what ties their papers (0 to 1).

    `matter` is what the finding speaks of: the same point at another place is no rival. `place` is a recommendation's
    among the `count` of its paper, from 0; -1 for what is none. `families` are those of the finding's words, `partners`
    the matters that are one with it: of a criticism the recommendation that is to mend it.
    """

    answer: str
    answer_paper: str
    answer_start: int
    matter: str
    finding_paper: str
    finding_start: int
    recommendation: bool
    strength: float
    elsewhere: bool
    place: int
    count: int
    families: frozenset[str]
    partners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair's seat, and its probability when judged alone, with its log odds within bounds; 1 where a rule has linked
    it, which only tells how far its paper has come."""

    seat: Seat
    alone: float
    odds: float = field(init=False)  # asked for by every rival

    def __post_init__(self) -> None:
        object.__setattr__(self, "odds", log_odds(self.alone))

    @property
    def ruled(self) -> bool:
        """No probability that was learned reaches 1."""
        return self.alone >= 1.0


def seat_of(
    pair: Pair,
    matter: str,
    places: Mapping[str, tuple[int, int]],
    partners: Mapping[str, frozenset[str]],
    *,
    elsewhere: bool,
) -> Seat:
    """The seat of a pair on that matter; `elsewhere`: its answer was laid out below another finding."""
    answer, finding = pair.answer, pair.finding
    place, count = places.get(finding.id, (-1, 0))
    return Seat(
        answer.id, answer.paper.id, answer.start, matter, finding.paper.id, finding.start,
        finding.kind == "recommendation", pair.signs.strength, elsewhere, place, count, finding.families,
        partners.get(finding.id, frozenset()),
    )  # fmt: skip


def recommendations_in_order(findings: Sequence[Told]) -> Mapping[str, tuple[int, int]]:
    """Of each recommendation its place among those of its paper, from 0, and how many these are."""
    papers: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.kind == "recommendation":
            papers[finding.paper.id].append(finding.id)
    return {own: (place, len(ids)) for ids in papers.values() for place, own in enumerate(ids)}


def log_odds(probability: float) -> float:
    """Within bounds."""
    bounded = min(max(probability, BOUND), 1 - BOUND)
    return log(bounded / (1 - bounded))
