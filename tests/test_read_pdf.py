"""PDF: blocks, columns, running lines, hyphens, boxes, tables, scans."""

import io
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate

from pipeline.errors import UnreadableDocumentError
from pipeline.read import ReadOptions, read_document
from pipeline.read import ocr as ocr_module
from pipeline.records import Document

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=8)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=15, leading=18, spaceAfter=6)
PROSE = (
    "Nämnden har under året följt upp hur verksamheten använder de medel som fullmäktige har beslutat om. "
    "Uppföljningen visar att medlen har kommit till nytta men att redovisningen behöver bli tydligare. "
)


def draw(path: Path, make: Callable[[Canvas], None]) -> Document:
    canvas = Canvas(str(path), pagesize=A4)
    make(canvas)
    canvas.save()
    return read_document(path, ReadOptions(ocr="never"))


def words(document: Document, start: int, end: int) -> str:
    return " ".join(document.flow[start:end].split())


def texts(document: Document, kind: str) -> list[str]:
    return [words(document, b.start, b.end) for b in document.blocks if b.kind == kind]


def test_headings_paragraphs_and_lists(tmp_path: Path) -> None:
    story = [
        Paragraph("Granskningens resultat", HEAD),
        Paragraph(PROSE, BODY),
        Paragraph("1. Nämnden antar en plan för uppföljningen.", BODY),
        Paragraph("2. Planen redovisas för kommunstyrelsen i mars.", BODY),
        Paragraph("<i>Det saknas en analys av vilka följder detta ger på sikt.</i>", BODY),
    ]
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build(story)
    document = read_document(path, ReadOptions())
    assert texts(document, "heading") == ["Granskningens resultat"]
    assert texts(document, "list_item") == [
        "1. Nämnden antar en plan för uppföljningen.",
        "2. Planen redovisas för kommunstyrelsen i mars.",
    ]
    assert texts(document, "paragraph")[0] == " ".join(PROSE.split())
    italic = [b for b in document.blocks if b.italic]
    assert [words(document, b.start, b.end) for b in italic] == [
        "Det saknas en analys av vilka följder detta ger på sikt."
    ]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    left, right = ("Vänster spalt handlar om skolan. " + PROSE) * 3, ("Höger spalt handlar om vården. " + PROSE) * 3
    document = BaseDocTemplate(str(path), pagesize=A4)
    frames = [Frame(50, 400, 235, 380), Frame(305, 400, 235, 380)]
    document.addPageTemplates([PageTemplate(frames=frames)])
    document.build([Paragraph(left, BODY), Paragraph("<br/>" * 20, BODY), Paragraph(right, BODY)])
    text = " ".join(read_document(path, ReadOptions()).flow.split())
    assert text.rindex("Vänster spalt") < text.index("Höger spalt")
    assert " ".join(PROSE.split()) in text


def page_of_minutes(canvas: Canvas, number: int, total: int, lines: list[str]) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(70, 800, "Barn- och ungdomsnämnden")
    canvas.drawString(400, 800, "Sammanträdesdatum 2023-05-16")
    canvas.drawString(480, 40, f"{number} ({total})")
    canvas.setFont("Times-Roman", 11)
    for place, line in enumerate(lines):
        canvas.drawString(70, 720 - 14 * place, line)
    canvas.saveState()
    canvas.rotate(90)
    canvas.setFont("Helvetica", 7)
    canvas.drawString(100, -20, "Signature reference: 3f2a-77b1")
    canvas.restoreState()
    canvas.showPage()


FEET = [
    ["Blad 1"], ["Sida 1 av 2"], ["Sidan 1"], ["s. 1"], ["1/2"], ["46(49)"], ["Sid: 1 (2)"],
    ["Justerandes sign", "Utdragsbestyrkande", "Blad 1"],
    ["Ordförandens sign  Justerarens sign  Utdragsbestyrkande  1"],
    ["Transaktion 09220000000000000017", "Signerat EK, LW"],
    ["Signature reference: 00aa11bb-22cc-33dd-44ee-55ff66aa77bb"],
    ["Penneo dokumentnyckel: AAAA1-BBBB2-CCCC3-DDDD4"], ["Comfact Signature Referensnummer: 4711SE"],
]  # fmt: skip


