"""Web pages: headings, paragraphs, lists and tables in order; nothing in them is run or fetched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from pipeline.errors import UnreadableDocumentError
from pipeline.read.encoding import decode_named, decode_text
from pipeline.read.lines import Line, RawCell, RawDocument, RawPage, RawTable
from pipeline.read.mime import body_of, charset_of, content_of, parse_mime
from pipeline.read.sniff import is_web_letter
from pipeline.records import Problem

if TYPE_CHECKING:
    from pipeline.read.document import ReadOptions

_SKIPPED = frozenset(
    {
        "head", "script", "style", "template", "noscript", "nav", "svg", "math", "object", "embed",
        "iframe", "canvas", "audio", "video", "select", "button", "input", "textarea", "datalist",
        "map",
    }
)  # fmt: skip
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    }
)  # fmt: skip
_BOLD, _ITALIC = frozenset({"b", "strong", "th"}), frozenset({"i", "em", "cite"})
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_PAGE_BREAK = re.compile(r"(?:page-)?break-before\s*:\s*(?:always|page)", re.IGNORECASE)
_LONGEST_HEADING = 120
_DEEPEST = 200  # elements within each other; no page has so many
_WIDEST = 60  # columns that a cell may claim to span


@dataclass(slots=True)
class _Run:
    """Text of one style inside a paragraph."""

    text: str
    bold: bool
    italic: bool


@dataclass(slots=True)
class _Writer:
    """The pages as they fill, and the paragraph that is open."""

    pages: list[RawPage] = field(default_factory=lambda: [RawPage([])])
    runs: list[_Run] = field(default_factory=list)
    kind: str = ""
    level: int = 0
    marker: str = ""
    deep: bool = False
    counts: dict[Any, int] = field(default_factory=dict)  # how far each numbered list has counted

    def close(self) -> None:
        """Write the open paragraph, if it says anything."""
        text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t\r\f\v]+", " ", "".join(r.text for r in self.runs)))
        text = unicodedata.normalize("NFC", text).strip()
        letters = sum(len(r.text.strip()) for r in self.runs)
        bold = sum(len(r.text.strip()) for r in self.runs if r.bold)
        italic = sum(len(r.text.strip()) for r in self.runs if r.italic)
        self.runs = []
        if not text:
            return
        kind, level, marker = self.kind or "paragraph", self.level, self.marker
        if kind == "paragraph" and bold == letters and len(text) < _LONGEST_HEADING and text[-1] not in ".,;":
            kind, level = "heading", 4
        self.marker = ""
        for number, part in enumerate(f"{marker} {text}".strip().split("\n")):
            line = Line(part.strip(), bold=2 * bold > letters, italic=2 * italic > letters)
            if number == 0:
                line.kind, line.level, line.marker, line.starts_block = kind, level, marker, True
            if line.text:
                self.pages[-1].items.append(line)


def read_html_lines(path: Path, data: bytes, options: ReadOptions | None = None) -> RawDocument:
    """Lines and tables of a web page, or of one saved as a letter. Raises UnreadableDocumentError when it has none."""
    return read_markup(path, _page_of_letter(path, data) or _decode(path, data))


def _page_of_letter(path: Path, data: bytes) -> str:
    """The page in a web page that was saved as one file with its pictures, as Word and browsers do (MHT); else ""."""
    if not is_web_letter(data):
        return ""
    part = body_of(parse_mime(path, data), "html")
    return decode_named(path, content_of(part), charset_of(part)) if part is not None else ""


def read_markup(path: Path, text: str) -> RawDocument:
    """Lines and tables of HTML that is already text. Raises UnreadableDocumentError when it holds none."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocumentError(path, "corrupt", str(error).splitlines()[0]) from error
    if root is None:
        raise UnreadableDocumentError(path, "no_text")
    writer = _Writer()
    _walk(root, writer, False, False, 0)
    writer.close()
    problems = [Problem(str(path), "nested_text")] if writer.deep else []
    return RawDocument(writer.pages, problems)


def _decode(path: Path, data: bytes) -> str:
    """By what the page says of itself, when that works out; else as any text."""
    named = _CHARSET.search(data[:4096])
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = named[1].decode("ascii").lower()
        name = "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii"} else name
        return decode_named(path, data, name).replace("\x00", " ")
    return decode_text(path, data)


