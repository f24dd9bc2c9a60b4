"""Goals whose year a later paper moves, and measures done in one paper and left in a later one."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.run import BatchOptions, run_batch

PLANS = Path(__file__).parent.parent / "labelled" / "plans" / "documents"
PLAN = """Handlingsplan för klimat 2022

Ekvik kommun, kommunstyrelsen
Datum: 2022-02-01

Målet är att kommunens fordonsflotta ska vara fossilfri senast {year}. Kommunen ska ha en koldioxidbudget senast 2025.
{more}
"""


def contradictions(database: Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(cli, ["check", "--json", "--db", str(database)])
    found: list[dict[str, str]] = json.loads(result.output)["contradictions"]
    return found


def test_a_goal_of_another_year_is_shown_beside_the_first(tmp_path: Path) -> None:
    later = PLAN.replace("2022-02-01", "2023-02-01").format(year=2030, more="")
    (tmp_path / "a.txt").write_text(PLAN.format(year=2026, more=""), encoding="utf-8")
    (tmp_path / "b.txt").write_text(later, encoding="utf-8")
    run_batch([str(tmp_path)], tmp_path / "s.db", BatchOptions(workers=0))
    (found,) = contradictions(tmp_path / "s.db")
    assert "2026" in found["earlier"] and "2030" in found["later"] and "först 2026" in found["reason"]


def test_a_goal_said_to_be_moved(tmp_path: Path) -> None:
    text = PLAN.format(year=2025, more="").replace(
        " Kommunen ska ha", " Målet har flyttats fram till 2029. Kommunen ska ha"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    run_batch([str(tmp_path / "a.txt")], tmp_path / "s.db", BatchOptions(workers=0))
    assert "från 2025 till 2029" in contradictions(tmp_path / "s.db")[0]["reason"]


def test_done_in_one_paper_and_left_in_the_next(tmp_path: Path) -> None:
    run_batch([str(p) for p in sorted(PLANS.glob("13*"))], tmp_path / "s.db", BatchOptions(workers=0))
    (found,) = contradictions(tmp_path / "s.db")
    assert found["earlier_filename"].startswith("13b") and found["later_filename"].startswith("13c")


def test_an_effect_is_told_as_planned_after_its_outcome(tmp_path: Path) -> None:
    rows = (
        "| Åtgärd | Ansvarig | {name} | Status |\n| --- | --- | --- | --- |\n"
        "| Samordna vaktmästeriet på skolorna | Fastighetschef | {effect} | {status} |\n"
    )
    head = "# {title}\n\nEkvik kommun, kommunstyrelsen\n\nDatum: {day}\n\n"
    told = [
        ("Åtgärdsplan besparingar", "2020-01-15", "Beräknad effekt", "1 200 tkr", "Planerad"),
        ("Uppföljning av åtgärdsplan besparingar", "2021-02-10", "Uppnådd effekt", "900 tkr", "Klart"),
        ("Slutrapport åtgärdsplan besparingar", "2021-11-10", "Beräknad effekt", "1 200 tkr", "Klart"),
    ]
    for number, (title, day, name, effect, status) in enumerate(told):
        text = head.format(title=title, day=day) + rows.format(name=name, effect=effect, status=status)
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    run_batch([str(tmp_path)], tmp_path / "s.db", BatchOptions(workers=0))
    reasons = [c["reason"] for c in contradictions(tmp_path / "s.db")]
    assert reasons == ["planerad effekt (1 200 tkr) anges fast utfallet redan var känt (900 tkr)"]
