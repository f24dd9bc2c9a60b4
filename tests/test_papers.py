"""A file that holds several papers: where each begins, and that each is read as if it were a file of its own."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.show import show_command
from pipeline.read import ReadOptions, read_document
from pipeline.run import BatchOptions, run_batch
from pipeline.stages import process
from pipeline.store import open_database
from pipeline.structure import find_papers
from pipeline.structure.cut import cut
from tests.sample_records import Sample

CASES = tomllib.loads((Path(__file__).parent / "cases" / "papers.toml").read_text(encoding="utf-8"))["case"]

REPORT = """Revisionsrapport
Granskning av socialnämndens inköp
Björkö kommun
2023-11-28

Sammanfattning

Vi har på uppdrag av de förtroendevalda revisorerna granskat socialnämndens inköp. Vår bedömning är att nämnden inte har
en tillräcklig uppföljning av ingångna avtal.

Rekommendationer

Vi rekommenderar socialnämnden att:

- ta fram en rutin för uppföljning av avtal
- utbilda enhetscheferna i direktupphandling
"""
OFFICIAL = """Björkö kommun
Socialförvaltningen
Tjänsteskrivelse
Datum 2024-02-20
Dnr SN 2024/17

Svar på granskning av socialnämndens inköp

Förslag till beslut

Socialnämnden antar förvaltningens förslag till svar och överlämnar det till revisorerna.
"""
ANSWER = """Björkö kommun
Socialnämnden
Yttrande
2024-03-12
Till kommunens revisorer

Svar på granskning av socialnämndens inköp

Rekommendation: ta fram en rutin för uppföljning av avtal

Svar: Nämnden instämmer. En rutin för uppföljning av avtal tas fram under hösten 2024.
"""


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_where_papers_begin(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "handlingar.txt"
    path.write_text("\f".join(case["pages"]), encoding="utf-8")
    document = read_document(path, ReadOptions(ocr="never"))
    starts = [document.page_at(start).number for start, _ in find_papers(document)]
    assert starts == [1, *case["starts"]]


@given(st.lists(st.sampled_from([REPORT, OFFICIAL, ANSWER, "Text utan huvud.", ""]), min_size=1, max_size=6))
def test_papers_are_the_whole_document(pages: list[str]) -> None:
    document = Sample("handlingar.txt", "\f".join(pages)).document
    spans = find_papers(document)
    parts = [cut(document, *span) for span in spans]
    assert spans[0][0] == 0 and spans[-1][1] == len(document.text)
    assert "\f".join(part.text for part in parts) == document.text
    assert all(part.pages for part in parts)
    for (start, _), part in zip(spans, parts, strict=True):
        for block in part.blocks:
            assert part.text[block.start : block.end] == document.text[start + block.start : start + block.end]


def test_a_bundle_gives_what_its_papers_give(tmp_path: Path) -> None:
    def quotes(name: str, text: str) -> set[tuple[str, str]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = process(path, ReadOptions(ocr="never"))
        assert all(found.document.text[r.at.char_start : r.at.char_end].strip() for r in found.records)
        return {(r.table, found.document.text[r.at.char_start : r.at.char_end]) for r in found.records}

    alone = [quotes(f"{n}.txt", text) for n, text in enumerate((REPORT, OFFICIAL, ANSWER))]
    together = quotes("handlingar.txt", "\f".join((REPORT, OFFICIAL, ANSWER)))
    assert together == set().union(*alone)
    assert {"findings", "responses", "measures"} <= {table for table, _ in together}


def test_a_bundle_holds_the_whole_chain(tmp_path: Path) -> None:
    (tmp_path / "handlingar.txt").write_text("\f".join((REPORT, OFFICIAL, ANSWER)), encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "handlingar.txt")], database, BatchOptions())
    connection = open_database(database)
    papers = connection.execute("SELECT kind, body, date, page_from FROM papers ORDER BY char_start").fetchall()
    assert [tuple(p) for p in papers] == [
        ("audit_report", "socialnämnden", "2023-11-28", 1),
        ("official_report", "socialnämnden", "2024-02-20", 2),
        ("response", "socialnämnden", "2024-03-12", 3),
    ]
    told = connection.execute(
        "SELECT f.quote, c.status, f.page_from FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id"
        " JOIN papers AS p ON p.id = f.paper_id WHERE p.kind = 'audit_report' AND f.kind = 'recommendation'"
    ).fetchall()
    assert {" ".join(t["quote"].split())[:20]: t["status"] for t in told} == {
        "ta fram en rutin för": "answered",
        "utbilda enhetschefer": "unanswered",
    }
    shown = CliRunner().invoke(show_command, ["handlingar", "--db", str(database)])
    assert "Handlingar i filen (3)" in shown.output and "Tjänsteutlåtande" in shown.output
    as_json = CliRunner().invoke(show_command, ["handlingar", "--db", str(database), "--json"])
    assert [p["page_from"] for p in json.loads(as_json.output)["papers"]] == [1, 2, 3]
