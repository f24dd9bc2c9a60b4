"""What a database holds, in few figures: for the end of a run, and for `sparbar status`."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.check.coverage import Coverage, count_points, find_coverage
from pipeline.records import RECORD_TYPES

COUNTED = tuple(t.table for t in RECORD_TYPES if t.table not in {"mentions", "composites"})
_ONCE = {"agenda_items": " AND same_as IS NULL"}  # a § adjusted at once stands in two files and is one


@dataclass(frozen=True, slots=True)
class Trouble:
    """One line of the problems table: which file, what is wrong (a key of problems.toml), at which page."""

    path: str
    code: str
    detail: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of what the database holds.

    `coverage` counts findings, each point once; `folded` more tell of one of them elsewhere. `overdue` counts promises
    and assignments past date, `suspects` links whose words changed, `contradictions` statements that speak against each
    other, `possible` findings without an answer but for one too uncertain to count.
    """

    documents: Mapping[str, int]
    pages: int
    copied_papers: int
    records: Mapping[str, int]
    links: Mapping[str, int]
    coverage: Coverage
    folded: int
    overdue: int
    doubted: int
    suspects: int
    possible: int
    contradictions: int
    figures_checked: int
    figures_wrong: int
    references: int
    references_unresolved: int
    problems: tuple[Trouble, ...]
    last_run: str | None
    version: str | None


def summarise(connection: sqlite3.Connection) -> Summary:
    """Count what the database holds; what a person rejected counts nowhere, what stands in a copied paper once."""
    kept = "id NOT IN (SELECT record_id FROM rejected_records) AND paper_id NOT IN (SELECT paper_id FROM paper_copies)"

    def counts(sql: str) -> dict[str, int]:
        return {str(row[0]): int(row[1]) for row in connection.execute(sql)}

    def number(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    references = f"SELECT count(*) FROM citations WHERE kind = 'agenda_item' AND {kept}"
    last = connection.execute(
        "SELECT finished_at, version FROM runs WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1"
    )
    run = last.fetchone() or (None, None)
    told = count_points(None, find_coverage(connection, date.today()))
    return Summary(
        documents=counts("SELECT kind, count(*) FROM documents WHERE status <> 'failed' GROUP BY 1 ORDER BY 2 DESC, 1"),
        pages=number("SELECT count(*) FROM pages"),
        copied_papers=number("SELECT count(*) FROM paper_copies"),
        records={t: n for t in COUNTED if (n := number(f'SELECT count(*) FROM "{t}" WHERE {kept}{_ONCE.get(t, "")}'))},
        links=counts("SELECT kind, count(*) FROM links WHERE state <> 'rejected' GROUP BY 1 ORDER BY 2 DESC"),
        coverage=told,
        folded=number("SELECT count(*) FROM finding_heads"),
        overdue=number("SELECT count(*) FROM overdue WHERE doubt IS NULL"),
        doubted=number("SELECT count(*) FROM overdue WHERE doubt IS NOT NULL"),
        suspects=number("SELECT count(*) FROM links WHERE suspect = 1"),
        possible=told.gaps["possible"],
        contradictions=number("SELECT count(*) FROM links WHERE kind = 'contradicts' AND state <> 'rejected'"),
        figures_checked=number("SELECT count(*) FROM counted_claims WHERE holds IS NOT NULL"),
        figures_wrong=number("SELECT count(*) FROM counted_claims WHERE holds = 0"),
        references=number(references),
        references_unresolved=number(f"{references} AND target_id IS NULL"),
        problems=tuple(
            Trouble(row["path"] or "", row["code"], row["detail"] or "", row["page"])
            for row in connection.execute("SELECT path, code, detail, page FROM problems ORDER BY path, page")
        ),
        last_run=run[0],
        version=run[1],
    )
