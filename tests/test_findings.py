"""Findings, answers and verdicts in invented papers, and patterns against their own examples."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.assessments import extract_assessments
from pipeline.extract.findings import extract_findings
from pipeline.extract.responses import extract_responses
from pipeline.lexicon import load_lexicon
from pipeline.read import ReadOptions, read_document
from pipeline.records import Assessment, Composite, Facts, Finding, Mention, Reading, Response
from pipeline.stages import process
from pipeline.structure import divide_sections, divide_sentences

CASES = Path(__file__).parent / "cases"
OWN_LEXICONS = ("findings", "responses", "stances", "assessments")


def cases(name: str) -> list[Any]:
    content = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in content["case"]]


def reading_of(folder: Path, text: str, kind: str, date: str | None = None, title: str | None = None) -> Reading:
    path = folder / "paper.txt"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    document = read_document(path, ReadOptions())
    facts = Facts(kind=kind, date=date, title=title)
    reading = Reading(document, facts, divide_sections(document), divide_sentences(document))
    for extract in (extract_findings, extract_responses, extract_assessments):
        reading = replace(reading, records=(*reading.records, *extract(reading)))
    return reading


def words_of(reading: Reading, start: int, end: int) -> str:
    return " ".join(reading.document.text[start:end].split())


@pytest.mark.parametrize("name", OWN_LEXICONS)
def test_patterns_find_their_examples_and_nothing_else(name: str) -> None:
    for pattern in load_lexicon(name).patterns:
        assert pattern.examples and pattern.counter_examples, pattern.id
        assert [e for e in pattern.examples if not pattern.regex.search(e)] == [], pattern.id
        assert [e for e in pattern.counter_examples if pattern.regex.search(e)] == [], pattern.id


@pytest.mark.parametrize("case", cases("findings"))
def test_findings(case: dict[str, Any], tmp_path: Path) -> None:
    reading = reading_of(tmp_path, case["text"], case["document"])
    found = [f for f in reading.of(Finding) if isinstance(f, Finding)]
    told = [[f.kind, f.addressee or "", words_of(reading, f.at.char_start, f.at.char_end)] for f in found]
    assert told == case["findings"]
    assert len([m for m in reading.of(Mention) if isinstance(m, Mention)]) == case.get("mentions", 0)
    if "years" in case:
        assert [f.year for f in found] == case["years"]
    if "audits" in case:
        assert [f.audit for f in found] == case["audits"]


@pytest.mark.parametrize("case", cases("responses"))
def test_responses(case: dict[str, Any], tmp_path: Path) -> None:
    reading = reading_of(tmp_path, case["text"], case["document"], title=case.get("title"))
    found = [r for r in reading.of(Response) if isinstance(r, Response)]
    told = [
        [r.stance, len(r.finding_ids), words_of(reading, r.at.char_start, r.at.char_end)[: len(wanted[2])]]
        for r, wanted in zip(found, case["responses"], strict=False)
    ]
    assert told == case["responses"]
    assert len(found) == len(case["responses"])
    if "says" in case:
        assert [words_of(reading, r.at.char_start, r.at.char_end) for r in found] == case["says"]
    if "standing" in case:
        assert [r.standing for r in found] == case["standing"]


@pytest.mark.parametrize("case", cases("assessments"))
def test_assessments(case: dict[str, Any], tmp_path: Path) -> None:
    reading = reading_of(tmp_path, case["text"], "audit_report")
    found = [a for a in reading.of(Assessment) if isinstance(a, Assessment)]
    counted: dict[tuple[int, str], int] = {}
    for verdict in found:
        key = (verdict.at.char_start, verdict.outcome)
        counted[key] = counted.get(key, 0) + (verdict.finding_id is not None)
    assert [[outcome, count] for (_, outcome), count in sorted(counted.items())] == case["verdicts"]


def test_a_verdict_on_an_earlier_year_is_not_on_what_is_recommended_now(tmp_path: Path) -> None:
    text = (
        "Granskning av fakturor\n\nSammanfattning\n\nVi rekommenderar socialnämnden att:\n\n"
        "- Se över hur kontrollen av fakturor dokumenteras.\n\nIakttagelser\n\n"
        "Vi konstaterar att brister i fakturakontrollen kvarstår sedan granskningen {}.\n"
    )
    for named, judged in ((2023, [None]), (2025, ["fin"])):
        reading = reading_of(tmp_path, text.format(named), "audit_report", "2025-12-02")
        found = [a.finding_id for a in reading.of(Assessment) if isinstance(a, Assessment)]
        assert [i and i[:3] for i in found] == judged


def test_points_of_one_paragraph_or_list_have_one_parent(tmp_path: Path) -> None:
    text = """Granskning av lokaler

