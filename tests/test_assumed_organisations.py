"""A paper that names no organisation is of that of the papers beside it: every municipality has a kommunstyrelse."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.messages import message
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

_REPORT = """{place}
Revisionsrapport: Granskning av upphandling

2023-03-01

Till kommunstyrelsen

Vi rekommenderar kommunstyrelsen att ta fram en rutin för uppföljning av ingångna avtal.
Vi rekommenderar kommunstyrelsen att utbilda beställare i direktupphandling.
"""
_ANSWER = """Kommunstyrelsen
Yttrande över revisorernas granskning av upphandling

2023-05-02
{case}
Kommunstyrelsen tar till sig rekommendationen och tar fram en rutin för uppföljning av ingångna avtal under hösten.
"""


def _database(folder: Path, files: dict[str, str]) -> sqlite3.Connection:
    for name, text in files.items():
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run_batch([str(folder / "in")], folder / "sparbar.db", BatchOptions(workers=0))
    return open_database(folder / "sparbar.db")


def _assumed(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    rows = connection.execute(
        "SELECT d.path, a.organisation, a.told_by FROM assumed_organisations AS a"
        " JOIN papers AS p ON p.id = a.paper_id AND p.organisation = a.organisation"
        " JOIN documents AS d ON d.id = p.document_id"
    )
    return {"/".join(Path(row[0]).parts[-2:]): (row[1], row[2]) for row in rows}


def _answered(connection: sqlite3.Connection) -> set[str]:
    """The folders of answer and point of each link."""
    rows = connection.execute(
        "SELECT r.path, f.path FROM links AS l JOIN responses AS a ON a.id = l.source_id"
        " JOIN findings AS p ON p.id = l.target_id JOIN documents AS r ON r.id = a.document_id"
        " JOIN documents AS f ON f.id = p.document_id WHERE l.kind = 'answers'"
    )
    return {" -> ".join(Path(path).parts[-2] for path in row) for row in rows}


_TWO = {
    "alby/rapport.txt": _REPORT.format(place="Alby kommun"),
    "alby/svar.txt": _ANSWER.format(case=""),
    "boby/rapport.txt": _REPORT.format(place="Boby kommun").replace("2023-03-01", "2023-03-08"),
}


def test_a_silent_paper_is_of_the_organisation_of_its_folder(tmp_path: Path) -> None:
    connection = _database(tmp_path, _TWO)
    assert _assumed(connection) == {"alby/svar.txt": ("Alby kommun", "folder")}
    shown = CliRunner().invoke(cli, ["show", "svar.txt", "--db", str(tmp_path / "sparbar.db")]).output
    assert "Den antas vara Alby kommun, som de andra handlingarna i mappen." in " ".join(shown.split())
    assert _answered(connection) == {"alby -> alby"}


def test_whom_a_point_is_to_is_told_with_the_organisation(tmp_path: Path) -> None:
    """Where one municipality alone is read in, its name would only be in the way."""
    _database(
        tmp_path / "two", {**_TWO, "boby/bilaga.txt": _TWO["boby/rapport.txt"].replace("Boby k", "BOBY K")}
    ).close()
    _database(tmp_path / "one", {"rapport.txt": _TWO["alby/rapport.txt"]}).close()

    def names(by: str, folder: str) -> set[str]:
        told = CliRunner().invoke(
            cli, ["coverage", "--by", by, "--json", "--db", str(tmp_path / folder / "sparbar.db")]
        )
        return {group["name"] for group in json.loads(told.output)["groups"]}

    assert names("body", "two") == {"kommunstyrelsen (Alby kommun)", "kommunstyrelsen (Boby kommun)"}
    assert names("body", "one") == {"kommunstyrelsen"}
    assert names("organisation", "two") == {"Alby kommun", "Boby kommun"}
    matrix = CliRunner().invoke(
        cli, ["matrix", "--body", "boby", "-o", str(tmp_path / "m.csv"), "--db", str(tmp_path / "two" / "sparbar.db")]
    )
    assert matrix.exit_code == 0
    rows = list(csv.DictReader((tmp_path / "m.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {row[message("matrix.addressee")] for row in rows} == {"kommunstyrelsen (Boby kommun)"}


def test_in_a_folder_of_a_joint_authority_it_is_of_that(tmp_path: Path) -> None:
    """Its members' papers lie there too."""
    own = [_REPORT.format(place="Bergslags räddningsförbund").replace("2023-03-01", f"2023-03-0{n}") for n in (1, 2)]
    files = {"r/a.txt": own[0], "r/b.txt": own[1], "r/c.txt": _TWO["alby/rapport.txt"], "r/svar.txt": _VAGUE}
    connection = _database(tmp_path, files)
    assert _assumed(connection) == {"r/svar.txt": ("Bergslags räddningsförbund", "folder")}


