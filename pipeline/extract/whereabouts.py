"""Where a § is from: the body and the meeting's date, by the clause, the sentence, and then what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.context import Context, Window
from pipeline.extract.paragraphs import MINUTES, Paragraphs
from pipeline.extract.row_bodies import bodies_of_row
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import BodyMention
from pipeline.lexicon.dates import DateSpan
from pipeline.records import Reading

_REACH_BEHIND = 45  # "§ 59 vid nämndens sammanträde den 26 mars 2024"
_BODY_BEHIND = 70
_MEMORY = 6000  # characters over which a year or a body is still the one spoken of
_TIGHT = 60  # body, date and § closer than this make one quote
# "(§ 17, 88/23) som nämnden beslutade den 4 maj": what follows says whose § it is and when.
_TOLD_BEHIND = re.compile(
    r"[^.;§]{0,30}?\bsom\s(?:beslut|fatta|anto|behandla|fastst|godk)\w+\s(?:av|i|vid|på|den)\s", re.IGNORECASE
)
# "Hamnförbundet Öst har behandlat ärendet den", "17. Norra Regionen, hamnråd väst, beslut den": whom the lexicon of
# bodies does not know; it is none of those that it does.
_OF_OTHERS = re.compile(
    r"\W*(?:\d{1,2}[.)]\s+)?(?:[A-ZÅÄÖ][^.;:]{3,60}?\shar\sbehandlat\s(?:ärendet\s)?|"
    r"[A-ZÅÄÖ][\wåäö-]+\s[A-ZÅÄÖ][^.;:]{3,90}?,?\s(?:beslut|protokoll)\s)(?:den\s)?\d"
)
_LISTED = re.compile(r"\s?(?:,|och|samt|&|,\s?(?:och|samt))\s?")
_PLAIN = frozenset({"nämnd", "styrelse"})  # "hamnregionens nämnd väst"
_AND = re.compile(r"\s(?:och|samt|respektive)\s")
_AUDITORS = re.compile(r"revis")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Body and date of a §, the span over all that was used, and how certain it is (1 when all stands beside it)."""

    body: str | None
    date_from: str | None
    date_to: str | None
    precision: str | None
    start: int
    end: int
    certainty: float
    used: tuple[tuple[int, int], ...] = ()


def locate(
    reading: Reading, context: Context, all_paragraphs: Sequence[Paragraphs], index: int, earlier: Sequence[Whereabouts]
) -> Whereabouts:
    """Body and date of one §; `earlier` are those of the § before it, in order."""
    here = all_paragraphs[index]
    window = context.window(here.start)
    last = all_paragraphs[index - 1] if index else None
    shared = last is not None and last.start >= window.start  # an earlier § in the same sentence
    following = all_paragraphs[index + 1].start if index + 1 < len(all_paragraphs) else len(context.flow)
    segment = Window(last.end if shared and last else window.start, min(window.end, following))
    opens = context.flow[window.start : here.start].strip() in {"", "("}
    before = context.before(window) if opens and here.start - window.start <= 3 else None
    if before and window.start - before.end > 4:
        before = None
    told = _TOLD_BEHIND.match(context.flow, here.end, segment.end)
    if told:
        segment = Window(told.start(), segment.end)
    date, behind = _date_for(context, window, segment, here, following)
    first = all_paragraphs[bisect_left(all_paragraphs, window.start, key=lambda p: p.start)]
    if (after := _day_right_behind(context, window, here)) and _number_comes_first(context, window, first):
        date, behind = after, True
    if date is None and before:
        date = next((d for d in reversed(context.dates(before)) if d.precision != "year"), None)
    if date is None and before is None:
        date = _day_before(context, window, here)
    certainty = 1.0
    filled: DateSpan | None = None
    if date:
        year = _year_for(reading, context, window, date, earlier, here)
        filled = context.dated(date, year)
        certainty = 0.8 if filled and filled.inferred else 1.0
    body, certainty_of_body = _body_for(context, window, segment, here, filled if not behind else None, before)
    body_name: str | None
    plain = body is None or body.as_written in _PLAIN
    if plain and _OF_OTHERS.match(context.flow, window.start, here.start):
        body_name, certainty_of_body = None, 0.7
    elif body is None:
        body_name, certainty_of_body = _body_from_memory(reading, context, window, here, shared, earlier)
    else:
        body_name = context.name_of(body)
    date_from, date_to = (filled.date_from, filled.date_to) if filled else (None, None)
    precision = filled.precision if filled else None
    if filled is None and here.year:
        date_from, date_to, precision = f"{here.year}-01-01", f"{here.year}-12-31", "year"
    elif filled is None and shared and earlier:
        date_from, date_to, precision = earlier[-1].date_from, earlier[-1].date_to, earlier[-1].precision
        certainty = 0.85
    elif filled is None and (spoken := _spoken_of(context, window, here, body_name, earlier)):
        date_from, date_to, precision = spoken.date_from, spoken.date_to, spoken.precision
        certainty = 0.75
    elif filled is None and reading.facts.kind in MINUTES and (body is None or body_name == reading.facts.body):
        date_from = date_to = reading.facts.date
        precision, certainty = ("day", 0.6) if reading.facts.date else (None, 0.6)
    elif filled is None:
        certainty = 0.6
    near = [s for s in (body, filled) if s and abs(s.start - here.start) < 400 and s.start >= window.start]
    start, end = _tight(here, near)
    used = ((filled.start, filled.end),) if filled else ()
    return Whereabouts(
        body_name, date_from, date_to, precision, start, end, round(certainty * certainty_of_body, 3), used
    )


