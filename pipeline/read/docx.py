"""DOCX by its XML: paragraphs and tables in order, with what python-docx leaves out.

Inserted text counts, deleted text does not; content controls, simple fields, text boxes and footnotes are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnreadableDocumentError
from pipeline.read.lines import Line, RawCell, RawDocument, RawPage, RawTable
from pipeline.read.package import Package, W
from pipeline.read.styles import Numbering, Style, is_on, numbering_of, read_numbering, read_styles

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_SKIPPED = frozenset(
    {f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tcPr")}
    | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
_NO_STYLES: Mapping[str, Style] = {}
_BREAK = "\f"  # a page break inside a paragraph, while it is gathered
_LONGEST_HEADING = 120


@dataclass(slots=True)
class _Text:
    """A paragraph's text with how many of its letters are bold and italic, its notes and its text boxes."""

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    notes: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class _Writer:
    """The pages as they fill."""

    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[str, str]
    pages: list[RawPage] = field(default_factory=lambda: [RawPage([])])
    pending: list[str] = field(default_factory=list)

    def turn_page(self) -> None:
        self.flush_notes()
        self.pages.append(RawPage([]))

    def flush_notes(self) -> None:
        for note in self.pending:
            self.pages[-1].items.append(Line(note, "footnote", starts_block=True, marker=note.split(" ")[0]))
        self.pending = []


def read_docx_lines(path: Path, data: bytes, options: ReadOptions) -> RawDocument:
    """Paragraphs and tables of a Word document in order. Raises UnreadableDocumentError when it is none."""
    package = Package(path, data)
    root = package.part("word/document.xml")
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise UnreadableDocumentError(path, "corrupt", "word/document.xml")
    writer = _Writer(read_styles(package), read_numbering(package), _read_notes(package))
    _write_headers(package, writer)
    _walk(body, writer)
    writer.flush_notes()
    return RawDocument(writer.pages)


def _read_notes(package: Package) -> dict[str, str]:
    root = package.part("word/footnotes.xml")
    notes = {}
    for note in root.iter(f"{W}footnote") if root is not None else ():
        text = " ".join(_text_of(p) for p in note.iter(f"{W}p")).strip()
        if note.get(f"{W}type") is None and text:
            notes[note.get(f"{W}id", "")] = text
    return notes


def _write_headers(package: Package, writer: _Writer) -> None:
    """The running headers once, at the top: they tell whose meeting it was, and when."""
    seen: set[str] = set()
    for part in package.headers():
        for paragraph in part.iter(f"{W}p"):
            text = _text_of(paragraph)
            if sum(map(str.isalpha, text)) > 3 and text not in seen:
                seen.add(text)
                writer.pages[-1].items.append(Line(text, "paragraph", starts_block=True, repeated=True))


def _walk(element: Any, writer: _Writer) -> None:
    for child in element:
        if child.tag == f"{W}p":
            _write_paragraph(child, writer)
        elif child.tag == f"{W}tbl":
            _write_table(child, writer)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            _walk(child, writer)  # content controls and the like


def _write_paragraph(paragraph: Any, writer: _Writer) -> None:
    properties = paragraph.find(f"{W}pPr")
    style = _style_of(properties, writer)
    if properties is not None and is_on(properties.find(f"{W}pageBreakBefore"), False) and writer.pages[-1].items:
        writer.turn_page()
    gathered = _Text()
    _gather(paragraph, style, gathered, writer.styles)
    text = unicodedata.normalize("NFC", "".join(gathered.parts))
    while text.startswith(_BREAK):
        writer.turn_page()
        text = text[1:]
    if text.strip(" \n\f"):
        _write_lines(text, properties, style, gathered, writer)
    else:
        for _ in range(text.count(_BREAK)):
            writer.turn_page()
    writer.pending += [f"{note} {writer.notes.pop(note)}" for note in gathered.notes if note in writer.notes]
    for box in gathered.boxes:
        _walk(box, writer)


def _write_lines(text: str, properties: Any, style: Style, gathered: _Text, writer: _Writer) -> None:
    most = gathered.letters / 2
    line = Line("", "paragraph", starts_block=True, bold=gathered.bold > most, italic=gathered.italic > most)
    numbered = numbering_of(properties) or style.numbering
    mark = writer.numbering.mark(*numbered) if numbered and numbered[0] != "0" else ""
    plain = text.strip()
    written = re.match(r"\s*([-–•▪o*]|\d{1,2}[.)]|[a-zåäö][.)])\s+(?=\S)", text)
    if style.heading:
        line.kind, line.level, line.marker = "heading", style.heading, mark.rstrip(".")
    elif mark:
        line.kind, line.level, line.marker = "list_item", numbered[1] + 1 if numbered else 1, mark
    elif line.bold and len(plain) < _LONGEST_HEADING and plain[-1] not in ".,;" and gathered.bold == gathered.letters:
        line.kind, line.level = "heading", 4
    elif written:
        line.kind, line.level, line.marker = "list_item", 1, written[1]
    parts = re.split(r"([\n\f])", f"{mark} {text}" if mark else text)
    for place in range(0, len(parts), 2):
        if place and parts[place - 1] == _BREAK:
            writer.turn_page()
        if parts[place].strip():
            line.text = parts[place].rstrip()
            writer.pages[-1].items.append(line)
            line = Line("", bold=line.bold, italic=line.italic)


