"""Every pattern of every lexicon finds its examples and none of its counter-examples."""

from __future__ import annotations

import pytest

from pipeline.lexicon import Pattern, lexicon_names, load_lexicon

PATTERNS = [pytest.param(p, id=f"{name}:{p.id}") for name in lexicon_names() for p in load_lexicon(name).patterns]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_keeps_to_its_examples(pattern: Pattern) -> None:
    assert pattern.examples and pattern.counter_examples, "a pattern needs both"
    assert [e for e in pattern.examples if not pattern.regex.search(e)] == []
    assert [e for e in pattern.counter_examples if pattern.regex.search(e)] == []


# Texts that a pattern of two ways to the same would try in all combinations: 30 of them take years.
ENDLESS = [
    "5 + ", "5 - ", "5,5 + 5,5 = ", "(5 + ", "5 (6) ", "12 345 ", "1.1.", "5 mnkr ", "5 procent av ", "från 5 till 6 ",
    "a ", "A", "a-", "Nämnden ", "nämnden och ", "att ", "och ", "inte ", "ska ", "§ 1, ", "§§ 1-", "2024-01-01 ",
    "Anna Ek (S), ", ", ", ". ", ": ", "( ", "- ", "\n", "1\n", "a\n", " ", "\t", "| ", '"', "…",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern_comes_to_an_end(pattern: Pattern) -> None:
    for text in ENDLESS:
        assert len(list(pattern.regex.finditer(text * 30))) <= 30 * len(text) + 1
