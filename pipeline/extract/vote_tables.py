"""Named votes in tables: a member a row, a mark in the column for yes, no or abstained."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.records import Cell, Reading, Table

_SIDES = (
    (re.compile(r"ja\b", re.IGNORECASE), "yes"),
    (re.compile(r"nej\b", re.IGNORECASE), "no"),
    (re.compile(r"avst|nedlagd|blank", re.IGNORECASE), "abstain"),
    (re.compile(r"frånv", re.IGNORECASE), "absent"),
)
_SIDE_WORDS = {
    "ja": "yes", "nej": "no", "avstår": "abstain", "avst": "abstain", "avstod": "abstain", "frånvarande": "absent",
    "frånv": "absent",
}  # fmt: skip
_MARK = re.compile(r"[xX×✓✔1●•*]|[jJ]a|[nN]ej")
_WITH_PARTY = re.compile(r"(?P<name>[^\d(]{3,60}?)[\s,]*\(?(?P<party>\b[A-ZÅÄÖ]{1,4}\b|-)?\)?")
_PARTY = re.compile(r"\(?([A-ZÅÄÖ]{1,4})\)?")
_OFFICE = re.compile(r"(?i),?\s(?:\d:[ea]\s|förste\s|andre\s)?(?:vice\s)?ordf(?:örande|\.)?$")
_TOTAL = re.compile(r"(?i)(?:summa|totalt|resultat|antal)\b")


@dataclass(frozen=True, slots=True)
class ListedVote:
    """A vote in a list or table: the member, the party, the side, and where the name stands."""

    name: str
    party: str | None
    side: str
    start: int
    end: int


def side_of(word: str) -> str | None:
    """The side that a word alone in its cell says: "Ja", "Avst."."""
    return _SIDE_WORDS.get(word.strip(" .").lower())


def listed_in_table(reading: Reading, table: Table) -> list[ListedVote]:
    """The votes that a table holds, none when it is another kind of table.

    Its columns are told by their heads (Ja, Nej, Avstår), or one column holds the words themselves. A row with marks
    on two sides says nothing sure and is left out.
    """
    rows = list(table.rows())
    sides, row_of_heads = _columns(rows)
    said = None if sides else _column_of_words(rows)
    if not sides and said is None:
        return []
    votes: list[ListedVote] = []
    for row in rows[row_of_heads + 1 if sides else 0 :]:
        side = _side(row, sides) if said is None else _SIDE_WORDS.get(_word(row.get(said)))
        named = named_in_row(row, {*sides} | ({said} if said is not None else set()))
        if side is None or named is None:
            continue
        cell, name, party = named
        start = cell.start + (len(text := reading.document.text[cell.start : cell.end]) - len(text.lstrip()))
        votes.append(ListedVote(name, party, side, start, cell.start + len(text.rstrip())))
    return votes


def side_of_head(words: str) -> str | None:
    """The side that the head of a column names ("JA", "Avst.")."""
    words = words.strip()
    return next((side for pattern, side in _SIDES if len(words) < 25 and pattern.match(words)), None)


def is_marked(cell: Cell | None) -> bool:
    """Whether a cell holds a mark and nothing else."""
    return cell is not None and _MARK.fullmatch(cell.text.strip()) is not None


def _columns(rows: list[dict[int, Cell]]) -> tuple[dict[int, str], int]:
    """The columns of each side and the row that names them; both yes and no must be named."""
    for number, row in enumerate(rows[:4]):
        sides = {
            column: side
            for column, cell in row.items()
            for pattern, side in _SIDES
            if len(cell.text) < 25 and pattern.match(cell.text.strip())
        }
        if {"yes", "no"} <= set(sides.values()):
            return sides, number
    return {}, 0


def _column_of_words(rows: list[dict[int, Cell]]) -> int | None:
    """The column in which every member's vote stands as a word, when one does."""
    for column in {c for row in rows for c in row}:
        words = [_word(row.get(column)) for row in rows if row.get(column) and row[column].text.strip()]
        if sum(w in {"ja", "nej"} for w in words) >= 2 and sum(w in _SIDE_WORDS for w in words) >= 0.6 * len(words):
            return column
    return None


def _side(row: dict[int, Cell], sides: dict[int, str]) -> str | None:
    marked = {side for column, side in sides.items() if column in row and _MARK.fullmatch(row[column].text.strip())}
    return marked.pop() if len(marked) == 1 else None


def named_in_row(row: dict[int, Cell], taken: set[int]) -> tuple[Cell, str, str | None] | None:
    """The cell with a member's name, the name, and the party, which may stand in a cell of its own; `taken` are columns
    that hold something else. An office ("ordförande") below the name in its cell is no part of it.
    """
    cells = [cell for column, cell in sorted(row.items()) if column not in taken and cell.text.strip()]
    party = next((m[1] for c in cells if (m := _PARTY.fullmatch(c.text.strip()))), None)
    for cell in cells:
        match = _WITH_PARTY.fullmatch(_OFFICE.sub("", " ".join(cell.text.split())))
        if match and len(match["name"].split()) >= 2 and not _TOTAL.match(match["name"]):
            own = match["party"] if match["party"] and match["party"] != "-" else None
            return cell, match["name"].strip(" ,"), own or party
    return None


def _word(cell: Cell | None) -> str:
    return cell.text.strip(" .").lower() if cell else ""
