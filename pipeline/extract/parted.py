"""A sentence that tells one body this and another body that is two points: each body must find its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.criticism_signs import lack
from pipeline.extract.passages import trimmed
from pipeline.extract.points import Point
from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.records import Document

_JOINT = re.compile(r"[,;]?\s+(?:och|samt|medan|men)\s+(?P<clause>(?:(?:att|även|också|för)\s+){0,2})$", re.IGNORECASE)
_REMARKED = re.compile(  # "... mot A för ... och mot B för ...": two remarks
    r"[,;]?\s+(?:och|samt)\s+(?P<clause>(?:(?:även|också|en|anmärkning|erinran|kritik)\s+){0,3}(?:mot|till)\s+)$",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:för|gällande|avseende|på grund av|då|eftersom)\s+\w")
_ASKED = re.compile(r"\b(?:att|bör|behöver)\s+\w")
_LEAST = 30  # characters of a part that says something by itself


def part_by_body(document: Document, points: Sequence[Point]) -> Iterator[Point]:
    """The points, a sentence's clauses on different bodies as one point each."""
    for point in points:
        if point.composite or point.kind not in {"criticism", "concern", "recommendation", "remark"}:
            yield point
            continue
        start = point.start
        for cut, after in _cuts(document.flow[point.start : point.end], point.kind):
            yield replace(point, start=start, end=point.start + cut)
            start = point.start + after
        if start == point.start:
            yield point
        else:
            first, last = trimmed(document, start, point.end)
            yield replace(point, start=first, end=last)


def _cuts(words: str, kind: str) -> Iterator[tuple[int, int]]:
    """Where a clause on one body ends, and where that on another begins."""
    bodies = [body for body in find_bodies(words) if not is_generic(body.name)]
    start = 0
    before: str | None = None
    for place, body in enumerate(bodies):
        joint = (_REMARKED if kind == "remark" else _JOINT).search(words, start, body.start)
        end = bodies[place + 1].start if place + 1 < len(bodies) else len(words)
        if before not in {None, body.name} and joint and joint.start() - start >= _LEAST:
            # "Vi anser att A och B bör" is one: of A by itself nothing is asked.
            told_from = bodies[place - 1].end if kind == "recommendation" else start
            left, right = words[told_from : joint.start()], words[body.start : end]
            told = {"recommendation": _ASKED.search, "remark": _REASON.search}.get(kind, lack)
            if told(left) and told(right) and end - body.start >= _LEAST:
                yield joint.start(), joint.start("clause")
                start = joint.start()
        before = body.name
