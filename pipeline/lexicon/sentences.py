"""Where the sentences of a stretch of text begin and end."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon

# A full stop, question or exclamation mark, then space and what can open a sentence, or the mark of a list's item.
_END = re.compile(r"[.?!][”\"’)\]]*(?=\s+(?:[A-ZÅÄÖÉ0-9”\"“(•–-]|([a-zåäö])\1{0,2}[.)]\s+[A-ZÅÄÖ]))")
_CLOSING = frozenset({"m.m.", "m.fl.", "osv.", "o.s.v.", "o.d.", "mnkr.", "tkr."})  # end it before a capital letter
_CAPITAL = re.compile(r"\s+[A-ZÅÄÖÉ]")
_LAST_WORD = re.compile(r"(\S+)$")


def sentence_spans(flow: str, first: int, last: int) -> list[tuple[int, int]]:
    """The spans of the sentences between two places of a text, without white space at their ends. Abbreviations
    ("bl.a.", "kap.", "1.") do not end one.
    """
    abbreviations = frozenset(load_lexicon("sentences").words["abbreviations"])
    never = abbreviations - _CLOSING
    spans: list[tuple[int, int]] = []
    start = first
    for match in _END.finditer(flow, first, last):
        word = _LAST_WORD.search(flow, start, match.start() + 1)
        opens = word is not None and not flow[start : word.start()].strip()
        known = never if _CAPITAL.match(flow, match.end()) else abbreviations
        if word and flow[match.start()] == "." and _is_abbreviation(word[1], known, opens=opens):
            continue
        spans.append((start, match.end()))
        start = match.end()
    trimmed = (_trimmed(flow, *span) for span in [*spans, (start, last)])
    return [span for span in trimmed if span[1] > span[0]]


def _is_abbreviation(word: str, known: frozenset[str], *, opens: bool) -> bool:
    """Known ones, single letters, and a list's mark that opens the sentence ("1. Nämnden ...", "bb. Nämnden ...";
    but "... § 99. Nämnden")."""
    word = word.lstrip('(”"“').lower()
    return (
        word in known
        or (word not in _CLOSING and bool(re.fullmatch(r"(?:[a-zåäö]\.)+", word)))
        or (opens and bool(re.fullmatch(r"\d{1,2}\.|([a-zåäö])\1{0,2}\.", word)))
    )


def _trimmed(flow: str, start: int, end: int) -> tuple[int, int]:
    while start < end and flow[start].isspace():
        start += 1
    while end > start and flow[end - 1].isspace():
        end -= 1
    return start, end
