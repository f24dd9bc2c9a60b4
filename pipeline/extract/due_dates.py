"""When a measure is to be done: the first and last day of all that is said about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.extract.turns_of_year import spell_turns
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import DateSpan, find_dates
from pipeline.records import Facts

_COARSENESS = ("day", "month", "season", "year")
_YEAR = r"(?:19|20)\d\d"
_FIRST_YEAR = re.compile(rf"(?<!\d){_YEAR}(?!\d)")
_NOT_DATED = rf"(?!\s*(?:år\s+|,\s*)?{_YEAR}|[-\s]?\d\d(?!\d)|\s*[-/]\s*{_YEAR})"
# What a later paper says of the date before: "2023-04-30 (tidigare maj 2022)", "flyttad från maj till oktober 2023".
_SEASON = re.compile(r"\bi (höst|vår|sommar)\b", re.IGNORECASE)
_OF_A_THING = re.compile(  # "inför 2024 års planer", "planen för 2024" say when of none
    rf"\b(?:inför )?{_YEAR} års\b|"
    rf"(?:(?<=plan)|(?<=planen)|(?<=budget)|(?<=budgeten)) för {_YEAR}(?:\s?[–-]\s?{_YEAR})?(?=\s[a-zåäö])",
    re.IGNORECASE,
)
_LATEST = re.compile(r"\bsenast\s+(?:(?:den|i|under|vid|till)\s+)?$", re.IGNORECASE)
_EARLIEST = re.compile(r"\btidigast(?: (?:under|år|i|den|från|kan ske|i (?:början|slutet) av))*\s*$", re.IGNORECASE)
_NEXT_YEAR = re.compile(r"\b(?:nästa|nästkommande|kommande) år\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\(?\b(?:tidigare|ursprunglig(?:en|t)?|från början|förut|var|(?:fram)?flytta[dt]e? från|ändra[dt] från)"
    r"(?:\s+(?:datum|tidplan|sluttid|planerat till|planerad till))?\s*:?\s*(?P<value>[^();]{4,40}?)"
    r"(?=\)|;|,?\s+(?:till|ny(?:tt|a)?|nu)\b|$)\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Due:
    """First and last day (ISO; None when open or not said) and how exactly it is said."""

    first: str | None = None
    last: str | None = None
    precision: str | None = None


NO_DUE = Due()


def read_due(text: str, *, year: int | None = None) -> Due:
    """The span of all dates in a cell: "Mars 2020 Hösten 2020" is March to December; an open end stays open.

    A date that the cell says was there before is left out. `year` is that of what says no year: "kv 3", "hösten".
    """
    return _span(find_dates(spell_out(_BEFORE.sub(" ", text), year), year=year))


def original_due(text: str, *, year: int | None = None) -> str | None:
    """The last day of the date that a cell says was there before: "2023-04-30 (tidigare oktober 2022)"."""
    match = _BEFORE.search(text)
    return read_due(match["value"], year=year).last if match else None


def due_in_prose(text: str, paper_date: str | None = None) -> Due:
    """The date that a sentence ties to its measure: the last one by which something is to be done ("senast 2024"), else
    the last that it names after today's tense ("under 2025").

    One without a year ("i oktober", "till hösten") is the next such after the day of the paper.
    """
    text = _OF_A_THING.sub(" ", text)
    told = [d for d in find_dates(text) if not _is_past_mark(text, d)]
    if told or paper_date is None:
        by = [d for d in told if _LATEST.search(text[: d.start])]
        due = _span((by or told)[-1:])
        soonest = told and not by and _EARLIEST.search(text[: told[-1].start])
        return replace(due, last=None) if soonest else due  # when it comes at the soonest is no day by which it is due
    year = int(paper_date[:4])
    for next_year in (year, year + 1):
        named = _SEASON.sub(r"\1en", _NEXT_YEAR.sub(str(year + 1), text))
        written = spell_turns(named, next_year, date.fromisoformat(paper_date))
        spelled = spell_out(written, next_year)
        ahead = [d for d in find_dates(spelled, year=next_year) if not _is_past_mark(spelled, d)]
        due = _span(ahead[-1:])
        if due.last and due.last >= paper_date:
            return due
    return NO_DUE


def due_by_label(text: str, *, year: int | None = None) -> Due:
    """The date behind a label: "Tidplan: våren 2023", "klart senast 2022-06-30"."""
    pattern = load_lexicon("measures").pattern("label.due")
    for match in pattern.regex.finditer(text):
        due = read_due(match["value"], year=year)
        if due != NO_DUE:
            return due
    return NO_DUE


def year_of(facts: Facts) -> int | None:
    """The year that a paper's dates without one are of: the one year of its title, else the year it is dated."""
    titled = {int(y) for y in _FIRST_YEAR.findall(facts.title or "")}
    if len(titled) == 1:
        return titled.pop()
    return int(facts.date[:4]) if facts.date else None


