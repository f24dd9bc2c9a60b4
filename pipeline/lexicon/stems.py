"""Stems of the words that carry meaning, with the parts of compounds, to compare what two passages are about."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import simplemma
import snowballstemmer

from pipeline.lexicon import load_lexicon

_WORD = re.compile(r"[a-zåäöéü]{3,}|\d[\d,.]*\d")
_SNOWBALL = snowballstemmer.stemmer("swedish")
_PREFIX = 6  # letters: bemanningsföretag and bemanningsprojektet share "bemann"


@lru_cache(maxsize=100_000)
def stem_word(word: str) -> str:
    """The stem of a lower-case word: Snowball's of simplemma's dictionary form."""
    return str(_SNOWBALL.stemWord(simplemma.lemmatize(word, lang="sv").lower()))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words in the text that tell what it is about."""
    empty = _empty_words()
    words = (w for w in _WORD.findall(text.lower()) if w not in empty)
    return frozenset(stem_word(w) for w in words)


def stem_families(text: str) -> frozenset[str]:
    """The first letters of the content words: forms and compounds of one word fall together."""
    empty = _empty_words()
    words = (w for w in _WORD.findall(text.lower()) if w not in empty)
    return frozenset(w if w[0].isdigit() else stem_word(w)[:_PREFIX] for w in words if len(w) >= 4)


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(load_lexicon("stems").words["empty"])
