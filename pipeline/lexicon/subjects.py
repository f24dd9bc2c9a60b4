"""The subjects that words speak of: what two passages may have in common though they share no word."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.stems import is_empty

_WORD = re.compile(r"[a-zåäöéü]{2,}")
_WHOLE = 3  # letters up to which only the whole word counts
_INSIDE = 7  # letters from which a compound may hold it anywhere


@lru_cache(maxsize=30_000)
def subjects_of(text: str) -> frozenset[str]:
    """The subjects, as `subjects.toml` names them, of the words that tell what the text is about."""
    return frozenset().union(*(_subjects_of_word(word) for word in set(_WORD.findall(text.lower()))))


@cache
def subject_names() -> dict[str, tuple[str, str]]:
    """What each subject is called in Swedish and in English."""
    return {key: (entry["sv"], entry["en"]) for key, entry in load_lexicon("subjects").words.items()}


@lru_cache(maxsize=100_000)
def _subjects_of_word(word: str) -> frozenset[str]:
    if is_empty(word):
        return frozenset()
    return frozenset(
        key
        for key, entry in load_lexicon("subjects").words.items()
        if any(_speaks_of(word, beginning) for beginning in entry["words"])
    )


def _speaks_of(word: str, beginning: str) -> bool:
    if len(beginning) <= _WHOLE:
        return word == beginning
    return beginning in word if len(beginning) >= _INSIDE else word.startswith(beginning)
