"""Points and answers that take turns down the page: numbered, announced or quoted points, each above its answer."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.answer_ends import signature_start
from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.answer_points import asking_end, is_clause, is_label, is_point, opens_point
from pipeline.extract.passages import is_heading, one_line, trimmed
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

_DECIDES = re.compile(r"\b(?:beslut|beslutar|besluta|beslutade|föreslås|föreslår|yrkar)\W*$", re.IGNORECASE)
_TURNS_OR_CLOSES = re.compile(
    r"^[^.]{0,120}\brekommendera(?:r|s|de)\b|^\W*avslutningsvis\b|\btacka[rt]? (?:\w+ )?(?:för|revisor)", re.IGNORECASE
)
_LIST = 3  # points with nothing between them
_LONGEST = 300  # characters of a point that stands over its answer
_QUOTATION = re.compile(r"\W{0,3}[\"”“»][^\"”“»«]+[\"”“«]\s*(?:\n|$)")


def points_in_turn(document: Document, start: int, end: int) -> bool:
    """Whether points set as clauses ("Att se över ...") and other paragraphs take turns there; two points at least."""
    inside = [b for b in document.blocks if start <= b.start < end and b.kind not in {"furniture", "footnote"}]
    clauses = [is_clause(document, b) for b in inside]
    return sum(clauses) >= 2 and not any(one and other for one, other in pairwise(clauses))


def numbered_points(document: Document) -> list[AnswerPair]:
    """Points set as "Rekommendation 1 ...", or on lines of their own as what is to be done ("Upprätta en rutin ..."), and
    the paragraphs under each, until the next; two at least. A list of points that is answered as a whole is none.
    """
    starts = _alone(document, {*_asking_lines(document), *((i, b.end) for i, b in _opening(document))})
    pairs = []
    for place, (index, stop) in enumerate(starts if len(starts) >= 2 else []):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(document.blocks)
        point = document.blocks[index]
        under = [b for b in document.blocks[index + 1 : end] if b.kind not in {"furniture", "footnote"}]
        if stop < point.end:
            under.insert(0, replace(point, start=stop, kind="paragraph"))
        if stop - point.start < 25 and len(under) >= 2 and not _answers(document, under[0]):
            stop = under.pop(0).end  # the number alone; its words stand below
        under = under[: next((n for n, b in enumerate(under) if n and _ends(document, b)), len(under))]
        signed = signature_start(document, under[1:])
        if under and stop - point.start >= 25:
            answer = trimmed(document, under[0].start, signed or under[-1].end)
            pairs.append(AnswerPair(trimmed(document, point.start, stop), answer, "responses.numbered", 0.85))
    return pairs


def _ends(document: Document, block: Block) -> bool:
    """Whether the block is a heading, or takes up another point or closes the paper."""
    words = one_line(document.flow[block.start : block.end])
    return is_heading(document, block) or _TURNS_OR_CLOSES.search(words) is not None


def _opening(document: Document) -> list[tuple[int, Block]]:
    return [(i, b) for i, b in enumerate(document.blocks) if opens_point(document, b)]


def _alone(document: Document, found: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points, by block and end, without those of lists: three or more with nothing between them."""
    numbers = {b.start: n for n, b in enumerate(b for b in document.blocks if b.kind not in {"furniture", "footnote"})}
    ends = {index: max(end for i, end in found if i == index) for index, _ in found}
    runs: list[list[int]] = []
    for index in sorted(i for i in ends if document.blocks[i].start in numbers):
        number = numbers[document.blocks[index].start]
        last = runs[-1][-1] if runs else None
        touching = last is not None and numbers[document.blocks[last].start] == number - 1
        if touching and last is not None and ends[last] == document.blocks[last].end:
            runs[-1].append(index)
        else:
            runs.append([index])
    alone = sum(len(run) == 1 for run in runs) >= 2
    kept = [index for run in runs if len(run) < _LIST and (alone or len(run) == 1) for index in run]
    return [(index, ends[index]) for index in kept]


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
            stop = block.end if block.kind not in {"furniture", "footnote"} else stop
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


def _asking_lines(document: Document) -> list[tuple[int, int]]:
    """The blocks that are, or open with a line that is, what somebody is told to do, with the end of that; but for those
    of a decision, taken or proposed ("Nämnden föreslås besluta").
    """
    found: list[tuple[int, int]] = []
    decided = False
    for index, block in enumerate(document.blocks):
        end = asking_end(document, block)
        if not end:
            decided = _DECIDES.search(one_line(document.flow[block.start : block.end])) is not None
        elif not decided:
            found.append((index, end))
    return found


def _answers(document: Document, block: Block) -> bool:
    words = one_line(document.flow[block.start : block.end])
    lexicon = load_lexicon("responses")
    return len(words) > 300 or any(lexicon.pattern(n).regex.search(words) for n in ("told.cue", "told.board"))


def announced_points(document: Document) -> list[AnswerPair]:
    """After "Nedan listas rekommendationerna, följda av kommentarer:" the short lines that end like no sentence are the
    auditors' points, and what follows each until the next or a signature its answer; two points at least. A line that
    only says what the point is about ("Slutredovisning") is none of theirs.
    """
    lead = load_lexicon("responses").pattern("lead.in_turn").regex
    blocks = [b for b in document.blocks if b.kind not in {"furniture", "footnote"}]
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
        if under:
            answer = trimmed(document, under[0].start, under[-1].end)
            question = trimmed(document, point.start + len(point.marker), point.end)
            said = None if is_label(document, *question) else question
            pairs.append(AnswerPair(said, answer, "responses.announced_in_turn", 0.8, asks=True))
    return pairs


def _stands_over(document: Document, block: Block, following: Block) -> bool:
    """A line that ends like no sentence above a paragraph that does."""
    words = _words(document, block)
    return LEAST <= len(words) <= _LONGEST and not _is_sentence(document, block) and _is_sentence(document, following)


def _is_sentence(document: Document, block: Block) -> bool:
    """Whether the block ends as running text does."""
    return block.kind != "heading" and _words(document, block)[-1:] in {".", "!", "?"}


def _words(document: Document, block: Block) -> str:
    return one_line(document.flow[block.start : block.end])
