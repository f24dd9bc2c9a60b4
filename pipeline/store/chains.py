"""Work out from the links what counts for each finding: answers, measures and verdicts, its own and its twins'.

The views `coverage` and `matrix` read the tables filled here. A finding that stands in the audit report, in the audit
statement and quoted in the board's explanation is one point with three rows: an answer to any of them answers all. But
when the criticism comes back the year after, what the board said before does not answer it: what is older than the
finding counts only when both findings speak of the same year.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from pipeline.lexicon.adoption import adopts_paper, change_of
from pipeline.lexicon.stems import family_of, stem_families
from pipeline.store.asked import find_asked
from pipeline.store.copies import original_measures
from pipeline.store.database import transaction
from pipeline.store.doubts import find_doubts
from pipeline.store.heads import find_heads
from pipeline.store.heard import find_unheard
from pipeline.store.noted import find_noted
from pipeline.store.stems import split_words
from pipeline.store.threads import fill_threads

_LIVE = "l.state <> 'rejected'"
_FILLED = (
    "finding_kin", "finding_heads", "finding_parts", "adopted_answers", "decided", "finding_answers",
    "finding_measures", "finding_verdicts", "latest_measures", "unheard_bodies",
    "answers_asked", "noted_findings", "measure_doubts",
)  # fmt: skip
_SHARED_WORDS = 3  # words of a finding (each counts twice) and its answer that a measure of their decision shares
_CHANGED_WORDS = 2  # words that the change to a proposed paper shares with an answer in it, or with what that answers
_IN_TIME = "(k.not_before IS NULL OR coalesce({date}, k.not_before) >= k.not_before)"

_DECIDED = f"""
INSERT OR IGNORE INTO decided
SELECT l.source_id, l.target_id, d.id, coalesce(d.agenda_item_id, i.id), coalesce(d.kind, 'decided'), l.id
FROM links AS l
LEFT JOIN decisions AS d ON d.id = l.target_id
LEFT JOIN agenda_items AS i ON i.id = l.target_id
WHERE l.kind = 'decided_in' AND {_LIVE} AND coalesce(d.id, i.id) IS NOT NULL
ORDER BY l.confidence DESC
"""

# A body that sends an official's report on as its own answer, or adopts the proposed one, has answered; unless it took
# a minority's statement instead, which then is its answer.
# Decisions on papers that were proposed as answers, with their words: which of them adopt is told by the lexicon.
_ON_PROPOSED = """
SELECT r.id, e.link_id, b.quote, r.quote || ' ' || coalesce((
        SELECT group_concat(f.quote, ' ') FROM links AS l JOIN findings AS f ON f.id = l.target_id
        WHERE l.source_id = r.id AND l.kind = 'answers' AND l.state <> 'rejected'), '')
FROM decided AS e
CROSS JOIN responses AS r ON r.id = e.record_id AND r.standing = 'proposed'
CROSS JOIN decisions AS b ON b.id = e.decision_id AND b.paper_id <> r.paper_id
WHERE b.kind = 'decided' AND coalesce(b.outcome, '') NOT IN ('rejected', 'referred_back', 'noted')
    AND NOT EXISTS (
        SELECT 1 FROM links AS m
        WHERE m.target_id = b.id AND m.method = 'adopted_motion' AND m.state <> 'rejected')
"""
_ADOPTED_MOTIONS = f"""
INSERT OR IGNORE INTO adopted_answers
SELECT l.source_id, l.id FROM links AS l WHERE l.kind = 'decided_in' AND l.method = 'adopted_motion' AND {_LIVE}
"""

# Points split off from another, and the grounds on which discharge is refused, listed below the refusal.
_PARTS = """
INSERT OR IGNORE INTO finding_parts
SELECT parent_id, id FROM findings WHERE parent_id IS NOT NULL
    AND id NOT IN (SELECT record_id FROM rejected_records)
UNION
SELECT r.id, g.id
FROM findings AS r
CROSS JOIN findings AS g ON g.paper_id = r.paper_id AND g.addressee = r.addressee AND g.char_start > r.char_start
WHERE r.kind = 'discharge_denied' AND r.rule LIKE 'findings.refuse%'
    AND g.kind = 'discharge_denied' AND g.rule NOT LIKE 'findings.refuse%'
    AND g.id NOT IN (SELECT record_id FROM rejected_records)
