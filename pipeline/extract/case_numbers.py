"""Case numbers in a text: found by the forms that registers use, and written one way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon

_DATE_LIKE = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d$|(?:19|20)\d\d[-/](?:19|20)\d\d$")
_JOINED = re.compile(
    r"[Nn]r[.:]?\s{0,3}[A-ZÅÄÖ]{2,5}\s?\d{4}|\d[A-ZÅÄÖ/:.–-]\s?/?[\dA-ZÅÄÖ]"
)  # what every case number holds somewhere
_AROUND = 40
# The class of a filing plan that ran into the year before it: "00123/20241.1.3", "00123/2024139".
_CLASS_RAN_IN = re.compile(r"(?<=\d/(?:19|20)\d\d)(?:\d{1,2}(?:\.\d{1,3}){1,3}\.?|\d{3})$")
_BEFORE_NO_CASE = re.compile(
    r"(?:SFS|SOSFS|HSLF-FS|SKOLFS|BFS|AFS|JO|NJA|RÅ|HFD|MIG|prop\.?|bet\.?|rskr\.?|SOU|Ds)\s?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number: its span, the number in its one form ("ABC-2024-00118"), the pattern's id and confidence."""

    start: int
    end: int
    number: str
    rule: str
    confidence: float


def find_case_numbers(text: str, start: int = 0, end: int | None = None) -> list[CaseNumber]:
    """The case numbers in `text[start:end]`, in order; where forms overlap the one listed first holds."""
    end = len(text) if end is None else end
    found: list[CaseNumber] = []
    taken = bytearray(max(0, end - start))  # one mark a character: a look-up costs no more in a long text
    windows = _places(text, start, end)
    for pattern in load_lexicon("case_numbers").patterns:
        for match in (m for first, last in windows for m in pattern.regex.finditer(text, first, last)):
            group = "number" if "number" in pattern.regex.groupindex else 0
            first, last = match.span(group)
            if any(taken[first - start : last - start]):
                continue
            if _DATE_LIKE.search(match[group]) or _BEFORE_NO_CASE.search(text, max(start, first - 10), first):
                continue
            taken[first - start : last - start] = b"\1" * (last - first)
            found.append(CaseNumber(first, last, normal_case_number(match[group]), pattern.id, pattern.confidence))
    return sorted(found, key=lambda c: c.start)


def _places(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches around digits that a separator joins, or letters: the patterns are tried there alone."""
    spans: list[tuple[int, int]] = []
    for match in _JOINED.finditer(text, start, end):
        first, last = max(start, match.start() - _AROUND), min(end, match.end() + _AROUND)
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans


def normal_case_number(written: str) -> str:
    """The one form of a case number: hyphens for dashes, no spaces, no separator doubled at a line end, no class."""
    number = re.sub(r"\s?[-–—]\s?", "-", " ".join(written.split()))
    number = re.sub(r"\s?([/:])\s?", r"\1", number)
    return without_class(number.replace("-/", "-"))


def without_class(number: str) -> str:
    """The case number without the class that stood in the column beside it and ran into its year."""
    return _CLASS_RAN_IN.sub("", number)
