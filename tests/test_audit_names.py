"""The review that a finding was made in, and its year: of a letter, of a chapter, of what is looked back on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.reviews import review_titled
from pipeline.records import Finding
from tests.test_findings import reading_of


@pytest.mark.parametrize(
    ("title", "words", "review"),
    [
        ("Granskning av färdtjänst", "", "Granskning av färdtjänst"),
        ("Missiv till granskningen av färdtjänst", "", "Granskning av färdtjänst"),
        (
            "Missiv till ansvariga nämnder",
            "Revisorerna har avslutat granskningen av färdtjänst. Granskningen syftade till att bedöma kontrollen.",
            "Granskning av färdtjänst",
        ),
        (
            "Missiv till kommunstyrelsen",
            "Revisorerna har avslutat granskningen Resor utan gränser. Syftet har varit att bedöma styrningen.",
            "Resor utan gränser",
        ),
        (
            "Missiv",
            "Sammandraget bygger på rapporten Granskning av färdtjänst som finns på revisorernas webbplats.",
            "Granskning av färdtjänst",
        ),
        ("Missiv till kommunstyrelsen", "Vi har granskat styrelsen.", "Missiv till kommunstyrelsen"),
    ],
)
def test_a_letter_names_the_review_that_it_lies_before(title: str, words: str, review: str) -> None:
    assert review_titled(title, f"{title}\n{words}\n") == review


def told(tmp_path: Path, text: str) -> list[tuple[str | None, int | None]]:
    reading = reading_of(tmp_path, text, "audit_report", "2023-04-11")
    return [(f.audit, f.year) for f in reading.of(Finding) if isinstance(f, Finding)]


def test_each_chapter_of_a_yearly_account_is_on_its_review(tmp_path: Path) -> None:
    text = """# Revisorernas årsredogörelse 2022

## Granskning av verksamheterna

### Vinterväghållningen

Revisorerna har granskat hur vägarna plogas.

Vi bedömer att tekniska nämnden saknar rutiner för plogningen.

### Färdtjänstens kvalitet

Vi har under året granskat trafiknämndens färdtjänst.

#### Bedömning

Vi bedömer att trafiknämnden inte har säkerställt kvaliteten.

## Övrigt

Vi bedömer att kommunstyrelsen saknar en plan för investeringar.
"""
    assert [audit for audit, _ in told(tmp_path, text)] == ["Vinterväghållningen", "Färdtjänstens kvalitet", None]


def test_criticism_looked_back_on_is_of_its_own_year(tmp_path: Path) -> None:
    text = """# Revisorernas årsredogörelse 2022

## Vad som hänt med anmärkningar från 2021

Det fanns brister i energinämndens kontroll av elhandeln, och styrelsen hade inte fått veta det.

Vi bedömer att energinämnden enligt årets granskning saknar en plan för elhandeln.
"""
    assert [year for _, year in told(tmp_path, text)] == [2021, 2023]
