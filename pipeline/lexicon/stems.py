"""Families of the words that carry meaning: forms and compounds of one word fall together, to compare passages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import simplemma
import snowballstemmer

from pipeline.lexicon import load_lexicon

_WORD = re.compile(r"[a-zåäöéü]{4,}|\d[\d,.]*\d")
_SNOWBALL = snowballstemmer.stemmer("swedish")
_PREFIX = 6  # letters: bemanningsföretag and bemanningsprojektet share "bemann"


@lru_cache(maxsize=100_000)
def family_of(word: str) -> str:
    """The first letters of a lower-case word's stem; a number is a family of its own.

    Snowball alone: simplemma's dictionary takes two seconds to load, and the first letters are the same without it.
    """
    return word if word[0].isdigit() else str(_SNOWBALL.stemWord(word))[:_PREFIX]


def stem_families(text: str) -> frozenset[str]:
    """The families of the text's words, without those that every audit and every answer uses."""
    empty = _empty_words()
    return frozenset(family_of(w) for w in _WORD.findall(text.lower()) if w not in empty)


@lru_cache(maxsize=100_000)
def stem_word(word: str) -> str:
    """The stem of a lower-case word: Snowball's of simplemma's dictionary form (the first call loads it, 2 s)."""
    return str(_SNOWBALL.stemWord(simplemma.lemmatize(word, lang="sv").lower()))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words in the text that tell what it is about; finer than families, which join compounds."""
    empty = _empty_words()
    return frozenset(stem_word(w) for w in _WORD.findall(text.lower()) if w not in empty)


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(load_lexicon("stems").words["empty"])
