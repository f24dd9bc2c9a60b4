"""Dates as Swedish papers write them: days, day ranges, months, seasons, terms, quarters and years.

A month becomes its first and last day, a year likewise. A season is a half-year, as in the yearly cycle of boards and
schools: vår (VT) is January to June, höst (HT) July to December; summer is June to August, winter December to February.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH = (
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|jan|febr?|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:,?\s+(?:år\s+)?(?P<{{name}}>{_YEAR})(?![\d/]|\s?-\s?\d))?"
_DASH = r"\s?(?:--|[-–—]|till|t\.?o\.?m\.?)\s?"
_DAY_DASH = r"\s?(?:--|[-–—]|till|och|samt)\s?"
_ORDINAL = r"(?::?[ea])?"
_COVER = 30  # lines of a paper's cover
_SHORT_LINE = 60  # characters
_OF_ADJUSTING = re.compile(r"\b(?:justera(?:s|re|nde|d)?|justering(?:ens?)?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date in a text: where it stands, first and last day (ISO; None when open), precision day|month|season|year.

    `inferred` when the year does not stand there but was given by the caller.
    """

    start: int
    end: int
    date_from: str | None
    date_to: str | None
    precision: str
    inferred: bool = False


_FORMS: tuple[tuple[str, str], ...] = (
    ("iso_range", rf"(?P<a1>{_YEAR})-\s?(?P<a2>[01]\d)-\s?(?P<a3>[0-3]\d)\s?(?:--|–|—|-|\s-\s|till\s|t\.o\.m\.\s)\s?"
                  rf"(?:(?P<a4>{_YEAR})-(?P<a5>[01]\d)-)?(?P<a6>[0-3]\d)(?![\d/-])"),
    ("iso_months", rf"(?P<r1>{_YEAR})-(?P<r2>[01]\d)-(?P<r3>[0-3]\d)\s?(?:--|–|—)\s?(?P<r4>[01]\d)-(?P<r5>[0-3]\d)"
                   r"(?![\d-])"),
    ("iso", rf"(?P<b1>{_YEAR})-\s?(?P<b2>[01]\d)-\s?(?P<b3>[0-3]\d)(?!\d|[-/:]\d)"),
    ("day_range", rf"(?P<c1>[0-3]?\d){_ORDINAL}{_DAY_DASH}(?P<c2>[0-3]?\d){_ORDINAL}\s+(?P<c3>{_MONTH})"
                  + _OF_YEAR.format(name="c4")),
    ("days_over_month", rf"(?P<s1>[0-3]?\d){_ORDINAL}\s+(?P<s2>{_MONTH}){_DASH}(?:den\s)?(?P<s3>[0-3]?\d){_ORDINAL}"
                        rf"\s+(?P<s4>{_MONTH})\s+(?P<s5>{_YEAR})(?![\d/])"),
    ("day", rf"(?P<d1>[0-3]?\d){_ORDINAL}\s+(?P<d2>{_MONTH})" + _OF_YEAR.format(name="d3")),
    ("slash", rf"(?P<e1>[0-3]?\d)/(?P<e2>[01]?\d)[\s-]+(?P<e3>{_YEAR})(?!\d|\s?-\s?\d)"),
    ("slash_range", rf"(?P<t1>[0-3]?\d)\s?[-–]\s?(?P<t2>[0-3]?\d)/(?P<t3>[01]?\d)[\s-]+(?P<t4>{_YEAR})(?![\d-])"),
    ("short_iso", r"(?P<u1>\d\d)-(?P<u2>[01]\d)-(?P<u3>[0-3]\d)(?=,?\s?\(?§)"),  # only before a §: else a telephone
    ("compact", r"(?P<f1>\d\d)(?P<f2>[01]\d)(?P<f3>[0-3]\d)(?!\d|\s?[-–/:,.]?\d|\s?(?:kr|tkr|mkr|mnkr)\b)"),
    ("month_range", rf"(?P<g1>{_MONTH})(?:\s+(?P<g2>{_YEAR}))?(?:{_DASH}|/)(?P<g3>{_MONTH})"
                    + _OF_YEAR.format(name="g4")),
    ("turn", rf"(?:årsskiftet|vintern)\s+(?P<h1>{_YEAR})\s?[/–-]\s?(?P<h2>(?:{_YEAR}|\d\d))(?!\d|\s?-\s?\d)"),
    ("season", rf"(?P<i1>vår|sommar|höst|vinter)(?:en|n|terminen)?\s+(?:år\s+)?(?P<i2>{_YEAR})(?!\d|/\d|\s?-\s?\d)"),
    ("term", rf"(?P<j1>[hv]t)[\s-]?(?P<j2>{_YEAR}|\d\d)(?!\d|\s?-\s?\d)"),
    ("quarter", rf"(?:(?:q|kvartal\s+)(?P<k1>[1-4])|(?P<k3>första|andra|tredje|fjärde)\s+kvartalet)"
                rf"(?:,?\s+(?:år\s+)?|-)(?P<k2>{_YEAR})(?![\d/]|\s?-\s?\d)"),
    ("third", rf"(?:(?:t|tertial\s+)(?P<l1>[1-3])|(?P<l3>första|andra|tredje)\s+tertialet)"
              rf"(?:,?\s+(?:år\s+)?|-)(?P<l2>{_YEAR})(?![\d/]|\s?-\s?\d)"),
    ("half", rf"(?P<m1>första|andra)\s+halvåret\s+(?P<m2>{_YEAR})(?!\s?-\s?\d)"),
    ("half_turn", rf"halvårsskiftet\s+(?P<n1>{_YEAR})(?!\s?-\s?\d)"),
    ("month", rf"(?P<o1>{_MONTH})(?:\s?månad)?" + _OF_YEAR.format(name="o2")),
    ("years", rf"(?P<p1>{_YEAR})\s?[-–/]\s?(?P<p2>{_YEAR}|\d\d)(?![\d-])"),
    ("year", rf"(?P<q1>{_YEAR})(?![\d/]|\s?[-–:]\s?\d)"),
)  # fmt: skip
# What every form begins with, looked for first: most places of a text are passed over at once.
_OPENING = (
    r"(?<!\w)(?<!§)(?<!§\s)(?=\d|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|vår|som|hös|vin|[hv]t|q\d|kva|t\d|ter|års|hal"
    r"|för|and|tre|fjä)"
)
_ANY = re.compile(
    _OPENING
    + "(?:"
    + "|".join(rf"(?P<{name}>(?:(?<![/–-])|(?=[a-zåäö])|(?<=/)(?=\d{{4}}-\d\d-\d\d)){form})" for name, form in _FORMS)
    + ")",
    re.IGNORECASE,
)
_SHARED_YEAR = re.compile(
    r"\s*(?:,|och|samt|respektive|resp\.|eller)\s*(?:§\s*\d+\s*(?:,|och|samt)\s*)?(?:den\s+)?", re.I
)
_OPEN_END = re.compile(r"\s*(?:och|ff\.?|och\s+)?\s*(?:framåt|framöver|och\s+framåt|ff)\b", re.IGNORECASE)


