"""Findings where the auditors speak themselves: recommendations, remarks and their grounds, lacks, concerns, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.passages import Passage
from pipeline.extract.points import Point, listed_points, recommendation_at, without_mark
from pipeline.lexicon import load_lexicon
from pipeline.records import Document

# Headings under which auditors judge, and those under which they describe.
_JUDGING = re.compile(
    r"bedömning|slutsats|sammanfatt|iakttagelse|revisionell|rekommendation|brister|ansvarsprövning|uttalande|"
    r"kommentar|resultat av granskning|svar på (?:våra |de )?revisionsfråg",
    re.IGNORECASE,
)
_DESCRIBING = re.compile(
    r"bakgrund|syfte|metod|revisionskriteri|avgränsning|uppdrag|inledning|"
    r"(?<!svar på )(?<!svar på våra )(?<!bedömning av )revisionsfråg|bilag|källor",
    re.IGNORECASE,
)
_REMARKS = ("remark.form", "remark.received", "remark.directed", "remark.concerns")
_REFUSED = re.compile(r"avstyrk|ansvarsfrihet", re.IGNORECASE)
_REASON = re.compile(r"^\W*(?:skäl(?:et|en)|anledningen|orsaken|grunden|motivet|motiveringen)\b", re.IGNORECASE)
_YET = re.compile(r"\b(?:dock|emellertid|däremot)\b", re.IGNORECASE)
_NO = re.compile(r"^(?:nej|delvis|till viss del|i begränsad utsträckning|endast delvis)\s*[.,–-]?$", re.IGNORECASE)
_ENOUGH = 0.55
_PLAIN_LACK = 0.85  # so plain a lack, said of a body, needs no words of judging


def points_in_own_voice(document: Document, passages: Sequence[Passage]) -> list[Point]:
    """All points of an audit paper, in order; a sentence under a finding of its paragraph may go on with it."""
    points: list[Point] = []
    taken: set[int] = set()
    for index, passage in enumerate(passages):
        if index in taken:
            continue
        listed = _announced(document, passages, index)
        if listed:
            points += listed
            taken |= {i for i, p in enumerate(passages) if any(q.start <= p.start < q.end for q in listed)}
            continue
        before = points[-1] if points and _same_paragraph(passages, index, points[-1]) else None
        denied = index > 0 and passages[index - 1].block == passage.block and bool(_NO.match(passages[index - 1].text))
        point = recommendation_at(document, passages, index) or _judged(document, passage, before, denied)
        if point:
            points.append(point)
    return _beside_formal(points)


def _beside_formal(points: list[Point]) -> list[Point]:
    """Where the auditors recommend in so many words, what they say a body "bör" do in passing is criticism."""
    formal = any(p.kind == "recommendation" and not p.rule.endswith("own_voice") for p in points)
    passing = (p.kind == "recommendation" and p.rule.endswith("own_voice") for p in points)
    return [replace(p, kind="criticism") if formal and said else p for p, said in zip(points, passing, strict=True)]


def _announced(document: Document, passages: Sequence[Passage], index: int) -> list[Point]:
    lexicon = load_lexicon("findings")
    passage = passages[index]
    for name in ("lead.remaining", "lead.recommend"):
        pattern = lexicon.pattern(name)
        if pattern.regex.search(passage.text):
            return listed_points(
                document, passages, index, str(pattern.yields["kind"]), f"findings.{name}", pattern.confidence
            )
    grounds = lexicon.pattern("grounds.lead")
    if grounds.regex.search(passage.text):
        refused = _REFUSED.search(" ".join(p.text for p in passages[max(0, index - 4) : index + 1])) is not None
        above = [passages[i].text for i in range(max(0, index - 2), index + 1)]
        remark = any(lexicon.pattern(name).regex.search(text) for text in above for name in _REMARKS)
        kind = str(grounds.yields["kind"]) if refused else "remark" if remark else "criticism"
        items = listed_points(document, passages, index, kind, f"findings.{grounds.id}", grounds.confidence)
        said = lexicon.pattern("refuse.discharge")
        refusal = [_point(document, passage, kind, said.id, 0.9)] if said.regex.search(passage.text) else []
        formal = refused or remark  # whatever is listed as a ground of these is one
        return [*refusal, *(p for p in items if formal or _lack(document.flow[p.start : p.end]))]
    if lexicon.pattern("lead.weak").regex.search(passage.text) and not _never(passage.text):
        items = listed_points(document, passages, index, "criticism", "findings.lead.weak", 0.75)
        return [p for p in items if _lack(document.flow[p.start : p.end])]
    if passage.kind == "list_item" and _under_recommendations(passages, index):
        start, end = without_mark(document, passage.start, _item_end(passages, index))
        if not passage.text.endswith("?") and end - start >= 20:
            return [
                Point(start, end, "recommendation", "findings.heading.recommend", 0.75, passage.title, passage.titles)
            ]
    return []


def _under_recommendations(passages: Sequence[Passage], index: int) -> bool:
    return (
        bool(load_lexicon("findings").pattern("heading.recommend").regex.search(passages[index].title))
        and passages[index].first
    )


def _item_end(passages: Sequence[Passage], index: int) -> int:
    return max(p.end for p in passages[index : index + 6] if p.block == passages[index].block)


def _judged(document: Document, passage: Passage, before: Point | None, denied: bool = False) -> Point | None:
    """A sentence in which the auditors judge; `denied`: it goes on after their No to a question of the review."""
    lexicon = load_lexicon("findings")
    text = passage.text
    announces = lexicon.pattern("lead.recommend").regex.search(text) or lexicon.pattern("lead.remaining").regex.search(
        text
    )
    if text.endswith("?") or announces or _DESCRIBING.search(passage.title) or _never(text):
        return None
    refused = lexicon.pattern("refuse.discharge")
    if refused.regex.search(text):
        return _point(document, passage, "discharge_denied", refused.id, refused.confidence)
    for name in _REMARKS:
        if lexicon.pattern(name).regex.search(text):
            return _point(document, passage, "remark", name, lexicon.pattern(name).confidence)
    voice = any(lexicon.pattern(n).regex.search(text) for n in ("voice.judges", "voice.demands"))
    lack = _lack(text)
    goes_on = before is not None and lexicon.pattern("ground.goes_on").regex.search(text) is not None
    formal = before is not None and before.kind in {"remark", "discharge_denied"}
    if before is not None and formal and (goes_on or (lack >= 0.75 and not voice)):
        return _point(document, passage, before.kind, "ground.goes_on", 0.7, before)
    if before is not None and before.end >= passage.start - 3 and lexicon.pattern("ground.special").regex.search(text):
        return _point(document, passage, before.kind, "ground.special", 0.6, before)
    kind, word = _kind(text)
    if kind == "observation" and lack < 0.5:
        return None
    certainty = max(lack, word) - 0.35 if lack or word else 0.0
    judging = denied or _JUDGING.search(passage.title) is not None
    acted = lexicon.pattern("ground.acted").regex.search(text) is not None
    if certainty:
        certainty += 0.1 if acted and lack >= _PLAIN_LACK else 0.0
        certainty += 0.15 if (voice or lack >= _PLAIN_LACK) and _YET.search(text) else 0.0
        certainty += (0.3 if voice else 0.0) + (0.15 if judging else 0.0) + (0.1 if before else 0.0)
        certainty += 0.2 if before and (goes_on or (judging and acted)) else 0.0
    return (
        _point(document, passage, kind, "own_voice", round(min(0.95, certainty), 2))
        if certainty >= _ENOUGH - 0.001
        else None
    )


def _kind(text: str) -> tuple[str, float]:
    """The kind by its own words, and their weight; a criticism has none but its lack."""
    lexicon = load_lexicon("findings")
    for name in ("concern.risk", "recommend.should", "recommend.important", "observe.noted"):
        pattern = lexicon.pattern(name)
        if pattern.regex.search(text):
            return str(pattern.yields["kind"]), pattern.confidence
    return "criticism", 0.0


def _lack(text: str) -> float:
    """The weight of the strongest word for a lack in the text, or 0."""
    return max((p.confidence for p in load_lexicon("findings").group("weak.") if p.regex.search(text)), default=0.0)


def _never(text: str) -> bool:
    return any(p.regex.search(text) for p in load_lexicon("findings").group("not."))


def _same_paragraph(passages: Sequence[Passage], index: int, point: Point) -> bool:
    block = passages[index].block
    if any(p.block == block and p.start <= point.start < p.end for p in passages[max(0, index - 8) : index]):
        return True
    under = index > 0 and passages[index - 1].start <= point.start < passages[index - 1].end
    return under and point.kind in {"remark", "discharge_denied"} and _REASON.match(passages[index].text) is not None


def _point(
    document: Document, passage: Passage, kind: str, rule: str, confidence: float, before: Point | None = None
) -> Point:
    """The passage as a point; one that goes on with another is addressed to whom that one is."""
    start, end = without_mark(document, passage.start, passage.end)
    lead = (before.lead or document.flow[before.start : before.end]) if before else ""
    return Point(start, end, kind, f"findings.{rule}", confidence, lead, passage.titles)
