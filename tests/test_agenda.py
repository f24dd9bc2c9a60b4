from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.agenda import extract_minutes
from pipeline.extract.decisions import extract_decisions
from pipeline.read import ReadOptions, read_document
from pipeline.records import (
    AgendaItem,
    Ballot,
    Decision,
    DecisionPoint,
    ItemPart,
    Meeting,
    Motion,
    Reading,
    Reservation,
    Vote,
)
from pipeline.structure import classify, divide_sections, divide_sentences

CASES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "agenda.toml").read_text(encoding="utf-8")
)

MINUTES_OF_ONE_ITEM = """Tallby kommun
Kommunstyrelsen
Protokoll
Sammanträdesdatum 2022-03-01

§ 7 Ny bro över ån

"""


def read(text: str, folder: Path) -> Reading:
    path = folder / "case.txt"
    path.write_text(text.strip() + "\n", encoding="utf-8")
    document = read_document(path, ReadOptions())
    reading = Reading(document, classify(document), divide_sections(document), divide_sentences(document))
    for extract in (extract_minutes, extract_decisions):
        reading = replace(reading, records=(*reading.records, *extract(reading)))
    return reading


@pytest.mark.parametrize("case", CASES["case"], ids=[c["name"] for c in CASES["case"]])
def test_items_and_decisions(case: dict[str, Any], tmp_path: Path) -> None:
    reading = read(case["text"], tmp_path)
    items = [i for i in reading.records if isinstance(i, AgendaItem)]
    assert [f"{i.number} | {i.title} | {i.case_number or '-'}" for i in items] == case["items"]
    decisions = [d for d in reading.records if isinstance(d, Decision)]
    points = [p.decision_id for p in reading.records if isinstance(p, DecisionPoint)]
    shown = [f"{d.paragraph} {d.kind} {d.outcome} {points.count(d.id)}" for d in decisions]
    assert shown == case["decisions"]
    assert all(reading.document.text[d.at.char_start : d.at.char_end].strip() for d in decisions)
    assert len({r.id for r in reading.records}) == len(reading.records)


@pytest.mark.parametrize("case", CASES["votes"], ids=[c["name"] for c in CASES["votes"]])
def test_votes(case: dict[str, Any], tmp_path: Path) -> None:
    records = read(case["text"], tmp_path).records
    votes = [f"{v.ballot} {v.name} ({v.party}) {v.vote}" for v in records if isinstance(v, Vote)]
    assert votes == case["votes"]
    ballots = [f"{b.ballot}: {b.yes}-{b.no} holds {b.tally_holds}" for b in records if isinstance(b, Ballot)]
    assert ballots == case["ballots"]
    reservations = [f"{r.name or '-'} ({r.party}) {r.kind}" for r in records if isinstance(r, Reservation)]
    assert reservations == case["reservations"]


@pytest.mark.parametrize("case", CASES["motions"], ids=[c["name"] for c in CASES["motions"]])
def test_motions(case: dict[str, Any], tmp_path: Path) -> None:
    records = read(MINUTES_OF_ONE_ITEM + case["text"], tmp_path).records
    assert [f"{m.name} ({m.party}) {m.kind}: {m.text}" for m in records if isinstance(m, Motion)] == case["motions"]


@pytest.mark.parametrize("case", CASES["makers"], ids=[c["name"] for c in CASES["makers"]])
def test_who_makes_reservations_and_statements(case: dict[str, Any], tmp_path: Path) -> None:
    records = read(MINUTES_OF_ONE_ITEM + case["text"], tmp_path).records
    made = [f"{r.name or '-'} ({r.party}) {r.kind}" for r in records if isinstance(r, Reservation)]
    assert made == case["reservations"]


@pytest.mark.parametrize("case", CASES["tallies"], ids=[c["text"][:60] for c in CASES["tallies"]])
def test_tallies(case: dict[str, Any], tmp_path: Path) -> None:
    records = read(MINUTES_OF_ONE_ITEM + case["text"], tmp_path).records
    ballots = [[b.yes, b.no, b.abstain, b.absent] for b in records if isinstance(b, Ballot)]
    assert [[-1 if n is None else n for n in ballot] for ballot in ballots] == case["ballots"]


@pytest.mark.parametrize("case", CASES["lists"], ids=[c["name"] for c in CASES["lists"]])
def test_lists_of_votes_behind_the_items(case: dict[str, Any], tmp_path: Path) -> None:
    reading = read(case["text"].replace("<page>", "\f"), tmp_path)
    items = {r.id: r for r in reading.records if isinstance(r, AgendaItem)}
    votes = [
        f"§ {items[v.agenda_item_id].number} {v.ballot}: {v.name} ({v.party}) {v.vote}"
        for v in reading.records
        if isinstance(v, Vote)
    ]
    assert votes == case["votes"]
    holds = [
        f"§ {items[b.agenda_item_id].number} {b.ballot}: {b.tally_holds}"
        for b in reading.records
        if isinstance(b, Ballot)
    ]
    assert holds == case["holds"]
    last = list(items.values())[-1].at
    assert reading.document.text[last.char_start : last.char_end].split("\n")[-1] == case["last_line"]


@pytest.mark.parametrize("case", CASES["parts"], ids=[c["name"] for c in CASES["parts"]])
def test_parts_of_an_item_and_the_meeting_around_it(case: dict[str, Any], tmp_path: Path) -> None:
    records = read(case["text"], tmp_path).records
    assert [f"{p.kind}: {p.text}" for p in records if isinstance(p, ItemPart)] == case["parts"]
    meeting = next(r for r in records if isinstance(r, Meeting))
    assert {key: getattr(meeting, key) for key in case["meeting"]} == case["meeting"]


@pytest.mark.parametrize("case", CASES["sides"], ids=[c["name"] for c in CASES["sides"]])
def test_what_the_sides_of_a_ballot_stand_for(case: dict[str, Any], tmp_path: Path) -> None:
    ballot = [r for r in read(case["text"], tmp_path).records if isinstance(r, Ballot)][-1]
    assert {key: getattr(ballot, key) for key in case["ballot"]} == case["ballot"]
