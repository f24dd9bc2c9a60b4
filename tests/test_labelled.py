"""The labelled documents of many invented organisations: how often the program is right on each folder of them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.evaluate import evaluate, read_labels
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

ROOT = Path(__file__).parent.parent / "labelled"
FLOORS = tomllib.loads((Path(__file__).parent / "cases" / "labelled.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FLOORS)
def test_keeps_what_it_reached(name: str, tmp_path: Path) -> None:
    result = run_batch([str(ROOT / name / "documents")], tmp_path / "labelled.db", BatchOptions(workers=0))
    assert not result.failed
    connection = open_database(tmp_path / "labelled.db")
    scores = {score.kind: score for score in evaluate(connection, read_labels(ROOT / name / "labels"))}
    connection.close()
    for kind, floor in FLOORS[name].items():
        assert scores[kind].f1 >= floor, (kind, scores[kind].f1, scores[kind].errors)
