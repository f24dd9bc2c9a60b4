"""Labels: what should be found in a document, one JSON object a line, one kind of record a file.

Keys beside the record's own columns: `doc` (file name), `quote`; `doubtful` (not scored), `same_as` (one record at
several places), `composite` (a part of it counts), `only` (the document's labels cover that kind alone), `none` (it
holds none), `recall_only` (it holds more than is listed), `complete` (amounts: all of the document's are listed),
`answers` and `answers_optional` (ids of findings); of an assessment, `judges` (a list for each point that it judges:
ids of the findings of which any is that point; empty where no paper holds it) and `judges_optional`, or `finding`, its
only one; of a finding, `repeats` (the id of the earlier one that it says anew).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import NotFoundError, SparbarError
from pipeline.messages import message

Label = dict[str, Any]
_ID_KEYS = ("id", "same_as", "finding", "repeats")
_ID_LISTS = ("answers", "answers_optional", "judges_optional")
# What the labels call the parts of a promise; in the database it is a measure that stands in an answer.
_PROMISE = {"tense": "status", "by": "responsible"}


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by table, and the organisation of each document where it is known."""

    tables: dict[str, list[Label]]
    organisations: dict[str, str] = field(default_factory=dict)

    def of(self, table: str, documents: frozenset[str] | None = None) -> list[Label]:
        """The labels of a table, of these documents or of all."""
        return [row for row in self.tables.get(table, []) if documents is None or row["doc"] in documents]

    def documents(self) -> frozenset[str]:
        """The names of all documents that have labels."""
        return frozenset(row["doc"] for rows in self.tables.values() for row in rows)


def read_labels(folder: Path) -> Labels:
    """All `*.jsonl` of a folder, or of the folders `labels` below it: there an id begins with its folder's name.

    Raises NotFoundError when there are none, SparbarError when a line is no JSON.
    """
    tables: dict[str, list[Label]] = {}
    if folder.is_dir() and any(folder.glob("*.jsonl")):
        for path in sorted(folder.glob("*.jsonl")):
            tables[path.stem] = _read_lines(path)
    else:
        owners: dict[str, str] = {}
        for path in sorted(folder.rglob("labels/*.jsonl")):
            own = path.parent.parent.name
            rows = [_with_own_ids(row, own) for row in _read_lines(path)]
            _one_folder_each(rows, own, owners)
            tables.setdefault(path.stem, []).extend(rows)
    if not tables:
        raise NotFoundError(f"{folder}: *.jsonl")
    organisations = {row["doc"]: row["organisation"] for row in tables.get("documents", []) if row.get("organisation")}
    return Labels(tables, organisations)


def _one_folder_each(rows: list[Label], folder: str, owners: dict[str, str]) -> None:
    """Documents are known by their names: two of one name would be held against each other's labels."""
    for row in rows:
        if owners.setdefault(row["doc"], folder) != folder:
            raise SparbarError(
                message("evaluate.same_name", name=row["doc"], folders=f"{owners[row['doc']]}, {folder}")
            )


def _read_lines(path: Path) -> list[Label]:
    rows: list[Label] = []
    renamed = _PROMISE if path.stem == "promises" else {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                rows.append({renamed.get(key, key): value for key, value in json.loads(line).items()})
            except json.JSONDecodeError as error:
                raise SparbarError(f"{path}:{number}: {error}") from error
    return rows


def _with_own_ids(row: Label, folder: str) -> Label:
    own: Label = {key: f"{folder}/{row[key]}" for key in _ID_KEYS if key in row}
    own |= {key: [f"{folder}/{each}" for each in row[key]] for key in _ID_LISTS if key in row}
    if "judges" in row:
        own["judges"] = [[f"{folder}/{each}" for each in point] for point in row["judges"]]
    return row | own
