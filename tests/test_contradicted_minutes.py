"""What minutes and heads of papers tell against each other is shown; what only looks so is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.check import find_contradictions
from pipeline.link.contradicted_minutes import link_contradicted_minutes
from pipeline.records import AgendaItem, Decision, Meeting
from pipeline.resolve import mark_same_items
from pipeline.stages import process
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample

ITEM = {"meeting_id": None, "number": "12", "title": "Svar på granskning", "case_number": "KN 2024/8"}
DAY = {"body": "kulturnämnden", "date_from": "2024-03-05", "date_to": "2024-03-05"}
LONG = "Kulturnämnden antar förvaltningens förslag till yttrande och överlämnar det till revisorerna."
OTHER = "Ärendet återremitteras till förvaltningen för att kompletteras med en tidsatt plan för arkivet."


def _paper(name: str, words: str, decided: str = "", **item: Any) -> Sample:
    sample = Sample(name, f"§ 12 {words} {decided}", kind="minutes_extract", body="kulturnämnden")
    row = sample.add(AgendaItem, f"§ 12 {words} {decided}".strip(), **{**ITEM, **DAY, **item})
    if decided:
        sample.add(Decision, decided, agenda_item_id=row.id, kind="decided", body=row.body, date_from=row.date_from)
    return sample


def _reasons(tmp_path: Path, *samples: Sample) -> list[str]:
    database = open_database(tmp_path / "a.db")
    for sample in samples:
        store_document(database, sample.found())
    mark_same_items(database)
    replace_links(database, link_contradicted_minutes(database))
    return [c.reason for c in find_contradictions(database)]


CASES = {
    "two days": ({"date_from": "2024-03-08"}, "", "", "har två datum: 2024-03-05 och 2024-03-08"),
    "two case numbers": ({"case_number": "KN 2024/9"}, "", "", "har två ärendenummer: KN 2024/8 och KN 2024/9"),
    "two decisions": ({}, LONG, OTHER, "har olika beslut i två handlingar"),
    "the same": ({}, LONG, LONG.replace("och överlämnar", "samt lämnar"), ""),
    "another year": ({"date_from": "2025-03-04"}, "", "", ""),
    "another matter": ({"date_from": "2024-03-08", "title": "Hyra av lokal"}, "", "", ""),
    "a case number is missing": ({"case_number": None}, "", "", ""),
}


@pytest.mark.parametrize(("item", "decided", "otherwise", "reason"), CASES.values(), ids=CASES)
def test_a_paragraph_told_twice(
    tmp_path: Path, item: dict[str, Any], decided: str, otherwise: str, reason: str
) -> None:
    first, second = _paper("a.pdf", "Svar.", decided), _paper("b.pdf", "Svar igen.", otherwise, **item)
    found = _reasons(tmp_path, first, second)
    assert [reason in told for told in found] == ([True] if reason else [])


def test_numbers_that_begin_anew_at_each_meeting_contradict_nothing(tmp_path: Path) -> None:
    spring = [_paper("a.pdf", "Öppnande.", title="Öppnande"), _paper("b.pdf", "Hyra.", number="13", title="Hyra")]
    later = {"date_from": "2024-04-09"}
    autumn = [
        _paper("c.pdf", "Öppnande nu.", title="Öppnande", **later),
        _paper("d.pdf", "Lån.", number="13", title="Lån", **later),
    ]
    assert _reasons(tmp_path, *spring, *autumn) == []


@pytest.mark.parametrize(("opening", "count"), [("Tekniska nämnden", 1), ("Kulturnämnden", 0), ("Nämnden", 0)])
def test_a_header_of_another_body(tmp_path: Path, opening: str, count: int) -> None:
    found = _reasons(tmp_path, _paper("a.pdf", "Svar.", f"{opening} beslutar att lämna svaret."))
    assert len(found) == count
    assert all("tekniska nämnden beslutar" in reason for reason in found)


@pytest.mark.parametrize(("day", "count"), [("2024-05-14", 1), ("2024-03-06", 0)])
def test_two_days_of_one_meeting(tmp_path: Path, day: str, count: int) -> None:
    words = "Sammanträde 5 mars. Sammanträde annan dag."
    sample = Sample("a.pdf", words, kind="minutes", body="kulturnämnden")
    own = {"body": "kulturnämnden", "protocol_number": "3", "organisation": None}
    sample.add(Meeting, "Sammanträde 5 mars.", date_from="2024-03-05", date_to="2024-03-05", **own)
    sample.add(Meeting, "Sammanträde annan dag.", date_from=day, date_to=day, **own)
    assert len(_reasons(tmp_path, sample)) == count


HEADS = {
    "adjusted before": ("Justerat den 2024-02-28", ["adjusted_before_meeting"]),
    "adjusted after": ("Justerat den 2024-03-12", []),
    "notice the wrong way": (
        "Anslaget sätts upp 2024-03-13\nAnslaget tas ned 2024-03-03",
        ["notice_ends_before"],
    ),
}


@pytest.mark.parametrize(("line", "codes"), HEADS.values(), ids=HEADS)
def test_days_in_the_wrong_order_are_told(tmp_path: Path, line: str, codes: list[str]) -> None:
    path = tmp_path / "protokoll.txt"
    path.write_text(
        "Kulturnämnden\nSAMMANTRÄDESPROTOKOLL\nSammanträdesdatum 2024-03-05\n\n"
        f"{line}\n\n§ 12 Svar på granskning\n\nBeslut\n\nKulturnämnden beslutar att anta svaret.\n",
        encoding="utf-8",
    )
    assert [p.code for p in process(path).problems] == codes


@pytest.mark.parametrize(("head", "codes"), [("Centerpartiet och Liberalerna", ["party_header"]), ("2024-04-02", [])])
def test_parties_above_the_boards_own_statement_are_told(tmp_path: Path, head: str, codes: list[str]) -> None:
    path = tmp_path / "svar.txt"
    path.write_text(
        f"Kulturnämnden\n\nYttrande {head}\n\nNämndens yttrande över granskningen av arkivet\n\n"
        "Revisorerna rekommenderar nämnden att upprätta en arkivplan.\n\n"
        "Kulturnämnden delar revisorernas bedömning. Förvaltningen tar fram en arkivplan under hösten.\n",
        encoding="utf-8",
    )
    found = process(path)
    assert [p.code for p in found.problems] == codes
    assert {r.standing for r in found.records if r.table == "responses"} == {"adopted"}
