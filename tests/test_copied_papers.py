"""The same paper in a bundle and as a file of its own is one paper: its points are answered, and counted, once."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.link.explain import explain_finding
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database
from tests.test_papers import ANSWER, OFFICIAL, REPORT

_PAPERS = {"rapport.txt": REPORT, "utlatande.txt": OFFICIAL, "svar.txt": ANSWER}


def _database(folder: Path, files: dict[str, str]) -> sqlite3.Connection:
    (folder / "in").mkdir(parents=True)
    for name, text in files.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    run_batch([str(folder / "in")], folder / "sparbar.db", BatchOptions())
    return open_database(folder / "sparbar.db")


def _answers(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Which words of which file are answered by which."""
    return {
        (row[0], row[1], row[2])
        for row in connection.execute(
            "SELECT d.filename, f.quote, r.quote FROM links AS l JOIN findings AS f ON f.id = l.target_id"
            " JOIN responses AS r ON r.id = l.source_id JOIN documents AS d ON d.id = f.document_id"
            " WHERE l.kind = 'answers'"
        )
    }


def _points(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    rows = connection.execute(
        "SELECT f.quote, c.status FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id WHERE c.is_point"
    )
    return sorted((" ".join(row[0].split()), row[1]) for row in rows)


def test_a_bundle_beside_its_papers_changes_nothing(tmp_path: Path) -> None:
    alone = _database(tmp_path / "alone", _PAPERS)
    beside = _database(tmp_path / "beside", {**_PAPERS, "handlingar.txt": "\f".join(_PAPERS.values())})
    assert beside.execute("SELECT count(*) FROM paper_copies").fetchone()[0] == len(_PAPERS)
    assert _answers(beside) == _answers(alone) != set()
    assert _points(beside) == _points(alone)
    copied = beside.execute(
        "SELECT DISTINCT c.status FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id"
        " JOIN paper_copies AS p ON p.paper_id = f.paper_id WHERE f.quote LIKE '%rutin för%'"
    ).fetchall()
    assert [row[0] for row in copied] == ["answered"]  # what stands in the copy is told of as what it is a copy of


@pytest.mark.parametrize(
    ("changed", "copies"),
    [
        pytest.param(lambda text: text.replace("\n\n", "\n\n\n"), 1, id="set otherwise"),
        pytest.param(lambda text: text.replace("2023-11-28", "2024-11-28"), 0, id="of another day"),
        pytest.param(lambda text: text[: len(text) * 2 // 3], 0, id="a part of it"),
    ],
)
def test_what_is_a_copy(tmp_path: Path, changed, copies: int) -> None:  # type: ignore[no-untyped-def]
    other = changed(REPORT)
    assert other != REPORT
    connection = _database(tmp_path, {"rapport.txt": REPORT, "rapport_igen.txt": other})
    assert connection.execute("SELECT count(*) FROM paper_copies").fetchone()[0] == copies


def test_a_copy_is_told_of(tmp_path: Path) -> None:
    _database(tmp_path, {**_PAPERS, "handlingar.txt": "\f".join(_PAPERS.values())}).close()
    database = ["--db", str(tmp_path / "sparbar.db")]
    shown = " ".join(CliRunner().invoke(cli, ["show", "handlingar", *database]).output.split())
    assert "Samma handling som i svar.txt, s. 1: det som står i den räknas där." in shown
    assert "Samma handling" not in CliRunner().invoke(cli, ["show", "svar.txt", *database]).output
    assert "Handlingar som finns i mer än en fil: 3" in CliRunner().invoke(cli, ["status", *database]).output


def test_a_point_in_a_copy_is_explained_by_what_answers_it(tmp_path: Path) -> None:
    connection = _database(tmp_path, {**_PAPERS, "handlingar.txt": "\f".join(_PAPERS.values())})
    (copied,) = connection.execute(
        "SELECT f.id FROM findings AS f JOIN paper_copies AS c ON c.paper_id = f.paper_id JOIN papers AS p"
        " ON p.id = f.paper_id WHERE f.quote LIKE '%rutin för%' AND p.kind = 'audit_report'"
    ).fetchone()
    told = "\n".join(explain_finding(connection, copied))
    assert "Det finns ingen kritik" not in told and "svar.txt" in told and "rapport.txt" in told


def test_references_and_goals_of_a_copy_count_once(tmp_path: Path) -> None:
    goals = "Målet är att kommunen ska vara fossilfri senast 2026. Målet flyttades sedan fram till 2030."
    cited = "Kommunstyrelsen beslutade 2019-02-03 § 14 om en rutin, enligt kommunallagen 6 kap. 6 §."
    plan = f"Handlingsplan för klimatet\n\nEkvik kommun, kommunstyrelsen\nDatum: 2022-02-01\n\n{goals}\n\n{cited}\n"
    _database(tmp_path, {"a.txt": plan, "b.txt": plan + "\n.\n"}).close()

    def run(*arguments: str) -> str:
        return CliRunner().invoke(cli, [*arguments, "--db", str(tmp_path / "sparbar.db")]).output

    assert "säger emot varandra: 1 " in run("status") and "som inte finns i databasen: 1 (av 1)" in run("status")
    assert "2 hänvisningar: 0 till något i databasen, 1 till något som inte finns där" in run("citations")
    assert "1 till lagrum" in run("citations", "--doc", "b.txt")
