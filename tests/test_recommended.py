"""A criticism whose recommendation is answered is told so: boards answer that, seldom the criticism behind it."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from pipeline.check.coverage import find_coverage
from pipeline.export.columns import gap_of
from pipeline.export.matrix import load_matrix
from pipeline.link.recommended import link_recommended
from pipeline.records import Finding, Link
from pipeline.store import add_review, apply_reviews, open_database, replace_links, store_document
from tests.sample_records import Sample, link

DAY = date(2024, 6, 1)
CRITICISM = "Någon prioritering av äldre tillsynsärenden utifrån risk görs inte."
OTHER = "Konsulter har avropats utan skriftlig beställning."
PRIORITY = "Nämnden bör prioritera äldre tillsynsärenden utifrån risk."
TRAINING = "Nämnden bör utbilda samtliga handläggare i jäv."
OF_BOARD = "Styrelsen bör prioritera äldre tillsynsärenden utifrån risk."


def fill(
    path: Path, *, twice: bool = False, answered: bool = True
) -> tuple[sqlite3.Connection, list[Link], dict[str, Finding]]:
    database = open_database(path)
    again = "Nämnden bör utifrån risk prioritera äldre tillsynsärenden." if twice else ""
    words = (CRITICISM, OTHER, PRIORITY, TRAINING, OF_BOARD, *([again] if twice else []))
    audit = Sample("Årsrapport.pdf", " ".join(words), kind="audit_report")
    findings = {
        quote: audit.finding(
            quote,
            kind="criticism" if quote in (CRITICISM, OTHER) else "recommendation",
            addressee="kommunstyrelsen" if quote == OF_BOARD else "byggnadsnämnden",
        )
        for quote in words
    }
    reply = Sample("Yttrande.pdf", "Ärendena sorteras nu i tre grupper.", kind="response", body="byggnadsnämnden")
    answer = reply.response("Ärendena sorteras nu i tre grupper.")
    for sample in (audit, reply):
        store_document(database, sample.found())
    links = link_recommended(database)
    replace_links(database, [*links, *([link("answers", answer, findings[PRIORITY])] if answered else [])])
    return database, links, findings


def gaps(database: sqlite3.Connection) -> dict[str, str | None]:
    return {point.text: point.gap for point in find_coverage(database, DAY)}


def test_the_nearest_recommendation_to_the_same_body_is_found(tmp_path: Path) -> None:
    _, links, findings = fill(tmp_path / "a.db")
    (made,) = links
    assert (made.source_id, made.target_id) == (findings[CRITICISM].id, findings[PRIORITY].id)
    assert made.kind == "recommended_in" and 0.7 <= made.confidence <= 0.9 and "tillsynsärenden" in made.reason


def test_of_two_as_near_neither_is_said_to_be_the_one(tmp_path: Path) -> None:
    assert fill(tmp_path / "a.db", twice=True)[1] == []


def test_the_gap_says_so_and_names_the_recommendation(tmp_path: Path) -> None:
    database, _, _ = fill(tmp_path / "a.db")
    assert (gaps(database)[CRITICISM], gaps(database)[OTHER]) == ("recommended", "omitted")
    told = {row["finding"]: gap_of(row, "sv") for row in load_matrix(database, today=DAY).rows}
    assert "rekommendationen om samma sak är besvarad (s. 1: ”" in told[CRITICISM] and PRIORITY in told[CRITICISM]
    assert "rekommendationen" not in told[OTHER]


def test_a_recommendation_without_an_answer_closes_no_gap(tmp_path: Path) -> None:
    database, links, _ = fill(tmp_path / "a.db", answered=False)
    assert len(links) == 1 and gaps(database)[CRITICISM] in {"no_answer", "unheard"}


def test_a_person_who_rejects_the_link_opens_the_gap_again(tmp_path: Path) -> None:
    database, links, _ = fill(tmp_path / "a.db")
    add_review(database, verdict="rejected", reviewer="Eva", link_id=links[0].id)
    apply_reviews(database)
    assert gaps(database)[CRITICISM] == "omitted"
