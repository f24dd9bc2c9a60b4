"""Precision, recall and F1 per kind of record, by the same rules for every kind of its sort.

Spans (findings, responses, decisions, assignments, assessments) match when they share half of their joint length;
keyed records (citations, agenda items, votes, amounts) when all fields of the key agree; measures by the likeness of
their text. What the labels do not cover is not counted against the program.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Any

from pipeline.evaluate.answers import score_answers
from pipeline.evaluate.fields import MEASURE_FIELDS, score_fields
from pipeline.evaluate.labels import Label, Labels
from pipeline.evaluate.matching import likeness, pair_best, squash
from pipeline.evaluate.scores import Score
from pipeline.evaluate.spans import SPANS, Database, score_spans
from pipeline.evaluate.threads import score_threads
from pipeline.evaluate.verdicts import score_verdicts

_LEAST_LIKENESS = 0.75

Row = dict[str, Any]
Key = Callable[[Row], tuple[object, ...]]


def evaluate(connection: sqlite3.Connection, labels: Labels, documents: frozenset[str] | None = None) -> list[Score]:
    """The scores against labels, of these documents (by file name) or of all; kinds without labels are left out."""
    database = Database(connection)
    scores = [
        *_score_keyed(database, labels, documents),
        *(score for table in SPANS for score in score_spans(database, labels, documents, table)),
        *score_answers(database, labels, documents),
        *score_verdicts(database, labels, documents),
        *_score_measures(database, labels, documents),
        *_score_figures(database, labels, documents),
    ]
    return [score for score in scores if score.gold or score.found]


def _score_keyed(database: Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
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


def _score_measures(database: Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
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
    return [whole, *score_fields("measures", MEASURE_FIELDS, matched), *([threads] if threads else [])]


def _score_figures(database: Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
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
