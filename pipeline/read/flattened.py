"""Action plans whose tables an extraction flattened into lines: a cell a group of lines, an empty line between cells.

What column a cell is of is told by its words: a role, a date, what has become of it. The rest are the measure, which
comes first in its row and is narrow, what is said of it, and what became of it. Where that can't be told, the words
stay with the cell before: a row too few is better than one that mixes two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import find_dates
from pipeline.read.flattened_signs import fit
from pipeline.read.flattened_top import BROKEN, find_plan_header, is_plan_header
from pipeline.read.lines import Line, RawCell, RawTable

_COLUMNS = ("measure", "description", "responsible", "due", "status")
_HEADS = ("Aktivitet", "Beskrivning", "Ansvarig", "Tidpunkt", "Status")
_KINDS = ("measure", "description", "responsible", "when", "told")  # see flattened_signs
_EMPTY = {"measure": 9.0}
_LEAST_FIT = 0.4  # of a cell: plans read right have 0.7 and more; where columns went before columns it is nothing
_CONFIDENCE = 0.6
_LEAST_ROWS = 4
_SHORT_REST = 20  # characters of a line that is the rest of a cell and no sentence's end
_WIDEST_ROLE = 24  # characters; the column of who is responsible is narrow
_SECTION = re.compile(r"\s*\d{1,2}\s{1,3}[A-ZÅÄÖ][^.]{3,90}$")
_AFTER_LETTERS = re.compile(r"(?<=[A-ZÅÄÖ]{2})-\s+(?!och\b|eller\b|samt\b)(?=[a-zåäö])")  # "HR-" and "chef" below
_DUE = (
    r"(?:(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]*\.?\s)?(?:(?:vår|höst|sommar|vinter)(?:en)?\s)?"
    r"(?:20\d\d(?:\s?[-–]\s?(?:20)?\d\d)?|[HV]T[- ]?\d\d|Q[1-4]\s20\d\d|\d{6}(?:\soch framåt)?)"
)
_STATE = r"(?:Pågår|Klart?|Löpande|Kontinuerligt|Omgående|Möjlighet|Påbörjat|Genomfört|Planerat|Ej klart|Snarast)"
_DUE_ALONE = re.compile(rf"(?:{_DUE}|{_STATE})(?:\s(?:{_DUE}|{_STATE}))*\.?", re.IGNORECASE)
_DUE_FIRST = re.compile(rf"\s*((?i:{_DUE})|{_STATE})\s+(?=[A-ZÅÄÖ])")
_GAP = re.compile(rf"(?P<head>.*\S)\s{{2,}}(?P<due>(?i:{_DUE})|{_STATE})(?:\s+(?=[A-ZÅÄÖ])|\s*$)")
_ROLE_FIRST = re.compile(rf"\s*(?P<role>\S[^.\d]{{1,24}}?)\s+(?P<due>(?i:{_DUE})|{_STATE})(?:\s+(?=[A-ZÅÄÖ])|\s*$)")
_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,4}(?:/[A-ZÅÄÖ]{2,4})*")
_ROLE_ALONE = re.compile(r"\s*(?P<role>[A-ZÅÄÖ]{2,4}(?:/[A-ZÅÄÖ]{2,4})*)\s{2,}(?=[A-ZÅÄÖ][a-zåäö])")
_ROLE_LAST = re.compile(r"(?P<head>.*[a-zåäö.])\s(?P<role>[A-ZÅÄÖ]{2,4}-)\s*$")
_TWO_CELLS = re.compile(r"(?<=[a-zåäö)”])\s+(?=[A-ZÅÄÖ][a-zåäö]+[\s,])")
_OPENS = re.compile(r"[”\"“\s]*[A-ZÅÄÖ0-9]")


@dataclass(slots=True)
class _Group:
    """Lines without an empty line between them: a cell, mostly. `page` is the page they stand on."""

    lines: list[Line]
    page: int
    kind: str = "text"  # text, responsible, due, section, header
    place: float = 0  # where it stands among the others
    source: tuple[int, ...] = ()  # the ids of the lines that it was read from

    @property
    def words(self) -> str:
        """The cell's words on one line, those that its narrow column broke put together."""
        words = BROKEN.sub("", " ".join(line.text.strip() for line in self.lines)).strip()
        return _AFTER_LETTERS.sub("-", words)

    @property
    def width(self) -> int:
        return max(len(line.text.strip()) for line in self.lines)


