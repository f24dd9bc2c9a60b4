"""Swedish words to their stems: simplemma's lemma first, then Snowball's stem, which together join most forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import simplemma
import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_STEMMER = snowballstemmer.stemmer("swedish")


def split_words(text: str) -> list[str]:
    """The words of a text in lower case and Unicode NFC, as the search index divides them."""
    return [m[0] for m in _WORD.finditer(unicodedata.normalize("NFC", text).lower())]


@lru_cache(maxsize=200_000)
def lemma_of(word: str) -> str:
    """The dictionary form of a lower-case word, or the word itself when it is unknown."""
    if not word.isalpha():
        return word
    return str(simplemma.lemmatize(word, lang="sv")).lower()


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """The stem that all forms of a lower-case word share."""
    lemma = lemma_of(word)
    return str(_STEMMER.stemWord(lemma)) if lemma.isalpha() else lemma


@lru_cache(maxsize=64)  # the numbers of one list of §§ share their quote
def stems_of(text: str) -> str:
    """The stems of all words in a text, in order, with spaces between."""
    return " ".join(stem_of(word) for word in split_words(text))


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in lower case with their start and end in it."""
    return [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
