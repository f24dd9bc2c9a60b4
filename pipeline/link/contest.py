"""A second look at each pair, among its rivals: how likely it seemed alone, against the other findings and answers.

An answer in a paper on one review is to one of its points, though it share few words with any: then the likeliest is
the right one far more often than its own likelihood says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log1p

from pipeline.lexicon.stems import alike
from pipeline.link.in_turn import odds_in_turn
from pipeline.link.seats import Entry, Seat

_FAR = 6.0  # log odds beyond which nothing is more certain
_ALONE = 3.0  # the lead of what has no rival
_TELLS = -1.0  # log odds from which a neighbour's best finding tells of an order


def contest_features(entries: Sequence[Entry]) -> list[list[float]]:
    """The numbers of CONTEST for each pair of a paper that no rule has linked; `entries` are all pairs of the paper."""
    open_ones = [entry for entry in entries if not entry.ruled]
    by_answer: dict[str, list[Entry]] = defaultdict(list)
    by_matter: dict[str, list[Entry]] = defaultdict(list)
    for entry in open_ones:
        by_answer[entry.seat.answer].append(entry)
        by_matter[entry.seat.matter].append(entry)
    best = [
        max(own, key=lambda e: e.odds) for own in sorted(by_answer.values(), key=lambda own: own[0].seat.answer_start)
    ]
    number = {one.seat.answer: n for n, one in enumerate(best)}
    return [
        [*_numbers(entry, by_answer[entry.seat.answer], by_matter, best, number), in_turn, in_own_turn]
        for entry, in_turn, in_own_turn in zip(entries, odds_in_turn(entries), _in_own_turn(entries), strict=True)
        if not entry.ruled
    ]


def _in_own_turn(entries: Sequence[Entry]) -> list[float]:
    """The log odds of each pair where recommendations and other points are each taken up in an order of their own: an
    answer is often to one of each."""
    odds = {
        asked: iter(odds_in_turn([e for e in entries if e.seat.recommendation == asked])) for asked in (True, False)
    }
    return [next(odds[entry.seat.recommendation]) for entry in entries]


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
        _ally(seat, rivals),
        max((e.alone for e in rivals if e.seat.matter in seat.partners), default=0.0),
    ]


def _ally(seat: Seat, rivals: Sequence[Entry]) -> float:
    """How likely a rival is that says much the same, the likest and likeliest of them."""
    best = 0.0
    for rival in rivals:
        if rival.alone > best:
            best = max(best, rival.alone * alike(seat.families, rival.seat.families))
    return best


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