def find_dates(text: str, start: int = 0, end: int | None = None, *, year: int | None = None) -> list[DateSpan]:
    """The dates in `text[start:end]`, in order. A day or month without year takes the year of the date it is joined to
    ("den 3 mars samt den 4 maj 2022"), else `year`; with neither it is left out.
    """
    found: list[DateSpan] = []
    waiting: list[re.Match[str]] = []  # dates without a year, in a chain that may end in one
    for match in _ANY.finditer(text, start, len(text) if end is None else end):
        name = _name_of(match)
        joined = bool(waiting) and _SHARED_YEAR.fullmatch(text, waiting[-1].end(), match.start()) is not None
        if name in _YEARLESS and match[_YEARLESS[name]] is None:
            if not joined:
                found.extend(_close(waiting, year, inferred=True))
                waiting = []
            waiting.append(match)
            continue
        span = _span(name, match, None)
        own_year = int(span.date_from[:4]) if span and span.date_from else None
        found.extend(_close(waiting, own_year if joined else year, inferred=not joined))
        waiting = []
        if span:
            found.append(_with_open_end(text, span))
    found.extend(_close(waiting, year, inferred=True))
    return sorted(found, key=lambda s: s.start)


def parse_date(text: str, *, year: int | None = None) -> DateSpan | None:
    """The whole of `text` as one date, or the first and last of "februari 2017 – mars 2018"; None when it is none."""
    found = find_dates(text, year=year)
    if not found:
        return None
    rest = text[: found[0].start] + " " + text[found[-1].end :]
    between = "".join(text[a.end : b.start] for a, b in pairwise(found))
    if re.sub(r"(?i)\b(?:den|i|under|senast|från(?: och med)?|fr\.?o\.?m\.?|klart?|år)\b|[\s.,:()]", "", rest):
        return None
    if re.sub(r"(?i)\b(?:den|till|t\.?o\.?m\.?|och|till och med)\b|[\s.,–—-]", "", between):
        return None
    last = found[-1]
    return replace(found[0], end=last.end, date_to=last.date_to, inferred=found[0].inferred or last.inferred)