"""

_ANSWERS = f"""
INSERT OR IGNORE INTO finding_answers
SELECT k.finding_id, l.source_id, k.via, l.id
FROM links AS l
CROSS JOIN finding_kin AS k ON k.kin_id = l.target_id
CROSS JOIN responses AS r ON r.id = l.source_id
CROSS JOIN papers AS d ON d.id = r.paper_id
WHERE l.kind = 'answers' AND {_LIVE} AND {_IN_TIME.format(date="coalesce(r.date, d.date)")}
ORDER BY k.via = 'own' DESC, k.via = 'parent' DESC, l.confidence DESC
"""

_MEASURES = f"""
INSERT OR IGNORE INTO finding_measures
SELECT k.finding_id, l.target_id, k.via, l.id
FROM links AS l
CROSS JOIN finding_kin AS k ON k.kin_id = l.source_id
CROSS JOIN measures AS m ON m.id = l.target_id
CROSS JOIN papers AS d ON d.id = m.paper_id
WHERE l.kind = 'carried_out_by' AND {_LIVE} AND {_IN_TIME.format(date="d.date")}
ORDER BY k.via = 'own' DESC, k.via = 'parent' DESC, l.confidence DESC
"""

_MEASURES_BY_DECISION = f"""
SELECT a.finding_id, l.target_id, CASE WHEN s.id IS NULL THEN 'decision' ELSE 'assignment' END, l.id,
    f.quote || ' ' || f.quote || ' ' || r.quote, m.text
FROM links AS l
LEFT JOIN assignments AS s ON s.id = l.source_id
CROSS JOIN decided AS e ON e.decided_id = coalesce(s.decision_id, l.source_id)
CROSS JOIN finding_answers AS a ON a.response_id = e.record_id
CROSS JOIN findings AS f ON f.id = a.finding_id
CROSS JOIN responses AS r ON r.id = a.response_id
CROSS JOIN measures AS m ON m.id = l.target_id
WHERE l.kind = 'carried_out_by' AND {_LIVE}
UNION
SELECT a.finding_id, l.target_id, 'assignment', l.id, f.quote || ' ' || f.quote || ' ' || r.quote, m.text
FROM links AS l
CROSS JOIN assignments AS s ON s.id = l.source_id
CROSS JOIN responses AS r ON r.document_id = s.document_id
    AND r.char_start <= s.char_start AND s.char_end <= r.char_end  -- the answer tells of the assignment
CROSS JOIN finding_answers AS a ON a.response_id = r.id
CROSS JOIN findings AS f ON f.id = a.finding_id
CROSS JOIN measures AS m ON m.id = l.target_id
WHERE l.kind = 'carried_out_by' AND {_LIVE}
ORDER BY 4, 1
"""

# What a minority tells in its own statement is no measure of the body.
_NOT_THE_BODYS = """
DELETE FROM finding_measures WHERE EXISTS (
    SELECT 1 FROM measures AS m CROSS JOIN counted_answers AS a
        ON a.finding_id = finding_measures.finding_id AND a.response_id = m.response_id
    WHERE m.id = finding_measures.measure_id AND a.standing = 'minority')
"""

_VERDICTS = f"""
INSERT OR IGNORE INTO finding_verdicts
SELECT k.finding_id, a.id
FROM (
    SELECT finding_id, id AS assessment_id FROM assessments WHERE finding_id IS NOT NULL
    UNION
    SELECT l.target_id, l.source_id FROM links AS l WHERE l.kind = 'assesses' AND {_LIVE}
) AS j
CROSS JOIN assessments AS a ON a.id = j.assessment_id
CROSS JOIN papers AS d ON d.id = a.paper_id
CROSS JOIN finding_kin AS k ON k.kin_id = j.finding_id
WHERE {_IN_TIME.format(date="d.date")} AND a.id NOT IN (SELECT record_id FROM rejected_records)
    AND j.finding_id NOT IN (SELECT record_id FROM rejected_records)
