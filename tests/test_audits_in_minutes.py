"""What minutes tell of the auditors' reviews and the boards' answers to them, item by item, through the whole chain."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipeline.link.answers import link_answers
from pipeline.stages import process
from pipeline.store import open_database, store_document
from tests.test_findings import cases


def stored(folder: Path, papers: list[str]) -> sqlite3.Connection:
    connection = open_database(folder / "minutes.db")
    for number, text in enumerate(papers):
        path = folder / f"minutes-{number}.txt"
        path.write_text(text.strip() + "\n", encoding="utf-8")
        store_document(connection, process(path))
    return connection


def words(row: sqlite3.Row) -> str:
    return " ".join(row["quote"].split())


@pytest.mark.parametrize("case", cases("audits_in_minutes"))
def test_audits_in_minutes(case: dict[str, Any], tmp_path: Path) -> None:
    connection = stored(tmp_path, case["papers"])
    by_place = "ORDER BY document_id = (SELECT id FROM documents WHERE filename = 'minutes-1.txt'), char_start"
    findings = connection.execute(f"SELECT * FROM findings {by_place}").fetchall()
    answers = connection.execute(f"SELECT * FROM responses {by_place}").fetchall()
    if "findings" in case:
        assert [[f["kind"], f["addressee"] or "", words(f)] for f in findings] == case["findings"]
    if "answers" in case:
        told = [[a["responder"] or "", a["stance"], words(a)] for a in answers]
        assert [[who, how, said[: len(w[2])]] for (who, how, said), w in zip(told, case["answers"], strict=True)] == (
            case["answers"]
        )
    if "links" in case:
        texts = {row["id"]: words(row) for row in (*findings, *answers)}
        links = sorted(
            (texts[k.source_id], texts[k.target_id]) for k in link_answers(connection) if k.kind == "answers"
        )
        assert [[a[: len(w[0])], f[: len(w[1])]] for (a, f), w in zip(links, case["links"], strict=True)] == case[
            "links"
        ], links
    if "assignments" in case:
        given = connection.execute(f"SELECT * FROM assignments {by_place}").fetchall()
        assert [[g["given_to"] or "", g["due_to"] or "", g["task"]] for g in given] == case["assignments"]
    if "verdicts" in case:
        judged = connection.execute(
            "SELECT a.outcome FROM assessments AS a JOIN findings AS f ON f.id = a.finding_id ORDER BY f.char_start"
        )
        assert [row["outcome"] for row in judged] == case["verdicts"]
    if "decided_on" in case:
        decided = connection.execute("SELECT date_to FROM decisions WHERE kind = 'decided' ORDER BY char_start")
        assert [row["date_to"] for row in decided] == case["decided_on"]
