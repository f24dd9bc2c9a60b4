"""Links from findings to measures, to decisions and to follow-ups; and what is late on a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from pipeline.check import find_overdue, find_wrong_figures
from pipeline.check.assignments import AssignmentFilters, find_assignments
from pipeline.cli.checks import check_command, overdue_command
from pipeline.export.matrix import export_matrix, load_matrix
from pipeline.export.plan_words import decided_in
from pipeline.link import link_records
from pipeline.link.carried_out import link_measures
from pipeline.link.decided import link_decisions
from pipeline.link.follows_up import link_follow_ups
from pipeline.records import AgendaItem, Assignment, Citation, Claim, Decision, Finding, Link, Measure, Response
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link


def test_a_measure_inside_an_answer_goes_with_the_finding(tmp_path: Path) -> None:
    said = "Svar: Nämnden delar bilden. Förvaltningen har infört en ny inköpsrutin."
    sample = Sample("svar.txt", f"Rutinerna för inköp brister. {said}")
    finding = sample.add(Finding, "Rutinerna för inköp brister.", kind="criticism")
    answer = sample.add(Response, said)
    measure = sample.add(Measure, "Förvaltningen har infört en ny inköpsrutin.", text="ny inköpsrutin", status="done")
    connection = open_database(tmp_path / "a.db")
    store_document(connection, sample.found())
    answers = [Link("answers", "responses", answer.id, "findings", finding.id, 0.9, "layout", "")]
    links = link_measures(connection, answers)
    assert [(k.kind, k.source_id, k.target_id) for k in links] == [("carried_out_by", finding.id, measure.id)]
    assert link_measures(connection, []) == []


def test_a_measure_goes_with_the_answer_in_whose_words_it_stands(tmp_path: Path) -> None:
    audit = Sample("granskning.txt", "Rutinerna brister.", kind="audit_report", date="2023-11-01")
    finding = audit.finding("Rutinerna brister.")
    reply = Sample(
        "svar.txt", "Vi instämmer och ser över dem. Chefen är informerad.", kind="response", date="2024-02-01"
    )
    first = reply.response("Vi instämmer och ser över dem.")
    other = reply.response("Chefen är informerad.")
    own = reply.measure("ser över dem.", status="planned", response_id=first.id, lead="Vi instämmer och")
    party = Sample("yttrande.txt", "Vi har redan infört en ny rutin.", kind="response", date="2024-02-02")
    apart = party.response("Vi har redan infört en ny rutin.", standing="minority")
    theirs = party.measure("infört en ny rutin.", status="done", response_id=apart.id)
    connection = open_database(tmp_path / "m.db")
    for sample in (audit, reply, party):
        store_document(connection, sample.found())
    answers = [link("answers", answer, finding) for answer in (first, other, apart)]
    replace_links(connection, [*answers, *(link("carried_out_by", finding, measure) for measure in (own, theirs))])
    rows = {row["response_id"]: row["measure_id"] for row in connection.execute("SELECT * FROM matrix")}
    assert rows == {first.id: own.id, other.id: None, apart.id: None}
    measures = {row["measure"] for row in connection.execute("SELECT measure FROM matrix")}
    assert measures == {"Vi instämmer och ser över dem.", None}  # with its subject
    # what a minority says that it did is nothing that the body did
    assert connection.execute("SELECT depth, has_action FROM coverage").fetchone()[:] == ("answered", 0)


def test_the_same_measure_later_follows_up_the_earlier(tmp_path: Path) -> None:
    words = "Ta fram en plan för digital arkivering"
    plan = Sample("plan.txt", words, kind="action_plan", organisation="Region Exempel", date="2020-01-10")
    repeated = f"Att {words.lower()}"
    later = Sample("slut.txt", repeated, kind="follow_up", organisation="Region Exempel", date="2021-02-01")
    other = Sample("annan.txt", f"{words} ", kind="follow_up", organisation="Annan kommun", date="2021-02-01")
    first = plan.add(Measure, words, text=words)
    second = later.add(Measure, repeated, text=repeated)
    other.add(Measure, words, text=words)
    connection = open_database(tmp_path / "b.db")
    for sample in (plan, later, other):
        store_document(connection, sample.found())
    assert [(k.source_id, k.target_id) for k in link_follow_ups(connection)] == [(second.id, first.id)]


def test_an_answer_is_decided_in_its_item_of_the_minutes(tmp_path: Path) -> None:
    text = "§ 12 Yttrande. Nämnden delar kritiken. Beslut: Nämnden antar yttrandet."
    minutes = Sample("protokoll.txt", text, kind="minutes")
    item = minutes.add(AgendaItem, text, meeting_id=None, number="12")
    answer = minutes.add(Response, "Nämnden delar kritiken.")
    decision = minutes.add(Decision, "Nämnden antar yttrandet.", agenda_item_id=item.id)
    connection = open_database(tmp_path / "c.db")
    store_document(connection, minutes.found())
    assert [(k.source_id, k.target_id) for k in link_decisions(connection)] == [(answer.id, decision.id)]


@pytest.mark.parametrize(("paragraph", "count"), [("31", 1), ("32", 0)])
def test_a_decision_in_an_extract_and_in_a_bundle_is_one(tmp_path: Path, paragraph: str, count: int) -> None:
    connection = open_database(tmp_path / "d.db")
    answer = Sample("yttrande.pdf", "Nämnden delar kritiken.", kind="response", body="nämnden", date="2025-04-03")
    answer.add(Response, "Nämnden delar kritiken.", responder="nämnden", date="2025-04-03")
    store_document(connection, answer.found())
    for name, number in (("utdrag.pdf", "31"), ("samling.pdf", paragraph)):
        words = "Nämnden antar yttrandet som sitt eget."
        minutes = Sample(name, f"{name} § {number}. {words}", kind="minutes_extract", body="nämnden")
        item = minutes.add(AgendaItem, words, meeting_id=None, number=number, body="nämnden", date_from="2025-04-03")
        minutes.add(Decision, words, agenda_item_id=item.id, body="nämnden", date_from="2025-04-03", paragraph=number)
        store_document(connection, minutes.found())
    assert len([k for k in link_decisions(connection) if k.source_type == "responses"]) == count


@pytest.mark.parametrize(
    ("words", "cited", "count"),
    [
        ("Nämnden avstår, eftersom beslutet av nämnden den 4 maj 2022, § 7, togs utan beredning.", "2022-05-04", 0),
        ("Nämnden beslutade den 4 maj 2023, § 7, om en ny rutin.", "2023-05-04", 1),
        ("Nämnden antog yttrandet den 4 maj 2022, § 7.", "2022-05-04", 1),
    ],
)
def test_a_decision_older_than_the_criticism_is_what_was_criticised(
    tmp_path: Path, words: str, cited: str, count: int
) -> None:
    audit = Sample("granskning.txt", "Beslutet strider mot lagen.", kind="audit_report", date="2022-11-01")
    finding = audit.finding("Beslutet strider mot lagen.", year=2022)
    minutes = Sample("protokoll.txt", "§ 7 Inköp. Nämnden avbryter alla inköp.", kind="minutes", body="nämnden")
    item = minutes.add(AgendaItem, "§ 7 Inköp.", meeting_id=None, number="7", date_from=cited)
    reply = Sample("svar.txt", words, kind="response", date="2023-06-01")
    answer = reply.response(words)
    place = words[words.index("antog yttrandet" if "antog" in words else "den 4 maj") : words.index("§ 7") + 3]
    reply.add(Citation, place, kind="agenda_item", role="decision", paragraph="7", date_from=cited, target_id=item.id)
    connection = open_database(tmp_path / "o.db")
    for sample in (audit, minutes, reply):
        store_document(connection, sample.found())
    assert len(link_decisions(connection, [link("answers", answer, finding)])) == count


def test_late_and_wrong(tmp_path: Path) -> None:
    sample = Sample("plan.txt", "Ny rutin ska vara klar. Klart redan. Återrapport till nämnden. Summan är 3 + 4 = 8.")
    late = sample.add(Measure, "Ny rutin ska vara klar.", text="Ny rutin", due_to="2023-06-30", status="planned")
    sample.add(Measure, "Klart redan.", text="Klart redan", due_to="2023-06-30", status="done")
    task = sample.add(Assignment, "Återrapport till nämnden.", task="Återrapport", due_to="2023-12-31", status="open")
    sample.add(
        Claim, "3 + 4 = 8", kind="sum", stated=8.0, computed=7.0, unit="", verdict="mismatch", holds=0, how="3 + 4 = 7"
    )
    path = tmp_path / "d.db"
    connection = open_database(path)
    store_document(connection, sample.found())
    assert [o.record_id for o in find_overdue(connection, date(2023, 7, 10))] == [late.id]
    assert [o.record_id for o in find_overdue(connection, date(2024, 1, 1))] == [late.id, task.id]
    assert find_overdue(connection, date(2023, 7, 10))[0].days_late == 10
    assert [f.how for f in find_wrong_figures(connection)] == ["3 + 4 = 7"]
    connection.close()
    shown = CliRunner().invoke(overdue_command, ["--db", str(path), "--today", "2023-07-10", "--json"])
    assert [item["record_id"] for item in json.loads(shown.output)] == [late.id]
    checked = CliRunner().invoke(check_command, ["--db", str(path), "--today", "2023-01-01", "--strict"])
    assert checked.exit_code == 1
    assert "3 + 4 = 7" in checked.output


def test_an_assignment_declared_done_was_given_elsewhere_and_is_reported_there(tmp_path: Path) -> None:
    told = "Fullmäktiges uppdrag 2021-03-04 § 9 till miljönämnden att mäta buller förklaras fullgjort."
    given = "Kulturnämnden får i uppdrag att öppna en scen."
    minutes = Sample("protokoll.txt", f"§ 12 Uppdrag. {told} {given}", kind="minutes", date="2023-04-12")
    item = minutes.add(AgendaItem, f"§ 12 Uppdrag. {told} {given}", meeting_id=None, number="12", title="Uppdrag")
    decision = minutes.add(Decision, f"{told} {given}", agenda_item_id=item.id, kind="decided")
    done = minutes.add(Assignment, told, task="mäta buller", status="done")
    new = minutes.add(Assignment, given, task="öppna en scen", status="open", decision_id=decision.id)
    minutes.add(
        Citation, "Fullmäktiges uppdrag 2021-03-04 § 9", kind="agenda_item", role="decision", body="kommunfullmäktige",
        date_from="2021-03-04", paragraph="9",
    )  # fmt: skip
    connection = open_database(tmp_path / "e.db")
    store_document(connection, minutes.found())
    links = {(k.kind, k.source_id): k.target_id for k in link_records(connection) if k.source_type == "assignments"}
    assert links == {("reported_in", done.id): item.id, ("decided_in", new.id): decision.id}
    listed = {a.assignment_id: a for a in find_assignments(connection, date(2023, 5, 1))}
    assert [decided_in(listed[r.id]) for r in (done, new)] == ["Kommunfullmäktige 2021-03-04 § 9", "2023-04-12 § 12"]


def test_an_assignment_in_several_papers_is_one_with_what_came_of_it(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "f.db")
    words = "ta fram en plan för kommunens arkiv"
    papers = (  # the paper, its day, what it says came of it, by when, and to whom it was given
        ("a.txt", "2022-03-01", "open", "2022-09-30", "kulturnämnden"),
        ("b.txt", "2022-10-01", "reported", None, "kulturnämnden"),
        ("c.txt", "2023-01-01", "unknown", "2022-09-30", "Kulturnämnden"),
        ("d.txt", "2023-03-01", "open", "2023-09-30", "kulturnämnden"),  # another day: another assignment
        ("e.txt", "2023-03-01", "open", "2022-09-30", "socialnämnden"),
    )
    for name, day, status, due, owner in papers:
        task = f"{words} till kommunstyrelsen i september" if name == "a.txt" else words
        paper = Sample(name, f"{day} {due}: {owner} får i uppdrag att {task}.", date=day)
        paper.add(Assignment, paper.document.text, task=task, status=status, due_to=due, given_to=owner)
        store_document(connection, paper.found())
    listed = {a.filename: a for a in find_assignments(connection, date(2023, 5, 1))}
    assert {name: (a.status, a.due_to, a.also) for name, a in listed.items()} == {
        "c.txt": ("reported", "2022-09-30", (("a.txt", 1), ("b.txt", 1))),
        "d.txt": ("open", "2023-09-30", ()),
        "e.txt": ("overdue", "2022-09-30", ()),
    }
    assert len(find_assignments(connection, date(2023, 5, 1), AssignmentFilters(status=("overdue",)))) == 1
    export_matrix(load_matrix(connection, today=date(2023, 5, 1)), tmp_path / "m.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "m.xlsx")["Uppdrag"]
    column = [cell.value for cell in sheet[3]].index("Står också i")
    assert sorted(filter(None, (row[column].value for row in sheet.iter_rows(min_row=4)))) == [
        "a.txt, s. 1; b.txt, s. 1"
    ]
