"""DOCX by its XML: paragraphs and tables in order, with what python-docx leaves out.

Inserted text counts, deleted text does not but is noted, as comments are; content controls, simple fields, text boxes,
notes, headers and footers are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UnreadableDocumentError
from pipeline.read.annexes import Remark, deletion_of, read_comments, read_notes
from pipeline.read.lines import Line, RawCell, RawDocument, RawPage, RawTable
from pipeline.read.numbering import Numbering, numbering_of, read_numbering
from pipeline.read.package import Package, W
from pipeline.read.styles import Style, is_on, read_styles
from pipeline.records import Annotation

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset(
    {f"{W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "tcPr")}
    | {_FALLBACK}
)
_NO_STYLES: Mapping[str, Style] = {}
_BREAK, _SOFT = "\f", "\x0e"  # a page break inside a paragraph, while it is gathered: written, or laid by Word
_LONGEST_HEADING = 120
_WIDEST = 200  # columns that a cell may claim to span


@dataclass(slots=True)
class _Text:
    """A paragraph's text, how many of its letters are bold and italic, its notes, text boxes and remarks.

    A remark goes with the text it is about, "" for the paragraph.
    """

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    deleted: list[Remark] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)  # of the parts that a comment is about


@dataclass(slots=True)
class _Writer:
    """The pages as they fill."""

    styles: dict[str, Style]
    numbering: Numbering
    notes: dict[tuple[str, str], str]
    comments: dict[str, Remark]
    pages: list[RawPage] = field(default_factory=lambda: [RawPage([])])
    pending: list[str] = field(default_factory=list)
    endnotes: list[str] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    turned: bool = False  # by a break that was written: the one that Word laid there besides is the same

    def turn_page(self, mark: str = _BREAK) -> None:
        if mark == _SOFT and self.turned and not self.pages[-1].items:
            self.turned = False
            return
        self.flush_notes()
        self.pages.append(RawPage([]))
        self.turned = mark == _BREAK

    def add_annexes(self, found: _Text) -> None:
        """Keep the notes, comments and deletions of a paragraph."""
        for kind, number in found.notes:
            note = self.notes.pop((kind, number), None)
            if note is not None:
                (self.pending if kind == "footnote" else self.endnotes).append(f"{number} {note}")
        whole = _plain("".join(found.parts))
        for number in found.comments:
            remark = self.comments.pop(number, None)
            if remark is not None:
                start, end = found.ranges.get(number, (0, 0))
                self._annotate(remark, _plain("".join(found.parts[start:end])) or whole)
        for remark in found.deleted:
            self._annotate(remark, whole)

    def _annotate(self, remark: Remark, about: str) -> None:
        self.annotations.append(
            Annotation(remark.kind, len(self.pages), remark.text, remark.author, remark.date, about)
        )

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
    writer = _Writer(read_styles(package), read_numbering(package), read_notes(package), read_comments(package))
    seen: set[str] = set()
    for text in _running_texts(package.headers(), seen):
        writer.pages[-1].items.append(Line(text, "paragraph", starts_block=True, repeated=True))
    _walk(body, writer)
    writer.pending += writer.endnotes
    writer.flush_notes()
    for text in _running_texts(package.footers(), seen):
        writer.pages[-1].items.append(Line(text, "furniture", starts_block=True))
    return RawDocument(writer.pages, annotations=writer.annotations)


def _running_texts(parts: list[Any], seen: set[str]) -> list[str]:
    """The running headers or footers, each once: they tell whose meeting it was, and when."""
    texts = []
    for part in parts:
        for paragraph in part.iter(f"{W}p"):
            text = "" if _is_fallback(paragraph) else _text_of(paragraph)
            if sum(map(str.isalpha, text)) > 3 and text not in seen:
                seen.add(text)
                texts.append(text)
    return texts


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
    while text.startswith((_BREAK, _SOFT)):
        writer.turn_page(text[0])
        text = text[1:]
    if text.strip(f" \n{_BREAK}{_SOFT}"):
        _write_lines(text, properties, style, gathered, writer)
    else:
        for mark in re.findall(f"[{_BREAK}{_SOFT}]", text):
            writer.turn_page(mark)
    writer.add_annexes(gathered)
    for box in gathered.boxes:
        _walk(box, writer)
    section = properties.find(f"{W}sectPr") if properties is not None else None
    if section is not None and _begins_page(section):
        writer.turn_page()


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
    elif not written and plain[0].islower() and _is_open_item(writer.pages[-1].items, line.bold):
        line.kind, line.starts_block = "", False  # the item was broken by hand
    elif line.bold and len(plain) < _LONGEST_HEADING and plain[-1] not in ".,;" and gathered.bold == gathered.letters:
        line.kind, line.level = "heading", 4
    elif written:
        line.kind, line.level, line.marker = "list_item", 1, written[1]
    parts = re.split(f"([\n{_BREAK}{_SOFT}])", f"{mark} {text}" if mark else text)
    for place in range(0, len(parts), 2):
        if place and parts[place - 1] != "\n":
            writer.turn_page(parts[place - 1])
        if parts[place].strip():
            line.text = parts[place].rstrip()
            writer.pages[-1].items.append(line)
            line = Line("", bold=line.bold, italic=line.italic)


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
    style = writer.styles.get(named.get(f"{W}val", ""), Style()) if named is not None else Style()
    outline = properties.find(f"{W}outlineLvl") if properties is not None else None
    if outline is not None and outline.get(f"{W}val", "9") in set("012345678"):
        return Style(int(outline.get(f"{W}val")) + 1, style.bold, style.italic, style.numbering)
    return style


def _gather(element: Any, style: Style, into: _Text, styles: Mapping[str, Style] = _NO_STYLES) -> None:
    for child in element:
        tag = child.tag
        if tag == f"{W}del" and (remark := deletion_of(child)) is not None:
            into.deleted.append(remark)
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"}:
            start = into.ranges.get(child.get(f"{W}id", ""), (0, 0))[0]
            here = len(into.parts)
            into.ranges[child.get(f"{W}id", "")] = (here, here) if tag.endswith("Start") else (start, here)
        elif tag == f"{W}r":
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
        elif tag == f"{W}lastRenderedPageBreak":
            into.parts.append(_SOFT)
        elif tag == f"{W}br" and child.get(f"{W}type") == "page":
            into.parts.append(_BREAK)
        elif tag in {f"{W}br", f"{W}cr"}:
            into.parts.append("\n")
        elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            into.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
        elif tag == f"{W}commentReference":
            into.comments.append(child.get(f"{W}id", ""))
        elif tag not in _SKIPPED and isinstance(tag, str):
            _gather(child, style, into, styles)  # drawings, which may hold text boxes


def _text_of(paragraph: Any) -> str:
    return _plain("".join(_gathered(paragraph).parts))


def _gathered(paragraph: Any) -> _Text:
    found = _Text()
    _gather(paragraph, Style(), found)
    return found


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(rf"[\s{_SOFT}]+", " ", text).strip())


def _is_fallback(element: Any) -> bool:
    """Whether an element repeats, for older programs, what stands beside it."""
    return next(element.iterancestors(_FALLBACK), None) is not None


def _write_table(table: Any, writer: _Writer) -> None:
    """A table, in one part for each page that Word laid it on."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    rows = [row for row in rows if row.find(f"{W}trPr/{W}del") is None]  # deleted, as accepted
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
        writer.pages[-1].items.append(raw)


def _write_row(row: Any, first: bool, raw: RawTable, above: dict[int, RawCell], writer: _Writer) -> int:
    header = first or row.find(f"{W}trPr/{W}tblHeader") is not None
    column = 0
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr")) is not row:
            continue  # a nested table's
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        told = span.get(f"{W}val", "1") if span is not None else "1"
        wide = max(1, min(int(told), _WIDEST)) if told.isascii() and told.isdigit() and len(told) < 6 else 1
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val") != "restart" and column in above:
            above[column].row_span += 1
        else:
            found = [_gathered(p) for p in cell.iter(f"{W}p") if not _is_fallback(p)]
            texts = [t for g in found if (t := _plain("".join(g.parts)))]
            for gathered in found:
                writer.add_annexes(gathered)
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
