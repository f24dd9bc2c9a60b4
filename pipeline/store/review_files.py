"""Reviews as JSON Lines, one a line, to keep or to take to another database: found there by words and document."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.records import Link
from pipeline.store.anchors import Anchor, find_anchor
from pipeline.store.database import transaction
from pipeline.store.reviews import VERDICTS, ends_of, insert_review, keep_end

_ANCHOR = {"record_type": str, "record_id": str, "sha256": str, "filename": str, "page": int, "char_start": int,
           "quote": str}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """How many reviews were taken in, were there already, and of those taken in how many lead to nothing here."""

    added: int
    known: int
    unplaced: int


def export_reviews(connection: sqlite3.Connection, *, withdrawn: bool = False) -> Iterator[str]:
    """Each review as a line of JSON, in the order in which they were given; the withdrawn ones only when asked for."""
    kept = "1" if withdrawn else "id NOT IN (SELECT review_id FROM withdrawn_reviews)"
    for row in connection.execute(f"SELECT * FROM reviews WHERE {kept} ORDER BY id").fetchall():
        ends = ends_of(connection, row["id"])
        told = {
            "verdict": row["verdict"], "reviewer": row["reviewer"], "at": row["at"], "comment": row["comment"],
            "link_id": row["link_id"], "record_id": row["record_id"],
            "link_kind": next((kind for kind, _ in ends.values() if kind), None),
            "ends": {
                place: {name: value for name, value in asdict(anchor).items() if name in _ANCHOR}
                for place, (_, anchor) in sorted(ends.items())
            },
        }  # fmt: skip
        yield json.dumps(told, ensure_ascii=False)


def import_reviews(connection: sqlite3.Connection, lines: Iterable[str]) -> Imported:
    """Take in exported reviews, all or none; those that are there already are passed over. The links follow at the next
    `apply_reviews`. Raises ValueError with the line's number when a line is no review.
    """
    added = known = unplaced = 0
    with transaction(connection):
        there = {_sign(json.loads(line)) for line in export_reviews(connection, withdrawn=True)}
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            told = _read(line, number)
            sign = _sign(told)
            if sign in there:
                known += 1
                continue
            there.add(sign)
            added += 1
            unplaced += not _add(connection, told)
    return Imported(added, known, unplaced)


def _read(line: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
        ends = told["ends"].values()
        fits = (
            told["verdict"] in VERDICTS
            and isinstance(told["at"], str)
            and all(isinstance(end[name], kind) for end in ends for name, kind in _ANCHOR.items())
        )
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(number)) from error
    if not fits:
        raise ValueError(str(number))
    return dict(told)


def _add(connection: sqlite3.Connection, told: dict[str, Any]) -> bool:
    """Add one review; whether all that it stands on is found here."""
    anchors = {place: Anchor(path="", **{n: end[n] for n in _ANCHOR}) for place, end in told["ends"].items()}
    found = {place: find_anchor(connection, anchor) for place, anchor in anchors.items()}
    ids = {place: f.record_id if f else anchors[place].record_id for place, f in found.items()}
    link_id, record_id = told.get("link_id"), ids.get("record", told.get("record_id"))
    if {"source", "target"} <= anchors.keys():
        source, target = anchors["source"], anchors["target"]
        link_id = Link(
            told.get("link_kind") or "", source.record_type, ids["source"], target.record_type, ids["target"], 1.0,
            "review", "",
        ).id  # fmt: skip
    number = insert_review(
        connection, link_id, record_id, told["verdict"], told.get("reviewer"), told["at"], told.get("comment")
    )
    for place, anchor in anchors.items():
        keep_end(connection, number, place, told.get("link_kind"), anchor)
    return bool(anchors) and all(found.values())


def _sign(told: dict[str, Any]) -> tuple[object, ...]:
    """What tells one review from another, in whichever database."""
    ends = tuple(
        (place, end["record_type"], end["filename"], end["quote"]) for place, end in sorted(told["ends"].items())
    )
    own = None if ends else (told.get("link_id"), told.get("record_id"))
    return told["verdict"], told.get("reviewer"), told["at"], told.get("comment"), own, ends
