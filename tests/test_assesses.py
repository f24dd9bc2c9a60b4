"""Verdicts of follow-ups and the earlier points that they are linked to, over papers of one body."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.link import link_records
from pipeline.link.assesses import link_assessments
from pipeline.link.earlier_points import EarlierPoints
from pipeline.link.recommended import link_recommended
from pipeline.link.repeats import link_repeats
from pipeline.link.texts import load_corpus, load_papers
from pipeline.link.verdicts import verdicts_by_paper
from pipeline.store import replace_links
from tests.test_findings import CASES
from tests.test_links import opening, store_papers

_CASES = tomllib.loads((CASES / "assesses.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in _CASES["case"]])
def test_verdicts_reach_the_points_they_judge(case: dict[str, Any], tmp_path: Path) -> None:
    last = {"kind": case.get("kind", "follow_up"), "body": "kulturnämnden", "date": "2023-04-11", "text": case["text"]}
    connection = store_papers(tmp_path, [*(_CASES["before"][name] for name in case["before"]), last])
    links = link_assessments(connection, [*link_repeats(connection), *link_recommended(connection)])
    own = {row["id"] for row in connection.execute("SELECT f.id FROM findings f JOIN assessments a USING (paper_id)")}
    reached: dict[str, list[str]] = {}
    for link in links:
        if link.kind == "assesses" and link.target_id not in own:
            reached.setdefault(link.source_id, []).append(opening(connection, "findings", link.target_id))
    verdicts = connection.execute("SELECT id, outcome FROM assessments ORDER BY char_start, id").fetchall()
    told = [
        (opening(connection, "assessments", row["id"]), row["outcome"], point)
        for row in verdicts
        for point in reached.get(row["id"], [""])
    ]
    assert len(told) == len(case["judged"]), told
    for found, wanted in zip(sorted(told), sorted(case["judged"]), strict=True):
        assert found[1] == wanted[1]
        assert all(said.startswith(words) for said, words in zip(found, wanted, strict=True)), (found, wanted)
        assert bool(found[2]) == bool(wanted[2]), found


def test_a_verdict_in_an_archive_is_held_against_the_reports_that_share_its_rare_words(tmp_path: Path) -> None:
    case = _CASES["case"][0]
    last = {"kind": "follow_up", "body": "kulturnämnden", "date": "2023-04-11", "text": case["text"]}
    others = [
        {"kind": "audit_report", "body": "kulturnämnden", "date": f"20{10 + n // 10}-0{1 + n % 9}-14", "text": text}
        for n in range(60)
        for text in [f"Granskning {n}\n\nVi rekommenderar nämnden att följa upp ärende{n}rutinen och arkiv{n}planen.\n"]
    ]
    reports = [_CASES["before"][name] for name in case["before"]]
    connection = store_papers(tmp_path, [*others, *reports, last])
    corpus, papers = load_corpus(connection), load_papers(connection)
    paper, verdicts = next(iter(verdicts_by_paper(connection, {f.id: f for f in corpus.findings}).items()))
    points = EarlierPoints(corpus, []).before(papers[paper], verdicts, ())
    looked_at = {place.paper.id for point in points for place in point.places}
    assert len(corpus.findings) > len(others)
    assert len(looked_at) <= 2 * len(verdicts) < len(others)
    assert _CASES["before"]["library"]["date"] in {papers[one].date for one in looked_at}


def test_the_verdict_stands_on_the_point_in_the_report_and_answers_nothing(tmp_path: Path) -> None:
    case = _CASES["case"][0]
    last = {"kind": "follow_up", "body": "kulturnämnden", "date": "2023-04-11", "text": case["text"]}
    connection = store_papers(tmp_path, [_CASES["before"]["library"], last])
    replace_links(connection, link_records(connection))
    rows = connection.execute(
        "SELECT f.quote, c.verdict, c.answer_count FROM coverage AS c JOIN findings AS f ON f.id = c.finding_id"
        " WHERE c.is_point AND f.kind = 'recommendation' ORDER BY f.char_start"
    ).fetchall()
    assert [row["verdict"] for row in rows] == [outcome for _, outcome, _ in case["judged"]]
    assert [row["answer_count"] for row in rows] == [0] * len(rows)
    matrix = connection.execute("SELECT verdict FROM matrix WHERE verdict IS NOT NULL").fetchall()
    assert len(matrix) == len(rows)
