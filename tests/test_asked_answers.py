"""A request of the auditors for an answer is kept when the answer is there, wherever the request is told of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.check.overdue import find_overdue
from pipeline.extract.answers_asked import extract_asked_answers
from pipeline.link.asked_answers import link_asked_answers
from pipeline.records import Assignment, Decision, Facts
from pipeline.store import open_database, replace_links, store_document
from tests.readings import reading_of
from tests.sample_records import Sample, link

TASK = "senast den 14 april yttra sig över granskningen"


@pytest.mark.parametrize(
    ("responder", "standing", "late"),
    [
        ("tekniska nämnden", "adopted", 0),
        ("tekniska nämnden", "proposed", 1),  # the office's proposal is no answer yet
        ("kulturnämnden", "adopted", 1),
    ],
)
def test_an_answer_that_was_asked_for(responder: str, standing: str, late: int, tmp_path: Path) -> None:
    asked = {"task": TASK, "given_to": "tekniska nämnden", "due_to": "2025-04-14", "status": "open"}
    audit = Sample("Granskning.txt", f"Avtalen följs inte upp. Nämnden ska {TASK}.", kind="audit_report",
                   date="2025-02-01")  # fmt: skip
    finding = audit.finding("Avtalen följs inte upp.", addressee="tekniska nämnden", year=2024)
    audit.add(Assignment, TASK, **asked)
    minutes = Sample("Protokoll.txt", f"Revisorerna ber nämnden att {TASK}.", kind="minutes", date="2025-03-01")
    minutes.add(Assignment, TASK, **asked)
    reply = Sample("Yttrande.txt", "Nämnden ser över avtalen.", kind="response", date="2025-04-03")
    answer = reply.response("Nämnden ser över avtalen.", responder=responder, standing=standing)
    connection = open_database(tmp_path / "a.db")
    for sample in (audit, minutes, reply):
        store_document(connection, sample.found())
    links = [link("answers", answer, finding)]
    replace_links(connection, [*links, *link_asked_answers(connection, links)])
    found = [late for late in find_overdue(connection, date(2026, 1, 1)) if late.record_type == "assignments"]
    assert [item.filename for item in found] == ["Granskning.txt"] * late


@pytest.mark.parametrize(("decided", "late"), [
    ("Nämnden översänder tjänsteskrivelsen som sitt yttrande.", 0), ("Ärendet återremitteras.", 1),
])  # fmt: skip
def test_a_proposal_that_was_sent_on_is_an_answer(decided: str, late: int, tmp_path: Path) -> None:
    connection = open_database(tmp_path / "a.db")
    audit = Sample("Granskning.txt", f"Avtalen följs inte upp. Nämnden ska {TASK}.", kind="audit_report")
    finding = audit.finding("Avtalen följs inte upp.", addressee="tekniska nämnden", year=2024)
    audit.add(Assignment, TASK, task=TASK, given_to="tekniska nämnden", due_to="2025-04-14", status="open")
    office = Sample("Skrivelse.txt", "Kontoret avstår.", kind="official_report", date="2025-03-20")
    proposal = office.response("Kontoret avstår.", responder="tekniska kontoret", standing="proposed")
    minutes = Sample("Protokoll.txt", decided, kind="minutes", date="2025-04-01")
    decision = minutes.add(Decision, decided, body="tekniska nämnden", date_from="2025-04-01")
    for sample in (audit, office, minutes):
        store_document(connection, sample.found())
    links = [link("answers", proposal, finding), link("decided_in", proposal, decision)]
    replace_links(connection, [*links, *link_asked_answers(connection, links)])
    found = [item for item in find_overdue(connection, date(2026, 1, 1)) if item.record_type == "assignments"]
    assert len(found) == late


LETTERS = {
    "Revisorerna önskar svar från socialnämnden och kommunstyrelsen senast den 15 mars 2024.": [
        ("socialnämnden", "2024-03-15"),
        ("kommunstyrelsen", "2024-03-15"),
    ],
    "Skriftligt svar på rekommendationerna emotses senast den 28 juni 2024 från byggnadsnämnden.": [
        ("byggnadsnämnden", "2024-06-28"),
    ],
    "Vi önskar kommunstyrelsens yttrande, med uppgift om åtgärder, senast den 31 mars 2024.": [
        ("kommunstyrelsen", "2024-03-31"),
    ],
    "Revisorerna önskar svar senast den 28 februari 2024.": [(None, "2024-02-28")],
    "Revisorerna önskar att kommunstyrelsen senast den 15 februari 2024 lämnar svar på rapporten.": [
        ("kommunstyrelsen", "2024-02-15"),
    ],
    "Kommunstyrelsen lämnade svar senast den 15 februari 2022.": [],
}


@pytest.mark.parametrize("words", LETTERS)
def test_auditors_ask_for_answers(words: str, tmp_path: Path) -> None:
    text = f"Granskning av avtal\n\nRapporten överlämnas härmed. {words}\n"
    reading = reading_of(tmp_path, text, Facts(kind="cover_letter", date="2023-11-28", body=None))
    found = extract_asked_answers(reading)
    assert [(a.given_to, a.due_to) for a in found if isinstance(a, Assignment)] == LETTERS[words]
    theirs = Facts(kind="response", date="2023-11-28", body=None)
    assert extract_asked_answers(reading_of(tmp_path, text, theirs)) == []


def test_what_was_recommended_is_late_and_not_each_criticism_or_what_is_retold(tmp_path: Path) -> None:
    told = ("Rutinen bör ses över.", "Rutinen saknas.", "Vi riktade 2022 en anmärkning.", "Målen saknas.")
    audit = Sample("Granskning.txt", " ".join((*told, "Yttrandet ska skickas senast i juni.")), kind="audit_report",
                   date="2025-03-25")  # fmt: skip
    audit.finding(told[0], kind="recommendation", addressee="tekniska nämnden", year=2024)
    audit.finding(told[1], addressee="tekniska nämnden", year=2024)
    audit.finding(told[2], kind="remark", addressee="tekniska nämnden", year=2022)
    audit.add(Assignment, "Yttrandet ska skickas senast i juni.", task="Yttrandet", given_by="revisorerna",
              report_to="revisorerna", due_to="2025-06-19", status="open")  # fmt: skip
    connection = open_database(tmp_path / "a.db")
    store_document(connection, audit.found())
    replace_links(connection, [])
    late = [item.text for item in find_overdue(connection, date(2026, 1, 1)) if item.record_type == "findings"]
    assert late == [told[0]]


@pytest.mark.parametrize(("title", "body"), [
    ("Granskning av kulturnämnden", "kulturnämnden"),
    ("Granskning av kulturnämnden och fritidsnämnden", None),
    ("Granskning av inköp", None),
])  # fmt: skip
def test_who_is_asked_where_the_request_names_nobody(title: str, body: str | None, tmp_path: Path) -> None:
    words = "Revisorerna har granskat inköpen. Yttrandet ska skickas till revision@eksta.se senast den 19 juni 2025."
    reading = reading_of(tmp_path, words, Facts(kind="audit_report", title=title, date="2025-03-25"))
    assert [(a.given_to, a.due_to) for a in extract_asked_answers(reading) if isinstance(a, Assignment)] == [
        (body, "2025-06-19")
    ]
