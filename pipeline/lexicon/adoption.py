"""Whether a decision makes a paper the body's own answer, or only sends it on or takes note of it."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon

_SENTENCE_END = re.compile(r"\.(?=\s+(?:\d|[A-ZÅÄÖ])|\s*$)")


def adopts_paper(words: str) -> bool:
    """The decision takes the paper as the body's own: "antar tjänsteskrivelsen som sin egen", "enligt förvaltningens
    förslag"; not where it is sent on "utan eget ställningstagande" or only noted."""
    lexicon = load_lexicon("decisions")
    return lexicon.pattern("paper.adopted").regex.search(words) is not None and not _set_aside(words)


def change_of(words: str) -> str | None:
    """The change with which a decision adopts a paper ("med ändringen att avvikelser ska redovisas två gånger per år"):
    its sentence from where it begins, or all that follows a colon. None where it changes nothing."""
    found = load_lexicon("decisions").pattern("paper.changed").regex.search(words)
    if found is None:
        return None
    stop = _SENTENCE_END.search(words, found.end())
    return words[found.start() : stop.end() if stop and ":" not in words[found.end() : stop.end()] else len(words)]


def names_answer(words: str) -> bool:
    """The decision speaks of an answer: "yttrandet", "svaret", "förklaringen"."""
    return load_lexicon("decisions").pattern("paper.named").regex.search(words) is not None


def settles_answer(words: str) -> bool:
    """The decision may be the one on an answer of its case: it names one, or adopts a paper."""
    return names_answer(words) or adopts_paper(words)


def _set_aside(words: str) -> bool:
    return load_lexicon("decisions").pattern("paper.forwarded").regex.search(words) is not None