@dataclass(slots=True)
class _Row:
    """A row as it is put together: its cells by column, each the groups that belong to it."""

    cells: dict[str, list[_Group]] = field(default_factory=dict)

    def add(self, column: str, group: _Group) -> None:
        self.cells.setdefault(column, []).append(group)

    @property
    def anchored(self) -> bool:
        return "responsible" in self.cells or "due" in self.cells


def read_flattened_tables(pages: list[list[Line | RawTable]]) -> None:
    """Put a table, in place, where the lines under a plan's header are its cells; other lines stay as they are."""
    place = find_plan_header(pages)
    if place is None:
        return
    page, begin, end = place
    groups = [replace(group, place=place) for place, group in enumerate(_groups(pages, page, end))]
    until = _end_of_plan(groups)
    rows = _rows(groups[:until])
    read = [row for row in rows if isinstance(row, _Row)]
    if sum("measure" in row.cells and row.anchored for row in read) < _LEAST_ROWS or _fit(read) < _LEAST_FIT:
        return
    taken = {name for group in groups[:until] for name in group.source}
    _put(pages, (page, begin, end), rows, taken)


def _fit(rows: list[_Row]) -> float:
    """How well the cells of the rows fit their columns on the average, empty ones counted against them."""
    told = (
        fit(kind, " ".join(g.words for g in row.cells[name])) if name in row.cells else -_EMPTY.get(name, 1.0)
        for row in rows for name, kind in zip(_COLUMNS, _KINDS, strict=True)
    )  # fmt: skip
    return sum(told) / max(1, len(rows) * len(_COLUMNS))


def _groups(pages: list[list[Line | RawTable]], page: int, begin: int) -> Iterator[_Group]:
    for number in range(page, len(pages)):
        current: list[Line] = []
        for item in pages[number][begin if number == page else 0 :]:
            if isinstance(item, RawTable):
                return
            if item.kind == "furniture":
                continue
            if item.text:
                current.append(item)
                continue
            yield from _parted(current, number)
            current = []
        yield from _parted(current, number)


def _parted(lines: list[Line], page: int) -> Iterator[_Group]:
    """The groups that lines without an empty line between them are: headers and section titles stand on their own, a
    role or date that an extraction left on the line of its neighbour becomes a cell of its own.
    """
    source = tuple(id(line) for line in lines)
    lines = [line for line in lines if line.text.strip()]
    while lines:
        header = next((n for n in (2, 1) if len(lines) >= n and is_plan_header(" ".join(x.text for x in lines[:n]))), 0)
        if header:
            yield _Group(lines[:header], page, "header", source=source)
            lines = lines[header:]
        elif _SECTION.fullmatch(lines[0].text.rstrip()) and not _DUE_ALONE.match(lines[0].text.strip()):
            yield _Group(lines[:1], page, "section", source=source)
            lines = lines[1:]
        else:
            break
    if not lines:
        return
    if ended := _rest_of_cell(lines):
        yield _Group(lines[:ended], page, source=source)
        lines = lines[ended:]
    broken = _ROLE_LAST.match(lines[0].text) if len(lines) == 2 else None
    if broken and _is_role(broken["role"] + lines[1].text.strip()):
        yield _Group([Line(broken["head"].strip())], page, source=source)
        lines = [Line(broken["role"]), lines[1]]
    whole = _Group(lines, page, source=source)
    if cells := _cells_of_line(lines[0].text):
        *known, (_, told) = cells
        for kind, words in known:
            yield _Group([Line(words)], page, kind, source=source)
        if told:
            yield _Group([Line(told), *lines[1:]], page, source=source)
        else:
            yield from _parted(lines[1:], page)
    elif due := _DUE_FIRST.match(lines[0].text):
        head, rest = Line(due[1]), Line(lines[0].text[due.end() :])
        yield _Group([head], page, "due", source=source)
        yield _Group([rest, *lines[1:]], page, source=source)
    elif _is_due(whole.words):
        yield replace(whole, kind="due")
    elif whole.width <= _WIDEST_ROLE and _is_role(whole.words):
        yield replace(whole, kind="responsible")
    else:
        yield whole


