"""A second look at each pair, among its rivals: how likely it seemed alone, against the other findings and answers.

An answer in a paper on one review is to one of its points, though it share few words with any: then the likeliest is
the right one far more often than its own likelihood says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log1p

from pipeline.link.features import Pair
from pipeline.link.texts import Told, squash

CONTEST = (
    "alone", "share", "lead_of_answer", "lead_of_finding", "both_lead", "lead_of_kind", "order", "signs", "one_paper",
    "candidates", "answered_elsewhere", "recommendation", "same_place", "same_document",
)  # fmt: skip
_FAR = 6.0  # log odds beyond which nothing is more certain
_ALONE = 3.0  # the lead of what has no rival
_TELLS = -1.0  # log odds from which a neighbour's best finding tells of an order


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair with its probability alone, and whether its answer was laid out below another finding."""

    pair: Pair
    alone: float
    elsewhere: bool

    @property
    def odds(self) -> float:
        """The log odds, within bounds."""
        p = min(max(self.alone, 1e-3), 1 - 1e-3)
        return log(p / (1 - p))


def recommendations_in_order(findings: Sequence[Told]) -> Mapping[str, tuple[int, int]]:
    """Of each recommendation its place among those of its paper, from 0, and how many these are."""
    papers: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.kind == "recommendation":
            papers[finding.paper.id].append(finding.id)
    return {own: (place, len(ids)) for ids in papers.values() for place, own in enumerate(ids)}


def contest_features(entries: Sequence[Entry], places: Mapping[str, tuple[int, int]]) -> list[list[float]]:
    """The numbers of CONTEST for each pair of one answering paper, `entries` being all of its."""
    by_answer: dict[str, list[Entry]] = defaultdict(list)
    by_finding: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_answer[entry.pair.answer.id].append(entry)
        by_finding[squash(entry.pair.finding.text)].append(entry)
    ordered = sorted(by_answer.values(), key=lambda own: own[0].pair.answer.start)
    best = [max(own, key=lambda e: e.odds) for own in ordered]
    number = {own[0].pair.answer.id: n for n, own in enumerate(ordered)}
    return [
        _numbers(entry, by_answer[entry.pair.answer.id], by_finding, best, number[entry.pair.answer.id], places)
        for entry in entries
    ]


def _numbers(
    entry: Entry,
    own: Sequence[Entry],
    by_finding: Mapping[str, Sequence[Entry]],
    best: Sequence[Entry],
    number: int,
    places: Mapping[str, tuple[int, int]],
) -> list[float]:
    answer, finding = entry.pair.answer, entry.pair.finding
    words = squash(finding.text)
    kind = finding.kind == "recommendation"
    rivals = [e for e in own if squash(e.pair.finding.text) != words]
    alike = [e for e in rivals if (e.pair.finding.kind == "recommendation") == kind]
    unlike = [e for e in rivals if (e.pair.finding.kind == "recommendation") != kind]
    others = [e for e in by_finding[words] if e.pair.answer.id != answer.id]
    of_answer, of_finding = _lead(entry, alike), _lead(entry, others)
    place, count = places.get(finding.id, (-1, 0))
    return [
        entry.odds,
        entry.alone / (entry.alone + sum(e.alone for e in alike) or 1.0),
        of_answer,
        of_finding,
        float(of_answer > 0 and of_finding > 0),
        _lead(entry, unlike),
        float(_order(entry, best, number)),
        entry.pair.signs.strength,
        float(len({e.pair.finding.paper.id for e in own}) == 1),
        log1p(len(own)),
        float(entry.elsewhere),
        float(kind),
        float(place == number and count == len(best)),
        float(answer.paper.id == finding.paper.id),
    ]


def _lead(entry: Entry, rivals: Sequence[Entry]) -> float:
    if not rivals:
        return _ALONE
    return max(-_FAR, min(_FAR, entry.odds - max(e.odds for e in rivals)))


def _order(entry: Entry, best: Sequence[Entry], number: int) -> int:
    """Whether the findings that the answers before and after are likeliest to come before and after this one too."""
    finding = entry.pair.finding
    agreed = 0
    for place, sign in ((number - 1, -1), (number + 1, 1)):
        if 0 <= place < len(best) and best[place].odds > _TELLS:
            other = best[place].pair.finding
            if other.paper.id == finding.paper.id:
                agreed += 1 if (other.start - finding.start) * sign >= 0 else -1
    return agreed
