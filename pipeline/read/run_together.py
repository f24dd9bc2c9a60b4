"""Text that an extraction ran together, a page to a line: its headings, where its table of contents tells them."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon

# A line of a table of contents: "2.1. Iakttagelser...5", also with many of them on one line.
_CONTENTS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+)?([A-ZÅÄÖ][^.…\d\n]{2,70}?)\s?(?:\.{3,}|…)[\s.…]*\d{1,3}(?=\s|$)"
)
_NUMBER = r"\d{1,2}(?:\.\d{1,2}){0,3}\.?"
_LONG = 200  # characters of a line that is more than one heading
_LEAST = 3  # lines of a table of contents


def headings_of(text: str) -> re.Pattern[str] | None:
    """What finds the headings that the table of contents of a paper names, with their numbers; None without one."""
    titles = [" ".join(match[1].split()) for match in _CONTENTS.finditer(text)]
    if len(titles) < _LEAST:
        return None
    known = {*titles, *load_lexicon("headings").words["of_reviews"]}
    words = "|".join(re.escape(title) for title in sorted(known, key=len, reverse=True))
    return re.compile(rf"(?:^|(?<=\s)){_NUMBER}\s+(?:{words})(?=\s+[A-ZÅÄÖ\d])|^(?:{words})(?=\s+[A-ZÅÄÖ])")


def part_at_headings(line: str, headings: re.Pattern[str] | None) -> list[str]:
    """The line or, of one that is long and holds headings, these and what is under each, with empty lines between."""
    if headings is None or len(line) < _LONG or _CONTENTS.search(line):
        return [line]
    parts: list[str] = []
    start = 0
    for match in headings.finditer(line):
        parts += [line[start : match.start()].rstrip(), "", match[0], ""]
        start = match.end()
    return [part for i, part in enumerate([*parts, line[start:].strip()]) if part or i] if parts else [line]
