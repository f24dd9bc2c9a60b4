"""Headlines that repeat a table's total in running text: "Investeringarna uppgick till 60,9 mnkr" over 60 900 tkr."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.claim_passages import find_passages
from pipeline.extract.claim_quantities import compare
from pipeline.extract.figures import make_claim
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
            digits = str(stated.figure.value).replace(".", "").replace("-", "").strip("0")
            if stated.kind != "sek" or len(digits) < _LEAST_DIGITS:
                continue
            model = next((t for t in totals if compare(stated, abs(t.value)) != "mismatch"), None)
            if model:
                page = reading.document.page_at(model.start).number
                how = f"summan i tabellen på sidan {page}: {model.how}"
                yield make_claim(
                    reading, stated.start, stated.end, "figure.headline", 0.8, "sum", stated.figure,
                    abs(model.value) / stated.factor, compare(stated, abs(model.value)), how,
                    [abs(model.value) / stated.factor], stated.unit, [model.start],
                )  # fmt: skip
