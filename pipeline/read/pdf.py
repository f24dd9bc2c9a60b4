"""PDF by pdfium's characters: pieces of lines, tables, reading order, blocks; scans by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2 as pdfium

from pipeline.errors import UnreadableDocumentError
from pipeline.read.borderless import Anchors, find_borderless_tables
from pipeline.read.characters import PageCharacters, Rectangle, read_characters
from pipeline.read.columns import Column, order_forms, order_pieces
from pipeline.read.furniture import drop_running_lines, find_running_tables, in_margin
from pipeline.read.grid import FoundTable, find_ruled_tables
from pipeline.read.hyphens import WordStock, join_line_ends
from pipeline.read.layout import Piece, join_rows, make_pieces
from pipeline.read.lines import Line, RawDocument, RawPage, RawTable
from pipeline.read.paragraphs import GOES_ON, LEANS_ON
from pipeline.read.rulings import Rulings, read_rulings
from pipeline.read.scans import Scan, Scans
from pipeline.read.shaping import Typography, measure_typography, shape_column
from pipeline.read.stitching import stitch_tables
from pipeline.records import Problem

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_ENDS = re.compile(r"[.?!:;][”\"’)\]]{0,2}\d{0,2}$")


_Part = Piece | Column | RawTable  # a running line, text, a table


@dataclass(slots=True)
class _Sheet:
    """A page on its way: what stands on it outside its tables, and its tables with the height where they begin."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rulings: Rulings = field(default_factory=Rulings)
    tables: list[FoundTable] = field(default_factory=list)
    source: str = "text"
    confidence: float | None = None

    def cell_texts(self) -> list[str]:
        """The lines of all cells, for the stock of words."""
        return [line.text for table in self.tables for cell in table.table.cells for line in cell.lines]


