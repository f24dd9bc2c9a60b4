"""Minutes in the forms of different organisations, whole: items, decisions, assignments, objections, attendance."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import (
    AgendaItem,
    Assignment,
    Attendance,
    Ballot,
    Citation,
    Decision,
    DecisionPoint,
    DocumentRecords,
    ItemPart,
    Meeting,
    Motion,
    Reservation,
    Vote,
)
from pipeline.stages import process

CASES = tomllib.loads((Path(__file__).parent / "cases" / "minutes_forms.toml").read_text(encoding="utf-8"))["case"]


def told(read: DocumentRecords) -> dict[str, Any]:
    """What was found, in the words of a case."""
    records = read.records
    points = [p.decision_id for p in records if isinstance(p, DecisionPoint)]
    return {
        "kind": read.facts.kind,
        "body": read.facts.body,
        "date": read.facts.date,
        "items": [f"{i.number} | {i.title} | {i.case_number or '-'}" for i in records if isinstance(i, AgendaItem)],
        "decisions": [
            f"{d.paragraph or d.case_number} {d.kind} {d.outcome} {points.count(d.id)}"
            for d in records
            if isinstance(d, Decision)
        ],
        "points": [p.text for p in records if isinstance(p, DecisionPoint)],
        "assignments": [
            f"{a.given_to}: {a.task} ({a.due_to or '-'}) {a.status}" for a in records if isinstance(a, Assignment)
        ],
        "givers": [a.given_by or "-" for a in records if isinstance(a, Assignment)],
        "reservations": [f"{r.name or '-'} ({r.party}) {r.kind}" for r in records if isinstance(r, Reservation)],
        "motions": [f"{m.name} ({m.party}) {m.kind}" for m in records if isinstance(m, Motion)],
        "votes": [f"{v.name} {v.vote}" for v in records if isinstance(v, Vote)],
        "ballots": [f"{b.yes}-{b.no}" for b in records if isinstance(b, Ballot)],
        "winners": [b.winner or "-" for b in records if isinstance(b, Ballot)],
        "attendance": [f"{a.role}: {a.name} ({a.party or '-'})" for a in records if isinstance(a, Attendance)],
        "parts": [f"{p.kind}: {p.text}" for p in records if isinstance(p, ItemPart)],
        "adjusted": [m.adjusted_on for m in records if isinstance(m, Meeting)],
        "cited": [c.case_number for c in records if isinstance(c, Citation) and c.kind == "case_number"],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["name"]))
def test_minutes(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(case["text"].strip() + "\n", encoding="utf-8")
    read = process(path)
    found = told(read)
    assert {key: found[key] for key in case if key not in {"name", "text"}} == {
        key: value for key, value in case.items() if key not in {"name", "text"}
    }
    text = read.document.text
    assert all(text[r.at.char_start : r.at.char_end].strip() for r in read.records)
    assert len({r.id for r in read.records}) == len(read.records)


def test_minutes_whose_items_have_no_number_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.txt"
    head = "Samordningsförbundet Sjöhamra\nProtokoll styrelsemöte 2022-05-12\n\nNärvarande: Anna Ek, ordförande"
    below = "Ekonomisk rapport\nBeslut: Styrelsen godkänner rapporten.\n\nSTYRELSEN BESLUTAR\n\natt anta planen."
    path.write_text(f"{head}\n\n{below}\n", encoding="utf-8")
    assert [(p.code, p.detail) for p in process(path).problems] == [("items_lost", "2")]
