"""The parts of an auditors' paper that are about the auditors' own work, in which nothing is a measure of others."""

from __future__ import annotations

from pipeline.lexicon import load_lexicon
from pipeline.records import Reading


def own_work(reading: Reading, offset: int) -> bool:
    """Whether the section there names the auditors' own office or board, and no unit of those whom they audit."""
    inside = [s for s in reading.sections if s.start <= offset < s.end]
    if not inside:
        return False
    section = max(inside, key=lambda s: s.start)
    words = reading.document.flow[section.start : section.end]
    lexicon = load_lexicon("actors")
    return bool(lexicon.pattern("own.office").regex.search(words)) and not lexicon.pattern("own.others").regex.search(
        words
    )
