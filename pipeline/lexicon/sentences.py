"""Where the sentences of a stretch of text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.lexicon import load_lexicon

# A full stop, question or exclamation mark, then space and what can open a sentence, or the mark of a list's item.
_END = re.compile(r"[.?!][”\"’)\]]*(?=\s+(?:[A-ZÅÄÖÉ0-9”\"“(•–-]|([a-zåäö])\1{0,2}[.)]\s+[A-ZÅÄÖ]))")
# The mark of a footnote behind the full stop, set small on the page: "... stöd.1 Nämnden", "... stöd. 2 Nämnden".
_STOP_AND_MARK = re.compile(r"(?<=[a-zåäö”\"’)])[.?!](?=\d{1,2}\s+[A-ZÅÄÖÉ][a-zåäö])")
_MARK = re.compile(r"\s*\d{1,2}\s+(?=[A-ZÅÄÖÉ][a-zåäö])")
# Lists whose lines were run together: a bullet opens an item wherever it stands, a dash after a colon.
_ITEM = re.compile(r"(?<=:)(?=\s+(?:[-–—]\s+\w|[•▪●◦➢]))|(?<=\S)(?=\s+[•▪●◦➢]\s+\w)|(?<=\batt:)(?=\s+[A-ZÅÄÖ])")
_DASHED = re.compile(r"\s*([-–—])\s+\w")
_CLOSING = frozenset({"m.m.", "m.fl.", "osv.", "o.s.v.", "o.d.", "mnkr.", "tkr."})  # end it before a capital letter
_CAPITAL = re.compile(r"\s+[A-ZÅÄÖÉ]")
_LAST_WORD = re.compile(r"(\S+)$")


def sentence_spans(flow: str, first: int, last: int) -> list[tuple[int, int]]:
    """The spans of the sentences between two places of a text, without white space at their ends. Abbreviations
    ("bl.a.", "kap.", "1.") do not end one, and the mark of a footnote between two belongs to neither.
    """
    abbreviations = frozenset(load_lexicon("sentences").words["abbreviations"])
    never = abbreviations - _CLOSING
    spans: list[tuple[int, int]] = []
    start = first
    for match in _ends(flow, first, last):
        word = _LAST_WORD.search(flow, start, match.start() + 1)
        opens = word is not None and not flow[start : word.start()].strip()
        known = never if _CAPITAL.match(flow, match.end()) else abbreviations
        if word and flow[match.start()] == "." and _is_abbreviation(word[1], known, opens=opens):
            continue
        spans.append((start, match.end()))
        mark = _MARK.match(flow, match.end(), last)
        start = mark.end() if mark else match.end()
    whole = (_trimmed(flow, *span) for span in [*spans, (start, last)])
    return [part for span in whole for part in _items(flow, *span) if part[1] > part[0]]


def _ends(flow: str, first: int, last: int) -> list[re.Match[str]]:
    """Where a sentence may end, in order of place."""
    ends = (match for regex in (_END, _STOP_AND_MARK) for match in regex.finditer(flow, first, last))
    return sorted(ends, key=lambda match: match.start())


def _items(flow: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """The sentence, or the line and the items of the list that it runs together: "... bör: - anta X - följa upp Y"."""
    cuts = [match.start() for match in _ITEM.finditer(flow, first, last)]
    if cuts and (mark := _DASHED.match(flow, cuts[0], last)):
        more = re.compile(rf"(?<=\S)(?=\s{mark[1]}\s+\w)")
        cuts += [match.start() for match in more.finditer(flow, mark.end(), last)]
    start = first
    for cut in (*sorted(set(cuts)), last):
        yield _trimmed(flow, start, cut)
        start = cut


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
