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