def _day_before(context: Context, window: Window, here: Paragraphs) -> DateSpan | None:
    """The one day in the sentence before, when this one goes on about its decision ("I beslutet, KS § 35, ...")."""
    said = load_lexicon("citations").pattern("same.decision").regex
    earlier = context.before(window)
    if not earlier or window.start - earlier.end > 4 or not said.search(context.flow, window.start, here.start):
        return None
    if "§" in context.flow[earlier.start : earlier.end]:
        return None
    days = [d for d in context.dates(earlier) if d.precision == "day"]
    if len(days) == 1:
        return days[0]
    here_named = {context.name_of(b) for b in context.bodies_in(window.start, here.start)}
    named = context.bodies_in(earlier.start, earlier.end)
    own = [d for d in days if {context.name_of(b) for b in [b for b in named if b.end <= d.start][-1:]} == here_named]
    return own[0] if len(own) == 1 else None


def share_dates(flow: str, paragraphs: Sequence[Paragraphs], places: Sequence[Whereabouts]) -> list[Whereabouts]:
    """Dates for the § that have none: from the § they are listed with ("§ 12, § 14 och § 15 den 8 februari"), or from
    the one place that cites the same § of the same body with its day ("det ovan nämnda beslutet, § 52").
    """
    shared = list(places)
    for index in reversed(range(len(places) - 1)):
        here, after = shared[index], shared[index + 1]
        gap = flow[paragraphs[index].end : paragraphs[index + 1].start]
        if here.date_from is None and after.date_from and _LISTED.fullmatch(gap) and here.body in {None, after.body}:
            shared[index] = _dated_as(here, after, 0.9)
    days: dict[tuple[str | None, str], list[Whereabouts]] = {}
    for paragraph, place in zip(paragraphs, shared, strict=True):
        for number in paragraph.numbers if place.precision == "day" else ():
            days.setdefault((place.body, number), []).append(place)
    for index, (paragraph, place) in enumerate(zip(paragraphs, shared, strict=True)):
        known = days.get((place.body, paragraph.numbers[0]), []) if place.date_from is None else []
        if len({p.date_from for p in known}) == 1:
            shared[index] = _dated_as(place, known[0], 0.8)
    return shared


