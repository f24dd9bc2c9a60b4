"""What people say of links and records: kept for good, and led on to where the same words stand now."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from pipeline.messages import LANGUAGES, Words, words_of
from pipeline.records import Link
from pipeline.store.anchors import Anchor, anchor_of, find_anchor
from pipeline.store.database import transaction

VERDICTS = ("confirmed", "rejected", "corrected")
_WHOLE = 60  # characters of a text that is told whole where its words changed
_BESIDE = 3  # words told beside those that changed
# What a verdict on a link of a kind is a verdict on: a possible answer that is confirmed is an answer.
_JUDGED_AS = {"may_answer": "answers"}


def add_review(
    connection: sqlite3.Connection,
    *,
    verdict: str,
    reviewer: str,
    link_id: str | None = None,
    record: tuple[str, str] | None = None,
    corrected: tuple[str, str] | None = None,
    comment: str | None = None,
    at: str | None = None,
) -> int:
    """Add a verdict on a link, or on a `record` (its table and id), and return its number.

    `corrected` is the right target (table and id) of a link with the verdict corrected. The links follow at the next
    `apply_reviews`. Raises ValueError when what is reviewed is not in the database.
    """
    with transaction(connection):
        ends: list[tuple[str, str | None, Anchor | None]] = []
        if link_id is not None:
            link = connection.execute("SELECT * FROM links WHERE id = ?", (link_id,)).fetchone()
            if link is None:
                raise ValueError(link_id)
            kind = _JUDGED_AS.get(link["kind"], link["kind"])
            for place in ("source", "target"):
                ends.append((place, kind, anchor_of(connection, link[f"{place}_type"], link[f"{place}_id"])))
            if corrected is not None:
                ends.append(("corrected", kind, anchor_of(connection, *corrected)))
            if kind != link["kind"]:
                link_id = Link(kind, *(link[name] for name in LINK_FIELDS[1:])).id
        elif record is not None:
            ends.append(("record", None, anchor_of(connection, *record)))
        record_id = record[1] if record else None
        number = insert_review(connection, link_id, record_id, verdict, reviewer, at or now(), comment)
        for place, kind, end in ends:
            if end is not None:
                keep_end(connection, number, place, kind, end)
    return number


def withdraw_review(connection: sqlite3.Connection, review_id: int, reviewer: str) -> None:
    """Take a verdict back: its row stays, and what was said before it counts again at the next `apply_reviews`."""
    with transaction(connection):
        connection.execute("INSERT OR IGNORE INTO withdrawn_reviews VALUES (?, ?, ?)", (review_id, reviewer, now()))


def latest_review(connection: sqlite3.Connection, name: str) -> int | None:
    """The number of the latest verdict on a link or record, of those not withdrawn."""
    row = connection.execute(
        "SELECT max(id) FROM led_reviews WHERE link_id = :name OR record_id = :name", {"name": name}
    ).fetchone()
    return None if row[0] is None else int(row[0])


def insert_review(
    connection: sqlite3.Connection,
    link_id: str | None,
    record_id: str | None,
    verdict: str,
    reviewer: str | None,
    at: str,
    comment: str | None,
) -> int:
    """Add the bare row of a review, and return its number."""
    cursor = connection.execute(
        "INSERT INTO reviews (link_id, record_id, verdict, reviewer, at, comment) VALUES (?, ?, ?, ?, ?, ?)",
        (link_id, record_id, verdict, reviewer, at, comment),
    )
    return int(cursor.lastrowid or 0)


def keep_end(connection: sqlite3.Connection, review_id: int, place: str, kind: str | None, end: Anchor) -> None:
    """Keep what a review stands on."""
    connection.execute(
        "INSERT OR IGNORE INTO review_ends VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (review_id, place, kind, end.record_type, end.record_id, end.sha256, end.path, end.filename, end.page,
         end.char_start, end.quote),
    )  # fmt: skip


def ends_of(connection: sqlite3.Connection, review_id: int) -> dict[str, tuple[str | None, Anchor]]:
    """What a review stands on: the kind of link and the anchor, by place."""
    rows = connection.execute(
        "SELECT place, link_kind, record_type, record_id, sha256, path, filename, page, char_start, quote"
        " FROM review_ends WHERE review_id = ?",
        (review_id,),
    )
    return {row[0]: (row[1], Anchor(*row[2:])) for row in rows}


def lead_reviews(connection: sqlite3.Connection) -> None:
    """Work out to which link or record of today each review leads, and what changed under it."""
    connection.execute("DELETE FROM current_reviews")
    for review in connection.execute("SELECT id, link_id, record_id FROM reviews ORDER BY id").fetchall():
        ends = ends_of(connection, review["id"])
        if not ends and review["link_id"] is not None:
            ends = _ends_of_link(connection, review)
        link_id, record_id = review["link_id"], review["record_id"]
        reasons: list[Words] = []
        now_at: dict[str, str] = {}
        for place, (_, anchor) in sorted(ends.items()):
            found = find_anchor(connection, anchor)
            now_at[place] = anchor.record_id if found is None else found.record_id
            if found is None:
                key = "target_gone" if place in ("target", "corrected") else "source_gone"
                reasons.append(words_of(f"store.{key}"))
            elif found.changed_to is not None:
                reasons.append(words_changed(anchor.quote, found.changed_to))
        if "record" in now_at:
            record_id = now_at["record"]
        if {"source", "target"} <= now_at.keys():
            link_id = _link(ends, now_at, "target").id
        connection.execute(
            "INSERT INTO current_reviews VALUES (?, ?, ?, ?, ?)",
            (
                review["id"],
                link_id,
                record_id,
                *(" ".join(dict.fromkeys(one.in_language(lang) for one in reasons)) or None for lang in LANGUAGES),
            ),
        )
    connection.execute("DELETE FROM record_states")
    connection.execute("INSERT INTO record_states SELECT record_id, verdict FROM record_verdicts")


def keep_reviewed_links(connection: sqlite3.Connection, earlier: Mapping[str, sqlite3.Row]) -> None:
    """Give the links their reviewed states, and put back those that are proposed no longer; `earlier` are the reviewed
    links as they were. A corrected link is rejected, and the one that the reviewer named is there and confirmed.
    """
    for row in connection.execute("SELECT * FROM latest_verdicts").fetchall():
        review = connection.execute("SELECT * FROM reviews WHERE id = ?", (row["review_id"],)).fetchone()
        ends = ends_of(connection, row["review_id"])
        now_at = {place: _now_at(connection, anchor) for place, (_, anchor) in ends.items()}
        old = earlier.get(row["link_id"]) or earlier.get(review["link_id"])
        reason = words_of("store.by_reviewer", reviewer=review["reviewer"] or "–", at=review["at"][:10])
        if {"source", "target"} <= now_at.keys():
            link = _link(ends, now_at, "target")
            if old is None:
                _put(connection, link, row["verdict"], 1.0, "review", reason)
            else:
                _put(connection, link, row["verdict"], old["confidence"], old["method"], _reason_of(old))
        elif old is not None:
            link = Link(*(old[name] for name in LINK_FIELDS))
            _put(connection, link, row["verdict"], old["confidence"], old["method"], _reason_of(old))
        if review["verdict"] == "corrected" and {"source", "corrected"} <= now_at.keys():
            _put(connection, _link(ends, now_at, "corrected"), "confirmed", 1.0, "review", reason)
        if row["suspect_reason"]:
            connection.execute(
                "UPDATE links SET suspect = 1, suspect_reason = ?, suspect_reason_en = ? WHERE id = ?",
                (row["suspect_reason"], row["suspect_reason_en"], row["link_id"]),
            )
    connection.execute(_JUDGED_POSSIBLE)


def reject_links_of_records(connection: sqlite3.Connection) -> None:
    """Reject the links of what a person rejected by itself. Those places that only repeat it stay joined to it, so that
    the point is rejected at all of them.
    """
    connection.execute(
        "UPDATE links SET state = 'rejected', suspect = 0, suspect_reason = NULL, suspect_reason_en = NULL"
        " WHERE source_id IN (SELECT record_id FROM rejected_records)"
        " OR kind <> 'repeats' AND target_id IN (SELECT record_id FROM rejected_records)"
    )


# A possible answer on which there is a word by now, or whose finding got a real one.
_JUDGED_POSSIBLE = """
DELETE FROM links WHERE kind = 'may_answer' AND EXISTS (
    SELECT 1 FROM links AS o WHERE o.kind = 'answers' AND o.target_id = links.target_id
        AND (o.source_id = links.source_id OR o.state <> 'rejected'))