def _walk(element: Any, writer: _Writer, bold: bool, italic: bool, depth: int) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
        return
    if depth > _DEEPEST:
        writer.deep = True
        return
    if _PAGE_BREAK.search(element.get("style") or ""):
        writer.close()
        if writer.pages[-1].items:
            writer.pages.append(RawPage([]))
    if tag == "table" and not _is_layout(element):
        writer.close()
        _write_table(element, writer)
        return
    if tag == "br":
        writer.runs.append(_Run("\n", bold, italic))
    bold, italic = bold or tag in _BOLD, italic or tag in _ITALIC
    block = tag in _BLOCKS
    before = (writer.kind, writer.level)
    if block:
        writer.close()
        _open(element, writer)
    _add(element.text, tag, writer, bold, italic)
    for child in element:
        _walk(child, writer, bold, italic, depth + 1)
        _add(child.tail, tag, writer, bold, italic)
    if block:
        writer.close()
        writer.kind, writer.level = before
        if tag == "li":
            writer.marker = ""


def _open(element: Any, writer: _Writer) -> None:
    tag = element.tag
    if len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
        writer.kind, writer.level = "heading", int(tag[1])
    elif tag == "li":
        lists = list(element.iterancestors("ol", "ul"))[:8]
        writer.kind, writer.level = "list_item", max(1, len(lists))
        writer.marker = _mark(lists[0], writer) if lists else "•"
    elif tag in {"p", "div"}:
        writer.kind = writer.kind if writer.marker else "paragraph"  # the paragraph inside a list item
    else:
        writer.kind, writer.level = "paragraph", 0


def _mark(numbered: Any, writer: _Writer) -> str:
    if numbered.tag == "ul":
        return "•"
    start = numbered.get("start") or "1"
    number = writer.counts.get(numbered, int(start) - 1 if start.isdecimal() and len(start) < 6 else 0) + 1
    writer.counts[numbered] = number
    kind = numbered.get("type") or "1"
    return f"{chr(ord(kind) + (number - 1) % 26)}." if kind in {"a", "A"} else f"{number}."


def _add(text: str | None, tag: str, writer: _Writer, bold: bool, italic: bool) -> None:
    if text:
        text = text.replace("\u00ad", "").replace("\u200b", "")
        writer.runs.append(_Run(text if tag == "pre" else text.replace("\n", " "), bold, italic))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page, as in e-mail: it holds another one, or has one column or row."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return True
    rows = list(table.iter("tr"))
    return len(rows) < 2 or max(sum(1 for c in row if c.tag in {"td", "th"}) for row in rows) < 2


def _write_table(table: Any, writer: _Writer) -> None:
    raw = RawTable([], 0, 0, "html")
    taken: dict[tuple[int, int], bool] = {}
    rows = [row for row in table.iter("tr") if not _is_hidden(row)]
    for row in rows:
        column = 0
        header = row.getparent().tag == "thead" or all(c.tag == "th" for c in row if c.tag in {"td", "th"})
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            while (raw.row_count, column) in taken:
                column += 1
            wide, high = _span(cell, "colspan", _WIDEST), _span(cell, "rowspan", len(rows) - raw.row_count)
            taken.update({(raw.row_count + r, column + c): True for r in range(high) for c in range(wide)})
            lines = [Line(text, bold=cell.tag == "th") for text in _texts(cell)]
            raw.cells.append(RawCell(raw.row_count, column, lines, high, wide, header))
            column += wide
        raw.column_count = max(raw.column_count, column)
        raw.row_count += 1
    caption = table.find("caption")
    raw.title = " ".join(_texts(caption)) if caption is not None else ""
    if raw.cells:
        if raw.title:
            writer.pages[-1].items.append(Line(raw.title, "paragraph", starts_block=True))
        writer.pages[-1].items.append(raw)


def _span(cell: Any, name: str, most: int) -> int:
    value = cell.get(name) or "1"
    return max(1, min(int(value) if value.isdecimal() and len(value) < 6 else 1, most))


def _texts(cell: Any) -> Iterator[str]:
    inner = _Writer()
    for text in [cell.text, *(part for child in cell for part in (child, child.tail))]:
        if isinstance(text, str):
            _add(text, "td", inner, False, False)
        elif text is not None:
            _walk(text, inner, False, False, 0)
    inner.close()
    return (item.text for page in inner.pages for item in page.items if isinstance(item, Line))
