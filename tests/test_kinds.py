from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.read import ReadOptions, read_document
from pipeline.structure import classify

CASES = tomllib.loads((Path(__file__).parent / "cases" / "kinds.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_what_a_document_is(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "dokument.txt"
    path.write_text(case["text"].lstrip(), encoding="utf-8")
    facts = classify(read_document(path, ReadOptions(ocr="never")))
    asked = case.keys() - {"name", "text"}
    assert {name: getattr(facts, name) for name in asked} == {name: case[name] for name in asked}
