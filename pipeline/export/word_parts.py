"""What python-docx does not offer by itself: coloured cells, links, header rows, page numbers, the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_A4 = Cm(29.7), Cm(21.0)
_MARGIN = Cm(1.5)
_FONT, _SIZE, _SMALL = "Calibri", Pt(9), Pt(8)
_HEAD, _SOFT, _LINK = "#22384F", "#5A6878", "#0B5394"
_GRID = "#C6D0D9"
_LOCALES = {"sv": "sv-SE", "en": "en-GB"}


def set_up(document: Document, title: str, subject: str, lang: str) -> None:
    """A4 on its side, one font, the language for hyphens and spelling, page numbers at the foot."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = _A4
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, _SIZE
    normal.paragraph_format.space_after = Pt(2)
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = _FONT, _colour(_HEAD)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over the one that is named
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LOCALES[lang])
    told = document.core_properties
    told.title, told.subject, told.author, told.language = title, subject, "Spårbar", _LOCALES[lang]
    told.comments = ""
    foot = section.footer.paragraphs[0]
    add_words(foot, "Spårbar · ", soft=True)
    for field in ("PAGE", "NUMPAGES"):
        _add_field(foot, field)
        if field == "PAGE":
            add_words(foot, " / ", soft=True)


def add_table(document: Document, heads: Sequence[str], shares: Sequence[float]) -> Table:
    """A table as wide as the page, with a header row that each page repeats; `shares` of the width add up to 1."""
    table: Table = document.add_table(rows=1, cols=len(heads))
    table.autofit = False
    _rule(table)
    width = _A4[0] - 2 * _MARGIN
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(int(width * share))
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, head in zip(row.cells, heads, strict=True):
        shade(cell, _HEAD)
        add_words(cell.paragraphs[0], head, bold=True, ink="#FFFFFF")
    return table


def add_row(table: Table) -> Sequence[_Cell]:
    """The cells of a new last row, which no page break parts if it fits on a page."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells: Sequence[_Cell] = row.cells
    return cells


def merge_down(cell: _Cell, *, first: bool) -> None:
    """Make a cell one with those below it (`first`) or with the one above it."""
    merge = OxmlElement("w:vMerge")
    if first:
        merge.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(merge)


def shade(cell: _Cell, ground: str) -> None:
    """Give a cell a ground, written "#RRGGBB"."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground.lstrip("#"))):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def next_paragraph(cell: _Cell) -> Paragraph:
    """The cell's first paragraph while that is empty, then a new one each time."""
    first: Paragraph = cell.paragraphs[0]
    return cell.add_paragraph() if len(cell.paragraphs) > 1 or first._p.xpath("./w:r | ./w:hyperlink") else first


def add_words(
    paragraph: Paragraph, words: str, *, bold: bool = False, italic: bool = False, soft: bool = False, ink: str = ""
) -> None:
    """Add a run; `soft` is small and grey, as for sources and notes."""
    run = paragraph.add_run(words)
    run.bold, run.italic = bold or None, italic or None
    if soft:
        run.font.size = _SMALL
    if ink or soft:
        run.font.color.rgb = _colour(ink or _SOFT)


def add_link(paragraph: Paragraph, words: str, target: str) -> None:
    """Add a link to a file or a page of it, small; `target` is relative to where the document will lie."""
    file, _, anchor = target.partition("#")
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(file, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    if anchor:
        link.set(qn("w:anchor"), anchor)
    add_words(paragraph, words, soft=True, ink=_LINK)
    run = paragraph.runs[-1]
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    add_words(paragraph, "1", soft=True)
    field.append(paragraph.runs[-1]._r)
    paragraph._p.append(field)


def _rule(table: Table) -> None:
    """Thin lines between the rows and columns."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line: Any = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _GRID.lstrip("#"))):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(borders)  # Word minds the order


def _colour(hexed: str) -> RGBColor:
    return RGBColor.from_string(hexed.lstrip("#"))
