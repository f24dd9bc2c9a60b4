"""What a final report says in sum of a plan stands beside the list of what is overdue in it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.run import BatchOptions, run_batch

_PLAN = """Alby kommun
Handlingsplan för arkivet

2022-03-01

| Åtgärd | Ansvarig | Klart | Status |
| --- | --- | --- | --- |
| Ta fram en arkivplan | Arkivchefen | 2022-09-30 | Pågår |
| Utbilda registratorerna | Kanslichefen | 2022-11-30 | Planerad |
"""
_REPORT = """{place}
Slutrapport för arkivprojektet

{day}

Av 20 åtgärder i handlingsplanen är 18 klara. Följande åtgärder återstår:

- Ta fram en gallringsplan
- Flytta närarkivet
"""
_SAYS = "som säger: ”Av 20 åtgärder i handlingsplanen är 18 klara”"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        pytest.param(_REPORT.format(place="Alby kommun", day="2023-02-01"), True, id="later"),
        pytest.param(_REPORT.format(place="Alby kommun", day="2021-02-01"), False, id="of a plan before it"),
        pytest.param(_REPORT.format(place="Boby kommun", day="2023-02-01"), False, id="of another municipality"),
    ],
)
def test_what_is_said_in_sum_is_told_beside_what_is_overdue(tmp_path: Path, report: str, told: bool) -> None:
    for name, text in (("plan.md", _PLAN), ("slutrapport.txt", report)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "plan.md"), str(tmp_path / "slutrapport.txt")], database, BatchOptions(workers=0))
    run = ["--db", str(database), "--today", "2024-01-01"]
    shown = " ".join(CliRunner().invoke(cli, ["overdue", *run]).output.split())
    assert "Ta fram en" in shown and (_SAYS in shown) is told
    rows = CliRunner().invoke(cli, ["overdue", "--csv", *run]).output.splitlines()
    assert len(list(csv.reader(rows, delimiter=";"))) == 3  # the table itself holds nothing else
    page = tmp_path / "m.html"
    assert CliRunner().invoke(cli, ["matrix", "-o", str(page), *run]).exit_code == 0
    assert (_SAYS in page.read_text(encoding="utf-8")) is told


@pytest.mark.parametrize(
    "words",
    ["Samtliga åtgärder i handlingsplanen är nu genomförda", "Av 20 åtgärder i handlingsplanen är 18 klara"],
)
def test_a_sum_that_no_list_goes_with_is_told_too(words: str, tmp_path: Path) -> None:
    report = f"Alby kommun\nSlutrapport för arkivprojektet\n\n2023-02-01\n\nProjektet är slut. {words}.\n"
    for name, text in (("plan.md", _PLAN), ("slutrapport.txt", report)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "plan.md"), str(tmp_path / "slutrapport.txt")], database, BatchOptions(workers=0))
    shown = CliRunner().invoke(cli, ["overdue", "--db", str(database), "--today", "2024-01-01"]).output
    assert f"slutrapport.txt, s. 1, som säger: ”{words}”" in " ".join(shown.split())


def test_goals_that_are_met_are_no_measures(tmp_path: Path) -> None:
    report = "Alby kommun\nÅrsrapport för arkivet\n\n2023-02-01\n\nProjektet är slut. Av 20 mål är 18 helt uppfyllda.\n"
    for name, text in (("plan.md", _PLAN), ("slutrapport.txt", report)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "plan.md"), str(tmp_path / "slutrapport.txt")], database, BatchOptions(workers=0))
    shown = CliRunner().invoke(cli, ["overdue", "--db", str(database), "--today", "2024-01-01"]).output
    assert "Jämför med" not in shown


_PROPOSAL = """Alby kommun
Kommunledningskontoret
Tjänsteskrivelse

2022-03-01

Översyn av arkivet

Förslag till beslut

Kommunstyrelsen beslutar att ge kanslichefen i uppdrag att senast den 30 september 2022 ta fram en ny arkivplan.
"""


def test_an_assignment_that_is_only_proposed_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "skrivelse.txt").write_text(_PROPOSAL, encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "skrivelse.txt")], database, BatchOptions(workers=0))
    told = CliRunner().invoke(cli, ["overdue", "--csv", "--db", str(database), "--today", "2024-01-01"]).output
    (row,) = csv.DictReader(told.splitlines(), delimiter=";")
    assert "arkivplan" in row["Vad"] and row["Läge"] == "Föreslaget"


_HALL_PLAN = """Alby kommun
Handlingsplan för simhallen

