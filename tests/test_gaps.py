"""How a point is unanswered: its board answers other points, not this paper, or was not heard at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.records import AgendaItem, Assessment, Assignment, Decision
from pipeline.store import open_database, refresh_chains, replace_links, store_document
from tests.sample_records import Sample, link

POINTS = {
    "omitted": ("socialnämnden", "Avtalen följs inte upp."),
    "answered": ("socialnämnden", "En riskanalys saknas."),
    "no_answer": ("tekniska nämnden", "Målen är otydliga."),
    "unheard": ("kulturnämnden", "Planen är gammal."),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    audit = Sample("Granskning.txt", " ".join(words for _, words in POINTS.values()), kind="audit_report",
                   date="2023-10-01", organisation="Almköpings kommun")  # fmt: skip
    made = {name: audit.finding(words, addressee=body, year=2023) for name, (body, words) in POINTS.items()}
    reply = Sample("Svar.txt", "Nämnden tar fram en plan.", kind="response", body="socialnämnden", date="2024-01-15",
                   organisation="Almköpings kommun")  # fmt: skip
    other = Sample("Svar 2.txt", "Nämnden ser över taxan.", kind="response", body="tekniska nämnden", date="2024-02-15",
                   organisation="Almköpings kommun")  # fmt: skip
    # Too old, and another municipality's: neither tells of what this board said.
    old = Sample("Svar 3.txt", "Vi bygger om.", kind="response", body="kulturnämnden", date="2023-02-15",
                 organisation="Almköpings kommun")  # fmt: skip
    others = Sample("Svar 4.txt", "Vi flyttar.", kind="response", body="kulturnämnden", date="2024-02-15",
                    organisation="Stenåsa kommun")  # fmt: skip
    answer = reply.response("Nämnden tar fram en plan.")
    other.response("Nämnden ser över taxan.")
    old.response("Vi bygger om.")
    others.response("Vi flyttar.")
    connection = open_database(tmp_path / "luckor.db")
    for sample in (audit, reply, other, old, others):
        store_document(connection, sample.found())
    replace_links(connection, [link("answers", answer, made["answered"])])
    return tmp_path / "luckor.db"


def run(path: Path, *arguments: object) -> str:
    done = CliRunner().invoke(cli, [*map(str, arguments), "--db", str(path)])
    assert done.exit_code == 0, done.output
    return done.output


def test_only_what_is_asked_for(path: Path) -> None:
    def quotes(*arguments: str) -> list[str]:
        return [point["text"] for point in json.loads(run(path, "coverage", "--json", *arguments))["findings"]]

    assert quotes("--only", "besvarade") == [POINTS["answered"][1]]
    assert quotes("--only", "unanswered", "--body", "kultur") == [POINTS["unheard"][1]]
    assert len(quotes("--body", "NÄMNDEN")) == len(POINTS)
    assert CliRunner().invoke(cli, ["coverage", "--only", "blommor", "--db", str(path)]).exit_code == 2


def test_how_points_are_unanswered(path: Path) -> None:
    connection = open_database(path)
    told = connection.execute("SELECT f.quote, c.gap FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id")
    assert dict(told.fetchall()) == {words: None if n == "answered" else n for n, (_, words) in POINTS.items()}
    listed = json.loads(run(path, "check", "--json"))["unanswered"]
    assert [item["gap"] for item in listed] == ["omitted", "no_answer", "unheard"]  # the surest gap first
    assert json.loads(run(path, "coverage", "--json"))["total"]["gaps"] == {
        "omitted": 1, "noted": 0, "no_answer": 1, "unheard": 1, "possible": 0, "recommended": 0, "settled": 0,
    }  # fmt: skip
    sentence = "Av de 3 obesvarade: 1 där mottagaren svarar på annat i samma handling"
    page = path.with_suffix(".html")
    run(path, "matrix", "-o", page)
    for said in (run(path, "coverage"), run(path, "status"), page.read_text(encoding="utf-8")):
        assert sentence in said
    assert 'data-g="unheard"' in page.read_text(encoding="utf-8")
    run(path, "matrix", "-o", path.with_suffix(".csv"))
    told = path.with_suffix(".csv").read_text(encoding="utf-8-sig")
    assert "inga svar från mottagaren sedan dess är inlästa" in told
    assert "no answers of the addressee since then were read in" in run(
        path, "coverage", "--list", "--csv", "--lang", "en"
    )


@pytest.mark.parametrize(("body", "title", "outcome", "gap"), [
    ("kommunstyrelsen", "Revisorernas granskning av avtalsuppföljning i socialtjänsten", "noted", "noted"),
    ("kommunstyrelsen", "Revisorernas granskning av avtalsuppföljning i socialtjänsten", "assigned", "unheard"),
    ("kommunfullmäktige", "Revisorernas granskning av avtalsuppföljning i socialtjänsten", "noted", "unheard"),
    ("kommunstyrelsen", "Revisorernas granskning av kommunens fastighetsunderhåll", "noted", "unheard"),
])  # fmt: skip
def test_a_body_that_only_takes_note_has_not_answered(body: str, title: str, outcome: str, gap: str) -> None:
    connection = open_database(":memory:")
    report = Sample("rapport.pdf", "Utveckla uppsikten.", kind="audit_report", date="2023-11-21")
    name = "Granskning av avtalsuppföljning i socialtjänsten"
    report.finding("Utveckla uppsikten.", kind="recommendation", addressee="kommunstyrelsen", audit=name)
    words = f"{title}. Informationen noteras."
    minutes = Sample("protokoll.pdf", words, kind="minutes", date="2024-03-05", body=body)
    item = minutes.add(AgendaItem, words, meeting_id=None, number="41", title=title, body=body)
    minutes.add(Decision, "Informationen noteras.", agenda_item_id=item.id, outcome=outcome, body=body,
                date_from="2024-03-05", paragraph="41")  # fmt: skip
    for made in (report, minutes):
        store_document(connection, made.found())
    refresh_chains(connection)
    row = connection.execute("SELECT * FROM matrix").fetchone()
    assert (row["gap"], row["noted_paragraph"]) == (gap, "41" if gap == "noted" else None)


@pytest.mark.parametrize(("kind", "year", "verdict", "due", "gap"), [
    ("criticism", 2024, None, None, "omitted"),
    ("recommendation", 2024, None, None, "omitted"),
    ("recommendation", 2024, None, "2025-06-19", "no_answer"),  # asked for by itself, after the remark
    ("recommendation", 2022, None, None, "no_answer"),  # of an earlier year, whose answers are others
    ("recommendation", 2022, "addressed", None, "settled"),
    ("recommendation", 2022, "not_addressed", None, "no_answer"),
])  # fmt: skip
def test_what_an_answer_to_the_remark_omits(
    kind: str, year: int, verdict: str | None, due: str | None, gap: str
) -> None:
    audit = Sample("Redogörelse.txt", "Vi riktar anmärkning. En rutin bör tas fram. Svara i juni.", kind="audit_report",
                   date="2025-03-25", organisation="Almköpings kommun")  # fmt: skip
    remark = audit.finding("Vi riktar anmärkning.", kind="remark", addressee="socialnämnden", year=2024)
    point = audit.finding("En rutin bör tas fram.", kind=kind, addressee="socialnämnden", year=year)
    if verdict:
        audit.add(Assessment, "En rutin", outcome=verdict, finding_id=point.id, year=2024)
    if due:
        audit.add(Assignment, "Svara i juni.", task="Svara", given_by="revisorerna", given_to="socialnämnden",
                  report_to="revisorerna", due_to=due, status="open")  # fmt: skip
    reply = Sample("Svar.txt", "Vi delar inte bilden.", kind="response", body="socialnämnden", date="2025-04-07",
                   organisation="Almköpings kommun")  # fmt: skip
    answer = reply.response("Vi delar inte bilden.", responder="socialnämnden")
    connection = open_database(":memory:")
    for made in (audit, reply):
        store_document(connection, made.found())
    replace_links(connection, [link("answers", answer, remark)])
    told = connection.execute("SELECT gap FROM coverage WHERE finding_id = ?", (point.id,)).fetchone()
    assert told[0] == gap


def test_a_selection_says_that_it_is_one_and_when_it_is_empty(path: Path) -> None:
    page = path.with_suffix(".html")
    run(path, "matrix", "-o", page, "--only", "obesvarade", "--body", "kultur", "--year", "2023")
    assert "urval: obesvarade, riktade till ”kultur”, år 2023" in page.read_text(encoding="utf-8")
    for command in (["coverage"], ["matrix", "-o", page]):
        told = run(path, *command, "--body", "blommor")
        assert "Ingen av databasens 4 punkter passar in." in told and "socialnämnden" in told


def test_check_counts_first_and_cuts_no_list_in_silence(tmp_path: Path) -> None:
    points = [f"Nämnden saknar plan {number}." for number in range(9)]
    audit = Sample("Granskning.txt", " ".join(points), kind="audit_report", organisation="Almköpings kommun")
    for words in points:
        audit.finding(words, addressee="kulturnämnden")
    store_document(open_database(tmp_path / "m.db"), audit.found())
    short, whole = run(tmp_path / "m.db", "check"), run(tmp_path / "m.db", "check", "--all")
    assert "9  Punkter utan svar" in short.split("┏")[0] and "9  Inget svar har hittats" in short.split("┏")[0]
    assert short.count("Nämnden saknar plan") == 5 and "Här visas inte 4 av 9" in short and "--all" in short
    assert whole.count("Nämnden saknar plan") == 9 and "Här visas inte" not in whole
