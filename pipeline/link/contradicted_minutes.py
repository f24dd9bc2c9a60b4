"""Link what minutes tell against each other: a § of two days or decisions; a header that names another body."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from rapidfuzz import fuzz

from pipeline.lexicon.bodies import canonical_body, find_bodies
from pipeline.lexicon.organisations import one_organisation
from pipeline.link.texts import squash
from pipeline.messages import words_of
from pipeline.records import Link

_ALIKE = 90  # per cent of the letters of two titles of one matter
_SAME_DECISION = 85  # per cent; an extract leaves out points, and lines are broken otherwise
_SHORTEST = 40  # letters of a decision; of fewer, a single word decides
_SITTING = 4  # days that one meeting may go on
_OPENS = re.compile(r"\s+(?:beslutar|beslutade|har beslutat|beslöt)\b")
_GENERIC = frozenset({"nämnden", "styrelsen", "utskottet", "nämnd", "styrelse", "direktionen"})

_ITEMS = """
SELECT a.id, a.paper_id, a.number, a.title, a.case_number, a.body, a.date_from, a.date_to, a.confidence,
    a.char_start, d.organisation, d.filename
FROM agenda_items AS a JOIN filed_papers AS d ON d.id = a.paper_id
WHERE a.body IS NOT NULL AND a.date_from IS NOT NULL AND a.number IS NOT NULL
ORDER BY a.date_from, d.filename, a.char_start, a.id
"""
_DECISIONS = """
SELECT dc.id, dc.quote, dc.confidence, i.id AS item_id, i.body, i.number, i.confidence AS item_confidence, i.same_as
FROM decisions AS dc JOIN agenda_items AS i ON i.id = dc.agenda_item_id
WHERE dc.kind = 'decided' ORDER BY dc.document_id, dc.char_start, dc.id
"""
_MEETINGS = """
SELECT m.id, m.paper_id, m.body, m.date_from, m.date_to, m.protocol_number, m.confidence, d.kind
FROM meetings AS m JOIN papers AS d ON d.id = m.paper_id
WHERE m.date_from IS NOT NULL ORDER BY m.document_id, m.char_start, m.id
"""


def link_contradicted_minutes(connection: sqlite3.Connection) -> list[Link]:
    """`contradicts` links between agenda items, decisions or meetings that can't both be told rightly."""
    decisions = connection.execute(_DECISIONS).fetchall()
    return [
        *_told_twice(connection.execute(_ITEMS).fetchall()),
        *_decided_twice(decisions),
        *_others_decide(decisions),
        *_two_days(connection.execute(_MEETINGS).fetchall()),
    ]


def _told_twice(items: list[sqlite3.Row]) -> Iterator[Link]:
    """The same § of a body and year in two papers, of one matter, with two days or two case numbers."""
    seen: dict[tuple[str, str, str], list[sqlite3.Row]] = defaultdict(list)
    begins_anew = _numbered_by_meeting(items)
    for item in items:
        known = seen[item["body"], item["number"].lower(), item["date_from"][:4]]
        other = next((k for k in known if _one_matter(k, item)), None)
        if other is None:
            known.append(item)
        elif other["date_from"] != item["date_from"]:
            if (item["body"], item["date_from"][:4]) in begins_anew:
                continue
            days = {"earlier": other["date_from"], "later": item["date_from"]}
            yield _link(item, other, "two_days", paragraph=item["number"], **days)
        elif other["case_number"] and item["case_number"] and _letters(other) != _letters(item):
            numbers = {"one": other["case_number"], "other": item["case_number"]}
            yield _link(item, other, "two_case_numbers", paragraph=item["number"], **numbers)


def _numbered_by_meeting(items: list[sqlite3.Row]) -> set[tuple[str, str]]:
    """The bodies and years in which numbers are used anew: one number of two days for what is not one matter."""
    first: dict[tuple[str, str, str, str], sqlite3.Row] = {}
    anew = set()
    for item in items:
        year = item["date_from"][:4]
        key = item["body"], year, item["number"].lower(), item["organisation"] or ""
        other = first.setdefault(key, item)
        if other["date_from"] != item["date_from"] and not _one_matter(other, item):
            anew.add((item["body"], year))
    return anew


def _one_matter(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    """In two papers of one organisation: the same title, or the same case number where a title is missing."""
    if one["paper_id"] == other["paper_id"] or not one_organisation(one["organisation"], other["organisation"]):
        return False
    titles = squash(one["title"] or ""), squash(other["title"] or "")
    if all(titles):
        return fuzz.ratio(*titles, score_cutoff=_ALIKE) >= _ALIKE
    return bool(one["case_number"]) and _letters(one) == _letters(other)


def _letters(item: sqlite3.Row) -> str:
    return squash(item["case_number"] or "")


def _decided_twice(decisions: list[sqlite3.Row]) -> Iterator[Link]:
    """A § that stands in two papers and was decided otherwise in the one than in the other."""
    by_item: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for decision in decisions:
        by_item[decision["item_id"]].append(decision)
    for own in by_item.values():
        others = by_item.get(own[0]["same_as"] or "", [])
        if others:
            words, theirs = ("".join(squash(d["quote"]) for d in side) for side in (own, others))
            apart = fuzz.partial_ratio(words, theirs, score_cutoff=_SAME_DECISION) < _SAME_DECISION
            if apart and min(len(words), len(theirs)) >= _SHORTEST:
                yield _link(own[0], others[0], "two_decisions", table="decisions", paragraph=own[0]["number"])


def _others_decide(decisions: list[sqlite3.Row]) -> Iterator[Link]:
    """A decision that opens with the name of another body than the one whose minutes these are."""
    for decision in decisions:
        named = next(iter(find_bodies(decision["quote"][:80])), None)
        if named is None or named.start > 4 or not _OPENS.match(decision["quote"], named.end):
            continue
        name = canonical_body(named.name)
        if decision["body"] and name != decision["body"] and name not in _GENERIC:
            reason = words_of("chain.other_body", header=decision["body"], body=name, paragraph=decision["number"])
            sure = round(min(decision["confidence"], decision["item_confidence"]), 3)
            ends = "decisions", decision["id"], "agenda_items", decision["item_id"]
            yield Link("contradicts", *ends, sure, "minutes", *reason)


def _two_days(meetings: list[sqlite3.Row]) -> Iterator[Link]:
    """Headers of one paper that name one meeting of a body with days too far apart to be one sitting."""
    first: dict[tuple[str, str, str], sqlite3.Row] = {}
    for meeting in meetings:
        if not meeting["protocol_number"] and meeting["kind"] != "minutes_extract":
            continue
        key = meeting["paper_id"], meeting["body"] or "", meeting["protocol_number"] or ""
        other = first.setdefault(key, meeting)
        if abs((date.fromisoformat(meeting["date_from"]) - date.fromisoformat(other["date_from"])).days) > _SITTING:
            days = {"earlier": other["date_from"], "later": meeting["date_from"]}
            yield _link(meeting, other, "two_meeting_days", table="meetings", **days)


def _link(later: sqlite3.Row, earlier: sqlite3.Row, reason: str, /, table: str = "agenda_items", **told: str) -> Link:
    sure = round(min(later["confidence"], earlier["confidence"]), 3)
    ends = table, later["id"], table, earlier["id"]
    return Link("contradicts", *ends, sure, "minutes", *words_of(f"chain.{reason}", **told))
