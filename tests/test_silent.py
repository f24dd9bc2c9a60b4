"""Papers on an audit from which nothing was taken are told of, and others are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.stages import process

_FILLING = "Arbetet beskrivs här med sina delar, sina platser och sina dagar, i den ordning som de kom. "
_LONG = _FILLING * 20
_PARTED = "\n\n".join([_FILLING] * 20)
_PRAISE = "Vi bedömer att nämndens styrning är ändamålsenlig och att kontrollen är tillräcklig."
_LACK = "Vi bedömer att nämnden inte har säkerställt att avtalen följs."


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"Revisionsrapport\n\nGranskning av inköp\n\n{_LONG}\n\n{_PRAISE}\n", ["no_findings"]),
        (f"Revisionsrapport\n\nGranskning av inköp\n\n{_LONG}\n\n{_LACK}\n", []),
        (f"Revisionsrapport\n\nGranskning av inköp\n\n{_PRAISE}\n", []),  # a title page, not a report
        (f"Yttrande över revisionsrapport\n\nTekniska nämnden\n\n{_PARTED}\n", ["no_answers"]),
        (f"Ur veckobrevet\n\n{_LONG}\n\n{'Revisorerna har varit här. ' * 5}\n", ["unknown_about_audit"]),
        (f"Ur veckobrevet\n\n{_LONG}\n\nRevisorerna har varit här.\n", []),
        (f"Handlingsplan för inköp 2024\n\n{_FILLING * 5}\n", ["no_measures"]),
        (f"Handlingsplan för inköp 2024\n\n{_FILLING * 5}\n\nÅtgärder\n\n- Byta ut mallen\n- Utbilda alla\n", []),
        ("Handlingsplan för inköp 2024\n\nAntagen av nämnden.\n", []),
        (f"Hamnen\n\nRevisorerna har granskat avtalen.\n\n{_PRAISE}\n", ["notice_of_auditors"]),
        ("Hamnen\n\nEnligt vår bedömning är det bra, säger revisionens ordförande.\n", ["unknown_about_audit"]),
    ],
    ids=[
        "report",
        "report with a lack",
        "brief",
        "answer",
        "unknown",
        "in passing",
        "plan",
        "plan held",
        "title",
        "notice",
        "said",
    ],
)
def test_a_paper_that_should_have_held_something(tmp_path: Path, text: str, codes: list[str]) -> None:
    path = tmp_path / "papper.txt"
    path.write_text(text, encoding="utf-8")
    assert [problem.code for problem in process(path).problems] == codes


def test_a_judgement_below_a_heading_of_purpose_is_the_auditors(tmp_path: Path) -> None:
    path = tmp_path / "rapport.txt"
    lines = ["Revisionsrapport", "", "Granskning av inköp", "", "Syfte", "Syftet är att bedöma inköpen.", _LACK]
    path.write_text("\n".join(lines), encoding="utf-8")
    quotes = [path.read_text()[r.at.char_start : r.at.char_end] for r in process(path).records if r.table == "findings"]
    assert quotes == [_LACK]


def test_a_short_line_above_a_paragraph_on_one_line_is_a_heading(tmp_path: Path) -> None:
    path = tmp_path / "rapport.txt"
    paragraph = "Här står en mening som är rätt lång men ändå kortare än vad de andra styckena är för sig."
    path.write_text(f"Rapport om torget\n\n{_LONG}\n\nLäget vid torget\n\n{paragraph}\n\n{_LONG}\n", encoding="utf-8")
    assert "Läget vid torget" in [section.title for section in process(path).sections]