def test_of_one_organisation_nothing_is_assumed(tmp_path: Path) -> None:
    connection = _database(tmp_path, {name: text for name, text in _TWO.items() if name.startswith("alby")})
    assert _assumed(connection) == {} and _answered(connection) == {"alby -> alby"}


@pytest.mark.parametrize(("case", "told"), [("Dnr KS 2023/77", {"in/svar.txt": ("Boby kommun", "case")}), ("", {})])
def test_in_a_folder_of_several_its_case_tells(tmp_path: Path, case: str, told: dict[str, tuple[str, str]]) -> None:
    letter = _REPORT.format(place="Boby kommun\nKommunstyrelsen\nDnr KS 2023/77").replace("Revisionsrapport: ", "")
    files = {"a.txt": _TWO["alby/rapport.txt"], "b.txt": letter.replace("Till kommunstyrelsen\n\n", "")}
    connection = _database(tmp_path, {**files, "svar.txt": _ANSWER.format(case=case)})
    assert _assumed(connection) == told


def test_what_a_new_version_says_itself_is_assumed_no_more(tmp_path: Path) -> None:
    _database(tmp_path, _TWO).close()
    connection = _database(tmp_path, {"alby/svar.txt": "Coby kommun\n" + _ANSWER.format(case="")})
    assert _assumed(connection) == {}
    names = {row[0] for row in connection.execute("SELECT organisation FROM papers")}
    assert names == {"Alby kommun", "Boby kommun", "Coby kommun"}


_VAGUE = """Kommunstyrelsen
Yttrande till revisorerna

2023-05-02

Kommunstyrelsen tar till sig synpunkten. Inköpen gås igenom på nytt.
"""
_OTHER = "Boby kommun\nProtokoll\n\n2023-03-08\n\n§ 4 Taxa\n\nTaxan fastställs.\n"


@pytest.mark.parametrize(("others", "kinds"), [({}, {"answers"}), ({"annan.txt": _OTHER}, {"may_answer"})])
def test_what_may_be_of_another_is_linked_where_it_is_likely_by_far(
    tmp_path: Path, others: dict[str, str], kinds: set[str]
) -> None:
    """The body alone ties them: of one organisation that is enough, of several anybody's kommunstyrelse may answer."""
    connection = _database(tmp_path, {"rapport.txt": _TWO["alby/rapport.txt"], "svar.txt": _VAGUE, **others})
    found = connection.execute("SELECT DISTINCT kind FROM links WHERE kind IN ('answers', 'may_answer')").fetchall()
    assert {row[0] for row in found} == kinds


_FOLLOW_UP = """Revisorerna
Uppföljning av granskning av upphandling

2024-11-20

Rekommendation: ta fram en rutin för uppföljning av ingångna avtal.

Vår bedömning är att rekommendationen är genomförd.
"""


@pytest.mark.parametrize(("others", "count"), [({}, 1), ({"annan.txt": _OTHER}, 0)])
def test_auditors_of_nobody_known_judge_nobody_of_several(tmp_path: Path, others: dict[str, str], count: int) -> None:
    connection = _database(tmp_path, {"a.txt": _TWO["alby/rapport.txt"], "uppfoljning.txt": _FOLLOW_UP, **others})
    judged = connection.execute(
        "SELECT count(*) FROM links AS l JOIN findings AS f ON f.id = l.target_id"
        " JOIN documents AS d ON d.id = f.document_id WHERE l.kind = 'assesses' AND d.filename = 'a.txt'"
    )
    assert judged.fetchone()[0] == count
