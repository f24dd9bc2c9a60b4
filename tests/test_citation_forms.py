"""How many organisations cite: § of minutes, case numbers, statutes and named documents, from tables of cases."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.citations import extract_citations
from pipeline.records import Citation, Facts
from tests.readings import reading_of

FOLDER = Path(__file__).parent / "cases"
WRITERS: dict[str, tuple[str, Callable[[Citation], tuple[str | None, ...]]]] = {
    "citations_forms": ("agenda_item", lambda c: (c.body, c.date_from, c.date_to, c.paragraph, c.case_number)),
    "case_numbers": ("case_number", lambda c: (c.case_number,)),
    "statutes": ("statute", lambda c: (c.statute, c.sfs, c.chapter, c.paragraph, c.subparagraph, c.point)),
    "citations_meetings": ("meeting", lambda c: (c.body, c.date_from, c.date_to)),
    "citations_documents": ("document", lambda c: (c.document_kind, c.title, c.date_from, c.case_number)),
}


def cases_of(name: str) -> list[Any]:
    content = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(name, case, id=f"{name}: {case['text'][:60]}") for case in content["case"]]


def found_in(folder: Path, name: str, case: dict[str, Any]) -> tuple[list[str], list[str]]:
    """What is found of the table's kind, and what its case expects."""
    kind, written = WRITERS[name]
    own = {key: case.get(key) for key in ("body", "date", "organisation")}
    reading = reading_of(folder, case["text"], Facts(kind=case.get("kind", "official_report"), **own))
    found = [c for c in extract_citations(reading) if isinstance(c, Citation) and c.kind == kind]
    for citation in found:
        quote = reading.document.text[citation.at.char_start : citation.at.char_end]
        assert quote and quote == quote.strip()
    assert len({c.id for c in found}) == len(found)
    return sorted("|".join(part or "" for part in written(c)) for c in found), sorted(
        "|".join(part.strip() for part in line.split("|")) for line in case["finds"]
    )


@pytest.mark.parametrize(("name", "case"), [param for name in WRITERS for param in cases_of(name)])
def test_forms(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    found, expected = found_in(tmp_path, name, case)
    assert found == expected
