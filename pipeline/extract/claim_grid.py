"""Tables of figures as grids: rows with a label and a figure per column, from tables and from lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extract.figures import Figure, find_figures, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.records import Cell, Reading, Table

_THOUSANDS = "tkr|kkr|ksek|mkr|mnkr|msek|mdkr"  # and more, of money
UNIT = re.compile(rf"\s*(?P<unit>{_THOUSANDS}|kr|kronor|st|procent|%)\.?$", re.IGNORECASE)
_ROUNDED = re.compile(rf"\b(?:{_THOUSANDS}|tusental|miljoner|tusen|miljarder)\b", re.IGNORECASE)
_MONEY = re.compile(rf"\b(?:{_THOUSANDS})\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:kronor|kr|antal|st)\b", re.IGNORECASE)
_TOLD_ABOVE = re.compile(  # "Belopp i tabellen anges i mnkr", "Budget 2024 (tkr)"
    rf"\b(?:belopp|tabell\w*|anges|redovisas|uttryckt)\b[^.\n]{{0,40}}\b(?:{_THOUSANDS}|tusental|miljoner|kronor)\b"
    rf"|\((?:i )?(?:{_THOUSANDS})\)|,\s*(?:{_THOUSANDS})\s*$",
    re.IGNORECASE,
)
LAST_NOTE = 60  # the highest number that a note among figures may have
_LARGE = 1000  # from here on amounts without a unit may be rounded
_EMPTY = re.compile(r"[-–—.\s]*")
_FIGURES = re.compile(r"[-−–\u2011]?\s?\d[\d ,%−–\u2011-]*")
_SIGN = re.compile(r"(?<![^\s(])[-−–\u2011]\s?$")
_YEAR_FIRST = re.compile(r"\s*(?:19|20)\d\d(?=\s{2,})")
_DIGIT = re.compile(r"\d")
_WIDE = re.compile(r"\s{2,}")
_ABOVE = 300  # characters above a table that may name its unit
_LEAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure in a cell, with its unit ("" when the cell names none) and place."""

    figure: Figure
    unit: str
    start: int
    end: int

    @property
    def value(self) -> float:
        """The figure's number."""
        return self.figure.value


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: `kind` is leaf, total, net, mean, part ("varav"), apart (a share, no part of a sum), or head (starts
    anew); `odd` columns hold words."""

    label: str
    kind: str
    entries: dict[int, Entry]
    odd: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and the headers of their columns. `rounded`: in thousands or millions, so that the last digit may be off;
    `unit`: of all its money; `partial`: its rows are told to be some of many."""

    rows: list[GridRow]
    headers: dict[int, str]
    rounded: bool
    unit_named: bool
    unit: str
    partial: bool
    confidence: float
    source: str
    spans: list[tuple[int, int]] = field(default_factory=list)

    def columns(self) -> list[int]:
        """The columns that hold a figure in some row."""
        return sorted({column for row in self.rows for column in row.entries})


def find_grids(reading: Reading) -> Iterator[Grid]:
    """Every table, and every run of lines that are rows of figures."""
    yield from find_table_grids(reading)
    yield from _text_grids(reading)


def find_table_grids(reading: Reading) -> Iterator[Grid]:
    """Every table."""
    return (_table_grid(reading, table) for table in reading.document.tables)


def row_kind(label: str) -> str:
    """What a row's label says that it is."""
    lexicon = load_lexicon("claims")
    for pattern in ("row.apart", "row.part", "row.mean", "total.row", "row.net"):
        if lexicon.pattern(pattern).regex.search(label):
            return pattern.replace("row", "").strip(".")
    return "leaf"


def _table_grid(reading: Reading, table: Table) -> Grid:
    rows: list[GridRow] = []
    headers: dict[int, str] = {}
    for cells in table.rows():
        texts = {column: " ".join(cell.text.split()) for column, cell in cells.items()}
        first = min(texts)
        spanning = _spanned(cells, first)
        entries = {c: e for c, cell in cells.items() if c != first and c not in spanning and (e := _entry(cell))}
        label = next((texts[c] for c in sorted(texts) if any(map(str.isalpha, texts[c]))), texts[first])
        if not entries and not spanning and any(t and _EMPTY.fullmatch(t) for c, t in texts.items() if c != first):
            continue  # a row of dashes: nothing of it
        heading = any(cell.header for cell in cells.values()) or not (entries or spanning)
        if heading or _are_years(list(entries.values())):
            if not rows or _are_years(list(entries.values())):
                old = {} if rows else headers
                headers = {**old, **{c: f"{old.get(c, '')} {t}".strip() for c, t in texts.items()}}
            if rows:
                rows.append(GridRow(label, "head", {}))
            continue
        odd = {c for c, t in texts.items() if c != first and c not in entries and not _EMPTY.fullmatch(t)}
        rows.append(GridRow(label, row_kind(label), entries, frozenset(odd | spanning)))
    above = _TOLD_ABOVE.findall(reading.document.flow[max(0, table.start - _ABOVE) : table.start])
    words = " ".join([table.title or "", *above, *headers.values(), *(r.label for r in rows[:1])])
    units = {e.unit for r in rows for e in r.entries.values()} & {*_THOUSANDS.split("|"), "kr", "kronor"}
    large = any(abs(e.value) >= _LARGE for r in rows for e in r.entries.values())
    rounded = bool(_ROUNDED.search(words)) or bool(units - {"kr", "kronor"}) or (large and not units)
    named = bool(_ROUNDED.search(words) or units or _COUNTED.search(words))
    told = _MONEY.search(words)
    before = reading.document.flow[max(0, table.start - _ABOVE) : table.start]
    partial = bool(load_lexicon("claims").pattern("not.whole").regex.search(f"{words} {before}"))
    unit = next(iter(units)) if len(units) == 1 else told[0].lower() if told and not units else ""
    return Grid(rows, headers, rounded, named, unit, partial, table.confidence, "table", [(table.start, table.end)])


