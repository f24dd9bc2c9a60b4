"""The matrix as one web page that needs nothing else: to read, filter, print and send."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.check.coverage import classes_shown, count_points, group_coverage
from pipeline.check.measures import FollowedMeasure
from pipeline.export.columns import (
    clean_text,
    confidence_of,
    coverage_of,
    describe_figures,
    describe_gaps,
    describe_overdue,
    doubt_of,
    due_of,
    gap_of,
    number_in,
    place_of,
    possible_of,
    reason_of,
    review_of,
)
from pipeline.export.coverage_chart import draw_coverage, short_label
from pipeline.export.groups import group_rows
from pipeline.export.matrix import Matrix, page_link
from pipeline.export.plan_words import notes_of, told_also, write_due
from pipeline.export.terms import term
from pipeline.messages import message

_PROMISED = ("planned", "postponed", "ongoing", "unknown", "dropped", "done")


@dataclass(frozen=True, slots=True)
class Promises:
    """What answers promise with one status, and how much of it is past its date."""

    status: str
    measures: list[FollowedMeasure]
    late: int


def write_html(matrix: Matrix, path: Path, place: Path) -> None:
    """Write the page to `path`; links in it are relative to `place`, where it will be."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    lang = matrix.lang

    def link(row: sqlite3.Row, source: str) -> str:
        return page_link(row[f"{source}_path"], row[f"{source}_page"], place.parent)

    environment.globals.update(
        t=lambda key, **values: message(f"matrix.{key}", lang, **values),
        coverage=lambda key: message(f"coverage.{key}", lang),
        term=lambda kind, value: term(kind, value, lang),
        clean=clean_text,
        short=short_label,
        gap=lambda row: gap_of(row, lang),
        covered=lambda row: coverage_of(row, lang),
        place=lambda row, source: place_of(row, source, lang),
        review=lambda row: review_of(row, lang),
        reason=lambda row: reason_of(row, lang),
        possible=lambda row: possible_of(row, lang),
        doubt=lambda row: doubt_of(row, lang),
        measure_due=lambda m: write_due(m, lang),
        due=due_of,
        confidence=confidence_of,
        number=lambda value: number_in(value, lang),
        link=link,
        column=lambda name: message(f"checks.column_{name}", lang),
        place_link=lambda path, page: page_link(path, page, place.parent),
        page_link=lambda row: page_link(row["path"], row["page_from"], place.parent),
        measure_link=lambda m: page_link(m.path, m.page, place.parent),
        notes=lambda m: notes_of(m, lang),
        told_also=lambda row: told_also(
            matrix.told_assignments.get(row["record_id"]), lang, (row["filename"], row["page_from"])
        ),
    )
    groups = group_rows(matrix.rows)
    total = count_points(None, matrix.points)
    text = environment.get_template("matrix.html.j2").render(
        matrix=matrix,
        lang=lang,
        groups=groups,
        total=total,
        gaps=describe_gaps(total, lang),
        chart=draw_coverage(group_coverage(matrix.points, "body"), total),
        classes=classes_shown(total),
        overdue=describe_overdue(matrix.overdue, matrix.said_done, matrix.today, lang),
        figures=describe_figures(matrix.figures, lang),
        promises=_promises(matrix),
        promised_to=_findings_by_measure(matrix),
        few=5,  # measures of a finding shown before the fold
        bodies=sorted({group.finding["body"] for group in groups if group.finding["body"]}, key=str.lower),
        kinds=sorted({group.finding["finding_kind"] for group in groups}),
    )
    path.write_text(text, encoding="utf-8")


def _promises(matrix: Matrix) -> list[Promises]:
    """What the answers promise, by what became of it: what is still to come first, what is done last."""
    held = [m for m in matrix.measures if m.promised]
    today = matrix.today.isoformat()
    told = []
    for status in _PROMISED:
        mine = sorted((m for m in held if m.status == status), key=lambda m: (m.due_to or "9999", m.filename, m.page))
        open_ones = () if status in ("done", "dropped") else mine
        told.append(Promises(status, mine, sum(bool(m.due_to and m.due_to < today) for m in open_ones)))
    return [group for group in told if group.measures]


def _findings_by_measure(matrix: Matrix) -> dict[str, list[sqlite3.Row]]:
    """The findings of the page for which each measure is, each once."""
    found: dict[str, dict[str, sqlite3.Row]] = {}
    for row in matrix.rows:
        if row["measure_id"]:
            found.setdefault(row["measure_id"], {}).setdefault(row["finding_id"], row)
    return {measure: list(rows.values()) for measure, rows in found.items()}
