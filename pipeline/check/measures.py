"""The measures of a database, one for each thread: what papers say of it last, what it lacks, whether it vanished."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.messages import kept_words
from pipeline.store.doubts import silent_papers

LACKS = ("owner", "date", "status")
_SETTLED = frozenset({"done", "dropped"})

_ROWS = """
SELECT m.*, t.thread_id, t.position, t.moved_reason, t.original_due_to AS moved_from, d.filename, d.path,
    coalesce(d.date, '') AS date, d.kind AS document_kind, d.organisation, d.body
FROM measures AS m
JOIN filed_papers AS d ON d.id = m.paper_id
JOIN measure_threads AS t ON t.measure_id = m.id
ORDER BY t.thread_id, t.position
"""
_AGAINST = """
SELECT t.thread_id, l.reason, l.reason_en, e.filename AS later, f.filename AS earlier, m.page_from AS later_page,
    n.page_from AS earlier_page
FROM links AS l
JOIN measures AS m ON m.id = l.source_id JOIN documents AS e ON e.id = m.document_id
JOIN measures AS n ON n.id = l.target_id JOIN documents AS f ON f.id = n.document_id
JOIN measure_threads AS t ON t.measure_id = m.id
WHERE l.kind = 'contradicts' AND l.state <> 'rejected' ORDER BY t.thread_id, l.id
"""

_COUNTED = """
SELECT q.measure_id, q.quote, p.filename FROM measure_doubts AS q JOIN filed_papers AS p ON p.id = q.paper_id
WHERE q.kind = 'counted_done'
"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two papers that tell a measure so that both can't be: why, and the two places."""

    reason: str
    later: str
    later_page: int
    earlier: str
    earlier_page: int


@dataclass(frozen=True, slots=True)
class FollowedMeasure:
    """A measure as its latest record tells it; what that leaves out, as the latest one that tells it.

    `papers` is in how many documents it stands; `promised` that one of them is an answer to the auditors;
    `vanished_from` a later follow-up of its plan that is silent of it, though it was neither done nor dropped;
    `counted_in` the paper whose sum ("Av 20 åtgärder är 18 klara", the status's words) tells that it is done; `lacks`
    what no paper tells: owner, date, status.
    """

    measure_id: str
    thread_id: str
    text: str
    section: str | None
    responsible: str | None
    responsible_full: str | None
    due_from: str | None
    due_to: str | None
    due_precision: str | None
    due_text: str | None
    original_due_to: str | None
    moved_reason: str | None
    status: str
    status_text: str | None
    comment: str | None
    effect_sek: float | None
    effect_value: float | None
    effect_unit: str | None
    effect_basis: str | None
    organisation: str | None
    body: str | None
    document_id: str
    filename: str
    path: str
    page: int
    date: str
    papers: int
    promised: bool = False
    vanished_from: str | None = None
    counted_in: str | None = None
    lacks: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureFilters:
    """Which measures to list; None and empty: all. `due_from` and `due_to` bound the due date (ISO)."""

    status: tuple[str, ...] = ()
    responsible: str | None = None
    body: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    without: tuple[str, ...] = ()
    vanished: bool = False
    moved: bool = False
    contradicted: bool = False
    text: str | None = None
    promised: bool = False


ALL_MEASURES = MeasureFilters()


def find_measures(
    connection: sqlite3.Connection, filters: MeasureFilters = ALL_MEASURES, lang: str = "sv"
) -> list[FollowedMeasure]:
    """The measures that pass the filters, by document and place of their latest record."""
    threads: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(_ROWS):
        threads[row["thread_id"]].append(row)
    against: dict[str, list[Contradiction]] = defaultdict(list)
    for row in connection.execute(_AGAINST):
        told = Contradiction(
            kept_words(row, "reason", lang), row["later"], row["later_page"], row["earlier"], row["earlier_page"]
        )  # fmt: skip
        against[row["thread_id"]].append(told)
    silent = silent_papers(connection)
    names = dict(map(tuple, connection.execute("SELECT id, filename FROM filed_papers")))
    counted = {row["measure_id"]: row for row in connection.execute(_COUNTED)}
    places = {rows[-1]["id"]: (rows[-1]["filename"], rows[-1]["char_start"]) for rows in threads.values()}
    found = [
        _followed(rows, names.get(silent.get(thread, "")), counted.get(rows[-1]["id"]), against.get(thread, ()))
        for thread, rows in threads.items()
    ]
    return sorted((m for m in found if _passes(m, filters)), key=lambda m: places[m.measure_id])


