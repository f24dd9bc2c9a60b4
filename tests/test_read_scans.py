"""Scans: askew, upside down, mixed with text, under a wrong text layer, and what their records say of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.read import ReadOptions, read_document
from pipeline.read.garbled import is_garbled
from pipeline.read.ocr import _characters, ocr_languages
from pipeline.read.skew import measure_skew
from pipeline.records import Amount
from pipeline.stages import process

LINES = [
    "Revisorerna har granskat hur kommunstyrelsen styr arbetet med upphandling.",
    "Styrelsen har inte haft en samlad kontroll av hur avtalen används i förvaltningen.",
    "Vi rekommenderar kommunstyrelsen att säkerställa att avtalen följs upp varje år.",
    "Kostnaden för avtalen har varit 14 mkr under året, mot en budget av 12 mkr.",
    "Rapporten överslämnas till styrelsen för yttrande senast i september.",
] * 2  # fmt: skip

needs_tesseract = pytest.mark.skipif(ocr_languages() is None, reason="Tesseract with Swedish is not installed")


def picture(turn: float = 0.0) -> Image.Image:
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        pen.text((110, 160 + 64 * number), line, fill=0, font=ImageFont.load_default(size=27))
    return page.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=255, expand=turn % 90 == 0)


def pdf(path: Path, *pages: Image.Image | str, layer: str = "") -> Path:
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in pages:
        if isinstance(page, str):
            for number in range(12):
                canvas.drawString(60, 780 - 20 * number, page)
        else:
            wide = page.width > page.height
            canvas.setPageSize((842, 595) if wide else (595, 842))
            buffer = io.BytesIO()
            page.save(buffer, "PNG")
            canvas.drawImage(ImageReader(buffer), 0, 0, *((842, 595) if wide else (595, 842)))
            if layer:
                canvas.drawString(60, 20, layer)
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize("turn", [-4.3, -1.0, 0.0, 0.7, 3.2])
def test_skew_is_measured(turn: float) -> None:
    assert measure_skew(picture(turn)) == pytest.approx(-turn, abs=0.25)


def test_lines_of_a_large_title_are_of_one_size_though_their_letters_reach_differently() -> None:
    """With "p" and "g" a line is higher than without: of another size, it was read as a title of its own."""
    lines = [("Yttrande", 60), ("Nämndens yttrande", 62), ("granskning av inköp", 74), ("verksamhetsåret", 60)]
    lines += [("Nämnden tackar för rapporten.", 33)] * 5
    words = {"text": [text for text, _ in lines], "height": [height for _, height in lines],
             "conf": [95] * len(lines), "block_num": [1] * len(lines), "par_num": [1] * len(lines),
             "line_num": [*range(len(lines))], "top": [100 * i for i in range(len(lines))], "left": [50] * len(lines),
             "width": [500] * len(lines)}  # fmt: skip
    chars, _ = _characters(words, 300 / 72)
    assert len({c.size for c in chars if c.base < 100}) == 1 and len({c.size for c in chars}) == 2


@needs_tesseract
@pytest.mark.parametrize("turn", [3.5, 90.0])
def test_a_page_that_lies_askew_is_read(turn: float, tmp_path: Path) -> None:
    document = read_document(pdf(tmp_path / "a.pdf", picture(turn)), ReadOptions())
    flow = " ".join(document.flow.split())
    assert "kommunstyrelsen styr arbetet med upphandling" in flow
    assert flow.index("har granskat") < flow.index("samlad kontroll") < flow.index("Vi rekommenderar")
    assert (document.pages[0].confidence or 0) > 0.7


@needs_tesseract
def test_a_mixed_document_is_read_page_by_page_and_its_records_say_so(tmp_path: Path) -> None:
    text = "Nämnden beslutar att avsätta 3 mkr för nya rutiner."
    found = process(pdf(tmp_path / "a.pdf", text, picture(), layer="Signerat 2023-05-04 Nyckel 7F3A-11"))
    assert [page.source for page in found.document.pages] == ["text", "ocr"]
    assert {
        (found.document.page_at(r.at.char_start).source, r.at.rule.endswith(".ocr"))
        for r in found.records if isinstance(r, Amount)
    } == {("text", False), ("ocr", True)}  # fmt: skip
    sure = found.document.pages[1].confidence or 1.0
    assert all(r.at.confidence <= sure for r in found.records if r.at.rule.endswith(".ocr"))


@pytest.mark.parametrize("mode", ["never", "always"])
def test_scans_are_read_as_asked(mode: str, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", "Styrelsen tar fram rutiner.", *([picture()] if mode == "never" else []))
    if mode == "always" and ocr_languages() is None:
        pytest.skip("Tesseract with Swedish is not installed")
    document = read_document(path, ReadOptions(ocr=mode))
    assert [p.source for p in document.pages] == (["ocr"] if mode == "always" else ["text", "text"])
    assert [(p.code, p.page) for p in document.problems] == ([] if mode == "always" else [("ocr_off", 2)])


def shifted(text: str, by: int) -> str:
    return "".join(chr(ord(c) + by) if c != " " else c for c in text)


@needs_tesseract
def test_a_wrong_text_layer_is_noticed_and_the_page_read_from_its_picture(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(595, 842))
    buffer = io.BytesIO()
    picture().save(buffer, "PNG")
    canvas.drawImage(ImageReader(buffer), 0, 0, 595, 842)
    for number, line in enumerate(LINES):
        words = canvas.beginText(60, 750 - 30 * number)
        words.setTextRenderMode(3)  # not shown, as OCR programs write theirs
        words.textOut(shifted(line.encode("ascii", "replace").decode(), -29 if number % 2 else 3))
        canvas.drawText(words)
    canvas.showPage()
    canvas.save()
    document = read_document(tmp_path / "a.pdf", ReadOptions())
    assert document.pages[0].source == "ocr"
    assert "samlad kontroll av hur avtalen" in " ".join(document.flow.split())
    unread = read_document(tmp_path / "a.pdf", ReadOptions(ocr="never"))
    assert [p.code for p in unread.problems] == ["garbled_text"]


NAMES = "Anna Lindqvist (S) Bengt Åkesson (M) Cecilia Wikström (C) David Nygård (L) Eva Zetterlund (V) Hans Quist (SD)"
CAPITALS = "SAMMANTRÄDESPROTOKOLL KOMMUNSTYRELSEN BESLUTANDE LEDAMÖTER ERSÄTTARE ÖVRIGA DELTAGARE UTSES ATT JUSTERA"
FIGURES = "Personalkostnader 12 345 13 200 -855 Lokaler 3 210 3 100 110 Övrigt 988 1 020 -32 Summa 16 543"
FINNISH = "Kunnanhallitus päätti hyväksyä ehdotuksen ja palauttaa asian valmisteltavaksi kesäkuun loppuun mennessä."
TEXTS = [
    ("prose", " ".join(LINES), False),
    ("shifted down by 29", shifted(" ".join(LINES), -29), True),
    ("shifted by one", shifted(" ".join(LINES), 1), True),
    ("shifted by three", shifted(" ".join(LINES), 3), True),
    ("mojibake", " ".join(LINES).encode().decode("cp1252"), True),
    ("signs", "\u25a1\u25a0\u2588\u2591\u2206\u221e\u2260\u2264" * 20, True),
    ("names", NAMES, False),
    ("capitals", CAPITALS, False),
    ("figures", FIGURES * 3, False),
    ("contents", "1 Inledning ........ 3\n2 Metod ........ 4\n3 Resultat ........ 9\n" * 4, False),
    ("Finnish", FINNISH, False),
    ("Arabic", "\u0645\u0644\u062e\u0635 \u0628\u0627\u0644\u0644\u063a\u0629 " * 20, False),
    ("empty", "", False),
]


@pytest.mark.parametrize(("text", "garbled"), [case[1:] for case in TEXTS], ids=[case[0] for case in TEXTS])
def test_garbled_text_is_told_from_text(text: str, garbled: bool) -> None:
    assert is_garbled(text) is garbled
