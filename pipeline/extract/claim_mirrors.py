"""Amounts of running text held against the row of a table that bears the same name: "Skatteintäkterna uppgick till
812,4 mnkr" over a row "Skatteintäkter"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.claim_grid import Entry, Grid
from pipeline.extract.claim_passages import Passage, find_passages
from pipeline.extract.claim_quantities import Quantity, compare, is_slip, kind_of_unit
from pipeline.extract.figures import make_claim
from pipeline.lexicon import load_lexicon
from pipeline.records import Claim, Reading

_LEAST_LETTERS = 6  # of a row's name; shorter ones stand in many sentences
_MOST_WORDS = 4
_LEAST_DIGITS = 3  # of an amount that is not the table's, though its column is named
_SURE_DIGITS = 4  # and where it is not
_WORD = re.compile(r"[a-zåäöé-]+", re.IGNORECASE)
_ENDING = re.compile(r"(?<=[a-zåäö]{4})(?:er|ar|or)?(?:na|ns|en|et|s|n|t|er|ar|or)?$")
_YEAR = re.compile(r"\b20\d\d\b")

_Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure of a named row, in SEK, with what its last digit is worth and the header of its column; `bare`: as it is
    written, where the table names no unit."""

    value: float
    step: float
    entry: Entry
    header: str
    bare: bool

    def read_as(self, stated: Quantity) -> _Cell:
        """The same figure in SEK, in the unit of what is told of it where it has none of its own."""
        by = stated.factor if self.bare else 1.0
        return replace(self, value=self.value * by, step=self.step * by)


def claims_of_mirrors(reading: Reading, grids: Sequence[Grid], taken: set[int]) -> Iterator[Claim]:
    """A claim for each amount that the row of that name tells too, and each that is one of its figures but for a slip
    of the pen. Any other may be of another thing of the name. `taken`: where amounts begin that are held already."""
    rows = _named_rows(grids)
    if not rows:
        return
    for passage in find_passages(reading):
        for stated in passage.quantities:
            cells = rows.get(_name_before(passage, stated, rows), []) if stated.kind == "sek" else []
            found = stated.start not in taken and _match(passage, stated, cells)
            if found:
                yield _claim(reading, stated, *found)


def _named_rows(grids: Sequence[Grid]) -> dict[_Name, list[_Cell]]:
    rows: dict[_Name, list[_Cell]] = defaultdict(list)
    for grid in grids:
        for row in grid.rows:
            name = _stems(re.sub(r"\([^)]*\)", "", row.label))
            if (
                row.kind in {"head", "part", "apart"}
                or not 0 < len(name) <= _MOST_WORDS
                or len("".join(name)) < _LEAST_LETTERS
            ):
                continue
            for column, entry in row.entries.items():
                unit = entry.unit or grid.unit
                kind, factor = kind_of_unit(unit)
                if kind == "sek" or not unit:
                    step = factor * 10.0**-entry.figure.decimals
                    header = grid.headers.get(column, "")
                    rows[name].append(_Cell(abs(entry.value) * factor, step, entry, header, not unit))
    return rows


def _stems(words: str) -> _Name:
    return tuple(_ENDING.sub("", word) for word in _WORD.findall(words.lower()))


def _name_before(passage: Passage, stated: Quantity, rows: dict[_Name, list[_Cell]]) -> _Name:
    """The name of a row that an amount is told of: the longest that stands before the words "uppgick till"."""
    before = max((q.end for q in passage.quantities if q.end <= stated.start), default=passage.start)
    told = load_lexicon("claims").pattern("mirror.told").regex.search(passage.flow, before, stated.start)
    if told is None:
        return ()
    words = _stems(passage.flow[before : told.start()])
    return next((words[-n:] for n in range(_MOST_WORDS, 0, -1) if words[-n:] in rows), ())


def _match(passage: Passage, stated: Quantity, cells: list[_Cell]) -> tuple[_Cell, str] | None:
    cells = [cell.read_as(stated) for cell in cells if not cell.bare or stated.digits >= _LEAST_DIGITS]
    for cell in cells:
        verdict = compare(stated, cell.value if stated.value >= 0 else -cell.value)
        if verdict != "mismatch":
            return cell, verdict
        if cell.step > stated.step and abs(abs(stated.value) - cell.value) <= 0.5 * cell.step:
            return cell, "within_rounding"
    words = passage.flow[passage.start : passage.end]
    lexicon = load_lexicon("claims")
    vague, other = (lexicon.pattern(p).regex for p in ("approximate", "mirror.other"))
    if other.search(words) or vague.search(passage.flow[max(0, stated.start - 12) : stated.start]):
        return None
    slipped = [
        c
        for c in cells
        if not c.bare and c.step == stated.step and is_slip(stated, c.value) and _is_of(words, c, stated)
    ]
    return (slipped[0], "mismatch") if len({c.value for c in slipped}) == 1 else None


def _is_of(words: str, cell: _Cell, stated: Quantity) -> bool:
    """Whether nothing told of an amount speaks against the column; if it is short, something must speak for it."""
    column = load_lexicon("claims").pattern("mirror.column").regex
    said, headed = ({m[0].lower() for m in column.finditer(w)} for w in (words, cell.header))
    years, of = set(_YEAR.findall(words)), set(_YEAR.findall(cell.header))
    if (years and of and not years & of) or (said and headed and not said & headed):
        return False
    return stated.digits >= (_LEAST_DIGITS if years & of or said & headed else _SURE_DIGITS)


def _claim(reading: Reading, stated: Quantity, cell: _Cell, verdict: str) -> Claim:
    computed = cell.value / stated.factor
    page = reading.document.page_at(cell.entry.start).number
    how = f"i tabellen på sidan {page} står {stated.write(cell.value)}"
    return make_claim(
        reading, stated.start, stated.end, "figure.mirrored", 0.75, "sum", stated.figure, computed, verdict, how,
        [computed], stated.unit, [cell.entry.start],
    )  # fmt: skip
