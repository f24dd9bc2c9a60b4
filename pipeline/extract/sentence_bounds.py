"""Where a sentence of minutes begins and ends, whose lines and paragraphs the page may have broken anywhere."""

from __future__ import annotations

import re

# A full stop behind an initial ("Anna E. Ek") or "m.fl." ends nothing; one behind a party's letters does
# ("från S och M. Anna").
_END = re.compile(
    r"(?<![A-ZÅÄÖ])(?<!\bfl)(?<!\bordf)[.](?=\s|$)|(?<=[A-ZÅÄÖ]{2})[.](?=\s|$)|(?:(?<=,\s[A-ZÅÄÖ])|(?<=\boch\s[A-ZÅÄÖ])|(?<=\bsamt\s[A-ZÅÄÖ])|"
    r"(?<=\bfrån\s[A-ZÅÄÖ])|(?<=\bför\s[A-ZÅÄÖ]))[.](?=\s|$)|[?](?=\s|$)|\n\s*\n|(?<!:)\n(?=[^\n]{0,60}\n)"
)
_LONGEST = 4000  # characters; what goes on for longer is no sentence


def sentence_start(flow: str, first: int, place: int) -> int:
    """Where the sentence that holds `place` begins, not before `first`."""
    first = max(first, place - _LONGEST)
    ends = [m.end() for m in _END.finditer(flow, first, place)]
    return ends[-1] if ends else first


def sentence_end(flow: str, place: int, last: int) -> int:
    """Where the sentence that holds `place` ends, before its full stop, not behind `last`."""
    last = min(last, place + _LONGEST)
    match = _END.search(flow, place, last)
    return match.start() if match else last
