"""DOCX by its XML: paragraphs and tables in order, with what python-docx leaves out.

Inserted text counts, deleted text does not but is noted, as comments are; content controls, simple fields, text boxes,
notes, headers and footers are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnreadableDocumentError
from pipeline.read.annexes import Remark, read_comments, read_notes
from pipeline.read.docx_chunks import read_chunk
from pipeline.read.docx_headings import could_head, name_headings
from pipeline.read.docx_running import headers_by_section, pairs_up, running_texts
from pipeline.read.docx_tables import SIGN_ALONE, arranges, cells_of, columns_by_tabs, goes_on, rows_of
from pipeline.read.docx_text import BREAK, SKIPPED, SOFT, Gathered, Piece, gather, gathered, is_fallback, plain, text_of
from pipeline.read.lines import Line, RawCell, RawDocument, RawPage, RawTable
from pipeline.read.numbering import Numbering, numbering_of, read_numbering
from pipeline.read.package import Package, W
from pipeline.read.paragraphs import heads_alone
from pipeline.read.styles import Style, is_on, read_styles
from pipeline.records import Annotation, Problem

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_NO_STYLE = Style()
_SHORT = 100  # characters of a line in a letterhead
_LETTERHEAD = 12  # lines and tables of a letterhead at most
_PAIR = 2
_DEEPEST = 2  # Word files within Word files
_WIDEST = 200  # columns that a cell may claim to span
_MARK = re.compile(r"\s*([-–•▪➢☐☒✓o*]|\d{1,2}[.)]|[a-zåäö][.)])\s+(?=\S)")
_ENDS = re.compile(r"[.:;?!)”\"]$")
_ADDRESS = re.compile(r"@|\bwww\.|\bhttps?:")


@dataclass(slots=True)
class _Writer:
    """The pages as they fill."""

    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[tuple[str, str], str]
    comments: dict[str, Remark]
    chunks: dict[str, str]  # names of parts by id
    package: Package
    depth: int
    headers: list[list[Any]] = field(default_factory=list)  # of the sections to come
    seen: set[str] = field(default_factory=set)  # texts of headers and footers
    problems: list[Problem] = field(default_factory=list)
    pages: list[RawPage] = field(default_factory=lambda: [RawPage([])])
    pending: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    turned: bool = False  # by a break that was written: the one that Word laid there besides is the same

    def turn_page(self, mark: str = BREAK) -> None:
        if mark == SOFT and self.turned and not self.pages[-1].items:
            self.turned = False
            return
        self.flush_notes()
        self.pages.append(RawPage([]))
        self.turned = mark == BREAK

    def add_annexes(self, found: Gathered) -> None:
        """Keep the notes, comments and deletions of a paragraph."""
        for kind, number in found.notes:
            note = self.notes.pop((kind, number), None)
            if note is not None:
                (self.pending if kind == "footnote" else self.endnotes).append(f"{number} {note}")
        whole = plain("".join(found.parts))
        for number in found.comments:
            remark = self.comments.pop(number, None)
            if remark is not None:
                start, end = found.ranges.get(number, (0, 0))
                self._annotate(remark, plain("".join(found.parts[start:end])) or whole)
        for remark in found.deleted:
            self._annotate(remark, whole)

    def _annotate(self, remark: Remark, about: str) -> None:
        self.annotations.append(
            Annotation(remark.kind, len(self.pages), remark.text, remark.author, remark.date, about)
        )

    def begin_section(self) -> None:
        """Write what the next section's headers say that none has said yet."""
        for text in running_texts(self.headers.pop(0), self.seen) if self.headers else ():
            self.pages[-1].items.append(Line(text, "paragraph", starts_block=True, repeated=True))

    def flush_notes(self) -> None:
        for note in self.pending:
            self.pages[-1].items.append(Line(note, "footnote", starts_block=True, marker=note.split(" ")[0]))
        self.pending = []


