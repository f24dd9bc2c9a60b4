"""The matrix by findings: each with its answers and its measures, as pages for readers show it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from pipeline.export.columns import clean_text


@dataclass(frozen=True, slots=True)
class Group:
    """A finding with its answers (a row for each with a decision) and its measures, each once; `words` are what the
    page's filter looks through."""

    finding: sqlite3.Row
    answers: list[sqlite3.Row]
    measures: list[sqlite3.Row]
    words: str


def group_rows(rows: Iterable[sqlite3.Row]) -> list[Group]:
    """The rows of a matrix, which stand finding by finding, as groups in the same order."""
    return [_group(list(own)) for _, own in groupby(rows, key=lambda row: row["finding_id"])]


def _group(rows: list[sqlite3.Row]) -> Group:
    answers = {(row["response_id"], row["decision_id"], row["agenda_item_id"]): row for row in reversed(rows)}
    measures = {row["measure_id"]: row for row in reversed(rows) if row["measure_id"]}
    told = ("finding", "body", "audit", "answer", "responder", "decision", "measure", "responsible")
    names = (*told, "finding_document")
    words = dict.fromkeys(clean_text(row[name]).lower() for row in rows for name in names if row[name])
    return Group(rows[0], list(reversed(answers.values())), list(reversed(measures.values())), " ".join(words))