def spell_out(text: str, year: int | None = None) -> str:
    """The short forms of plans as `find_dates` reads them: "kv 3 -23" is "kvartal 3 2023", "v. 42 2023" its days."""
    for form, written in _SHORT:
        text = form.sub(written, text)
    stated = {int(y) for y in _FIRST_YEAR.findall(text)}
    year = stated.pop() if len(stated) == 1 else year  # "våren/hösten 2022"
    if year is not None:
        for form, written_with in _YEARLESS:
            text = form.sub(lambda m, w=written_with: w(m, year), text)  # type: ignore[misc]
    return text


def _week(number: str, year: int) -> str:
    try:
        return f"{date.fromisocalendar(year, int(number), 1)} -- {date.fromisocalendar(year, int(number), 7)}"
    except ValueError:  # no such week
        return f"{year}"


def _full(digits: str) -> str:
    return digits if len(digits) == 4 else f"20{digits}"


_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_MONTH = r"jan|feb|mars?|apr|maj|juni?|juli?|aug|sept?|okt|nov|dec"
_SHORT: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # also a day that lost a hyphen where a narrow cell broke it
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-(?=\d{4}(?!\d)))?([01]\d)-?([0-3]\d)(?!\d)"), r"\1-\2-\3"),
    (re.compile(r"(?<!\d)(20\d\d)(20\d\d)(?!\d)"), lambda m: f"{m[1]}–{m[2]}" if m[1] < m[2] else m[0]),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[./]([01]?\d)[./]([0-3]?\d)(?![\d/])"),
     lambda m: f"{m[1]}-{int(m[2]):02}-{int(m[3]):02}"),
    (re.compile(r"(?<![\d/])([0-3]?\d)[./]([01]?\d)[./-]\s?((?:19|20)?\d\d)(?!\d)"),
     lambda m: f"{_full(m[3])}-{int(m[2]):02}-{int(m[1]):02}"),
    (re.compile(r"\b((?:kv(?:art(?:al)?)?\.?|q|tertial|t)\s*)([1-4])\s?(?:-|–|och|/)\s?([1-4])\b(?=\D|$)", re.I),
     r"\1\2 – \1\3"),
    (re.compile(rf"\b({_YEAR})(?:\s?[:,-]\s?|\s)?(?<!\s-\s)(?:kv(?:art(?:al)?)?\.?|q)\s*([1-4])\b", re.I),
     r"kvartal \2 \1"),
    (re.compile(rf"\b({_YEAR})(?:\s?[:,-]\s?|\s)?(?<!\s-\s)(?:tertial|t)\s*([1-3])\b", re.I), r"tertial \2 \1"),
    (re.compile(rf"\b(?:kv(?:art(?:al)?)?\.?|q)\s*([1-4])(?:[\s,/'’-]*({_YEAR}|\d\d)(?!\d))?", re.I),
     lambda m: f"kvartal {m[1]} {_full(m[2]) if m[2] else ''}".rstrip()),
    (re.compile(rf"\b(?:tertial|t)\s*([1-3])(?:[\s,/'’-]*({_YEAR}|\d\d)(?!\d))?\b", re.I),
     lambda m: f"tertial {m[1]} {_full(m[2]) if m[2] else ''}".rstrip()),
    (re.compile(rf"\bh([12])[\s,/'’-]*({_YEAR}|\d\d)(?!\d)", re.I),
     lambda m: f"{'första' if m[1] == '1' else 'andra'} halvåret {_full(m[2])}"),
    (re.compile(r"\b([1-4])(?::?[ea]|\.)?\s?(?:kv(?:artal(?:et)?)?)\b\.?(?!\s?[1-4](?!\d))", re.I), r"kvartal \1"),
    (re.compile(r"\b([1-3])(?::?[ea]|\.)?\s?tertial(?:et)?\b(?!\s?[1-3](?!\d))", re.I), r"tertial \1"),
    (re.compile(r"\b(vår|sommar|höst|vinter)(en)?\s?[-–'’]\s?(2\d)(?!\d)", re.I), r"\1\2 20\3"),
    (re.compile(r"\bläsåret\s+(?:20)?(\d\d)\s?[/–-]\s?(?:20)?(\d\d)(?!\d)", re.I), r"ht 20\1 – vt 20\2"),
    (re.compile(r"\b(årsskiftet|vintern)\s+(\d\d)\s?[/–-]\s?(\d\d)\b(?!\d)", re.I), r"\1 20\2/20\3"),
    (re.compile(r"\b(?:innan|före|till|inför)\s+jul(?:en)?\b", re.I), "december"),  # and "jul 2025" is July
    (re.compile(rf"(?<![\d/-])(0[1-9]|1[0-2])[-/]({_YEAR})(?!\d)"), lambda m: f"{_MONTHS[int(m[1]) - 1]} {m[2]}"),
    (re.compile(rf"\b({_YEAR})\s?[-,:]?\s?(?:v\.?|vecka)\s?(\d{{1,2}})(?![\d-])", re.I),
     lambda m: _week(m[2], int(m[1]))),
    (re.compile(rf"\bk([1-4])(?=\s+{_YEAR})", re.I), r"kvartal \1"),
    (re.compile(r"(kvartal [1-4](?: \d{4})?)\s?/\s?(?=kvartal)", re.I), r"\1 – "),
    (re.compile(r"\bhalvår(?:et)?\s+1\b", re.I), "första halvåret"),
    (re.compile(r"\bhalvår(?:et)?\s+2\b", re.I), "andra halvåret"),
    (re.compile(r"\b1(?::a|\.)?\s+halvåret\b", re.I), "första halvåret"),
    (re.compile(r"\b2(?::a|\.)?\s+halvåret\b", re.I), "andra halvåret"),
    (re.compile(r"(?<![\d-])([12]\d)-([01]\d)-([0-3]\d)(?![\d-])"), r"20\1-\2-\3"),
    (re.compile(rf"\b(?:v\.?|vecka)\s*(\d{{1,2}})(?:\s*[-–]\s*\d{{1,2}})?[\s,-]+({_YEAR})\b", re.I),
     lambda m: _week(m[1], int(m[2]))),
    (re.compile(rf"(?<!\d )\b({_MONTH})[a-z]*\.?\s?(?:[-'’]\s?|\s)(2\d)(?![\d-])", re.I), r"\1 20\2"),
    (re.compile(rf"(?<![\d-])({_YEAR})-(0[1-9]|1[0-2])(?![\d-])"),
     lambda m: m[0] if int(m[2]) == int(m[1][2:]) + 1 else f"{_MONTHS[int(m[2]) - 1]} {m[1]}"),
)  # fmt: skip
_Written = Callable[[re.Match[str], int], str]
_YEARLESS: tuple[tuple[re.Pattern[str], _Written], ...] = (
    (re.compile(r"(?<![\d/.-])([0-3]?\d)/([01]?\d)(?![\d/-])(?!\s+(?:19|20)\d\d)"),
     lambda m, y: f"{y}-{int(m[2]):02}-{int(m[1]):02}"),
    (re.compile(r"\b(?:v\.?|vecka)\s*(\d{1,2})\s?[–-]\s?(\d{1,2})\b(?![\d-])", re.I),
     lambda m, y: f"{_week(m[1], y)} – {_week(m[2], y)}"),
    (re.compile(r"\b(?:v\.?|vecka)\s*(\d{1,2})\b(?![\d-])", re.I), lambda m, y: _week(m[1], y)),
    (re.compile(rf"\b(?:kvartal|tertial)\s[1-4]\b{_NOT_DATED}", re.I), lambda m, y: f"{m[0]} {y}"),
    (re.compile(rf"\b(?:första|andra|tredje|fjärde)\s(?:kvartalet|tertialet|halvåret)\b{_NOT_DATED}", re.I),
     lambda m, y: f"{m[0]} {y}"),
    (re.compile(rf"\bhalvårsskiftet\b{_NOT_DATED}", re.I), lambda m, y: f"{m[0]} {y}"),
    (re.compile(rf"\bårsskiftet\b{_NOT_DATED}", re.I), lambda m, y: f"årsskiftet {y}/{y + 1}"),
    (re.compile(rf"\b(?:vår|sommar|höst|vinter)(?:en|n|terminen)\b{_NOT_DATED}", re.I), lambda m, y: f"{m[0]} {y}"),
    (re.compile(rf"\b[vh]t\b{_NOT_DATED}", re.I), lambda m, y: f"{m[0]} {y}"),
    (re.compile(r"\b(?:under|i slutet av|slutet av|innevarande|hela|helår)\s*året?\b|\bi år\b|\bårets slut\b", re.I),
     lambda m, y: str(y)),
    (re.compile(r"\bnästa år\b|\bkommande år\b", re.I), lambda m, y: str(y + 1)),
)  # fmt: skip


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
