"""Points and answers that take turns down the page: numbered, announced or quoted points, each above its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.answer_ends import signature_start
from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.answer_points import (
    asks_alone,
    is_clause,
    is_label,
    is_point,
    is_point_label,
    label_number,
    opens_point,
    parted_at_points,
)
from pipeline.extract.dividing_lines import says_to_whom
from pipeline.extract.measure_prose import promise_in
from pipeline.extract.passages import is_heading, one_line, trimmed
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

_DECIDES = re.compile(r"\b(?:beslut|beslutar|besluta|beslutade|föreslås|föreslår|yrkar)\W*$", re.IGNORECASE)
_TURNS_OR_CLOSES = re.compile(
    r"^[^.]{0,120}\brekommendera(?:r|s|de)\b|^\W*avslutningsvis\b|\btacka[rt]? (?:\w+ )?(?:för|revisor)|"
    r"^\W*(?:paragrafen|ärendet|beslutet)\b[^.]{0,30}\b(?:justera|expediera|skicka|sänd)\w*|^\W*(?:expedier|justera)\w*",
    re.IGNORECASE,
)
_FOUND = re.compile(r"\W*(?:\w+s )?(?:iakttagelse|synpunkt|kritik|bedömning|fråga)", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,2}")
_NUMBER = 25  # characters of a point; less is its number alone
_LIST = 3  # points with nothing between them
_LONGEST = 300  # characters of a point that stands over its answer
_QUOTATION = re.compile(r"\W{0,3}[\"”“»][^\"”“»«]+[\"”“«]\s*(?:\n|$)")


def points_in_turn(document: Document, start: int, end: int) -> bool:
    """Whether points set as clauses ("Att se över ...") and other paragraphs take turns there; two points at least."""
    inside = [b for b in document.blocks if start <= b.start < end and not b.is_aside]
    clauses = [is_clause(document, b) for b in inside]
    return sum(clauses) >= 2 and not any(one and other for one, other in pairwise(clauses))


def numbered_points(document: Document, *, marked: bool = False) -> list[AnswerPair]:
    """Points set as "Rekommendation 1 ...", or on lines of their own as what is to be done ("Upprätta en rutin"), and
    the paragraphs under each, until the next; two at least. A list of points that is answered as a whole is none.

    In a paper that marks its answers ("Svar:") what is to be done is a plan of its own: there only numbers count.
    """
    blocks = [b for b in parted_at_points(document) if not says_to_whom(one_line(document.flow[b.start : b.end]))]
    numbered = {i for i, block in enumerate(blocks) if opens_point(document, block) and not _counts_on(blocks, i)}
    bare = {i for i in numbered if blocks[i].end - blocks[i].start < _NUMBER or is_point_label(document, blocks[i])}
    asking = set() if marked else {i for i in _asking(document, blocks) if i - 1 not in bare}  # not a number's words
    if 0 < len(asking) < _LIST:  # whole blocks but for clauses may be the body's own
        whole = set(document.blocks)
        asking = {i for i in asking if is_clause(document, blocks[i]) or blocks[i] not in whole}
    listed = _listed(document, blocks) if bare else {}
    named = {blocks.index(b) for i in bare if (b := _named(document, blocks[i], listed))}  # answered below, by number
    starts = _alone(sorted((numbered | asking) - named))
    pairs = []
    for place, index in enumerate(starts if len(starts) >= 2 else []):
        end = starts[place + 1] if place + 1 < len(starts) else len(blocks)
        under = _until_heading(document, blocks[index + 1 : end])
        point = blocks[index]
        above = _named(document, point, listed) if index in bare else None
        if above:
            point = above  # the number alone; its words stand in the list above
        elif index in bare and len(under) >= 2 and not _answers(document, under[0]):
            point = replace(point, end=under.pop(0).end)  # the number alone; its words stand below
        if len(under) > 1 and _is_mark(document, under[0]):
            under.pop(0)  # "Svar" on a line of its own
        under = under[: next((n for n, b in enumerate(under) if (n or above) and _ends(document, b)), len(under))]
        signed = signature_start(document, under[1:])
        if not under:
            continue
        answer = trimmed(document, under[0].start, signed or under[-1].end)
        if number := label_number(document, point):  # whose words stand in another paper
            point_alone = asks_alone(document, under[0]) or is_point(document, under[0].start, under[0].end)
            if _answers(document, under[0]) or not point_alone:
                pairs.append(AnswerPair(None, answer, "responses.numbered", 0.8, point=number))
        elif point.end - point.start >= _NUMBER:
            question = trimmed(document, point.start + (len(point.marker) if above else 0), point.end)
            asks = _FOUND.match(document.flow, *question) is None
            pairs.append(AnswerPair(question, answer, "responses.numbered", 0.85, asks))
    return pairs


def _counts_on(blocks: list[Block], index: int) -> bool:
    """Whether the block is one of the items of a list that counts them, one right below the other."""
    beside = (blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks))
    return blocks[index].kind == "list_item" and any(
        b.kind == "list_item" and b.marker[:1].isdigit() and b.marker != blocks[index].marker for b in beside
    )


def _until_heading(document: Document, under: list[Block]) -> list[Block]:
    """The blocks below a point until a heading that is no mark of an answer, which another subject stands under."""
    heads = (n for n, b in enumerate(under) if n and is_heading(document, b) and not _is_mark(document, b))
    return under[: next(heads, len(under))]


def _listed(document: Document, blocks: list[Block]) -> dict[str, Block]:
    """The auditors' points that a paper lists by number, each by its number."""
    items = (b for b in blocks if b.kind == "list_item" and b.marker[:1].isdigit())
    return {b.marker.rstrip(".) "): b for b in items if asks_alone(document, b) or opens_point(document, b)}


