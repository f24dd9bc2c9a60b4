"""How far things have come, counted: "av 22 mål är 15 uppfyllda, 4 delvis uppfyllda och 2 inte uppfyllda"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity
from pipeline.extract.figures import Figure
from pipeline.lexicon import load_lexicon

_LEAST_WHOLE = 4
_NEAR_WHOLE = 0.25  # of the whole that its parts may miss; what they miss more of was left out
_REACH = 70  # characters after a number in which it is told how far so many have come
_BEHIND = 40
_CLASSES = ("not", "partly", "dropped", "done")  # in this order: "inte uppfyllda" is not "uppfyllda"
_ALL = {"done", "partly", "not"}


@dataclass(frozen=True, slots=True)
class _Part:
    quantity: Quantity
    status: str
    noun: str


def find_statuses(passage: Passage) -> Iterator[Found]:
    """A whole and how many of it are done, partly done and not. One that does not add up is wrong where these three
    are told, of the same thing, and no more is told after."""
    counts = [q for q in passage.quantities if q.kind == "count" and not q.step]
    if len(counts) < 2 or any(q.kind == "sek" for q in passage.quantities):
        return
    inside = next((q for q in counts if _is_whole(passage, q)), None)
    whole = inside or _whole_before(passage, counts[0])
    if whole is None or whole.value < _LEAST_WHOLE:
        return
    parts = _parts(passage, counts, inside)
    told = [p.quantity for p in parts]
    computed = sum(q.value for q in told)
    named = {p.status for p in parts}
    if len(parts) < 2 or len(named & {*_CLASSES}) < 2 or not all(q.value for q in told):
        return
    if computed == whole.value:
        yield Found.of("sum", whole, computed, "match", told, "split.statuses")
    elif named - {"dropped"} == _ALL and _are_of(whole, parts) and not passage.goes_on():
        inner = load_lexicon("claims").pattern("status.inner").regex
        first, last = parts[0].quantity, parts[-1].quantity
        if inner.search(passage.flow, first.end, last.start):
            return  # some of a part are told of
        near = abs(computed - whole.value) <= _NEAR_WHOLE * whole.value
        if near and max(q.value for q in told) < whole.value:
            yield Found.of("sum", whole, computed, "mismatch", told, "split.statuses")


def _is_whole(passage: Passage, quantity: Quantity) -> bool:
    """Whether "av de" stands before a number, or "varav" behind it."""
    lexicon = load_lexicon("claims")
    before = passage.flow[max(passage.start, quantity.start - _BEHIND) : quantity.start]
    behind = passage.flow[quantity.end : min(passage.end, quantity.end + _REACH)]
    before_it, behind_it = (lexicon.pattern(f"status.whole_{side}").regex for side in ("before", "behind"))
    return bool(before_it.search(before) or behind_it.search(behind))


def _whole_before(passage: Passage, first: Quantity) -> Quantity | None:
    """The only number of the sentence before, when this one begins with a part of it: "Av dessa är 15", "Femton är"."""
    begins = load_lexicon("claims").pattern("status.begins").regex
    lone = len(passage.before) == 1 and passage.before[0].kind == "count" and not passage.before[0].step
    return passage.before[0] if lone and begins.search(passage.flow[passage.start : first.start]) else None


def _parts(passage: Passage, counts: list[Quantity], whole: Quantity | None) -> list[_Part]:
    """The numbers that tell of a part, "en" and "ett" among them, each with what is told of it."""
    numbers = sorted([*counts, *_ones(passage)], key=lambda q: q.start)
    ends = [q.start for q in numbers[1:]] + [passage.end]
    spans = {q.start: passage.flow[q.end : min(end, q.end + _REACH)] for q, end in zip(numbers, ends, strict=True)}
    for part, of in pairwise(numbers):
        if of is whole and load_lexicon("claims").pattern("status.of").regex.fullmatch(spans[part.start]):
            spans[part.start] = spans[of.start]  # "15 av 22 mål är uppfyllda"
    return [_part(q, spans[q.start]) for q in numbers if q is not whole]


def _part(quantity: Quantity, behind: str) -> _Part:
    lexicon = load_lexicon("claims")
    status = next((c for c in _CLASSES if lexicon.pattern(f"status.{c}").regex.search(behind)), "")
    first = re.match(r"\s*([a-zåäö-]+)", behind, re.IGNORECASE)
    plain = lexicon.pattern("status.plain").regex.match(behind)
    return _Part(quantity, status, first[1].lower() if first and not plain else "")


def _ones(passage: Passage) -> Iterator[Quantity]:
    for match in load_lexicon("claims").pattern("status.one").regex.finditer(passage.flow, passage.start, passage.end):
        start, end = match.span("one")
        yield Quantity(1.0, 0.0, "count", Figure(1.0, 0), "", 1.0, "", start, end)


def _are_of(whole: Quantity, parts: list[_Part]) -> bool:
    """Whether every part has a status of its own and names no other thing than the whole does."""
    nouns = {p.noun for p in parts if p.noun}
    statuses = [p.status for p in parts]
    return all(statuses) and len(set(statuses)) == len(parts) and nouns <= {whole.noun}
