"""Who signs an extract that has no cover: secretary, chair and adjusters, by the labels at its foot."""

from __future__ import annotations

import re

from pipeline.extract.people import NAME, party_of
from pipeline.records import At, Attendance, Meeting, Reading, record_id

_OPENS = re.compile(r"(?im)(?<![^\n\f])[^\S\n]*(?:vid protokollet|underskrifter|signaturer)[^\S\n]*:?[^\S\n]*$")
_ROLE = re.compile(r"(?i)\b(?:(?P<chair>ordförande)|(?P<adjuster>justera(?:nde|re))|(?P<official>sekreterare))\b")
_LABELS = re.compile(r"(?i)(?:(?:ordförande|justera(?:nde|re)|sekreterare)\b[\s:._…]*)+")
_ALONE = re.compile(r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,3})")
_BLANK = re.compile(r"[\s._…-]*")
_LINES = 16  # lines of such a foot


def find_signers(reading: Reading, meeting: Meeting, start: int, end: int) -> list[Attendance]:
    """The signers in the order of their labels, which may stand in a row above the names ("Ordförande  Justerande")."""
    text = reading.document.text
    found: list[Attendance] = []
    opening = _OPENS.search(text, start, end)
    if not opening:
        return found
    waiting: list[str] = []
    lines = [m for m in re.finditer(r"[^\n\f]+", text[opening.end() : end]) if not _BLANK.fullmatch(m[0])]
    for line in lines[:_LINES]:
        words, at = line[0].strip(), opening.end() + line.start() + len(line[0]) - len(line[0].lstrip())
        if _LABELS.fullmatch(words):
            waiting += [str(role.lastgroup) for role in _ROLE.finditer(words)]
            continue
        named = list(NAME.finditer(words)) or ([m] if (m := _ALONE.fullmatch(words)) else [])
        if not named or not waiting:
            break
        for name in named[: len(waiting)]:
            role, party = waiting.pop(0), name.groupdict().get("party")
            first, last = at + name.start("name"), at + name.end()
            found.append(
                Attendance(
                    id=record_id(reading.document.id, "attendance", first, last, role),
                    at=At(first, last, f"minutes.{role}", 0.85), meeting_id=meeting.id,
                    name=" ".join(name["name"].split()), party=party_of(party) if party else None, role=role,
                )
            )  # fmt: skip
    return found
