"""HTML, letters, and what LibreOffice reads: ODT, RTF and old Word."""

import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from pipeline.errors import UnreadableDocumentError
from pipeline.read import ReadOptions, office, read_document
from pipeline.records import Document

PAGE = """<!DOCTYPE html><html lang="sv"><head><meta charset="{charset}"><title>Protokoll</title>
<script>document.write("<p>Ska aldrig synas</p>")</script><style>p {{ color: red }}</style></head><body>
<nav><a href="/">Hem</a></nav>
<h1>Protokoll för miljönämnden</h1>
<p>Nämnden har granskat <b>fem</b> livsmedels&shy;verksamheter<br>under våren – se § 12.</p>
<img src="http://127.0.0.1:9/x.png"><iframe src="file:///etc/hostname"></iframe>
<ol start="3"><li>Redovisningen godkänns.</li><li><p>Förvaltningen återkommer i maj.</p></li></ol>
<ul><li>Bilaga A<ul><li>Karta</li></ul></li></ul>
<table><caption>Åtgärder</caption><thead><tr><th>Åtgärd</th><th>Ansvarig</th></tr></thead>
<tr><td rowspan=2>Ny rutin<br>för tillsyn</td><td>Miljöchef</td></tr><tr><td>Enhetschef</td></tr></table>
<p style="display:none">dolt</p><p>Slut</p></body></html>"""


def read(path: Path, content: bytes) -> Document:
    path.write_bytes(content)
    return read_document(path, ReadOptions())


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, " ".join(document.flow[b.start : b.end].split())) for b in document.blocks]


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "windows-1252"])
def test_a_web_page_is_read_in_order_and_nothing_in_it_is_run(charset: str, tmp_path: Path) -> None:
    content = PAGE.format(charset=charset).encode("cp1252" if charset != "utf-8" else charset)
    document = read(tmp_path / "a.html", content)
    assert blocks(document) == [
        ("heading", "Protokoll för miljönämnden"),
        ("paragraph", "Nämnden har granskat fem livsmedelsverksamheter under våren – se § 12."),
        ("list_item", "3. Redovisningen godkänns."),
        ("list_item", "4. Förvaltningen återkommer i maj."),
        ("list_item", "• Bilaga A"),
        ("list_item", "• Karta"),
        ("paragraph", "Åtgärder"),
        ("table", "Åtgärd Ansvarig Ny rutin för tillsyn Miljöchef Enhetschef"),
        ("paragraph", "Slut"),
    ]
    (table,) = document.tables
    assert [(c.row, c.column, c.row_span, c.header) for c in table.cells] == [
        (0, 0, 1, True), (0, 1, 1, True), (1, 0, 2, False), (1, 1, 1, False), (2, 1, 1, False),
    ]  # fmt: skip
    assert document.medium == "html"


def test_tables_that_only_arrange_the_page_are_text(tmp_path: Path) -> None:
    inner = "<table><tr><td>Beslut</td></tr><tr><td>Avslås.</td></tr></table>"
    page = f"<html><body><table><tr><td>{inner}</td></tr></table>"
    assert blocks(read(tmp_path / "a.htm", page.encode())) == [("paragraph", "Beslut"), ("paragraph", "Avslås.")]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "ul><li", "b"])
def test_endless_nesting_ends(tag: str, tmp_path: Path) -> None:
    page = "<html><body><p>Nämnden beslutar att avslå.</p>" + f"<{tag}>" * 20_000 + "djupt</body></html>"
    document = read(tmp_path / "a.html", page.encode())
    assert document.text.startswith("Nämnden beslutar")


def test_a_page_saved_as_word_is_told_by_its_content(tmp_path: Path) -> None:
    assert read(tmp_path / "a.doc", b"<html><body><p>Svar till revisorerna</p></body></html>").medium == "html"


@pytest.mark.parametrize("name", ["a.doc", "a.mht"])
def test_a_page_saved_with_its_pictures_is_the_page(name: str, tmp_path: Path) -> None:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html;"
    page = ' charset="iso-8859-1"\r\n\r\n<html><body><h2>Beslut</h2><p>Planen för året antas.</p></body></html>'
    document = read(tmp_path / name, head + page.encode("latin-1") + b"\r\n--x--\r\n")
    assert blocks(document) == [("heading", "Beslut"), ("paragraph", "Planen för året antas.")]


def test_a_letter_is_its_head_and_its_text(tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["To"] = "Svar på granskning av löner", "rev@x.test"
    letter["From"] = "Åsa Berg <asa@x.test>"
    letter["Date"] = "Mon, 06 Mar 2023 10:00:00 +0100"
    letter.set_content("Hej,\n\nNämnden delar revisorernas bedömning.\n", charset="iso-8859-1")
    letter.add_alternative("<p>Nämnden delar <i>inte</i> alls</p>", subtype="html")
    document = read(tmp_path / "a.eml", letter.as_bytes())
    assert [text for _, text in blocks(document)][:4] == [
        "Svar på granskning av löner",
        "Från: Åsa Berg <asa@x.test>",
        "Till: rev@x.test",
        "Datum: 2023-03-06 10:00",
    ]
    assert "Nämnden delar revisorernas bedömning." in document.text and "alls" not in document.text


@pytest.mark.parametrize("charset", [b"utf-8", b"x-okand", b"utf-8\x00", b"ascii", b"hex"])
def test_a_letter_is_read_though_it_names_its_encoding_wrongly(charset: bytes, tmp_path: Path) -> None:
    head = b'Subject: Svar\nMIME-Version: 1.0\nContent-Type: text/plain; charset="' + charset + b'"\n\n'
    document = read(tmp_path / "a.eml", head + "Nämnden delar bedömningen.\n".encode())
    assert "Nämnden delar bedömningen." in document.text


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["odt", "doc"])
def test_other_word_processors_are_read_through_libreoffice(suffix: str, tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Uppföljning av internkontroll", level=2)
    word.add_paragraph("Nämnden har följt upp planen.")
    table = word.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Risk", "Åtgärd"
    word.add_paragraph("Planen gäller året ut.")  # Word never ends with a table
    word.save(str(tmp_path / "a.docx"))
    subprocess.run(
        [
            str(office.find_office()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
            "--convert-to", suffix, "--outdir", str(tmp_path), str(tmp_path / "a.docx"),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    document = read_document(tmp_path / f"a.{suffix}", ReadOptions())
    assert blocks(document)[0] == ("heading", "Uppföljning av internkontroll")
    assert [c.text for c in document.tables[0].cells] == ["Risk", "Åtgärd"]
    assert document.origin == f"{suffix.upper()} via LibreOffice"


def test_without_libreoffice_the_advice_is_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    office.find_office.cache_clear()
    try:
        with pytest.raises(UnreadableDocumentError, match="needs_libreoffice"):
            read(tmp_path / "a.rtf", rb"{\rtf1\ansi hej}")
    finally:
        office.find_office.cache_clear()
