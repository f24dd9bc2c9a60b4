"""Minutes as records: meetings, agenda items and what is told of each item."""

from __future__ import annotations

from dataclasses import replace

from pipeline.extract.attendance import extract_attendance
from pipeline.extract.item_parts import extract_item_parts
from pipeline.extract.items import Item, find_items
from pipeline.extract.meetings import find_meetings
from pipeline.extract.motions import extract_motions
from pipeline.extract.reservations import extract_reservations
from pipeline.extract.signers import find_signers
from pipeline.extract.tallies import Tally, find_tallies
from pipeline.extract.vote_lists import VoteList, find_vote_lists, lists_of_item
from pipeline.extract.votes import extract_votes
from pipeline.records import AgendaItem, At, Meeting, Reading, Record, record_id


def extract_minutes(reading: Reading) -> list[Record]:
    """The meetings, items, ballots, votes, motions and reservations of minutes; nothing of other papers."""
    if reading.facts.kind not in {"minutes", "minutes_extract"}:
        return []
    items = find_items(reading.document)
    meetings = find_meetings(reading)
    items = [_within_meeting(reading.document.text, i, meetings[1:]) for i in items]
    records: list[Record] = [*meetings]
    for index, meeting in enumerate(meetings):  # the cover stands before the first item; extracts have none
        until = meetings[index + 1].at.char_start if index + 1 < len(meetings) else len(reading.document.text)
        first = next((i.start for i in items if i.start > meeting.at.char_start), until)
        begin = max(0, meeting.at.char_start - 300) if index else 0
        present = extract_attendance(reading, meeting, begin, min(first, until))
        records.extend(present or find_signers(reading, meeting, begin, until))
    lists = find_vote_lists(reading, items)
    tallies = {i.start: _tallies_of(reading, i, lists) for i in items}
    cited = [t.appendix for stated in tallies.values() for t in stated if t.appendix]
    for item in items:
        agenda_item = _agenda_item(reading, item, meetings)
        records.append(agenda_item)
        records.extend(extract_item_parts(reading, item, agenda_item.id))
        stated = tallies[item.start]
        own = lists_of_item(item, items, lists, stated, cited)
        records.extend(extract_votes(reading, item, agenda_item.id, stated, own))
        records.extend(extract_motions(reading, item, agenda_item.id))
        records.extend(extract_reservations(reading, item, agenda_item.id))
    return records


def _tallies_of(reading: Reading, item: Item, lists: list[VoteList]) -> list[Tally]:
    """The tallies that an item states, without that of a list which stands in it."""
    inside = [(o.start, o.end) for o in lists if item.start <= o.start < item.end]
    found = find_tallies(reading.document.flow, item.body_start, item.end)
    return [t for t in found if not any(start <= t.start < end for start, end in inside)]


def _within_meeting(text: str, item: Item, later: list[Meeting]) -> Item:
    """The item without the header of a later meeting in the same file, which stands before that meeting's items."""
    start = next((m.at.char_start for m in later if item.start < m.at.char_start < item.end), None)
    if start is None:
        return item
    start = text.rfind("\n", 0, start) + 1
    while True:  # the lines of the header above its date
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        line = text[above:start].strip()
        if above <= item.body_start or not line or len(line) > 60 or line.endswith("."):
            return replace(item, end=max(item.body_start, start))
        start = above


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
