"""Divide a document into sentences and list items that never cross a block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon import load_lexicon
from pipeline.records import Document, Sentence

# A full stop, question or exclamation mark, then space and what can open a sentence, or the mark of a list's item.
_END = re.compile(r"[.?!][”\"’)\]]*(?=\s+(?:[A-ZÅÄÖÉ0-9”\"“(•–-]|([a-zåäö])\1{0,2}[.)]\s+[A-ZÅÄÖ]))")
# Lists whose lines were run together: a bullet opens an item wherever it stands, a dash after a colon.
_ITEM = re.compile(r"(?<=:)(?=\s+(?:[-–—]\s+\w|[•▪●◦➢]))|(?<=\S)(?=\s+[•▪●◦➢]\s+\w)")
_DASHED = re.compile(r"\s*([-–—])\s+\w")
_CLOSING = frozenset({"m.m.", "m.fl.", "osv.", "o.s.v.", "o.d.", "mnkr.", "tkr."})  # end it before a capital letter
_CAPITAL = re.compile(r"\s+[A-ZÅÄÖÉ]")
_LAST_WORD = re.compile(r"(\S+)$")


def divide_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences in order. Abbreviations ("bl.a.", "kap.", "1.") do not end one; a table or furniture has none."""
    abbreviations = frozenset(load_lexicon("sentences").words["abbreviations"])
    never = abbreviations - _CLOSING
    sentences: list[Sentence] = []
    for index, block in enumerate(document.blocks):
        if block.kind in {"table", "furniture"}:
            continue
        start = block.start
        for match in _END.finditer(document.flow, block.start, block.end):
            word = _LAST_WORD.search(document.flow, start, match.start() + 1)
            opens = word is not None and not document.flow[start : word.start()].strip()
            known = never if _CAPITAL.match(document.flow, match.end()) else abbreviations
            if word and document.flow[match.start()] == "." and _is_abbreviation(word[1], known, opens=opens):
                continue
            sentences.extend(_trimmed(document.flow, start, match.end(), index))
            start = match.end()
        sentences.extend(_trimmed(document.flow, start, block.end, index))
    return tuple(part for sentence in sentences for part in _items(document.flow, sentence))


def _items(flow: str, sentence: Sentence) -> Iterator[Sentence]:
    """The sentence, or the line and the items of the list that it runs together: "... bör: - anta X - följa upp Y"."""
    cuts = [match.start() for match in _ITEM.finditer(flow, sentence.start, sentence.end)]
    if cuts and (mark := _DASHED.match(flow, cuts[0], sentence.end)):
        more = re.compile(rf"(?<=\S)(?=\s{mark[1]}\s+\w)")
        cuts += [match.start() for match in more.finditer(flow, mark.end(), sentence.end)]
    start = sentence.start
    for cut in (*sorted(set(cuts)), sentence.end):
        yield from _trimmed(flow, start, cut, sentence.block)
        start = cut


def _is_abbreviation(word: str, known: frozenset[str], *, opens: bool) -> bool:
    """Known ones, single letters, and a list's mark that opens the sentence ("1. Nämnden ...", "bb. Nämnden ...";
    but "... § 99. Nämnden")."""
    word = word.lstrip('(”"“').lower()
    return (
        word in known
        or (word not in _CLOSING and bool(re.fullmatch(r"(?:[a-zåäö]\.)+", word)))
        or (opens and bool(re.fullmatch(r"\d{1,2}\.|([a-zåäö])\1{0,2}\.", word)))
    )


def _trimmed(flow: str, start: int, end: int, block: int) -> list[Sentence]:
    while start < end and flow[start].isspace():
        start += 1
    while end > start and flow[end - 1].isspace():
        end -= 1
    return [Sentence(start, end, block)] if end > start else []
