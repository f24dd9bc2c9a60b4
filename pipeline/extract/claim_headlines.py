"""Headlines that repeat a table's total in running text: "Investeringarna uppgick till 60,9 mnkr" over 60 900 tkr."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pipeline.extract.claim_passages import Passage, find_passages
from pipeline.extract.claim_quantities import Quantity, compare
from pipeline.extract.figures import make_claim
from pipeline.lexicon import load_lexicon
from pipeline.records import Claim, Reading

_LEAST_DIGITS = 3  # significant ones: fewer agree by chance
_RIGHT_AFTER = 260  # characters from a table's last total to a sentence that sums the table up
_SUMS_UP = 100  # characters before an amount in which the words stand that say so


@dataclass(frozen=True, slots=True)
class Total:
    """A total that its own table vouches for: its value in SEK (as written where the table names no unit: `bare`), its
    place, and how it is made up."""

    value: float
    start: int
    how: str
    bare: bool = False


def claims_of_headlines(reading: Reading, totals: list[Total]) -> Iterator[Claim]:
    """Amounts in running text that are a table's total, as precisely as they are written."""
    if not totals:
        return
    for passage in find_passages(reading):
        for stated in passage.quantities:
            others = (t for t in totals if not stated.start <= t.start < stated.end and _may_tell(passage, stated, t))
            model = next((t for t in others if _compare(stated, t) != "mismatch"), None)
            if model and stated.kind == "sek":
                page = reading.document.page_at(model.start).number
                how = f"summan i tabellen på sidan {page}: {model.how}"
                computed = abs(model.value) / (1.0 if model.bare else stated.factor)
                yield make_claim(
                    reading, stated.start, stated.end, "figure.headline", 0.8, "sum", stated.figure, computed,
                    _compare(stated, model), how, [computed], stated.unit, [model.start],
                )  # fmt: skip


def _compare(stated: Quantity, total: Total) -> str:
    return compare(stated, abs(total.value) * (stated.factor if total.bare else 1.0))


def _may_tell(passage: Passage, stated: Quantity, total: Total) -> bool:
    """Whether the two agree on purpose if they do: by many digits, or in a sentence right after that sums up."""
    if stated.digits >= _LEAST_DIGITS and not total.bare:
        return True
    cue = load_lexicon("claims").pattern("headline.cue").regex
    near = 0 < stated.start - total.start <= _RIGHT_AFTER
    return near and bool(cue.search(passage.flow, max(passage.start, stated.start - _SUMS_UP), stated.start))


def claims_of_nets(reading: Reading, totals: list[Total]) -> Iterator[Claim]:
    """ "Nettoförändringen är 6 980 tkr" where two totals of the document are that far apart, to the last digit."""
    totals = [t for t in totals if not t.bare]
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
