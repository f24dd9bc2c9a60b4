"""What counts as an answer, how deep a chain goes, what is overdue: the cases stand in `cases/coverage.toml`."""

from __future__ import annotations

import datetime
import sqlite3
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.check import find_overdue
from pipeline.records import RECORD_TYPES, Record
from pipeline.store import open_database, refresh_chains, replace_links, store_document
from tests.sample_records import Sample, link

CASES = tomllib.loads((Path(__file__).parent / "cases" / "coverage.toml").read_text(encoding="utf-8"))["case"]
TYPES = {kind.table: kind for kind in RECORD_TYPES}
NEEDED: dict[str, dict[str, Any]] = {
    "findings": {"kind": "criticism"}, "responses": {"stance": "agrees"}, "measures": {"text": "Gör så"},
    "assessments": {"finding_id": None},
}  # fmt: skip


def build(case: dict[str, Any]) -> tuple[sqlite3.Connection, dict[str, Record]]:
    """A database as the case tells, and its records by name."""
    samples, records = {}, dict[str, Record]()
    for name, date in case["documents"].items():
        named = [words(key, own) for table in TYPES for key, own in case.get(table, {}).items() if own["in"] == name]
        kind = case.get("kinds", {}).get(name, "other")
        title = case.get("titles", {}).get(name)
        samples[name] = Sample(f"{name}.txt", f"{name} {date} " + " ".join(named), date=date, kind=kind, title=title)
    for table, kind in TYPES.items():
        for key, told in case.get(table, {}).items():
            own = {**NEEDED.get(table, {}), **{k: v for k, v in told.items() if k not in {"in", "parent", "says"}}}
            if "parent" in told:
                own["parent_id"] = records[told["parent"]].id
            records[key] = samples[told["in"]].add(kind, words(key, told), **own)
    connection = open_database(":memory:")
    for made in samples.values():
        store_document(connection, made.found())
    ends = [entry.split() for entry in case.get("links", [])]
    replace_links(connection, [link(kind, records[source], records[target]) for kind, source, target in ends])
    return connection, records


def words(key: str, told: dict[str, Any]) -> str:
    """The words that a record of the case stands on."""
    return f"{told.get('says', '')} {key} i {told['in']}.".strip()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_coverage(case: dict[str, Any]) -> None:
    connection, records = build(case)
    found = {row["finding_id"]: [row["status"], row["depth"]] for row in connection.execute("SELECT * FROM coverage")}
    assert found == {records[name].id: expected for name, expected in case["expect"].items()}
    rows = connection.execute("SELECT * FROM matrix").fetchall()
    assert len(rows) == case["rows"]
    assert {row["finding_id"] for row in rows} == set(found)
    if "heads" in case:
        heads = dict(
            connection.execute("SELECT finding_id, head_id FROM coverage WHERE head_id IS NOT NULL").fetchall()
        )
        assert heads == {records[f].id: records[head].id for f, head in case["heads"].items()}
    if "overdue" in case:
        overdue = {row["record_id"] for row in connection.execute("SELECT record_id FROM overdue")}
        assert overdue == {records[name].id for name in case["overdue"]}


def test_a_rejected_link_counts_at_once() -> None:
    case = next(case for case in CASES if case["name"] == "an adopted answer")
    connection, _ = build(case)
    connection.execute("UPDATE links SET state = 'rejected'")
    assert connection.execute("SELECT status FROM coverage").fetchone()[0] == "unanswered"
    assert connection.execute("SELECT response_id FROM matrix").fetchone()[0] is None
    refresh_chains(connection)
    assert connection.execute("SELECT status FROM coverage").fetchone()[0] == "unanswered"


def test_no_view_compares_all_with_all() -> None:
    connection = open_database(":memory:")
    for query in (
        "SELECT * FROM matrix",
        "SELECT * FROM coverage",
        "SELECT * FROM overdue",
        "SELECT count(*) FROM matrix",
    ):
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
        scans = [step for step in plan if step.startswith("SCAN")]
        assert plan and all(step.split()[1] in {"f", "m", "s", "promises", "findings"} for step in scans), scans
        assert not [step for step in plan if "AUTOMATIC" in step and "LEFT-JOIN" in step]


@pytest.mark.parametrize(("kind", "confidence", "points"), [
    ("official_report", 0.67, 1), ("official_report", 0.5, 2), ("audit_report", 0.67, 2), ("audit_report", 0.85, 1),
])  # fmt: skip
def test_who_answers_retells_and_makes_no_point_of_its_own(kind: str, confidence: float, points: int) -> None:
    connection = open_database(":memory:")
    report = Sample("rapport.pdf", "Redovisa avvikelser två gånger per år.", kind="audit_report", date="2023-11-21")
    first = report.finding("Redovisa avvikelser två gånger per år.", year=2023)
    paper = Sample("senare.pdf", "Avvikelser ska redovisas.", kind=kind, date="2023-12-21")
    again = paper.finding("Avvikelser ska redovisas.", year=2023)
    for made in (report, paper):
        store_document(connection, made.found())
    replace_links(connection, [replace(link("repeats", again, first), confidence=confidence)])
    assert connection.execute("SELECT count(*) FROM coverage WHERE is_point").fetchone()[0] == points


def test_what_is_late_on_a_day_to_come_is_not_told_to_be_not_due() -> None:
    case = next(case for case in CASES if "2999-01-01" in str(case.get("assignments")))
    connection, _ = build(case)
    late = find_overdue(connection, datetime.date(2999, 2, 1))
    assert late and {item.status for item in late if item.record_type == "findings"} == {"unanswered"}
