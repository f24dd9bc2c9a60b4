"""What a point of the auditors' looks like where a body repeats it above its answer."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from pipeline.extract.passages import is_heading, one_line
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import NUMERALS
from pipeline.records import Block, Document

OWN_POINT = re.compile(
    r"\brekommender|\brevisorerna\b|\brevisionen\b|^\W*(?:rekommendation|iakttagelse|kritik)\b", re.IGNORECASE
)
_COUNT = rf"(?:\s*(?:nr\s*)?\d{{1,2}}|\s(?:{'|'.join(word for word in NUMERALS if word not in {'noll', 'en'})}))"
_NUMBERED = re.compile(
    rf"\W*(?:\w*(?:revis|gransk)\w+s )?(?:rekommendation|iakttagelse|synpunkt|slutsats|kritik){_COUNT}\b",
    re.IGNORECASE,
)
LABELLED_POINT = re.compile(
    r"\W*(?:[a-zåäö]+s |vår |våra )?(?:rekommendation|iakttagelse|synpunkt|slutsats|kritik|bedömning|"
    r"förslag|fråga|punkt)"
    r"(?: (?:nr )?\d{1,4})?\s*:|\W*(?:revisionsfråga\s*:|(?:revisorernas|revisionens|granskningens) svar\s*:)",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(
    r"\W*(?:\w*(?:revis|gransk)\w+s )?(?:rekommendation(?:er)?|iakttagelse(?:r)?|synpunkt(?:er)?|kritik)"
    rf"(?P<number>{_COUNT})?\W*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\W{0,3}[Aa]tt [a-zåäö][^.:;]{12,200}\.?")  # a recommendation on a line of its own
_SENTENCE = re.compile(r"\W{0,3}[^.:;?!]{20,300}[.]?\W?")  # no more than one
_LINES = re.compile(  # with what a wrap left of it, before a line that begins anew
    r"(?<![^\n])[A-ZÅÄÖ][^\n]{20,}(?:\n[^\S\n]*[a-zåäö][^\n]*){0,2}(?=\n\s*[A-ZÅÄÖ])"
)
_SENTENCE_ENDS = re.compile(r"[.!?:][”\"’)]?\s*$")
_WANTS_MORE = re.compile(
    r"(?:[,–-]|\b(?:och|samt|eller|i|på|av|för|till|från|med|om|vid|inom|enligt|mot|hos|den|det|de|ett|en|att|som))\s*$"
)
_TO_DO = re.compile(r"\W{0,3}(?:[Aa]tt )?(?![Ff]lera\b)[A-ZÅÄÖa-zåäö]{3,}era [a-zåäö]")  # "Initiera en översyn"
_OUTCOME = re.compile(r"\w\s[–—-]\s\w")
_OUGHT = re.compile(  # "Nämnden rekommenderas att ..."
    r"\W*(?:(?:\d{1,2}|[a-zåäö])[.)]\s+)?(?:att )?(?:[\w-]+,? ){0,4}?"
    r"[\wåäö-]*(?:nämnden|styrelsen|direktionen|bolaget|förbundet|kommunen|regionen) "
    r"(?:bör|borde|rekommenderas|uppmanas|behöver)\b",
    re.IGNORECASE,
)
_QUOTES = '"”“»«'  # a quotation is found as such
_LABEL = 60  # characters of a line that says no more than what follows is about
_LONGEST = 200  # characters of a point that is a heading or an item


def is_labelled(document: Document, start: int) -> bool:
    """Whether the block there stands right below a line that only says that a point of the auditors' follows."""
    index = bisect_left(document.blocks, start, key=lambda block: block.start)
    return index > 0 and is_point_label(document, document.blocks[index - 1])


def is_point_label(document: Document, block: Block) -> bool:
    """Whether the block only says what the next one is: "Rekommendation"."""
    return _LABEL_ALONE.fullmatch(one_line(document.flow[block.start : block.end])) is not None


def label_number(document: Document, block: Block) -> str | None:
    """The number of the point that such a line names: "2" of "Rekommendation två"."""
    label = _LABEL_ALONE.fullmatch(one_line(document.flow[block.start : block.end]))
    number = (label["number"] or "").split()[-1:] if label else []
    return str(NUMERALS.get(number[0].lower(), number[0])) if number else None


def below_letter_top(document: Document, start: int, end: int) -> int:
    """Where the text begins between two places, behind the lines that open a letter; all of it where it is no more."""
    lexicon = load_lexicon("responses")
    tops = [lexicon.pattern(name).regex for name in ("letter.top", "no.answer.encloses")]
    for block in document.blocks:
        if start <= block.start < end:
            words = one_line(document.flow[block.start : min(block.end, end)])
            if not any(top.match(words) for top in tops):
                return block.start
    return start


