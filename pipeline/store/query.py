"""From what a user types to a query of the search index: inflected forms, and the compounds that a word is part of."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import partial

import simplemma

from pipeline.lexicon import load_lexicon
from pipeline.store.stems import lemma_of, split_words, stem_of

_PIECE = re.compile(r'["”“]([^"”“]*)["”“]?|(\S+)')
_SHORTEST_PART = 3
_MOST_COMPOUNDS = 200


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase of a query: its words as typed, and the stems that count as a hit (none for a phrase)."""

    words: tuple[str, ...]
    stems: frozenset[str]


def parse_query(connection: sqlite3.Connection, query: str) -> list[Term]:
    """The terms of a query. Quotes make a phrase; nothing that is typed is taken as syntax of the index."""
    terms: list[Term] = []
    for match in _PIECE.finditer(unicodedata.normalize("NFC", query)):
        words = tuple(split_words(match[1] if match[1] is not None else match[2]))
        if len(words) == 1 and match[1] is None:
            terms.append(Term(words, _matching_stems(connection, words[0])))
        elif words:  # a phrase, or what the index divides: RS/719/2021
            terms.append(Term(words, frozenset()))
    return terms


def match_expression(terms: list[Term], joiner: str) -> str:
    """The terms as an expression of FTS5, every word quoted; `joiner` is AND or OR."""
    parts = []
    for term in terms:
        exact = 'text : "' + " ".join(term.words) + '"'
        stems = " OR ".join(f'"{stem}"' for stem in sorted(term.stems))
        parts.append(f"({exact} OR stems : ({stems}))" if stems else f"({exact})")
    return f" {joiner} ".join(parts)


def _matching_stems(connection: sqlite3.Connection, word: str) -> frozenset[str]:
    stem = stem_of(word)
    if not word.isalpha() or len(stem) < _SHORTEST_PART or word in load_lexicon("search").words["function"]:
        return frozenset({stem})
    rows = connection.execute(
        "SELECT term FROM search_vocabulary WHERE col = 'stems' AND instr(term, ?) > 0 AND length(term) > ?"
        " ORDER BY doc DESC",
        (stem, len(stem)),
    )
    is_word = partial(_is_word, connection)
    compounds = [term for (term,) in rows if _has_part(term, word, is_word)]
    return frozenset({stem, *compounds[:_MOST_COMPOUNDS]})


def _has_part(compound: str, word: str, is_word: partial[bool]) -> bool:
    """Whether a stem is a compound of which `word` is a true part: what stands beside it consists of words."""
    stem, lemma = stem_of(word), lemma_of(word)
    forms = {word, lemma} | ({stem + v for v in ("", "o", "u", "a", "e")} if lemma[-1] in "ae" else {stem})
    for form in forms:
        at = compound.find(form)
        while at >= 0:
            before, after = compound[:at], compound[at + len(form) :]
            if (not before or _is_made_of_words(before, is_word)) and (
                (not after and form in (stem, lemma))
                or any(_is_made_of_words(after[len(k) :], is_word) for k in ("s", "") if after.startswith(k))
            ):
                return True
            at = compound.find(form, at + 1)
    return False


def _is_made_of_words(text: str, is_word: partial[bool], parts: int = 3) -> bool:
    """Whether the text is a word or up to three words in a row, with or without a linking s."""
    if len(text) < _SHORTEST_PART or not parts:
        return False
    if is_word(text) or (text.endswith("s") and len(text) > _SHORTEST_PART and is_word(text[:-1])):
        return True
    return any(
        _is_made_of_words(text[:cut], is_word, 1) and _is_made_of_words(text[cut:], is_word, parts - 1)
        for cut in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1)
    )


def _is_word(connection: sqlite3.Connection, text: str) -> bool:
    """Whether the corpus uses it as a word of its own, or a dictionary knows it."""
    found = connection.execute("SELECT 1 FROM search_vocabulary WHERE term = ? LIMIT 1", (text,)).fetchone()
    return found is not None or (len(text) > _SHORTEST_PART and bool(simplemma.is_known(text, lang="sv")))
