"""Passages are told to speak of the same subject though they share no word; cases in cases/subjects.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.subjects import subject_names, subjects_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "subjects.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_subjects_of_a_text(case: dict[str, Any]) -> None:
    found = subjects_of(case["text"])
    assert set(case.get("speaks_of", [])) <= found
    assert not found & set(case.get("not_of", []))


def test_every_subject_has_names_and_single_words() -> None:
    names = subject_names()
    assert all(swedish and english for swedish, english in names.values())
    for subject in names:
        words = load_lexicon("subjects").words[subject]["words"]
        assert len(words) == len(set(words)) and all(word == word.lower().strip() and " " not in word for word in words)
