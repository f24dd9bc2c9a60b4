"""How an answer stands: clear words first, then learned weights, and "explains" where these are not sure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.stances import stance_of, standing_of
from pipeline.records import Facts
from pipeline.weights import ClassWeights, SignWeights, class_weights, class_weights_text, word_signs
from tests.readings import reading_of

SURE = ClassWeights({"disputes": SignWeights(5.0, 0.0, {}), "agrees": SignWeights(-5.0, 0.0, {})})
UNSURE = ClassWeights({name: SignWeights(0.0, 0.0, {}) for name in ("disputes", "agrees", "no_position")})


@pytest.mark.parametrize(
    ("weights", "text", "stance"),
    [
        (SURE, "Nämnden delar revisorernas bedömning.", "agrees"),
        (SURE, "Stolarna står i källaren.", "disputes"),
        (UNSURE, "Stolarna står i källaren.", "explains"),
    ],
)
def test_words_then_weights_then_explains(weights: ClassWeights, text: str, stance: str) -> None:
    assert stance_of(text, weights)[0] == stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Rutinen har skrivits om och gäller från den 1 mars.", "agrees"),
        ("Nämnden ser ingen anledning att ändra ordningen.", "disputes"),
        ("Det stämmer att protokollen är knappa. Däremot anser nämnden att uppföljningen räcker.", "partly_agrees"),
    ],
)
def test_the_weights_that_come_with_the_program(text: str, stance: str) -> None:
    assert stance_of(text)[0] == stance


@given(st.text(max_size=200))
def test_any_text_has_a_stance_with_a_probability(text: str) -> None:
    stance, sure = stance_of(text)
    assert stance in class_weights("stances").classes
    assert 0 < sure <= 1


def test_weights_of_classes_survive_being_saved() -> None:
    weights = class_weights("stances")
    stored = json.loads(class_weights_text(weights))
    assert stored.keys() == weights.classes.keys()
    assert stored["agrees"]["intercept"] == pytest.approx(weights.classes["agrees"].intercept, abs=1e-3)


def test_a_number_is_a_word_whatever_it_is() -> None:
    assert word_signs("Av 12 akter") == word_signs("Av 30 akter")
    assert "'av 0'" in word_signs("Av 12 akter")


@pytest.mark.parametrize(
    ("kind", "title", "standing"),
    [
        ("response", "Förslag till yttrande över granskning av inköp", "proposed"),
        ("response", "Socialnämndens yttrande över granskning av inköp", "adopted"),
        ("minutes_extract", "Förslag till yttrande över granskning av inköp", "adopted"),
        ("official_report", "Svar på granskning av inköp", "proposed"),
    ],
)
def test_a_title_tells_whether_an_answer_is_only_proposed(tmp_path: Path, kind: str, title: str, standing: str) -> None:
    reading = reading_of(tmp_path, "Nämnden delar revisorernas bedömning.", Facts(kind=kind, title=title))
    assert standing_of(reading, (), len(reading.document.text) - 5) == standing