ORDER BY coalesce(d.date, CAST(a.year AS TEXT), '') DESC, k.via = 'own' DESC, a.id
"""


def refresh_chains(connection: sqlite3.Connection) -> None:
    """Fill the tables that say what counts for each finding; after every change of links. Raises StoreError."""
    with transaction(connection):
        for table in _FILLED:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO finding_kin SELECT id, id, 'own', NULL FROM findings")
        connection.execute(
            "INSERT OR IGNORE INTO finding_kin SELECT id, parent_id, 'parent', NULL FROM findings"
            " WHERE parent_id IS NOT NULL"
        )
        heads = find_heads(connection)
        connection.executemany("INSERT INTO finding_heads VALUES (?, ?)", sorted(heads.items()))
        connection.executemany(
            "INSERT OR IGNORE INTO finding_kin VALUES (?, ?, 'repeats', ?)", _twins(connection, heads)
        )
        fill_threads(connection)
        connection.executemany("INSERT INTO latest_measures VALUES (?, ?)", _latest_measures(connection))
        connection.executemany("INSERT INTO measure_doubts VALUES (?, ?, ?, ?, ?)", find_doubts(connection))
        for statement in (_PARTS, _DECIDED, _ADOPTED_MOTIONS):
            connection.execute(statement)
        adopted = [row[:2] for row in connection.execute(_ON_PROPOSED).fetchall() if _adopts(row[2], row[3])]
        connection.executemany("INSERT OR IGNORE INTO adopted_answers VALUES (?, ?)", adopted)
        for statement in (_ANSWERS, _MEASURES, _VERDICTS):
            connection.execute(statement)
        connection.executemany("INSERT OR IGNORE INTO finding_measures VALUES (?, ?, ?, ?)", _by_decision(connection))
        connection.execute(_NOT_THE_BODYS)
        connection.executemany("INSERT OR IGNORE INTO answers_asked VALUES (?, ?, ?)", find_asked(connection))
        connection.executemany("INSERT OR IGNORE INTO noted_findings VALUES (?, ?)", find_noted(connection))
        connection.executemany("INSERT INTO unheard_bodies VALUES (?, ?, ?)", list(find_unheard(connection)))


def _adopts(decision: str, answer: str) -> bool:
    """The decision makes the proposed answer the body's own: not one that it changes, as far as their words tell. With
    the words of the answer go those of the findings that it is to."""
    if not adopts_paper(decision):
        return False
    change = change_of(decision)
    return change is None or len(stem_families(change) & stem_families(answer)) < _CHANGED_WORDS


def _by_decision(connection: sqlite3.Connection) -> Iterable[tuple[str, str, str, str]]:
    """The measures that come by way of a decision. When it settles answers to several findings, a measure goes with
    those that it shares most words with, in the finding and its answer; with none when it shares hardly any."""
    by_measure: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in connection.execute(_MEASURES_BY_DECISION):
        by_measure[row[1]].append(tuple(row))
    for rows in by_measure.values():
        if len({row[0] for row in rows}) > 1:
            wanted = stem_families(rows[0][5])
            shared = [sum(family_of(word) in wanted for word in split_words(row[4])) for row in rows]
            most = max(shared)
            rows = [row for row, count in zip(rows, shared, strict=True) if count == most >= _SHARED_WORDS]
        yield from ((row[0], row[1], row[2], row[3]) for row in rows)


def _twins(connection: sqlite3.Connection, heads: dict[str, str]) -> Iterable[tuple[str, str, str | None]]:
    """Pairs of findings that are the same point, the second with links of its own; and from when on these count."""
    pairs = connection.execute(
        "SELECT source_id, target_id FROM links WHERE kind = 'repeats' AND state <> 'rejected'"
        " UNION SELECT id, repeated_from FROM findings WHERE repeated_from IS NOT NULL"
        " AND id NOT IN (SELECT record_id FROM rejected_records)"
    ).fetchall()
    linked = {
        row[0]
        for row in connection.execute(
            "SELECT target_id FROM links WHERE kind IN ('answers', 'assesses') UNION"
            " SELECT source_id FROM links WHERE kind = 'carried_out_by' UNION"
            " SELECT finding_id FROM assessments WHERE finding_id IS NOT NULL"
        )
    }
    said = {
        row[0]: (row[1], row[2])
        for row in connection.execute(
            "SELECT f.id, f.year, d.date FROM findings AS f JOIN papers AS d ON d.id = f.paper_id"
        )
    }
    for group in _groups(tuple(pair) for pair in pairs):
        members = sorted(member for member in group if member in said)
        for twin in (member for member in members if member in linked):
            for finding in members:
                if finding != twin:
                    (year, date), (twin_year, _) = said[finding], said[twin]
                    one_year = year is not None and year == twin_year
                    same = one_year or heads.get(finding, finding) == heads.get(twin, twin)
                    yield finding, twin, None if same else date


def _latest_measures(connection: sqlite3.Connection) -> Iterable[tuple[str, str]]:
    """For each measure followed up, what the latest document in its thread says, if that is known; its copies too."""
    later: dict[str, list[str]] = defaultdict(list)
    for source, target in connection.execute(
        "SELECT source_id, target_id FROM links WHERE kind = 'follows_up' AND state <> 'rejected'"
    ):
        later[target].append(source)
    if not later:
        return
    dates = dict(
        connection.execute(
            "SELECT m.id, coalesce(d.date, '') FROM measures AS m JOIN papers AS d ON d.id = m.paper_id"
            " WHERE m.status <> 'unknown'"
        ).fetchall()
    )
    copies: dict[str, list[str]] = defaultdict(list)
    for own, original in original_measures(connection).items():
        copies[original].append(own)
    for measure in sorted(later):
        seen, waiting = {measure}, list(later[measure])
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting.extend(later.get(current, ()))
        known = [m for m in seen - {measure} if m in dates]
        if known:
            latest = max(known, key=lambda m: (dates[m], m))
            yield from ((same, latest) for same in (measure, *copies[measure]))


def _groups(pairs: Iterable[tuple[str, ...]]) -> Iterable[list[str]]:
    """The connected groups that the pairs form."""
    near: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    seen: set[str] = set()
    for start in near:
        if start in seen:
            continue
        seen.add(start)
        group, waiting = [], [start]
        while waiting:
            current = waiting.pop()
            group.append(current)
            for neighbour in near[current]:
                if neighbour not in seen:
                    seen.add(neighbour)
                    waiting.append(neighbour)
        yield group
