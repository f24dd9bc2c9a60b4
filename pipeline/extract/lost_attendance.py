"""Lists of those present that can't be read: their columns are lost in the text, or they stand in an appendix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.paragraphs import MINUTES
from pipeline.lexicon import load_lexicon
from pipeline.records import Attendance, Problem, Reading

_REACH = 12  # lines in which the heads of a list's columns stand, one a line
_LEAST = 3  # heads
# "Beslutande: Se bilaga", "Beslutande" above "Enligt närvarolista".
_ELSEWHERE = re.compile(
    r"(?im)^[^\S\n]*(?:beslutande|ledamöter|närvarande)\b:?\s{1,3}(?P<where>(?:se|enligt)\s(?:[\w/-]+\s){0,4}?"
    r"(?:bilag\w*|bil\.|\S*förteckning\w*|\S*list\w*|sid\w*)(?!\w)[^\n]{0,40})"
)
_DECIDE = frozenset({"member", "serving_substitute"})


def find_lost_attendance(reading: Reading) -> Iterator[Problem]:
    """One problem for minutes in which such a list stands and nobody is recorded as present, or that say that it
    stands elsewhere, and no member is.
    """
    document = reading.document
    present = [a for a in reading.of(Attendance) if isinstance(a, Attendance)]
    if reading.facts.kind not in MINUTES or any(a.role in _DECIDE for a in present):
        return
    if elsewhere := _ELSEWHERE.search(document.text):
        page = document.page_at(elsewhere.start()).number
        yield Problem(document.path, "attendance_elsewhere", " ".join(elsewhere["where"].split()), page)
        return
    if present:
        return
    heads, comes = (load_lexicon("ballots").pattern(f"presence.{name}").regex for name in ("head", "comes"))
    seen: list[tuple[int, str]] = []
    for number, line in enumerate(m for m in re.finditer(r"[^\n\f]+", document.text) if m[0].strip()):
        words = line[0].strip()
        if not heads.fullmatch(words):
            continue
        seen = [(at, word) for at, word in seen if number - at < _REACH and word != words] + [(number, words)]
        if len(seen) > _LEAST and any(comes.fullmatch(word) for _, word in seen):
            told = ", ".join(word for _, word in seen)
            yield Problem(document.path, "attendance_lost", told, document.page_at(line.start()).number)
            return
