"""The status that words declare."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.statuses import declare_status, heading_status
from pipeline.lexicon import load_lexicon

CASES = tomllib.loads((Path(__file__).parent / "cases" / "statuses.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_status(case: dict[str, Any]) -> None:
    assert declare_status(case["text"], plan=case.get("plan", False)).value == case["status"]


@given(st.text(max_size=80))
def test_the_deciding_words_stand_in_the_text(text: str) -> None:
    assert declare_status(text).words in " ".join(text.split())


def test_headings_give_their_lists_a_status() -> None:
    assert [heading_status(h).value for h in ("Vad är gjort?", "Vad pågår?", "Vad finns planerat?")] == [
        "done", "ongoing", "planned",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["statuses", "measures", "claims"])
def test_lexicon_examples(name: str) -> None:
    for pattern in load_lexicon(name).patterns:
        assert all(pattern.regex.search(example) for example in pattern.examples), pattern.id
        assert not any(pattern.regex.search(example) for example in pattern.counter_examples), pattern.id
