"""Minutes as records: meetings, agenda items and what is told of each item."""

from __future__ import annotations

import re

from pipeline.extract.attendance import extract_attendance
from pipeline.extract.items import Item, find_items
from pipeline.extract.votes import extract_votes
from pipeline.lexicon.dates import find_dates
from pipeline.records import AgendaItem, At, Meeting, Reading, Record, record_id

_MEETING_DAY = re.compile(r"(?i)\b(?:sammanträdesdatum|sammanträdesdag|mötesdatum)(?: den)?[:\s]+(?=\d)")
_PROTOCOL = re.compile(
    r"(?i)\bprotokoll\s+(?:nr\s*(?P<numbered>\d+(?:/\d{2,4})?)|(?P<number>\d{1,3}(?:/\d{2,4})?))\b(?!\s?[-–]\s?\d|\s[a-zåäö])"
)
_PLACE = re.compile(r"(?im)^(?:plats(?: och tid)?|tid och plats|sammanträdesplats)[:\s]+(?P<place>[^\n]{3,120})")
_ADJUSTED = re.compile(r"(?i)\b(?:dag för justering|justeringsdag|justeringsdatum|justerat? den)[:\s]+(?=\d)")


def extract_minutes(reading: Reading) -> list[Record]:
    """The meetings, items, ballots, votes, motions and reservations of minutes; nothing of other papers."""
    if reading.facts.kind not in {"minutes", "minutes_extract"}:
        return []
    items = find_items(reading.document)
    meetings = _meetings(reading)
    records: list[Record] = [*meetings]
    for index, meeting in enumerate(meetings):  # the cover stands before the first item; extracts have none
        until = meetings[index + 1].at.char_start if index + 1 < len(meetings) else len(reading.document.text)
        first = next((i.start for i in items if i.start > meeting.at.char_start), until)
        begin = max(0, meeting.at.char_start - 300) if index else 0
        records.extend(extract_attendance(reading, meeting, begin, min(first, until)))
    for item in items:
        agenda_item = _agenda_item(reading, item, meetings)
        records.append(agenda_item)
        records.extend(extract_votes(reading, item, agenda_item.id))
    return records


def _meetings(reading: Reading) -> list[Meeting]:
    """One meeting for each day that the headers name, in order; without a header the document's own day."""
    text = reading.document.text
    places: list[tuple[int, int, str | None, str | None]] = []
    for label in _MEETING_DAY.finditer(text):
        dates = find_dates(text, label.end(), label.end() + 40)
        if dates and dates[0].start == label.end() and all(p[2] != dates[0].date_from for p in places):
            places.append((label.start(), dates[0].end, dates[0].date_from, dates[0].date_to))
    if not places:
        first = re.search(r"\S[^\n]*", text)
        if first is None:
            return []
        places = [(first.start(), first.start() + len(first[0].rstrip()), reading.facts.date, reading.facts.date)]
    ends = [p[0] for p in places[1:]] + [len(text)]
    return [_meeting(reading, place, end) for place, end in zip(places, ends, strict=True)]


def _meeting(reading: Reading, place: tuple[int, int, str | None, str | None], until: int) -> Meeting:
    start, end, date_from, date_to = place
    text = reading.document.text
    protocol = _PROTOCOL.search(text, max(0, start - 300), min(until, start + 1500))
    where = _PLACE.search(text, max(0, start - 300), min(until, start + 1500))
    adjusted = _ADJUSTED.search(text, start, until)
    days = find_dates(text, adjusted.end(), adjusted.end() + 30) if adjusted else []
    return Meeting(
        id=record_id(reading.document.id, "meetings", start, end),
        at=At(start, end, "minutes.header", 0.9),
        organisation=reading.facts.organisation,
        body=reading.facts.body,
        date_from=date_from,
        date_to=date_to,
        place=re.split(r",?\s*\b(?:kl\b|klockan\b)", where["place"])[0].strip(" ,") or None if where else None,
        protocol_number=protocol["numbered"] or protocol["number"] if protocol else None,
        adjusted_on=days[0].date_from if days else None,
    )


def _agenda_item(reading: Reading, item: Item, meetings: list[Meeting]) -> AgendaItem:
    before = [m for m in meetings if m.at.char_start <= item.start]
    meeting = before[-1] if before else meetings[0] if meetings else None
    start, end = item.start, item.start + len(reading.document.text[item.start : item.end].rstrip())
    return AgendaItem(
        id=record_id(reading.document.id, "agenda_items", start, end, item.number),
        at=At(start, end, "minutes.item", 0.95),
        meeting_id=meeting.id if meeting else None,
        number=item.number,
        title=item.title,
        case_number=item.case_number,
        body=meeting.body if meeting else reading.facts.body,
        date_from=meeting.date_from if meeting else reading.facts.date,
        date_to=meeting.date_to if meeting else reading.facts.date,
    )
