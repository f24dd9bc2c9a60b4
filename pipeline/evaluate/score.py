"""Precision, recall and F1 per kind of record, by the same rules for every kind of its sort.

Spans (findings, responses, decisions, assignments, assessments) match when they share half of their joint length;
keyed records (citations, agenda items, votes, amounts) when all fields of the key agree; measures by the likeness of
their text. What the labels do not cover is not counted against the program.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.labels import Label, Labels
from pipeline.evaluate.matching import Span, likeness, locate, overlap, pair_best, share_inside, squash
from pipeline.evaluate.plans import score_fields, score_threads
from pipeline.evaluate.scores import Score

SPANS = ("findings", "responses", "decisions", "assignments", "assessments")
_LEAST_OVERLAP = 0.5
_LEAST_LIKENESS = 0.75

Row = dict[str, Any]
Key = Callable[[Row], tuple[object, ...]]


def evaluate(connection: sqlite3.Connection, labels: Labels, documents: frozenset[str] | None = None) -> list[Score]:
    """The scores against labels, of these documents (by file name) or of all; kinds without labels are left out."""
    database = _Database(connection)
    scores = [
        *_score_keyed(database, labels, documents),
        *(_score_spans(database, labels, documents, table) for table in SPANS),
        _score_answers(database, labels, documents),
        *_score_measures(database, labels, documents),
        *_score_figures(database, labels, documents),
    ]
    return [score for score in scores if score.gold or score.found]


class _Database:
    """The records of a database with their file names, and its texts squashed once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        rows = connection.execute("SELECT id, filename, text FROM documents").fetchall()
        self.names = {row[0]: row[1] for row in rows}
        self.texts = {row[1]: squash(row[2]) for row in rows}

    def records(self, table: str, covering: list[Label]) -> list[Row]:
        """The records of a table in the documents that the labels cover, and of the kind they cover."""
        only: dict[str, set[object]] = {}
        for label in covering:
            only.setdefault(label["doc"], set()).add(label.get("only"))
        rows = [
            {**dict(r), "doc": self.names.get(r["document_id"], "")}
            for r in self.connection.execute(f"SELECT * FROM {table}")
        ]
        return [r for r in rows if r["doc"] in only and (None in only[r["doc"]] or r.get("kind") in only[r["doc"]])]

    def place(self, row: Row) -> Span | None:
        """Where a label or record stands in its squashed document."""
        return locate(self.texts.get(row["doc"], ""), row.get("quote") or row.get("text") or "")


