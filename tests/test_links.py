"""Answers to findings across papers: what is linked, with which reasons, and why the rest is not."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.assessments import extract_assessments
from pipeline.extract.findings import extract_findings
from pipeline.extract.responses import extract_responses
from pipeline.lexicon.stems import stem_families
from pipeline.link.answers import link_answers
from pipeline.link.assesses import link_assessments
from pipeline.link.explain import explain_finding
from pipeline.link.repeats import link_repeats
from pipeline.link.scorer import Weights
from pipeline.link.texts import load_corpus
from pipeline.read import ReadOptions, read_document
from pipeline.records import DocumentRecords, Facts, Link, Reading
from pipeline.store import open_database, store_document
from pipeline.structure import divide_sections, divide_sentences
from tests.test_findings import cases


def store_papers(folder: Path, papers: list[dict[str, Any]]) -> sqlite3.Connection:
    connection = open_database(folder / "papers.db")
    for number, paper in enumerate(papers):
        path = folder / f"paper-{number}.txt"
        path.write_text(paper["text"].strip() + "\n", encoding="utf-8")
        document = read_document(path, ReadOptions())
        facts = Facts(
            kind=paper["kind"],
            body=paper["body"] or None,
            date=paper["date"],
            title=paper["text"].strip().split("\n")[0],
        )
        records: tuple[Any, ...] = ()
        for extract in (extract_findings, extract_responses, extract_assessments):
            reading = Reading(document, facts, divide_sections(document), divide_sentences(document), records)
            records = (*records, *extract(reading))
        store_document(connection, DocumentRecords(document, facts, records))
    return connection


def opening(connection: sqlite3.Connection, table: str, identity: str) -> str:
    row = connection.execute(f"SELECT quote FROM {table} WHERE id = ?", (identity,)).fetchone()
    return " ".join(row["quote"].split())


def told(connection: sqlite3.Connection, links: list[Link]) -> list[tuple[str, str]]:
    return sorted(
        (opening(connection, k.source_type, k.source_id), opening(connection, k.target_type, k.target_id))
        for k in links
    )


@pytest.mark.parametrize("case", cases("links"))
def test_answers_across_papers(case: dict[str, Any], tmp_path: Path) -> None:
    connection = store_papers(tmp_path, case["paper"])
    links = link_answers(connection)
    found = told(connection, links)
    assert len(found) == len(case["links"]), found
    for (answer, finding), wanted in zip(found, sorted(case["links"]), strict=True):
        assert answer.startswith(wanted[0])
        assert finding.startswith(wanted[1])
    assert all(k.reason and 0 < k.confidence <= 1 for k in links)


def test_explains_what_was_linked_and_what_was_not(tmp_path: Path) -> None:
    case = cases("links")[0].values[0]
    connection = store_papers(tmp_path, case["paper"])
    ids = [r["id"] for r in connection.execute("SELECT id FROM findings ORDER BY char_start")]
    assert explain_finding(connection, ids[0])[0] == "1 svar prövades, 1 länkades."
    refused = explain_finding(connection, ids[1])
    assert refused[0] == "1 svar prövades, 0 länkades."
    assert "sannolikheten är för låg" in refused[1]
    assert explain_finding(connection, ids[1], "en")[0] == "1 answers were looked at, 0 linked."
    assert explain_finding(connection, "fin-0") == ["Det finns ingen kritik med id fin-0."]


def test_a_finding_that_comes_back_repeats_the_first_and_carries_the_verdict(tmp_path: Path) -> None:
    words = "Miljönämnden rekommenderas att upprätta en plan för tillsyn av enskilda avlopp i hela kommunen."
    later = f"Uppföljande granskning 2022\n\n{words}\n\nRevisorerna bedömer att rekommendationen kvarstår."
    papers = [
        {"kind": "audit_report", "body": "miljönämnden", "date": "2021-11-10", "text": f"Granskning 2021\n\n{words}"},
        {"kind": "audit_report", "body": "miljönämnden", "date": "2022-11-10", "text": later},
    ]
    connection = store_papers(tmp_path, papers)
    repeats = link_repeats(connection)
    assert [(k.kind, k.method) for k in repeats] == [("repeats", "same_words")]
    verdicts = link_assessments(connection, repeats)
    assert sorted(k.method for k in verdicts) == ["same_words", "section"]


def test_links_are_the_same_on_every_run(tmp_path: Path) -> None:
    connection = store_papers(tmp_path, cases("links")[0].values[0]["paper"])
    assert [k.id for k in link_answers(connection)] == [k.id for k in link_answers(connection)]


_UNLIKE = """
Granskning av telefonin

{said}
"""
_IN_OTHER_WORDS = """
Yttrande över granskning av telefonin

Nämnden delar revisorernas bedömning. Två handläggare anställs under 2024.
"""


@pytest.mark.parametrize(
    ("said", "probability", "kinds"),
    [
        ("Revisorerna bedömer att kötiderna var för långa under 2024.", 0.9, {"may_answer"}),  # a year is no word
        ("Revisorerna bedömer att handläggarna är för få.", 0.7, {"may_answer"}),
        ("Revisorerna bedömer att handläggarna är för få.", 0.9, {"answers"}),
        ("Nämnden rekommenderas att korta kötiderna.", 0.7, {"answers"}),
    ],
)
def test_a_criticism_that_shares_hardly_a_word_with_the_answer_needs_more_to_count(
    said: str, probability: float, kinds: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = [
        {"kind": "audit_report", "body": "socialnämnden", "date": "2023-11-10", "text": _UNLIKE.format(said=said)},
        {"kind": "response", "body": "socialnämnden", "date": "2024-01-15", "text": _IN_OTHER_WORDS},
    ]
    connection = store_papers(tmp_path, papers)
    monkeypatch.setattr(Weights, "probability", lambda *_: probability)
    assert {link.kind for link in link_answers(connection)} == kinds


def test_what_an_organisation_is_called_is_no_word_in_common(tmp_path: Path) -> None:
    papers = [
        {
            "kind": "audit_report",
            "body": "socialnämnden",
            "date": "2023-11-10",
            "text": "Granskning\n\nVi bedömer att Region Sjödalens telefontider är för korta.",
        },
        {
            "kind": "response",
            "body": "socialnämnden",
            "date": "2024-01-15",
            "text": "Yttrande\n\nNämnden instämmer. Telefontiderna i Region Sjödalen utökas.",
        },
    ]
    connection = store_papers(tmp_path, papers)
    connection.execute("UPDATE papers SET organisation = 'Region Sjödalen'")
    corpus = load_corpus(connection)
    (finding,), answers = corpus.findings, corpus.answers
    assert finding.families & frozenset().union(*(answer.families for answer in answers)) == {"telefo"}


def test_how_far_something_goes_is_no_word_in_common() -> None:
    assert not stem_families("används i låg utsträckning") & stem_families(
        "tas inte tillvara i tillräcklig utsträckning"
    )
