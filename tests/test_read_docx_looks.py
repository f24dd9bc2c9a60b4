"""DOCX as offices make it: headings by hand, breaks for paragraphs, frames, letterheads, tabs, unfilled controls."""

from __future__ import annotations

from pathlib import Path

from tests.test_read_docx_annexes import cell, paragraph, read, run, texts

BOLD, LARGE = "<w:rPr><w:b/></w:rPr>", '<w:rPr><w:sz w:val="32"/></w:rPr>'
USUAL = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
RULES = "<w:tblPr><w:tblBorders><w:insideH w:val='single'/></w:tblBorders></w:tblPr>"
PROSE = "Nämnden har under året följt upp hur riktlinjerna tillämpas och finner att de i huvudsak följs. " * 3


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cell(paragraph(run(text))) for text in cells)}</w:tr>"


def test_larger_and_bold_and_underlined_paragraphs_are_headings_by_rank(tmp_path: Path) -> None:
    under = '<w:rPr><w:u w:val="single"/></w:rPr>'
    document = read(
        tmp_path / "a.docx",
        paragraph(run("Granskning av avtal", LARGE)) + paragraph(run("Bakgrund", BOLD)) + paragraph(run(PROSE))
        + paragraph(run("Syfte", under)) + paragraph(run("Vi är oroade.", BOLD)) + paragraph(run(PROSE)),
        styles=USUAL,
    )  # fmt: skip
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 4), ("heading", 5), ("paragraph", 0), ("heading", 6), ("paragraph", 0), ("paragraph", 0),
    ]  # fmt: skip


def test_a_numbered_line_in_larger_letters_is_a_heading(tmp_path: Path) -> None:
    larger = '<w:rPr><w:sz w:val="24"/></w:rPr>'
    body = paragraph(run("2. Bakgrund", larger)) + paragraph(run("1. punkt")) + paragraph(run(PROSE))
    document = read(tmp_path / "a.docx", body, styles=USUAL)
    assert [(b.kind, b.marker) for b in document.blocks] == [("heading", "2"), ("list_item", "1."), ("paragraph", "")]


def test_line_breaks_in_place_of_paragraphs_part_them(tmp_path: Path) -> None:
    br = "<w:r><w:br/></w:r>"
    document = read(
        tmp_path / "a.docx",
        paragraph(
            run("Beslut", BOLD), br, run("Nämnden godkänner planen."), br, br, run("Skickas till"), br,
            run("Ekonomichefen"), br, br, run("Vi ser att"), br, run("- rutiner saknas,"), br, run("- avtal"), br,
            run("inte följs."),
        ),
    )  # fmt: skip
    assert texts(document) == [
        "heading: Beslut", "paragraph: Nämnden godkänner planen.", "paragraph: Skickas till Ekonomichefen",
        "paragraph: Vi ser att", "list_item: - rutiner saknas,", "list_item: - avtal inte följs.",
    ]  # fmt: skip


def test_a_table_without_rules_around_a_text_is_no_table(tmp_path: Path) -> None:
    frame = row("Beslut", "Nämnden godkänner rapporten.") + row("Ärendet", PROSE)
    document = read(tmp_path / "a.docx", paragraph(run("§ 12 Internkontroll")) + f"<w:tbl>{frame}</w:tbl>")
    assert texts(document) == [
        "paragraph: § 12 Internkontroll", "heading: Beslut", "paragraph: Nämnden godkänner rapporten.",
        "heading: Ärendet", f"paragraph: {PROSE.strip()}",
    ]  # fmt: skip


def test_an_unruled_table_whose_first_row_stands_out_is_one(tmp_path: Path) -> None:
    head = f"<w:tr>{cell(paragraph(run('Åtgärd', BOLD)))}{cell(paragraph(run('Kommentar', BOLD)))}</w:tr>"
    (table,) = read(tmp_path / "a.docx", f"<w:tbl>{head}{row('Ny rutin', PROSE)}</w:tbl>").tables
    assert (table.row_count, table.column_count) == (2, 2)


