"""A remark that auditors make in a heading alone: "Kritik riktas mot nämnden i form av en anmärkning"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.extract.announced import REMARK, REMARKS
from pipeline.extract.body_lists import specific_body
from pipeline.extract.points import Point
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Reading

_SOME_TEXT = 40  # characters below a heading that is no mere entry of a list of contents


def remarks_in_headings(reading: Reading, points: Sequence[Point]) -> Iterator[Point]:
    """The headings that say that a body gets a remark, which no sentence of the paper says."""
    flow = reading.document.flow
    told = {name for p in points if p.kind == "remark" for name in _bodies(flow[p.start : p.end])}
    patterns = [load_lexicon("findings").pattern(name) for name in REMARKS]
    for section in reading.sections:
        pattern = next((p for p in patterns if p.regex.search(section.title)), None)
        if pattern is None or not REMARK.search(section.title):
            continue
        named = _bodies(section.title)
        if named and not named & told and len(flow[section.body_start : section.end].strip()) >= _SOME_TEXT:
            told |= named
            end = section.start + len(flow[section.start : section.body_start].rstrip())
            yield Point(section.start, end, "remark", f"findings.{pattern.id}", pattern.confidence, section.title)


def _bodies(words: str) -> frozenset[str]:
    return frozenset(name for m in find_bodies(words) if (name := specific_body(m.name, {})))
