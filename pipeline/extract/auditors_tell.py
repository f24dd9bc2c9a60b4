"""Answers that others tell in a sentence of their own: auditors below the point that they followed up, a council's
presidium below the remark."""

from __future__ import annotations

from pipeline.extract.passages import Passage, find_passages
from pipeline.extract.told_answers import Told
from pipeline.lexicon import load_lexicon
from pipeline.records import Finding, Reading, Record

_NEAR = 1500  # characters from the point to what was answered to it
_LIST = 10  # characters between two points of a list
_ASKED = frozenset({"recommendation", "remark"})


def answers_auditors_tell(reading: Reading) -> list[Told]:
    """Sentences such as "I sitt yttrande skriver nämnden att ...", each to the point above it under the same heading;
    without one they tell of no answer to any point.
    """
    cue = load_lexicon("responses").pattern("told.by_auditors")
    findings = sorted(reading.of(Finding), key=lambda f: f.at.char_start)
    told = []
    for passage in find_passages(reading):
        points = _points_above(reading, findings, passage) if cue.regex.search(passage.text) else []
        if points:  # of several in a list nothing says which it is to
            ids = (points[0].id,) if len(points) == 1 else ()
            told.append(Told(passage.start, passage.end, "responses.told_by_auditors", cue.confidence, ids))
    return told


def _points_above(reading: Reading, findings: list[Record], passage: Passage) -> list[Record]:
    """The recommendations or the remark that end the run of points above the sentence, with no heading between."""
    above = [f for f in findings if f.at.char_end <= passage.start and passage.start - f.at.char_end <= _NEAR]
    floor = max((s.start for s in reading.sections if s.start <= passage.start), default=0)
    points: list[Record] = []
    for point in reversed(above):
        if not isinstance(point, Finding) or point.kind not in _ASKED or point.at.char_start < floor:
            break  # what the auditors found since then stands between
        if points and points[-1].at.char_start - point.at.char_end > _LIST:
            break
        points.append(point)
    return points