def is_clause(document: Document, block: Block) -> bool:
    """Whether the block is one clause that tells somebody to do something: "Att se över rutinen"."""
    return _CLAUSE.fullmatch(one_line(document.flow[block.start : block.end])) is not None


def asks_alone(document: Document, block: Block) -> bool:
    """Whether the block tells somebody to do something, and nothing else: "Att se över rutinen", "Ta fram en rutin"."""
    if block.kind not in {"heading", "paragraph", "list_item"}:
        return False
    return _tells(one_line(document.flow[block.start : block.end])) or is_clause(document, block)


def parted_at_points(document: Document) -> list[Block]:
    """The blocks of a document without furniture and footnotes. In plain text, whose blank lines may be lost, a line
    inside a paragraph that tells somebody to do something and stands between sentences is a block of its own, and so is
    what stands below the first line of an item that says what a board ought to do, or below "Rekommendation ett".
    """
    blocks: list[Block] = []
    for block in document.blocks:
        if block.is_aside:
            continue
        if document.medium == "text" and (rest := _below_point(document, block)):
            blocks += [replace(block, end=rest - 1), replace(block, kind="paragraph", marker="", start=rest)]
            continue
        start = block.start
        for line in _LINES.finditer(document.text, block.start, block.end) if document.medium == "text" else ():
            before = document.text[start : line.start()]
            alone = not before.strip() or _SENTENCE_ENDS.search(before)
            whole = alone and not _WANTS_MORE.search(line[0])
            if block.kind == "paragraph" and whole and _tells(one_line(line[0])):
                blocks += [replace(block, start=start, end=line.start())] * bool(before.strip())
                blocks.append(replace(block, start=line.start(), end=line.end()))
                start = line.end() + 1
        blocks.append(replace(block, start=start) if start > block.start else block)
    return blocks


def _below_point(document: Document, block: Block) -> int:
    """Where the line begins that follows an item's first, when that is a point and a whole sentence; else 0."""
    first, _, rest = document.text[block.start : block.end].partition("\n")
    point = block.kind == "list_item" and _SENTENCE_ENDS.search(first) and _OUGHT.match(one_line(first))
    label = block.kind == "paragraph" and _LABEL_ALONE.fullmatch(first)
    return block.start + len(first) + 1 if (point or label) and rest.lstrip()[:1].isupper() else 0


def _tells(words: str) -> bool:
    asks = load_lexicon("findings").pattern("recommend.imperative").regex.search(words) or _TO_DO.match(words)
    told = _OUTCOME.search(words) is not None  # an item of a plan, with what became of it
    return asks is not None and not told and words[0] not in _QUOTES and _SENTENCE.fullmatch(words) is not None


def is_point(document: Document, start: int, end: int) -> bool:
    """The words are the auditors': they recommend, or find a lack in their own voice."""
    words = one_line(document.flow[start:end])
    lexicon = load_lexicon("findings")
    if OWN_POINT.search(words) or lexicon.pattern("recommend.passive").regex.search(words):
        return True
    lacks = any(p.regex.search(words) for p in lexicon.group("weak.") if p.confidence >= 0.7)
    return lacks and lexicon.pattern("voice.judges").regex.search(words) is not None


def is_label(document: Document, start: int, end: int) -> bool:
    """A few words that say what something is about ("Slutredovisning") and neither ask for anything nor find a lack."""
    words = one_line(document.flow[start:end])
    lexicon = load_lexicon("findings")
    tells = (*lexicon.group("weak."), *lexicon.group("recommend."), *lexicon.group("concern."))
    return len(words) <= _LABEL and not OWN_POINT.search(words) and not any(p.regex.search(words) for p in tells)


def opens_point(document: Document, block: Block) -> bool:
    """Whether the block reads "Rekommendation 2 ...", or is a numbered line of its own that tells what to do or asks,
    or an item or heading that tells what a board ought to do."""
    if _NUMBERED.match(document.flow, block.start, block.end):
        return True
    if LABELLED_POINT.match(document.flow, block.start, block.end) and is_heading(document, block):
        return True
    words = one_line(document.flow[block.start : block.end])
    if (block.kind == "list_item" or is_heading(document, block)) and len(words) <= _LONGEST and _OUGHT.match(words):
        return True
    if block.kind not in {"heading", "list_item"} or not block.marker[:1].isdigit():
        return False
    asks = load_lexicon("findings").pattern("recommend.imperative").regex.search(words) is not None
    return (asks or words.endswith("?")) and len(words) <= _LONGEST
