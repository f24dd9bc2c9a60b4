"""What a final report says in sum of a plan stands beside the list of what is overdue in it."""

from __future__ import annotations

import csv
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