def _followed(
    rows: list[sqlite3.Row], silent: str | None, counted: sqlite3.Row | None, against: Sequence[Contradiction]
) -> FollowedMeasure:
    """A thread as one measure; `silent` is the follow-up that leaves it out, `counted` the sum that tells it done."""
    last = rows[-1]
    known = next((r for r in reversed(rows) if r["status"] != "unknown"), last)
    owned = next((r for r in reversed(rows) if r["responsible"]), last)
    dated = next((r for r in reversed(rows) if _says_when(r)), last)
    effect = next((r for r in reversed(rows) if r["effect_sek"] is not None or r["effect_value"] is not None), last)
    moved = next((r for r in reversed(rows) if r["original_due_to"]), None)
    told = {"owner": owned["responsible"], "date": _says_when(dated), "status": known["status"] != "unknown"}
    plan_like = not str(last["rule"]).startswith("prose.")
    status = "done" if counted else known["status"]
    return FollowedMeasure(
        measure_id=last["id"], thread_id=last["thread_id"],
        text=" ".join(f"{last['lead'] or ''} {last['text'] or ''}".split()),
        section=last["section"], responsible=owned["responsible"],
        responsible_full=_spelled_out(rows, owned["responsible"]),
        due_from=dated["due_from"], due_to=dated["due_to"], due_precision=dated["due_precision"],
        due_text=dated["due_text"],
        original_due_to=moved["original_due_to"] if moved else None,
        moved_reason=moved["moved_reason"] if moved else None,
        status=status, status_text=counted["quote"] if counted else known["status_text"], comment=last["comment"],
        effect_sek=effect["effect_sek"], effect_value=effect["effect_value"], effect_unit=effect["effect_unit"],
        effect_basis=effect["effect_basis"], organisation=last["organisation"], body=last["body"],
        document_id=last["document_id"], filename=last["filename"], path=last["path"], page=last["page_from"],
        date=last["date"], papers=len({r["document_id"] for r in rows}),
        promised=any(r["response_id"] for r in rows),
        vanished_from=silent if plan_like and status not in _SETTLED else None,
        counted_in=counted["filename"] if counted else None,
        lacks=tuple(name for name in LACKS if plan_like and not told[name]), contradictions=tuple(against),
    )  # fmt: skip


def _spelled_out(rows: list[sqlite3.Row], owner: str | None) -> str | None:
    """What a paper of the thread says that the abbreviation of the owner stands for."""
    return next(
        (r["responsible_full"] for r in reversed(rows) if r["responsible"] == owner and r["responsible_full"]), None
    )


def _says_when(row: sqlite3.Row) -> bool:
    """A date, or words in its place: "löpande" is no date, but says when."""
    return bool(row["due_from"] or row["due_to"] or any(c.isalnum() for c in row["due_text"] or ""))


def _passes(measure: FollowedMeasure, filters: MeasureFilters) -> bool:
    due = measure.due_to or measure.due_from
    owner = f"{measure.responsible or ''} {measure.responsible_full or ''}".lower()
    return (
        (not filters.status or measure.status in filters.status)
        and (filters.responsible is None or filters.responsible.lower() in owner)
        and (
            filters.body is None or filters.body.lower() in f"{measure.body or ''} {measure.organisation or ''}".lower()
        )
        and (filters.due_from is None or (due is not None and due >= filters.due_from))
        and (filters.due_to is None or (due is not None and due <= filters.due_to))
        and (not filters.without or set(filters.without) <= set(measure.lacks))
        and (not filters.vanished or measure.vanished_from is not None)
        and (not filters.moved or measure.original_due_to is not None)
        and (not filters.contradicted or bool(measure.contradictions))
        and (not filters.promised or measure.promised)
        and (filters.text is None or filters.text.lower() in measure.text.lower())
    )
