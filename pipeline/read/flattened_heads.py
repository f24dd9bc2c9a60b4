"""The header of a plan that an extraction flattened into lines: words that name columns, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.read.lines import Line, RawTable

RUN_KINDS = frozenset({"due", "status", "effect"})  # columns whose cells tell by their form what they are
_HEADER_LINES, _LONGEST_HEADER = 8, 140
LONGEST_NAME = 5  # words of a column's name
Columns = tuple[tuple[str, str], ...]  # kind and name
_NEXT_NAME = re.compile(r"\s[A-ZÅÄÖ][a-zåäö]")


def find_header(items: list[Line | RawTable]) -> tuple[int, int, list[tuple[str, str]]] | None:
    """Where the header begins and ends, and its columns (kind, name): lines that name columns and nothing else."""
    for index, item in enumerate(items):
        if not isinstance(item, Line) or item.kind or not _opens_name(item.text) or _goes_on_header(items, index):
            continue
        words: list[str] = []
        best: tuple[int, int, list[tuple[str, str]]] | None = None
        for end in range(index, min(len(items), index + 2 * _HEADER_LINES)):
            line = items[end]
            if not isinstance(line, Line) or line.kind == "furniture":
                break
            words += line.text.split()
            if len(" ".join(words)) > _LONGEST_HEADER:
                break
            columns = segment(tuple(words))
            if line.text.strip() and columns and is_header([kind for kind, _ in columns]):
                best = (index, end + 1, list(columns))
        if best:
            return best
    return None


def _opens_name(text: str) -> bool:
    words = text.split() if len(text) <= _LONGEST_HEADER and text.lstrip()[:1].isupper() else []
    return any(_names(" ".join(words[:count])) for count in range(1, min(len(words), LONGEST_NAME) + 1))


def _goes_on_header(items: list[Line | RawTable], index: int) -> bool:
    """Whether the lines above name columns too, of a kind that no plan needs ("Risk Sannolikhet Konsekvens"); the last
    word of such a name may stand on a line of its own.
    """
    other = load_lexicon("measures").pattern("cell.other_head").regex
    for item in reversed(items[max(0, index - 2) : index]):
        words = item.text.split() if isinstance(item, Line) else []
        if not 0 < len(words) <= LONGEST_NAME + 3 or words[-1][-1] in ".:":
            return False
        if any(map(other.search, words)):
            return True
        if len(words) > 1 or not words[0][:1].islower():
            return False
    return False


@lru_cache(maxsize=4096)
def _names(name: str) -> str | None:
    """What kind of column a name is of; None for what is no name."""
    if not name[:1].isupper() or ":" in name or _NEXT_NAME.search(name):
        return None
    for pattern in load_lexicon("measures").group("column."):
        match = pattern.regex.search(name)
        if match:
            return str(pattern.yields["column"])
    return None


@lru_cache(maxsize=256)
def segment(words: tuple[str, ...]) -> Columns | None:
    """The words parted into as many names of a plan's columns as there can be; None where some word is of no name."""
    return part_names(words, lambda name, _: _names(name))


def part_names(words: tuple[str, ...], kind_of: Callable[[str, Columns], str | None]) -> Columns | None:
    """The words parted into as many names as there can be; None where some word is of no name. `kind_of` tells the kind
    of the column that words name behind those before it, None when they name none.
    """
    best: list[Columns | None] = [()]
    for end in range(1, len(words) + 1):
        found: Columns | None = None
        for begin in range(max(0, end - LONGEST_NAME), end):
            before, name = best[begin], " ".join(words[begin:end])
            kind = kind_of(name, before) if before is not None else None
            if before is not None and kind and (found is None or len(before) + 1 > len(found)):
                found = (*before, (kind, name))
        best.append(found)
    return best[-1]


def is_header(kinds: list[str]) -> bool:
    """Whether columns of these kinds are a plan's: a measure, what tells when or how far, and one thing more."""
    return bool({"measure", "task"} & set(kinds)) and bool(RUN_KINDS & set(kinds)) and len(kinds) > 2
