"""Answers numbered as the auditors' recommendations are: linked by number where as many were asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.link.answers import link_answers
from tests.test_links import store_papers, told

REPORT = """Granskning av representation

Vi rekommenderar kommunstyrelsen att:

1. Revidera riktlinjerna mot mutor.
2. Säkerställa att bisysslor prövas varje år.
3. Tillse att chefernas utbildning kan följas.
"""
ANSWER = """Yttrande över granskning av representation

Svaren nedan följer numreringen i rapporten.

1. Kommunstyrelsen instämmer. Ett förslag är under framtagande inom juridiska avdelningen.
2. Blanketten hade inte fyllts i. Detta är nu rättat för de berörda cheferna.
3. Nuvarande system medger inte någon uppdelning på befattningar. Ett nytt upphandlas.
"""


def links(folder: Path, answer: str) -> list[tuple[str, str]]:
    connection = store_papers(
        folder,
        [
            {"kind": "audit_report", "body": "kommunstyrelsen", "date": "2023-01-10", "text": REPORT},
            {"kind": "response", "body": "kommunstyrelsen", "date": "2023-03-08", "text": answer},
        ],
    )
    made = [link for link in link_answers(connection) if link.method == "number"]
    return [(answer[:2], finding[:9]) for answer, finding in told(connection, made)]


def test_each_answer_is_to_the_recommendation_of_its_number(tmp_path: Path) -> None:
    assert links(tmp_path, ANSWER) == [("1.", "Revidera "), ("2.", "Säkerstäl"), ("3.", "Tillse at")]


@pytest.mark.parametrize("cut", ["3. ", "2. "])
def test_numbers_tell_nothing_where_fewer_are_answered_or_one_is_left_out(tmp_path: Path, cut: str) -> None:
    kept = [line for line in ANSWER.splitlines() if not line.startswith(cut)]
    assert links(tmp_path, "\n".join(kept) + "\n") == []
