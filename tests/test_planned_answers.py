"""An answer that a body says will come, and never comes, is overdue."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.check.overdue import find_overdue
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

PUT_OFF = """Askersby kommun
Omsorgsnämnden
2023-03-15

Svar på granskning av läkemedelshantering

Nämnden har tagit del av rapporten. Nämnden lämnar sitt svar i samband med delårsrapporten i augusti 2023.
"""
ANSWER = """Askersby kommun
Omsorgsnämnden
2023-09-20

Svar på granskning av läkemedelshantering

Nämnden instämmer i rekommendationen. En ny rutin för läkemedelshantering gäller från och med oktober.
"""


@pytest.mark.parametrize(("answered", "late"), [(False, 1), (True, 0)])
def test_an_answer_put_off_is_overdue_until_it_comes(answered: bool, late: int, tmp_path: Path) -> None:
    papers = tmp_path / "in"
    papers.mkdir()
    (papers / "besked.txt").write_text(PUT_OFF, encoding="utf-8")
    if answered:
        (papers / "svar.txt").write_text(ANSWER, encoding="utf-8")
    run_batch([str(papers)], tmp_path / "a.db", BatchOptions(workers=0))
    connection = open_database(tmp_path / "a.db")
    planned = connection.execute("SELECT quote, body, due_to FROM planned_answers").fetchall()
    assert [tuple(row) for row in planned] == [
        ("Nämnden lämnar sitt svar i samband med delårsrapporten i augusti 2023.", "omsorgsnämnden", "2023-08-31")
    ]
    overdue = [row for row in find_overdue(connection, date(2024, 1, 1)) if row.record_type == "planned_answers"]
    assert len(overdue) == late
    connection.close()


LISTED = """Askersby kommun
Omsorgsnämnden
2023-03-15

Nämndens förklaring till revisorerna

Granskning larm och trygghet (Svar juni 2023)
Svar på denna granskning kommer att lämnas i juni 2023, men en upphandling pågår.

 • Granskning Hemgång – till nämnden 2023-02-01
– svar planeras augusti 2023

• Granskning Boendeplatser – till nämnden 2023-02-03 – svar
planeras september 2023
"""


def test_which_audit_it_will_answer_stands_in_the_line_above(tmp_path: Path) -> None:
    (tmp_path / "besked.txt").write_text(LISTED, encoding="utf-8")
    run_batch([str(tmp_path / "besked.txt")], tmp_path / "a.db", BatchOptions(workers=0))
    connection = open_database(tmp_path / "a.db")
    told = connection.execute("SELECT text, due_to FROM promises WHERE record_type = 'planned_answers' ORDER BY 2")
    found = [(row["text"].split(":")[0].split(" –")[0].removeprefix("• "), row["due_to"]) for row in told]
    assert found == [
        ("Granskning larm och trygghet", "2023-06-30"),
        ("Granskning Hemgång", "2023-08-31"),
        ("Granskning Boendeplatser", "2023-09-30"),
    ]
    connection.close()