def _score_keyed(database: _Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
    cited: Key = lambda c: (squash(c.get("paragraph")), c.get("date_from"), c.get("date_to"), squash(c.get("body")))  # noqa: E731
    keys: list[tuple[str, str, Callable[[Row], bool], Key]] = [
        ("citations: §", "citations", lambda c: c["kind"] == "agenda_item", cited),
        ("citations: case number", "citations", lambda c: c["kind"] == "case_number",
         lambda c: (squash(c["case_number"]),)),
        ("citations: statute", "citations", lambda c: c["kind"] == "statute",
         lambda c: (squash(c["statute"]), squash(c.get("chapter")), squash(c.get("paragraph")))),
        ("agenda items", "agenda_items", lambda a: True, lambda a: (squash(a["number"]), squash(a.get("case_number")))),
        ("votes", "votes", lambda v: True, lambda v: (int(v.get("ballot") or 0), squash(v["name"]), v["vote"])),
        ("motions", "motions", lambda m: True, lambda m: (squash(m["name"]), m["kind"])),
        ("reservations", "reservations", lambda r: True, lambda r: (squash(r["name"]), r["kind"])),
        ("amounts", "amounts", lambda a: bool(a.get("complete")), lambda a: (round(abs(float(a["value_sek"]))),)),
    ]  # fmt: skip
    scores = []
    for name, table, wanted, key in keys:
        covering = (
            [g for g in labels.of(table, documents) if wanted(g)]
            if table != "citations"
            else labels.of(table, documents)
        )
        gold = [g for g in covering if wanted(g)]
        found = database.records(table, covering) if gold else []
        found = [f for f in found if table == "amounts" or wanted(f)]
        scores.append(_count_keys(name, gold, found, key))
    return scores


def _count_keys(name: str, gold: list[Label], found: list[Row], key: Key) -> Score:
    want = Counter((g["doc"], *key(g)) for g in gold if not g.get("doubtful"))
    pardoned = {(g["doc"], *key(g)) for g in gold if g.get("doubtful")} - set(want)
    have = Counter(k for f in found if (k := (f["doc"], *key(f))) not in pardoned)
    right = sum((want & have).values())
    errors = [f"- {k}" for k in (want - have)] + [f"+ {k}" for k in (have - want)]
    return Score(name, right, sum(want.values()), sum(have.values()), errors)


@dataclass(slots=True)
class _Matched:
    """Labels and records of a table that stand at the same places: pairs, and for each record all labels near it."""

    gold: list[Label]
    found: list[Row]
    pairs: dict[int, int]
    near: dict[str, set[int]]
    best: list[float]

    def group(self, index: int) -> str:
        label = self.gold[index]
        return str(label.get("same_as") or label.get("id") or f"#{index}")


def _match(database: _Database, labels: Labels, documents: frozenset[str] | None, table: str) -> _Matched:
    covering = labels.of(table, documents)
    gold = [g for g in covering if not g.get("none")]
    found = database.records(table, covering)
    spots = [database.place(g) for g in gold]
    places = [[(f["doc"], database.place(f))] for f in found]
    index = {f["id"]: j for j, f in enumerate(found)}
    for mention in database.connection.execute("SELECT * FROM mentions"):
        if mention["record_id"] in index:
            row = {**dict(mention), "doc": database.names.get(mention["document_id"], "")}
            places[index[mention["record_id"]]].append((row["doc"], database.place(row)))
    value: dict[tuple[int, int], float] = {}
    near: dict[str, set[int]] = {f["id"]: set() for f in found}
    for j, spans in enumerate(places):
        for doc, spot in spans:
            for i, g in enumerate(gold):
                if g["doc"] != doc:
                    continue
                same, part = overlap(spots[i], spot), 0.9 * share_inside(spot, spots[i])
                value[i, j] = max(value.get((i, j), 0.0), same, part if g.get("composite") else 0.0)
                if max(same, part) >= _LEAST_OVERLAP:
                    near[found[j]["id"]].add(i)
    pairs = pair_best(range(len(gold)), range(len(found)), lambda i, j: value.get((i, j), 0.0), _LEAST_OVERLAP)
    best = [max((value.get((i, j), 0.0) for i in range(len(gold))), default=0.0) for j in range(len(found))]
    return _Matched(gold, found, pairs, near, best)


def _score_spans(database: _Database, labels: Labels, documents: frozenset[str] | None, table: str) -> Score:
    m = _match(database, labels, documents, table)
    if not m.gold and not labels.of(table, documents):
        return Score(table, 0, 0, 0)
    doubtful = {m.group(i) for i, g in enumerate(m.gold) if g.get("doubtful")}
    hit = {m.group(i) for i in m.pairs}
    paired = set(m.pairs.values())
    again = {(g["doc"], squash(g.get("quote"))) for g in m.gold}
    extra = [
        f for j, f in enumerate(m.found)
        if j not in paired and m.best[j] < _LEAST_OVERLAP and (f["doc"], squash(f["quote"])) not in again
    ]  # fmt: skip
    groups = {m.group(i) for i in range(len(m.gold))} - doubtful
    errors = [f"- {g['doc']}: {g.get('quote', '')[:100]}" for i, g in enumerate(m.gold) if m.group(i) in groups - hit]
    errors += [f"+ {f['doc']}: {f['quote'][:100]}" for f in extra]
    right = len(hit & groups)
    return Score(table, right, len(groups), right + len(extra), errors)


@dataclass(slots=True)
class AnswerTruth:
    """Which answers the labels say belong to which findings, for the records that the program found itself."""

    wanted: set[tuple[str, str]]
    pardoned: set[tuple[str, str]]
    findings: _Matched
    responses: _Matched

    def ends(self, response_id: str, finding_id: str) -> set[tuple[str, str]]:
        """The labelled findings and responses that stand where the two records stand, as pairs of their groups."""
        return {
            (self.findings.group(i), self.responses.group(j))
            for i in self.findings.near.get(finding_id, ())
            for j in self.responses.near.get(response_id, ())
        }

    def verdict(self, response_id: str, finding_id: str) -> bool | None:
        """True or False as the labels say; None where they do not say."""
        ends = self.ends(response_id, finding_id)
        if ends & self.wanted:
            return True
        return None if not ends or ends & self.pardoned else False


def answer_truth(connection: sqlite3.Connection, labels: Labels, documents: frozenset[str] | None) -> AnswerTruth:
    """Hold the found findings and responses against the labels."""
    return _answer_truth(_Database(connection), labels, documents)


def _answer_truth(database: _Database, labels: Labels, documents: frozenset[str] | None) -> AnswerTruth:
    findings, responses = (_match(database, labels, documents, table) for table in ("findings", "responses"))
    group = {g["id"]: findings.group(i) for i, g in enumerate(findings.gold) if "id" in g}
    truth = AnswerTruth(set(), set(), findings, responses)
    for i, g in enumerate(responses.gold):
        pairs = {(group.get(f, f), responses.group(i)) for f in g.get("answers", [])}
        (truth.pardoned if g.get("doubtful") else truth.wanted).update(pairs)
        truth.pardoned |= {(group.get(f, f), responses.group(i)) for f in g.get("answers_optional", [])}
    return truth


def _score_answers(database: _Database, labels: Labels, documents: frozenset[str] | None) -> Score:
    """Links from answer to finding, end to end: with the spans that the program found itself."""
    truth = _answer_truth(database, labels, documents)
    if not truth.wanted:
        return Score("links: answers", 0, 0, 0)
    have: set[tuple[str, str]] = set()
    strangers: list[str] = []
    rows = database.connection.execute("SELECT * FROM links WHERE kind = 'answers' AND state <> 'rejected'")
    for link in rows:
        if link["target_id"] not in truth.findings.near and link["source_id"] not in truth.responses.near:
            continue
        ends = truth.ends(link["source_id"], link["target_id"])
        have |= ends & truth.wanted
        if not ends & (truth.wanted | truth.pardoned):
            strangers.append(f"+ {link['source_id']} -> {link['target_id']}")
    errors = [f"- {response} -> {finding}" for finding, response in sorted(truth.wanted - have)] + strangers
    return Score("links: answers", len(have), len(truth.wanted), len(have) + len(strangers), errors)


def _score_measures(database: _Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
    """Measures found, their fields, and whether the records of one measure over the years stand in one thread."""
    covering = labels.of("measures", documents)
    partial = {g["doc"] for g in covering if g.get("recall_only")}
    gold = [g for g in covering if not g.get("doubtful") and g["doc"] not in partial]
    found = [f for f in database.records("measures", covering) if f["doc"] not in partial]
    matched: list[tuple[Label, Row]] = []
    errors: list[str] = []
    for doc in sorted({g["doc"] for g in gold} | {f["doc"] for f in found}):
        golds, founds = [g for g in gold if g["doc"] == doc], [f for f in found if f["doc"] == doc]
        pairs = pair_best(golds, founds, lambda g, f: likeness(g["text"], f["text"]), _LEAST_LIKENESS)
        matched += [(golds[i], founds[j]) for i, j in pairs.items()]
        errors += [f"- {doc}: {g['text'][:100]}" for i, g in enumerate(golds) if i not in pairs]
        errors += [f"+ {doc}: {f['text'][:100]}" for j, f in enumerate(founds) if j not in pairs.values()]
    whole = Score("measures", len(matched), len(gold), len(found), errors)
    threads = score_threads(database.connection, gold, {id(g): f["id"] for g, f in matched})
    return [whole, *score_fields(matched), *([threads] if threads else [])]


def _score_figures(database: _Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
    """Figures with the right verdict, and those that do not hold alone. A figure that holds without being labelled is
    not counted against the program: labels seldom list them all. One that is said not to hold is."""
    covering = labels.of("claims", documents)
    gold = [g for g in covering if g.get("holds") is not None and not g.get("doubtful")]
    if not gold:
        return []
    found = [f for f in database.records("claims", covering) if f["holds"] is not None]
    want = {_figure_key(g) for g in gold}
    doubtful = {_figure_key(g) for g in covering if g.get("doubtful") and g.get("holds") is not None}
    have = {_figure_key(f) for f in found} - doubtful
    wrong = {key for key in have - want if not key[2]}
    missed = [f"- {key}" for key in sorted(want - have)]
    alarms = [f"+ {key}" for key in sorted(wrong)]
    right = len(want & have)
    not_holding = {key for key in want if not key[2]}
    return [
        Score("figures", right, len(want), right + len(wrong), missed + alarms),
        Score(
            "figures that do not hold",
            len(not_holding & have),
            len(not_holding),
            sum(1 for key in have if not key[2]),
            [e for e in missed if e.endswith("False)")] + alarms,
        ),
    ]


def _figure_key(row: Row) -> tuple[str, float, bool]:
    return row["doc"], round(float(row["stated"]), 2), bool(row["holds"])
