"""Records that are spans, held against labels: a record is found where the two share half of their joint length."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.fields import (
    ASSESSMENT_FIELDS,
    FINDING_FIELDS,
    PROMISE_FIELDS,
    RESPONSE_FIELDS,
    Same,
    score_fields,
)
from pipeline.evaluate.labels import Label, Labels
from pipeline.evaluate.matching import Span, kept_offsets, locate, overlap, pair_best, share_inside, squash
from pipeline.evaluate.scores import Score
from pipeline.lexicon.sentences import sentence_spans

Row = dict[str, Any]
SPANS: dict[str, dict[str, Same]] = {
    "findings": FINDING_FIELDS,
    "responses": RESPONSE_FIELDS,
    "promises": PROMISE_FIELDS,
    "decisions": {},
    "assignments": {},
    "assessments": ASSESSMENT_FIELDS,
}
_LEAST_OVERLAP = 0.5
_WHOLE = 0.95  # share of a promise's words that its sentence must hold


class Database:
    """The records of a database with their file names, and its texts squashed once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        rows = connection.execute("SELECT id, filename, text FROM documents").fetchall()
        self.names = {row[0]: row[1] for row in rows}
        self.texts = {row[1]: squash(row[2]) for row in rows}
        self._kept = {row[1]: kept_offsets(row[2]) for row in rows}

    def records(self, table: str, covering: list[Label]) -> list[Row]:
        """The records of a table in the documents that the labels cover, and of the kind they cover."""
        only: dict[str, set[object]] = {}
        for label in covering:
            only.setdefault(label["doc"], set()).add(label.get("only"))
        source = "measures WHERE response_id IS NOT NULL" if table == "promises" else table
        rows = [
            {**dict(r), "doc": self.names.get(r["document_id"], "")}
            for r in self.connection.execute(f"SELECT * FROM {source}")
        ]
        return [r for r in rows if r["doc"] in only and (None in only[r["doc"]] or r.get("kind") in only[r["doc"]])]

    def place(self, row: Row) -> Span | None:
        """Where a record stands in its squashed document."""
        kept = self._kept.get(row["doc"])
        return None if kept is None else (bisect_left(kept, row["char_start"]), bisect_left(kept, row["char_end"]))

    def places(self, labels: Sequence[Label]) -> list[Span | None]:
        """Where labels stand in their squashed documents: of several places with the same words, each at the first one
        that follows the label before it, as they are listed in the order of the text."""
        last: dict[str, int] = {}
        places = []
        for label in labels:
            doc = label["doc"]
            place = locate(self.texts.get(doc, ""), label.get("quote") or label.get("text") or "", last.get(doc, 0))
            if place:
                last[doc] = place[1]
            places.append(place)
        return places


@dataclass(slots=True)
class Matched:
    """Labels and records of a table that stand at the same places: pairs, and for each record all labels near it."""

    gold: list[Label]
    found: list[Row]
    pairs: dict[int, int]
    near: dict[str, set[int]]
    best: list[float]

    def group(self, index: int) -> str:
        """What a label is known by: the record that it is a further place of, its own id, or its place."""
        label = self.gold[index]
        return str(label.get("same_as") or label.get("id") or f"#{index}")

    def groups(self, record_id: str) -> set[str]:
        """What the labels call the record that stands there; none where no label does."""
        return {self.group(i) for i in self.near.get(record_id, ())}

    def group_of(self) -> dict[str, str]:
        """The group of each label's id."""
        return {g["id"]: self.group(i) for i, g in enumerate(self.gold) if "id" in g}

    def told(self, group: str) -> str:
        """The first words of what is labelled so, after "[?]" where no record stands there; the name of what is not."""
        indices = [i for i in range(len(self.gold)) if self.group(i) == group]
        missed = not any(i in near for i in indices for near in self.near.values())
        words = _first_words(self.gold[indices[0]].get("quote", "")) if indices else group
        return f"[?] {words}" if missed else words

    def words(self, record_id: str) -> str:
        """The first words of a record, after "[!]" where no label stands near it."""
        words = next((_first_words(row["quote"]) for row in self.found if row["id"] == record_id), record_id)
        return words if self.near.get(record_id) else f"[!] {words}"


def _first_words(quote: str) -> str:
    return " ".join(quote.split())[:100]


def match_spans(database: Database, labels: Labels, documents: frozenset[str] | None, table: str) -> Matched:
    """Pair a table's labels with its records, best overlap first; further places of a record count as its own.

    Labels of promises quote the deed alone ("tas fram till juni"): its whole sentence is as good a place of one."""
    covering = labels.of(table, documents)
    gold = [g for g in covering if not g.get("none")]
    found = database.records(table, covering)
    spots = database.places(gold)
    places = [[(f["doc"], database.place(f))] for f in found]
    index = {f["id"]: j for j, f in enumerate(found)}
    for mention in database.connection.execute("SELECT * FROM mentions"):
        if mention["record_id"] in index:
            row = {**dict(mention), "doc": database.names.get(mention["document_id"], "")}
            places[index[mention["record_id"]]].append((row["doc"], database.place(row)))
    value: dict[tuple[int, int], float] = {}
    near: dict[str, set[int]] = {f["id"]: set() for f in found}
    deeds = {j for j, f in enumerate(found) if table == "promises" and _is_one_sentence(f["quote"])}
    for j, spans in enumerate(places):
        for doc, spot in spans:
            for i, g in enumerate(gold):
                if g["doc"] != doc:
                    continue
                same, part = overlap(spots[i], spot), 0.9 * share_inside(spot, spots[i])
                whole = part if g.get("composite") else 0.0
                if j in deeds and share_inside(spots[i], spot) >= _WHOLE:
                    whole = 0.9
                value[i, j] = max(value.get((i, j), 0.0), same, whole)
                if max(same, part) >= _LEAST_OVERLAP:
                    near[found[j]["id"]].add(i)
    pairs = pair_best(range(len(gold)), range(len(found)), lambda i, j: value.get((i, j), 0.0), _LEAST_OVERLAP)
    best = [max((value.get((i, j), 0.0) for i in range(len(gold))), default=0.0) for j in range(len(found))]
    return Matched(gold, found, pairs, near, best)


def _is_one_sentence(quote: str) -> bool:
    return len(sentence_spans(quote, 0, len(quote))) == 1


def score_spans(database: Database, labels: Labels, documents: frozenset[str] | None, table: str) -> list[Score]:
    """A table's records, and the fields of those that were found and about which the labels are sure."""
    m = match_spans(database, labels, documents, table)
    if not m.gold and not labels.of(table, documents):
        return []
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
    sure = [(m.gold[i], m.found[j]) for i, j in m.pairs.items() if not m.gold[i].get("doubtful")]
    whole = Score(table, right, len(groups), right + len(extra), errors)
    return [whole, *score_fields(table, SPANS[table], sure)]
