"""Extract measures: from tables, lists, labelled paragraphs and clear sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.answer_rows import promises_in_rows, status_by_day
from pipeline.extract.measure_cards import extract_card_measures
from pipeline.extract.measure_labels import extract_labelled_measures
from pipeline.extract.measure_lists import extract_listed_measures
from pipeline.extract.measure_prose import extract_told_measures
from pipeline.extract.plan_tables import extract_plan_measures
from pipeline.records import Measure, Reading, Record, Response

_WAYS = (
    extract_plan_measures,
    extract_card_measures,
    extract_listed_measures,
    extract_labelled_measures,
)


def extract_measures(reading: Reading) -> list[Record]:
    """Find the measures of a document; where two ways of reading find the same words, the earlier one rules."""
    found: list[Record] = []
    for extract in (*_WAYS, lambda reading: extract_told_measures(reading, found=bool(found))):
        for measure in extract(reading):
            if not any(_overlap(measure, other) for other in found):
                found.append(measure)
    answers = reading.of(Response)
    date = reading.facts.date
    told = promises_in_rows(reading, [_in_answer(measure, answers, date) for measure in found])
    return sorted(told, key=lambda m: m.at.char_start)


def _in_answer(measure: Record, answers: Sequence[Record], date: str | None) -> Record:
    """The measure as a promise of the answer that holds it."""
    within = (a for a in answers if a.at.char_start <= measure.at.char_start and measure.at.char_end <= a.at.char_end)
    answer = next(within, None)
    if answer is None or not isinstance(measure, Measure):
        return measure
    return replace(measure, response_id=answer.id, status=status_by_day(measure, date))


def _overlap(a: Record, b: Record) -> bool:
    return a.at.char_start < b.at.char_end and b.at.char_start < a.at.char_end
