"""The auditors' verdict on a list of what they recommended before, as minutes retell it: "Revisionen bedömer att
nämnden har hanterat följande rekommendationer:".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.passages import Passage
from pipeline.extract.points import list_under
from pipeline.lexicon import load_lexicon

_ON_RECOMMENDATIONS = re.compile(r"\brekommendation", re.IGNORECASE)
_AUDITORS = re.compile(r"revis(?:or|ion)|\bgranskning", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:inte|ej)\b", re.IGNORECASE)


def verdicts_over_lists(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str, list[tuple[int, int]]]]:
    """Each line that judges the items under it, the outcome, and the spans of these."""
    for index, passage in enumerate(passages):
        judges = passage.text.endswith(":") and _ON_RECOMMENDATIONS.search(passage.text)
        outcome = _outcome(passage.text) if judges and _AUDITORS.search(passage.text) else None
        items = list_under(passages, index) if outcome else []
        if outcome and items:
            yield passage, outcome, [(item[0].start, item[-1].end) for item in items]


def _outcome(words: str) -> str | None:
    """What the line says came of them; that they remain says no more than that."""
    named = load_lexicon("assessments").pattern
    for name in ("partly_addressed.words", "not_addressed.words", "addressed.words"):
        if named(name).regex.search(words) and (name != "not_addressed.words" or _DENIED.search(words)):
            return str(named(name).yields["outcome"])
    return None
