"""DOCX packages as programs write them: numbered parts, the strict form, parts put in whole, headers by section."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.read import ReadOptions, read_document
from pipeline.records import Document
from tests.test_read_docx_annexes import W, cell, item, paragraph, read, run, texts

R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def package(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def document_of(body: str) -> str:
    return f"<w:document {W} {R}><w:body>{body}</w:body></w:document>"


def relations(**targets: str) -> str:
    inner = "".join(f'<Relationship Id="{key}" Target="{value}"/>' for key, value in targets.items())
    return f"<Relationships>{inner}</Relationships>"


def read_parts(path: Path, parts: dict[str, str | bytes]) -> Document:
    path.write_bytes(package(parts))
    return read_document(path, ReadOptions())


def test_parts_may_have_numbers_in_their_names(tmp_path: Path) -> None:
    style = '<w:style w:type="paragraph" w:styleId="R"><w:name w:val="heading 2"/></w:style>'
    body = paragraph(run("Beslut"), properties='<w:pStyle w:val="R"/>')
    parts = {"word/document2.xml": document_of(body), "word/styles2.xml": f"<w:styles {W}>{style}</w:styles>"}
    assert texts(read_parts(tmp_path / "a.docx", dict(parts))) == ["heading: Beslut"]


def test_the_strict_form_is_read(tmp_path: Path) -> None:
    strict = document_of(paragraph(run("Planen antas."))).replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read_parts(tmp_path / "a.docx", {"word/document.xml": strict}).text == "Planen antas."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", b"<html><body><h2>Beslut</h2><p>Planen antas.</p></body></html>"),
        (
            "a.mht",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html;"
            b" charset=utf-8\r\n\r\n<html><body><h2>Beslut</h2><p>Planen antas.</p></body></html>\r\n--x--\r\n",
        ),
        (
            "a.docx",
            package({"word/document.xml": document_of(
                paragraph(run("Beslut", "<w:rPr><w:b/></w:rPr>")) + paragraph(run("Planen antas.")))}),
        ),
    ],
)  # fmt: skip
def test_parts_that_were_put_in_whole_are_read_in_their_place(name: str, content: bytes, tmp_path: Path) -> None:
    body = paragraph(run("§ 12")) + '<w:altChunk r:id="c1"/>' + paragraph(run("§ 13"))
    parts = {"word/document.xml": document_of(body), "word/_rels/document.xml.rels": relations(c1=name)}
    document = read_parts(tmp_path / "a.docx", {**parts, f"word/{name}": content})
    assert texts(document) == ["paragraph: § 12", "heading: Beslut", "paragraph: Planen antas.", "paragraph: § 13"]
    assert not document.problems


@pytest.mark.parametrize(("name", "content"), [("a.rtf", b"{\\rtf1 hej}"), ("b.docx", b"PK\x03\x04 broken")])
def test_a_part_that_cannot_be_read_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    body = paragraph(run("§ 12 Budget")) + '<w:altChunk r:id="c1"/>'
    parts = {"word/document.xml": document_of(body), "word/_rels/document.xml.rels": relations(c1=name)}
    document = read_parts(tmp_path / "a.docx", {**parts, f"word/{name}": content})
    assert [(p.code, p.detail) for p in document.problems] == [("part_unread", name)]


def test_each_section_begins_with_what_its_header_says_first(tmp_path: Path) -> None:
    def section(kind: str, number: int, more: str = "") -> str:
        return f'<w:sectPr><w:headerReference w:type="{kind}" r:id="h{number}"/>{more}</w:sectPr>'

    body = (
        paragraph(run("§ 12 Budget"), properties=section("first", 1, "<w:titlePg/>"))
        + paragraph(run("§ 4 Val"))
        + section("default", 2)
    )
    headers: dict[str, str | bytes] = {
        f"word/header{n}.xml": f"<w:hdr {W}>{paragraph(run(text))}</w:hdr>"
        for n, text in enumerate(["Socialnämnden 2024-03-05", "Byggnadsnämnden 2024-04-02", "Mall 3"], start=1)
    }
    links = relations(h1="header1.xml", h2="/word/header2.xml", h3="header3.xml")
    parts = {"word/document.xml": document_of(body), "word/_rels/document.xml.rels": links, **headers}
    document = read_parts(tmp_path / "a.docx", parts)
    assert document.text == "Socialnämnden 2024-03-05\n§ 12 Budget\fByggnadsnämnden 2024-04-02\n§ 4 Val"


def test_a_row_may_begin_in_a_later_column(tmp_path: Path) -> None:
    cells = "".join(cell(paragraph(run(text))) for text in "AB")
    later = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(paragraph(run("C")))}</w:tr>'
    rules = "<w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr>"
    (table,) = read(tmp_path / "a.docx", f"<w:tbl>{rules}<w:tr>{cells}</w:tr>{later}</w:tbl>").tables
    assert [(c.row, c.column, c.text) for c in table.cells] == [(0, 0, "A"), (0, 1, "B"), (1, 1, "C")]


def test_rows_numbered_by_word_have_their_numbers(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    lists = (("decimal", "%1."), ("bullet", "•"))
    rows = [("", "Ta fram en rutin"), ("", "Utbilda chefer")]
    document = read(
        tmp_path / "a.docx",
        "<w:tbl><w:tr>" + "".join(cell(paragraph(run(text))) for text in ("Nr", "Åtgärd")) + "</w:tr>"
        + "".join(f"<w:tr>{cell(item(a, 1))}{cell(item(b, 2))}</w:tr>" for a, b in rows) + "</w:tbl>",
        numbering="".join(
            f'<w:abstractNum w:abstractNumId="{n}">{level.format(*told)}</w:abstractNum>'
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
            for n, told in enumerate(lists, start=1)
        ),
    )  # fmt: skip
    assert [c.text for c in document.tables[0].cells] == [
        "Nr", "Åtgärd", "1.", "Ta fram en rutin", "2.", "Utbilda chefer",
    ]  # fmt: skip


def test_a_list_may_bring_a_level_of_its_own(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="{}"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{}%1"/></w:lvl>'
    document = read(
        tmp_path / "a.docx",
        item("Budget", 1) + item("Val", 1),
        numbering=f'<w:abstractNum w:abstractNumId="0">{level.format(1, "")}</w:abstractNum><w:num w:numId="1">'
        f'<w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">{level.format(61, "§ ")}</w:lvlOverride></w:num>',
    )
    assert document.text.split("\n") == ["§ 61 Budget", "§ 62 Val"]
