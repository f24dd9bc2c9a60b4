"""Counts held against what stands beside them in the sentence: "två år (2015 och 2016)", "tre uppdrag när det gäller
vård, skola och omsorg", "tre medarbetare, två revisorer och en sekreterare"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.figures import Figure, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.records import Claim, Reading, Sentence

_BETWEEN = re.compile(r",\s*(?:(?:och|samt)\s+)?|\s+(?<!-\s)(?:och|samt)\s+")
_LONGEST = 6  # words of an item
_SHORT = 2  # words of an item of a pair, where a longer "a och b" may be anything
_CONFIDENCE = 0.8
_LISTED = ("count.years", "count.figures")  # each item is plainly one


def claims_of_appositions(reading: Reading) -> Iterator[Claim]:
    """A claim for each count that what stands beside it makes up. A list in brackets that holds too few is wrong: an
    "och" inside an item can only make them seem more."""
    for sentence in reading.sentences:
        if reading.document.blocks[sentence.block].kind in {"paragraph", "list_item"}:
            yield from _lists(reading, sentence)
            yield from _kinds(reading, sentence)


def _lists(reading: Reading, sentence: Sentence) -> Iterator[Claim]:
    lexicon = load_lexicon("claims")
    flow = reading.document.flow
    for name in ("count.bracket", "count.about", *_LISTED):
        for match in lexicon.pattern(name).regex.finditer(flow, sentence.start, sentence.end):
            stated, items = read_figure(match["stated"]), _items(match["items"])
            if stated is None or stated.value < 2 or lexicon.pattern("not.listed").regex.search(match[0]):
                continue
            whole = len(items) == stated.value and _are_items(items, stated)
            short = name == "count.bracket" and match["definite"] and _is_short(items, stated)
            if whole or short or name in _LISTED:
                yield _claim(reading, match.start(), match.end(), name, stated, len(items))


def _items(written: str) -> list[str]:
    return [item.strip() for item in _BETWEEN.split(written.strip().rstrip(".")) if item.strip()]


def _are_items(items: list[str], stated: Figure) -> bool:
    most = _SHORT if stated.value == 2 else _LONGEST
    return all(len(item.split()) <= most for item in items)


def _is_short(items: list[str], stated: Figure) -> bool:
    """Whether a list misses one item, and each that it has is plainly one: no digits that may stand for several."""
    plain = all(len(item.split()) <= _SHORT and item.replace(" ", "").isalpha() for item in items)
    return plain and 2 <= len(items) == stated.value - 1


def _claim(reading: Reading, start: int, end: int, rule: str, stated: Figure, items: int) -> Claim:
    verdict = "match" if items == stated.value else "mismatch"
    how = f"{items} poster är uppräknade i meningen"
    return make_claim(
        reading, start, end, rule, _CONFIDENCE, "count", stated, items, verdict, how, [float(items)]
    )  # fmt: skip


def _kinds(reading: Reading, sentence: Sentence) -> Iterator[Claim]:
    """A number of people or things, then how many of each kind: shown when it holds."""
    lexicon = load_lexicon("claims")
    ones = frozenset(lexicon.words["one"])
    flow = reading.document.flow
    for match in lexicon.pattern("count.apposition").regex.finditer(flow, sentence.start, sentence.end):
        stated, words = read_figure(match["stated"]), lexicon.pattern("count.kind").regex.findall(match["parts"])
        figures = [Figure(1.0, 0) if word.lower() in ones else read_figure(word) for word in words]
        parts = [figure.value for figure in figures if figure]
        if stated is None or len(parts) < 2 or sum(parts) != stated.value:
            continue
        how = " + ".join(f"{p:.0f}" for p in parts) + f" = {stated.value:.0f}"
        yield make_claim(
            reading, match.start(), match.end(), "count.apposition", _CONFIDENCE, "sum", stated, sum(parts), "match",
            how, parts,
        )  # fmt: skip