2022-03-01

| Åtgärd | Ansvarig | Klart | Status |
| --- | --- | --- | --- |
| Byta reningsverkets filter | Fastighetschefen | 2022-09-30 | Pågår |
| Utbilda badvakterna i livräddning | Badchefen | 2022-10-31 | Planerad |
| Laga taket över stora bassängen | Fastighetschefen | 2022-11-30 | Planerad |
| Införa bokning av banor | Badchefen | 2022-12-31 | Planerad |
| Sätta upp räcken i duscharna | Badchefen | 2022-12-31 | Planerad |
"""
_HALL_REPORT = """Alby kommun
Slutrapport för simhallens handlingsplan

2023-02-01

Av {whole} åtgärder i handlingsplanen är 3 klara. Följande åtgärder återstår:

- Laga taket över stora bassängen
- Införa bokning av banor
"""
_HALL_FOLLOW_UP = """Alby kommun
Uppföljning av handlingsplan för simhallen

2023-02-01

| Åtgärd | Ansvarig | Klart | Status |
| --- | --- | --- | --- |
{rows}"""
_ROWS = (
    "| Laga taket över stora bassängen | Fastighetschefen | 2022-11-30 | Pågår |\n",
    "| Införa bokning av banor | Badchefen | 2022-12-31 | Pågår |\n",
    "| Byta reningsverkets filter | Fastighetschefen | 2022-09-30 | Pågår |\n",
)


def _late(tmp_path: Path, later: str) -> tuple[dict[str, str], Path]:
    """What `overdue` lists of the plan of the swimming hall, each with why it is uncertain; and the database."""
    (tmp_path / "plan.md").write_text(_HALL_PLAN, encoding="utf-8")
    (tmp_path / "senare.md").write_text(later, encoding="utf-8")
    database = tmp_path / "sparbar.db"
    run_batch([str(tmp_path / "plan.md"), str(tmp_path / "senare.md")], database, BatchOptions(workers=0))
    told = CliRunner().invoke(cli, ["overdue", "--csv", "--db", str(database), "--today", "2024-01-01"]).output
    return {row["Vad"]: row["Osäkert"] for row in csv.DictReader(told.splitlines(), delimiter=";")}, database


def test_what_a_sum_and_its_list_tell_done_is_not_late(tmp_path: Path) -> None:
    late, database = _late(tmp_path, _HALL_REPORT.format(whole=5))
    assert late == {"Laga taket över stora bassängen": "", "Införa bokning av banor": ""}
    told = CliRunner().invoke(cli, ["measures", "--db", str(database), "--json", "--text", "filter"]).output
    (measure,) = json.loads(told)
    assert (measure["status"], measure["counted_in"]) == ("done", "senare.md")
    assert measure["status_text"] == "Av 5 åtgärder i handlingsplanen är 3 klara"


def test_where_sum_and_list_do_not_agree_the_rest_is_uncertain(tmp_path: Path) -> None:
    late, database = _late(tmp_path, _HALL_REPORT.format(whole=4))
    assert [bool(doubt) for doubt in late.values()] == [False, False, True, True, True]
    assert "”Av 4 åtgärder i handlingsplanen är 3 klara”" in late["Byta reningsverkets filter"]
    run = ["--db", str(database), "--today", "2024-01-01"]
    shown = CliRunner().invoke(cli, ["overdue", *run]).output
    assert "2024-01-01: 2" in shown and "osäkert om det är klart: 3" in shown and "Jämför med" not in shown
    page = tmp_path / "m.html"
    assert CliRunner().invoke(cli, ["matrix", "-o", str(page), *run]).exit_code == 0
    assert "Av dem är 3 osäkra" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("rows", "doubted"), [pytest.param(3, 2, id="most"), pytest.param(2, 0, id="a few")])
def test_what_a_follow_up_of_most_of_the_plan_leaves_out_is_uncertain(tmp_path: Path, rows: int, doubted: int) -> None:
    late, _ = _late(tmp_path, _HALL_FOLLOW_UP.format(rows="".join(_ROWS[:rows])))
    assert len(late) == 5 and sum("återfinns inte i senare.md" in doubt for doubt in late.values()) == doubted
