"""The subjects that words speak of: what two passages may have in common though they share no word."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.beginnings import Beginnings


@lru_cache(maxsize=30_000)
def subjects_of(text: str) -> frozenset[str]:
    """The subjects, as `subjects.toml` names them, of the words that tell what the text is about."""
    return _beginnings().of_text(text)


@cache
def subject_names() -> dict[str, tuple[str, str]]:
    """What each subject is called in Swedish and in English."""
    return {key: (entry["sv"], entry["en"]) for key, entry in load_lexicon("subjects").words.items()}


@cache
def _beginnings() -> Beginnings:
    return Beginnings({key: entry["words"] for key, entry in load_lexicon("subjects").words.items()})
