"""Showing a document, explaining a record or a link, and names that fit nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli.search import search_command
from pipeline.cli.show import explain_command, show_command
from pipeline.records import Decision, Problem, Reservation
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

REPORT = Sample(
    "granskning_2023.txt",
    "Först [något] annat. Rutiner saknas. Sedan mer.",
    kind="audit_report",
    case_number="REV 12/2023",
    title="Granskning av loggning",
    date="2023-11-05",
)
FINDING = REPORT.finding("Rutiner saknas.", addressee="vårdnämnden", year=2023)
ANSWER = Sample(
    "svar_2024.txt",
    "Nämnden håller med.",
    *(f"Åtgärd nummer {n:02}." for n in range(15)),
    kind="response",
    date="2024-02-01",
)
RESPONSE = ANSWER.response("Nämnden håller med.", responder="vårdnämnden")
for _n in range(15):
    ANSWER.measure(f"Åtgärd nummer {_n:02}.")
ANSWERS = link("answers", RESPONSE, FINDING)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "test.db"
    connection = open_database(path)
    store_document(connection, REPORT.found(Problem(REPORT.document.path, "no_text", page=1)))
    store_document(connection, ANSWER.found())
    replace_links(connection, [ANSWERS])
    connection.close()
    return path


def run(command: object, database: Path, *arguments: str) -> Result:
    return CliRunner().invoke(command, [*arguments, "--db", str(database)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["granskning_2023.txt", "granskning", "GRANSKNING_2023", "rev 12/2023", REPORT.document.id]
)
def test_show_finds_the_document(database: Path, name: str) -> None:
    told = run(show_command, database, name)
    assert told.exit_code == 0
    for text in (
        "Granskningsrapport",
        "Granskning av loggning",
        "2023-11-05",
        "Inledning",
        "Kritik: Rutiner saknas.",
        FINDING.id,
    ):
        assert text in told.output


def test_show_cuts_long_lists_unless_told(database: Path) -> None:
    assert "… och 5 till" in run(show_command, database, "svar").output
    assert "nummer 14" in run(show_command, database, "svar", "--all").output
    assert "Response" in run(show_command, database, "svar", "--lang", "en").output
    content = json.loads(run(show_command, database, "svar", "--json").output)
    assert len(content["records"]["measures"]) == 15 and content["kind"] == "response" and content["sections"]


def test_explain_a_record(database: Path) -> None:
    told = run(explain_command, database, FINDING.id)
    assert told.exit_code == 0
    for text in (
        "Först [något] annat. »Rutiner saknas.« Sedan mer.",
        "granskning_2023.txt, s. 1",
        "test.findings",
        "0,90",
        "Täckning: Besvarad (svar)",
        "← besvarar 0,90",
        "Nämnden håller med.",
        "test: samma ärende",
        "Varför länkad",
    ):
        assert text in told.output
    content = json.loads(run(explain_command, database, FINDING.id, "--json").output)
    assert (
        content["quote"] == "Rutiner saknas." and content["links"][0]["other"]["id"] == RESPONSE.id and content["why"]
    )


@pytest.mark.parametrize(
    ("lang", "rule", "method"),
    [("sv", "Regel: ord som uttrycker kritik (findings.x.ocr), ur en inskannad sida", "Metod: samma ord (same_words)"),
     ("en", "Rule: words of criticism (findings.x.ocr), from a scanned page", "Method: the same words (same_words)")],
)  # fmt: skip
def test_rules_and_methods_are_told_in_words(lang: str, rule: str, method: str, tmp_path: Path) -> None:
    report = Sample("a.pdf", "Rutiner saknas. Planen saknas.", kind="audit_report")
    one, other = report.finding("Rutiner saknas.", rule="findings.x.ocr"), report.finding("Planen saknas.")
    made = replace(link("repeats", other, one), method="same_words")
    connection = open_database(tmp_path / "a.db")
    store_document(connection, report.found())
    replace_links(connection, [made])
    connection.close()
    assert rule in run(explain_command, tmp_path / "a.db", one.id, "--lang", lang).output
    assert method in run(explain_command, tmp_path / "a.db", made.id, "--lang", lang).output


def test_explain_a_link_and_the_start_of_an_id(database: Path) -> None:
    told = run(explain_command, database, ANSWERS.id)
    assert "Länk: besvarar" in told.output and "Rutiner saknas." in told.output and "Ej granskad" in told.output
    assert FINDING.id in run(explain_command, database, FINDING.id[:12]).output


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [
        (show_command, "gransking_2024", "Närmast: granskning_2023.txt"),
        (show_command, ".txt", "Flera passar in"),
        (show_command, "", "Det finns inget dokument"),
        (explain_command, "fin-0000", "Det finns ingen uppgift eller länk"),
        (explain_command, FINDING.id[:-1] + "x", f"Närmast: {FINDING.id}"),
        (explain_command, "*", "Det finns ingen uppgift eller länk"),
    ],
)
def test_unknown_names(database: Path, command: object, name: str, said: str) -> None:
    told = run(command, database, name)
    assert told.exit_code == 2 and said in told.output and len(told.output.strip().splitlines()) == 1


def test_search_command(database: Path) -> None:
    told = run(search_command, database, "rutin")
    assert told.exit_code == 0 and "»Rutiner« saknas." in told.output and "1 av 1 träffar" in told.output
    content = json.loads(run(search_command, database, "rutin", "--status", "besvarad", "--json").output)
    assert [hit["record_id"] for hit in content["hits"]] == [FINDING.id]
    assert "Inga träffar" in run(search_command, database, "blåbär").output
    assert run(search_command, database, "rutin", "--from", "i fjol").exit_code == 2
    assert run(search_command, database, "rutin", "--status", "blå").exit_code == 2


def test_show_tells_what_stands_beside_the_text(tmp_path: Path) -> None:
    database = tmp_path / "notes.db"
    connection = open_database(database)
    store_document(connection, REPORT.found())
    connection.executemany(
        "INSERT INTO annotations VALUES (?, ?, ?, 1, 'Eva Ek', '2023-11-01', ?, 'Rutiner saknas.')",
        [(REPORT.document.id, 0, "comment", "Stämmer detta?"), (REPORT.document.id, 1, "deletion", "helt")],
    )
    connection.commit()
    connection.close()
    shown = CliRunner().invoke(show_command, ["granskning_2023", "--db", str(database)]).output
    assert "Kommentar (Eva Ek): Stämmer detta?" in shown
    assert "Struket (Eva Ek): helt" in shown


def test_explain_tells_the_class_that_the_matrix_tells(tmp_path: Path) -> None:
    path = tmp_path / "e.db"
    connection = open_database(path)
    report = Sample("rapport.txt", "Underlag saknas. Planen är gammal.", kind="audit_report", date="2023-10-01")
    explained, silent = (report.finding(w, addressee="nämnden") for w in ("Underlag saknas.", "Planen är gammal."))
    reply = Sample("svar.txt", "Antalet har ökat.", kind="response", date="2024-01-15")
    answer = reply.response("Antalet har ökat.", stance="explains", responder="nämnden")
    for made in (report, reply):
        store_document(connection, made.found())
    replace_links(connection, [link("answers", answer, explained)])
    connection.close()
    assert "Täckning: Endast förklaring (svar)" in run(explain_command, path, explained.id).output
    told = " ".join(run(explain_command, path, silent.id).output.split())
    assert "Täckning: Obesvarad: Inget svar har hittats, fast mottagaren svarar på annat" in told


def test_proposals_minorities_and_statements_are_told_as_such(tmp_path: Path) -> None:
    made = Sample(
        "protokoll.txt", "Förslaget bifalls. Vi håller med kritiken. Antecknar vi. Nämnden svarar.", kind="minutes"
    )
    made.response("Vi håller med kritiken.", standing="minority")
    made.response("Nämnden svarar.")
    made.add(Decision, "Förslaget bifalls.", kind="proposed")
    made.add(Reservation, "Antecknar vi.", kind="statement", agenda_item_id="age-0")
    path = tmp_path / "s.db"
    connection = open_database(path)
    store_document(connection, made.found())
    connection.close()
    shown = CliRunner().invoke(show_command, ["protokoll", "--db", str(path)]).output
    for said in ("Minoritetens yttrande: Vi håller", "Förslag till beslut: Förslaget", "anteckning: Antecknar"):
        assert said in shown
    assert "  Nämnden svarar." in shown
