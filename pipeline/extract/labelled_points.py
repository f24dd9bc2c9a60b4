"""Follow-ups that set the earlier points below a label of their own, and the verdict below, or behind, another label:
"Rekommendation" / "Att nämnden ..." / "Bedömning" / "Vi bedömer att ...", as consultants' templates do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pipeline.extract.passages import one_line, trimmed
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

Span = tuple[int, int]
Judged = tuple[Sequence[Span], Span, Span]  # the points, the words of the verdict, and from label to verdict

_FOLLOWS_UP = re.compile(r"\buppfölj", re.IGNORECASE)
_HEAD = 2500  # characters in which a paper says that it follows up
_LEAST = 12  # characters of a point
_REACH = 12  # blocks between the points and the verdict
_MOST = 12  # points below one label
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s")  # "2.1 Intern kontroll"
_LABEL = 60  # characters of a line that is a label alone


def labelled_points(document: Document, judges: Callable[[str], bool]) -> Iterator[Judged]:
    """The earlier points below each label with the verdict that `judges` finds below its own, before the next label or
    heading of another subject. Only in papers that say at their head that they follow up.
    """
    if not _FOLLOWS_UP.search(document.flow[:_HEAD]):
        return
    lexicon = load_lexicon("assessments")
    above, verdict, beside = (lexicon.pattern(name).regex for name in ("label.points", "label.verdict", "mark.verdict"))
    blocks = list(_parted(document))
    for index, block in enumerate(blocks):
        if not above.match(one_line(document.flow[block.start : block.end])):
            continue
        points, below = _points(document, blocks, index + 1)
        for place in range(below, min(below + _REACH, len(blocks)) if points else below):
            words = one_line(document.flow[blocks[place].start : blocks[place].end])
            if above.match(words) or _is_other_subject(document, blocks[place]):
                break
            found = _verdict(document, blocks, place, verdict, beside)
            if found and judges(document.flow[slice(*found)]):
                yield points, found, (block.start, found[1])
                break


def _parted(document: Document) -> Iterator[Block]:
    """The blocks, parted where a later line of one opens with a label: an item of a list holds in plain text the line
    below it."""
    opens = load_lexicon("assessments").pattern("label.opens").regex
    for block in document.blocks:
        if block.kind in {"furniture", "footnote", "table"}:
            continue
        text, begin, kind = document.text[block.start : block.end], block.start, block.kind
        for line in re.finditer(r"\n(?=\S)", text):
            if opens.match(text, line.end()):
                yield replace(block, start=begin, end=block.start + line.start(), kind=kind)
                begin, kind = block.start + line.end(), "paragraph"
        yield replace(block, start=begin, kind=kind)


def _points(document: Document, blocks: Sequence[Block], first: int) -> tuple[list[Span], int]:
    """The list below a label, or the one paragraph there; and where the blocks behind it begin."""
    points: list[Span] = []
    for place in range(first, min(first + _MOST, len(blocks))):
        block = blocks[place]
        start, end = trimmed(document, block.start, block.end)
        if block.kind != "list_item":
            words = document.flow[start:end]
            titled = _is_label(words) or (block.kind == "heading" and _NUMBERED.match(words) is not None)
            alone = not points and end - start >= _LEAST and not titled
            return ([(start, end)], place + 1) if alone else (points, place)
        mark = len(block.marker) if document.flow.startswith(block.marker, start) else 0
        points.append(trimmed(document, start + mark, end))
    return points, first + len(points)


def _verdict(
    document: Document, blocks: Sequence[Block], place: int, label: re.Pattern[str], beside: re.Pattern[str]
) -> Span | None:
    """What stands behind the label of a verdict, on its line or in the block below."""
    block = blocks[place]
    words = document.flow[block.start : block.end]
    if label.match(one_line(words)) and place + 1 < len(blocks):
        return trimmed(document, blocks[place + 1].start, blocks[place + 1].end)
    mark = beside.match(words)
    return trimmed(document, block.start + mark.end(), block.end) if mark else None


def _is_label(words: str) -> bool:
    """Whether a line is a part's usual heading and no point."""
    known = load_lexicon("headings").words["alone"]
    return one_line(words).strip(" :").lower() in known


def _is_other_subject(document: Document, block: Block) -> bool:
    """Whether a heading opens another subject: neither a part's usual heading nor the label of what a body answers."""
    words = one_line(document.flow[block.start : block.end])
    part = load_lexicon("assessments").pattern("label.part").regex
    return block.kind == "heading" and not (len(words) <= _LABEL and (_is_label(words) or part.match(words)))
