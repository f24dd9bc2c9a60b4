"""Heads of documents that contradict themselves: days in the wrong order, parties above what is the body's own."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.stances import page_head
from pipeline.lexicon import load_lexicon
from pipeline.records import Meeting, Problem, Reading, Response

_HEAD = 250  # characters of a page in which a letterhead stands


def find_contradicted_heads(reading: Reading) -> list[Problem]:
    """One problem for each pair of days that can't both be right, and for each page headed by others than its sender.

    Minutes are adjusted after the meeting and announced after that (kommunallagen 5 kap. 69 §, 8 kap. 12 §).
    """
    meetings = [r for r in reading.records if isinstance(r, Meeting)]
    return [problem for meeting in meetings for problem in _of_meeting(reading, meeting)] + list(_of_parties(reading))


def _of_meeting(reading: Reading, meeting: Meeting) -> Iterator[Problem]:
    pairs = {
        "adjusted_before_meeting": (meeting.adjusted_on, meeting.date_from),
        "notice_before_meeting": (meeting.notice_from, meeting.date_from),
        "notice_ends_before": (meeting.notice_to, meeting.notice_from),
    }
    page = reading.document.page_at(meeting.at.char_start).number
    for code, (later, earlier) in pairs.items():
        if later and earlier and later < earlier:
            yield Problem(reading.document.path, code, f"{later}, {earlier}", page)


def _of_parties(reading: Reading) -> Iterator[Problem]:
    """Pages whose letterhead names parties though their title says that the statement is the body's."""
    lexicon = load_lexicon("responses")
    parties, own = lexicon.pattern("party_line").regex, lexicon.pattern("section.adopted").regex
    seen: set[int] = set()
    for answer in reading.records:
        page = reading.document.page_at(answer.at.char_start).number
        if not isinstance(answer, Response) or answer.standing != "adopted" or page in seen:
            continue
        seen.add(page)
        head = page_head(reading, answer.at.char_start)
        named, titled = parties.search(head[:_HEAD]), own.search(head)
        if named and titled and named.start() < titled.start():
            line = head[: titled.start()].rstrip().rsplit("\n\n", 1)[0]
            detail = " ".join(next((row for row in line.split("\n") if parties.search(row)), named[0]).split())
            yield Problem(reading.document.path, "party_header", f"{detail}; {titled[0]}", page)
