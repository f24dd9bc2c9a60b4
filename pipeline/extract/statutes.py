"""Statutes in a text: chapter, paragraph and law, kept apart from the § of minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import load_lexicon

_SFS = re.compile(r"(?:19|20)\d\d:\d{1,4}")
_CONJOINED = re.compile(r"[a-zåäöA-ZÅÄÖ]+-\s(?:och|samt)\s$")
_INTERNAL = re.compile(r"\s(?:i\s)?(?:\w+\s){0,2}\w*(?:reglemente|arbetsordning|stadgar|föreskrift)", re.IGNORECASE)
_UPPER = re.compile(r"[A-ZÅÄÖ][A-ZÅÄÖ]")


@dataclass(frozen=True, slots=True)
class Statute:
    """A statute cited: its span, the law's name as written, chapter and paragraphs, and its SFS number if known."""

    start: int
    end: int
    law: str | None
    chapter: str | None
    paragraph: str | None
    sfs: str | None
    rule: str
    confidence: float
    internal: bool = False  # "3 kap. 3 § reglemente för ...": the organisation's own rules, no statute


def find_statutes(text: str, date: str | None) -> list[Statute]:
    """The statutes cited in `text`, in order; a list of § is one. `date` (ISO) says which law a name means."""
    lexicon = load_lexicon("statutes")
    taken: list[tuple[int, int]] = []
    found: list[Statute] = []
    hints = _places(text)
    for pattern in lexicon.patterns:
        if pattern.id == "statute.name":
            matches = pattern.regex.finditer(text)
        else:
            matches = (m for a, b in hints for m in pattern.regex.finditer(text, a, b))
        for match in matches:
            if any(match.start() < b and a < match.end() for a, b in taken):
                continue
            statute = _read(match, pattern.id, pattern.confidence, text, date)
            if statute:
                taken.append((statute.start, statute.end))
                found.append(statute)
    return sorted(_own_citations(found), key=lambda s: (s.start, s.end))


def _own_citations(found: list[Statute]) -> list[Statute]:
    """A law's bare name cites it only where the text gives no chapter or § of it; else it means that one again."""
    exact = {s.law.lower() for s in found if s.law and s.rule != "statute.name"}
    return [s for s in found if s.rule != "statute.name" or (s.law or "").lower() not in exact]


def statute_number(law: str, date: str | None) -> str | None:
    """The SFS number that a law's name or abbreviation means on a day (the newest when there is none)."""
    known = load_lexicon("statutes").words["sfs"]
    name = " ".join(law.split())
    versions = known.get(name) or known.get(name.lower()) or known.get(name.lower().removesuffix("s"))
    if not versions:
        return None
    holding = [number for since, number in versions if not date or since <= date]
    return str(holding[-1] if holding else versions[0][1])


def _places(text: str) -> list[tuple[int, int]]:
    """The stretches in which a § or a chapter stands: the costly patterns are tried there alone."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"§|\bkap\b", text):
        start, end = max(0, match.start() - 120), min(len(text), match.end() + 100)
        start = max(start, text.rfind("\n", 0, match.start()) + 1)
        stop = text.find("\n", match.end(), end)
        end = stop if stop >= 0 else end
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _read(match: re.Match[str], rule: str, confidence: float, text: str, date: str | None) -> Statute | None:
    groups = match.groupdict()
    law = groups.get("law") or groups.get("law2")
    start, end = match.span()
    if law:
        law = law.removeprefix("i ")
        if _is_no_law(law) or (_UPPER.match(law) and _names_a_body(match, law)):
            return None
        joined = _CONJOINED.search(text, max(0, start - 40), start)
        if joined and groups.get("law") and match.start("law") == start:  # "hälso- och sjukvårdslagen"
            start, law = joined.start(), joined[0] + law
        law = " ".join(law.split())
        law = law[:-1] if law.lower().endswith(("lagens", "balkens", "förordningens")) else law
    written = _SFS.search(groups.get("sfs") or groups.get("sfs2") or law or "")
    sfs = written[0] if written else (statute_number(law, date) if law else None)
    chapter = _plain(groups.get("chapter") or groups.get("chapter2"))
    if not law and not chapter:
        return None
    internal = not law and bool(_INTERNAL.match(text, end))
    paragraph = _plain(groups.get("paras"))
    return Statute(start, end, law, chapter, paragraph, sfs, rule, confidence if law else confidence - 0.15, internal)


def _names_a_body(match: re.Match[str], law: str) -> bool:
    """RF, LS and SL also abbreviate bodies: with a § but no chapter they are the law only when the § stands behind."""
    return law in {"RF", "SL", "LAS", "FB"} and not (
        match.groupdict().get("chapter") or match.groupdict().get("chapter2")
    )


def _is_no_law(law: str) -> bool:
    word = law.lower().removesuffix("s")
    return word in load_lexicon("statutes").words["not_laws"]


def _plain(written: str | None) -> str | None:
    """ "1a" is "1 a"; line ends and doubled spaces go."""
    return re.sub(r"(\d)\s?([a-z])(?![a-zåäö])", r"\1 \2", " ".join(written.split())) if written else None
