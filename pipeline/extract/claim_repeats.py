"""The same figure told twice in a document: a headline and the table it comes from, a summary and the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.extract.claim_quantities import find_quantities
from pipeline.extract.figures import make_claim
from pipeline.records import Claim, KeyFigure, Reading


def claims_repeated(reading: Reading) -> Iterator[Claim]:
    """Each figure against the next place that tells it. Three different values or more are of different things."""
    groups: dict[tuple[str, int, str], list[KeyFigure]] = defaultdict(list)
    for figure in reading.of(KeyFigure):
        if isinstance(figure, KeyFigure):
            groups[figure.subject, figure.year, figure.unit].append(figure)
    for figures in groups.values():
        if len(figures) < 2 or len({f.value for f in figures}) > 2:
            continue
        tables = [f for f in figures if f.at.rule == "figure.column"]
        model = (tables or figures)[-1]
        for figure in figures:
            if figure is not model and not (tables and figure in tables):
                yield _claim(reading, figure, model)


def _claim(reading: Reading, figure: KeyFigure, model: KeyFigure) -> Claim:
    stated = find_quantities(reading.document.flow, figure.at.char_start, figure.at.char_end)[-1]
    difference = abs(figure.value - model.value)
    near = difference <= 0.5 * (figure.step + model.step) + 1e-6
    verdict = "match" if difference < 1e-6 else "within_rounding" if near else "mismatch"
    page = reading.document.page_at(model.at.char_start).number
    how = f"på sidan {page} står {stated.write(model.value)}"
    return make_claim(
        reading, figure.at.char_start, figure.at.char_end, "figure.repeated", 0.85, "sum", stated.figure,
        model.value / stated.factor, verdict, how, [model.value / stated.factor], stated.unit,
        [model.at.char_start],
    )  # fmt: skip
