"""A second look at each pair, among its rivals: how likely it seemed alone, against the other findings and answers.

An answer in a paper on one review is to one of its points, though it share few words with any: then the likeliest is
the right one far more often than its own likelihood says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p

from pipeline.lexicon.stems import alike
from pipeline.link.features import Pair
from pipeline.link.told import Told

_FAR = 6.0  # log odds beyond which nothing is more certain
_ALONE = 3.0  # the lead of what has no rival
_TELLS = -1.0  # log odds from which a neighbour's best finding tells of an order


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a pair stands: the places of its answer and its finding, and what ties their papers (0 to 1).

    `matter` is what the finding speaks of: the same point at another place is no rival. `place` is a recommendation's
    among the `count` of its paper, from 0; -1 for what is none. `families` are those of the finding's words.
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair's seat, and its probability when judged alone."""

    seat: Seat
    alone: float

    @property
    def odds(self) -> float:
        """The log odds, within bounds."""
        p = min(max(self.alone, 1e-3), 1 - 1e-3)
        return log(p / (1 - p))


def seat_of(pair: Pair, matter: str, places: Mapping[str, tuple[int, int]], elsewhere: bool) -> Seat:
    """The seat of a pair on that matter; `elsewhere`: its answer was laid out below another finding."""
    answer, finding = pair.answer, pair.finding
    place, count = places.get(finding.id, (-1, 0))
    return Seat(
        answer.id, answer.paper.id, answer.start, matter, finding.paper.id, finding.start,
        finding.kind == "recommendation", pair.signs.strength, elsewhere, place, count, finding.families,
    )  # fmt: skip


def recommendations_in_order(findings: Sequence[Told]) -> Mapping[str, tuple[int, int]]:
    """Of each recommendation its place among those of its paper, from 0, and how many these are."""
    papers: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.kind == "recommendation":
            papers[finding.paper.id].append(finding.id)
    return {own: (place, len(ids)) for ids in papers.values() for place, own in enumerate(ids)}


def contest_features(entries: Sequence[Entry]) -> list[list[float]]:
    """The numbers of CONTEST for each pair of one answering paper, `entries` being all of its."""
    by_answer: dict[str, list[Entry]] = defaultdict(list)
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_answer[entry.seat.answer].append(entry)
        by_matter[entry.seat.matter].append(entry)
    best = [
        max(own, key=lambda e: e.odds) for own in sorted(by_answer.values(), key=lambda own: own[0].seat.answer_start)
    ]
    number = {one.seat.answer: n for n, one in enumerate(best)}
    return [_numbers(entry, by_answer[entry.seat.answer], by_matter, best, number) for entry in entries]


def _numbers(
    entry: Entry,
    own: Sequence[Entry],
    by_matter: Mapping[str, Sequence[Entry]],
    best: Sequence[Entry],
    number: Mapping[str, int],
) -> list[float]:
    seat = entry.seat
    rivals = [e for e in own if e.seat.matter != seat.matter]
    like = [e for e in rivals if e.seat.recommendation == seat.recommendation]
    unlike = [e for e in rivals if e.seat.recommendation != seat.recommendation]
    others = [e for e in by_matter[seat.matter] if e.seat.answer != seat.answer]
    of_answer, of_finding = _lead(entry, like), _lead(entry, others)
    return [
        entry.odds,
        entry.alone / (entry.alone + sum(e.alone for e in like) or 1.0),
        of_answer,
        of_finding,
        float(of_answer > 0 and of_finding > 0),
        _lead(entry, unlike),
        float(_order(entry, best, number[seat.answer])),
        seat.strength,
        float(len({e.seat.finding_paper for e in own}) == 1),
        log1p(len(own)),
        float(seat.elsewhere),
        float(seat.recommendation),
        float(seat.place == number[seat.answer] and seat.count == len(best)),
        max((e.alone * alike(seat.families, e.seat.families) for e in rivals), default=0.0),
    ]


def _lead(entry: Entry, rivals: Sequence[Entry]) -> float:
    if not rivals:
        return _ALONE
    return max(-_FAR, min(_FAR, entry.odds - max(e.odds for e in rivals)))


def _order(entry: Entry, best: Sequence[Entry], number: int) -> int:
    """Whether the findings that the answers before and after are likeliest to come before and after this one too."""
    agreed = 0
    for place, sign in ((number - 1, -1), (number + 1, 1)):
        if 0 <= place < len(best) and best[place].odds > _TELLS:
            other = best[place].seat
            if other.finding_paper == entry.seat.finding_paper:
                agreed += 1 if (other.finding_start - entry.seat.finding_start) * sign >= 0 else -1
    return agreed