def test_an_item_in_a_table_without_rules_is_its_heading(tmp_path: Path) -> None:
    body = paragraph(run(PROSE)) + f"<w:tbl>{row('§ 61', 'Svar på motion', 'KS 2023/114')}</w:tbl>"
    assert texts(read(tmp_path / "a.docx", body))[1:] == [
        "paragraph: § 61", "paragraph: Svar på motion", "paragraph: KS 2023/114",
    ]  # fmt: skip


def test_a_ruled_table_with_long_cells_is_one(tmp_path: Path) -> None:
    rows = row("Åtgärd", "Kommentar") + row("Ny rutin", PROSE) + row("Utbildning", PROSE)
    (table,) = read(tmp_path / "a.docx", f"<w:tbl>{RULES}{rows}</w:tbl>").tables
    assert (table.row_count, table.column_count) == (3, 2)


def test_the_table_in_a_frame_is_the_table(tmp_path: Path) -> None:
    inner = f"<w:tbl>{RULES}{row('Åtgärd', 'Klart')}{row('Ny rutin', '2024-05-01')}</w:tbl>"
    document = read(tmp_path / "a.docx", f"<w:tbl><w:tr>{cell(paragraph(run('Plan')), inner)}</w:tr></w:tbl>")
    assert texts(document) == ["paragraph: Plan", "table: Åtgärd Klart Ny rutin 2024-05-01"]


def test_a_letterhead_gives_each_label_its_value(tmp_path: Path) -> None:
    head = row("Datum", "Diarienummer") + row("2024-03-05", "KS 2024/112")
    document = read(
        tmp_path / "a.docx",
        f"<w:tbl>{head}</w:tbl>" + paragraph(run("Svar på granskning")),
        header1=f"<w:tbl>{row('Sida', 'Handläggare')}{row('1 (3)', 'Eva Ek')}</w:tbl>"
        + paragraph(run("2024-03-05")) + paragraph(run("Sida 2 av 3")),
    )  # fmt: skip
    assert texts(document) == [
        "paragraph: Handläggare", "paragraph: Eva Ek", "paragraph: 2024-03-05",
        "paragraph: Datum", "paragraph: 2024-03-05", "paragraph: Diarienummer", "paragraph: KS 2024/112",
        "paragraph: Svar på granskning",
    ]  # fmt: skip


def test_a_letterhead_by_tabs_gives_each_label_its_value(tmp_path: Path) -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = ["Ekeby kommun", "Handläggare|Datum|Dnr", "Eva Ek|2024-03-05|KS 2024/112", "Svar på granskning"]
    body = "".join(paragraph(tab.join(map(run, line.split("|")))) for line in lines)
    assert read(tmp_path / "a.docx", body).text.split("\n") == [
        "Ekeby kommun", "Handläggare", "Eva Ek", "Datum", "2024-03-05", "Dnr", "KS 2024/112", "Svar på granskning",
    ]  # fmt: skip


def test_a_table_parted_by_hand_is_one(tmp_path: Path) -> None:
    first, second = row("Åtgärd", "Klart") + row("Ny rutin", "mars"), row("Åtgärd", "Klart") + row("Utbildning", "juni")
    body = f"<w:tbl>{RULES}{first}</w:tbl>{paragraph()}<w:tbl>{RULES}{second}</w:tbl>"
    (table,) = read(tmp_path / "a.docx", body).tables
    assert [c.text for c in table.cells] == ["Åtgärd", "Klart", "Ny rutin", "mars", "Utbildning", "juni"]


def test_columns_by_tabs_are_a_table_when_they_are_named_and_hold_figures(tmp_path: Path) -> None:
    tab = "<w:r><w:tab/></w:r>"
    lines = [("Verksamhet", "Budget", "Utfall"), ("Skola", "120", "124"), ("Omsorg", "80", "79")]
    signed = [("Eva Ek", "Bo Al", "Ann Ås"), ("Ordförande", "Sekreterare", "Justerare")]
    document = read(
        tmp_path / "a.docx",
        "".join(paragraph(run(a), tab, run(b), tab, tab, run(c)) for a, b, c in lines)
        + paragraph(run(PROSE))
        + "".join(paragraph(run(a), tab, run(b), tab, run(c)) for a, b, c in signed),
    )
    assert texts(document) == [
        "table: Verksamhet Budget Utfall Skola 120 124 Omsorg 80 79", f"paragraph: {PROSE.strip()}",
        "paragraph: Eva Ek Bo Al Ann Ås", "paragraph: Ordförande Sekreterare Justerare",
    ]  # fmt: skip


