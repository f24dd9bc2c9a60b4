"""Verdicts in the cells of follow-ups: told as sentences, and beside what auditors say was done."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pipeline.records import Assessment, DocumentRecords, Finding, Response
from pipeline.stages import process


def follow_up(folder: Path, header: tuple[str, ...], *rows: tuple[str, ...]) -> DocumentRecords:
    """What is found in a follow-up whose table has this header and these rows."""
    paper = docx.Document()
    paper.add_heading("Uppföljande granskning av upphandling", 1)
    paper.add_paragraph(
        "Vi har på revisorernas uppdrag följt upp de rekommendationer som lämnades till kommunstyrelsen."
    )
    table = paper.add_table(rows=1, cols=len(header))
    for cells, texts in ((table.rows[0].cells, header), *((table.add_row().cells, row) for row in rows)):
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
    paper.save(str(folder / "uppfoljning.docx"))
    return process(folder / "uppfoljning.docx")


@pytest.mark.parametrize(
    ("cell", "outcome", "quote"),
    [
        ("Rekommendationen är genomförd. Ny policy antogs i mars.", "addressed", "Rekommendationen är genomförd."),
        ("Rekommendationen är inte genomförd och upprepas.", "not_addressed", None),
        ("Rekommendationen bedöms vara delvis genomförd.", "partly_addressed", None),
        ("Rekommendationen har inte följts upp i år.", "not_followed_up", None),
        ("Nämnden har vidtagit tillräckliga åtgärder.", "addressed", None),
        ("Delvis genomförd. Rutin är ännu inte beslutad.", "partly_addressed", None),
    ],
)
def test_a_verdict_told_as_a_sentence(tmp_path: Path, cell: str, outcome: str, quote: str | None) -> None:
    found = follow_up(
        tmp_path,
        ("Rekommendation", "År", "Bedömning"),
        ("Revidera policyn för upphandling", "2021", cell),
        ("Följa upp avtalstroheten varje år", "2021", "Genomförd"),
    )
    verdicts = [r for r in found.records if isinstance(r, Assessment)]
    first = verdicts[0]
    assert [v.outcome for v in verdicts] == [outcome, "addressed"]
    assert found.document.text[first.at.char_start : first.at.char_end] == (quote or cell)


def test_what_auditors_say_was_done_is_no_answer(tmp_path: Path) -> None:
    found = follow_up(
        tmp_path,
        ("Rekommendation", "Vidtagna åtgärder", "Bedömning"),
        ("Besluta om riktlinjer för granskningen", "Riktlinjer antogs i december och tillämpas.", "Genomförd"),
    )
    assert not [r for r in found.records if isinstance(r, Response)]
    assert [r.outcome for r in found.records if isinstance(r, Assessment)] == ["addressed"]


def test_a_row_names_the_body_and_the_review_of_its_point(tmp_path: Path) -> None:
    found = follow_up(
        tmp_path,
        ("Granskning", "Nämnd", "Rekommendation", "Åtgärdad?", "Kommentar"),
        ("Granskning av bisysslor 2019", "Kommunstyrelsen", "Upprätta en rutin för kontroll", "Ja", "Antagen 2020."),
        ("Granskning av matsvinn 2021", "Kostnämnden", "Mäta matsvinnet vid alla kök", "Nej", "Har inte påbörjats."),
    )
    told = [(f.addressee, f.audit, f.year) for f in found.records if isinstance(f, Finding)]
    assert told == [
        ("kommunstyrelsen", "Granskning av bisysslor 2019", 2019),
        ("kostnämnden", "Granskning av matsvinn 2021", 2021),
    ]
    assert not [r for r in found.records if isinstance(r, Response)]  # the comments are the auditors' own


def test_what_is_noted_beside_the_questions_of_a_review_is_no_earlier_point(tmp_path: Path) -> None:
    found = follow_up(
        tmp_path,
        ("Kontrollfråga", "Bedömning", "Iakttagelser"),
        ("Har nämnden antagit en plan?", "Ja", "Kommunstyrelsen antog planen i december."),
        ("Har nämnden gjort en riskanalys?", "Nej", "Någon riskanalys har inte kunnat uppvisas för året."),
    )
    assert not [r for r in found.records if isinstance(r, Assessment)]
    assert [f.kind for f in found.records if isinstance(f, Finding)] == ["criticism"]