def _spanned(cells: dict[int, Cell], first: int) -> set[int]:
    """The columns over which a cell with figures stands: whose they are can't be told."""
    wide = [c for c in cells.values() if c.column != first and c.column_span > 1 and _DIGIT.search(c.text)]
    return {column for c in wide for column in range(c.column, c.column + c.column_span)}


def _entry(cell: Cell) -> Entry | None:
    text = " ".join(cell.text.split())
    unit = UNIT.search(text)
    figure = read_figure(text[: unit.start()] if unit else text)
    return Entry(figure, unit["unit"].lower() if unit else "", cell.start, cell.end) if figure else None


def _are_years(entries: list[Entry]) -> bool:
    return bool(entries) and all(1900 < e.value < 2100 and not e.figure.decimals for e in entries)


def _text_grids(reading: Reading) -> Iterator[Grid]:
    """Runs of lines "name a b c" with as many figures each; what stands above them in as many columns heads them."""
    run: list[tuple[str, list[Entry]]] = []
    above, before, spans = "", "", []
    for start, end, line in text_lines(reading):
        label, entries = _read_line(line, start)
        if len(entries) >= 2 and label and (not run or len(run[-1][1]) == len(entries)):
            if not run:
                above = before
            run.append((label, entries))
            spans.append((start, end))
        elif line.strip():
            if len(run) >= _LEAST_LINES:
                yield _lines_grid(run, above, spans)
            again = len(entries) >= 2 and bool(label)
            run, spans = ([(label, entries)], [(start, end)]) if again else ([], [])
            above = before
        if line.strip():
            before = line
    if len(run) >= _LEAST_LINES:
        yield _lines_grid(run, above, spans)


def _lines_grid(run: list[tuple[str, list[Entry]]], above: str, spans: list[tuple[int, int]]) -> Grid:
    rows = [GridRow(label, row_kind(label), dict(enumerate(entries, start=1))) for label, entries in run]
    width = len(run[0][1])
    parts = [p for p in _WIDE.split(above.strip()) if p]
    headers = dict(enumerate(parts[-width:], start=1)) if len(parts) in {width, width + 1} else {}
    return Grid(rows, headers, True, bool(headers), "", False, 0.75, "line", spans)


def _read_line(line: str, start: int) -> tuple[str, list[Entry]]:
    line = line.rstrip()
    year = _YEAR_FIRST.match(line)  # a row for each year
    begin = year.end() if year else 0
    digit = _DIGIT.search(line, begin) if line[-1:].isdigit() or line[-1:] == "%" else None
    if digit is None:
        return "", []
    sign = _SIGN.search(line, begin, digit.start())
    at = sign.start() if sign else digit.start()
    name, written = line[:at], line[at:]
    if name[-1:].strip() or not (year or any(map(str.isalpha, name))) or not _FIGURES.fullmatch(written):
        return "", []
    entries: list[Entry] = []
    if _WIDE.search(written):
        for piece in re.finditer(r"\S+(?: \S+)*", written):
            unit = UNIT.search(piece[0])
            figure = read_figure(piece[0][: unit.start()] if unit else piece[0])
            if figure is None:
                return "", []
            place = start + at + piece.start()
            entries.append(Entry(figure, unit["unit"].lower() if unit else "", place, place + len(piece[0])))
    else:
        for figure in find_figures(written):
            entries.append(Entry(figure, "", start + at + figure.start, start + at + figure.end))
    return " ".join(name.split()), entries


def text_lines(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """The lines of the text outside tables, with their places."""
    spans = sorted((t.start, t.end) for t in reading.document.tables)
    inside = 0
    for match in re.finditer(r"[^\n\f]+", reading.document.text):
        while inside < len(spans) and spans[inside][1] <= match.start():
            inside += 1
        if inside == len(spans) or match.start() < spans[inside][0]:
            yield match.start(), match.end(), match[0]