@pytest.mark.parametrize("foot", FEET, ids=" ".join)
def test_page_numbers_and_signing_strips_of_a_single_page_are_no_text(foot: list[str], tmp_path: Path) -> None:
    lines = ["Nämnden beslutar att godkänna rapporten.", "Signerat EK, LW finns i akten, se Blad 1 och sida 1 av 2."]

    def make(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        for place, text in enumerate(lines):
            canvas.drawString(70, 700 - 16 * place, text)
        canvas.setFont("Times-Roman", 8)
        for place, text in enumerate(foot):
            canvas.drawString(70 + 160 * place, 35, text)

    document = draw(tmp_path / "a.pdf", make)
    assert document.text.split("\n") == lines


def test_sentences_read_through_page_breaks(tmp_path: Path) -> None:
    def make(canvas: Canvas) -> None:
        page_of_minutes(canvas, 1, 2, ["Nämnden beslutar att förvaltningen ska återkomma med en redovisning av hur"])
        page_of_minutes(canvas, 2, 2, ["avvikelserna i elevhälsan har följts upp under läsåret."])

    document = draw(tmp_path / "a.pdf", make)
    assert "redovisning av hur avvikelserna i elevhälsan" in " ".join(document.flow.split())
    assert document.text.count("Barn- och ungdomsnämnden") == 1
    assert "Signature" not in document.text
    assert "1 (2)" not in document.text


def test_a_paragraph_heading_at_each_page_top_is_kept(tmp_path: Path) -> None:
    def make(canvas: Canvas) -> None:
        for number in range(1, 6):
            canvas.setFont("Helvetica-Bold", 13)
            canvas.drawString(70, 780, f"§ {number + 30}, 18{number}/23")
            canvas.setFont("Times-Roman", 11)
            canvas.drawString(
                70, 700, f"Nämnden godkänner redovisning nummer {number} och lägger den till handlingarna."
            )
            canvas.showPage()

    assert draw(tmp_path / "a.pdf", make).text.count("§") == 5


def test_words_broken_at_the_line_end_are_joined(tmp_path: Path) -> None:
    def make(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 11)
        lines = [
            "Kommunstyrelsen ska enligt reglementet leda och samordna revis-",
            "ionens uppföljning av produktions- och kapacitetsplaneringen samt AT-",
            "läkarnas introduktion, något som inte har gjorts under åren 2016-",
            "2017 i den omfattning som fullmäktige har beslutat om tidigare.",
        ]
        for place, line in enumerate(lines):
            canvas.drawString(70, 700 - 14 * place, line)

    flow = " ".join(draw(tmp_path / "a.pdf", make).flow.split())
    for joined in ("samordna revisionens uppföljning", "produktions- och kapacitets", "AT-läkarnas", "2016-2017 i den"):
        assert joined in flow


def test_boxes_lie_where_pdfplumber_finds_the_words(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(PROSE * 2, BODY)])
    document = read_document(path, ReadOptions())
    start = document.text.index("redovisningen")
    (box,) = document.boxes(start, start + len("redovisningen"))
    with pdfplumber.open(path) as pdf:
        word = next(w for w in pdf.pages[0].extract_words() if w["text"] == "redovisningen")
    assert box.x0 == pytest.approx(word["x0"], abs=1.0)
    assert box.x1 == pytest.approx(word["x1"], abs=1.0)
    assert box.top == pytest.approx(word["top"], abs=2.5)
    assert box.bottom == pytest.approx(word["bottom"], abs=2.5)


def scan(path: Path, lines: list[str]) -> None:
    """A PDF whose only content is a picture of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1240, 600), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=34)
    for place, line in enumerate(lines):
        pen.text((100, 100 + 70 * place), line, fill=0, font=font)
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=150)
    path.write_bytes(buffer.getvalue())


def test_a_scan_without_tesseract_is_a_problem_of_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    scan(path, ["Revisorerna har granskat"])
    monkeypatch.setattr("pipeline.read.scans.ocr_languages", lambda: None)
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path, ReadOptions())
    assert caught.value.code == "no_text"


@pytest.mark.skipif(ocr_module.ocr_languages() is None, reason="Tesseract with Swedish is not installed")
def test_a_scan_is_read_by_tesseract(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    scan(path, ["The board has decided to follow", "the recommendations in the report"])
    document = read_document(path, ReadOptions())
    assert document.pages[0].source == "ocr"
    assert "recommendations in the report" in " ".join(document.flow.split())
    start = document.text.index("recommendations")
    assert document.boxes(start, start + 15)
