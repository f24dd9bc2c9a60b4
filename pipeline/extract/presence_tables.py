"""Lists of those present as tables: a member a row, marks for who serves, and a pair of columns for each ballot.

Many boards begin their minutes with one: "Närvaro: Tjg, Ej tjg", and under "§ 41" the columns "Ja" and "Nej".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.vote_tables import ListedVote, is_marked, named_in_row, side_of_head
from pipeline.records import Cell, Reading, Table

_ITEM = re.compile(r"§\s?(?P<number>\d{1,4}(?:\s?[a-z])?)?")
_HEAD_ROWS = 3
_SERVES = re.compile(r"(?i)(?:tjg|tjänstg(?:\.|ör\w*)?|närvaro|närv\.?|närvarande|beslutande)\.?")
_SITS_IN = re.compile(r"(?i)ej\s?(?:tjg|tjänstg(?:\.|ör\w*)?|beslutande)\.?")
_SUBSTITUTES = re.compile(r"(?i)(?:övriga )?ersättare\b")
_CHAIR = re.compile(r"(?i)(?<!vice )\bordf(?:örande|\.)")
_VICE = re.compile(r"(?i)\bvice\b|\b[12]:[ea]\b")


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody whom a list marks as present: the name, the party, the role, and where the name stands."""

    name: str
    party: str | None
    role: str
    start: int
    end: int


def votes_by_item(reading: Reading, table: Table) -> dict[str, list[ListedVote]]:
    """The votes under each § that heads columns of a table; none for a table whose columns no § heads."""
    rows = list(table.rows())
    found: dict[str, list[ListedVote]] = {}
    for number, sides in _sides_by_item(rows).items():
        for row in rows[1:]:
            marked = {side for column, side in sides.items() if is_marked(row.get(column))}
            named = named_in_row(row, {c for c in row if c > 0})
            if len(marked) == 1 and named:
                cell, name, party = named
                start, end = _place(reading, cell)
                found.setdefault(number, []).append(ListedVote(name, party, marked.pop(), start, end))
    return found


def present_in(reading: Reading, table: Table) -> list[Present]:
    """Those whom a list of presence marks; none when the table is no such list."""
    rows = list(table.rows())
    serves, sits_in = (_columns(rows, pattern) for pattern in (_SERVES, _SITS_IN))
    if not serves:
        return []
    found: list[Present] = []
    substitutes = False
    for row in rows:
        named = named_in_row(row, {c for c in row if c > 0})
        first = row[0].text.strip() if 0 in row else ""
        if named is None or _SUBSTITUTES.match(first):
            substitutes = substitutes or _SUBSTITUTES.match(first) is not None
            continue
        marks = {is_marked(row.get(c)) for c in serves - sits_in}, {is_marked(row.get(c)) for c in sits_in}
        if True not in marks[0] | marks[1]:
            continue
        role = "substitute" if True not in marks[0] else "serving_substitute" if substitutes else "member"
        if role == "member" and _CHAIR.search(first) and not _VICE.search(first):
            role = "chair"
        cell, name, party = named
        found.append(Present(name, party, role, *_place(reading, cell)))
    return found


def _columns(rows: list[dict[int, Cell]], pattern: re.Pattern[str]) -> set[int]:
    """The columns whose lowest head fits; a head over several columns gives way to those below it."""
    lowest: dict[int, str] = {}
    for row in rows[:_HEAD_ROWS]:
        if any(is_marked(cell) and side_of_head(cell.text) is None for cell in row.values()):
            break  # the first member
        for column, cell in _spread(row):
            if cell.text.strip():
                lowest[column] = cell.text.strip()
    return {column for column, text in lowest.items() if pattern.fullmatch(text)}


def _sides_by_item(rows: list[dict[int, Cell]]) -> dict[str, dict[int, str]]:
    """The columns of each side, by the number of the § above them."""
    for place, row in enumerate(rows[: _HEAD_ROWS - 1]):
        heads = sorted((c.column, m) for c in row.values() if (m := _ITEM.fullmatch(c.text.strip())))
        if not heads:
            continue
        found: dict[str, dict[int, str]] = {}
        for (column, head), until in zip(heads, [*(c for c, _ in heads[1:]), 999], strict=True):
            below = rows[place + 1] if place + 1 < len(rows) else {}
            sides = {c: s for c, cell in below.items() if column <= c < until and (s := side_of_head(cell.text))}
            if head["number"] and {"yes", "no"} <= set(sides.values()):
                found[head["number"]] = sides
        return found
    return {}


def _spread(row: dict[int, Cell]) -> Iterator[tuple[int, Cell]]:
    for cell in row.values():
        for column in range(cell.column, cell.column + max(1, cell.column_span)):
            yield column, cell


def _place(reading: Reading, cell: Cell) -> tuple[int, int]:
    """Where the name's line stands in its cell."""
    text = reading.document.text[cell.start : cell.end]
    start = cell.start + len(text) - len(text.lstrip())
    return start, start + len(text.strip().split("\n", 1)[0].rstrip())