def _cells_of_line(text: str) -> list[tuple[str, str]]:
    """The cells that a line holds side by side, by kind, and last what stands behind them (or ""): a role and a date
    ("IT-chef Pågår Utveckling sker."), or words and a date with room between, where a cell is empty.
    """
    if found := _GAP.match(text):
        return [("text", found["head"].strip()), ("due", found["due"]), ("text", text[found.end() :].strip())]
    found = _ROLE_FIRST.match(text)
    if found and (_ABBREVIATED.fullmatch(found["role"]) or _is_role(found["role"])):
        return [("responsible", found["role"]), ("due", found["due"]), ("text", text[found.end() :].strip())]
    if found := _ROLE_ALONE.match(text):
        return [("responsible", found["role"]), ("text", text[found.end() :].strip())]
    return []


def _rest_of_cell(lines: list[Line]) -> int:
    """How many lines at the top only end a cell that began on the page before: the next begins a cell of its own."""
    first, after = lines[0].text.strip(), lines[1].text.strip() if len(lines) > 1 else ""
    ends = first[:1].islower() and (first.endswith(".") or len(first) < _SHORT_REST)
    return 1 if ends and after[:1].isupper() else 0


def _is_due(words: str) -> bool:
    bare = words.replace("- ", "-")
    return len(bare) <= 60 and (_DUE_ALONE.fullmatch(bare) is not None or (len(bare) <= 14 and bool(find_dates(bare))))


def _is_role(words: str) -> bool:
    role = load_lexicon("measures").pattern("role.title").regex
    return (
        len(words) <= 70 and len(words.split()) <= 8 and bool(role.search(words.replace("-", ""))) and words[-1] != "."
    )


def _end_of_plan(groups: list[_Group]) -> int:
    """Where running text begins again: as many wide groups in a row, without a role or a date, as no plan has."""
    wide = 0
    for index, group in enumerate(groups):
        lengths = [len(line.text.strip()) for line in group.lines]
        wide = wide + 1 if group.kind == "text" and len(lengths) > 1 and median(lengths) > 64 else 0
        if wide >= 3:
            return index - 2
    return len(groups)


def _rows(groups: list[_Group]) -> list[_Row | _Group]:
    """Rows and section titles, in order. Between two rows' roles or dates stand what became of the one, the measure of
    the other and what is said of it: the measure is the last narrow cell among them.
    """
    narrow = _width_of_measures(groups)
    rows: list[_Row | _Group] = []
    row = _Row()
    told: list[_Group] = []

    def close() -> None:
        nonlocal row
        if row.cells:
            rows.append(row)
        row = _Row()

    for group in [*groups, _Group([], -1, "end")]:
        if group.kind == "text":
            told.append(group)
        elif group.kind == "header":
            continue
        elif group.kind in {"section", "end"}:
            _settle(row, told)
            told = []
            close()
            if group.kind == "section":
                rows.append(group)
        else:
            if told and row.anchored:
                first = _measure_among(told, narrow)
                if first is not None:
                    _settle(row, told[:first])
                    close()
                    _open(row, told[first:], narrow)
                else:
                    _settle(row, told)
            elif told:
                _open(row, told, narrow)
            told = []
            row.add(group.kind, group)
    return rows


