"""What a board answered follows from its decision and the ballot, not from who wrote the paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.link.adopted import link_adopted_statements
from pipeline.link.contradicts import link_contradictions
from pipeline.link.decided import link_decisions
from pipeline.records import AgendaItem, Ballot, Decision, Motion
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample, link

CASES = {
    "the decision names the party's motion": (
        "Nämnden bifaller yrkandet från S och V och antar det som svar.",
        "",
        "adopted",
    ),
    "the winning side followed the maker": (
        "Nämnden avger yttrande enligt omröstningen.",
        "bifall till Stina Ek",
        "adopted",
    ),
    "another party's motion won": ("Nämnden bifaller yrkandet från M och antar det som svar.", "", "minority"),
    "the board only notes it": ("Nämnden antar förvaltningens förslag till svar.", "", "minority"),
    "the winning side refused": ("Nämnden avger svar enligt förvaltningen.", "avslag på Stina Eks yrkande", "minority"),
}


@pytest.mark.parametrize(("decided", "winning", "standing"), CASES.values(), ids=CASES)
def test_a_minority_can_become_the_board(tmp_path: Path, decided: str, winning: str, standing: str) -> None:
    database = open_database(tmp_path / "a.db")
    audit = Sample("granskning.pdf", "Rutiner saknas.", kind="audit_report", date="2023-10-01")
    finding = audit.finding("Rutiner saknas.", addressee="kulturnämnden", year=2023)
    paper = {"body": "kulturnämnden", "case_number": "KN 2023/77"}
    theirs = Sample("yttrande_SV.pdf", "Vi delar revisorernas kritik.", kind="response", date="2024-01-20", **paper)
    statement = theirs.response("Vi delar revisorernas kritik.", standing="minority", responder="S, V")
    office = Sample("tjut.pdf", "Förvaltningen håller inte med.", kind="official_report", date="2024-01-10", **paper)
    proposal = office.response("Förvaltningen håller inte med.", standing="proposed", stance="disputes")
    words = f"§ 4 Svar till revisorerna. Stina Ek (S) yrkar bifall. {decided} Omröstning."
    minutes = Sample("protokoll.pdf", words, kind="minutes", date="2024-01-25", **paper)
    item = minutes.add(AgendaItem, words, meeting_id=None, number="4", title="Svar till revisorerna", **paper)
    minutes.add(Motion, "Stina Ek (S) yrkar bifall.", agenda_item_id=item.id, name="Stina Ek", party="S")
    minutes.add(Decision, decided, agenda_item_id=item.id, outcome="approved", date_from="2024-01-25", **paper)
    if winning:
        minutes.add(
            Ballot, "Omröstning.", agenda_item_id=item.id, ballot=1, yes_means=winning, no_means="-", winner="yes"
        )
    for sample in (audit, theirs, office, minutes):
        store_document(database, sample.found())
    answers = [link("answers", statement, finding), link("answers", proposal, finding)]
    replace_links(database, [*answers, *link_decisions(database), *link_adopted_statements(database)])
    told = dict(database.execute("SELECT response_id, standing FROM matrix WHERE response_id IS NOT NULL").fetchall())
    assert told[statement.id] == standing
    if standing == "adopted":
        assert told[proposal.id] == "proposed"
        stance = database.execute("SELECT stance FROM coverage").fetchone()[0]
        assert stance == "agrees"


@pytest.mark.parametrize(("standing", "count"), [("adopted", 1), ("minority", 0)])
def test_a_board_that_says_both_is_told(tmp_path: Path, standing: str, count: int) -> None:
    database = open_database(tmp_path / "a.db")
    audit = Sample("granskning.pdf", "Rutiner saknas.", kind="audit_report")
    finding = audit.finding("Rutiner saknas.", addressee="kulturnämnden")
    first = Sample("svar.pdf", "Vi instämmer.", kind="response", body="kulturnämnden", date="2024-01-01")
    later = Sample("svar2.pdf", "Kritiken är oriktig.", kind="response", body="kulturnämnden", date="2024-03-01")
    yes = first.response("Vi instämmer.", responder="kulturnämnden")
    no = later.response("Kritiken är oriktig.", responder="kulturnämnden", stance="disputes", standing=standing)
    for sample in (audit, first, later):
        store_document(database, sample.found())
    links = link_contradictions(database, [link("answers", yes, finding), link("answers", no, finding)])
    assert [(k.source_id, k.target_id) for k in links] == [(no.id, yes.id)] * count


CHANGES = {
    "as it was proposed": ("Nämnden antar förvaltningens förslag till svar.", "adopted"),
    "changed in this point": (
        "Nämnden antar förvaltningens förslag till svar med ändringen att avvikelser rapporteras två gånger per år.",
        "proposed",
    ),
    "another point of the decision speaks of it": (
        "Nämnden antar förvaltningens förslag till svar med tillägget att lokalerna ses över.\n\n"
        "2. Chefen får i uppdrag att rapportera avvikelser två gånger per år.",
        "adopted",
    ),
    "changed in another": (
        "Nämnden antar förvaltningens förslag till svar med tillägget att lokalerna ses över.",
        "adopted",
    ),
}


@pytest.mark.parametrize(("decided", "standing"), CHANGES.values(), ids=CHANGES)
def test_what_a_decision_changes_is_not_adopted(tmp_path: Path, decided: str, standing: str) -> None:
    database = open_database(tmp_path / "a.db")
    asked = "Rapportera avvikelser till nämnden två gånger per år."
    audit = Sample("granskning.pdf", asked, kind="audit_report", date="2023-10-01")
    finding = audit.finding(asked, addressee="kulturnämnden", year=2023)
    paper = {"body": "kulturnämnden", "case_number": "KN 2023/77"}
    office = Sample("tjut.pdf", "Att rapportera en gång räcker.", kind="official_report", date="2024-01-10", **paper)
    proposal = office.response("Att rapportera en gång räcker.", standing="proposed", stance="disputes")
    minutes = Sample("protokoll.pdf", decided, kind="minutes", date="2024-01-25", **paper)
    item = minutes.add(AgendaItem, decided, meeting_id=None, number="4", title="Svar till revisorerna", **paper)
    minutes.add(Decision, decided, agenda_item_id=item.id, outcome="approved", date_from="2024-01-25", **paper)
    for sample in (audit, office, minutes):
        store_document(database, sample.found())
    replace_links(database, [link("answers", proposal, finding), *link_decisions(database)])
    assert database.execute("SELECT standing FROM matrix").fetchone()[0] == standing
    status = database.execute("SELECT status FROM coverage").fetchone()[0]
    assert status == ("answered" if standing == "adopted" else "partly_answered")
