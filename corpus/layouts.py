"""Set a source as PDF, DOCX, text or a scanned page. The same source always gives the same bytes."""

from __future__ import annotations

import io
import random
import re
import textwrap
import zipfile
from html import escape

import docx
import pypdfium2 as pdfium
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from markup import Block, Source
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageBreak, PageTemplate, Paragraph, Spacer, TableStyle

FONTS = {"sans": ("Helvetica", 10.5), "serif": ("Times-Roman", 11.5), "small": ("Helvetica", 9)}
_RULES: dict[str, list[tuple[object, ...]]] = {  # what `table_style` draws
    "grid": [("GRID", (0, 0), (-1, -1), 0.5, colors.black)],
    "lines": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)],
    "plain": [],
}
NO_DATE = (2024, 1, 1, 0, 0, 0)


def build_pdf(source: Source) -> bytes:
    """A typeset PDF: fonts, running header and footer, one or two columns, upright or landscape, as the head says."""
    head = source.head
    size = landscape(A4) if head.get("landscape") else A4
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=size, invariant=1, title=str(head["title"]), author=str(head["organisation"]), lang="sv"
    )
    left, bottom, width, height = 25 * mm, 22 * mm, size[0] - 50 * mm, size[1] - 50 * mm
    if head.get("columns") == 2:
        gap = 8 * mm
        half = (width - gap) / 2
        frames = [Frame(left, bottom, half, height), Frame(left + half + gap, bottom, half, height)]
    else:
        frames = [Frame(left, bottom, width, height)]
    total = [0]
    for _ in range(2):  # twice: the second time the number of pages is known
        out.seek(0)
        out.truncate()
        document = BaseDocTemplate(out, pagesize=size, invariant=1, title=str(head["title"]), lang="sv")
        template = PageTemplate(frames=frames, onPage=lambda c, d: _furniture(c, d, head, size, total[0]))
        document.addPageTemplates([template])
        document.build(_story(source, width if head.get("columns") != 2 else frames[0]._width))
        total[0] = document.page
    return out.getvalue()


def _furniture(
    canvas: Canvas, document: BaseDocTemplate, head: dict[str, object], size: tuple[float, float], total: int
) -> None:
    canvas.setFont("Helvetica", 8)
    if head.get("header"):
        for number, line in enumerate(str(head["header"]).split("\n")):
            canvas.drawString(25 * mm, size[1] - 12 * mm - 10 * number, line)
    form = str(head.get("page_number", "{page} ({total})"))
    canvas.drawRightString(size[0] - 25 * mm, 12 * mm, form.format(page=document.page, total=total))
    if head.get("footer"):
        canvas.drawString(25 * mm, 12 * mm, str(head["footer"]))


def _story(source: Source, width: float) -> list[object]:
    font, points = FONTS[str(source.head.get("font", "sans"))]
    bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[font]
    italic = {"Helvetica": "Helvetica-Oblique", "Times-Roman": "Times-Italic"}[font]
    body = ParagraphStyle("p", fontName=font, fontSize=points, leading=points * 1.35, spaceAfter=6)
    styles = {
        "p": body,
        "h1": ParagraphStyle("h1", body, fontName=bold, fontSize=points + 6, leading=points + 10, spaceAfter=10),
        "h2": ParagraphStyle(
            "h2", body, fontName=bold, fontSize=points + 2, leading=points + 6, spaceBefore=8, keepWithNext=1
        ),
        "note": ParagraphStyle("note", body, fontSize=8, leading=10, spaceBefore=14),
        "h3": ParagraphStyle("h3", body, fontName=bold, spaceBefore=6, spaceAfter=2, keepWithNext=1),
    }
    story: list[object] = []
    for block in source.blocks:
        text = re.sub(r"\^(\d)", r"<super>\1</super>", escape(block.text).replace("\n", "<br/>"))
        if block.italic:
            text = f'<font name="{italic}">{text}</font>'
        if block.kind == "page":
            story.append(PageBreak())
        elif block.kind == "table":
            story += [_table(block, body, bold, width, source.head), Spacer(1, 8)]
        elif block.kind == "li":
            mark = block.marker.replace("-", str(source.head.get("bullet", "-")))
            story.append(
                Paragraph(
                    text, ParagraphStyle("li", body, leftIndent=16, bulletIndent=4, spaceAfter=3), bulletText=mark
                )
            )
        else:
            story.append(Paragraph(text, styles[block.kind]))
    return story


