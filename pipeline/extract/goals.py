"""Goals with a target year, so that a later paper that moves the year can be held against the earlier one."""

from __future__ import annotations

from pipeline.lexicon import load_lexicon
from pipeline.records import At, Goal, Reading, Record, record_id

_SHORTEST, _LONGEST = 25, 360  # characters of a sentence that tells a goal


def extract_goals(reading: Reading) -> list[Record]:
    """The sentences that say by which year something is to be reached."""
    flow = reading.document.flow
    goals: list[Record] = []
    for sentence in reading.sentences:
        words = " ".join(flow[sentence.start : sentence.end].split())
        if not _SHORTEST <= len(words) <= _LONGEST:
            continue
        for pattern in load_lexicon("goals").patterns:
            match = pattern.regex.search(words)
            if match:
                goals.append(
                    Goal(
                        id=record_id(reading.document.id, Goal.table, sentence.start, sentence.end),
                        at=At(sentence.start, sentence.end, pattern.id, pattern.confidence),
                        text=words,
                        target_year=int(match["year"]),
                    )
                )
                break
    return goals
