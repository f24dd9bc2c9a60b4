"""When a measure is to be done: the first and last day of all that is said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import DateSpan, find_dates

_COARSENESS = ("day", "month", "season", "year")


@dataclass(frozen=True, slots=True)
class Due:
    """First and last day (ISO; None when open or not said) and how exactly it is said."""

    first: str | None = None
    last: str | None = None
    precision: str | None = None


NO_DUE = Due()


def read_due(text: str, *, year: int | None = None) -> Due:
    """The span of all dates in a cell: "Mars 2020 Hösten 2020" is March to December; an open end stays open."""
    return _span(find_dates(text, year=year))


def due_in_prose(text: str) -> Due:
    """The date that a sentence ties to its measure: the last one that it names after today's tense ("under 2025")."""
    return _span([d for d in find_dates(text) if not _is_past_mark(text, d)][-1:])


def due_by_label(text: str, *, year: int | None = None) -> Due:
    """The date behind a label: "Tidplan: våren 2023", "klart senast 2022-06-30"."""
    pattern = load_lexicon("measures").pattern("label.due")
    for match in pattern.regex.finditer(text):
        due = read_due(match["value"], year=year)
        if due != NO_DUE:
            return due
    return NO_DUE


def _span(dates: list[DateSpan]) -> Due:
    if not dates:
        return NO_DUE
    firsts = [d.date_from for d in dates if d.date_from and not any(_frames(d, other) for other in dates)]
    lasts = [d.date_to for d in dates]
    precision = max((d.precision for d in dates), key=_COARSENESS.index)
    last = None if None in lasts else max(d for d in lasts if d)
    return Due(min(firsts) if firsts else None, last, precision)


def _frames(whole: DateSpan, part: DateSpan) -> bool:
    """Whether a coarser date is only the frame of a finer one that stands beside it ("Feb 2020 2020-2021")."""
    coarser = _COARSENESS.index(whole.precision) > _COARSENESS.index(part.precision)
    return coarser and (whole.date_from or "") <= (part.date_from or "") <= (whole.date_to or "9999")


def _is_past_mark(text: str, date: DateSpan) -> bool:
    """Whether the date says when something was decided or began ("sedan 2022", "beslutad 2021-03-01")."""
    return bool(re.search(r"\b(?:sedan|beslut\w*|antag\w*|daterad\w*|från den)\s*$", text[: date.start], re.IGNORECASE))
