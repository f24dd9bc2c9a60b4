"""Headlines that repeat a table's total in running text: "Investeringarna uppgick till 60,9 mnkr" over 60 900 tkr."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pipeline.extract.claim_passages import find_passages
from pipeline.extract.claim_quantities import compare
from pipeline.extract.figures import make_claim
from pipeline.lexicon import load_lexicon
from pipeline.records import Claim, Reading

_LEAST_DIGITS = 3  # significant ones: fewer agree by chance


@dataclass(frozen=True, slots=True)
class Total:
    """A total that its own table vouches for: its value in SEK, its place, and how it is made up."""

    value: float
    start: int
    how: str


def claims_of_headlines(reading: Reading, totals: list[Total]) -> Iterator[Claim]:
    """Amounts in running text that are a table's total, as precisely as they are written."""
    if not totals:
        return
    for passage in find_passages(reading):
        for stated in passage.quantities:
            if stated.kind != "sek" or stated.digits < _LEAST_DIGITS:
                continue
            others = (t for t in totals if not stated.start <= t.start < stated.end)
            model = next((t for t in others if compare(stated, abs(t.value)) != "mismatch"), None)
            if model:
                page = reading.document.page_at(model.start).number
                how = f"summan i tabellen på sidan {page}: {model.how}"
                yield make_claim(
                    reading, stated.start, stated.end, "figure.headline", 0.8, "sum", stated.figure,
                    abs(model.value) / stated.factor, compare(stated, abs(model.value)), how,
                    [abs(model.value) / stated.factor], stated.unit, [model.start],
                )  # fmt: skip


def claims_of_nets(reading: Reading, totals: list[Total]) -> Iterator[Claim]:
    """ "Nettoförändringen är 6 980 tkr" where two totals of the document are that far apart, to the last digit."""
    cue = load_lexicon("claims").pattern("net.cue").regex
    for passage in find_passages(reading) if len(totals) > 1 else ():
        said = cue.search(passage.flow, passage.start, passage.end)
        for stated in passage.quantities:
            if said is None or stated.kind != "sek" or stated.start < said.start() or stated.digits < _LEAST_DIGITS:
                continue
            pair = next(
                ((a, b) for a, b in combinations(totals, 2) if abs(abs(a.value - b.value) - abs(stated.value)) < 1e-6),
                None,
            )
            if pair:
                high, low = sorted(pair, key=lambda t: -t.value)
                how = f"{stated.write(high.value)} - {stated.write(low.value)} = {stated.write(high.value - low.value)}"
                yield make_claim(
                    reading, stated.start, stated.end, "net.of_totals", 0.75, "difference", stated.figure,
                    (high.value - low.value) / stated.factor, "match", how,
                    [high.value / stated.factor, low.value / stated.factor], stated.unit, [high.start, low.start],
                )  # fmt: skip
