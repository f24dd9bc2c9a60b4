"""Headings that were made by hand in Word, by bold, underlined or larger letters, and their levels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from pipeline.read.lines import Line, RawPage

BY_HAND = 4  # the level of the most prominent of them: below what styles head
_DEEPEST = 9
LONGEST_HEADING = 120
_LARGER = 1.08  # as 12 points above 11; times the size of the running text
_LETTERS = 3  # of a heading at least


def could_head(text: str) -> bool:
    """Whether a paragraph could be a heading by its length and its end."""
    return len(text) < LONGEST_HEADING and text[-1:] not in {".", ",", ";"} and any(map(str.isalnum, text))


def name_headings(pages: Sequence[RawPage]) -> None:
    """Make headings of short paragraphs in larger letters, and give those made by hand (level 0) levels by their looks:
    the larger, then the bold, stand above the others. In place.
    """
    lines = [item for page in pages for item in page.items if isinstance(item, Line)]
    body = _body_size(lines)
    alone = [_is_alone(line, after) for line, after in zip_longest(lines, lines[1:])]
    for line, one in zip(lines, alone, strict=True):
        if one and line.size >= _LARGER * body > 0 and _opens(line) and could_head(line.text.strip()):
            line.kind, line.level, line.marker = "heading", 0, line.marker.rstrip(".")
    made = [line for line in lines if line.kind == "heading" and not line.level]
    looks = sorted({_look(line) for line in made}, reverse=True)
    for line in made:
        line.level = min(BY_HAND + looks.index(_look(line)), _DEEPEST)


def _opens(line: Line) -> bool:
    """Whether a line begins as a heading does, numbered or not."""
    text = line.text.strip()
    numbered = line.kind == "list_item" and line.marker[:1].isdigit()
    return (line.kind == "paragraph" or numbered) and not text[0].islower() and sum(map(str.isalpha, text)) >= _LETTERS


def _look(line: Line) -> tuple[int, bool]:
    return round(line.size), line.bold


def _is_alone(line: Line, after: Line | None) -> bool:
    return line.starts_block and not line.repeated and (after is None or after.starts_block)


def _body_size(lines: Sequence[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        if line.kind in {"paragraph", "list_item", ""} and line.size:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
