from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.read import ReadOptions, read_document
from pipeline.structure import classify

TABLES = Path(__file__).parent / "cases"
CASES = tomllib.loads((TABLES / "kinds.toml").read_text(encoding="utf-8"))["case"]
GROUPS = tomllib.loads((TABLES / "titles.toml").read_text(encoding="utf-8"))["group"]
TITLES = [(group["kind"], title) for group in GROUPS for title in group["titles"]]


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_what_a_document_is(case: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "dokument.txt"
    path.write_text(case["text"].lstrip(), encoding="utf-8")
    facts = classify(read_document(path, ReadOptions(ocr="never")))
    asked = case.keys() - {"name", "text"}
    wanted = {name: None if case[name] == "NONE" else case[name] for name in asked}
    assert {name: getattr(facts, name) for name in asked} == wanted


@pytest.mark.parametrize(("kind", "title"), TITLES)
def test_a_title_tells_what_a_document_is(kind: str, title: str, tmp_path: Path) -> None:
    path = tmp_path / "dokument.txt"
    told = "Här följer en text om det som har hänt under året, skriven för den som vill veta mer om saken."
    path.write_text(f"Ekby kommun\n\n{title}\n\n2019-03-12\n\n{told}\n", encoding="utf-8")
    assert classify(read_document(path, ReadOptions(ocr="never"))).kind == kind
