"""Extract figures told of a year in so many words, and totals of columns so headed: they may stand elsewhere too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.claim_grid import Grid, find_table_grids
from pipeline.extract.claim_quantities import find_quantities, kind_of_unit
from pipeline.lexicon import load_lexicon
from pipeline.records import At, KeyFigure, Reading, Record, record_id

_AFTER = 60  # characters after a figure that may say that it is of something else
_YEAR = re.compile(r"\b20\d\d\b")
_UNIT = re.compile(r"\b(tkr|mkr|mnkr|kronor|kr)\b", re.IGNORECASE)


def extract_key_figures(reading: Reading) -> list[Record]:
    """The figures of a document that say of which year they are, and nothing that makes them another's."""
    found = {figure.id: figure for source in (_told, _totals) for figure in source(reading)}
    return sorted(found.values(), key=lambda f: f.at.char_start)


def _told(reading: Reading) -> Iterator[KeyFigure]:
    lexicon = load_lexicon("key_figures")
    flow, never = reading.document.flow, lexicon.pattern("not.same").regex
    for sentence in reading.sentences:
        if not _YEAR.search(flow, sentence.start, sentence.end):
            continue
        for pattern in (lexicon.pattern("figure.subject_first"), lexicon.pattern("figure.year_first")):
            for match in pattern.regex.finditer(flow, sentence.start, sentence.end):
                quantities = find_quantities(flow, match.end(), min(sentence.end, match.end() + _AFTER))
                if not quantities or quantities[0].start > match.end() or not quantities[0].unit:
                    continue
                figure = quantities[0]
                around = f"{flow[sentence.start : match.start('subject')]} {flow[figure.end : figure.end + _AFTER]}"
                words = match.groupdict()
                if never.search(around.split(".")[0]):
                    continue
                yield _key_figure(
                    reading, match.start("subject"), figure.end, pattern.id, pattern.confidence, match["subject"],
                    int(words["year"] or words["year2"]), figure.value, figure.step, figure.kind,
                )  # fmt: skip


def _totals(reading: Reading) -> Iterator[KeyFigure]:
    """Totals of columns headed "Konsultkostnad 2023"."""
    header = load_lexicon("key_figures").pattern("figure.column").regex
    for grid in find_table_grids(reading):
        totals = [row for row in grid.rows if row.kind == "total"]
        if len(totals) != 1 or grid.rows[-1] is not totals[0]:
            continue
        for column, entry in totals[0].entries.items():
            match = header.search(grid.headers.get(column, ""))
            unit = entry.unit or _unit_of(grid, column)
            if match and unit:
                kind, factor = kind_of_unit(unit)
                step = factor * 10.0**-entry.figure.decimals
                yield _key_figure(
                    reading, entry.start, entry.end, "figure.column", 0.85, match["subject"], int(match["year"]),
                    entry.value * factor, step, kind,
                )  # fmt: skip


def _unit_of(grid: Grid, column: int) -> str:
    match = _UNIT.search(grid.headers.get(column, ""))
    return match[1].lower() if match else ""


def _key_figure(
    reading: Reading, start: int, end: int, rule: str, confidence: float, subject: str, year: int, value: float,
    step: float, unit: str,
) -> KeyFigure:  # fmt: skip
    stem = subject.lower()
    return KeyFigure(
        id=record_id(reading.document.id, KeyFigure.table, start, end, f"{stem}{year}"),
        at=At(start, end, rule, confidence), subject=stem, year=year, value=value, step=step, unit=unit,
    )  # fmt: skip
