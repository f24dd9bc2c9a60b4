"""How much one text speaks of what another speaks of, word by word: in the same word, or in one of the same matter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pipeline.lexicon.kin import kin_by_family, words_by_kin
from pipeline.lexicon.stems import family_of, tails_by_family
from pipeline.link.texts import Corpus, without_bodies
from pipeline.link.told import Told

_KIN = 0.8  # what a word counts for whose matter, of the rarest, the other text speaks of in other words
_TAIL = 0.4  # and one whose last part another word has: "avtalstroheten", "köptrohet"
_KEPT = 12_000  # texts whose words are kept at hand
_PAIRS = 2  # told of two texts
_NONE: frozenset[str] = frozenset()


def share_spoken_of(corpus: Corpus, said: Told, wanted: Told) -> float:
    """The share of the words of `wanted`, by weight, that `said` has, or has kin of: 0 to 1."""
    there, tails, tails_of = said.concepts | said.kin, _tails(said.text), tails_by_family(wanted.text)
    whole = shared = 0.0
    for family, kin in _words(wanted.text).items():
        weight = corpus.weights.get(family, 1.0)
        whole += weight
        if family in said.families:
            shared += weight
            continue
        near = kin & there
        counts = _KIN * max(corpus.kin_weights[one] for one in near) if near else 0.0
        if counts < _TAIL and not tails_of.get(family, _NONE).isdisjoint(tails):
            counts = _TAIL
        shared += weight * counts
    return shared / (whole or 1.0)


def kindred_words(corpus: Corpus, answer: Told, finding: Told) -> list[tuple[str, str]]:
    """Words of the finding and of the answer that speak of one narrow matter, the rarest first, at most two pairs: what
    a reader sees of it that they share no word there."""
    asked, said = words_by_kin(without_bodies(finding.text)), words_by_kin(without_bodies(answer.text))
    pairs: dict[tuple[str, str], None] = {}
    for row in sorted(answer.kin & finding.kin, key=lambda one: (-corpus.kin_weights[one], one)):
        first = next((word for word in asked[row] if family_of(word) not in answer.families), None)
        second = next((word for word in said[row] if family_of(word) not in finding.families), None)
        if first and second:
            pairs[first, second] = None
    return list(pairs)[:_PAIRS]


@lru_cache(maxsize=_KEPT)
def _words(text: str) -> Mapping[str, frozenset[str]]:
    return kin_by_family(without_bodies(text))


@lru_cache(maxsize=_KEPT)
def _tails(text: str) -> frozenset[str]:
    return frozenset().union(*tails_by_family(text).values())
