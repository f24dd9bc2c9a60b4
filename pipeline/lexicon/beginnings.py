"""Which rows of a lexicon a word belongs to, by beginnings of words: looked up by prefix, not row by row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from pipeline.lexicon.stems import is_empty

_WORD = re.compile(r"[a-zåäöéü]{2,}")
_WHOLE = 3  # letters up to which only the whole word counts
_INSIDE = 7  # letters from which a compound may hold it anywhere


class Beginnings:
    """Rows of beginnings of words, lower case: one of seven letters or more also counts inside a compound, one of three
    or fewer is a whole word.
    """

    def __init__(self, rows: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._opening: dict[str, set[str]] = defaultdict(set)
        self._inside: dict[str, set[str]] = defaultdict(set)
        for row, beginnings in rows.items():
            for beginning in beginnings:
                length = len(beginning)
                kind = self._whole if length <= _WHOLE else self._inside if length >= _INSIDE else self._opening
                kind[beginning].add(row)
        self._longest = max(map(len, self._inside), default=0)
        self._known: dict[str, frozenset[str]] = {}

    def of_text(self, text: str) -> frozenset[str]:
        """The rows of the words that tell what the text is about."""
        return frozenset().union(*(self.of_word(word) for word in set(_WORD.findall(text.lower()))))

    def of_word(self, word: str) -> frozenset[str]:
        """The rows that a lower-case word belongs to; of a word that every audit uses, none."""
        if word not in self._known:
            self._known[word] = frozenset() if is_empty(word) else self._look_up(word)
        return self._known[word]

    def _look_up(self, word: str) -> frozenset[str]:
        found = set(self._whole.get(word, ()))
        for length in range(_WHOLE + 1, _INSIDE):
            found |= self._opening.get(word[:length], set()) if length <= len(word) else set()
        for start in range(len(word) - _INSIDE + 1):
            for end in range(start + _INSIDE, min(len(word), start + self._longest) + 1):
                found |= self._inside.get(word[start:end], set())
        return frozenset(found)
