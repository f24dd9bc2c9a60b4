"""Measures whose date has passed, of which a later paper makes it likely that they are done, or is silent.

A final report often sums a plan up ("Av 20 åtgärder är 18 klara") and lists only what remains. Where the sum, the plan
and the list agree to the last measure, all others are told done; where they do not, it is uncertain of each. And a
follow-up that tells most of a plan and leaves a measure out says that something became of it, not what.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.lexicon import load_lexicon

COUNTED, PERHAPS, LEFT_OUT = "counted_done", "perhaps_done", "left_out"
_LEAST_FOLLOWED = 2  # measures of a plan that a later paper must tell, to be its follow-up
_LEAST_SHARE = 0.5  # of a plan's measures, that a paper must tell for its silence of the others to mean something
_LEAST_DONE = 0.5  # of what a sum counts; where less is done, what a list does not name may be late all the same
_LIKE_SIZE = (0.5, 2.0)  # of a plan, against the measures that a sum of it counts

_MEASURES = """
SELECT m.id, m.paper_id, m.rule, t.thread_id, coalesce(d.date, '') AS date
FROM measures AS m JOIN measure_threads AS t ON t.measure_id = m.id JOIN papers AS d ON d.id = m.paper_id
ORDER BY t.thread_id, t.position
"""
_FOLLOWED = """
SELECT DISTINCT m.paper_id AS later, n.paper_id AS earlier, n.id
FROM links AS l JOIN measures AS m ON m.id = l.source_id JOIN measures AS n ON n.id = l.target_id
WHERE l.kind = 'follows_up' AND l.state <> 'rejected'
"""
_SUMS = """
SELECT c.paper_id, c.page_from, c.quote, c.verdict FROM counted_claims AS c
WHERE c.rule LIKE 'count.done%' ORDER BY c.paper_id, c.char_start
"""

OF_MEASURES = re.compile(r"åtgärder|aktiviteter|insatser|uppdrag", re.IGNORECASE)  # that a sum counts, and not goals
Doubt = tuple[str, str, str, int | None, str | None]  # measure, kind, paper, page and words


@dataclass(slots=True)
class _Plans:
    """The threads of measures: their papers, those of each paper that stand in a plan's rows or list, and of each later
    paper how many measures of which earlier ones it tells."""

    measures: dict[str, list[sqlite3.Row]] = field(default_factory=lambda: defaultdict(list))  # by thread
    planned: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # paper -> threads
    papers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # thread -> papers
    dates: dict[str, str] = field(default_factory=dict)
    follow: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def silent(self, later: str, plan: str) -> Iterator[str]:
        """The threads of a plan that a paper which follows it up is silent of, and no paper after that tells."""
        for thread in sorted(self.planned[plan]):
            papers = self.papers[thread]
            if later not in papers and not any(self._after(paper, later) for paper in papers - {plan}):
                yield thread

    def _after(self, paper: str, other: str) -> bool:
        dated = self.dates[paper] and self.dates.get(other)
        return self.dates[paper] >= self.dates[other] if dated else other in self.follow.get(paper, ())


def find_doubts(connection: sqlite3.Connection) -> list[Doubt]:
    """For each measure in doubt why, and the paper, page and words that say so: from the threads and links."""
    plans = _read(connection)
    found: dict[str, Doubt] = {}
    for thread, kind, paper, page, quote in (*_by_sums(connection, plans), *_left_out(plans)):
        for row in plans.measures[thread]:
            found.setdefault(row["id"], (row["id"], kind, paper, page, quote))
    return [found[measure] for measure in sorted(found)]


def silent_papers(connection: sqlite3.Connection) -> dict[str, str]:
    """For each thread the first later paper that follows up a plan it stands in, and is silent of it."""
    plans = _read(connection)
    found: dict[str, str] = {}
    for later in sorted(plans.follow, key=lambda paper: (plans.dates.get(paper, ""), paper)):
        for plan, told in sorted(plans.follow[later].items()):
            for thread in plans.silent(later, plan) if told >= _LEAST_FOLLOWED else ():
                found.setdefault(thread, later)
    return found


def _read(connection: sqlite3.Connection) -> _Plans:
    plans = _Plans()
    for row in connection.execute(_MEASURES):
        thread, paper = row["thread_id"], row["paper_id"]
        plans.measures[thread].append(row)
        plans.papers[thread].add(paper)
        plans.dates[paper] = row["date"]
        if not str(row["rule"]).startswith(("prose.", "answer.")):
            plans.planned[paper].add(thread)
    for row in connection.execute(_FOLLOWED):
        plans.follow[row["later"]][row["earlier"]] += 1
    return plans


def _by_sums(connection: sqlite3.Connection, plans: _Plans) -> Iterator[tuple[str, str, str, int | None, str | None]]:
    """The measures that a later paper counts among those done: it sums their plan up and does not list them as left."""
    for row in connection.execute(_SUMS):
        match = load_lexicon("claims").pattern("count.done").regex.search(row["quote"])
        if match is None or not OF_MEASURES.search(match[0]):
            continue
        whole, done = int(match["whole"] or match["whole2"]), int(match["part"] or match["part2"])
        later = row["paper_id"]
        for plan in sorted(plans.follow.get(later, ())):
            size = len(plans.planned[plan])
            if done < _LEAST_DONE * whole or not _LIKE_SIZE[0] * whole <= size <= _LIKE_SIZE[1] * whole:
                continue
            silent = list(plans.silent(later, plan))
            sure = row["verdict"] == "match" and size == whole and len(silent) == done
            for thread in silent:
                yield thread, COUNTED if sure else PERHAPS, later, row["page_from"], " ".join(row["quote"].split())


def _left_out(plans: _Plans) -> Iterator[tuple[str, str, str, int | None, str | None]]:
    """The measures that a paper leaves out which tells most of their plan."""
    for later in sorted(plans.follow, key=lambda paper: (plans.dates.get(paper, ""), paper)):
        for plan, told in sorted(plans.follow[later].items()):
            if told >= max(_LEAST_FOLLOWED, _LEAST_SHARE * len(plans.planned[plan])):
                for thread in plans.silent(later, plan):
                    yield thread, LEFT_OUT, later, None, None
