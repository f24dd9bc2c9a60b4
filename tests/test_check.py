"""What `sparbar check` shows first, and that what it leaves out is counted and can be seen."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli.checks import check_command
from pipeline.messages import message
from pipeline.store import open_database, store_document
from tests.sample_records import Sample

MANY = 14


def fill(path: Path, count: int) -> Path:
    words = [f"Rutin {number} följs inte." for number in range(count)]
    grave = "Nämnden får en anmärkning."
    audit = Sample("Granskning.txt", " ".join([*words, grave]), kind="audit_report", date="2023-05-02")
    for text in words if count else ():
        audit.finding(text, addressee="socialnämnden", year=2023)
    if count:
        audit.finding(grave, kind="remark", addressee="socialnämnden", year=2023)
    connection = open_database(path)
    store_document(connection, audit.found())
    connection.close()
    return path


def check(path: Path, *more: str) -> str:
    result = CliRunner().invoke(check_command, ["--db", str(path), "--today", "2024-01-01", *more])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_counts_come_first_and_the_gravest_point_before_others(tmp_path: Path) -> None:
    told = check(fill(tmp_path / "a.db", MANY))
    assert str(MANY + 1) in told.splitlines()[1]
    assert told.index("Nämnden får en anmärkning.") < told.index("Rutin 0")


def test_what_is_left_out_is_counted_and_all_shows_it(tmp_path: Path) -> None:
    path = fill(tmp_path / "a.db", MANY)
    told = check(path)
    assert told.count("följs inte.") == 4 and message("checks.more", count=10, total=15) in told
    every = check(path, "--all")
    assert every.count("följs inte.") == MANY
    assert len(json.loads(check(path, "--json"))["unanswered"]) == MANY + 1


def test_a_database_without_findings_does_not_say_that_all_are_answered(tmp_path: Path) -> None:
    told = check(fill(tmp_path / "a.db", 0))
    assert message("coverage.no_findings") in told and message("checks.all_answered") not in told
