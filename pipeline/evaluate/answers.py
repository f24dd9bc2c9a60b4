"""Links from answers to findings, end to end, and the findings that are left without an answer."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from pipeline.evaluate.labels import Labels
from pipeline.evaluate.scores import Score
from pipeline.evaluate.spans import Database, Matched, match_spans


@dataclass(slots=True)
class AnswerTruth:
    """Which answers the labels say belong to which findings, for the records that the program found itself."""

    wanted: set[tuple[str, str]]
    pardoned: set[tuple[str, str]]
    findings: Matched
    responses: Matched

    def ends(self, response_id: str, finding_id: str) -> set[tuple[str, str]]:
        """The labelled findings and responses that stand where the two records stand, as pairs of their groups."""
        responses = self.responses.groups(response_id)
        return {(finding, response) for finding in self.findings.groups(finding_id) for response in responses}

    def verdict(self, response_id: str, finding_id: str) -> bool | None:
        """True or False as the labels say; None where they do not say."""
        ends = self.ends(response_id, finding_id)
        if ends & self.wanted:
            return True
        return None if not ends or ends & self.pardoned else False


def answer_truth(connection: sqlite3.Connection, labels: Labels, documents: frozenset[str] | None) -> AnswerTruth:
    """Hold the found findings and responses against the labels."""
    return _truth(Database(connection), labels, documents)


def _truth(database: Database, labels: Labels, documents: frozenset[str] | None) -> AnswerTruth:
    findings, responses = (match_spans(database, labels, documents, table) for table in ("findings", "responses"))
    group = findings.group_of()
    truth = AnswerTruth(set(), set(), findings, responses)
    for i, g in enumerate(responses.gold):
        pairs = {(group.get(f, f), responses.group(i)) for f in g.get("answers", [])}
        (truth.pardoned if g.get("doubtful") else truth.wanted).update(pairs)
        truth.pardoned |= {(group.get(f, f), responses.group(i)) for f in g.get("answers_optional", [])}
    return truth


def score_answers(database: Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
    """Links from answer to finding, with the spans that the program found itself; and the findings left unanswered."""
    truth = _truth(database, labels, documents)
    if not truth.wanted:
        return []
    have: set[tuple[str, str]] = set()
    linked: set[str] = set()
    strangers: list[str] = []
    rows = database.connection.execute("SELECT * FROM links WHERE kind = 'answers' AND state <> 'rejected'")
    for link in rows:
        if link["target_id"] not in truth.findings.near and link["source_id"] not in truth.responses.near:
            continue
        linked |= truth.findings.groups(link["target_id"])
        ends = truth.ends(link["source_id"], link["target_id"])
        have |= ends & (truth.wanted | truth.pardoned)
        if not ends & (truth.wanted | truth.pardoned):
            strangers.append(
                f"+ {truth.responses.words(link['source_id'])} -> {truth.findings.words(link['target_id'])}"
            )
    right = have & truth.wanted
    missed = sorted(truth.wanted - have)
    errors = [f"- {truth.responses.told(r)} -> {truth.findings.told(f)}" for f, r in missed] + strangers
    links = Score("links: answers", len(right), len(truth.wanted), len(right) + len(strangers), errors)
    possible = database.connection.execute("SELECT target_id FROM possible_links")
    touched = linked.union(*(truth.findings.groups(target) for (target,) in possible))
    return [
        links,
        _score_unanswered("findings unanswered", truth, linked),
        _score_unanswered("findings unanswered, none possible", truth, touched),
    ]


def _score_unanswered(name: str, truth: AnswerTruth, linked: set[str]) -> Score:
    """Of the findings that were found: those that no answer is `linked` to, rightly or wrongly, held against those that
    no label answers."""
    groups = {truth.findings.group(i) for near in truth.findings.near.values() for i in near}
    unsure = {truth.findings.group(i) for i, g in enumerate(truth.findings.gold) if g.get("doubtful")}
    unsure |= {finding for finding, _ in truth.pardoned - truth.wanted}
    open_gold = groups - {finding for finding, _ in truth.wanted} - unsure
    open_found = groups - linked - unsure
    told = truth.findings.told
    errors = [f"- {told(f)}" for f in sorted(open_gold - open_found)]
    errors += [f"+ {told(f)}" for f in sorted(open_found - open_gold)]
    return Score(name, len(open_gold & open_found), len(open_gold), len(open_found), errors)
