"""The appendices of minutes, which stand behind their last item and belong to none by their place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

_LONGEST_HEADING = 80
_HEADER = 6  # blocks that may head a page
_NEAR = 14  # blocks under a heading within which its list begins


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix: where it begins, and its number when it has one."""

    start: int
    number: str | None


def find_appendices(document: Document) -> list[Appendix]:
    """The appendices in order. "Bilaga 2" heads one at the top of a page, or above a list of votes; elsewhere it is
    a line of an item's papers.
    """
    blocks = [b for b in document.blocks if b.kind != "furniture"]
    heads = _running_heads(document, blocks)
    found = []
    for index, block in enumerate(blocks):
        number = _number(document, block)
        if number is None:
            continue
        top = _top_of_page(document, blocks, index, heads)
        if top is not None or (number and _has_list(document, blocks, index)):
            found.append(Appendix(block.start if top is None else top, number or None))
    return found


def _number(document: Document, block: Block) -> str | None:
    """The number of the appendix that a block heads, empty for a list without one; None when it heads none."""
    words = " ".join(document.flow[block.start : block.end].split())
    if block.kind == "table" or len(words) > _LONGEST_HEADING:
        return None
    lexicon = load_lexicon("appendices")
    numbered = lexicon.pattern("appendix.numbered").regex.search(words)
    if numbered:
        return str(numbered["number"])
    return "" if lexicon.pattern("appendix.list").regex.search(words) else None


def _running_heads(document: Document, blocks: Sequence[Block]) -> frozenset[str]:
    """The lines that head pages: those known to repeat, and those that open the document."""
    repeated = [b for b in document.blocks if b.kind == "furniture"]
    return frozenset(_masked(document, b) for b in (*repeated, *blocks[:_HEADER]))


def _top_of_page(document: Document, blocks: Sequence[Block], index: int, heads: frozenset[str]) -> int | None:
    """Where the page begins whose first block this is, the lines that head pages aside; None for a later block."""
    for place in range(index, max(0, index - 1 - _HEADER), -1):
        if "\f" in document.text[blocks[place - 1].end : blocks[place].start]:
            return blocks[place].start
        if _masked(document, blocks[place - 1]) not in heads:
            return None
    return None


def _masked(document: Document, block: Block) -> str:
    return re.sub(r"\d+", "#", " ".join(document.text[block.start : block.end].split()))


def _has_list(document: Document, blocks: Sequence[Block], index: int) -> bool:
    start, end = blocks[index].end, blocks[min(index + _NEAR, len(blocks) - 1)].end
    return load_lexicon("ballots").pattern("list.heads").regex.search(document.flow, start, end) is not None
