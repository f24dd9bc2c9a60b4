"""Which findings are one point, what a plan carries out, and which decision settles a paper."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from pipeline.link import link_records
from pipeline.link.decided import link_decisions
from pipeline.link.explain import explain_finding
from pipeline.link.follows_up import link_follow_ups
from pipeline.link.planned import link_planned_measures
from pipeline.link.repeats import link_repeats
from pipeline.records import AgendaItem, Decision, Finding
from pipeline.store import open_database, replace_links, store_document
from tests.sample_records import Sample
from tests.sample_records import link as linked
from tests.test_findings import cases

PAPERS = {
    "rapport": ("audit_report", "2022-11-10"), "berattelse": ("audit_statement", "2023-04-10"),
    "svar": ("response", "2023-05-02"), "protokoll": ("minutes", "2023-06-12"),
    "nasta": ("audit_statement", "2024-04-10"),
}  # fmt: skip
BODY = "kulturnämnden"


def paper(name: str, text: str, **facts: Any) -> Sample:
    return Sample(f"{name}.txt", text, **{"organisation": "Provstads kommun", "body": BODY, **facts})


def stored(*samples: Sample) -> sqlite3.Connection:
    connection = open_database(":memory:")
    for sample in samples:
        store_document(connection, sample.found())
    return connection


@pytest.mark.parametrize("case", cases("same_points"))
def test_one_point_in_several_papers(case: dict[str, Any]) -> None:
    texts: dict[str, list[dict[str, Any]]] = {}
    for told in case["finding"]:
        texts.setdefault(told["paper"], []).append(told)
    samples = []
    for name, own in texts.items():
        kind, date = PAPERS[name]
        body = None if kind == "audit_statement" else BODY
        sample = paper(name, "\n".join([name, *(t["text"] for t in own)]), kind=kind, date=date, body=body)
        for told in own:
            more = {key: value for key, value in told.items() if key not in {"paper", "text"}}
            sample.add(Finding, told["text"], addressee=BODY, **more)
        samples.append(sample)
    connection = stored(*samples)
    quotes = {row["id"]: row["quote"] for row in connection.execute("SELECT id, quote FROM findings")}
    links = link_repeats(connection)
    assert len(links) == len(case["links"])
    for link, (later, first) in zip(links, case["links"], strict=True):
        assert quotes[link.source_id].startswith(later)
        assert quotes[link.target_id].startswith(first)
        assert link.confidence >= 0.8


def plan_of(body: str, date: str, *measures: str, name: str = "plan") -> Sample:
    title = "Åtgärdsplan för biblioteken i Provstad"
    sample = paper(name, "\n".join([name, title, *measures]), kind="action_plan", date=date, body=body, title=title)
    for text in measures:
        sample.measure(text)
    return sample


@pytest.mark.parametrize(
    ("measure", "body", "date", "linked"),
    [
        ("Ta fram en inköpspolicy för biblioteksmedier", BODY, "2023-03-01", True),
        ("Ta fram en inköpspolicy för biblioteksmedier", "byggnadsnämnden", "2023-03-01", False),
        ("Ta fram en inköpspolicy för biblioteksmedier", BODY, "2022-01-01", False),
        ("Ta fram en lokalplan för fritidsgårdarna", BODY, "2023-03-01", False),
        ("Rekrytera två pedagoger till biblioteken", BODY, "2023-03-01", False),
    ],
    ids=["the same thing", "another body's plan", "a plan from before", "another thing", "one common word"],
)
def test_a_plan_carries_out_what_it_says_in_the_findings_words(
    measure: str, body: str, date: str, linked: bool
) -> None:
    report = paper(
        "rapport", "Nämnden bör ta fram en policy för inköp, en inköpspolicy, av biblioteksmedier.",
        kind="audit_report", date="2022-11-10",
    )  # fmt: skip
    report.finding(report.document.text, addressee=BODY)
    connection = stored(report, plan_of(body, date, measure, "Öppna caféet på söndagar"))
    links = list(link_planned_measures(connection, frozenset()))
    assert len(links) == linked
    assert all("inköpspolicy" in link.reason for link in links)


def test_a_plan_in_two_files_is_followed_up_once_and_both_tell_of_it() -> None:
    words = "Installera larm på alla biblioteksfilialer"
    plans = [plan_of(BODY, "2023-03-01", words, name=name) for name in ("plan", "bilaga")]
    later = paper("uppfoljning", f"Uppföljning\n{words}", kind="follow_up", date="2024-01-10", title="Uppföljning 2023")
    done = later.measure(words, status="done")
    connection = stored(*plans, later)
    links = link_follow_ups(connection)
    assert [link.source_id for link in links] == [done.id]
    replace_links(connection, links)
    latest = connection.execute("SELECT latest_id FROM latest_measures").fetchall()
    assert [row[0] for row in latest] == [done.id, done.id]


@pytest.mark.parametrize(
    ("title", "date", "linked"),
    [
        ("Yttrande över granskning av biblioteken", "2023-06-12", True),
        ("Yttrande över granskning av biblioteken", "2022-06-12", False),
        ("Yttrande över granskning av musikskolan", "2023-06-12", False),
    ],
    ids=["the same title soon after", "before the paper", "another title"],
)
def test_a_paper_is_decided_on_under_its_title(title: str, date: str, linked: bool) -> None:
    answer = paper(
        "svar", "Nämnden delar bedömningen.", kind="official_report", date="2023-05-02",
        title="Yttrande över granskning av biblioteken",
    )  # fmt: skip
    answer.response("Nämnden delar bedömningen.", standing="proposed", responder="kulturförvaltningen")
    minutes = paper("protokoll", f"§ 8 {title} Nämnden avger yttrandet.", kind="minutes", date=date)
    item = minutes.add(AgendaItem, minutes.document.text, meeting_id=None, number="8", title=title)
    minutes.add(Decision, "Nämnden avger yttrandet.", agenda_item_id=item.id, body=BODY, date_from=date)
    links = link_decisions(stored(answer, minutes))
    assert [link.method for link in links] == (["title"] if linked else [])


@pytest.mark.parametrize(
    ("kind", "told_so"),
    [
        ("criticism", "Besvarad genom samma punkt på ett annat ställe, av svaret på sidan 1 i svar.txt"),
        ("recommendation", "Länkad till svaret på sidan 1 i svar.txt"),
    ],
)
def test_explains_an_answer_that_reaches_the_finding_elsewhere(kind: str, told_so: str) -> None:
    words = "Upprätta en rutin för kontroll av föreningsbidrag innan de betalas ut."
    report = paper("rapport", words, kind="audit_report", date="2022-11-10")
    own = report.finding(words, kind=kind, addressee=BODY, year=2022)
    answer = paper("svar", f"{words}\nSvar: En sådan finns sedan mars.", kind="response", date="2023-02-01")
    told = answer.finding(words, kind=kind, addressee=BODY, year=2022)
    answer.response("Svar: En sådan finns sedan mars.", responder=BODY, finding_ids=(told.id,))
    connection = stored(report, answer)
    replace_links(connection, link_records(connection))
    lines = explain_finding(connection, own.id)
    assert lines[0] == "1 svar prövades, 1 länkades."
    assert lines[1].startswith(told_so)
    assert lines[2].startswith("Samma punkt står på sidan 1 i svar.txt")


@pytest.mark.parametrize(("year", "comes_back"), [(2022, True), (2023, False), (2024, False)])
def test_only_what_is_of_an_earlier_year_comes_back(year: int, comes_back: bool, tmp_path: Path) -> None:
    """The account of 2023 retells what a report says that was dated early in 2024: that is no earlier point."""
    account = Sample("Årsredogörelse.txt", "Taxan är otydlig.", kind="audit_report", date="2024-04-10")
    report = Sample("Granskning.txt", "Taxan är inte tydlig.", kind="audit_report", date="2024-01-20")
    later = account.finding("Taxan är otydlig.", addressee="kulturnämnden", year=2023)
    earlier = report.finding("Taxan är inte tydlig.", addressee="kulturnämnden", year=year)
    connection = open_database(tmp_path / "a.db")
    for sample in (account, report):
        store_document(connection, sample.found())
    replace_links(connection, [linked("repeats", later, earlier, 0.6)])
    row = connection.execute("SELECT repeats_id FROM matrix WHERE finding_id = ?", (later.id,)).fetchone()
    assert row[0] == (earlier.id if comes_back else None)