Bedömning

Det saknas en plan för underhållet. Vi bedömer att uppföljningen inte är tillräcklig.

Vi bedömer att nämnden saknar en aktuell riskanalys.

Vi rekommenderar tekniska nämnden att:

- ta fram en plan för underhållet
- följa upp avtalen varje år
"""
    reading = reading_of(tmp_path, text, "audit_report")
    findings = [f for f in reading.of(Finding) if isinstance(f, Finding)]
    parents = {c.id: reading.document.text[c.at.char_start : c.at.char_end] for c in reading.of(Composite)}
    told = [parents.get(f.parent_id or "", "") for f in findings]
    paragraph = "Det saknas en plan för underhållet. Vi bedömer att uppföljningen inte är tillräcklig."
    assert told[:3] == [paragraph, paragraph, ""]
    assert told[3] == told[4]
    assert told[3].startswith("Vi rekommenderar tekniska nämnden att:")
    assert told[3].endswith("följa upp avtalen varje år")


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Nämnden rekommenderas att se över sina rutiner.",
                "Vi bedömer att kontrollen inte är tillräcklig.",
                "Svar: Nämnden instämmer i kritiken.",
                "Rubrik",
                "- Det saknas en plan",
                "”Citat” av revisorerna kritiserade att § 12.",
            ]
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["audit_report", "response", "minutes"]),
)
def test_spans_are_trimmed_and_ids_unique(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], kind: str
) -> None:
    reading = reading_of(tmp_path_factory.mktemp("paper"), "\n\n".join(lines), kind)
    ids = [r.id for r in reading.records]
    assert len(ids) == len(set(ids))
    for record in reading.records:
        quote = reading.document.text[record.at.char_start : record.at.char_end]
        assert quote and quote == quote.strip()


def test_the_end_of_an_item_set_as_a_heading_does_not_end_the_list(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_heading("Granskning av bokföring", 1)
    word.add_paragraph("Vi rekommenderar hamnnämnden att:")
    word.add_paragraph("Se över avgifterna för bryggor", style="List Bullet")
    word.add_heading("liksom i flera fall för kajer", 2)
    word.add_paragraph("Införa ett register över byggnader.", style="List Bullet")
    word.save(str(tmp_path / "rapport.docx"))
    read = process(tmp_path / "rapport.docx")
    asked = [read.document.text[r.at.char_start : r.at.char_end] for r in read.records if isinstance(r, Finding)]
    assert [words.split()[-3:] for words in asked] == [
        ["avgifterna", "för", "bryggor"],
        ["register", "över", "byggnader."],
    ]


@pytest.mark.parametrize(
    ("text", "kind", "auditor"),
    [
        ("Helseplan har på uppdrag av revisorerna granskat vården.", "audit_report", "Helseplan"),
        ("KPMG AB har granskat vården.", "audit_report", "KPMG"),
        # the companies' auditors are named in passing by those whose statement it is
        ("Vi, utsedda revisorer, har granskat nämnderna och genom utsedda lekmannarevisorer bolagen.",
         "audit_statement", "revisorerna"),
    ],
)  # fmt: skip
def test_who_audited(text: str, kind: str, auditor: str, tmp_path: Path) -> None:
    reading = reading_of(tmp_path, f"{text}\n\nVi bedömer att vårdnämnden saknar en plan för vården.", kind)
    assert {f.auditor for f in reading.of(Finding) if isinstance(f, Finding)} == {auditor}
