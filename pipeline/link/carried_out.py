"""Link findings, decisions and assignments to the measures that carry them out."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import whole_word
from pipeline.link.planned import link_planned_measures
from pipeline.messages import Words, words_of
from pipeline.records import Link

_COMMON = 0.08  # a word family in more of the measures than this says nothing of what a measure is about
_LEAST_COMMON = 12  # in a small database a family must also occur this often to count as common
_SAME_TASK = (
    0.9  # a measure that says all telling words of an assignment: of 58 such pairs in real reports all were right
)

_IN_ANSWERS = """
SELECT r.id AS response, m.id AS measure, m.text AS text, m.confidence AS confidence
FROM responses AS r
JOIN measures AS m ON m.document_id = r.document_id AND r.char_start <= m.char_start AND m.char_end <= r.char_end
ORDER BY r.id, m.char_start
"""
_SAME_ROW = """
SELECT f.id AS finding, m.id AS measure
FROM measures AS m
JOIN cells AS a ON a.document_id = m.document_id AND a.char_start <= m.char_start AND m.char_end <= a.char_end
JOIN cells AS b ON b.table_id = a.table_id AND b.row = a.row AND b.id <> a.id
JOIN findings AS f ON f.document_id = b.document_id AND b.char_start <= f.char_start AND f.char_end <= b.char_end
ORDER BY f.id, m.id
"""
_IN_DECISIONS = """
SELECT d.id AS decision, m.id AS measure
FROM decisions AS d
JOIN measures AS m ON m.document_id = d.document_id AND d.char_start <= m.char_start AND m.char_end <= d.char_end
ORDER BY d.id, m.id
"""


def link_measures(connection: sqlite3.Connection, links: Sequence[Link]) -> list[Link]:
    """`carried_out_by` links, given the `answers` links: from each finding to the measures that its answer tells."""
    answered: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.kind == "answers":
            answered[link.source_id].append(link)
    texts = {row["id"]: row["quote"] for row in connection.execute("SELECT id, quote FROM findings")}
    common = _common_families(connection)
    return [
        *_by_answer(connection, answered, texts, common),
        *_by_row(connection),
        *_by_decision(connection),
        *link_planned_measures(connection, common),
        *_by_task(connection, common),
    ]


def _by_answer(
    connection: sqlite3.Connection, answered: dict[str, list[Link]], texts: dict[str, str], common: frozenset[str]
) -> Iterator[Link]:
    """A measure inside an answer goes with its finding; where it answers several, with those that share its words."""
    about = {a.target_id: stem_families(texts.get(a.target_id, "")) for links in answered.values() for a in links}
    for row in connection.execute(_IN_ANSWERS):
        answers = answered.get(row["response"], [])
        points = {about[a.target_id] for a in answers}
        families = stem_families(row["text"]) - common
        for answer in answers:
            shared = sorted(families & about[answer.target_id])
            confidence = round(min(answer.confidence, row["confidence"]), 3)
            if len(points) == 1:
                reason = words_of("chain.inside_answer")
            elif shared:
                words = ", ".join(whole_word(row["text"], family) for family in shared[:4])
                reason = words_of("chain.inside_answer_words", words=words)
                confidence = round(confidence * 0.9, 3)
            else:
                continue
            yield _carried("findings", answer.target_id, row["measure"], confidence, "answer", reason)


def _by_row(connection: sqlite3.Connection) -> Iterator[Link]:
    for row in connection.execute(_SAME_ROW):
        yield _carried("findings", row["finding"], row["measure"], 0.9, "table_row", words_of("chain.same_row"))


def _by_decision(connection: sqlite3.Connection) -> Iterator[Link]:
    for row in connection.execute(_IN_DECISIONS):
        reason = words_of("chain.inside_decision")
        yield _carried("decisions", row["decision"], row["measure"], 0.9, "structure", reason)


def _by_task(connection: sqlite3.Connection, common: frozenset[str]) -> Iterator[Link]:
    """A measure in a later or the same paper whose words are those of an assignment: most of either's telling words."""
    index: dict[str, list[sqlite3.Row]] = defaultdict(list)
    own_families: dict[str, frozenset[str]] = {}
    for measure in connection.execute(
        "SELECT m.id, m.text, coalesce(d.organisation, '') AS organisation, coalesce(d.date, '') AS date"
        " FROM measures AS m JOIN papers AS d ON d.id = m.paper_id"
        " WHERE m.paper_id NOT IN (SELECT paper_id FROM paper_copies) ORDER BY m.id"
    ):
        own_families[measure["id"]] = stem_families(measure["text"]) - common
        for family in own_families[measure["id"]]:
            index[family].append(measure)
    for task in connection.execute(
        "SELECT a.id, coalesce(nullif(a.task, ''), a.quote) AS text, coalesce(d.organisation, '') AS organisation,"
        " coalesce(d.date, '') AS date FROM assignments AS a JOIN papers AS d ON d.id = a.paper_id"
        " WHERE a.paper_id NOT IN (SELECT paper_id FROM paper_copies) ORDER BY a.id"
    ):
        families = stem_families(task["text"]) - common
        rarest = sorted(families, key=lambda f: (len(index.get(f, ())), f))[:4]
        near = {m["id"]: m for family in rarest for m in index.get(family, ())}
        for measure in near.values():
            own = own_families[measure["id"]]
            shared = families & own
            alike = len(shared) / max(1, min(len(families), len(own)))
            earlier = measure["date"] and task["date"] and measure["date"] < task["date"]
            elsewhere = not one_organisation(measure["organisation"], task["organisation"])
            if len(shared) >= 4 and alike >= 0.7 and not earlier and not elsewhere:
                words = ", ".join(whole_word(task["text"], family) for family in sorted(shared)[:4])
                reason = words_of("chain.same_task", words=words)
                confidence = _SAME_TASK if alike == 1 else round(0.6 * alike, 3)
                yield _carried("assignments", task["id"], measure["id"], confidence, "likeness", reason)


def _common_families(connection: sqlite3.Connection) -> frozenset[str]:
    counts: dict[str, int] = defaultdict(int)
    total = 0
    for row in connection.execute("SELECT text FROM measures"):
        total += 1
        for family in stem_families(row["text"]):
            counts[family] += 1
    return frozenset(f for f, n in counts.items() if n > max(_LEAST_COMMON, total * _COMMON))


def _carried(table: str, source: str, measure: str, confidence: float, method: str, reason: Words) -> Link:
    return Link("carried_out_by", table, source, "measures", measure, confidence, method, *reason)
