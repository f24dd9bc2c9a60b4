"""Take the traceability matrix out of the database, and write it in the form that the file's name asks for."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from pipeline.check.assignments import AssignmentFilters, FollowedAssignment, find_assignments
from pipeline.check.contradictions import ContradictingStatements, find_contradictions
from pipeline.check.coverage import CLASS_ON_DAY, Point, find_coverage, is_to
from pipeline.check.measures import FollowedMeasure, MeasureFilters, find_measures
from pipeline.check.overdue import SaidDone, find_said_done, overdue_rows
from pipeline.errors import NotFoundError
from pipeline.messages import message
from pipeline.records import WITHIN


@dataclass(frozen=True, slots=True)
class MatrixFilters:
    """Which findings: by class of coverage, by part of the name of whom they are to, by the year of the audit
    or its document.

    A finding told of in several papers has one row, where the auditors first said it; with `every_place` one for each.
    """

    only: str | None = None
    body: str | None = None
    year: int | None = None
    every_place: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that an export shows: the rows, what is overdue, the figures that were checked, the counts."""

    rows: list[sqlite3.Row]  # of the view `matrix`, and `state`, the class on the day of the matrix
    overdue: list[sqlite3.Row]
    said_done: list[SaidDone]  # what other papers say in sum of what is overdue
    figures: list[sqlite3.Row]  # those that don't hold first
    documents: dict[str, int]
    database: str
    today: date
    lang: str = "sv"
    findings: dict[str, sqlite3.Row] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)  # what counts of the findings shown, each point once
    folded: int = 0  # findings left out because they tell of one that has a row
    measures: list[FollowedMeasure] = field(default_factory=list)
    assignments: list[FollowedAssignment] = field(default_factory=list)
    told_assignments: dict[str, FollowedAssignment] = field(default_factory=dict)  # by each record that tells one
    contradictions: list[ContradictingStatements] = field(default_factory=list)
    filters: MatrixFilters = field(default_factory=MatrixFilters)

    def subtitle(self) -> str:
        """How many findings, of which day and database, and of what selection: whoever is sent a part must see it."""
        told = message("matrix.subtitle", self.lang, findings=len(self.points), today=self.today.isoformat(),
                       database=self.database)  # fmt: skip
        chosen = [
            message(f"run.{self.filters.only}", self.lang) if self.filters.only else "",
            message("matrix.chosen_body", self.lang, body=self.filters.body) if self.filters.body else "",
            message("matrix.chosen_year", self.lang, year=self.filters.year) if self.filters.year else "",
        ]
        if not any(chosen):
            return told
        return f"{told} · {message('matrix.chosen', self.lang, what=', '.join(part for part in chosen if part))}"


def load_matrix(
    connection: sqlite3.Connection,
    filters: MatrixFilters | None = None,
    *,
    today: date | None = None,
    lang: str = "sv",
    database: str = "",
) -> Matrix:
    """The matrix with what belongs to it, findings in the order of their documents' dates and their place there."""
    filters, today = filters or MatrixFilters(), today or date.today()
    where, values = ["1" if filters.every_place else "head_id IS NULL"], list[object]([today.isoformat()])
    if filters.only:
        where.append("state = ?")
        values.append(filters.only)
    if filters.year:
        where.append("coalesce(year, CAST(substr(finding_date, 1, 4) AS INTEGER)) = ?")
        values.append(filters.year)
    rows = connection.execute(
        f"SELECT matrix.*, {CLASS_ON_DAY} AS state, p.response_id AS possible_response_id, p.quote AS possible,"
        " p.filename AS possible_document, p.path AS possible_path, p.page_from AS possible_page,"
        " p.confidence AS possible_confidence, y.quote AS recommendation, y.page_from AS recommendation_page"
        " FROM matrix LEFT JOIN possible_answers AS p"
        " ON p.finding_id = matrix.finding_id AND matrix.response_id IS NULL LEFT JOIN answered_recommendations AS y"
        f" ON y.finding_id = matrix.finding_id AND matrix.gap = 'recommended' WHERE {' AND '.join(where)}"
        " ORDER BY coalesce(finding_date, ''), finding_document, finding_start, matrix.finding_id,"
        " coalesce(answer_date, ''), matrix.response_id, decision_id, measure_id",
        values,
    ).fetchall()
    if filters.body:
        part = filters.body.lower()
        rows = [row for row in rows if is_to(part, row["body"], row["organisation"])]
    overdue = overdue_rows(connection, today)
    if filters.body:
        overdue = [row for row in overdue if part in f"{row['who'] or ''} {row['body'] or ''}".lower()]
    said_done = find_said_done(connection, [row["record_id"] for row in overdue if row["doubt"] is None])
    figures = connection.execute(
        "SELECT c.*, d.filename, d.path FROM counted_claims AS c JOIN documents AS d ON d.id = c.document_id"
        " ORDER BY c.verdict <> 'mismatch', d.filename, c.char_start"
    ).fetchall()
    documents = dict(
        connection.execute("SELECT kind, count(*) FROM documents GROUP BY kind ORDER BY 2 DESC").fetchall()
    )
    findings = {row["finding_id"]: row for row in rows}
    points = [point for point in find_coverage(connection, today) if point.finding_id in findings]
    heads = [] if filters.every_place else connection.execute("SELECT head_id FROM finding_heads").fetchall()
    folded = sum(row["head_id"] in findings for row in heads)
    measures = find_measures(connection, MeasureFilters(body=filters.body), lang)
    assignments = find_assignments(connection, today, AssignmentFilters(body=filters.body))
    told = {own: a for a in assignments for own in (a.assignment_id, *a.also_ids)}
    return Matrix(
        rows, overdue, said_done, figures, documents, database, today, lang, findings, points, folded, measures,
        assignments, told, find_contradictions(connection, lang), filters,
    )  # fmt: skip


def export_matrix(matrix: Matrix, path: Path) -> None:
    """Write the matrix to a file; its ending says how: .xlsx, .docx, .csv, .html, .json or .md.

    The file is written beside its place first and then moved there. Raises NotFoundError for another ending, OSError
    when it cannot be written.
    """
    from pipeline.export import html, text, word, workbook  # loads what is heavy only when something is written

    writers: dict[str, Callable[[Matrix, Path, Path], None]] = {
        ".xlsx": workbook.write_workbook,
        ".docx": word.write_word,
        ".html": html.write_html,
        ".htm": html.write_html,
        ".csv": text.write_csv,
        ".json": text.write_json,
        ".md": text.write_markdown,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(ending for ending in writers if ending != ".htm")
        raise NotFoundError(message("matrix.unknown_format", matrix.lang, ending=path.suffix or path.name, known=known))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        writer(matrix, temporary, path)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def page_link(document: str, page: int | None, folder: Path, *, for_excel: bool = False) -> str:
    """A link from a file in `folder` to the page of a document, relative when both are on the same drive.

    Excel wants letters such as å as they are, and only ASCII escaped.
    """
    target = _file_link(document, folder, for_excel)
    return f"{target}#page={page}" if page and WITHIN not in document and document.lower().endswith(".pdf") else target


@lru_cache(maxsize=10_000)
def _file_link(document: str, folder: Path, for_excel: bool) -> str:
    absolute = Path(document.partition(WITHIN)[0]).absolute()  # of what lies in an archive, the archive opens
    try:
        relative = Path(os.path.relpath(absolute, folder.absolute())).as_posix()
    except ValueError:  # another drive of Windows
        return absolute.as_uri()
    return "".join(c if c > "\x7f" else quote(c) for c in relative) if for_excel else quote(relative)
