"""`sparbar citations` and `sparbar trace`: what is cited, what it leads to, and the chain through a §."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cli
from pipeline.export.trace import _ONWARD
from pipeline.export.trace_roots import find_root
from pipeline.messages import has_message
from pipeline.records import AgendaItem
from pipeline.store import open_database, store_document
from tests.sample_records import Sample

MINUTES = """Region Älvhöjden
Regionstyrelsen
Protokoll
Sammanträdesdatum: {day}

§ {number} Dnr RS/{number}/2023
Åtgärder för vården <i> & "kost"

Beslut

1. Regiondirektören får i uppdrag att ta fram en plan för måltiderna senast den 1 december 2023.

Ärendet

{text}

§ {next} Dnr RS/{next}/2023
Meddelanden

Beslut

Regionstyrelsen lägger meddelandena till handlingarna.
"""


def sparbar(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    texts = {
        "mars": ("2023-03-08", 31, "Regionstyrelsen beslutade 2023-01-18 § 4 om en översyn enligt 6 kap. 6 § KL."),
        "maj": ("2023-05-10", 52, "Frågan togs upp i regionstyrelsen 2023-03-08 § 31 och i RS 2023-03-08 § 77."),
    }
    for name, (day, number, text) in texts.items():
        (folder / f"{name}.txt").write_text(
            MINUTES.format(day=day, number=number, next=number + 1, text=text), encoding="utf-8"
        )
    path = folder / "s.db"
    assert sparbar("run", folder, "--db", path, "--workers", 0).exit_code == 0
    return path


def test_citations_are_listed_with_what_they_lead_to(database: Path) -> None:
    rows = json.loads(sparbar("citations", "--db", database, "--json").output)
    led = {(r["paragraph"], r["date_from"]): (r["target"], r["unresolved_reason"]) for r in rows if r["body"]}
    assert led["31", "2023-03-08"] == ("regionstyrelsen 2023-03-08 § 31", None)
    assert led["77", "2023-03-08"] == (None, "no_such_paragraph")
    assert led["4", "2023-01-18"] == (None, "not_in_database")
    assert "lag (SFS 2017:725)" in sparbar("citations", "--db", database, "--kind", "statute").output


def test_citations_are_filtered(database: Path) -> None:
    rows = json.loads(sparbar("citations", "--db", database, "--unresolved", "--doc", "maj", "--json").output)
    assert [r["paragraph"] for r in rows] == ["77"] and rows[0]["unresolved_detail"] == "2023-03-08 §§ 31–32"
    table = list(
        csv.DictReader(
            io.StringIO(sparbar("citations", "--db", database, "--csv").output.lstrip("\ufeff")), delimiter=";"
        )
    )
    assert "regionstyrelsen 2023-03-08 § 31" in {r["cited"] for r in table}
    assert "Wrong" not in sparbar("citations", "--db", database, "--wrong", "--lang", "en").output.split()
    assert sparbar("citations", "--db", database, "--doc", "finns-inte").exit_code == 2


def test_check_tells_wrong_references(database: Path) -> None:
    found = json.loads(sparbar("check", "--db", database, "--json").output)["references"]
    assert [(r["cited"], r["reason"], r["instead"]) for r in found] == [
        ("regionstyrelsen 2023-03-08 § 77", "no_such_paragraph", "2023-03-08 §§ 31–32")
    ]
    assert "Felaktiga hänvisningar: 1" in sparbar("check", "--db", database).output


def test_a_trace_goes_both_ways(database: Path) -> None:
    content = json.loads(sparbar("trace", "RS 2023-03-08 § 31", "--db", database, "--json").output)
    by_depth = {(n["record_type"], n["depth"]) for n in content["nodes"]}
    assert {("agenda_items", 0), ("assignments", 1)} <= by_depth
    later = next(n for n in content["nodes"] if n["label"].startswith("Regionstyrelsen 2023-05-10 § 52"))
    assert later["depth"] == 1
    back = json.loads(sparbar("trace", later["id"], "--db", database, "--json").output)
    assert {n["depth"] for n in back["nodes"] if "2023-03-08 § 31" in n["label"]} == {-1}
    assert "Leder vidare" in sparbar("trace", "regionstyrelsen § 31", "--db", database).output


def test_a_cited_item_that_is_not_here_is_traced_too(database: Path) -> None:
    output = sparbar("trace", "RS 2023-01-18 § 4", "--db", database).output
    assert "protokollet finns inte i databasen" in output and "§ 31" in output


@pytest.mark.parametrize("what", ["KF 2023-03-08 § 31", "finns inte", "RS § 999"])
def test_what_is_unknown_is_one_line(database: Path, what: str) -> None:
    result = sparbar("trace", what, "--db", database)
    assert result.exit_code == 2 and len(result.output.strip().splitlines()) == 1


def test_the_picture_is_well_formed_and_escaped(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "ny" / "spår.svg"
    assert sparbar("trace", "RS 2023-03-08 § 31", "--graph", path, "--db", database).exit_code == 0
    text = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)
    said = " ".join(root.itertext())
    assert 'Åtgärder för vården <i> & "kost"' in said and "nämns i" in said and "<i>" not in text


def test_every_kind_of_link_has_words_both_ways() -> None:
    kinds = {*_ONWARD, "decided_in", "part_of"}
    assert [kind for kind in kinds for way in ("edge", "back") if not has_message(f"trace.{way}_{kind}")] == []


def test_an_item_in_two_files_is_one_however_the_organisation_is_spelled(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "t.db")
    ids = []
    for name, organisation in (("utdrag.pdf", "Sjövik stad"), ("bilagor.pdf", "Sjövik Stad")):
        paper = Sample(name, f"§ 31 Yttrande. {name}", kind="minutes_extract", organisation=organisation)
        item = paper.add(AgendaItem, "§ 31 Yttrande.", meeting_id=None, number="31", body="vårdnämnden",
                         date_from="2025-04-03", date_to="2025-04-03")  # fmt: skip
        store_document(connection, paper.found())
        ids.append(item.id)
    root, cited = find_root(connection, "vårdnämnden 2025-04-03 § 31")
    assert root.id in ids and not cited
