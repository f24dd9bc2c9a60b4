"""Findings of one matter are told by their words; answers come after what they are to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.concepts import concepts_of
from pipeline.link.structure import in_time
from pipeline.link.texts import load_corpus
from tests.test_links import store_papers

REPORT = """Granskning av underhåll

Vi rekommenderar tekniska nämnden att:

- tydliggöra riktlinjerna för vad som utgör underhåll respektive investering
- beräkna det eftersatta underhållet i skolornas lokaler
"""
LETTER = """Granskning av underhåll

Vi rekommenderar tekniska nämnden att:

- tydliggöra riktlinjerna för underhåll respektive investering
"""
ANSWER = """Yttrande över granskning av underhåll

Nämnden instämmer i att riktlinjerna för underhåll behöver bli tydligare.
"""


def paper(kind: str, date: str, text: str, body: str = "tekniska nämnden") -> dict[str, str]:
    return {"kind": kind, "body": body, "date": date, "text": text}


def test_one_matter_in_report_and_letter(tmp_path: Path) -> None:
    papers = [paper("audit_report", "2023-03-01", REPORT), paper("cover_letter", "2023-03-08", LETTER)]
    corpus = load_corpus(store_papers(tmp_path, papers))
    guidelines, estimate, again = (corpus.matters[f.id] for f in sorted(corpus.findings, key=lambda f: f.paper.date))
    assert guidelines == again != estimate


def test_the_same_words_to_two_bodies_are_two_matters(tmp_path: Path) -> None:
    other = LETTER.replace("tekniska nämnden", "kulturnämnden")
    papers = [
        paper("cover_letter", "2023-03-08", LETTER),
        paper("cover_letter", "2023-03-09", other, "kulturnämnden"),
    ]
    corpus = load_corpus(store_papers(tmp_path, papers))
    assert len(set(corpus.matters.values())) == 2


@pytest.mark.parametrize(
    ("answered", "possible"),
    [("2023-05-02", True), ("2023-02-10", True), ("2022-11-01", False), ("2022-05", False), ("2023-02", True)],
)
def test_an_answer_comes_after_the_paper_or_shortly_before_it(tmp_path: Path, answered: str, possible: bool) -> None:
    papers = [paper("audit_report", "2023-03-01", REPORT), paper("response", answered, ANSWER)]
    corpus = load_corpus(store_papers(tmp_path, papers))
    assert in_time(corpus.answers[0], corpus.findings[0]) is possible


def test_what_is_rare_tells_as_much_in_a_large_archive(tmp_path: Path) -> None:
    few = load_corpus(store_papers(tmp_path, [paper("audit_report", "2023-03-01", REPORT)]))
    assert min(few.weights.values()) > 0 and max(few.weights.values()) == 1


@pytest.mark.parametrize(
    ("criticism", "answer", "concept"),
    [
        ("Kontroller av fakturor görs inte.", "Stickprov tas numera varje månad.", "kontrollera"),
        ("Handläggningen är försenad.", "Väntetiden har minskat.", "dröjsmål"),
        ("Behörigheter tas inte bort.", "Inloggningen stängs när någon slutar.", "behörighet"),
    ],
)
def test_words_that_stand_for_one_another(criticism: str, answer: str, concept: str) -> None:
    assert concept in concepts_of(criticism) & concepts_of(answer)


def test_concepts_are_single_words_in_lower_case() -> None:
    for row, words in load_lexicon("concepts").words.items():
        assert len(words) == len(set(words)) > 1, row
        assert all(word == word.lower().strip() and " " not in word for word in words), row
