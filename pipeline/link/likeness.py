"""How much an answer and a finding speak of the same thing, by the words they share and how rare those are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import fsum, sqrt

from rapidfuzz import fuzz

from pipeline.link.texts import Corpus, Rarity, squash
from pipeline.link.told import Told
from pipeline.messages import Words, words_of

_SHARED = 2  # families of words; a single one says little
_LONG = 12  # letters of a word that says much alone
_QUOTED = 40  # letters; shorter words may be the same by chance


def likeness(corpus: Corpus, answer: Told, finding: Told) -> float:
    """0 to 1: half the cosine of the weighted words, half the finding's share of what the two have in common."""
    shared = answer.families & finding.families
    if len(shared) < _SHARED and not any(len(s) >= _LONG for s in shared):
        return 0.0
    weight = corpus.weights
    common = fsum(weight[s] for s in shared)
    square = fsum(weight[s] ** 2 for s in shared)
    (own, own_square), (_, other_square) = weight.of(finding.families), weight.of(answer.families)
    length = sqrt(own_square * other_square) or 1.0
    return round(min(1.0, 0.5 * square / length + 0.5 * common / (own or 1.0)), 3)


def cosine(weights: Rarity, one: frozenset[str], other: frozenset[str]) -> float:
    """Of two sets of words by their weights: 0 with none in common, 1 for the same. What `other` weighs is kept."""
    shared = one & other
    if not shared:
        return 0.0
    length = sqrt(fsum(weights[s] ** 2 for s in one) * weights.of(other)[1])
    return fsum(weights[s] ** 2 for s in shared) / length if length else 0.0


def telling_words(corpus: Corpus, answer: Told, finding: Told) -> list[str]:
    """The rarest words that the two share, as the answer has them."""
    words = sorted(answer.families & finding.families, key=lambda s: (-corpus.weights[s], s))
    return [whole_word(answer.text, w) for w in words[:3]]


def words_in_common(count: int, words: Sequence[str]) -> Words:
    """How many words two texts have in common, and some of them, as a reason to read."""
    if not words:
        return words_of("links.no_words")
    return words_of("links.words" if count > 1 else "links.word", count=count, words=", ".join(words))


def quotes(answer: Told, finding: Told) -> bool:
    """The answer repeats the finding's words."""
    words = squash(finding.text)
    return len(words) >= _QUOTED and words in squash(answer.text)


def same_words(one: Told, other: Told) -> bool:
    """Two findings in the same words, but for who is named and how it is spelled."""
    a, b = squash(one.text), squash(other.text)
    return a == b or (min(len(a), len(b)) >= 60 and fuzz.ratio(a, b, score_cutoff=92) >= 92)


@lru_cache(maxsize=50_000)
def whole_word(text: str, family: str) -> str:
    """The word of the text that the first letters stand for, as people would read it."""
    for word in text.lower().split():
        bare = word.strip(".,;:()”\"“'")
        if bare.startswith(family[:5]):
            return bare
    return family
