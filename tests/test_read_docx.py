"""DOCX: order, styles, lists, merged cells, tracked changes, notes, page breaks."""

import copy
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.read import ReadOptions, read_document
from pipeline.records import Document


def read(path: Path, word: WordDocument) -> Document:
    word.save(str(path))
    return read_document(path, ReadOptions())


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(b.kind, " ".join(document.flow[b.start : b.end].split())) for b in document.blocks]


def test_paragraphs_tables_and_lists_in_order(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Uppföljning av internkontroll", level=2)
    word.add_paragraph("Nämnden har följt upp planen.")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Risk", "Åtgärd", "Fel i utbetalning", "Dubbel attest"], strict=True):
        cell.text = text
    word.add_paragraph("Rutinen skrivs om.", style="List Number")
    word.add_paragraph("Alla chefer utbildas.", style="List Number")
    word.add_paragraph("Frågan följs upp.", style="List Bullet")
    document = read(tmp_path / "a.docx", word)
    assert blocks(document) == [
        ("heading", "Uppföljning av internkontroll"),
        ("paragraph", "Nämnden har följt upp planen."),
        ("table", "Risk Åtgärd Fel i utbetalning Dubbel attest"),
        ("list_item", "1. Rutinen skrivs om."),
        ("list_item", "2. Alla chefer utbildas."),
        ("list_item", "• Frågan följs upp."),
    ]
    assert document.blocks[0].level == 2
    assert [document.text[c.start : c.end] for c in document.tables[0].cells] == [
        c.text for c in document.tables[0].cells
    ]


def test_an_item_broken_by_hand_goes_on(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Nämnden saknar uppföljning av avtal", style="List Bullet")
    word.add_paragraph("liksom rutiner för attest")
    word.add_paragraph("Beredningen är svag.", style="List Bullet")
    word.add_paragraph("därför föreslår vi en översyn.")
    assert blocks(read(tmp_path / "a.docx", word)) == [
        ("list_item", "• Nämnden saknar uppföljning av avtal liksom rutiner för attest"),
        ("list_item", "• Beredningen är svag."),
        ("paragraph", "därför föreslår vi en översyn."),
    ]


def test_italic_paragraphs_are_told(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph().add_run("Det saknas en samlad uppföljning.").italic = True
    word.add_paragraph("Svar: Uppföljningen sker nu varje kvartal.")
    assert [b.italic for b in read(tmp_path / "a.docx", word).blocks] == [True, False]


def test_inserted_text_counts_and_deleted_does_not(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Planen antas i ")
    run = "<w:ins {ns} w:id='1' w:author='x'><w:r><w:t>{new}</w:t></w:r></w:ins>"
    gone = "<w:del {ns} w:id='2' w:author='x'><w:r><w:delText>{old}</w:delText></w:r></w:del>"
    paragraph._p.append(parse_xml(run.format(ns=nsdecls("w"), new="juni.")))
    paragraph._p.append(parse_xml(gone.format(ns=nsdecls("w"), old="maj.")))
    assert read(tmp_path / "a.docx", word).text == "Planen antas i juni."


def test_page_breaks_that_word_stored_give_page_numbers(tmp_path: Path) -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Nämnden ser allvarligt på att ")
    paragraph._p.append(
        parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>bristerna kvarstår.</w:t></w:r>")
    )
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    word.add_paragraph("Bilaga")
    document = read(tmp_path / "a.docx", word)
    assert len(document.pages) == 3
    assert blocks(document)[0] == ("paragraph", "Nämnden ser allvarligt på att bristerna kvarstår.")
    assert document.page_at(document.text.index("bristerna")).number == 2
    assert document.page_at(document.text.index("Bilaga")).number == 3


def test_merged_cells_stand_once_with_their_spans(tmp_path: Path) -> None:
    word = docx.Document()
    table = word.add_table(rows=3, cols=3)
    for number, cell in enumerate(table._cells):
        cell.text = f"c{number}"
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Område skola"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Elevhälsa"
    (found,) = read(tmp_path / "a.docx", word).tables
    spans = {c.text: (c.row_span, c.column_span) for c in found.cells}
    assert spans["Område skola"] == (1, 3)
    assert spans["Elevhälsa"] == (2, 1)
    assert len(found.cells) == 6


def test_content_controls_and_text_boxes_are_read(tmp_path: Path) -> None:
    word = docx.Document()
    inner = word.add_paragraph("Svar lämnas senast i september.")
    control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
    inner._p.addprevious(control)
    control[0].append(copy.deepcopy(inner._p))
    inner._p.getparent().remove(inner._p)
    assert "Svar lämnas senast i september." in read(tmp_path / "a.docx", word).text
