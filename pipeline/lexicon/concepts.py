"""The concepts that words stand for, finer than subjects: words of one concept may stand for one another."""

from __future__ import annotations

from functools import cache, lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.beginnings import Beginnings


@lru_cache(maxsize=30_000)
def concepts_of(text: str) -> frozenset[str]:
    """The concepts, rows of `concepts.toml`, of the words that tell what the text is about."""
    return concepts().of_text(text)


@cache
def concepts() -> Beginnings:
    """The rows of `concepts.toml`, to look words up in."""
    return Beginnings(load_lexicon("concepts").words)
