"""Words of one narrow matter: how much one text speaks of what another speaks of, though in other words."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.kin import kin_of
from pipeline.link import uncollected
from pipeline.link.kinship import kindred_words, share_spoken_of
from pipeline.link.likeness import words_in_common
from pipeline.link.texts import Corpus, load_corpus
from tests.test_links import store_papers

_REPORT = """
Granskning av inköp och bisysslor

Rekommendationer

Vi rekommenderar kulturnämnden att:

- motverka jäv bland dem som handlar upp,
- låta stickprov visa om fakturor betalas för sent,
- se över städningen av biblioteken.
"""
_ANSWER = """
Yttrande över granskning av inköp och bisysslor

Nämndens svar

Nämnden instämmer. Alla chefer lämnar från i år uppgift om bisysslor till personalenheten.

Lokalvården har fått ett nytt schema från och med den 1 mars.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """What a report asks for, and what the board says of it."""
    papers = [
        {"kind": "audit_report", "body": "kulturnämnden", "date": "2023-02-01", "text": _REPORT},
        {"kind": "response", "body": "kulturnämnden", "date": "2023-05-01", "text": _ANSWER},
    ]
    return load_corpus(store_papers(tmp_path_factory.mktemp("kin"), papers))


@pytest.mark.parametrize("name", ["kin_administration", "kin_services"])
def test_rows_are_single_words_in_lower_case(name: str) -> None:
    for row, words in load_lexicon(name).words.items():
        assert len(words) >= 3, row
        assert all(word.isalpha() and word == word.lower() for word in words), row
        assert len(words) == len(set(words)), row


@pytest.mark.parametrize(
    ("criticism", "answer"),
    [
        ("motverka jäv bland dem som handlar upp", "cheferna har anmält sina bisysslor"),
        ("städningen är eftersatt", "lokalvårdarna har fått ett nytt schema"),
        ("väntetiden till första besöket hos specialist", "fler remisser går till vårdgarantienheten"),
        ("utomståendes åtkomst till systemen", "flerfaktorsinloggning och behörigheter"),
    ],
)
def test_words_of_one_matter(criticism: str, answer: str) -> None:
    assert kin_of(criticism) & kin_of(answer)


def test_what_speaks_of_the_same_in_other_words_is_nearer_than_what_does_not(corpus: Corpus) -> None:
    answers = {a.text.split()[0]: a for a in corpus.answers}
    findings = {f.text.split()[0]: f for f in corpus.findings}
    on_cleaning = next(a for a in corpus.answers if "Lokalvården" in a.text)
    shares = {first: share_spoken_of(corpus, on_cleaning, finding) for first, finding in findings.items()}
    assert answers and max(shares, key=lambda first: shares[first]) == "se"
    assert shares["motverka"] < shares["se"] < 1


def test_the_words_that_tell_it_are_told(corpus: Corpus) -> None:
    on_cleaning = next(a for a in corpus.answers if "Lokalvården" in a.text)
    asked = next(f for f in corpus.findings if "städningen" in f.text)
    other = next(f for f in corpus.findings if "fakturor" in f.text)
    assert ("städningen", "lokalvården") in kindred_words(corpus, on_cleaning, asked)
    assert kindred_words(corpus, on_cleaning, other) == []


@pytest.mark.parametrize(
    ("count", "words", "told"),
    [
        (0, [], "inga gemensamma nyckelord"),
        (1, ["jäv"], "1 gemensamt nyckelord: jäv"),
        (3, ["jäv", "köp"], "3 gemensamma nyckelord: jäv, köp"),
    ],
)
def test_words_in_common_are_told_in_good_swedish(count: int, words: list[str], told: str) -> None:
    assert words_in_common(count, words).sv == told


def test_a_text_speaks_of_all_that_it_says_itself(corpus: Corpus) -> None:
    for told in (*corpus.findings, *corpus.answers):
        assert share_spoken_of(corpus, told, told) == 1.0


@given(st.data())
def test_a_share_lies_between_none_and_all(corpus: Corpus, data: st.DataObject) -> None:
    one, other = (data.draw(st.sampled_from([*corpus.findings, *corpus.answers])) for _ in range(2))
    assert 0.0 <= share_spoken_of(corpus, one, other) <= 1.0


@pytest.mark.parametrize("on", [True, False])
def test_linking_leaves_the_search_for_rings_as_it_was(on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        with pytest.raises(ZeroDivisionError), uncollected():
            assert not gc.isenabled()
            raise ZeroDivisionError
        assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()