_YEARLESS = {"day_range": "c4", "day": "d3", "month_range": "g4", "month": "o2"}


def _name_of(match: re.Match[str]) -> str:
    return next(name for name, _ in _FORMS if match[name] is not None)


def _close(waiting: list[re.Match[str]], year: int | None, *, inferred: bool) -> list[DateSpan]:
    if year is None:
        return []
    spans = [_span(_name_of(match), match, year) for match in waiting]
    return [replace(span, inferred=inferred) for span in spans if span]


def _with_open_end(text: str, span: DateSpan) -> DateSpan:
    match = _OPEN_END.match(text, span.end)
    return replace(span, end=match.end(), date_to=None) if match else span


def _span(name: str, match: re.Match[str], year: int | None) -> DateSpan | None:
    """The date of a match; None when its numbers are none (a 31 June, a six-digit number that is no day)."""
    try:
        first, last, precision = _READERS[name](match, year)
    except ValueError:
        return None
    return DateSpan(match.start(), match.end(), first, last, precision)


def _day(year: int, month: int, day: int) -> str:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError("no such day")
    return f"{year:04}-{month:02}-{day:02}"


def _month_number(word: str) -> int:
    return _MONTHS.index(word.lower()[:3]) + 1


def _months(year: int, first: int, last: int, precision: str, last_year: int | None = None) -> tuple[str, str, str]:
    end = last_year or year
    return _day(year, first, 1), _day(end, last, calendar.monthrange(end, last)[1]), precision


def _part_of_year(year: int, place: str, months: int) -> tuple[str, str, str]:
    number = int(place) if place.isdecimal() else ("första", "andra", "tredje", "fjärde").index(place.lower()) + 1
    return _months(year, months * (number - 1) + 1, months * number, "season")


def _century(digits: str, beside: str = "") -> int:
    return int(digits) if len(digits) == 4 else int((beside[:2] or "20") + digits)


_Reader = Callable[[re.Match[str], int | None], tuple[str, str, str]]


def _read_iso_range(m: re.Match[str], _: int | None) -> tuple[str, str, str]:
    first = _day(int(m["a1"]), int(m["a2"]), int(m["a3"]))
    last = _day(int(m["a4"] or m["a1"]), int(m["a5"] or m["a2"]), int(m["a6"]))
    return _in_order(first, last)


def _in_order(first: str, last: str) -> tuple[str, str, str]:
    if last < first:
        raise ValueError("ends before it begins")
    return first, last, "day"


def _read_day_range(m: re.Match[str], given: int | None) -> tuple[str, str, str]:
    year, month = int(m["c4"] or given or 0), _month_number(m["c3"])
    return _in_order(_day(year, month, int(m["c1"])), _day(year, month, int(m["c2"])))


def _one_day(day: str) -> tuple[str, str, str]:
    return day, day, "day"


def _read_month_range(m: re.Match[str], given: int | None) -> tuple[str, str, str]:
    last = int(m["g4"] or m["g2"] or given or 0)
    return _months(int(m["g2"] or last), _month_number(m["g1"]), _month_number(m["g3"]), "month", last)


