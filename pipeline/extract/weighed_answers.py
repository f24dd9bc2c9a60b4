"""What the learned weights say of answers found in prose: whether their paragraphs bear the signs of an answer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipeline.extract.answer_signs import answer_signs
from pipeline.extract.passages import find_passages, is_heading, one_line
from pipeline.extract.told_answers import Told
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.records import Block, Reading
from pipeline.weights import sign_weights

_GENERAL = frozenset({"responses.told", "responses.statement", "responses.board", "responses.same_words"})
_SHORTEST = 25  # characters
_AUDITED = re.compile(r"revis(?:or|ion)|\bgranskning", re.IGNORECASE)
_HEAD = 2000  # characters in which minutes and reports say that they are about an audit


def open_paragraphs(reading: Reading) -> Iterator[tuple[Block, Mapping[str, float]]]:
    """The paragraphs of a board's paper that may answer its auditors, with their signs."""
    document, kind = reading.document, reading.facts.kind
    about = kind in {"response", "other"} or _AUDITED.search(document.flow[:_HEAD])
    if speaker(reading) == AUDITORS or not about:
        return
    titles = {passage.block: passage.title for passage in reversed(find_passages(reading))}
    texts = [
        (number, block)
        for number, block in enumerate(document.blocks)
        if block.kind in {"paragraph", "list_item"}
        and not is_heading(document, block)
        and len(one_line(document.flow[block.start : block.end])) >= _SHORTEST
    ]
    blocks = [block for _, block in texts]
    for index, (number, block) in enumerate(texts):
        yield block, answer_signs(document, blocks, index, titles.get(number, ""), kind)


def weigh_answers(reading: Reading, told: list[Told]) -> list[Told]:
    """The answers that rules found, without those of general rules that are unlikely by their paragraph's signs.

    The confidence of those that are left becomes their probability. Nothing is added: in a long account of a year most
    paragraphs bear the signs of an answer.
    """
    if not any(answer.rule in _GENERAL for answer in told):
        return told
    weights = sign_weights("answering")
    likely = {block.start: weights.probability(signs) for block, signs in open_paragraphs(reading)}
    starts = sorted(likely)
    kept: list[Told] = []
    for answer in told:
        index = bisect_right(starts, answer.start) - 1
        if answer.rule not in _GENERAL or index < 0:
            kept.append(answer)
        elif (sure := likely[starts[index]]) >= weights.least:
            kept.append(replace(answer, confidence=round(sure, 2)))
    return kept
