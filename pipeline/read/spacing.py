"""Spaces that a justified page left between words."""

from __future__ import annotations

import re

_GAP = re.compile(r"(?<=\S) {2,3}(?=\S)")
_COLUMNS = re.compile(r"\S {4,}\S|\t|\|")
_LONG = 40  # characters of a line that can show it
_LEAST_LINES = 3
_SHARE = 0.3  # of these, with gaps between words in lower case: columns begin with a capital or a figure
_IN_PROSE = re.compile(r"(?<=[a-zåäöé,]) {2,3}(?=[a-zåäöé])")


def close_gaps(text: str) -> str:
    """A justified text with one space between words; another as it is."""
    lines = text.split("\n")
    long = [line for line in lines if len(line) >= _LONG and not _COLUMNS.search(line)]
    wide = sum(_IN_PROSE.search(line) is not None for line in long)
    if wide < max(_LEAST_LINES, _SHARE * len(long)):
        return text
    return "\n".join(line if _COLUMNS.search(line) else _GAP.sub(" ", line) for line in lines)
