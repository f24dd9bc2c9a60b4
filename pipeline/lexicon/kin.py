"""The narrow matters that words speak of, finer than concepts: "bisyssla", "jäv" and "muta" speak of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.beginnings import Beginnings
from pipeline.lexicon.concepts import concepts
from pipeline.lexicon.stems import families_with_words, words_in

_FILES = ("kin_administration", "kin_services")


@lru_cache(maxsize=30_000)
def kin_of(text: str) -> frozenset[str]:
    """The narrow matters, rows of the files `kin_*.toml`, of the words that tell what the text is about."""
    return _kin().of_text(text)


def kin_by_family(text: str) -> Mapping[str, frozenset[str]]:
    """For each family of the text's words, the narrow matters and the concepts that the words speak of."""
    kin, wider = _kin(), concepts()
    return {
        family: frozenset().union(*(kin.of_word(word) | wider.of_word(word) for word in words))
        for family, words in families_with_words(text).items()
    }


def words_by_kin(text: str) -> Mapping[str, list[str]]:
    """For each narrow matter that the text speaks of, those of its words that do, in lower case and in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in words_in(text):
        for row in _kin().of_word(word):
            found[row].append(word)
    return found


@cache
def _kin() -> Beginnings:
    return Beginnings({f"{file}: {row}": words for file in _FILES for row, words in load_lexicon(file).words.items()})
