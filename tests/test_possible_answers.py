"""An answer too uncertain to count is shown as possible, and becomes one when a person says so."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from pipeline.check import find_unanswered
from pipeline.export.columns import gap_of, possible_of
from pipeline.export.matrix import load_matrix
from pipeline.messages import message
from pipeline.records import Finding, Link
from pipeline.run import summarise
from pipeline.store import add_review, apply_reviews, open_database, replace_links, store_document
from pipeline.store.review_queue import questions
from tests.sample_records import Sample, link

MAY = "may_answer"


def fill(path: Path) -> tuple[sqlite3.Connection, Link, Finding]:
    database = open_database(path)
    audit = Sample("Granskning.pdf", "Avtalen följs inte upp. Arkivet saknar plan.", kind="audit_report")
    finding = audit.finding("Avtalen följs inte upp.", addressee="socialnämnden", year=2023)
    reply = Sample("Svar.pdf", "Enheten har fått en ny chef. Vi delar kritiken.", kind="response", body="socialnämnden")
    unsure = reply.response("Enheten har fått en ny chef.")
    for sample in (audit, reply):
        store_document(database, sample.found())
    made = link(MAY, unsure, finding, 0.41)
    replace_links(database, [made])
    return database, made, finding


def states(database: sqlite3.Connection) -> dict[str, str]:
    return dict(database.execute("SELECT kind, state FROM links").fetchall())


def covered(database: sqlite3.Connection) -> str:
    return str(database.execute("SELECT status FROM coverage").fetchone()[0])


def test_it_is_shown_but_does_not_count(tmp_path: Path) -> None:
    database, _, _ = fill(tmp_path / "a.db")
    assert covered(database) == "unanswered"
    (gap,) = find_unanswered(database, date(2024, 6, 1))
    assert (gap.possible, gap.possible_page, gap.possible_confidence) == ("Svar.pdf", 1, 0.41)
    assert gap.gap == "possible"  # neither told as answered nor as surely not
    (row,) = load_matrix(database, today=date(2024, 6, 1)).rows
    assert gap_of(row, "sv") == message("coverage.gap_possible")
    assert row["response_id"] is None and row["answer"] is None
    assert "41 %" in possible_of(row, "sv") and "Svar.pdf, s. 1" in possible_of(row, "sv")
    assert [q.link["kind"] for q in questions(database)] == [MAY]


@pytest.mark.parametrize(
    ("verdict", "status", "state"),
    [("confirmed", "answered", "confirmed"), ("rejected", "unanswered", "rejected")],
)
def test_a_persons_word_makes_it_an_answer_or_none(tmp_path: Path, verdict: str, status: str, state: str) -> None:
    database, made, _ = fill(tmp_path / "a.db")
    add_review(database, verdict=verdict, reviewer="Eva", link_id=made.id)
    apply_reviews(database)
    assert states(database) == {"answers": state} and covered(database) == status
    replace_links(database, [made])  # the next run thinks so still
    assert states(database) == {"answers": state} and covered(database) == status
    assert database.execute("SELECT gap FROM coverage").fetchone()[0] == (
        "no_answer" if verdict == "rejected" else None
    )
    assert questions(database) == []


def test_a_finding_with_an_answer_has_no_possible_one(tmp_path: Path) -> None:
    database, made, finding = fill(tmp_path / "a.db")
    better = Sample("Svar 2.pdf", "Avtalen följs upp från mars.", kind="response", body="socialnämnden")
    response = better.response("Avtalen följs upp från mars.")
    store_document(database, better.found())
    replace_links(database, [made, link("answers", response, finding, 0.9)])
    assert states(database) == {"answers": "proposed"}


def test_a_summary_counts_only_points_that_nothing_else_answers(tmp_path: Path) -> None:
    database, made, finding = fill(tmp_path / "a.db")
    assert summarise(database).possible == summarise(database).coverage.gaps["possible"] == 1
    letter = Sample("Brev.pdf", "Avtalen följs dåligt upp.", kind="cover_letter")
    twin = letter.finding("Avtalen följs dåligt upp.", addressee="socialnämnden", year=2023)
    reply = Sample("Svar2.pdf", "Vi följer upp avtalen.", kind="response", body="socialnämnden")
    sure = reply.response("Vi följer upp avtalen.")
    for sample in (letter, reply):
        store_document(database, sample.found())
    replace_links(database, [made, link("answers", sure, twin), link("repeats", twin, finding)])
    assert summarise(database).possible == summarise(database).coverage.gaps["possible"] == 0