def pair_respectively(
    context: Context, paragraphs: Sequence[Paragraphs], places: Sequence[Whereabouts]
) -> list[Whereabouts]:
    """ "A och B har antagit planen, 2023-01-18 § 4 respektive 2023-01-25 § 9": the first § is A's, the second B's."""
    paired = list(places)
    for index in range(len(places) - 1):
        gap = context.flow[paragraphs[index].end : paragraphs[index + 1].start]
        window = context.window(paragraphs[index].start)
        if "respektive" not in gap or paragraphs[index + 1].start > window.end:
            continue
        named = _no_auditors(context.bodies_in(window.start, paragraphs[index].start))
        if len(named) == 2 and _AND.fullmatch(context.flow, named[0].end, named[1].start):
            for at, body in zip((index, index + 1), named, strict=True):
                paired[at] = replace(paired[at], body=context.name_of(body))
    return paired


def _dated_as(place: Whereabouts, other: Whereabouts, certainty: float) -> Whereabouts:
    return replace(
        place, date_from=other.date_from, date_to=other.date_to, precision=other.precision,
        certainty=round(place.certainty * certainty, 3),
    )  # fmt: skip


def _spoken_of(
    context: Context, window: Window, here: Paragraphs, body: str | None, earlier: Sequence[Whereabouts]
) -> Whereabouts | None:
    """The § before this one, when the words say "samma sammanträde"."""
    last = earlier[-1] if earlier else None
    if last is None or not last.date_from or here.start - last.end > _MEMORY or body not in {None, last.body}:
        return None
    said = load_lexicon("citations").pattern("same.meeting").regex
    return last if said.search(context.flow, window.start, min(window.end, here.end + _REACH_BEHIND)) else None


def _day_right_behind(context: Context, window: Window, here: Paragraphs) -> DateSpan | None:
    """The day that stands right behind a §: "§ 12 2022-01-25"."""
    days = (d for d in context.dates(window) if d.start >= here.end and d.precision == "day")
    day = next(days, None)
    return day if day and context.flow[here.end : day.start] in {" ", ", ", " - ", " – ", " ("} else None


def _number_comes_first(context: Context, window: Window, first: Paragraphs) -> bool:
    """Whether a sentence gives each § before its day: then a day between two § is the first one's."""
    return _day_right_behind(context, window, first) is not None and not any(
        d.end <= first.start and d.precision != "year" for d in context.dates(window)
    )


def _date_for(
    context: Context, window: Window, segment: Window, here: Paragraphs, following: int
) -> tuple[DateSpan | None, bool]:
    """The date of the meeting, and whether it stands behind the §: the nearest before it in its clause, else behind."""
    dates = context.dates(window)
    ahead = [d for d in dates if segment.start <= d.start and d.end <= here.start]
    close = [d for d in ahead if d.precision != "year" or here.start - d.end <= 3]
    exact = [d for d in close if d.precision == "day"]
    if exact and close[-1].precision == "year":
        close = exact
    if close:
        return close[-1], False
    reach = 3 * _REACH_BEHIND if segment.start >= here.end else _REACH_BEHIND
    for date in dates:
        if date.start < here.end or date.start - here.end > reach or date.start >= segment.end:
            continue
        gap = context.flow[here.end : date.start]
        if date.precision == "year" and gap.strip(" ,") and _one_body(context, here.end, date.start):
            return date, True  # "§ 45 KF 2022"
        belongs_to_next = following < window.end and 0 <= following - date.end <= 4
        if date.precision in {"day", "month"} and not belongs_to_next and not re.search(r"[.;\n]|samt|och den", gap):
            return date, True
    return None, False


def _one_body(context: Context, start: int, end: int) -> bool:
    """Whether a body, and nothing else, fills the stretch."""
    named = context.bodies_in(start, end)
    return len(named) == 1 and context.flow[start:end].strip(" ,(") == named[0].as_written


