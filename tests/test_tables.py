"""Tables in PDF: every border style, over pages, and what is none."""

from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from pipeline.read import ReadOptions, read_document

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
CELL = ParagraphStyle("cell", fontName="Times-Roman", fontSize=9, leading=11)
BOLD = ParagraphStyle("bold", fontName="Times-Bold", fontSize=9, leading=11)
PROSE = "Nämnden har under året följt upp hur verksamheten använder de medel som fullmäktige har beslutat om. " * 2

ROWS = [
    ["Åtgärd", "Ansvarig", "Klart", "Status"],
    ["Ta fram en rutin för avvikelser i hemtjänsten", "Områdes- chef", "Maj 2023", "Utkast finns och remitteras."],
    ["Utbilda nya medarbetare i dokumentation", "Enhetschef", "Löpande", "Pågår."],
    ["Se över bemanningen nattetid", "", "2024", "Beräknas starta efter sommaren."],
]
GRID = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
LINES = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black)]
SHADED = [("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)]


@pytest.mark.parametrize(
    ("style", "rule"), [(GRID, "ruled"), (LINES, "header_columns"), (SHADED, "header_columns"), ([], "header_columns")]
)
def test_tables_of_every_border_style(style: list[tuple[object, ...]], rule: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cells = [[Paragraph(text, BOLD if not number else CELL) for text in row] for number, row in enumerate(ROWS)]
    table = Table(cells, colWidths=[150, 60, 60, 170])
    table.setStyle(TableStyle([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(PROSE, BODY), table, Paragraph(PROSE, BODY)])
    document = read_document(path, ReadOptions())
    (found,) = document.tables
    assert found.rule == rule
    rows = [[cell.text for _, cell in sorted(row.items())] for row in found.rows()]
    assert rows == [[text.replace("Områdes- chef", "Områdeschef") for text in row] for row in ROWS]
    assert all(c.header for c in found.cells if c.row == 0)


@pytest.mark.parametrize("style", [GRID, LINES], ids=["grid", "lines"])
def test_a_table_over_pages_is_one_and_its_header_stands_once(style: list[tuple[object, ...]], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [
        [f"Åtgärd {n} för att minska övertiden i verksamheten", "Enhetschef", f"Maj {2000 + n}", "Pågår."]
        for n in range(60)
    ]
    cells = [[Paragraph(t, BOLD) for t in ROWS[0]], *[[Paragraph(t, CELL) for t in row] for row in rows]]
    table = Table(cells, colWidths=[150, 70, 60, 160], repeatRows=1)
    table.setStyle(TableStyle([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([table])
    document = read_document(path, ReadOptions())
    (found,) = document.tables
    assert (found.page_from, found.page_to) == (1, len(document.pages))
    assert [[cell.text for _, cell in sorted(row.items())] for row in found.rows()][1:] == rows


def test_prose_forms_and_signatures_are_no_tables(tmp_path: Path) -> None:
    def make(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for place, name in enumerate(["Anna Berg", "Olle Lind", "Eva Ström", "Per Hall", "Lisa Ek", "Jan Dahl"]):
            canvas.drawString(70 + 150 * (place % 3), 300 - 40 * (place // 3), name)
        for place, (label, value) in enumerate(
            [("Datum", "2023-05-16"), ("Diarienummer", "KS 2023/41"), ("Sida", "tre")]
        ):
            canvas.drawString(70 + 150 * place, 780, label)
            canvas.drawString(70 + 150 * place, 766, value)
        canvas.drawString(70, 600, "Nämnden tackar för granskningen och instämmer i revisorernas bedömning.")

    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    make(canvas)
    canvas.save()
    assert read_document(path, ReadOptions()).tables == ()


def test_a_section_row_spans_and_a_row_over_the_page_break_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    columns = (60, 220, 330, 400)

    def row(y: float, cells: list[str], font: str = "Times-Roman") -> None:
        canvas.setFont(font, 9)
        for x, text in zip(columns, cells, strict=True):
            canvas.drawString(x, y, text)

    row(560, ["Aktivitet", "Ansvarig", "Klart", "Status"], "Times-Bold")
    canvas.setFont("Times-Bold", 9)
    canvas.drawString(60, 540, "2  Kompetensförsörjning och samordning av vikarier i hela förvaltningen")
    for place in range(8):
        row(520 - 30 * place, [f"Se över schema {place + 1}", "Enhetschef", "2024", "Pågår."])
    row(280, ["Ta fram en plan för", "HR-chef", "2025", "Planen ska beslutas i"])
    canvas.showPage()
    row(760, ["introduktion av nyanställda", "", "", "september."])
    for place in range(4):
        row(730 - 30 * place, [f"Följa upp del {place + 1}", "Enhetschef", "2026", "Inte påbörjad."])
    canvas.save()
    (found,) = read_document(path, ReadOptions()).tables
    rows = [[cell.text for _, cell in sorted(row.items())] for row in found.rows()]
    assert rows[1] == ["2 Kompetensförsörjning och samordning av vikarier i hela förvaltningen"]
    assert [c.column_span for c in found.cells if c.row == 1] == [4]
    assert [
        "Ta fram en plan för introduktion av nyanställda",
        "HR-chef",
        "2025",
        "Planen ska beslutas i september.",
    ] in rows
    assert (found.page_from, found.page_to) == (1, 2)


def test_rows_of_one_line_each_are_not_run_together(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    rows = [["Nämnd", "Budget", "Utfall"], *[[f"Nämnd {n}", f"{n}00 tkr", f"{n}10 tkr"] for n in range(1, 7)]]
    for place, row in enumerate(rows):
        canvas.setFont("Times-Bold" if not place else "Times-Roman", 10)
        for x, text in zip((60, 200, 300), row, strict=True):
            canvas.drawString(x, 700 - 12 * place, text)
    canvas.save()
    (found,) = read_document(path, ReadOptions()).tables
    assert [[cell.text for _, cell in sorted(row.items())] for row in found.rows()] == rows


@pytest.mark.parametrize("style", [GRID, LINES, SHADED, []], ids=["grid", "lines", "shaded header", "none"])
@pytest.mark.parametrize("head", [["Rekommendation", "Nämndens svar"], ["Rekommendation", "Åtgärd", "Tidpunkt"]])
@pytest.mark.parametrize("repeated", [True, False])
def test_a_header_in_plain_type_that_names_columns(
    style: list[tuple[object, ...]], head: list[str], repeated: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.pdf"
    rows = [
        [
            f"Nämnden bör följa upp avtalen inom område {n} minst en gång om året",
            f"Rutin {n} tas fram tillsammans med ekonomiavdelningen och prövas under året.",
            "Kvartal 2 2026",
        ][: len(head)]
        for n in range(1, 41)
    ]
    widths = [170.0, 190.0, 70.0][: len(head)]
    table = Table([[Paragraph(t, CELL) for t in row] for row in [head, *rows]], widths, repeatRows=int(repeated))
    table.setStyle(TableStyle([*style, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(PROSE, BODY), table, Paragraph(PROSE, BODY)])
    (found,) = read_document(path, ReadOptions()).tables
    assert [[cell.text for _, cell in sorted(row.items())] for row in found.rows()] == [head, *rows]
    assert found.page_to > found.page_from


def test_a_shaded_row_that_opens_a_page_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    rows = [[f"Se över rutin {n}", "Enhetschef", f"Maj {2000 + n}", "" if n % 3 else "Klar"] for n in range(1, 61)]
    table = Table([[Paragraph(t, CELL) for t in row] for row in [ROWS[0], *rows]], [150, 80, 90, 100])
    shades = [("BACKGROUND", (0, n), (-1, n), colors.lightgrey) for n in range(0, 61, 2)]
    table.setStyle(TableStyle([*shades, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([table])
    (found,) = read_document(path, ReadOptions()).tables
    assert [[cell.text for _, cell in sorted(row.items())] for row in found.rows()] == [ROWS[0], *rows]


def test_a_sentence_under_a_tables_last_rule_is_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    cells = [[Paragraph(text, BOLD if not number else CELL) for text in row] for number, row in enumerate(ROWS)]
    table = Table(cells, colWidths=[150, 60, 60, 170])
    table.setStyle(TableStyle([*LINES, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([table, Paragraph("Planen följs upp i maj.", CELL)])
    document = read_document(path, ReadOptions())
    assert document.tables[0].row_count == len(ROWS)
    assert document.text.endswith("\nPlanen följs upp i maj.")


def test_a_single_row_left_on_the_next_page_stays_in_its_table(tmp_path: Path) -> None:
    body = [[f"Uppdatera rutin nummer {n}", "HR-chef", f"2024-0{n}-01"] for n in range(1, 5)]
    rows = [["Åtgärd", "Ansvarig", "Klart"], *body]
    path = tmp_path / "rad.pdf"
    document = SimpleDocTemplate(str(path), topMargin=60, bottomMargin=60)
    table = LongTable(rows, colWidths=[220, 120, 100], rowHeights=30, repeatRows=0)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    room = document.height - 12  # the frame's own padding
    document.build([Spacer(1, room - 4 * 30 - 2), table])
    read = read_document(path, ReadOptions())
    assert len(read.pages) == 2
    (found,) = read.tables
    assert [[row[n].text for n in sorted(row)] for row in found.rows()] == rows
    assert (found.page_from, found.page_to, found.rule) == (1, 2, "ruled.same_columns")


def test_figures_set_to_the_right_without_lines(tmp_path: Path) -> None:
    """Nothing marks the header off: that it names columns of figures, and that rows of them stand below, does."""
    rows = [
        ["Belopp i mnkr", "Utfall mars 2025", "Budget mars 2025", "Avvikelse"],
        ["Intäkter", "310,2", "305,0", "5,2"],
        ["Personalkostnader", "-612,5", "-598,0", "-14,5"],
        ["Övriga kostnader", "-221,4", "-219,5", "-1,9"],
        ["Nämndens nettokostnad", "-523,7", "-512,5", "-11,2"],
    ]
    path = tmp_path / "figures.pdf"
    table = Table(rows, style=TableStyle([("ALIGN", (1, 0), (-1, -1), "RIGHT")]))
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(PROSE, BODY), table, Paragraph(PROSE, BODY)])
    (found,) = read_document(path, ReadOptions()).tables
    assert [[cell.text for _, cell in sorted(row.items())] for row in found.rows()] == rows