def _named(document: Document, label: Block, listed: dict[str, Block]) -> Block | None:
    """The point in a list above that a label names by its number alone: "Rekommendation 2"."""
    number = _DIGITS.search(document.flow, label.start, label.end)
    point = listed.get(number[0]) if number else None
    return point if point and point.start < label.start else None


def _ends(document: Document, block: Block) -> bool:
    """Whether the block is a heading, or takes up another point or closes the paper."""
    words = one_line(document.flow[block.start : block.end])
    return is_heading(document, block) or _TURNS_OR_CLOSES.search(words) is not None


def _is_mark(document: Document, block: Block) -> bool:
    return load_lexicon("responses").pattern("marker.heading").regex.search(_words(document, block)) is not None


def _alone(points: list[int]) -> list[int]:
    """The points, by their blocks, without those of lists: three or more with nothing between them, or two where no
    others stand alone.
    """
    runs: list[list[int]] = []
    for index in points:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    alone = sum(len(run) == 1 for run in runs) >= 2
    return [index for run in runs if len(run) < _LIST and (alone or len(run) == 1) for index in run]


def _asking(document: Document, blocks: list[Block]) -> list[int]:
    """The blocks that tell somebody to do something and nothing else, but for those of a decision, taken or proposed
    ("Nämnden föreslås besluta"), and items of a list that holds others beside.
    """
    found: list[int] = []
    decided = False
    for index, block in enumerate(blocks):
        if not asks_alone(document, block):
            decided = _DECIDES.search(one_line(document.flow[block.start : block.end])) is not None
        elif not decided:
            found.append(index)
    items = {index for index, block in enumerate(blocks) if _is_item(document, block)}
    others = items - set(found)
    return [index for index in found if index not in items or not {index - 1, index + 1} & others]


def _is_item(document: Document, block: Block) -> bool:
    return block.kind == "list_item" or document.flow[block.start : block.end].lstrip()[:1] in {"-", "–", "•"}


