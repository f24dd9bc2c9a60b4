"""DOCX: what stands beside the text (notes, comments, deletions, boxes, running lines), page breaks, numbering."""

from __future__ import annotations

import zipfile
from pathlib import Path

from pipeline.read import ReadOptions, read_document
from pipeline.records import Document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def run(text: str, before: str = "") -> str:
    return f'<w:r>{before}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def item(text: str, list_id: int) -> str:
    return paragraph(run(text), properties=f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>')


def cell(*paragraphs: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(paragraphs)}</w:tc>"


def read(path: Path, body: str, **parts: str) -> Document:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name.rstrip('1')} {W}>{content}</w:{name.rstrip('1')}>")
    return read_document(path, ReadOptions())


def texts(document: Document) -> list[str]:
    return [f"{b.kind}: {' '.join(document.text[b.start : b.end].split())}" for b in document.blocks]


def test_deletions_and_comments_are_noted_beside_the_text(tmp_path: Path) -> None:
    document = read(
        tmp_path / "a.docx",
        paragraph(
            run("Nämnden ska återkomma "),
            '<w:del w:id="1" w:author="Eva Ek" w:date="2023-05-02T10:00:00Z">'
            "<w:r><w:delText>i maj</w:delText></w:r></w:del>",
            '<w:ins w:id="2" w:author="Eva Ek"><w:r><w:t>i september</w:t></w:r></w:ins>',
            '<w:commentRangeStart w:id="0"/>',
            run(" med en plan"),
            '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            run("."),
        ),
        comments='<w:comment w:id="0" w:author="Bo Alm" w:date="2023-05-03T08:00:00Z">'
        f"<w:p>{run('Vilken plan?')}</w:p></w:comment>",
    )  # fmt: skip
    assert document.text == "Nämnden ska återkomma i september med en plan."
    assert [(a.kind, a.text, a.author, a.date, a.about, a.page) for a in document.annotations] == [
        ("comment", "Vilken plan?", "Bo Alm", "2023-05-03", "med en plan", 1),
        ("deletion", "i maj", "Eva Ek", "2023-05-02", document.text, 1),
    ]


def test_a_deleted_row_is_gone(tmp_path: Path) -> None:
    rows = [f"<w:tr>{mark}{cell(paragraph(run(text)))}{cell(paragraph(run('x')))}</w:tr>" for mark, text in (
        ("", "Åtgärd"), ("<w:trPr><w:del w:id='1'/></w:trPr>", "Struken"), ("", "Ny rutin"))]  # fmt: skip
    document = read(tmp_path / "a.docx", f"<w:tbl>{''.join(rows)}</w:tbl>")
    assert [c.text for c in document.tables[0].cells] == ["Åtgärd", "x", "Ny rutin", "x"]


def test_notes_of_text_and_tables_stand_on_their_page(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    row = f"<w:tr>{cell(paragraph(run('Risk'), mark.format(3)))}{cell(paragraph(run('Hög')))}</w:tr>"
    document = read(
        tmp_path / "a.docx",
        paragraph(run("Planen antogs i mars."), mark.format(2), end)
        + f"<w:tbl>{row}</w:tbl>"
        + paragraph(run("Nästa sida.", "<w:lastRenderedPageBreak/>")),
        footnotes="".join(
            f'<w:footnote w:id="{n}"><w:p>{run(f"Not {n} om saken.")}</w:p></w:footnote>' for n in (2, 3)
        ),
        endnotes=f'<w:endnote w:id="1"><w:p>{run("Slutnot om planen.")}</w:p></w:endnote>',
    )
    assert texts(document) == [
        "paragraph: Planen antogs i mars.",
        "table: Risk Hög",
        "footnote: 2 Not 2 om saken.",
        "footnote: 3 Not 3 om saken.",
        "paragraph: Nästa sida.",
        "footnote: 1 Slutnot om planen.",
    ]
    assert [b.page for b in document.blocks] == [1, 1, 1, 1, 2, 2]


def test_headers_footers_and_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p>{}</w:p></w:txbxContent>".format(run("Faktaruta om granskningen"))
    choice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    shape = f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"
    row = f"<w:tr>{cell(paragraph(run('Text i cell'), shape))}{cell(paragraph(run('B')))}</w:tr>"
    document = read(
        tmp_path / "a.docx",
        paragraph(run("Brödtext."), shape) + f"<w:tbl>{row}</w:tbl>",
        header1=paragraph(run("Ekeby kommun")), footer1=paragraph(run("Postadress: Storgatan 1")),
    )  # fmt: skip
    assert texts(document) == [
        "paragraph: Ekeby kommun",
        "paragraph: Brödtext.",
        "paragraph: Faktaruta om granskningen",
        "table: Text i cell Faktaruta om granskningen B",
        "furniture: Postadress: Storgatan 1",
    ]
    assert "Storgatan" not in document.flow


def test_a_written_break_and_the_one_that_word_laid_there_are_one(tmp_path: Path) -> None:
    soft, hard = "<w:lastRenderedPageBreak/>", '<w:r><w:br w:type="page"/></w:r>'
    document = read(
        tmp_path / "a.docx",
        paragraph(run("Sida ett."), hard)
        + paragraph(run("Sida två.", soft), properties="")
        + paragraph(run("Sida tre.", soft), properties="<w:pageBreakBefore/>")
        + paragraph(run("Slut på avsnittet."), properties="<w:sectPr/>")
        + paragraph(run("Sida fyra.", soft))
        + paragraph(run("Samma sida."), properties='<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + paragraph(run("Ännu sida fyra."))
        + paragraph(run("Sida fem.", soft)),
    )
    assert [(p.number, document.text[p.start : p.end].split("\n")[0]) for p in document.pages] == [
        (1, "Sida ett."), (2, "Sida två."), (3, "Sida tre."), (4, "Sida fyra."), (5, "Sida fem."),
    ]  # fmt: skip


def test_numbers_go_on_or_begin_anew_as_word_counts_them(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    document = read(
        tmp_path / "a.docx",
        "".join(item(text, number) for text, number in [("a", 1), ("b", 1), ("c", 2), ("d", 3), ("e", 3), ("f", 4)]),
        numbering=f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Lista"/>{level}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Lista"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>',
    )
    assert document.text.split("\n") == ["1. a", "2. b", "3. c", "1. d", "2. e", "3. f"]
