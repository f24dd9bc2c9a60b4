"""The matrix as one web page that needs nothing else: to read, filter, print and send."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.check.coverage import classes_shown, count_points, group_coverage
from pipeline.export.columns import (
    clean_text,
    confidence_of,
    coverage_of,
    describe_gaps,
    due_of,
    gap_of,
    place_of,
    possible_of,
    reason_of,
    review_of,
)
from pipeline.export.coverage_chart import draw_coverage
from pipeline.export.matrix import Matrix, page_link
from pipeline.export.terms import term
from pipeline.messages import message


@dataclass(frozen=True, slots=True)
class Group:
    """A finding with its answers (a row for each with a decision) and its measures, each once; `words` are what the
    page's filter looks through."""

    finding: sqlite3.Row
    answers: list[sqlite3.Row]
    measures: list[sqlite3.Row]
    words: str


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
        gap=lambda row: gap_of(row, lang),
        covered=lambda row: coverage_of(row, lang),
        place=lambda row, source: place_of(row, source, lang),
        review=lambda row: review_of(row, lang),
        reason=lambda row: reason_of(row, lang),
        possible=lambda row: possible_of(row, lang),
        due=due_of,
        confidence=confidence_of,
        number=lambda value: _number(value, lang),
        link=link,
        page_link=lambda row: page_link(row["path"], row["page_from"], place.parent),
    )
    groups = [_group(list(rows)) for _, rows in groupby(matrix.rows, key=lambda row: row["finding_id"])]
    total = count_points(None, matrix.points)
    text = environment.get_template("matrix.html.j2").render(
        matrix=matrix,
        lang=lang,
        groups=groups,
        total=total,
        gaps=describe_gaps(total, lang),
        chart=draw_coverage(group_coverage(matrix.points, "body"), total),
        classes=classes_shown(total),
        wrong=sum(row["verdict"] == "mismatch" for row in matrix.figures),
        few=5,  # measures of a finding shown before the fold
        bodies=sorted({group.finding["addressee"] for group in groups if group.finding["addressee"]}),
        kinds=sorted({group.finding["finding_kind"] for group in groups}),
    )
    path.write_text(text, encoding="utf-8")


def _group(rows: list[sqlite3.Row]) -> Group:
    answers = {(row["response_id"], row["decision_id"], row["agenda_item_id"]): row for row in reversed(rows)}
    measures = {row["measure_id"]: row for row in reversed(rows) if row["measure_id"]}
    told = ("finding", "addressee", "audit", "answer", "responder", "decision", "measure", "responsible")
    names = (*told, "finding_document")
    words = dict.fromkeys(clean_text(row[name]).lower() for row in rows for name in names if row[name])
    return Group(rows[0], list(reversed(answers.values())), list(reversed(measures.values())), " ".join(words))


def _number(value: float | None, lang: str) -> str:
    """A figure as it is written in the language: 1 234,5 or 1,234.5."""
    if value is None:
        return ""
    text = f"{value:,.2f}" if abs(value) <= 1 else f"{value:,.10g}"
    return text.replace(",", "\u00a0").replace(".", ",") if lang == "sv" else text