def _width_of_measures(groups: list[_Group]) -> int:
    """How wide the first column is: by the cells right below headers and section titles, which are measures."""
    first = [b.width for a, b in pairwise(groups) if a.kind in {"section", "header"} and b.kind == "text"]
    widths = sorted(w for w in first if w <= 45)
    return widths[len(widths) * 9 // 10] + 2 if widths else 34


def _measure_among(told: list[_Group], narrow: int) -> int | None:
    """Which of the groups between two rows' dates is the measure: the last narrow one; of two, behind what became of
    the row before, the first, since the other then says how or where ("Gemensam jour", "Mellan avdelningarna").
    """
    found = [index for index in range(max(0, len(told) - 2), len(told)) if _may_be_measure(told[index], narrow)]
    return found[0] if len(found) == 2 and len(told) > 2 else found[-1] if found else None


def _may_be_measure(group: _Group, narrow: int) -> bool:
    closed = group.words.endswith(".") and len(group.lines) == 1  # "Finns redan." is no measure
    begins = _OPENS.match(group.lines[0].text) is not None and not closed
    return begins and (group.width <= narrow or _two_cells(group, narrow) is not None)


def _two_cells(group: _Group, narrow: int) -> re.Match[str] | None:
    """Where the first line holds the measure and the beginning of what is said of it, on one line."""
    first = group.lines[0].text.strip()
    if len(first) <= narrow:
        return None
    return next((m for m in _TWO_CELLS.finditer(first) if 8 <= m.start() <= narrow), None)


def _open(row: _Row, told: list[_Group], narrow: int) -> None:
    """Begin a row with its measure, which may share its first line with the description."""
    measure = told[0]
    if cut := _two_cells(measure, narrow):
        first = measure.lines[0].text.strip()
        row.add("measure", replace(measure, lines=[Line(first[: cut.start()])]))
        rest = [Line(first[cut.end() :]), *measure.lines[1:]]
        row.add("description", replace(measure, lines=rest, place=measure.place + 0.5))
    else:
        row.add("measure", measure)
    for group in told[1:]:
        row.add("description", group)


def _settle(row: _Row, told: list[_Group]) -> None:
    """What is left below a row's role and date is what became of it; before them it is what is said of it."""
    for group in told:
        row.add("status" if row.anchored else "description" if "measure" in row.cells else "measure", group)


def _put(
    pages: list[list[Line | RawTable]],
    header: tuple[int, int, int],
    rows: list[_Row | _Group],
    taken: set[int],
) -> None:
    """Replace the lines by one table for each page that it stands on, rows that go on over a page joined."""
    page, begin, end = header
    head = [line for line in pages[page][begin:end] if isinstance(line, Line)]
    on_page: dict[int, list[tuple[int, str, _Group]]] = {}
    for number, row in enumerate(rows, start=1):
        parts = [("section", row)] if isinstance(row, _Group) else [(c, g) for c, gs in row.cells.items() for g in gs]
        for column, group in parts:
            on_page.setdefault(group.page, []).append((number, column, group))
    made: dict[tuple[int, int], RawCell] = {}
    last_row = 0
    for number in sorted(on_page):
        table = _page_table(on_page[number], made, last_row)
        if number == page:
            table.cells[:0] = [RawCell(0, 0, head, header=True, text=_HEADS[0]), *_heads()]
            table.row_count += 1
        table.continues = number != page
        last_row = max(row for row, _, _ in on_page[number])
        items = pages[number]
        places = [i for i, item in enumerate(items) if id(item) in taken]
        first = begin if number == page else places[0]
        pages[number] = [*items[:first], table, *items[places[-1] + 1 :]]


def _heads() -> list[RawCell]:
    """What the other columns hold, as cells of the header row without words of their own in the text."""
    return [RawCell(0, n, [], header=True, text=name) for n, name in enumerate(_HEADS[1:], start=1)]


def _page_table(cells: list[tuple[int, str, _Group]], made: dict[tuple[int, int], RawCell], last_row: int) -> RawTable:
    """The part of the table on a page. A cell that goes on from another place is kept as one: its words go there."""
    first = min(row for row, _, _ in cells)
    mends = first == last_row
    raw: list[RawCell] = []
    for row, name, group in sorted(cells, key=lambda c: c[2].place):
        column = 0 if name == "section" else _COLUMNS.index(name)
        here = row - first + (last_row == 0)
        span = len(_COLUMNS) if name == "section" else 1
        cell = RawCell(here, column, group.lines, column_span=span, text=group.words)
        if known := made.get((row, column)):
            known.text = f"{known.text} {group.words}"
            cell.absorbed = True
        else:
            made[row, column] = cell
        raw.append(cell)
    count = max(row for row, _, _ in cells) - first + 1
    return RawTable(raw, count, len(_COLUMNS), "flattened", _CONFIDENCE, mends_row=mends)
