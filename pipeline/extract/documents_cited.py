"""Documents cited by what they are: "tjänsteutlåtande daterat 2024-03-05", "revisionsrapporten Granskning av ..."."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.extract.case_numbers import CaseNumber
from pipeline.extract.context import Window
from pipeline.extract.roles import role_of
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import DateSpan, find_dates
from pipeline.records import At, Citation, Reading, record_id

_AUDITS = re.compile(r"(?:Granskning|Uppföljning|Uppföljande|Fördjupad|Förstudie|Översiktlig|Grundläggande)\b")
_OPENS_TITLE = re.compile(r"[\"”“»«']|(?:Gransk|Uppfölj|Fördjup|Förstud|Översikt|Grundläg)")
_OPENS_DATE = re.compile(r"(?<=\s)(?:[12]\d{3}-|[1-3]?\d\s[a-z])")
_OPENS_YEAR = re.compile(r"(?<=\s)(?:19|20)\d\d")
_AHEAD = 70  # characters from the word to what is looked for
_LONGEST_DATE = 40
_CASE_REACH = 40
_ROLE_REACH = 60
_STOP = re.compile(r"\.(?=\s|$)|\n")
_YEAR_BEHIND = re.compile(r"\s?\((?P<year>(?:19|20)\d\d)\)")
_PARAGRAPH_BEHIND = re.compile(r",?\s?\(?\s?§")
_SURE_BY_ITSELF = frozenset({"official_report", "cover_letter"})  # with a date, these words need no "daterad"


def cite_documents(reading: Reading, cases: Sequence[CaseNumber]) -> list[Citation]:
    """The documents cited, by date or title. Headings cite nothing, nor does a document itself."""
    flow = reading.document.flow
    found: list[Citation] = []
    lexicon = load_lexicon("citations")
    for match in _near(lexicon.pattern("document.titled").regex, _OPENS_TITLE, flow, 170):
        title = " ".join((match["quoted"] or match["title"]).split()).strip(" .,;")
        kind = _kind(match["word"])
        if kind == "other" and match["word"].lower() == "rapport":
            kind = "audit_report" if _AUDITS.match(title) else "other"
        if not _in_heading(reading, match.start()) and title != reading.facts.title:
            year = _YEAR_BEHIND.match(flow, match.end())
            date = _year_span(int(year["year"])) if year else None
            found.append(_citation(reading, match.start(), match.end(), "document.titled", kind, title, date, cases))
    titled = {c.at.char_start for c in found}
    for match in _near(lexicon.pattern("document.dated").regex, _OPENS_DATE, flow, 1):
        kind = _kind(match["word"])
        dates = find_dates(flow, match.end(), min(len(flow), match.end() + _LONGEST_DATE))
        date = dates[0] if dates and dates[0].start == match.end() and dates[0].precision == "day" else None
        if date is None or match.start() in titled or _PARAGRAPH_BEHIND.match(flow, date.end):
            continue  # "svar 2024-03-12 § 44" is a meeting's
        listed = flow[max(0, match.start() - 1) : match.start()] in {"", "\n", "\f"}  # a line of "Beslutsunderlag"
        if not match["dated"] and kind not in _SURE_BY_ITSELF and not (listed and kind != "other"):
            continue
        if not _in_heading(reading, match.start()) and (kind, date.date_from) != (
            reading.facts.kind,
            reading.facts.date,
        ):
            found.append(_citation(reading, match.start(), date.end, "document.dated", kind, None, date, cases))
    for match in _near(lexicon.pattern("document.statement").regex, _OPENS_YEAR, flow, 3):
        if not _in_heading(reading, match.start()) and reading.facts.kind != "audit_statement":
            date = _year_span(int(match["year"]))
            found.append(
                _citation(
                    reading, match.start(), match.end(), "document.statement", "audit_statement", None, date, cases
                )
            )
    return found


def _near(regex: re.Pattern[str], anchor: re.Pattern[str], flow: str, behind: int) -> Iterator[re.Match[str]]:
    """The matches around what they all hold, so that the costly patterns are tried there alone."""
    done = 0
    for place in anchor.finditer(flow):
        if place.start() < done:
            continue
        match = regex.search(flow, max(done, place.start() - _AHEAD), min(len(flow), place.end() + behind))
        if match:
            done = match.end()
            yield match


def _kind(word: str) -> str:
    kinds: dict[str, str] = load_lexicon("citations").words["document_kinds"]
    return kinds.get(word.lower(), "other")


def _in_heading(reading: Reading, offset: int) -> bool:
    blocks = reading.document.blocks
    index = bisect_right(blocks, offset, key=lambda b: b.start) - 1
    return index >= 0 and blocks[index].kind in {"heading", "furniture"} and offset < blocks[index].end


def _sentence_end(flow: str, end: int) -> int:
    """Where the words behind a citation end that may tell what it is for: a list's next line is of another paper."""
    stop = _STOP.search(flow, end, min(len(flow), end + _ROLE_REACH))
    return stop.start() if stop else min(len(flow), end + _ROLE_REACH)


def _year_span(year: int) -> DateSpan:
    return DateSpan(0, 0, f"{year}-01-01", f"{year}-12-31", "year")


def _citation(
    reading: Reading,
    start: int,
    end: int,
    rule: str,
    kind: str,
    title: str | None,
    date: DateSpan | None,
    cases: Sequence[CaseNumber],
) -> Citation:
    flow = reading.document.flow
    place = bisect_left(cases, end, key=lambda c: c.start)
    case = cases[place] if place < len(cases) and cases[place].start - end <= _CASE_REACH else None
    if case and re.search(r"\.\s|\n|§", flow[end : case.start]):
        case = None
    while flow[end - 1] in " .,;":
        end -= 1
    return Citation(
        id=record_id(reading.document.id, "citations", start, end, "document"),
        at=At(start, end, rule, 0.85 if title else 0.8),
        kind="document",
        organisation=reading.facts.organisation,
        date_from=date.date_from if date else None,
        date_to=date.date_to if date else None,
        date_precision=date.precision if date else None,
        case_number=case.number if case else None,
        title=title,
        document_kind=kind,
        role=role_of(flow, Window(start, _sentence_end(flow, end)), start, end),
    )
