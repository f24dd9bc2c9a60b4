"""Answers that auditors tell in a sentence of their own, below the point that they followed up."""

from __future__ import annotations

from pipeline.extract.passages import Passage, find_passages
from pipeline.extract.told_answers import Told
from pipeline.lexicon import load_lexicon
from pipeline.records import Finding, Reading, Record

_NEAR = 1500  # characters from the point to what was answered to it


def answers_auditors_tell(reading: Reading) -> list[Told]:
    """Sentences such as "I sitt yttrande skriver nämnden att ...", each to the nearest point above it under the same
    heading; without one they tell of no answer to any point.
    """
    cue = load_lexicon("responses").pattern("told.by_auditors")
    findings = sorted(reading.of(Finding), key=lambda f: f.at.char_start)
    told = []
    for passage in find_passages(reading):
        point = _point_above(reading, findings, passage)
        if point and cue.regex.search(passage.text):
            told.append(Told(passage.start, passage.end, "responses.told_by_auditors", cue.confidence, (point.id,)))
    return told


def _point_above(reading: Reading, findings: list[Record], passage: Passage) -> Record | None:
    """The last point that ends above the sentence, when it is a recommendation, with no heading between."""
    above = [f for f in findings if f.at.char_end <= passage.start and passage.start - f.at.char_end <= _NEAR]
    if not above:
        return None
    point = above[-1]
    if not isinstance(point, Finding) or point.kind != "recommendation":
        return None  # what the auditors found since then stands between
    parted = any(point.at.char_end <= s.start < passage.start for s in reading.sections)
    return None if parted else point
