"""The order in which a paper's answers take up the points: boards answer them as they were put, one after the other.

A chain over the answers of one paper: each is to the next point, to the same again, further on, back, or to none. How
likely an answer is to a point follows from the whole paper (forward and backward over the chain), where alone it may
share few words with it. `among` in `models/answers.json` says what that counts for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

from pipeline.link.seats import BOUND, Entry, log_odds

# How much likelier than answering nothing, before a word is compared; the best of some tried, organisations left out.
_FIRST = 10.0  # the first answer to the first point,
_NEXT = 60.0  # one answer to the point after that of the answer before it,
_FURTHER = 8.0  # to a later one,
_AGAIN = 2.0  # to the same,
_BACK = 0.1  # to an earlier one,
_ELSEWHERE = 0.7  # to a point of another kind or paper
_FAINT = 1e-5  # share of all ways below which one is no longer followed

_List = tuple[str, bool]  # a paper's recommendations, or its other points, which are put in an order of their own
_State = tuple[str, bool]  # the matter last answered ("" before the first), and whether this answer is the one to it
_Ways = dict[_State, float]
_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The place of each matter in each list that it stands in, and how likely one follows another."""

    places: Mapping[str, Mapping[_List, int]]
    back: float = _BACK

    def sums(self, shares: Mapping[str, float], matters: Iterable[str], ahead: bool) -> dict[str, float]:
        """For each matter, the sum of the shares of the others, each times how likely the matter follows it, or, with
        `ahead`, how likely it follows the matter. Most stand in no list of the matter's: they are summed but once."""
        whole = fsum(shares.values())
        listed: dict[_List, list[str]] = defaultdict(list)
        for other in shares:
            for one in self.places.get(other, ()):
                listed[one].append(other)
        found: dict[str, float] = {}
        for matter in matters:
            if not matter:
                found[matter] = fsum(share * self._weight(matter, other) for other, share in shares.items())
                continue
            near = {other: None for one in self.places[matter] for other in listed[one]} | {"": None, matter: None}
            apart = whole - fsum(shares.get(other, 0.0) for other in near)
            close = (
                shares[other] * (self._weight(matter, other) if ahead else self._weight(other, matter))
                for other in near if other in shares
            )  # fmt: skip
            found[matter] = _ELSEWHERE * max(0.0, apart) + fsum(close)
        return found

    def _weight(self, last: str, matter: str) -> float:
        places = self.places[matter]
        if not last:
            return _FIRST if 0 in places.values() else 1.0
        if last == matter:
            return _AGAIN
        before = self.places[last]
        return max((self._step(places[one] - before[one]) for one in places if one in before), default=_ELSEWHERE)

    def _step(self, ahead: int) -> float:
        return _NEXT if ahead == 1 else _FURTHER if ahead > 1 else self.back


def odds_in_turn(entries: Sequence[Entry]) -> list[float]:
    """For each pair of one answering paper, all of which are given, the log odds that its answer is to its finding."""
    starts = {e.seat.answer: e.seat.answer_start for e in entries}
    answers = sorted(starts, key=lambda answer: (starts[answer], answer))
    likely: dict[str, dict[str, float]] = {answer: {} for answer in answers}
    for entry in entries:
        own = likely[entry.seat.answer]
        own[entry.seat.matter] = max(own.get(entry.seat.matter, 0.0), entry.alone / (1 - min(entry.alone, 1 - BOUND)))
    ways = _follow(_Steps(_places(entries)), [likely[answer] for answer in answers])
    number = {answer: n for n, answer in enumerate(answers)}
    return [log_odds(ways[number[e.seat.answer]].get((e.seat.matter, True), 0.0)) for e in entries]


def shares_in_turn(
    places: Mapping[str, Mapping[tuple[str, bool], int]], likely: Sequence[Mapping[str, float]], back: float
) -> list[dict[str, float]]:
    """The same for any texts that take up points in turn: `places` says where each point stands in each list, `likely`
    the odds of each text, in order, to be on each point, `back` the weight of a step back. How likely each is to be on
    each, from the whole."""
    ways = _follow(_Steps(places, back), likely)
    return [{point: share for (point, on), share in each.items() if on} for each in ways]


def _places(entries: Iterable[Entry]) -> Mapping[str, Mapping[_List, int]]:
    """A recommendation's place is that in its paper; another point's is the one among those looked at."""
    lists: dict[_List, set[tuple[int, str]]] = defaultdict(set)
    places: dict[str, dict[_List, int]] = defaultdict(dict)
    for entry in entries:
        seat = entry.seat
        if seat.place < 0:
            lists[seat.finding_paper, False].add((seat.finding_start, seat.matter))
        else:
            places[seat.matter][seat.finding_paper, True] = seat.place
    for one, points in lists.items():
        for place, (_, matter) in enumerate(sorted(points)):
            places[matter].setdefault(one, place)
    return places


def _follow(steps: _Steps, likely: Sequence[Mapping[str, float]]) -> list[_Ways]:
    """For each answer in turn, the shares of all ways through the paper that lead over each state."""
    reached: list[_Ways] = []
    last = {"": 1.0}
    for own in likely:
        led = steps.sums(last, own, ahead=False)
        ways: _Ways = {(before, False): share for before, share in last.items()}
        ways |= {(matter, True): odds * led[matter] for matter, odds in own.items()}
        reached.append(_shares(ways, _FAINT))
        last = defaultdict(float)
        for (matter, _), share in reached[-1].items():
            last[matter] += share
    whole: list[_Ways] = []
    ahead = {matter: 1.0 for ways in reached[-1:] for matter, _ in ways}
    for number in range(len(likely) - 1, -1, -1):
        here = reached[number]
        whole.append(_shares({state: share * ahead[state[0]] for state, share in here.items()}))
        before_it = {matter: None for matter, _ in reached[number - 1]} if number else {}
        onward = {matter: odds * ahead[matter] for matter, odds in likely[number].items() if (matter, True) in here}
        leads = steps.sums(onward, before_it, ahead=True)
        to_none = {before: ahead[before] if (before, False) in here else 0.0 for before in before_it}
        ahead = _shares({before: to_none[before] + leads[before] for before in before_it})
    return whole[::-1]


def _shares(ways: Mapping[_Key, float], least: float = 0.0) -> dict[_Key, float]:
    """Each way's share of all, but for the faintest."""
    whole = sum(ways.values()) or 1.0
    return {one: share / whole for one, share in ways.items() if share > least * whole or not least}
