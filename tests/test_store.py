"""Storing documents: whole or not at all, once, and the same again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import StoreError
from pipeline.records import RECORD_TYPES, Claim, Finding, Problem
from pipeline.store import (
    finish_run,
    forget_document,
    known_documents,
    open_database,
    record_problem,
    remember_path,
    replace_links,
    start_run,
    store_document,
    store_failure,
    transaction,
)
from pipeline.store.schema import EVIDENCE_TABLES, columns_of
from tests.sample_records import Sample, link

CONTRACT = {
    "findings": "kind addressee auditor audit year topic parent_id repeated_from",
    "responses": "responder date stance addressed_to standing",
    "measures": "text section responsible due_from due_to due_precision original_due_to status status_text effect_sek",
    "citations": "kind organisation body date_from date_to date_precision paragraph case_number statute sfs chapter"
    " role target_id unresolved_reason",
    "claims": "kind stated computed unit verdict holds how",
    "cells": "table_id row column row_span column_span header text",
}


@pytest.fixture
def database(tmp_path: Path) -> sqlite3.Connection:
    return open_database(tmp_path / "test.db")


def dump(connection: sqlite3.Connection) -> list[str]:
    """All that is stored but for when it was stored."""
    connection.execute("UPDATE documents SET stored_at = NULL")
    connection.execute("UPDATE problems SET id = rowid, at = ''")
    rows = [line for line in connection.iterdump() if "search_" not in line]
    connection.rollback()
    return rows


def sample(name: str = "svar.txt") -> Sample:
    made = Sample(name, "Nämnden saknar rutiner.", "Vi delar kritiken. Klart hösten 2024.", kind="response", boxes=True)
    finding = made.finding("Nämnden saknar rutiner.", addressee="bygg- och miljönämnden", year=2023)
    made.response("Vi delar kritiken.", finding_ids=(finding.id,))
    made.add(
        Claim,
        "2024",
        kind="sum",
        stated=3.0,
        computed=3.0,
        unit="",
        verdict="match",
        holds=1,
        how="1 + 2",
        inputs=(("", 1.0), ("", 2.0)),
    )
    return made


def test_every_record_has_its_table_and_evidence(database: sqlite3.Connection) -> None:
    for kind in RECORD_TYPES:
        names = {row[1] for row in database.execute(f'PRAGMA table_info("{kind.table}")')}
        assert names == {name for name, _ in columns_of(kind.table)}
    for table, columns in CONTRACT.items():
        names = {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}
        assert set(columns.split()) <= names
    views = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert {"matrix", "coverage", "overdue"} <= views


def test_quotes_pages_and_boxes_come_from_the_document(database: sqlite3.Connection) -> None:
    made = sample()
    store_document(database, made.found())
    text = database.execute("SELECT text FROM documents").fetchone()[0]
    assert text == made.document.text
    for table in EVIDENCE_TABLES:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            assert row["quote"] == text[row["char_start"] : row["char_end"]]
    assert database.execute("SELECT page_from FROM responses").fetchone()[0] == 2
    boxes = database.execute("SELECT page, x0, x1 FROM boxes AS b JOIN findings AS f ON f.id = b.record_id").fetchall()
    assert [tuple(box) for box in boxes] == [(1, 10.0, 33.0)]
    assert database.execute("SELECT count(*) FROM response_findings").fetchone()[0] == 1
    assert [row[0] for row in database.execute("SELECT value FROM claim_inputs ORDER BY position")] == [1.0, 2.0]


def test_storing_again_changes_nothing(database: sqlite3.Connection) -> None:
    store_document(database, sample().found(), size=1, mtime=2, version="x")
    once = dump(database)
    store_document(database, sample().found(), size=1, mtime=2, version="x")
    assert dump(database) == once
    assert database.execute("SELECT count(*) FROM search").fetchone()[0] == 5


def test_same_bytes_at_two_paths_are_one_document(database: sqlite3.Connection) -> None:
    store_document(database, sample("a.txt").found())
    store_document(database, sample("b.txt").found())
    assert [row[0] for row in database.execute("SELECT filename FROM documents")] == ["a.txt"]
    assert set(known_documents(database)) == {"/handlingar/a.txt", "/handlingar/b.txt"}
    store_document(database, Sample("a.txt", "Något annat.").found())
    assert sorted(row[0] for row in database.execute("SELECT filename FROM documents")) == ["a.txt", "b.txt"]
    assert database.execute("SELECT count(*) FROM findings").fetchone()[0] == 1


def test_a_changed_file_replaces_its_old_document(database: sqlite3.Connection) -> None:
    store_document(database, sample().found())
    store_document(database, Sample("svar.txt", "Allt är nytt.").found())
    assert database.execute("SELECT text FROM documents").fetchall()[0][0] == "Allt är nytt."
    assert database.execute("SELECT count(*) FROM records").fetchone()[0] == 0
    assert database.execute("SELECT count(*) FROM search").fetchone()[0] == 1


def test_forgetting_leaves_nothing(database: sqlite3.Connection) -> None:
    empty = dump(database)
    made = sample()
    store_document(database, made.found(Problem("/handlingar/svar.txt", "no_text", page=2)))
    assert database.execute("SELECT status, error FROM documents").fetchone()[:] == ("partial", "no_text")
    forget_document(database, made.document.id)
    assert dump(database) == empty


def test_failures_are_kept_until_the_file_is_read(database: sqlite3.Connection) -> None:
    store_failure(database, "/handlingar/svar.txt", "corrupt", "x", size=3, mtime=4, version="v")
    known = known_documents(database)["/handlingar/svar.txt"]
    assert (known.status, known.size, known.mtime, known.version) == ("failed", 3, 4, "v")
    assert database.execute("SELECT code FROM problems").fetchone()[0] == "corrupt"
    store_document(database, sample().found())
    assert database.execute("SELECT count(*) FROM problems").fetchone()[0] == 0
    assert [row[0] for row in database.execute("SELECT status FROM documents")] == ["ok"]


def test_a_copy_with_a_name_that_cannot_be_read_leaves_the_document_alone(database: sqlite3.Connection) -> None:
    made = sample()
    store_document(database, made.found(Problem("/handlingar/svar.txt", "no_text")))
    store_failure(database, "/handlingar/svar.xyz", "wrong_kind", sha256=made.document.sha256)
    assert sorted(row[0] for row in database.execute("SELECT status FROM documents")) == ["failed", "partial"]
    remember_path(database, "/handlingar/svar.txt", made.document.id, size=9, mtime=9)  # touched, not changed
    assert database.execute("SELECT count(*) FROM problems").fetchone()[0] == 2
    assert database.execute("SELECT count(*) FROM findings").fetchone()[0] == 1


def test_runs_and_problems(database: sqlite3.Connection) -> None:
    run = start_run(database, ["mapp"], "1.0")
    record_problem(database, Problem("finns-inte", "not_found"), run_id=run)
    finish_run(database, run, read=1, unchanged=2, failed=3)
    row = database.execute("SELECT * FROM runs").fetchone()
    assert (row["documents_read"], row["documents_unchanged"], row["documents_failed"]) == (1, 2, 3)
    remember_path(database, "x", "doc-1", size=1)
    assert database.execute("SELECT document_id FROM document_paths").fetchone()[0] == "doc-1"


def test_reviews_outlive_runs(database: sqlite3.Connection) -> None:
    made = sample()
    finding, response = made.records[0], made.records[1]
    store_document(database, made.found())
    answer = link("answers", response, finding)
    replace_links(database, [answer])
    database.execute("INSERT INTO reviews (link_id, verdict, at) VALUES (?, 'rejected', '2024-01-01')", (answer.id,))
    database.commit()
    replace_links(database, [answer])
    assert database.execute("SELECT state, suspect FROM links").fetchone()[:] == ("rejected", 0)
    assert database.execute("SELECT status FROM coverage").fetchone()[0] == "unanswered"
    for change in ("DELETE FROM reviews", "UPDATE reviews SET verdict = 'confirmed'"):
        with pytest.raises(sqlite3.IntegrityError):
            database.execute(change)
    database.rollback()
    forget_document(database, made.document.id)
    replace_links(database, [])
    row = database.execute("SELECT state, suspect, suspect_reason FROM links").fetchone()
    assert row["state"] == "rejected" and row["suspect"] == 1 and row["suspect_reason"]


def test_a_record_given_twice_is_told_of(database: sqlite3.Connection) -> None:
    made = sample()
    made.records.append(made.records[0])
    store_document(database, made.found())
    assert database.execute("SELECT count(*) FROM findings").fetchone()[0] == 1
    assert database.execute("SELECT code FROM problems").fetchone()[0] == "duplicate_record"


@pytest.mark.parametrize("content", [b"inte en databas, bara text " * 50, None])
def test_another_file_is_left_alone(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "annan.db"
    if content is None:
        other = sqlite3.connect(path)
        other.execute("CREATE TABLE kunder (id)")
        other.commit()
        other.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="inte en databas från Spårbar"):
        open_database(path)
    assert path.read_bytes() == before


def test_what_an_older_version_stored_is_a_paper_each(tmp_path: Path) -> None:
    path = tmp_path / "gammal.db"
    older = open_database(path)
    store_document(older, sample().found())
    older.execute("DROP TABLE papers")
    for table in EVIDENCE_TABLES:
        older.execute(f"UPDATE \"{table}\" SET paper_id = ''")
    older.execute("PRAGMA user_version = 3")
    older.commit()
    older.close()
    mended = open_database(path)
    papers = mended.execute("SELECT p.id, p.kind, d.id, d.kind FROM papers AS p JOIN documents AS d ON d.id = p.id")
    assert [(p[0], p[1]) == (p[2], p[3]) for p in papers] == [True]
    assert mended.execute("SELECT count(*) FROM findings WHERE paper_id = document_id").fetchone()[0] > 0
    assert mended.execute("SELECT count(*) FROM findings WHERE paper_id <> document_id").fetchone()[0] == 0


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "kunder.db"
    other = sqlite3.connect(path)
    other.executescript("CREATE TABLE kunder (id); PRAGMA user_version = 3;")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="inte en databas från Spårbar"):
        open_database(path)
    assert path.read_bytes() == before


def test_newer_missing_and_unwritable_databases(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ingen databas"):
        open_database(tmp_path / "saknas.db", create=False)
    newer = open_database(tmp_path / "ny.db")
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StoreError, match="nyare version"):
        open_database(tmp_path / "ny.db")
    (tmp_path / "fil").write_text("x")
    with pytest.raises(StoreError, match="kan inte öppnas"):
        open_database(tmp_path / "fil" / "test.db")


@pytest.mark.parametrize(
    ("forged", "named"),
    [
        ("PRAGMA user_version = 1", "origin"),  # an old number above tables of today
        ("DROP TABLE links", "links"),
        ("DROP VIEW records; DROP TABLE findings; CREATE TABLE findings (x); DELETE FROM settings", "PRIMARY KEY"),
    ],
)
def test_other_tables_than_expected_are_told(forged: str, named: str, tmp_path: Path) -> None:
    connection = open_database(tmp_path / "t.db")
    connection.executescript(f"{forged};")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=rf"andra tabeller än Spårbar väntar sig \({named}\).*Flytta undan"):
        open_database(tmp_path / "t.db")


def test_a_locked_or_full_database_says_so(tmp_path: Path) -> None:
    one, other = open_database(tmp_path / "t.db"), open_database(tmp_path / "t.db")
    other.execute("PRAGMA busy_timeout = 1")
    one.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="används av ett annat program"):
        store_document(other, sample().found())
    one.rollback()
    other.execute(f"PRAGMA max_page_count = {other.execute('PRAGMA page_count').fetchone()[0] + 2}")
    with pytest.raises(StoreError, match="Disken är full"):
        store_document(other, Sample("stor.txt", *("ord " * 5000 for _ in range(20))).found())
    assert other.execute("SELECT count(*) FROM documents").fetchone()[0] == 0


def test_a_new_field_becomes_a_column(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "t.db")
    connection.execute("DROP INDEX findings_by_repeated_from")
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f"DROP VIEW {view}")
    connection.execute("ALTER TABLE findings DROP COLUMN repeated_from")
    connection.execute("UPDATE settings SET value = 'old' WHERE name = 'schema'")
    connection.commit()
    connection.close()
    again = open_database(tmp_path / "t.db")
    assert "repeated_from" in {row[1] for row in again.execute("PRAGMA table_info(findings)")}
    assert again.execute("SELECT count(*) FROM matrix").fetchone()[0] == 0


_STORE_AND_DIE = """
import os, signal, sys
from pipeline.store import documents, open_database, store_document
from tests.test_store import sample
connection = open_database(sys.argv[1])
documents._remember_path = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
store_document(connection, sample().found())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_in_the_middle_nothing_is_stored(tmp_path: Path) -> None:
    root = Path(__file__).parent.parent
    ended = subprocess.run(
        [sys.executable, "-c", _STORE_AND_DIE, str(tmp_path / "t.db")],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    connection = open_database(tmp_path / "t.db")
    for table in ("documents", "pages", "search", "records"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    store_document(connection, sample().found())
    assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pages=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\f\0"), min_size=1), min_size=1
    ),
    data=st.data(),
)
def test_any_span_comes_back_as_it_was(tmp_path: Path, pages: list[str], data: st.DataObject) -> None:
    made = Sample("a.txt", *pages)
    text = made.document.text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    made.add(Finding, text[start:end], kind="remark", topic=text[:50] or None)
    connection = open_database(":memory:")
    store_document(connection, made.found())
    row = connection.execute("SELECT * FROM findings").fetchone()
    found = connection.execute("SELECT text FROM documents").fetchone()[0]
    assert found == text
    assert row["quote"] == text[start:end] == found[row["char_start"] : row["char_end"]]
    assert 1 <= row["page_from"] <= row["page_to"] <= len(pages)
    connection.close()


def test_a_database_where_nothing_can_be_written_is_read(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", share], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a folder that is read-only")
    try:
        open_database(share / "s.db").close()
        subprocess.run(["mount", "-o", "remount,ro", share], check=True)
        connection = open_database(share / "s.db", create=False)
        assert connection.execute("SELECT count(*) FROM documents").fetchone()[0] == 0
        with pytest.raises(StoreError, match="skrivskyddad"), transaction(connection):
            connection.execute("INSERT INTO settings VALUES ('a', 'b')")
        connection.close()
        subprocess.run(["mount", "-o", "remount,rw", share], check=True)
        (share / "s.db-wal").write_bytes(b"what was written last")
        subprocess.run(["mount", "-o", "remount,ro", share], check=True)
        with pytest.raises(StoreError, match="Kopiera båda"):
            open_database(share / "s.db", create=False)
    finally:
        subprocess.run(["umount", share], check=True)
