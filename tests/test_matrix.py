"""The matrix in its files: every finding in it, nothing taken for a formula, links to the pages."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import docx
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check.coverage import CLASSES, STAGES, Coverage
from pipeline.cli import cli
from pipeline.cli.matrix import matrix_command
from pipeline.errors import NotFoundError
from pipeline.export.columns import COLUMNS, clean_text
from pipeline.export.coverage_chart import draw_coverage, short_label
from pipeline.export.matrix import MatrixFilters, export_matrix, load_matrix, page_link
from pipeline.export.text import without_formula
from pipeline.export.workbook import CELL_LIMIT, fit_cell
from pipeline.messages import message
from pipeline.records import AgendaItem, Claim, Decision
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

EVIL = ["=1+1", "+HYPERLINK(1)", "-2+3", "@SUM(A1)", "\t=1", "＝1", "<script>alert(1)</script>", "a|b; \"c\"\n'd'"]


def fill(connection: sqlite3.Connection) -> None:
    report = Sample(
        "Granskning é #1.pdf",
        "Inga mål finns.",
        "Rutiner saknas. " + " ".join(EVIL),
        kind="audit_report",
        date="2023-11-05",
    )
    first = report.finding("Inga mål finns.", addressee="vårdnämnden", year=2023)
    report.finding("Rutiner saknas.", addressee="regionstyrelsen", year=2023)
    for number, text in enumerate(EVIL):
        report.finding(text, addressee=text, extra=str(number), kind="observation")
    answer = Sample("svar.pdf", "Vi håller med. Mål tas fram.", kind="response", body="vårdnämnden", date="2024-02-03")
    response = answer.response("Vi håller med.", date="2024-02-03")
    measure = answer.measure(
        "Mål tas fram.",
        status="planned",
        due_from="2024-05-01",
        due_to="2024-05-31",
        due_precision="month",
        responsible="=cmd",
    )
    minutes = Sample("protokoll.pdf", "§ 12 Svar till revisorerna", "Nämnden antar svaret.", kind="minutes")
    item = minutes.add(AgendaItem, "§ 12 Svar till revisorerna", meeting_id=None, number="12")
    decision = minutes.add(
        Decision,
        "Nämnden antar svaret.",
        agenda_item_id=item.id,
        body="vårdnämnden",
        paragraph="12",
        date_from="2024-02-10",
    )
    minutes.add(
        Claim, "12", kind="sum", stated=12.0, computed=13.0, unit="kr", verdict="mismatch", holds=0, how="6 + 7"
    )
    for made in (report, answer, minutes):
        store_document(connection, made.found())
    replace_links(
        connection,
        [
            link("answers", response, first),
            link("decided_in", response, decision, 0.7),
            link("carried_out_by", first, measure),
        ],
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "test.db"
    connection = open_database(path)
    fill(connection)
    connection.close()
    return path


def export(database: Path, path: Path, lang: str = "sv", filters: MatrixFilters | None = None) -> Path:
    connection = open_database(database)
    export_matrix(load_matrix(connection, filters, today=date(2024, 9, 1), lang=lang, database="test.db"), path)
    connection.close()
    return path


def test_workbook(database: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export(database, tmp_path / "ut" / "matris.xlsx"))
    assert book.sheetnames == [
        "Spårbarhetsmatris", "Sammanfattning", "Försenat", "Åtgärder", "Uppdrag", "Säger emot varandra",
        "Läge per år", "Siffror",
    ]  # fmt: skip
    sheet = book["Spårbarhetsmatris"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [message(f"matrix.{column.name}") for column in COLUMNS]
    assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert int(sheet.page_setup.fitToWidth) == 3 and sheet.print_title_cols == "$A:$A"  # or no letter could be read
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    assert len(rows) == 2 + len(EVIL)
    answered = rows[0]
    told = {head: answered[head].value for head in heads}
    assert told["Täckning"] == "Besvarad" and told["Ställningstagande"] == "Instämmer"
    assert told["Beslutets källa"] == "vårdnämnden 2024-02-10 § 12 (protokoll.pdf, s. 2)"
    assert told["Klart senast"] == "2024-05" and told["Säkerhet"] == 0.7 and told["Granskningsläge"] == "Ej granskad"
    assert answered["Källa"].hyperlink.target.endswith("handlingar\\Granskning%20é%20%231.pdf")
    assert answered["Beslutets källa"].hyperlink.location == "page=2"
    missing = next(row for row in rows if row["Iakttagelse"].value == "Rutiner saknas.")
    assert missing["Täckning"].value == "Obesvarad" and missing["Svar"].value == message("coverage.gap_unheard")
    assert missing["Täckning"].fill.fgColor.rgb != answered["Täckning"].fill.fgColor.rgb
    for page in book:
        assert not [cell for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert [cell.value for cell in book["Försenat"]["B"]][3:] == ["Mål tas fram."]
    assert [cell.value for cell in book["Siffror"][4]][2:6] == [12, 13, -1, "kr"]
    assert book.properties.title == "Spårbarhetsmatris"
    summary = [[cell.value for cell in row] for row in book["Sammanfattning"].iter_rows()]
    assert ["Kritik", 1, 0, 1, 2] in [row[:5] for row in summary]


def test_csv(database: Path, tmp_path: Path) -> None:
    path = export(database, tmp_path / "m.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "Iakttagelse" and len(rows) == 3 + len(EVIL)
    assert not [cell for row in rows for cell in row if cell[:1] in set("=+-@＝\t")]
    assert "'=cmd" in rows[1] and "0,7" in rows[1]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_html(database: Path, tmp_path: Path) -> None:
    text = export(database, tmp_path / "m.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1 and ("html", {"lang": "sv"}) in page.tags
    assert tags.count("tbody") >= 2 + len(EVIL) and "Inget svar har hittats" in text
    assert not re.search(r"<td[^>]*>\s+</td>", text)  # on a phone the label of an empty cell is hidden
    links = [own["href"] or "" for tag, own in page.tags if tag == "a"]
    assert any(href.endswith("protokoll.pdf#page=2") for href in links)
    assert not [own for tag, own in page.tags if tag in {"link", "img"} or "src" in own]
    english = export(database, tmp_path / "en.html", "en").read_text(encoding="utf-8")
    assert '<html lang="en">' in english and "No answer was found" in english


def test_json_and_markdown(database: Path, tmp_path: Path) -> None:
    content = json.loads(export(database, tmp_path / "m.json").read_text(encoding="utf-8"))
    assert {row["coverage"] for row in content["rows"]} == {"answered", "unanswered"}
    lines = export(database, tmp_path / "m.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4 + len(EVIL)
    assert {len(line.replace("\\|", "").split("|")) for line in lines} == {len(COLUMNS) + 2}


def test_filters(database: Path, tmp_path: Path) -> None:
    for filters, count in [
        (MatrixFilters(only="answered"), 1),
        (MatrixFilters(body="REGION"), 1),
        (MatrixFilters(year=2023), 10),
        (MatrixFilters(year=1999), 0),
    ]:
        content = json.loads(export(database, tmp_path / "m.json", filters=filters).read_text(encoding="utf-8"))
        assert len(content["rows"]) == count
    openpyxl.load_workbook(export(database, tmp_path / "tom.xlsx", filters=MatrixFilters(year=1999)))


def test_command(database: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    path = tmp_path / "m.csv"
    told = runner.invoke(matrix_command, ["-o", str(path), "--db", str(database), "--only", "obesvarade"])
    assert told.exit_code == 0 and "9 obesvarade" in told.output and path.exists()
    assert runner.invoke(matrix_command, ["--db", str(database), "--only", "blommor"]).exit_code == 2
    with pytest.raises(NotFoundError, match="Filändelsen"):
        export(database, tmp_path / "m.doc")
    assert [p.name for p in tmp_path.iterdir()] == ["m.csv"]
    blocked = tmp_path / "fil"
    blocked.write_text("x")
    told = runner.invoke(matrix_command, ["-o", str(blocked / "m.csv"), "--db", str(database)])
    assert told.exit_code == 1 and "kan inte skrivas" in told.output


def test_links_are_relative_to_the_file(tmp_path: Path) -> None:
    assert page_link(str(tmp_path / "in" / "å b.pdf"), 3, tmp_path / "ut") == "../in/%C3%A5%20b.pdf#page=3"
    assert page_link(str(tmp_path / "in" / "å b.pdf"), 3, tmp_path, for_excel=True) == "in/å%20b.pdf#page=3"
    assert page_link(str(tmp_path / "a.docx"), 3, tmp_path) == "a.docx"


@given(st.text())
@settings(deadline=None)
def test_no_text_is_a_formula(text: str) -> None:
    assert without_formula(text).lstrip(" \n\u00a0")[:1] not in set("=+-@＝＋－＠\t\r")
    assert without_formula(text).removeprefix("'") in {text, text.removeprefix("'")}
    assert not set(clean_text(text)) & set("\n\t\x00\x1f")


def test_long_texts_are_cut_for_excel() -> None:
    for text in ("å" * 40_000, "𝄞" * 20_000):
        cut = fit_cell(text, "sv")
        assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT and cut.endswith("(avkortat, se källan)")
    assert fit_cell("kort", "sv") == "kort"


def test_the_page_tells_what_became_of_promises(tmp_path: Path) -> None:
    report = Sample("Granskning.txt", "Mål saknas.", kind="audit_report", date="2023-11-05")
    finding = report.finding("Mål saknas.", addressee="vårdnämnden", year=2023)
    words = ["En plan tas fram.", "En rutin är införd."]
    reply = Sample("svar.txt", f"Vi håller med. {' '.join(words)}", kind="response", date="2024-02-03")
    response = reply.response(f"Vi håller med. {' '.join(words)}")
    planned = reply.measure(words[0], status="planned", due_to="2024-05-31", response_id=response.id)
    done = reply.measure(words[1], status="done", response_id=response.id)
    plan = Sample("plan.txt", "Ny växel.", kind="action_plan", date="2024-03-03")
    plan.measure("Ny växel.", status="planned")
    connection = open_database(tmp_path / "löften.db")
    for made in (report, reply, plan):
        store_document(connection, made.found())
    replace_links(
        connection,
        [link("answers", response, finding), *(link("carried_out_by", finding, m) for m in (planned, done))],
    )
    page = export(tmp_path / "löften.db", tmp_path / "m.html").read_text(encoding="utf-8")
    promises = page[page.index("Vad svaren lovar, och vad som blev av det (2)") : page.index("<h2>Försenat")]
    assert "Planerad: 1 (varav 1 med passerat datum)" in promises and "Klar: 1" in promises
    assert promises.count(f'href="#{finding.id}"') == 2 and "Ny växel" not in promises
    told = CliRunner().invoke(cli, ["measures", "--promised", "--json", "--db", str(tmp_path / "löften.db")])
    assert {m["text"] for m in json.loads(told.output)} == set(words)


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("kommunstyrelsen (Alby kommun)", "kommunstyrelsen (Alby kommun)"),
        ("barn- och utbildningsnämnden (Alby kommun)", "barn- och utbildningsnämnden (Alby kommun)"),
        (
            "nämnden för stöd och omsorg och tekniska nämnden (Alby kommun)",
            "nämnden för stöd och omsorg och t… (Alby kommun)",
        ),
        (
            "nämnden för folkhälsa och kultur (Region Sjöhöjden och Fjällandet)",
            "nämnden för folkhäls… (Region Sjöhöjden och Fj…)",
        ),
        (
            "socialnämnden, tekniska nämnden, byggnadsnämnden och kulturnämnden",
            "socialnämnden, tekniska nämnden, byggnadsnämnde…",
        ),
    ],
)
def test_a_label_of_the_chart_keeps_body_and_organisation(label: str, short: str) -> None:
    assert short_label(label) == short


def test_the_chart_tells_of_every_body() -> None:
    counts = [dict.fromkeys(CLASSES, 0) | {"unanswered": 30 - i} for i in range(30)]
    stages = dict.fromkeys(STAGES, 0)
    groups = [Coverage(f"nämnd {i}", 30 - i, count, stages, 0, {}) for i, count in enumerate(counts)]
    chart = draw_coverage(groups, groups[0])
    assert sum(bar.total for bar in chart.bodies) == sum(group.total for group in groups)
    assert [bar.others for bar in chart.bodies] == [0] * 24 + [6]
    assert len(draw_coverage(groups[:25], groups[0]).bodies) == 25


def test_contradictions_stand_in_the_page(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "c.db")
    report = Sample("rapport.pdf", "Mål saknas. Mål finns.", kind="audit_report")
    one, other = report.finding("Mål saknas."), report.finding("Mål finns.")
    store_document(connection, report.found())
    replace_links(connection, [link("contradicts", one, other)])
    connection.close()
    page = export(tmp_path / "c.db", tmp_path / "c.html").read_text(encoding="utf-8")
    assert message("matrix.contradictions") in page and page.count("Mål finns.") >= 2


def test_word(database: Path, tmp_path: Path) -> None:
    document = docx.Document(str(export(database, tmp_path / "ut" / "m.docx")))
    summary, matrix, overdue, figures = document.tables
    assert [cell.text for cell in matrix.rows[0].cells] == ["Iakttagelse", "Täckning", "Svar", "Beslut", "Åtgärd"]
    assert len(matrix.rows) == 3 + len(EVIL) and all(
        table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in document.tables
    )
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in matrix.rows[1:])  # a point is read on one page
    told = [[cell.text for cell in row.cells] for row in matrix.rows[1:]]
    finding, coverage, answer, decision, measure = told[0]
    assert "Inga mål finns." in finding and coverage.startswith("Besvarad") and "Vi håller med." in answer
    assert "vårdnämnden 2024-02-10 § 12 (protokoll.pdf, s. 2)" in decision and "Säkerhet 0,70" in answer
    assert measure.splitlines()[:2] == ["Planerad · =cmd · 2024-05", "Mål tas fram."]
    missing = next(row for row in told if "Rutiner saknas." in row[0])
    assert missing[1] == "Obesvarad" and message("coverage.gap_unheard") in missing[2] and not missing[3]
    counts = [[cell.text for cell in row.cells] for row in summary.rows]
    assert counts[-1][0] == "Summa" and counts[-1][-1] == str(2 + len(EVIL))
    assert "Mål tas fram." in [row.cells[1].text for row in overdue.rows]
    assert figures.rows[1].cells[1].text == "12 kr" and figures.rows[1].cells[2].text == "13 kr"
    links = {rel.target_ref for rel in document.part.rels.values() if rel.is_external}
    assert any(link.endswith("handlingar/Granskning%20%C3%A9%20%231.pdf") for link in links)
    anchors = document.element.body.xpath(".//w:hyperlink/@w:anchor")
    assert "page=2" in anchors
    assert document.core_properties.language == "sv-SE"


def test_word_with_nothing_and_in_english(database: Path, tmp_path: Path) -> None:
    empty = docx.Document(str(export(database, tmp_path / "tom.docx", filters=MatrixFilters(year=1999))))
    assert "Inga iakttagelser uppfyller villkoren." in [paragraph.text for paragraph in empty.paragraphs]
    english = docx.Document(str(export(database, tmp_path / "en.docx", "en")))
    assert english.tables[1].rows[0].cells[0].text == "Finding" and english.core_properties.language == "en-GB"


def test_word_merges_a_finding_beside_its_answers(tmp_path: Path) -> None:
    report = Sample("rapport.pdf", "Inga mål finns.", kind="audit_report", date="2023-11-05")
    finding = report.finding("Inga mål finns.", addressee="vårdnämnden", year=2023)
    answer = Sample("svar.pdf", "Vi håller med. Mål tas fram.", kind="response", body="vårdnämnden", date="2024-02-03")
    answers = [answer.response(words, date="2024-02-03") for words in ("Vi håller med.", "Mål tas fram.")]
    path = tmp_path / "m.db"
    connection = open_database(path)
    for made in (report, answer):
        store_document(connection, made.found())
    replace_links(connection, [link("answers", one, finding) for one in answers])
    connection.close()
    matrix = docx.Document(str(export(path, tmp_path / "m.docx"))).tables[1]
    assert [row._tr.xpath("w:tc/w:tcPr/w:vMerge/@w:val") for row in matrix.rows[1:]] == [["restart"] * 3, []]
    assert [("Vi håller" in row.cells[2].text, "Mål tas" in row.cells[2].text) for row in matrix.rows[1:]] == [
        (True, False),
        (False, True),
    ]


def test_the_page_prints_on_a4_with_what_is_folded(database: Path, tmp_path: Path) -> None:
    page = export(database, tmp_path / "m.html").read_text(encoding="utf-8")
    assert "size:A4 landscape" in page
    assert 'addEventListener("beforeprint"' in page and "details:not(.place)" in page
