"""Lists of those present whose columns the text has lost: who came, and who sat in for whom, can't be told from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.paragraphs import MINUTES
from pipeline.lexicon import load_lexicon
from pipeline.records import Attendance, Problem, Reading

_REACH = 12  # lines in which the heads of a list's columns stand, one a line
_LEAST = 3  # heads


def find_lost_attendance(reading: Reading) -> Iterator[Problem]:
    """One problem for minutes in which such a list stands and nobody is recorded as present."""
    document = reading.document
    if reading.facts.kind not in MINUTES or reading.of(Attendance):
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