def _read_season(m: re.Match[str], _: int | None) -> tuple[str, str, str]:
    year, season = int(m["i2"]), m["i1"].lower()
    if season == "vinter":
        return _months(year, 1, 2, "season")
    first, last = {"vår": (1, 6), "sommar": (6, 8), "höst": (7, 12)}[season]
    return _months(year, first, last, "season")


def _read_years(m: re.Match[str], _: int | None) -> tuple[str, str, str]:
    first, last = int(m["p1"]), _century(m["p2"], m["p1"])
    if last <= first or (len(m["p2"]) == 2 and last != first + 1):
        raise ValueError("no range of years")
    return _months(first, 1, 12, "year", last)


_READERS: dict[str, _Reader] = {
    "iso_range": _read_iso_range,
    "iso_months": lambda m, _: _in_order(
        _day(int(m["r1"]), int(m["r2"]), int(m["r3"])), _day(int(m["r1"]), int(m["r4"]), int(m["r5"]))
    ),
    "days_over_month": lambda m, _: _in_order(
        _day(int(m["s5"]), _month_number(m["s2"]), int(m["s1"])),
        _day(int(m["s5"]), _month_number(m["s4"]), int(m["s3"])),
    ),
    "slash_range": lambda m, _: _in_order(
        _day(int(m["t4"]), int(m["t3"]), int(m["t1"])), _day(int(m["t4"]), int(m["t3"]), int(m["t2"]))
    ),
    "iso": lambda m, _: _one_day(_day(int(m["b1"]), int(m["b2"]), int(m["b3"]))),
    "day_range": _read_day_range,
    "day": lambda m, y: _one_day(_day(int(m["d3"] or y or 0), _month_number(m["d2"]), int(m["d1"]))),
    "slash": lambda m, _: _one_day(_day(int(m["e3"]), int(m["e2"]), int(m["e1"]))),
    "short_iso": lambda m, _: _one_day(_day(2000 + int(m["u1"]), int(m["u2"]), int(m["u3"]))),
    "compact": lambda m, _: _one_day(_day(2000 + int(m["f1"]), int(m["f2"]), int(m["f3"]))),
    "month_range": _read_month_range,
    "turn": lambda m, _: _months(int(m["h1"]), 12, 2 if "vin" in m[0].lower() else 1, "season", int(m["h1"]) + 1),
    "season": _read_season,
    "term": lambda m, _: _months(_century(m["j2"]), *((1, 6) if m["j1"].lower() == "vt" else (7, 12)), "season"),
    "quarter": lambda m, _: _part_of_year(int(m["k2"]), m["k1"] or m["k3"], 3),
    "third": lambda m, _: _part_of_year(int(m["l2"]), m["l1"] or m["l3"], 4),
    "half": lambda m, _: _months(int(m["m2"]), *((1, 6) if m["m1"].lower() == "första" else (7, 12)), "season"),
    "half_turn": lambda m, _: _months(int(m["n1"]), 6, 7, "season"),
    "month": lambda m, y: _months(int(m["o2"] or y or 0), _month_number(m["o1"]), _month_number(m["o1"]), "month"),
    "years": _read_years,
    "year": lambda m, _: _months(int(m["q1"]), 1, 12, "year"),
}


def stands_below_adjusters(text: str, start: int) -> bool:
    """Whether one of the two lines above a place names who adjusts: "Plats och tid" there is that of the adjustment."""
    lines = text[:start].rpartition("\n")[0].rstrip().rsplit("\n", 2)[-2:]
    return any(_OF_ADJUSTING.search(line) for line in lines)


def printed_month(head: str) -> str | None:
    """The month that a line of the cover bears alone or behind a name, ISO ("2022-12"): "December 2022",
    "Revisionskontoret, mars 2025". Reports seldom say the day."""
    for line in head.splitlines()[:_COVER]:
        dates = find_dates(line) if len(line) < _SHORT_LINE else []
        month = dates[0] if len(dates) == 1 and dates[0].precision == "month" else None
        if month and month.date_from and not line[month.end :].strip(" .)"):
            before = line[: month.start].strip()
            if not before or before[-1] in ",–-(":
                return month.date_from[:7]
    return None