def _table(block: Block, body: ParagraphStyle, bold: str, width: float, head: dict[str, object]) -> LongTable:
    cell = ParagraphStyle("cell", body, fontSize=9, leading=11, spaceAfter=0)
    top = ParagraphStyle("top", cell, fontName=bold)
    columns = max(len(row) for row in block.rows)
    shares = head.get("column_widths") or [1] * columns
    widths = [width * share / sum(shares) for share in shares]
    rows, spans = [], []
    for number, row in enumerate(block.rows):
        if len(row) == 1 and columns > 1:
            spans += [
                ("SPAN", (0, number), (-1, number)),
                ("BACKGROUND", (0, number), (-1, number), colors.HexColor("#e8eef4")),
            ]
            row = row + [""] * (columns - 1)
        rows.append([Paragraph(escape(c), top if number == 0 or len(block.rows[number]) == 1 else cell) for c in row])
    style = [*_RULES[str(head.get("table_style", "grid"))], ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans]
    return LongTable(rows, colWidths=widths, repeatRows=1, style=TableStyle(style), splitInRow=1)


def build_docx(source: Source) -> bytes:
    """A Word document with styles, real lists and tables, header and footer."""
    document = docx.Document()
    document.core_properties.author = str(source.head["organisation"])
    document.core_properties.title = str(source.head["title"])
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    section = document.sections[0]
    if source.head.get("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.header.paragraphs[0].text = str(source.head.get("header", ""))
    section.footer.paragraphs[0].text = str(source.head.get("footer", ""))
    for block in source.blocks:
        if block.kind == "page":
            document.add_page_break()
        elif block.kind == "table":
            _docx_table(document, block)
        elif block.kind.startswith("h"):
            document.add_heading(block.text, int(block.kind[1]))
        elif block.kind == "li" and block.marker == "-":
            document.add_paragraph(block.text, style="List Bullet")
        elif block.kind == "li":
            document.add_paragraph(f"{block.marker} {block.text}")
        else:
            for line in block.text.split("\n"):
                document.add_paragraph().add_run(line).italic = block.italic or None
    out = io.BytesIO()
    document.save(out)
    return _with_fixed_times(out.getvalue())


def _docx_table(document: docx.document.Document, block: Block) -> None:
    columns = max(len(row) for row in block.rows)
    table = document.add_table(rows=0, cols=columns, style="Table Grid")
    for row in block.rows:
        cells = table.add_row().cells
        if len(row) == 1 and columns > 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, text in zip(cells, row, strict=True):
            cell.text = text


def _with_fixed_times(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name, NO_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def build_txt(source: Source) -> bytes:
    """Plain text, wrapped as an extraction from a typeset page would be, in the encoding that the head names."""
    lines: list[str] = []
    for number, block in enumerate(source.blocks):
        if block.kind == "page":
            lines.append("\f")
            continue
        if block.kind == "table":
            lines += [*_text_table(block), ""]
            continue
        mark = f"{block.marker} " if block.kind == "li" else ""
        for part in block.text.split("\n"):
            lines += textwrap.wrap(mark + part, 88, subsequent_indent=" " * len(mark), break_on_hyphens=False)
            mark = ""
        last_of_list = block.kind != "li" or [b.kind for b in source.blocks[number + 1 : number + 2]] != ["li"]
        lines += [""] * last_of_list
    return "\n".join(lines).replace("\n\f\n", "\f").encode(str(source.head.get("encoding", "utf-8")))


def _text_table(block: Block) -> list[str]:
    """A table as an extraction that keeps the layout gives it: columns by spaces, figures to the right."""
    columns = max(len(row) for row in block.rows)
    rows = [row + [""] * (columns - len(row)) for row in block.rows]
    widths = [max(len(row[column]) for row in rows) + 3 for column in range(columns)]
    return [
        row[0].ljust(widths[0]) + "".join(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True)) for row in rows
    ]


def build_scan(source: Source) -> bytes:
    """A page as a scanner gives it: an image, slightly turned, with some noise, and no text."""
    page = pdfium.PdfDocument(build_pdf(source))[0]
    image = page.render(scale=200 / 72).to_pil().convert("L").rotate(0.4, expand=False, fillcolor=255)
    chance = random.Random(7)
    for _ in range(1500):
        image.putpixel((chance.randrange(image.width), chance.randrange(image.height)), chance.randrange(120, 230))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    picture = io.BytesIO()
    image.save(picture, "JPEG", quality=60)
    canvas.drawInlineImage(Image.open(picture), 0, 0, *A4)
    canvas.save()
    return out.getvalue()


BUILDERS = {"pdf": build_pdf, "docx": build_docx, "txt": build_txt, "scan": build_scan}
