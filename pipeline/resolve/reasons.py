"""Why a citation has no target, and which of them are wrong references: codes, users see `messages/resolve.toml`.

A reference is wrong only where the database proves it: the minutes of that day are there and lack the §; the § is in
the minutes of a day close by, or the cited day lies between two meetings whose § follow on each other; the item is
there with another number of the same register. Minutes that are not there prove nothing, nor do minutes that begin
late: § may begin anew with the year, the mandate or the meeting, and one meeting's minutes may come in parts.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pipeline.resolve.targets import Meeting, Target

NOT_IN_DATABASE = "not_in_database"
TWO_CANDIDATES = "two_candidates"
NO_SUCH_PARAGRAPH = "no_such_paragraph"
NO_SUCH_MEETING = "no_such_meeting"
OTHER_CASE_NUMBER = "other_case_number"
_SLIP = 10  # days: a § found this close was cited with a slip of the pen; no body begins to count anew so soon


def reason_missing(meetings: Sequence[Meeting], row: sqlite3.Row) -> tuple[str, str | None]:
    """Why a § or meeting of a body was not found among its minutes, and what these have instead."""
    first, last = row["date_from"], row["date_to"] or row["date_from"]
    if not first or row["date_precision"] != "day":
        return NOT_IN_DATABASE, None
    said = re.match(r"\d+", row["paragraph"] or "")
    number = int(said[0]) if said else None
    known = sorted((m for m in meetings if m.numbers), key=lambda m: m.date_from)
    own = [m for m in meetings if m.date_from <= last and m.date_to >= first]
    if own:
        early = number is not None and number < min(own[0].numbers, default=0)
        follows = any(max(a.numbers) + 1 == min(b.numbers) and b is own[0] for a, b in pairwise(known))
        proven = number is not None and (not early or follows)
        return (NO_SUCH_PARAGRAPH, _told(own[0])) if proven else (NOT_IN_DATABASE, None)
    close = [m for m in known if number in m.numbers and _days_between(m, first, last) <= _SLIP]
    if len(close) == 1:
        return NO_SUCH_MEETING, _told(close[0])
    for before, after in pairwise(known):
        if before.date_to < first and last < after.date_from and min(after.numbers) == max(before.numbers) + 1:
            return NO_SUCH_MEETING, f"{_told(before)}; {_told(after)}"
    return NOT_IN_DATABASE, None


def other_case_number(target: Target, cited: str) -> bool:
    """Whether the item's number and the cited one are of one register and form, and are not the same."""
    if not cited or not target.case_number or cited == target.case_number:
        return False
    shapes = [re.sub(r"\d+", "0", number) for number in (cited, target.case_number)]
    numbers = [[int(digits) for digits in re.findall(r"\d+", number)] for number in (cited, target.case_number)]
    return shapes[0] == shapes[1] and numbers[0] != numbers[1]


def _days_between(meeting: Meeting, first: str, last: str) -> int:
    """Days from the cited ones to the meeting's."""
    ends = [date.fromisoformat(day) for day in (meeting.date_from, meeting.date_to, first, last)]
    return max((ends[0] - ends[3]).days, (ends[2] - ends[1]).days, 0)


def _told(meeting: Meeting) -> str:
    days = meeting.date_from if meeting.date_to == meeting.date_from else f"{meeting.date_from}–{meeting.date_to}"
    if not meeting.numbers:
        return days
    first, last = min(meeting.numbers), max(meeting.numbers)
    return f"{days} § {first}" if first == last else f"{days} §§ {first}–{last}"
