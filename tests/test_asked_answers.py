"""A request of the auditors for an answer is kept when the answer is there, wherever the request is told of."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.check.overdue import find_overdue
from pipeline.link.asked_answers import link_asked_answers
from pipeline.records import Assignment
from pipeline.store import open_database, replace_links, store_document
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