def quoted_points(document: Document) -> list[AnswerPair]:
    """Paragraphs that are a quotation from end to end, and what follows each until the next, a heading, or a paragraph
    that takes up another point or closes the paper.
    """
    pairs = []
    quotes = [i for i, b in enumerate(document.blocks) if b.kind != "furniture" and _quotation_end(document, b)]
    for place, index in enumerate(quotes):
        quoted = document.blocks[index]
        end = _quotation_end(document, quoted)
        limit = quotes[place + 1] if place + 1 < len(quotes) else len(document.blocks)
        start, stop = end, quoted.end
        for block in document.blocks[index + 1 : limit]:
            turns = stop > quoted.end and _TURNS_OR_CLOSES.search(one_line(document.flow[block.start : block.end]))
            if is_heading(document, block) or block.kind == "table" or turns:
                break
            stop = block.end if not block.is_aside else stop
        question, answer = trimmed(document, quoted.start, end), trimmed(document, start, stop)
        if answer[1] - answer[0] >= LEAST:
            pairs.append(AnswerPair(question, answer, "responses.quoted", 0.8))
    points = [p for p in pairs if p.question and (is_point(document, *p.question) or _asks(document, *p.question))]
    return pairs if len(pairs) >= 2 and len(points) * 2 >= len(pairs) else points


def _asks(document: Document, start: int, end: int) -> bool:
    """Whether the words tell somebody to do something, as a recommendation in a list does ("Ta fram en mall ...")."""
    words = one_line(document.flow[start:end]).lstrip('"”“»')
    return load_lexicon("findings").pattern("recommend.imperative").regex.search(words) is not None


def _quotation_end(document: Document, block: Block) -> int:
    """Where the quotation that opens the block ends, at the end of the block or of a line of it; else 0."""
    words = document.text[block.start : block.end]
    match = _QUOTATION.match(words)
    return block.start + match.end() if match and len(match[0]) >= 40 else 0


def _answers(document: Document, block: Block) -> bool:
    words = one_line(document.flow[block.start : block.end])
    lexicon = load_lexicon("responses")
    cued = any(lexicon.pattern(n).regex.search(words) for n in ("told.cue", "told.board"))
    promises = promise_in(words) is not None and not asks_alone(document, block)
    return cued or promises or len(words) > _LONGEST


def announced_points(document: Document) -> list[AnswerPair]:
    """After "Nedan listas rekommendationerna, följda av kommentarer:" the short lines that end like no sentence are the
    auditors' points, and what follows each until the next or a signature its answer; two points at least. A line that
    only says what is answered below it ("Slutredovisning") is none of theirs, and each paragraph there an answer.
    """
    lead = load_lexicon("responses").pattern("lead.in_turn").regex
    blocks = [b for b in document.blocks if not b.is_aside]
    announced = next((i for i, b in enumerate(blocks) if lead.search(_words(document, b))), None)
    if announced is None:
        return []
    ends = load_lexicon("responses").pattern("heading.zone_ends").regex
    after = blocks[announced + 1 :]
    last = next((i for i, b in enumerate(after) if is_heading(document, b) and ends.search(_words(document, b))), None)
    after = after[:last]
    points = [i for i, (b, following) in enumerate(pairwise(after)) if _stands_over(document, b, following)]
    pairs = []
    for place, index in enumerate(points if len(points) >= 2 else []):
        point = after[index]
        end = points[place + 1] if place + 1 < len(points) else len(after)
        under = [b for b in after[index + 1 : end] if _is_sentence(document, b)]
        question = trimmed(document, point.start + len(point.marker), point.end)
        label = is_label(document, *question)
        for answer in filter(None, [[block] for block in under] if label else [under]):
            span = trimmed(document, answer[0].start, answer[-1].end)
            pairs.append(AnswerPair(None if label else question, span, "responses.announced_in_turn", 0.8, asks=True))
    return pairs


def _stands_over(document: Document, block: Block, following: Block) -> bool:
    """A line that ends like no sentence above a paragraph that does."""
    words = _words(document, block)
    length = len(words) <= _LONGEST and (block.kind == "heading" or len(words) >= LEAST)
    return length and not _is_sentence(document, block) and _is_sentence(document, following)


def _is_sentence(document: Document, block: Block) -> bool:
    """Whether the block ends as running text does."""
    return block.kind != "heading" and _words(document, block)[-1:] in {".", "!", "?"}


def _words(document: Document, block: Block) -> str:
    return one_line(document.flow[block.start : block.end])