def read_pdf_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Lines and tables of a PDF. Raises UnreadableDocumentError when it cannot be opened."""
    pdf = _open(path, data)
    try:
        if len(pdf) > options.max_pages:
            raise UnreadableDocumentError(path, "too_many_pages", f"{len(pdf)}")
        sheets, problems = _read_sheets(path, pdf, options)
    finally:
        pdf.close()
    _free_running_tables(sheets)
    pages, first = drop_running_lines([s.pieces for s in sheets], [s.height for s in sheets])
    stock = WordStock("\n".join([p.text for page in pages for p in page] + [t for s in sheets for t in s.cell_texts()]))
    pages = _find_tables(sheets, pages, first, stock)
    parts = [_order(sheet, pieces, first) for sheet, pieces in zip(sheets, pages, strict=True)]
    types = measure_typography(
        [(s.width, p) for s, ps in zip(sheets, parts, strict=True) for p in ps if isinstance(p, Column)]
    )
    raw_pages = []
    heads: set[int] = set()
    for sheet, ordered in zip(sheets, parts, strict=True):
        items = _shape(sheet, ordered, types, heads)
        raw_pages.append(RawPage(items, sheet.width, sheet.height, sheet.source, sheet.confidence))
        for piece in sheet.pieces:  # the lines hold it all now; the pieces stay, for `first` knows them by identity
            piece.packed, piece.loose = None, []
    _resume_over_breaks(raw_pages, heads, 0.75 * types.body)
    for page in raw_pages:
        page.items = _put_asides_behind(page.items)
    join_line_ends([page.items for page in raw_pages], stock)
    return RawDocument(raw_pages, problems)


def _open(path: Path, data: bytes) -> Any:
    try:
        pdf = pdfium.PdfDocument(data)
        len(pdf)
    except pdfium.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "corrupt"
        raise UnreadableDocumentError(path, code, str(error)) from error
    if len(pdf) == 0:
        raise UnreadableDocumentError(path, "corrupt", "0 s.")
    return pdf


def _read_sheets(path: Path, pdf: Any, options: ReadOptions) -> tuple[list[_Sheet], list[Problem]]:
    sheets: list[_Sheet] = []
    problems: list[Problem] = []
    with Scans(options.ocr, options.ocr_threads) as scans:
        for index in range(len(pdf)):
            try:
                page = pdf[index]
            except pdfium.PdfiumError as error:
                problems.append(Problem(str(path), "page_unreadable", str(error), index + 1))
                sheets.append(_Sheet(0.0, 0.0))
                continue
            found = read_characters(page)
            sheet = _Sheet(found.width, found.height, rulings=read_rulings(page))
            sheets.append(sheet)
            fault = scans.add(index, page, found)
            if fault:
                problems.append(Problem(str(path), fault, "", index + 1))
            if not scans.holds(index):
                _fill_sheet(sheet, found, sheets[-2] if index else None)
            page.close()
            _take_scans(path, scans.finished(), sheets, problems)
        _take_scans(path, scans.finished(all_of_them=True), sheets, problems)
    return sheets, sorted(problems, key=lambda problem: problem.page or 0)


def _take_scans(path: Path, done: Iterable[Scan], sheets: list[_Sheet], problems: list[Problem]) -> None:
    for scan in done:
        sheet = sheets[scan.index]
        if scan.error:
            problems.append(Problem(str(path), "ocr_failed", scan.error, scan.index + 1))
        else:
            sheet.source, sheet.confidence = "ocr", scan.confidence
            sheet.width, sheet.height = scan.characters.width, scan.characters.height
        _fill_sheet(sheet, scan.characters)


def _fill_sheet(sheet: _Sheet, found: PageCharacters, before: _Sheet | None = None) -> None:
    """Find the tables and lines of a page; `before` is the page before it, whose last table may go on here."""
    last = before.tables[-1] if before and before.tables else None
    sheet.tables = find_ruled_tables(sheet.rulings, found.chars, last)
    for table in sheet.tables:
        if not in_margin(table.box, sheet.height):
            table.letters = []
    free = [c for c in found.chars if not any(_lies_in(t.box, (c.x0 + c.x1) / 2, c.base) for t in sheet.tables)]
    sheet.pieces = join_rows(make_pieces(free), found.width)
    for piece in sheet.pieces:
        piece.pack()


def _free_running_tables(sheets: list[_Sheet]) -> None:
    """Make pieces of lines of the ruled forms that stand in the margins of pages: they are no tables of the text."""
    running = find_running_tables([s.tables for s in sheets], [s.height for s in sheets])
    for sheet in sheets:
        for table in sheet.tables:
            if id(table) in running:
                pieces = [p for chars in table.letters for p in join_rows(make_pieces(chars), sheet.width)]
                for piece in pieces:
                    piece.pack()
                sheet.pieces.extend(pieces)
            table.letters = []
        sheet.tables = [t for t in sheet.tables if id(t) not in running]


def _lies_in(box: Rectangle, x: float, base: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= base <= box[3] + 1


def _find_tables(
    sheets: list[_Sheet], pages: list[list[Piece]], first: set[int], stock: WordStock
) -> list[list[Piece]]:
    """Find tables that no rules enclose, and join tables over pages; hands back the pieces that stand in none."""
    known: Anchors | None = None
    left: list[list[Piece]] = []
    opens: list[bool] = []
    for sheet, pieces in zip(sheets, pages, strict=True):
        body = [p for p in pieces if id(p) not in first]
        found, known = find_borderless_tables(body, sheet.rulings, known)
        sheet.tables = sorted([*sheet.tables, *found], key=lambda t: t.box[1])
        free = [p for p in pieces if not any(_lies_in(t.box, p.x0 + 1, p.base) for t in found)]
        left.append(free)
        top = sheet.tables[0].box[1] if sheet.tables else 0.0
        opens.append(not any(p.base < top and id(p) not in first for p in free))
    stitch_tables([sheet.tables for sheet in sheets], stock, opens)
    return left


def _order(sheet: _Sheet, pieces: list[Piece], first: set[int]) -> list[_Part]:
    """What stands on the page in reading order, around its tables: running lines, columns, tables."""
    parts: list[_Part] = []
    left = pieces
    marks: list[tuple[float, RawTable | None]] = [(t.box[1], t.table) for t in sheet.tables if t.table.cells]
    for top, table in [*marks, (float("inf"), None)]:
        above = [p for p in left if p.base < top]
        left = [p for p in left if p.base >= top]
        running = order_forms([p for p in above if id(p) in first])
        parts.extend(p for p in running if p.base < sheet.height / 2)
        parts.extend(order_pieces([p for p in above if id(p) not in first], sheet.width))
        parts.extend(p for p in running if p.base >= sheet.height / 2)
        if table is not None:
            parts.append(table)
    return parts


def _shape(sheet: _Sheet, parts: list[_Part], types: Typography, heads: set[int]) -> list[Line | RawTable]:
    """The page's lines and tables; the ids of the lines in which a cut paragraph may go on are put into `heads`."""
    items: list[Line | RawTable] = []
    label = False
    for part in parts:
        if isinstance(part, RawTable):
            items.append(part)
        elif isinstance(part, Piece):
            items.append(_running_line(part, types, sheet))
        else:
            lines = shape_column(part, types, sheet.width, sheet.height)
            if not (label or part.label):
                heads.add(id(lines[0]))
            label = part.label
            items.extend(lines)
    return items