"""

LINK_FIELDS = (
    "kind", "source_type", "source_id", "target_type", "target_id", "confidence", "method", "reason", "reason_en",
)  # fmt: skip


def _put(connection: sqlite3.Connection, link: Link, state: str, confidence: float, method: str, reason: Words) -> None:
    connection.execute(
        "INSERT INTO links (id, kind, source_type, source_id, target_type, target_id, confidence, method, reason,"
        " reason_en, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET state = excluded.state",
        (link.id, link.kind, link.source_type, link.source_id, link.target_type, link.target_id, confidence, method,
         *reason, state),
    )  # fmt: skip


def _reason_of(link: sqlite3.Row) -> Words:
    return Words(link["reason"], link["reason_en"])


def words_changed(before: str, after: str) -> Words:
    """The reason for a suspicion, in words: how it read, and how it reads now, from the first word that differs."""
    told = _where_changed(before, after) if len(" ".join(before.split())) > _WHOLE else (before, after)
    return words_of("store.words_changed", before=_short(told[0]), after=_short(told[1]))


def now() -> str:
    """This moment where we are, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _where_changed(before: str, after: str) -> tuple[str, str]:
    """The two texts without the words that both begin and end with, but for a few beside what differs."""
    old, new = before.split(), after.split()
    most = min(len(old), len(new))
    first = next((i for i in range(most) if old[i] != new[i]), most)
    last = next((i for i in range(most - first) if old[-1 - i] != new[-1 - i]), most - first)
    start, end = max(0, first - _BESIDE), max(0, last - _BESIDE)
    lead, trail = "… " if start else "", " …" if end else ""
    return (
        f"{lead}{' '.join(old[start : len(old) - end])}{trail}",
        f"{lead}{' '.join(new[start : len(new) - end])}{trail}",
    )


def _short(text: str, most: int = 120) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _now_at(connection: sqlite3.Connection, anchor: Anchor) -> str:
    found = find_anchor(connection, anchor)
    return anchor.record_id if found is None else found.record_id


def _link(ends: Mapping[str, tuple[str | None, Anchor]], now_at: Mapping[str, str], target: str) -> Link:
    kind, source = ends["source"]
    return Link(
        kind or "", source.record_type, now_at["source"], ends[target][1].record_type, now_at[target], 1.0, "review", ""
    )


def _ends_of_link(connection: sqlite3.Connection, review: sqlite3.Row) -> dict[str, tuple[str | None, Anchor]]:
    """The ends of a link that was reviewed by plain SQL, kept while they are there. Its types stay as they are."""
    link = connection.execute("SELECT * FROM links WHERE id = ?", (review["link_id"],)).fetchone()
    if link is None:
        return {}
    ends = {place: anchor_of(connection, link[f"{place}_type"], link[f"{place}_id"]) for place in ("source", "target")}
    kept: dict[str, tuple[str | None, Anchor]] = {}
    for place, anchor in ends.items():
        if anchor is not None:
            keep_end(connection, review["id"], place, link["kind"], anchor)
            kept[place] = (link["kind"], anchor)
    return kept
