"""The blocks of an item of minutes, cut where a line of its own is a label: text without empty lines, and pages whose
lines stand close, hold label and words in one block.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.items import is_label
from pipeline.extract.people import find_people
from pipeline.extract.sentence_bounds import sentence_end, sentence_start
from pipeline.lexicon import load_lexicon
from pipeline.records import AgendaItem, Block, Document, Reading

# "Exp: Samtliga nämnder", "Beslutsunderlag: Tjänsteskrivelse 2023-03-20": label and words on one line.
_ON_ONE_LINE = re.compile(r"(?P<label>[A-ZÅÄÖ][A-Za-zÅÄÖåäö ]{2,45}):\s+(?=\S)")
_LONGEST_LABEL = 70
_WISHES = frozenset({"proposal", "proposition_order", "motions"})
_LISTED = re.compile(r"\s*(?:[-–•]|\d{1,2}[.)]|[a-z][.)]|att\b|Att\b)\s*")
_OPENS_LIST = re.compile(r"(?::|\satt)\s*(?:\Z|[-–•]\s?[A-ZÅÄÖ])")  # the first of it may stand in the same block
_ENDS = re.compile(r"[.:;!?)_]$")  # a line behind which a label may stand


def blocks_within(document: Document, start: int, end: int) -> list[Block]:
    """The blocks from `start` to `end`, without furniture and tables, each label a block of its own."""
    first = bisect_left(document.blocks, start, key=lambda b: b.start)
    last = bisect_left(document.blocks, end, key=lambda b: b.start)
    inside = (b for b in document.blocks[first:last] if b.end <= end and b.kind not in {"furniture", "table"})
    return [part for block in inside for part in _parted(document, block)]


def part_of(label: str) -> str | None:
    """The kind of part that a label opens ("Beslutsunderlag", "Skickas till"), None for another line."""
    label = " ".join(label.strip(" :").split())
    if len(label) > _LONGEST_LABEL:
        return None
    found = (p.yields["kind"] for p in load_lexicon("item_parts").patterns if p.regex.search(label))
    return next(found, None)


def inline_part(words: str) -> tuple[str, int] | None:
    """The kind of part whose label opens a line that goes on with its words, and where these begin."""
    inline = _ON_ONE_LINE.match(words)
    kind = part_of(inline["label"]) if inline else None
    return (kind, inline.end()) if inline and kind else None


def under_labels(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[Block, str | None]]:
    """Each block that is no label, with the kind of part whose label it stands under ("motions" for what somebody wants
    at the meeting); None under another label and above the first.
    """
    kind = None
    for block in blocks:
        words = document.flow[block.start : block.end].strip()
        inline = inline_part(words)
        label = part_of(words)
        if label is None and load_lexicon("motions").pattern("motion.label").regex.search(words):
            label = "motions"
        if inline:
            kind = inline[0]
            yield block, kind
        elif label or is_label(words):
            kind = label
        else:
            yield block, kind


def spans_of_wishes(reading: Reading) -> list[tuple[int, int]]:
    """Where the items of minutes tell what somebody proposes or wants, by a label, the sentence itself ("Anna Ek (S)
    yrkar att nämnden ger ...") or the list of what a motion asks for. None of it is decided by that.
    """
    if reading.facts.kind not in {"minutes", "minutes_extract"}:
        return []
    document = reading.document
    spans = []
    wants = load_lexicon("motions").pattern("motion.verb").regex
    for item in reading.of(AgendaItem):
        listing = False  # what a motion asks for, an item each
        for block, kind in under_labels(document, blocks_within(document, item.at.char_start, item.at.char_end)):
            if kind in _WISHES:
                spans.append((block.start, block.end))
            elif verb := wants.search(document.flow, block.start, block.end):
                people = find_people(document.flow, block.start, verb.start())
                if people or verb[0].lower().startswith("yrka"):
                    spans.append((people[0].start if people else verb.start(), block.end))
            listing = listing and _LISTED.match(document.flow, block.start, block.end) is not None
            told = [(block.start, block.end)] if listing else _retold_wishes(document, block)
            spans += told
            listing = listing or (bool(told) and _OPENS_LIST.search(document.flow, block.start, block.end) is not None)
    return spans


def _retold_wishes(document: Document, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block that tell what a motion asks for; to the end of the block what opens a list."""
    flow = document.flow
    found = load_lexicon("motions").pattern("motion.retold").regex.finditer(flow, block.start, block.end)
    return [
        (
            sentence_start(flow, block.start, m.start()),
            block.end if m[0].endswith(":") else sentence_end(flow, m.end(), block.end),
        )
        for m in found
    ]


def _parted(document: Document, block: Block) -> Iterator[Block]:
    text = document.text[block.start : block.end]
    if "\n" not in text:
        yield block
        return
    begin, offset, before = block.start, block.start, ""
    for line in text.split("\n"):
        words, stop = line.strip(), offset + len(line)
        opens = not before or _ENDS.search(before) is not None or offset == begin
        whole = opens and _is_whole_label(words)
        if whole or (opens and (inline_part(words) or (not before and _ends_decision(words)))):
            if offset > begin:
                yield replace(block, start=begin, end=offset - 1)
            begin = offset
        if whole:
            yield replace(block, start=offset, end=stop, kind="heading")
            begin = stop + 1
            block = replace(block, kind="paragraph")
        offset, before = stop + 1, words
    if begin < block.end:
        yield replace(block, start=begin)


def _ends_decision(line: str) -> bool:
    """Whether a line below an empty one says who objects: reading joins it with a decision that lacks its stop."""
    return load_lexicon("decisions").pattern("block.end_sentence").regex.search(line) is not None


def _is_whole_label(line: str) -> bool:
    if not line[:1].isupper() or len(line) > _LONGEST_LABEL:
        return False
    opens = (load_lexicon("decisions").pattern(f"block.{kind}").regex.match(line) for kind in ("decided", "proposed"))
    return is_label(line) or part_of(line) is not None or any(m is not None and m.end() == len(line) for m in opens)
