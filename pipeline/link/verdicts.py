"""The auditors' verdicts as they are linked: what each says it is on, and the points of earlier papers it may be on."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.link.texts import families_of
from pipeline.link.told import Told

_PARTS = re.compile(r"\s*(?:,|\boch\b|\bsamt\b)\s*(?:(?:om|avseende|gällande)\s+)?", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:rekommendationerna|synpunkterna|bristerna|förslagen)\b", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:rekommendation|rekommendera|förslag)", re.IGNORECASE)
_FLAW = re.compile(r"\b(?:iakttagelse|brist|kritik|synpunkt|påpekande|anmärkning)", re.IGNORECASE)
_NTH = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_COUNTED = re.compile(
    rf"\bden ({'|'.join(_NTH)}) (?:rekommendationen|punkten|synpunkten)\b|"
    r"\brekommendation(?:en)? (?:nr |nummer )?(\d\d?)\b",
    re.IGNORECASE,
)
_LONG = re.compile(r"[a-zåäöé]{7,}")
_ENDING = re.compile(r"(?:erna|arna|orna|ens|ets|en|et|er|ar|or|na|n|s|a|t)$")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One verdict on one point: `topic` and `about` as families of their words, `names` the topic's long words whole,
    `heading` the families of what heads several verdicts, `number` of the point in its list where
    the sentence counts it out (`counted`) or the heading or row bears it; `own` the finding of its own paper."""

    id: str
    start: int
    confidence: float
    body: str
    topic: frozenset[str]
    names: frozenset[str]
    heading: frozenset[str]
    about: frozenset[str]
    number: int
    counted: bool
    on_advice: bool
    on_flaw: bool
    on_several: bool
    own: Told | None


def verdicts_by_paper(connection: sqlite3.Connection, findings: Mapping[str, Told]) -> dict[str, list[Verdict]]:
    """The verdicts of each paper in order of place; one on several points that it names is there for each."""
    rows = connection.execute(
        "SELECT * FROM assessments WHERE id NOT IN (SELECT record_id FROM rejected_records)"
        " AND paper_id NOT IN (SELECT paper_id FROM paper_copies)"
        " ORDER BY document_id, char_start, id"
    ).fetchall()
    shared = Counter((paper, topic) for paper, _, topic in {(r["paper_id"], r["char_start"], r["topic"]) for r in rows})
    by_paper: dict[str, list[Verdict]] = defaultdict(list)
    for row in rows:
        own = findings.get(row["finding_id"] or "")
        heads = shared[row["paper_id"], row["topic"]] > 1  # a heading over several verdicts names the point of none
        heading, topics = (row["topic"] or "", [""]) if heads else ("", _topics(row))
        by_paper[row["paper_id"]] += (_verdict(row, own, heading, topic) for topic in topics)
    return by_paper


def _verdict(row: sqlite3.Row, own: Told | None, heading: str, topic: str) -> Verdict:
    said, about = row["quote"], row["about"] or row["quote"]
    named = own.text if own else topic
    number, counted = _number(said, row["point"] or "")
    flawed = bool(_FLAW.search(said) or _FLAW.match(about))
    return Verdict(
        row["id"], row["char_start"], row["confidence"], (row["body"] or "").lower(), families_of(named),
        long_words(named), families_of(heading), families_of(f"{about} {topic}"), number, counted,
        bool(_ADVICE.search(said)), flawed, _SEVERAL.search(said) is not None, own,
    )  # fmt: skip


@lru_cache(maxsize=20_000)
def long_words(text: str) -> frozenset[str]:
    """The longer words without their endings: compounds that share a part are told apart by them."""
    return frozenset(_ENDING.sub("", word) for word in _LONG.findall(text.lower()))


def _topics(row: sqlite3.Row) -> list[str]:
    topic = row["topic"] or ""
    if _SEVERAL.search(row["quote"]) and len(parts := [p for p in _PARTS.split(topic) if p]) > 1:
        return parts
    return [topic]


def _number(words: str, point: str) -> tuple[int, bool]:
    """The point's place in its list, from 1 on, and whether the sentence itself counts it out; 0 for none."""
    counted = _COUNTED.search(words)
    if counted:
        return (_NTH.index(counted[1].lower()) + 1 if counted[1] else int(counted[2])), True
    last = point.rsplit(".", 1)[-1].rstrip(")")
    return (int(last) if last.isdigit() else ord(last) - ord("a") + 1 if len(last) == 1 else 0), False
