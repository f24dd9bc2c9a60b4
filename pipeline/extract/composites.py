"""Composites: a paragraph or a list in which auditors make several points, each of which is a finding of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from pipeline.extract.passages import trimmed
from pipeline.extract.points import Point
from pipeline.records import At, Block, Composite, Document, record_id

_ABOVE = 600  # characters within which a list's lead stands above its first item


def find_composites(document: Document, points: Sequence[Point]) -> dict[Point, Composite]:
    """The composite of each point that shares its paragraph, or the line that announces its list, with others.

    `points` are in order of place.
    """
    starts = [block.start for block in document.blocks]
    groups: list[list[Point]] = []
    for point in points:
        block = document.blocks[bisect_right(starts, point.start) - 1]
        if groups and _belongs(groups[-1][-1], point, block):
            groups[-1].append(point)
        else:
            groups.append([point])
    return {
        point: _composite(document, group, document.blocks[bisect_right(starts, group[0].start) - 1])
        for group in groups
        if len(group) > 1
        for point in group
    }


def _belongs(before: Point, point: Point, block: Block) -> bool:
    if block.kind == "paragraph" and block.start <= before.start:
        return True
    return (
        bool(point.lead) and point.lead == before.lead and point.rule == before.rule and point.titles == before.titles
    )


def _composite(document: Document, group: Sequence[Point], block: Block) -> Composite:
    """The whole paragraph; of a list the line that announces it with all items."""
    if block.kind == "paragraph" and group[-1].start < block.end:
        start, end = trimmed(document, block.start, block.end)
        rule = "composites.paragraph"
    else:
        opening = group[0].lead.split(" ", 3)[:3]
        above = document.flow.rfind(" ".join(opening), max(0, group[0].start - _ABOVE), group[0].start)
        start, end = above if above >= 0 else group[0].start, group[-1].end
        rule = "composites.list"
    confidence = min(point.confidence for point in group)
    return Composite(id=record_id(document.id, "composites", start, end), at=At(start, end, rule, confidence))