def _body_for(
    context: Context, window: Window, segment: Window, here: Paragraphs, date: DateSpan | None, before: Window | None
) -> tuple[BodyMention | None, float]:
    """The body whose § it is: the last before the date, else between date and §, else behind the §."""
    ahead = _givers(context.flow, _no_auditors(context.bodies_in(segment.start, here.start)))
    if date and date.start >= segment.start:
        first = [b for b in ahead if b.end <= date.start]
        if first:
            return first[-1], 1.0
    elif ahead:
        return ahead[-1], 1.0
    if ahead:
        return ahead[0], 1.0
    if segment.start == window.start or segment.start >= here.end:
        behind = _no_auditors(context.bodies_in(here.end, min(segment.end, here.end + _BODY_BEHIND)))
        if behind:
            return behind[0], 0.9
    if before:
        named = _no_auditors(context.bodies_in(before.start, before.end))
        if named:
            return named[-1], 0.85
    return None, 1.0


def _body_from_memory(
    reading: Reading, context: Context, window: Window, here: Paragraphs, shared: bool, earlier: Sequence[Whereabouts]
) -> tuple[str | None, float]:
    """A body that the sentence does not name: the one of the § before, of the sentence before, or the document's."""
    if shared and earlier and earlier[-1].body:
        return earlier[-1].body, 0.95
    row = bodies_of_row(reading, context, here.start)
    if row and reading.facts.kind not in MINUTES and (row.named or row.of_giver):
        return row.one, 0.7  # what another row says is of another matter
    before = context.before(window)
    if before and window.start - before.end < 5:
        named = _no_auditors(context.bodies_in(before.start, before.end))
        if named:
            return context.name_of(named[-1]), 0.75
    if reading.facts.kind in MINUTES and reading.facts.body:
        return reading.facts.body, 0.8
    for place in reversed(earlier) if row is None else ():
        if here.start - place.end > _MEMORY:
            break
        if place.body:
            return place.body, 0.7
    if reading.facts.body and not _AUDITORS.search(reading.facts.body):
        return reading.facts.body, 0.6
    return None, 0.7


def _year_for(
    reading: Reading, context: Context, window: Window, date: DateSpan, earlier: Sequence[Whereabouts], here: Paragraphs
) -> int | None:
    """The year of a date that has none: from its sentence, the § before, the heading above, or the document's date."""
    if not date.inferred:
        return None
    around = [window] if date.start >= window.start else [window, context.window(date.start)]
    years = [
        (abs(d.start - date.start), int((d.date_from or "0")[:4]))
        for w in around
        for d in context.dates(w)
        if not d.inferred and d.date_from
    ]
    if years:
        return min(years)[1]
    for place in reversed(earlier):
        if here.start - place.end > _MEMORY:
            break
        if place.date_from and place.precision in {"day", "month"}:
            return int(place.date_from[:4])
    return year_before(context, window, date)


def year_before(context: Context, window: Window, date: DateSpan) -> int | None:
    """The year in which the sentence's dates without a year lie last before the document's own date."""
    own = context.own_date
    if not own:
        return context.year_near(date.start)
    latest = max((d.date_from or "")[5:] for d in [*context.dates(window), date] if d.inferred)
    return int(own[:4]) if latest <= own[5:] else int(own[:4]) - 1


def year_after(context: Context, date: DateSpan) -> int | None:
    """The year in which a day without a year lies next behind the document's own date."""
    own = context.own_date
    return int(own[:4]) + ((date.date_to or date.date_from or "")[5:] < own[5:]) if own else None


def _givers(flow: str, bodies: list[BodyMention]) -> list[BodyMention]:
    """Without those that something is given to ("fullmäktiges uppdrag till nämnden"), if others are left."""
    others = [b for b in bodies if not flow[max(0, b.start - 5) : b.start].endswith(("till ", "för ", "mot "))]
    return others or bodies


def _no_auditors(bodies: list[BodyMention]) -> list[BodyMention]:
    return [b for b in bodies if not _AUDITORS.search(b.name)]


def _tight(here: Paragraphs, parts: Sequence[DateSpan | BodyMention]) -> tuple[int, int]:
    """The span over the § and what stands close to it, so that the quote reads as the citation."""
    start, end = here.start, here.end
    for part in sorted(parts, key=lambda p: abs(p.start - here.start)):
        if part.start < start and start - part.end <= _TIGHT:
            start = part.start
        elif part.end > end and part.start - end <= _TIGHT:
            end = part.end
    return start, end
