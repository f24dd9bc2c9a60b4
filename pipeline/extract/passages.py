"""What the extractors of findings and answers read: sentences with the heading they stand under, and paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document, Reading, Sentence

# A line of a table of contents: dot leaders, or a heading with a page number far to the right.
_CONTENTS_LINE = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_CONTENTS = re.compile(r"\W*(?:innehåll|innehållsförteckning|table of contents)\W*", re.IGNORECASE)
_PAGE_BEHIND = re.compile(r"(?:^|.*\S\W+)\d{1,3}\W*")  # an entry with its page, or the page alone in a line of its own
_ENTRY, _AHEAD = 200, 2  # characters of an entry at most; lines from its beginning to its page
_SENTENCE_END = re.compile(r"[.!?;,:”\"]\s*$")
# A line that says which part of a block on one matter follows, set as no heading: "Iakttagelse", "Risk".
_BLOCK_LABEL = re.compile(
    r"(?:Iakttagelse(?:r)?|Risk(?:er)?|Konsekvens(?:er)?|Rekommendation(?:er)?|(?:Vår )?[Bb]edömning|Slutsats)\W{0,2}"
)
# "Iakttagelse: Två personer har kvar ...": the same label, with what it is over on the same line.
_INLINE_LABEL = re.compile(r"(Iakttagelse(?:r)?|Risk(?:er)?|Konsekvens(?:er)?)\s*:\s+(?=[A-ZÅÄÖ])")
RUN_IN = re.compile(r"[-–—•▪●◦➢]\s+\w")  # an item of a list whose lines were run together
_NO_TITLES: tuple[str, ...] = ()
_ITEMS = 15  # of a list, from its lead
_LABEL = 25  # characters; a shorter heading with a colon is only a label
_REFERENCE_END = re.compile(r"\)\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or list item: its span, its words on one line, its block, and the titles of the sections above it."""

    start: int
    end: int
    text: str
    block: int
    kind: str
    first: bool
    titles: tuple[str, ...]

    @property
    def title(self) -> str:
        """The innermost heading."""
        return self.titles[-1] if self.titles else ""

    @property
    def heading(self) -> str:
        """The innermost heading that is no line which leads to a list."""
        return next((title for title in reversed(self.titles) if not title.endswith(":")), self.title)


def one_line(text: str) -> str:
    """The words of a stretch of text with single spaces between them."""
    return " ".join(text.split())


def is_heading(document: Document, block: Block) -> bool:
    """A heading by its style, or a short line of its own that ends like no sentence (plain text has no styles)."""
    if block.kind == "heading":
        return True
    if block.kind != "paragraph" or document.medium != "text":
        return False
    words = document.flow[block.start : block.end].strip()
    if not 3 <= len(words) <= 90 or not words[0].isupper() or "\n" in document.text[block.start : block.end].strip():
        return False
    return bool(_REFERENCE_END.search(words)) or not _SENTENCE_END.search(words)


def find_passages(reading: Reading) -> list[Passage]:
    """All sentences and list items in order, without headings, footnotes and tables of contents."""
    document = reading.document
    starts = [s.start for s in reading.sections]
    passages: list[Passage] = []
    contents = _table_of_contents(document)
    last_block = -1
    label, under = "", _NO_TITLES
    inline = (-1, "")  # a block with its label on its first line
    for sentence in reading.sentences:
        block = document.blocks[sentence.block]
        if sentence.block in contents:
            continue
        words = one_line(document.flow[sentence.start : sentence.end])
        if block.kind == "paragraph" and _BLOCK_LABEL.fullmatch(words):
            label, under = words, _titles(reading, starts, sentence.start)
            continue
        lead = block.kind == "heading" and _leads_list(words)
        if (block.kind in {"heading", "footnote", "furniture"} and not lead) or _CONTENTS_LINE.search(words):
            continue
        titles = _titles(reading, starts, sentence.start)
        if block.kind == "paragraph" and (opening := _INLINE_LABEL.match(words)):
            inline, label = (sentence.block, opening[1]), ""
            sentence = _after_label(document, sentence)
            words = words[opening.end() :]
        within = inline[1] if inline[0] == sentence.block else label if titles == under else ""
        titles = (*titles, within) if within else titles
        first = sentence.block != last_block
        last_block = sentence.block
        kind = "list_item" if block.kind == "paragraph" and RUN_IN.match(words) else block.kind
        passages.append(Passage(sentence.start, sentence.end, words, sentence.block, kind, first, titles))
    return passages


def _table_of_contents(document: Document) -> range:
    """The blocks of a table of contents without dot leaders: short lines below its heading, each with its page."""
    words = [one_line(document.flow[block.start : block.end]) for block in document.blocks]
    first = next((i for i, text in enumerate(words) if _CONTENTS.fullmatch(text)), None)
    if first is None:
        return range(0)
    last = first
    for index in range(first + 1, len(words)):
        ahead = words[index : index + 1 + _AHEAD]
        if not any(len(text) <= _ENTRY and _PAGE_BEHIND.fullmatch(text) for text in ahead):
            break
        last = index
    return range(first, last + 1)


def _after_label(document: Document, sentence: Sentence) -> Sentence:
    colon = document.flow.index(":", sentence.start)
    return replace(sentence, start=trimmed(document, colon + 1, sentence.end)[0])


def _leads_list(words: str) -> bool:
    """Whether a line set as a heading announces what follows it: "Vi rekommenderar nämnden att", "Nämnden bör:"."""
    if words.endswith(":") and len(words) > _LABEL:
        return True
    return any(p.regex.search(words) for p in load_lexicon("findings").group("lead."))


def lead_above(passages: Sequence[Passage], index: int) -> str:
    """The words of the line above the list that passage `index` is an item of; of what is no list item, none."""
    if passages[index].kind != "list_item":
        return ""
    above = above_item(passages, passages[index])
    return above.text if above else ""


def above_item(passages: Sequence[Passage], item: Passage) -> Passage | None:
    """The last passage above an item of a list that is none of it."""
    index = bisect_left(passages, item.start, key=lambda passage: passage.start)
    return next((p for p in reversed(passages[max(0, index - _ITEMS) : index]) if p.kind != "list_item"), None)


def sentences_in(by_place: Sequence[Sentence], start: int, end: int) -> Sequence[Sentence]:
    """Those of a paper's sentences, in order of place, that begin in a stretch of the text."""
    first, last = (bisect_left(by_place, place, key=lambda s: s.start) for place in (start, end))
    return by_place[first:last]


def search_in(document: Document, passage: Passage, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """Where in the document the pattern matches the passage's words, however its lines were broken."""
    match = pattern.search(passage.text)
    if match is None or match.start() == match.end():
        return None
    kept = []  # the offset in the document of each character of the passage's words
    flow = document.flow
    offset = passage.start
    for letter in passage.text:
        while letter != " " and flow[offset].isspace():
            offset += 1
        kept.append(offset)
        offset += 1
    return trimmed(document, kept[match.start()], kept[match.end() - 1] + 1)


def trimmed(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and document.text[start].isspace():
        start += 1
    while end > start and document.text[end - 1].isspace():
        end -= 1
    return start, end


def _titles(reading: Reading, starts: list[int], offset: int) -> tuple[str, ...]:
    titles: list[str] = []
    level = 99
    for section in reversed(reading.sections[: bisect_right(starts, offset)]):
        if section.level < level and section.start <= offset < section.end:
            titles.append(section.title)
            level = section.level
        if level <= 1:
            break
    return tuple(reversed(titles))
