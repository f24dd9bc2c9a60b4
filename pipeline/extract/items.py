"""The items (§§) of minutes: where each begins, its number, title and case number."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.extract.appendices import find_appendices
from pipeline.extract.item_cases import OTHER_NUMBERS, case_alone, case_in, case_of_title, title_in
from pipeline.extract.item_headings import Heading, find_headings
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

# The end of a name, which a line break in a title parted from its beginning: "Alm (L) om att" below "Motion av Bo".
_NAME_GOES_ON = re.compile(r"AB$|[A-ZÅÄÖ][\w-]+ \([A-ZÅÄÖ]{1,3}\)(?:,| (?:och|om|till|från|angående|gällande|i|som)\b)")
_ENDING_PARTS = frozenset({"sent_to", "underlying_documents"})  # their labels are hardly ever words of a decision


@dataclass(frozen=True, slots=True)
class Item:
    """An item of minutes: its span, where its text begins, and what its heading says."""

    start: int
    end: int
    body_start: int
    number: str
    title: str
    case_number: str | None


def is_label(text: str) -> bool:
    """Whether a line stands alone as a heading inside an item ("Beslut", "Nämndens beslut", "Reservationer")."""
    text = text.strip(" :").lower()
    parts = (p for p in load_lexicon("item_parts").patterns if p.yields["kind"] in _ENDING_PARTS)
    if len(text) < 70 and any(p.regex.search(text) for p in parts):
        return True
    return text in _labels() or bool(
        re.fullmatch(r"(?!enligt )[\w åäöÅÄÖ-]{3,60}s (?:beslut(?: för egen del)?|förslag(?: till beslut)?)", text)
    )


def find_items(document: Document) -> list[Item]:
    """The items in order; a § cited in running text opens none."""
    blocks = [b for b in document.blocks if b.kind != "furniture"]
    headings = find_headings(document, blocks)
    above = _cases_above(document, blocks, headings)
    items: list[Item] = []
    begins = [a[0] if a else _begin(document, blocks, h) for h, a in zip(headings, above, strict=True)]
    appendices = [a.start for a in find_appendices(document)]
    starts, ends = [b.start for b in blocks], list(accumulate((b.end for b in blocks), max))
    for index, heading in enumerate(headings):
        end = begins[index + 1] if index + 1 < len(headings) else len(document.text)
        end = next((a for a in appendices if heading.end <= a < end), end)
        end = min(end, ends[bisect_left(starts, end) - 1])  # the head of the next page is none of it
        case = above[index]
        items.append(_item(document, blocks, heading, begins[index], end, case[1] if case else None))
    return _without_contents(document, _without_appeal(document, blocks, items))


def _without_appeal(document: Document, blocks: list[Block], items: list[Item]) -> list[Item]:
    """The items, the last without the page behind it that tells how to appeal or certifies the notice."""
    if not items:
        return items
    closing = load_lexicon("appendices").pattern("appendix.closing").regex
    later = (b for b in blocks if b.start >= items[-1].body_start)
    start = next((b.start for b in later if closing.search(document.flow[b.start : b.end].strip())), items[-1].end)
    return [*items[:-1], replace(items[-1], end=min(start, items[-1].end))]


def _labels() -> frozenset[str]:
    return frozenset(load_lexicon("headings").words["alone"])


def _cases_above(document: Document, blocks: list[Block], headings: list[Heading]) -> list[tuple[int, str] | None]:
    """The case numbers that stand on a line of their own above each §, where that is the document's way: above the
    first and most of the others. Below a title such a line belongs to the § before it.
    """
    found = [None if case_in(h.rest) else _case_above(document, blocks, h) for h in headings]
    usual = bool(found) and found[0] is not None and 2 * sum(f is not None for f in found) >= len(found)
    return found if usual else [None] * len(headings)


def _case_above(document: Document, blocks: list[Block], heading: Heading) -> tuple[int, str] | None:
    own = blocks[heading.index]
    start, end = own.start, heading.start
    if not document.text[start:end].strip():
        if heading.index == 0:
            return None
        start, end = blocks[heading.index - 1].start, blocks[heading.index - 1].end
    line = document.text[start:end].rstrip().rpartition("\n")[2]
    start = document.text.rfind(line, start, end) if line else start
    case = case_alone(line.strip()) if line.strip() else None
    return (start + len(line) - len(line.lstrip()), case) if case else None


def _begin(document: Document, blocks: list[Block], heading: Heading) -> int:
    """Where the item begins: at its title, when that stands above the §."""
    above = _title_above(document, blocks, heading)
    return above.start if above else heading.start


def _title_above(document: Document, blocks: list[Block], heading: Heading) -> Block | None:
    if heading.index == 0 or title_in(heading.rest):
        return None
    block, above = blocks[heading.index], blocks[heading.index - 1]
    text = document.text[above.start : above.end]
    larger = above.size > block.size > 0 or (above.kind == "heading" and above.level < block.level)
    if above.kind != "heading" or not larger or is_label(text) or re.search(r"(?i)protokoll|sammanträdesdatum", text):
        return None
    return above


def _item(
    document: Document, blocks: list[Block], heading: Heading, start: int, end: int, case_above: str | None
) -> Item:
    number = case_above or case_in(heading.rest)
    above = _title_above(document, blocks, heading) if case_above is None else None
    title, body_start = title_in(heading.rest), heading.end
    if above:
        title = _flat(document, above.start, above.end)
    own = blocks[heading.index]
    if not above and min(own.end, end) > heading.end:  # the title goes on, or stands, on the block's next lines
        further = _flat(document, heading.end, min(own.end, end))
        if others := OTHER_NUMBERS.match(further):
            number, further = number or case_in(further[others.end() :]), title_in(further)
        title, body_start = f"{title} {further}".strip(), min(own.end, end)
    for block in blocks[heading.index + 1 : heading.index + 5]:
        text = _flat(document, block.start, block.end)
        titled = not title and text.lower() in load_lexicon("headings").words["titles"]
        if block.start >= end or (is_label(text) and not titled) or len(text) > 300:
            break
        line, _, further = document.text[block.start : block.end].strip().partition("\n")
        alone = case_alone(" ".join(line.split())) if number is None else None
        if alone:
            number, body_start = alone, block.end
            title = title or title_in(" ".join(line.split())) or " ".join(further.split())
        elif OTHER_NUMBERS.fullmatch(text):
            body_start = block.end  # "Au § 77" in a column of its own beside "Ks § 101"
        elif re.match(r"(?i)protokoll nr|sammanträdesdatum", text):
            continue
        elif not title and block.kind in {"heading", "paragraph"}:
            title, body_start = text, block.end
        elif body_start + 1 == block.start and _NAME_GOES_ON.match(text):
            title, body_start = f"{title} {text}", block.end
        else:
            break
    if number is None:
        number, title = case_of_title(title)
    return Item(start, end, body_start, heading.number, title[:400], number)


def _without_contents(document: Document, items: list[Item]) -> list[Item]:
    """Without the entries of a list of items at the front: where a number stands twice, the longer text is the item.
    One that has a label of its own ("Beslut") is an item of another meeting in the same file.
    """
    longest: dict[str, Item] = {}
    for item in items:
        known = longest.get(item.number)
        if known is None or item.end - item.start > known.end - known.start:
            longest[item.number] = item
    return [i for i in items if longest[i.number] is i or i.end - i.start >= 250 or _has_label(document, i)]


def _has_label(document: Document, item: Item) -> bool:
    return any(is_label(line) for line in document.text[item.body_start : item.end].splitlines())


def _flat(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())
