"""What the row of a table says has become of the assignment that it holds: "Uppdrag" beside "Status" or "Kommentar"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.extract.plan_columns import Columns, Row, cell_texts, find_columns, plain
from pipeline.extract.plan_tables import row_status
from pipeline.lexicon import load_lexicon
from pipeline.records import Reading

_BECAME = {"done": "done", "ongoing": "open", "planned": "open", "postponed": "open"}


def states_in_rows(reading: Reading) -> Callable[[int, int], str | None]:
    """What becomes of the assignment between two places, where these are in a row that says so."""
    told = list(_told(reading))

    def state(start: int, end: int) -> str | None:
        return next((said for first, last, said in told if first <= start and end <= last), None)

    return state


def _told(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The cells that hold what is to be done, each with what the rest of its row declares."""
    for table in reading.document.tables:
        found = find_columns(table)
        if found is None:
            continue
        columns, header = found
        for number, row in enumerate(table.rows()):
            cells = [cell for cell, _ in cell_texts(row, columns, "measure")]
            if number > header and cells and (said := _state(reading, row, columns)):
                yield from ((cell.start, cell.end, said) for cell in cells)


def _state(reading: Reading, row: Row, columns: Columns) -> str | None:
    text = " ".join(plain(cell.text) for cell, _ in cell_texts(row, columns, "measure"))
    due = " ".join(words for _, words in cell_texts(row, columns, "due"))
    if became := _BECAME.get(row_status(row, columns, due, reading.document.flow, text).value):
        return became
    reported = load_lexicon("assignments").pattern("part.reported").regex
    said = (words for kind in ("status", "comment") for _, words in cell_texts(row, columns, kind))
    return "reported" if any(reported.search(words) for words in said) else None
