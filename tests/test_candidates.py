"""Which findings an answer can be to: what ties its paper to theirs, and to whom they are addressed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.link.candidates import Candidates
from pipeline.link.texts import families_of
from pipeline.link.told import Paper, Told

REPORT = Paper("rapport", "audit_report", "nämnden", "", "2024-03-01", "Granskning av köp", "", {})
ANSWER = Paper("svar", "response", "kommunstyrelsen", "", "2024-06-01", "Yttrande", "", {})
OTHER = replace(REPORT, id="annan rapport")


def told(name: str, paper: Paper, body: str) -> Told:
    """Something said, by or to that body."""
    none: frozenset[str] = frozenset()
    return Told(
        name, paper, body, 2024, "recommendation", "findings.recommend", 0, 9, name, "", "", none, none, none, none
    )


def found(findings: list[Told], answer: Told, matters: dict[str, str] | None = None) -> set[str]:
    """The names of the findings that the answer is held against."""
    known = {finding.id: finding.id for finding in findings} | (matters or {})
    return {finding.id for finding in Candidates(findings, known).of(answer)}


def test_those_to_the_body_that_answers() -> None:
    findings = [told("egen", REPORT, "kommunstyrelsen"), told("annan", REPORT, "tekniska nämnden")]
    assert found(findings, told("svar", ANSWER, "kommunstyrelsen")) == {"egen"}


def test_several_boards_are_each_one_of_them() -> None:
    findings = [told("båda", REPORT, "kommunstyrelserna"), told("deras", OTHER, "nämndernas")]
    assert found(findings, told("svar", ANSWER, "kommunstyrelsen")) == {"båda"}


def test_those_of_the_case_whomever_they_are_to() -> None:
    numbers = {"ks202412": "KS 2024/12"}
    findings = [
        told("ärendet", replace(REPORT, case_numbers=numbers), "gemensamma nämnden"),
        told("annat", OTHER, "gemensamma nämnden"),
    ]
    answer = told("svar", replace(ANSWER, case_numbers=numbers), "kommunstyrelsen")
    assert found(findings, answer) == {"ärendet"}


def test_those_of_a_paper_whose_points_are_retold() -> None:
    findings = [
        told("först", REPORT, "gemensamma nämnden"),
        told("nästa", REPORT, "gemensamma nämnden"),
        told("annat", OTHER, "gemensamma nämnden"),
        told("återgivet", ANSWER, "kommunstyrelsen"),
    ]
    answer = told("svar", ANSWER, "kommunstyrelsen")
    assert found(findings, answer, {"återgivet": "först"}) == {"återgivet", "först", "nästa"}


def test_a_case_that_half_the_archive_cites_ties_nothing() -> None:
    numbers = {"ks202412": "KS 2024/12"}
    findings = [
        told(f"punkt {n}", replace(REPORT, id=f"rapport {n}", case_numbers=numbers), "nämnden") for n in range(400)
    ]
    assert not found(findings, told("svar", replace(ANSWER, case_numbers=numbers), "kommunstyrelsen"))


def test_a_companys_board_that_is_named_in_the_head() -> None:
    findings = [told("bolaget", REPORT, "sjöbo vatten ab"), told("annat", REPORT, "åby kraft ab")]
    answer = told("svar", replace(ANSWER, body="", head="Styrelsen för Sjöbo Vatten AB lämnar sitt svar"), "styrelsen")
    assert found(findings, answer) == {"bolaget"}


def test_who_is_spoken_of_is_no_word_in_common() -> None:
    asked = families_of("Stadsledningskontoret saknar kunskap om taxelagen hos kommunstyrelsen.")
    said = families_of("Stadsledningskontorets och kommunstyrelsens satsning på teamen fortsätter.")
    assert not asked & said
    assert asked & families_of("Kunskapen om taxelagen ska öka.")
