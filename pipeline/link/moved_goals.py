"""Link a goal to the same goal in an earlier paper that named another year."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict

from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import whole_word
from pipeline.messages import words_of
from pipeline.records import Link

_EMPTY = stem_families("målet målsättning ambition vision utgången slutet senast kommunen regionen nämnden vara uppnå")
_LEAST_SHARED = 2
_OF_SHORTER, _OF_LONGER = 0.75, 0.5  # shares of the two goals' telling words that they have in common
_YEARS = 10
_NEAR = 300  # characters between a goal and the sentence that says it was moved
_TOLD_MOVED = re.compile(
    r"\b(?:flytta\w*|skjut\w*|sköts|senarelag\w*|ändra\w*)\b[^.]{0,40}\bmål|\bmål\w*\b[^.]{0,60}"
    r"\b(?:flytta\w*|sköts|skjut\w*|senarelag\w*|ändra\w*)\b",
    re.IGNORECASE,
)

_GOALS = """
SELECT g.*, coalesce(d.date, '') AS date, d.organisation, d.filename
FROM goals AS g JOIN filed_papers AS d ON d.id = g.paper_id
WHERE d.organisation IS NOT NULL AND d.id NOT IN (SELECT paper_id FROM paper_copies)
ORDER BY date, d.filename, g.char_start, g.id
"""


def link_moved_goals(connection: sqlite3.Connection) -> list[Link]:
    """`contradicts` links, later to earlier, between goals of one organisation in the same words with another year."""
    by_organisation: dict[str, list[tuple[sqlite3.Row, frozenset[str]]]] = defaultdict(list)
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    links: list[Link] = []
    for row in connection.execute(_GOALS):
        families = frozenset(f for f in stem_families(row["text"]) - _EMPTY if not f[0].isdigit())
        earlier = by_organisation[row["organisation"]]
        near = {place for family in families for place in index[row["organisation"], family]}
        for place in sorted(near):
            other, others = earlier[place]
            shared = families & others
            if _moved(row, other) and len(shared) >= _LEAST_SHARED and _alike(shared, families, others):
                links.append(_link(row, other, shared))
        if _TOLD_MOVED.search(row["text"]):
            links += [_link(row, other, frozenset()) for other, _ in earlier[-1:] if _just_before(other, row)]
        for family in families:
            index[row["organisation"], family].append(len(earlier))
        earlier.append((row, families))
    return links


def _just_before(goal: sqlite3.Row, moved: sqlite3.Row) -> bool:
    """The goal that "Målet flyttades fram till 2020" speaks of: told right before it in the same paper."""
    near = goal["paper_id"] == moved["paper_id"] and 0 <= moved["char_start"] - goal["char_end"] <= _NEAR
    return bool(near and goal["target_year"] != moved["target_year"])


def _moved(later: sqlite3.Row, earlier: sqlite3.Row) -> bool:
    apart = abs(later["target_year"] - earlier["target_year"])
    dated = later["date"] and earlier["date"] and later["date"] > earlier["date"]
    return bool(dated and 0 < apart <= _YEARS)


def _alike(shared: frozenset[str], one: frozenset[str], other: frozenset[str]) -> bool:
    short, long = sorted((len(one), len(other)))
    return len(shared) >= _OF_SHORTER * short and len(shared) >= _OF_LONGER * long


def _link(later: sqlite3.Row, earlier: sqlite3.Row, shared: frozenset[str]) -> Link:
    words = ", ".join(whole_word(later["text"], family) for family in sorted(shared)[:4])
    years = {"earlier": earlier["target_year"], "later": later["target_year"]}
    reason = (
        words_of("chain.goal_moved", words=words, **years) if shared else words_of("chain.goal_told_moved", **years)
    )
    confidence = round(min(later["confidence"], earlier["confidence"]), 3)
    return Link("contradicts", "goals", later["id"], "goals", earlier["id"], confidence, "likeness", *reason)
