"""Whose a § is that stands in a cell of a table, by what its row says: another row tells of another matter."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.context import Context
from pipeline.extract.plan_columns import kind_of, plain
from pipeline.lexicon.bodies import is_generic
from pipeline.records import Cell, Reading, Table

_TITLES = 2  # rows that may hold the titles of columns


@dataclass(frozen=True, slots=True)
class RowBodies:
    """The bodies that a row names; none where the column tells who gave what the row is about ("Givet")."""

    named: frozenset[str]
    of_giver: bool

    @property
    def one(self) -> str | None:
        """The only one, if it can be the one whose § it is."""
        return next(iter(self.named)) if len(self.named) == 1 and not self.of_giver else None


def bodies_of_row(reading: Reading, context: Context, place: int) -> RowBodies | None:
    """The bodies named in the row of the table in which the place is; None outside of tables."""
    found = _cell_at(reading, place)
    if found is None:
        return None
    table, cell = found
    titles = [plain(c.text) for c in table.cells if c.column == cell.column and c.row < min(_TITLES, cell.row)]
    row = [c for c in table.cells if c.row == cell.row]
    named = {context.name_of(b) for c in row for b in context.bodies_in(c.start, c.end)}
    own = frozenset(name for name in named if not is_generic(name) and "revis" not in name)
    return RowBodies(own, any(kind_of(title) == "given" for title in titles))


def _cell_at(reading: Reading, place: int) -> tuple[Table, Cell] | None:
    for table in reading.document.tables:
        if table.start <= place < table.end:
            return next(((table, cell) for cell in table.cells if cell.start <= place < cell.end), None)
    return None
