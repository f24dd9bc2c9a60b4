"""A sentence with its quantities and those just before it, and what a check of it found."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.claim_quantities import Quantity, find_quantities
from pipeline.extract.figures import make_claim
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import bracketed
from pipeline.records import Claim, Reading

_MOST = 30  # quantities of a sentence; more are a table that was read as text
_MOST_BEFORE = 10
_NEXT = 80  # characters of the next sentence that tell whether it does
_REACH = 4  # sentences before one that may tell what it is of


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence: its place, its quantities, and the quantities of the sentence before it in the same paragraph;
    `recent` are those of the last few sentences under the same heading, whatever paragraph they stand in."""

    flow: str
    start: int
    end: int
    quantities: list[Quantity]
    before: list[Quantity]
    before_start: int
    recent: list[Quantity]

    def before_of(self, kind: str) -> list[Quantity]:
        """The quantities of the sentence before that are of a kind."""
        return [q for q in self.before if q.kind == kind]

    def goes_on(self, at_once: bool = False) -> bool:
        """Whether the next sentence of the paragraph tells of one part more, `at_once`: with its first words."""
        after = self.flow[self.end : self.end + _NEXT].split("\n")[0]
        more = load_lexicon("claims").pattern("split.more").regex
        return bool(more.match(after.lstrip()) if at_once else more.search(after))

    def near(self, kind: str, stated: Quantity) -> list[Quantity]:
        """All quantities of a kind here and just before, but for the stated one."""
        return [q for q in (*self.before, *self.quantities) if q.kind == kind and q is not stated]


@dataclass(frozen=True, slots=True)
class Found:
    """A stated quantity and what it is made of."""

    kind: str
    stated: Quantity
    computed: float
    verdict: str
    parts: tuple[Quantity, ...]
    rule: str
    how: str

    @classmethod
    def of(
        cls, kind: str, stated: Quantity, computed: float, verdict: str, parts: Sequence[Quantity], rule: str,
        signs: Sequence[float] = (), ones: int = 0,
    ) -> Found:  # fmt: skip
        """A sum or difference, written out with the units as they stand."""
        words = ""
        for number, part in enumerate(parts):
            sign = "-" if signs and signs[number] < 0 else "+"
            words += f" {sign} {bracketed(part.write())}" if number else part.write()
        words += " + 1" * ones
        return cls(kind, stated, computed, verdict, tuple(parts), rule, f"{words} = {stated.write(computed)}")


def find_passages(reading: Reading) -> Iterator[Passage]:
    """The sentences that hold a quantity."""
    flow = reading.document.flow
    before: list[Quantity] = []
    before_start, block = 0, -1
    last: deque[list[Quantity]] = deque(maxlen=_REACH)
    for sentence in reading.sentences:
        if _is_apart(reading, block, sentence.block):
            last.clear()
        quantities = _without_rows(flow, find_quantities(flow, sentence.start, sentence.end))
        same = sentence.block == block
        if quantities:
            told = before[-_MOST_BEFORE:] if same else []
            recent = [q for found in last for q in found]
            yield Passage(flow, sentence.start, sentence.end, quantities, told, before_start, recent)
        last.append(quantities)
        before, before_start, block = quantities, sentence.start, sentence.block


def _is_apart(reading: Reading, before: int, block: int) -> bool:
    """Whether a heading or a table begins between two blocks."""
    return any(b.kind in {"heading", "table"} for b in reading.document.blocks[before + 1 : block + 1])


def _without_rows(flow: str, quantities: list[Quantity]) -> list[Quantity]:
    """Bare figures side by side are a row of a table, not of a sentence; neither is a stretch of very many."""
    if len(quantities) > _MOST:
        return []
    beside = {
        q.start
        for a, b in pairwise(quantities)
        for q in (a, b)
        if not a.unit and not b.unit and not flow[a.end : b.start].strip()
    }
    return [q for q in quantities if q.start not in beside]


def claim_of(reading: Reading, found: Found) -> Claim:
    """What was found as a claim; its span reaches from the first of its figures to the last, inside the sentence."""
    places = [found.stated, *found.parts]
    start, end = min(q.start for q in places), max(q.end for q in places)
    if end - start > 400:
        start, end = found.stated.start, found.stated.end
    confidence = next((p.confidence for p in load_lexicon("claims").patterns if p.id == found.rule), 0.85)
    return make_claim(
        reading, start, end, found.rule, confidence, found.kind, found.stated.figure,
        found.computed / found.stated.factor, found.verdict, found.how, [q.figure.value for q in found.parts],
        found.stated.unit, [q.start for q in found.parts],
    )  # fmt: skip
