"""Broken, mislabelled and hostile files: each is refused in one line, or read as far as it goes."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableDocumentError
from pipeline.messages import has_message, message
from pipeline.read import ReadOptions, read_document

DOCUMENT = "word/document.xml"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(encrypt: pdfencrypt.StandardEncryption | None = None, pages: int = 1) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt)
    for _ in range(pages):
        canvas.drawString(70, 700, "Nämnden godkänner redovisningen av internkontrollen.")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return buffer.getvalue()


ENTITY = f"""<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<w:document {WORD}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>""".encode()

REFUSED = [
    ("tom.pdf", b"", "empty"),
    ("nollor.txt", b"\x00" * 500, "empty"),
    ("trasig.pdf", pdf()[:200], "corrupt"),
    ("skyddad.pdf", pdf(pdfencrypt.StandardEncryption("hemligt")), "encrypted"),
    ("bild.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "wrong_kind"),
    ("skrot.txt", bytes(range(1, 256)) * 20, "binary"),
    ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_word"),
    ("gammal.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_word"),
    ("kalkyl.xlsx", archive(**{"xl/workbook.xml": b"<x/>"}), "old_word"),
    ("text.odt", archive(**{"content.xml": b"<x/>"}), "old_word"),
    ("ord.rtf", rb"{\rtf1 hej}", "old_word"),
    ("bomb.docx", archive(**{DOCUMENT: b" " * 400_000_000}), "too_large"),
    ("enhet.docx", archive(**{DOCUMENT: ENTITY}), "corrupt"),
    ("halv.docx", archive(**{DOCUMENT: b"<w:document"}), "corrupt"),
    ("avkortad.docx", archive(**{DOCUMENT: b"<x/>" * 900})[:60], "corrupt"),
    ("utan_namn", b"hej", "wrong_kind"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_refused_with_advice(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path, ReadOptions())
    assert caught.value.code == code
    assert has_message(f"problems.{code}")
    for lang in ("sv", "en"):
        assert "\n" not in message(f"problems.{code}", lang, detail=caught.value.detail)


def test_an_empty_password_opens(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pdfencrypt.StandardEncryption("", ownerPassword="annat")))
    assert "Nämnden godkänner" in read_document(path, ReadOptions()).text


def test_too_many_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(pages=6))
    with pytest.raises(UnreadableDocumentError, match="too_many_pages"):
        read_document(path, ReadOptions(max_pages=5))


def test_a_pdf_by_another_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(pdf())
    assert read_document(path, ReadOptions()).medium == "pdf"


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(tmp_path / "finns_inte.pdf", ReadOptions())
    assert caught.value.code == "cannot_open"


def test_odd_names_are_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "§ 12 – bilaga (rev.) #2.docx"
    word = docx.Document()
    word.add_paragraph("Nämnden lägger rapporten till handlingarna.")
    word.save(str(path))
    assert read_document(path, ReadOptions()).text == "Nämnden lägger rapporten till handlingarna."
