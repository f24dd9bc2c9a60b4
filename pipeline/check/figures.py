"""Stated figures held against what they are made of, and figures that two documents tell differently."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure is made of: a value, and the record it is (an amount's id, "" when it is none)."""

    record_id: str
    value: float


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure as stated, what its parts make, by how much that differs, how it was worked out, and where it stands."""

    claim_id: str
    kind: str
    verdict: str
    stated: float
    computed: float | None
    difference: float | None
    unit: str
    how: str
    parts: tuple[Part, ...]
    subject: str
    quote: str
    document_id: str
    filename: str
    page: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class DifferingFigure:
    """The same figure of the same year in two documents of an organisation, told differently."""

    subject: str
    year: int
    unit: str
    value: float
    quote: str
    filename: str
    page: int
    other_value: float
    other_quote: str
    other_filename: str
    other_page: int
    record_ids: tuple[str, str]


def find_checked_figures(connection: sqlite3.Connection) -> list[CheckedFigure]:
    """All figures that were checked, whether they hold or not, in order of document and place."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for row in connection.execute("SELECT claim_id, record_id, value FROM claim_inputs ORDER BY claim_id, position"):
        parts[row["claim_id"]].append(Part(row["record_id"] or "", row["value"]))
    rows = connection.execute(
        "SELECT c.*, d.filename FROM counted_claims AS c JOIN documents AS d ON d.id = c.document_id"
        " ORDER BY d.filename, c.char_start, c.id"
    )
    return [
        CheckedFigure(
            claim_id=row["id"],
            kind=row["kind"],
            verdict=row["verdict"],
            stated=row["stated"],
            computed=row["computed"],
            difference=None if row["computed"] is None else round(row["stated"] - row["computed"], 6),
            unit=row["unit"] or "",
            how=row["how"],
            parts=tuple(parts[row["id"]]),
            subject=row["subject"] or "",
            quote=" ".join(row["quote"].split()),
            document_id=row["document_id"],
            filename=row["filename"],
            page=row["page_from"],
            rule=row["rule"],
            confidence=row["confidence"],
        )
        for row in rows
    ]


def find_wrong_figures(connection: sqlite3.Connection, today: date | None = None) -> list[CheckedFigure]:
    """The figures that do not hold. `today` plays no part: figures don't age."""
    return [figure for figure in find_checked_figures(connection) if figure.verdict == "mismatch"]


def find_verified_totals(figures: Iterable[CheckedFigure]) -> list[CheckedFigure]:
    """The totals of which the auditors say how much they could verify: `stated` the total, `computed` what was."""
    return [figure for figure in figures if figure.rule.startswith("verified.")]


def find_differing_figures(connection: sqlite3.Connection) -> list[DifferingFigure]:
    """Figures that two documents of an organisation (and body, where both say it) tell differently, beyond rounding.

    Several values in one document, and three or more in all, are of different things: of these nothing is said.
    """
    groups: dict[tuple[object, ...], list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(
        "SELECT k.*, d.filename, d.organisation, d.body FROM key_figures AS k"
        " JOIN filed_papers AS d ON d.id = k.paper_id"
        " WHERE d.organisation IS NOT NULL ORDER BY d.date, d.filename, k.char_start"
    ):
        groups[row["organisation"], row["subject"], row["year"], row["unit"]].append(row)
    found = []
    for rows in groups.values():
        first_of: dict[str, sqlite3.Row] = {}
        for row in rows:
            first_of.setdefault(row["document_id"], row)
        alone = all(row["value"] == first_of[row["document_id"]]["value"] for row in rows)
        if len(first_of) < 2 or not alone or len({r["value"] for r in first_of.values()}) > 2:
            continue
        one, *others = first_of.values()
        found += [_differing(one, other) for other in others if _differ(one, other)]
    return found


def _differ(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    same_body = not one["body"] or not other["body"] or one["body"] == other["body"]
    slack = 0.5 * (one["step"] + other["step"]) + 1e-6
    return bool(same_body and abs(one["value"] - other["value"]) > slack)


def _differing(one: sqlite3.Row, other: sqlite3.Row) -> DifferingFigure:
    return DifferingFigure(
        subject=one["subject"],
        year=one["year"],
        unit=one["unit"],
        value=one["value"],
        quote=" ".join(one["quote"].split()),
        filename=one["filename"],
        page=one["page_from"],
        other_value=other["value"],
        other_quote=" ".join(other["quote"].split()),
        other_filename=other["filename"],
        other_page=other["page_from"],
        record_ids=(one["id"], other["id"]),
    )
