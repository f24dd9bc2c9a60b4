"""The sample documents from end to end, held to a summary that a person has reviewed.

When a change of the program changes the summary on purpose: `python -m tests.test_corpus > tests/golden/corpus.toml`,
then read `git diff` line by line. The golden file says what the program does; `corpus/expected.toml` what is right.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "corpus.toml"
TABLES = (
    "meetings", "agenda_items", "decisions", "votes", "citations", "findings", "responses", "assessments", "measures",
    "assignments", "amounts", "claims",
)  # fmt: skip


def summarise_corpus(database: Path) -> dict[str, Any]:
    """Read the sample documents into a database and tell in short what came of it."""
    run_batch([str(ROOT / "corpus" / "documents")], database, BatchOptions(workers=1))
    connection = open_database(database, create=False)
    try:
        kinds = connection.execute("SELECT filename, kind FROM documents ORDER BY filename").fetchall()
        return {
            "documents": dict(kinds),
            "counts": {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES},
            "unanswered": _quotes(
                connection,
                "SELECT d.filename, f.quote FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id"
                " JOIN documents AS d ON d.id = f.document_id WHERE c.status = 'unanswered'",
            ),
            "wrong_figures": _quotes(
                connection,
                "SELECT d.filename, c.quote FROM claims AS c JOIN documents AS d ON d.id = c.document_id"
                " WHERE c.holds = 0",
            ),
        }
    finally:
        connection.close()


def _quotes(connection: sqlite3.Connection, sql: str) -> list[str]:
    return sorted(f"{name[:2]}: {' '.join(quote.split())[:80]}" for name, quote in connection.execute(sql))


def as_toml(summary: dict[str, Any]) -> str:
    """The summary as a file in which a change shows as a line."""
    lines = ["# Vad programmet gör, inte vad som är rätt (se corpus/expected.toml). Förnyas: se tests/test_corpus.py."]
    for key in ("unanswered", "wrong_figures"):
        items = "".join(f"    {json.dumps(item, ensure_ascii=False)},\n" for item in summary[key])
        lines.append(f"{key} = [\n{items}]")
    for key in ("documents", "counts"):
        lines.append(f"\n[{key}]")
        lines += [f"{json.dumps(name)} = {json.dumps(value)}" for name, value in summary[key].items()]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return summarise_corpus(tmp_path_factory.mktemp("corpus") / "corpus.db")


@pytest.mark.parametrize("part", ["documents", "counts", "unanswered", "wrong_figures"])
def test_summary_is_as_reviewed(summary: dict[str, Any], part: str) -> None:
    assert summary[part] == tomllib.loads(GOLDEN.read_text(encoding="utf-8"))[part]


def test_documents_are_of_their_kinds(summary: dict[str, Any]) -> None:
    labels = (ROOT / "corpus" / "labels" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert summary["documents"] == {row["doc"]: row["kind"] for row in map(json.loads, labels)}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        sys.stdout.write(as_toml(summarise_corpus(Path(scratch) / "corpus.db")))