def test_a_row_that_stands_out_heads_columns_by_tabs(tmp_path: Path) -> None:
    lines = ["Ny rutin|rektor", "Stöd", "Utbildning|chef"]
    head = paragraph(run("Åtgärd", BOLD), "<w:r><w:tab/></w:r>", run("Ansvarig", BOLD))
    tabbed = ("<w:r><w:tab/></w:r>".join(map(run, line.split("|"))) for line in lines)
    listed = paragraph(run("-"), "<w:r><w:tab/></w:r>", run("punkt"))
    document = read(tmp_path / "a.docx", listed + head + "".join(paragraph(line) for line in tabbed))
    assert [(c.row, c.column, c.text) for c in document.tables[0].cells] == [
        (0, 0, "Åtgärd"), (0, 1, "Ansvarig"), (1, 0, "Ny rutin"), (1, 1, "rektor"), (2, 0, "Stöd"),
        (3, 0, "Utbildning"), (3, 1, "chef"),
    ]  # fmt: skip
    assert texts(document)[0] == "list_item: - punkt"


def test_votes_by_tabs_stand_in_their_columns(tmp_path: Path) -> None:
    lines = ["Ledamot|Parti|Ja|Nej", "Eva Ek|S|X", "Bo Al|M||X"]
    tabbed = ("".join(f"{run(c)}<w:r><w:tab/></w:r>" for c in line.split("|")) for line in lines)
    (table,) = read(tmp_path / "a.docx", "".join(paragraph(line) for line in tabbed)).tables
    assert [(c.row, c.column) for c in table.cells if c.text == "X"] == [(1, 2), (2, 3)]


def test_what_a_control_shows_until_it_is_filled_is_no_text(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    empty = run("Klicka här för att ange text.", '<w:rPr><w:rStyle w:val="P"/></w:rPr>')
    shown = control.format("<w:showingPlcHdr/>", empty)
    document = read(
        tmp_path / "a.docx",
        paragraph(run("Dnr "), control.format("", run("KS 2024/1")), shown),
        styles='<w:style w:type="character" w:styleId="P"><w:name w:val="Placeholder Text"/></w:style>',
    )
    assert document.text == "Dnr KS 2024/1"


def test_contents_have_the_dots_that_lead_to_their_pages(tmp_path: Path) -> None:
    document = read(
        tmp_path / "a.docx",
        paragraph(run("§ 12 Budget"), "<w:r><w:tab/></w:r>", run("4"), properties='<w:pStyle w:val="I"/>'),
        styles='<w:style w:type="paragraph" w:styleId="I"><w:name w:val="toc 1"/></w:style>',
    )
    assert document.text == "§ 12 Budget ..... 4"


def test_ticked_boxes_are_read(tmp_path: Path) -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
    document = read(tmp_path / "a.docx", paragraph(sign.format("F0FE"), run(" Ja "), sign.format("00A8"), run(" Nej")))
    assert document.text == "☒ Ja ☐ Nej"


def test_boxes_and_lists_of_old_forms_show_what_was_chosen(tmp_path: Path) -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
    box = field.format('<w:checkBox><w:default w:val="0"/>{}</w:checkBox>')
    entries = "".join(f'<w:listEntry w:val="{text}"/>' for text in ("Ej påbörjad", "Pågår"))
    status = field.format(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>')
    document = read(
        tmp_path / "a.docx",
        paragraph(box.format("<w:checked/>"), run(" Ja "), box.format(""), run(" Nej. Status: "), status),
    )
    assert document.text == "☒ Ja ☐ Nej. Status: Pågår"