def _style_of(properties: Any | None, writer: _Writer) -> Style:
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = writer.styles.get(named.get(f"{W}val", ""), Style()) if named is not None else Style()
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    if outline is not None and outline.get(f"{W}val", "9") in set("012345678"):
        return Style(int(outline.get(f"{W}val")) + 1, style.bold, style.italic, style.numbering)
    return style


def _gather(element: Any, style: Style, into: _Text, styles: Mapping[str, Style] = _NO_STYLES) -> None:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag == f"{W}r":
            _gather_run(child, style, into, styles)
        elif tag == f"{W}txbxContent":
            into.boxes.append(child)
        else:
            _gather(child, style, into, styles)


def _gather_run(run: Any, style: Style, into: _Text, styles: Mapping[str, Style]) -> None:
    properties = run.find(f"{W}rPr")
    named = properties.find(f"{W}rStyle") if properties is not None else None
    own = styles.get(named.get(f"{W}val", ""), Style()) if named is not None else Style()
    bold = is_on(properties.find(f"{W}b") if properties is not None else None, style.bold or own.bold)
    italic = is_on(properties.find(f"{W}i") if properties is not None else None, style.italic or own.italic)
    if properties is not None and is_on(properties.find(f"{W}vanish"), False):
        return
    for child in run:
        tag = child.tag
        if tag == f"{W}t":
            text = (child.text or "").replace("\u00ad", "").replace("\n", " ")
            letters = sum(map(str.isalpha, text))
            into.parts.append(text)
            into.letters += letters
            into.bold += letters * bold
            into.italic += letters * italic
        elif tag in {f"{W}tab", f"{W}ptab"}:
            into.parts.append(" ")
        elif tag == f"{W}noBreakHyphen":
            into.parts.append("-")
        elif tag == f"{W}lastRenderedPageBreak" or (tag == f"{W}br" and child.get(f"{W}type") == "page"):
            into.parts.append(_BREAK)
        elif tag in {f"{W}br", f"{W}cr"}:
            into.parts.append("\n")
        elif tag == f"{W}footnoteReference":
            into.notes.append(child.get(f"{W}id", ""))
        elif tag not in _SKIPPED and isinstance(tag, str):
            _gather(child, style, into, styles)  # drawings, which may hold text boxes


def _text_of(paragraph: Any) -> str:
    gathered = _Text()
    _gather(paragraph, Style(), gathered)
    text = re.sub(r"[\s\f]+", " ", "".join(gathered.parts)).strip()
    return unicodedata.normalize("NFC", text)


def _write_table(table: Any, writer: _Writer) -> None:
    """A table, in one part for each page that Word laid it on."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    raw = RawTable([], 0, 0, "docx")
    above: dict[int, RawCell] = {}  # the cell that a vertical merge goes on with, by column
    width = 0
    for index, row in enumerate(rows):
        breaks = max((_breaks(cell) for cell in row.iter(f"{W}tc")), default=0)
        starts = any(_begins_with_break(cell) for cell in row.iter(f"{W}tc"))
        if breaks and starts and raw.row_count:
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
        writer.pages[-1].items.append(raw)


def _write_row(row: Any, first: bool, raw: RawTable, above: dict[int, RawCell], writer: _Writer) -> int:
    header = first or row.find(f"{W}trPr/{W}tblHeader") is not None
    column = 0
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue  # a nested table's
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        wide = int(span.get(f"{W}val", "1")) if span is not None else 1
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
            above[column].row_span += 1
        else:
            texts = [t for p in cell.iter(f"{W}p") if (t := _text_of(p))]
            made = RawCell(raw.row_count, column, [Line(t) for t in texts], column_span=wide, header=header)
            raw.cells.append(made)
            above[column] = made
        column += wide
    raw.row_count += 1
    return column


def _breaks(cell: Any) -> int:
    return sum(1 for _ in cell.iter(f"{W}lastRenderedPageBreak"))


def _begins_with_break(cell: Any) -> bool:
    for element in cell.iter(f"{W}t", f"{W}lastRenderedPageBreak"):
        return bool(element.tag == f"{W}lastRenderedPageBreak")
    return False
