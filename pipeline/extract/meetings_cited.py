"""Meetings named by body and date, without a §: "regionstyrelsen i mars 2017", "vid sitt sammanträde den 22 juni"."""

from __future__ import annotations

import re

from pipeline.extract.context import Context, Window
from pipeline.extract.roles import role_of
from pipeline.extract.whereabouts import year_after, year_before
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import BodyMention
from pipeline.lexicon.dates import DateSpan
from pipeline.records import At, Citation, Reading, record_id

_BESIDE = re.compile(
    r"[,\s]*(?:(?:i|den|under|vid|på|mötet|möte|sammanträdet|sammanträde|beslut|åtgärdsbeslut|protokoll)\s+){0,3}",
    re.IGNORECASE,
)
_DECIDED_REACH = 60


def cite_meetings(reading: Reading, context: Context, used: set[tuple[int, int]]) -> list[Citation]:
    """The meetings cited. Dates that a § took (`used`) are not cited again, nor is the meeting of the minutes."""
    found: list[Citation] = []
    seen: set[tuple[int, int]] = set()
    for mention in context.bodies:
        window = context.window(mention.start)
        for date in context.dates(window):
            spot = (date.start, date.end)
            if spot in used or spot in seen or date.precision not in {"day", "month"} or "revis" in mention.name:
                continue
            rule = _relation(context, window, mention, date)
            if rule is None or mention is not _nearest(context, window, date):
                continue
            if rule == "meeting.decided" and any(mention.end <= start < date.start for start, _ in used):
                continue  # "fullmäktiges beslut 2022-06-15 § 88 ... i juni": the decision has its day already
            seen.add(spot)
            filled = context.dated(date, _year(context, window, date))
            if filled is None or filled.date_from is None:
                continue
            body = context.name_of(mention)
            if filled.date_from == reading.facts.date and body == reading.facts.body:
                continue
            found.append(_citation(reading, context.start_of(mention), mention, filled, body, rule))
    return found


def _relation(context: Context, window: Window, mention: BodyMention, date: DateSpan) -> str | None:
    """How body and date belong together; None when nothing says that it is a meeting."""
    flow = context.flow
    lexicon = load_lexicon("citations")
    first, last = (mention.end, date.start) if mention.end <= date.start else (date.end, mention.start)
    if mention.end <= date.start and _BESIDE.fullmatch(flow, first, last):
        return "meeting.beside"
    for match in lexicon.pattern("meeting.at").regex.finditer(flow, max(window.start, date.start - 60), date.start):
        if match.end() == date.start:
            return "meeting.at"
    others = lexicon.pattern("meeting.of_others").regex.search(flow, window.start, date.start)
    if lexicon.pattern("meeting.due").regex.search(flow, max(window.start, date.start - 40), date.start) or (
        others and mention.start >= date.end
    ):
        return None
    if 0 <= last - first <= _DECIDED_REACH and lexicon.pattern("meeting.decided").regex.search(flow, first, last):
        return "meeting.decided"
    return None


def _nearest(context: Context, window: Window, date: DateSpan) -> BodyMention | None:
    """The last body before the date, else the first behind it."""
    ahead = context.bodies_in(window.start, date.start)
    if ahead:
        return ahead[-1]
    behind = context.bodies_in(date.end, window.end)
    return behind[0] if behind else None


def _year(context: Context, window: Window, date: DateSpan) -> int | None:
    if not date.inferred:
        return None
    to_come = load_lexicon("citations").pattern("meeting.to_come").regex
    if context.own_date and to_come.search(context.flow, window.start, date.start):
        return year_after(context, date)
    years = [
        (abs(d.start - date.start), int((d.date_from or "0")[:4])) for d in context.dates(window) if not d.inferred
    ]
    return min(years)[1] if years else year_before(context, window, date)


def _citation(reading: Reading, first: int, mention: BodyMention, date: DateSpan, body: str, rule: str) -> Citation:
    start, end = min(first, date.start), max(mention.end, date.end)
    sure = 0.8 if rule == "meeting.beside" else 0.85 if rule == "meeting.at" else 0.7
    return Citation(
        id=record_id(reading.document.id, "citations", start, end, "meeting"),
        at=At(start, end, rule, sure * (0.85 if date.inferred else 1.0)),
        kind="meeting",
        organisation=reading.facts.organisation,
        body=body,
        date_from=date.date_from,
        date_to=date.date_to,
        date_precision=date.precision,
        role=role_of(reading.document.flow, Window(start, end + 40), start, end),
    )