def _running_line(piece: Piece, types: Typography, sheet: _Sheet) -> Line:
    line = shape_column(Column([piece]), types, sheet.width, sheet.height)[0]
    line.kind, line.level, line.marker, line.repeated = "paragraph", 0, "", True
    return line


def _resume_over_breaks(pages: list[RawPage], heads: set[int], small: float) -> None:
    """Let a paragraph that the end of a column or page cut go on in the next one, past notes and captions."""
    open_line: Line | None = None
    aside = fresh = False
    for page in pages:
        for item in page.items:
            if isinstance(item, RawTable):
                open_line, fresh = None, False
                continue
            fresh = fresh or id(item) in heads
            if item.starts_block:
                aside = item.aside = item.kind == "footnote" or item.repeated or item.size < small
            if aside:
                continue
            if fresh and open_line and item.kind == "paragraph" and _cut(open_line, item):
                item.starts_block, item.resumes, item.kind = False, True, ""
            fresh = False
            if item.starts_block:
                open_line = item if item.kind in {"paragraph", "list_item"} else None
            elif open_line is not None:
                open_line = item


def _put_asides_behind(items: list[Line | RawTable]) -> list[Line | RawTable]:
    """The lines of a page, with a note or caption at the foot or head of a column behind the paragraph that goes on in
    the next one: what is quoted of that is not to hold it."""
    for index, item in enumerate(items):
        if isinstance(item, RawTable) or not item.resumes:
            continue
        first = index
        while first and _is_aside(items, first - 1):
            first -= 1
        last = index + 1
        while last < len(items) and not _opens_another(items[last]):
            last += 1
        if 0 < first < index:
            return [*items[:first], *items[index:last], *items[first:index], *_put_asides_behind(items[last:])]
    return items


def _is_aside(items: Sequence[Line | RawTable], index: int) -> bool:
    """Whether the line is of a note, caption or running line: its block began as one."""
    while index >= 0:
        item = items[index]
        if isinstance(item, RawTable) or item.resumes:
            return False
        if item.starts_block:
            return item.aside
        index -= 1
    return False


def _opens_another(item: Line | RawTable) -> bool:
    return isinstance(item, RawTable) or item.starts_block or item.resumes


def _cut(last: Line, line: Line) -> bool:
    """Whether a sentence is open at the page's end: the next page begins in lower case, or the last word leans on."""
    if _ENDS.search(last.text):
        return False
    return bool(GOES_ON.match(line.text)) or bool(LEANS_ON.search(last.text))
