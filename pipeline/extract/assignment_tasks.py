"""The tasks that a list states under the words that give them: "Nämnden ger chefen i uppdrag att" and points below."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.records import Block, Decision, Document

_MARK = re.compile(
    r"\s*(?:(?P<dash>[-–•*o])\s|(?P<number>\d{1,2})[.)]\s|(?P<letter>[a-zå])[.)]\s)?\s*(?P<att>(?:samt\s+)?att\s)?"
)
_JOINS = re.compile(r"[,;.]?\s*(?:\b(?:samt|och))?\s*$")
_MOST = 20


def tasks_below(document: Document, end: int, decision: Decision | None) -> list[tuple[int, int]]:
    """The spans of the list items right below the words that end at `end`, without marks; only those of a kind that the
    words themselves are not marked with, and none beyond the decision that holds the words.
    """
    index = bisect_right(document.blocks, end - 1, key=lambda b: b.start) - 1
    if index < 0 or document.flow[end : document.blocks[index].end].strip(" :"):
        return []
    own = _kind(document, document.blocks[index])
    spans: list[tuple[int, int]] = []
    kind = ""
    for block in _below(document, index):
        marked = _kind(document, block)
        beyond = decision is not None and block.end > decision.at.char_end
        if not marked or marked == own or (kind and marked != kind) or beyond or len(spans) == _MOST:
            break
        kind = marked
        spans.append(_task(document, block))
    return [s for s in spans if s[1] > s[0]]


def _below(document: Document, index: int) -> Iterator[Block]:
    return (b for b in document.blocks[index + 1 :] if b.kind != "furniture")


def _kind(document: Document, block: Block) -> str:
    """What marks a block as an item of a list: a dash, a number, a letter, or the word "att"; empty for none."""
    match = _MARK.match(document.flow, block.start, block.end)
    groups = match.groupdict() if match else {}
    return next((name for name in ("dash", "number", "letter", "att") if groups.get(name)), "")


def _task(document: Document, block: Block) -> tuple[int, int]:
    match = _MARK.match(document.flow, block.start, block.end)
    start = match.end() if match else block.start
    tail = _JOINS.search(document.flow, start, block.end)
    return start, tail.start() if tail else block.end
