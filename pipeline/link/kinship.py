"""How much one text speaks of what another speaks of, word by word: in the same word, or in one of the same matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from math import fsum

from pipeline.lexicon.kin import kin_by_family
from pipeline.lexicon.stems import tail_families
from pipeline.link.texts import Corpus, without_bodies
from pipeline.link.told import Told

_KIN = 0.8  # what a word counts for whose matter, of the rarest, the other text speaks of in other words
_TAIL = 0.4  # and one whose last part another word has: "avtalstroheten", "köptrohet"


def share_spoken_of(corpus: Corpus, said: Told, wanted: Told) -> float:
    """The share of the words of `wanted`, by weight, that `said` has, or has kin of: 0 to 1."""
    there, tails = said.concepts | said.kin, _tails(said.text)
    whole: list[float] = []
    shared: list[float] = []
    for family, kin in _words(wanted.text).items():
        weight = corpus.weights.get(family, 1.0)
        whole.append(weight)
        if family in said.families:
            shared.append(weight)
        else:
            near = _KIN * max((corpus.kin_weights[one] for one in kin & there), default=0.0)
            tail = 0.0 if near >= _TAIL or _tails_of(wanted.text)[family].isdisjoint(tails) else _TAIL
            shared.append(weight * max(near, tail))
    return fsum(shared) / (fsum(whole) or 1.0)


@lru_cache(maxsize=2_000)
def _words(text: str) -> Mapping[str, frozenset[str]]:
    return kin_by_family(without_bodies(text))


@lru_cache(maxsize=2_000)
def _tails_of(text: str) -> Mapping[str, frozenset[str]]:
    tails: dict[str, frozenset[str]] = defaultdict(frozenset)
    for one in tail_families(text):
        tail, family = one.rsplit(" ", 1)
        tails[family] |= {tail}
    return tails


@lru_cache(maxsize=2_000)
def _tails(text: str) -> frozenset[str]:
    return frozenset().union(*_tails_of(text).values())
