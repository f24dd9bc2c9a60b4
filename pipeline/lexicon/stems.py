"""Families of the words that carry meaning: forms and compounds of one word fall together, to compare passages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from math import sqrt

import simplemma
import snowballstemmer

from pipeline.lexicon import load_lexicon

_WORD = re.compile(r"[a-zåäöéü]{4,}|\d[\d,.]*\d")
_SNOWBALL = snowballstemmer.stemmer("swedish")
_ENDING = re.compile(r"(?<=.{4})(?:arnas|ernas|ornas|arna|erna|orna|ens|ets|en|et|ar|er|or|s|n|a)$")
_DERIVED = re.compile(r"(?:ning|ring|tion|else|isk|lig)$")  # half the language ends so
_PREFIX = 6  # letters: bemanningsföretag and bemanningsprojektet share "bemann"


@lru_cache(maxsize=100_000)
def family_of(word: str) -> str:
    """The first letters of a lower-case word's stem; a number is a family of its own.

    Snowball alone: simplemma's dictionary takes two seconds to load, and the first letters are the same without it.
    """
    return word if word[0].isdigit() else str(_SNOWBALL.stemWord(word))[:_PREFIX]


@lru_cache(maxsize=10_000)
def stem_families(text: str) -> frozenset[str]:
    """The families of the text's words, without those that every audit and every answer uses."""
    empty = _empty_words()
    return frozenset(family_of(w) for w in _WORD.findall(text.lower()) if w not in empty)


def words_in(text: str) -> list[str]:
    """The text's words of four letters and more, in lower case and in order, and its numbers."""
    return _WORD.findall(text.lower())


def families_with_words(text: str) -> Mapping[str, frozenset[str]]:
    """The same families, each with those of the text's words, in lower case, that are of it."""
    empty = _empty_words()
    found: dict[str, set[str]] = defaultdict(set)
    for word in words_in(text):
        if word not in empty:
            found[family_of(word)].add(word)
    return {family: frozenset(words) for family, words in found.items()}


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The cosine of two sets of families, each weighing the same: 0 with none in common, 1 for the same."""
    return len(one & other) / sqrt(len(one) * len(other)) if one and other else 0.0


@lru_cache(maxsize=12_000)
def tails_by_family(text: str) -> Mapping[str, frozenset[str]]:
    """For each family of the text's longer words, the last letters of these without endings: what compounds of one
    last part share ("avtalstroheten" and "köptrohet": "trohet")."""
    tails: dict[str, set[str]] = defaultdict(set)
    for word in words_in(text):
        if tail := _tail_of(word):
            tails[family_of(word)].add(tail)
    return {family: frozenset(own) for family, own in tails.items()}


@lru_cache(maxsize=100_000)
def _tail_of(word: str) -> str:
    bare = _ENDING.sub("", word)
    letters = 8 if _DERIVED.search(bare) else 6
    return bare[-letters:] if len(bare) >= letters else ""


@lru_cache(maxsize=100_000)
def stem_word(word: str) -> str:
    """The stem of a lower-case word: Snowball's of simplemma's dictionary form (the first call loads it, 2 s)."""
    return str(_SNOWBALL.stemWord(simplemma.lemmatize(word, lang="sv").lower()))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words in the text that tell what it is about; finer than families, which join compounds."""
    empty = _empty_words()
    return frozenset(stem_word(w) for w in _WORD.findall(text.lower()) if w not in empty)


def is_empty(word: str) -> bool:
    """Whether every audit and every answer uses the word, which is in lower case."""
    return word in _empty_words()


@cache
def _empty_words() -> frozenset[str]:
    return frozenset(load_lexicon("stems").words["empty"])