def read_docx_lines(path: Path, data: bytes, options: ReadOptions | None = None, depth: int = 0) -> RawDocument:
    """Paragraphs and tables of a Word document in order. Raises UnreadableDocumentError when it is none."""
    package = Package(path, data)
    root = package.part("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableDocumentError(path, "corrupt", "word/document.xml")
    writer = _Writer(
        read_styles(package), read_numbering(package), read_notes(package), read_comments(package),
        package.relations(), package, depth, headers_by_section(package, body),
    )  # fmt: skip
    writer.begin_section()
    _walk(body, writer)
    writer.pending += writer.endnotes
    writer.flush_notes()
    for text in running_texts(package.footers(), writer.seen):
        writer.pages[-1].items.append(Line(text, "furniture", starts_block=True))
    columns_by_tabs(writer.pages)
    name_headings(writer.pages)
    return RawDocument(writer.pages, writer.problems, writer.annotations)


def _walk(element: Any, writer: _Writer) -> None:
    for child in element:
        if child.tag == f"{W}p":
            _write_paragraph(child, writer)
        elif child.tag == f"{W}tbl":
            _write_table(child, writer)
        elif child.tag == f"{W}altChunk":
            _write_chunk(child, writer)
        elif child.tag not in SKIPPED and isinstance(child.tag, str):
            _walk(child, writer)  # content controls and the like


def _write_chunk(element: Any, writer: _Writer) -> None:
    name = writer.chunks.get(next((value for key, value in element.items() if key.endswith("}id")), ""), "")
    data = writer.package.bytes_of(name)
    if data is None or writer.depth > _DEEPEST:
        return

    def read_word(inner: bytes) -> RawDocument | None:
        try:
            return read_docx_lines(writer.package.path, inner, depth=writer.depth + 1)
        except UnreadableDocumentError:  # told as a part that was not read
            return None

    found = read_chunk(writer.package.path, data, name, read_word)
    writer.problems += found.problems
    for number, page in enumerate(found.pages):
        if number:
            writer.turn_page()
        writer.pages[-1].items += page.items


def _write_paragraph(paragraph: Any, writer: _Writer) -> None:
    properties = paragraph.find(f"{W}pPr")
    style = _style_of(properties, writer)
    if properties is not None and is_on(properties.find(f"{W}pageBreakBefore"), False) and writer.pages[-1].items:
        writer.turn_page()
    found = Gathered()
    gather(paragraph, style, found, writer.styles)
    pieces = list(found.pieces())
    while len(pieces) > 1 and not pieces[0].text and pieces[1].mark != "\n":
        writer.turn_page(pieces[1].mark)
        pieces[1].mark = ""
        del pieces[0]
    if found.text.strip():
        _write_pieces(pieces, properties, style, writer)
    else:
        for piece in pieces:
            if piece.mark in {BREAK, SOFT}:
                writer.turn_page(piece.mark)
    writer.add_annexes(found)
    for box in found.boxes:
        _walk(box, writer)
    section = properties.find(f"{W}sectPr") if properties is not None else None
    if section is not None and _begins_page(section):
        writer.turn_page()
    if section is not None:
        writer.begin_section()


def _write_pieces(pieces: Sequence[Piece], properties: Any, style: Style, writer: _Writer) -> None:
    """The lines of a paragraph. Those after a line break are often paragraphs of their own, set by hand."""
    numbered = numbering_of(properties) or style.numbering
    mark = writer.numbering.mark(*numbered) if numbered and numbered[0] != "0" else ""
    whole = bool(style.heading) or all(piece.weights.stands_out for piece in pieces if piece.text.strip())
    last: Piece | None = None  # the one with text before this
    blank = False
    for piece in pieces:
        if piece.mark in {BREAK, SOFT}:
            writer.turn_page(piece.mark)
        if not piece.text.strip():
            blank = blank or last is not None
            continue
        line = Line(_laid_out(piece.text, style), bold=_most(piece, "bold"), italic=_most(piece, "italic"))
        line.size = piece.weights.size
        if last is None:
            text = " ".join(p.text.strip() for p in pieces).strip() if whole else piece.text.strip()
            _open(line, text, piece, style, (mark, numbered[1] + 1 if numbered else 1), writer)
        elif not whole and piece.mark == "\n" and (blank or _parts(last, piece)):
            _open(line, piece.text.strip(), piece, _NO_STYLE, ("", 1), writer)
        if last is None and mark:
            line.text = f"{mark} {line.text}"
        writer.pages[-1].items.append(line)
        last, blank = piece, False


def _laid_out(text: str, style: Style) -> str:
    """The text with the dots that lead to a page's number in a table of contents."""
    return re.sub(r"\t+(?=\s*\d{1,4}\s*$)", " ..... ", text.rstrip(" ")) if style.contents else text.rstrip(" ")


def _most(piece: Piece, weight: str) -> bool:
    return bool(getattr(piece.weights, weight) > piece.weights.letters / 2)


def _parts(last: Piece, piece: Piece) -> bool:
    """Whether a line break parts paragraphs: at a list's mark, around a heading, or after the end of a sentence."""
    text = piece.text.strip()
    if last.weights.stands_out != piece.weights.stands_out and text[0].isupper():
        return could_head((last if last.weights.stands_out else piece).text.strip())
    opens = _MARK.match(piece.text) or SIGN_ALONE.fullmatch(last.text.strip())
    return bool(opens or (_ENDS.search(last.text.strip()) and not text[0].islower()))


def _open(line: Line, text: str, piece: Piece, style: Style, numbered: tuple[str, int], writer: _Writer) -> None:
    """Say what block a line opens: `text` would be its heading, `numbered` are its mark and depth in Word's list."""
    mark, depth = numbered
    line.kind, line.starts_block = "paragraph", True
    written = _MARK.match(piece.text)
    stands_out = piece.weights.stands_out and not _ADDRESS.search(text)
    heads = could_head(text) and (style.titled or stands_out)
    if style.contents:
        return
    if style.heading:
        line.kind, line.level, line.marker = "heading", style.heading, mark.rstrip(".")
    elif mark and heads and mark[-1:].isalnum() | mark[:1].isdigit():
        line.kind, line.level, line.marker = "heading", 0, mark.rstrip(".")
    elif mark:
        line.kind, line.level, line.marker = "list_item", depth, mark
    elif not written and text[0].islower() and _is_open_item(writer.pages[-1].items, line.bold):
        line.kind, line.starts_block = "", False  # the item was broken by hand
    elif heads:
        line.kind, line.level = "heading", 0
    elif written:
        line.kind, line.level, line.marker = "list_item", 1, written[1]


def _is_open_item(items: Sequence[object], bold: bool) -> bool:
    """Whether the last line is that of a list item, bold or not, whose sentence has not ended."""
    last = items[-1] if items else None
    if not isinstance(last, Line) or last.kind not in {"list_item", ""} or last.bold != bold:
        return False
    return last.text.rstrip()[-1:] not in set(".:;?!")


def _begins_page(section: Any) -> bool:
    """Whether what follows a section's end stands on a new page. The document's own last section is not asked."""
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") not in {"continuous", "nextColumn"}


def _style_of(properties: Any | None, writer: _Writer) -> Style:
    named = properties.find(f"{W}pStyle") if properties is not None else None
    usual = writer.styles.get("", Style())
    style = writer.styles.get(named.get(f"{W}val", ""), usual) if named is not None else usual
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    if outline is not None and outline.get(f"{W}val", "9") in set("012345678"):
        return replace(style, heading=int(outline.get(f"{W}val")) + 1)
    return style


def _write_table(table: Any, writer: _Writer) -> None:
    """A table, in one part for each page that Word laid it on; the text in it, where it only arranges the page."""
    rows = rows_of(table)
    if arranges(table, rows, writer.styles, _lines_above(writer)):
        _write_frame(rows, writer)
        return
    raw = RawTable([], 0, 0, "docx")
    above: dict[int, RawCell] = {}  # the cell that a vertical merge goes on with, by column
    width = 0
    for index, row in enumerate(rows):
        breaks = max((_breaks(cell) for cell in row.iter(f"{W}tc")), default=0)
        starts = any(_begins_with_break(cell) for cell in row.iter(f"{W}tc"))
        if breaks and starts and not raw.row_count and writer.turned and not writer.pages[-1].items:
            breaks -= 1  # the break that was written before the table
        elif breaks and starts and raw.row_count:
            writer.pages[-1].items.append(raw)
            writer.turn_page()
            raw = RawTable([], 0, 0, "docx", continues=True)
            breaks -= 1
        width = max(width, _write_row(row, index == 0, raw, above, writer))
        if breaks and index + 1 < len(rows):
            raw.column_count = width
            writer.pages[-1].items.append(raw)
            for _ in range(breaks):
                writer.turn_page()
            raw = RawTable([], 0, 0, "docx", continues=True)
    raw.column_count = width
    if raw.cells:
        before = next((item for page in reversed(writer.pages) for item in reversed(page.items)), None)
        if not raw.continues:
            previous = table.getprevious()
            raw.continues = goes_on(before, raw, adjacent=previous is not None and previous.tag == f"{W}tbl")
        writer.pages[-1].items.append(raw)


def _lines_above(writer: _Writer) -> int | None:
    """How many short lines were written so far, as above a letterhead; None when it is more than that."""
    if len(writer.pages[-1].items) > _LETTERHEAD + len(writer.seen):
        return None
    items = [i for i in writer.pages[-1].items if not (isinstance(i, Line) and i.repeated)]
    short = all(isinstance(item, Line) and len(item.text) < _SHORT for item in items)
    return len(items) if len(writer.pages) == 1 and len(items) < _LETTERHEAD and short else None


def _write_frame(rows: Sequence[Any], writer: _Writer) -> None:
    """The cells' content in order; what stands short and alone beside a text is its heading."""
    done = -1
    for index, row in enumerate(rows):
        if index <= done:
            continue
        cells = cells_of(row)
        below = cells_of(rows[index + 1]) if index + 1 < len(rows) else []
        if pairs_up(cells, below):
            done = index + 1
            cells = [cell for pair in zip(cells, below, strict=True) for cell in pair]
        for cell in cells:
            items = writer.pages[-1].items
            start = len(items)
            _walk(cell, writer)
            beside = len(cells) == _PAIR and cell is cells[0] and done != index + 1
            if beside and writer.pages[-1].items is items and start + 1 == len(items):
                _head(items[start], cells[1])


def _head(item: Line | RawTable, beside: Any) -> None:
    """Make a heading of a label that stands to the left of a text."""
    if not isinstance(item, Line) or item.kind != "paragraph" or not could_head(item.text) or len(item.text) > _SHORT:
        return
    long = sum(len(text_of(p)) for p in beside.iter(f"{W}p")) > _SHORT
    if heads_alone(item.text) or (long and not re.search(r"\d", item.text)):
        item.kind, item.level = "heading", 0


def _write_row(row: Any, first: bool, raw: RawTable, above: dict[int, RawCell], writer: _Writer) -> int:
    header = first or row.find(f"{W}trPr/{W}tblHeader") is not None
    column = _count(row.find(f"{W}trPr/{W}gridBefore"), 0)
    for cell in cells_of(row):
        wide = max(1, _count(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
            above[column].row_span += 1
        else:
            paragraphs = [p for p in cell.iter(f"{W}p") if not is_fallback(p)]
            found = [gathered(p, writer.styles) for p in paragraphs]
            marks = [_number_of(p, writer) for p in paragraphs]
            texts = [text for mark, held in zip(marks, found, strict=True) if (text := plain(f"{mark} {held.text}"))]
            for held in found:
                writer.add_annexes(held)
            made = RawCell(raw.row_count, column, [Line(t) for t in texts], column_span=wide, header=header)
            raw.cells.append(made)
            above[column] = made
        column += wide
    raw.row_count += 1
    return column


def _number_of(paragraph: Any, writer: _Writer) -> str:
    """The number that Word's lists give a paragraph in a table; bullets there only set its entries apart."""
    properties = paragraph.find(f"{W}pPr")
    numbered = numbering_of(properties) or _style_of(properties, writer).numbering
    mark = writer.numbering.mark(*numbered) if numbered and numbered[0] != "0" else ""
    return mark if any(map(str.isalnum, mark)) else ""


def _count(element: Any | None, otherwise: int) -> int:
    """The columns that an element names, within reason."""
    told = element.get(f"{W}val", "") if element is not None else ""
    return min(int(told), _WIDEST) if told.isascii() and told.isdigit() and len(told) < 6 else otherwise


def _breaks(cell: Any) -> int:
    return sum(1 for _ in cell.iter(f"{W}lastRenderedPageBreak"))


def _begins_with_break(cell: Any) -> bool:
    for element in cell.iter(f"{W}t", f"{W}lastRenderedPageBreak"):
        return bool(element.tag == f"{W}lastRenderedPageBreak")
    return False
