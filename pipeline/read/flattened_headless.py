"""Flattened plans without a header that can be read: rows told by the cycle of their cells alone.

Where the header was lost, or names what nobody knows, rows still show themselves when each ends alike: who, when, how
far ("Kvalitetschef 2024-05-01 Pågår"). Columns are taken only from what their cells are; of free words each row has one
cell, the measure. Where a single row does not come apart, the lines stay as they are.
"""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.lexicon import load_lexicon
from pipeline.read.flattened_rows import Row, lines_from, pattern_of, put_rows, rows_in
from pipeline.read.lines import Line, RawTable

_CONFIDENCE = 0.5
_LEAST_ROWS = 4
_SHORTEST, _LONGEST = 10, 200  # characters of a measure
_NAMES = {"section": "Nr", "measure": "Åtgärd", "responsible": "Ansvarig", "due": "När", "status": "Status"}
_CYCLES = (
    ("measure", "responsible", "due", "status"),
    ("measure", "responsible", "status"),
    ("measure", "responsible", "due"),
    ("measure", "due", "status"),
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[.)]?")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)[.)]?\s+[A-ZÅÄÖ]")
_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,4}(?:[/,] ?[A-ZÅÄÖ]{2,4})*")
_VOTES = frozenset({"Ja", "Nej"})
_LEAST_WORDS = 3  # of a measure, on the average
_SENTENCE = re.compile(r"[a-zåäö)]\. [A-ZÅÄÖ]")
_MOST_LINES = 6  # of a row before its dates

_Lines = list[tuple[int, str]]


def read_headless_rows(pages: list[list[Line | RawTable]]) -> None:
    """Put a table, in place, on each page without one whose lines are rows of the same cycle of cells."""
    for items in pages:
        if any(isinstance(item, RawTable) for item in items):
            continue
        lines = _joined(lines_from(items, 0))
        for cycle in _CYCLES:
            for kinds in (("section", *cycle), cycle):
                if found := _read(lines, list(kinds)):
                    begin, rows = found
                    columns = [(kind, _NAMES[kind]) for kind in kinds]
                    put_rows(items, (lines[begin][0], lines[begin][0]), lines[begin:], rows, columns, _CONFIDENCE)
                    break
            else:
                continue
            break


def _joined(lines: _Lines) -> _Lines:
    """The lines, a number alone on its line with the words below it."""
    joined: _Lines = []
    for place, words in lines:
        if joined and _NUMBER.fullmatch(joined[-1][1]) and words[:1].isupper():
            joined[-1] = (joined[-1][0], f"{joined[-1][1]} {words}")
        else:
            joined.append((place, words))
    return joined


def _read(lines: _Lines, kinds: list[str]) -> tuple[int, list[Row]] | None:
    """Where the first row of such cells begins, and the rows; None where some row does not come apart."""
    text = "\n".join(words for _, words in lines)
    run = [kind for kind in kinds if kind in {"due", "status"}]
    ends = [text.count("\n", 0, match.start() + len(match[0].rstrip())) for match in pattern_of(run, []).finditer(text)]
    if len(ends) < _LEAST_ROWS:
        return None
    begin = _first_numbered(lines, ends[0]) if kinds[0] == "section" else _first_line(lines, ends)
    if begin is None:
        return None
    rows = rows_in([words for _, words in lines[begin:]], kinds)
    return (begin, rows) if len(rows) == len(ends) and _are_sure(rows, kinds) else None


def _first_numbered(lines: _Lines, end: int) -> int | None:
    return next((n for n in range(end, max(-1, end - _MOST_LINES), -1) if _NUMBERED.match(lines[n][1])), None)


def _first_line(lines: _Lines, ends: list[int]) -> int | None:
    """Where the first row begins: as many cells above its end as the others have, parted by blank lines, or the line
    itself where each row stands on one; None where these differ."""
    opens = [n for n in range(len(lines)) if n == 0 or lines[n][0] - lines[n - 1][0] > 1]
    held = {sum(a < n <= b for n in opens) for a, b in pairwise(ends)}
    if len(held) > 1:
        return None
    count = held.pop()
    if count:
        above = [n for n in opens if n <= ends[0]]
        return above[-count] if len(above) >= count else None
    return ends[0] if all(b - a == 1 for a, b in pairwise(ends)) else None


def _are_sure(rows: list[Row], kinds: list[str]) -> bool:
    """Whether every row has its cells, its measure is words of a length that measures have, and numbers go on."""
    if any(row.behind or "title" in row.before for row in rows) or any(not all(row.found) for row in rows):
        return False
    told = [" ".join(part.words for part in row.before["measure"]) for row in rows]
    if any(not _SHORTEST <= len(words) <= _LONGEST or _SENTENCE.search(words) for words in told):
        return False
    if sum(len(words.split()) for words in told) < _LEAST_WORDS * len(told) or any(
        value in _VOTES for row in rows for value in row.found
    ):
        return False  # names, votes
    role = load_lexicon("measures").pattern("cell.role").regex
    who = [" ".join(part.words for part in row.before.get("responsible", ())) for row in rows]
    if "responsible" in kinds and not all(role.search(words) or _ABBREVIATED.fullmatch(words) for words in who):
        return False
    if kinds[0] != "section":
        return not any(_NUMBERED.match(words) for words in told)
    numbers = [[int(n) for n in row.before["section"][0].words.rstrip(".)").split(".")] for row in rows]
    return all(a < b for a, b in pairwise(numbers))
