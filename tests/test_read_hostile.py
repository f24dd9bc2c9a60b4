"""Broken, mislabelled and hostile files: each is refused in one line, or read as far as it goes."""

import io
import os
import zipfile
from pathlib import Path

import docx
import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import UnreadableDocumentError
from pipeline.messages import has_message, message
from pipeline.read import ReadOptions, read_document
from pipeline.run import BatchOptions, run_batch

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
    ("låst.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9, "encrypted"),
    ("arkiv.zip", archive(**{"läs.txt": b"hej"}), "wrong_kind"),
    ("trasigt.zip", b"PK\x03\x04 inget", "corrupt"),
    ("tom.eml", b"inget brev", "corrupt"),
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


MINUTES = "Protokoll\nNämnden\n§ 1 Rapport\nBeslut\nNämnden beslutar att godkänna rapporten.\n"


@pytest.mark.parametrize(
    "text",
    ["ord " * 250_000, "a" * 1_000_000, "x" + " " * 1_000_000 + "y", "a-" * 100_000, "x\n" + "\n" * 300_000 + "y"],
    ids=["words", "letters", "spaces", "hyphens", "empty_lines"],
)
def test_endless_lines_are_parted(text: str, tmp_path: Path) -> None:
    path = tmp_path / "lång.txt"
    path.write_text(MINUTES + text, encoding="utf-8")
    document = read_document(path, ReadOptions())
    assert len(document.flow) == len(document.text)
    assert max(len(line) for line in document.text.split("\n")) <= 4000
    assert max(block.end - block.start for block in document.blocks) < 20_000
    assert max(map(len, document.flow.split())) < 200


def test_a_script_in_a_pdf_is_neither_run_nor_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "skript.pdf"
    script = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9'\\)) >>"
    path.write_bytes(pdf().replace(b"/Type /Catalog", script))
    assert "Nämnden godkänner" in read_document(path, ReadOptions()).text


def test_a_page_tree_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "slinga.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2"
        b"/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R/Prev 9>>\n%%EOF"
    )
    with pytest.raises(UnreadableDocumentError):
        read_document(path, ReadOptions(ocr="never"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_swedish_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_bytes(MINUTES.encode(encoding))
    assert "§ 1 Rapport" in read_document(path, ReadOptions()).text


def test_a_folder_of_odd_names_costs_a_line_each(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "mapp.pdf").mkdir(parents=True)
    names = ["a..konstig..txt", "rad\nbrytning.txt", "ring\x07.txt", "😀.txt", "mapp.pdf/inne.txt"]
    for number, name in enumerate(names):
        (folder / name).write_text(f"{MINUTES}{number}", encoding="utf-8")
    os.mkfifo(folder / "rör.pdf")
    (folder / "krets.txt").symlink_to("krets.txt")
    (folder / "runt").symlink_to(".")
    Path(os.fsdecode(os.fsencode(folder) + b"/gr\xe5.txt")).write_text(MINUTES, encoding="utf-8")
    (folder / "trasig.pdf").write_bytes(b"%PDF-1.4 x")
    result = run_batch([str(folder)], tmp_path / "s.db", BatchOptions(workers=0))
    assert (result.read, result.failed) == (len(names), 1)
    codes = {Path(p.path).name: p.code for p in result.problems if p.code != "skipped"}
    assert codes == {"rör.pdf": "not_a_file", "krets.txt": "not_a_file", "gr?.txt": "odd_name", "trasig.pdf": "corrupt"}
