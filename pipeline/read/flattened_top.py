"""The header of a plan flattened with an empty line between cells: few words that name columns, the measure first."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon
from pipeline.read.lines import Line, RawTable

_LEAST_NAMED = 3  # columns that the words of a header must name
_LONGEST_HEADER = 90
_MOST_NAMES = 3  # words of a line above a header that may name a column of it
BROKEN = re.compile(r"(?<=[a-zåäö])-\s+(?!och\b|eller\b|samt\b)(?=[a-zåäö])|(?<=[a-zåäö])\s+-(?=[a-zåäö])")


def find_plan_header(pages: list[list[Line | RawTable]]) -> tuple[int, int, int] | None:
    """The page and the lines of the first header: few words, of which three name a measure and what is told of it."""
    for number, items in enumerate(pages):
        for index, item in enumerate(items):
            if not isinstance(item, Line) or item.kind or not item.text.strip():
                continue
            end = index + 1
            while end < len(items) and end - index < 3 and isinstance(line := items[end], Line) and line.text.strip():
                end += 1
            lines = [line for line in items[index:end] if isinstance(line, Line)]
            for count in range(1, len(lines) + 1):
                if is_plan_header(" ".join(line.text for line in lines[:count])) and _is_last(lines, count):
                    if not _names_above(items[:index]):
                        return number, index, index + count
                    break
    return None


def _names_above(items: list[Line | RawTable]) -> bool:
    """Whether what stands right above, past a blank line, names a column too: then the header begins there."""
    above = next((item for item in reversed(items[-2:]) if isinstance(item, Line) and item.text.strip()), None)
    words = above.text.split() if above else []
    return 0 < len(words) <= _MOST_NAMES and any(_kind(word) not in {None, "section"} for word in words)


def _is_last(lines: list[Line], count: int) -> bool:
    """The header ends there: with one line more it names no more columns."""
    more = " ".join(line.text for line in lines[: count + 1])
    return count == len(lines) or _named(more) <= _named(" ".join(line.text for line in lines[:count]))


def is_plan_header(text: str) -> bool:
    """Whether words head a plan, the measure first: what stands before it nobody here could tell apart."""
    words = text.split()
    first = len(text) <= _LONGEST_HEADER and bool(words) and _kind(words[0]) == "measure"
    return first and len(_named(text)) >= _LEAST_NAMED


def _named(text: str) -> set[str]:
    """The columns that the words of a line name, when hardly any word names none."""
    words = BROKEN.sub("", text).replace("- ", "-").split()
    kinds = [_kind(word) for word in words]
    return {kind for kind in kinds if kind} if kinds.count(None) <= len(words) // 3 else set()


def _kind(word: str) -> str | None:
    for pattern in load_lexicon("measures").group("column."):
        if pattern.regex.search(word):
            return str(pattern.yields["column"])
    return None
