"""The matrix as a Word document: to read on paper, to comment, to put behind an official report."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.table import _Cell

from pipeline.check.coverage import classes_shown, count_points, group_coverage
from pipeline.export.colours import COLOURS
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
from pipeline.export.groups import Group, group_rows
from pipeline.export.matrix import Matrix, page_link
from pipeline.export.plan_words import told_also
from pipeline.export.terms import term
from pipeline.export.word_parts import (
    add_link,
    add_row,
    add_table,
    add_words,
    merge_down,
    next_paragraph,
    set_up,
    shade,
)
from pipeline.messages import message

_MATRIX = {"finding": 0.27, "coverage": 0.11, "answer": 0.27, "decision": 0.15, "measure": 0.20}
_OVERDUE = {
    "what": 0.09,
    "text": 0.34,
    "responsible": 0.13,
    "due": 0.08,
    "latest_status": 0.09,
    "doubt": 0.15,
    "source": 0.12,
}
_FIGURES = {"text": 0.40, "stated": 0.10, "computed": 0.10, "how": 0.24, "source": 0.16}
_CONTRADICTIONS = {"because": 0.20, "earlier": 0.40, "later": 0.40}
_BY_BODY = 0.34  # of the width for the names of bodies


def write_word(matrix: Matrix, path: Path, place: Path) -> None:
    """Write the document to `path`; links in it are relative to `place`, where it will be. Raises OSError."""
    document = docx.Document()
    set_up(document, message("matrix.title", matrix.lang), matrix.database, matrix.lang)
    writer = _Writer(document, matrix, place.parent)
    writer.add_summary()
    writer.add_matrix()
    writer.add_overdue()
    writer.add_contradictions()
    writer.add_figures()
    held = BytesIO()  # a package that meets a full disk halfway complains once more when it is cleared away
    document.save(held)
    path.write_bytes(held.getvalue())


class _Writer:
    """The document under way."""

    def __init__(self, document: Document, matrix: Matrix, folder: Path) -> None:
        self.document, self.matrix, self.lang, self.folder = document, matrix, matrix.lang, folder

    def told(self, key: str, **values: object) -> str:
        return message(f"matrix.{key}", self.lang, **values)

    def note(self, text: str) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True  # the table that it is on
        add_words(paragraph, text, italic=True, soft=True)

    def add_summary(self) -> None:
        """What it is, how much is answered, and that by body."""
        points = self.matrix.points
        total = count_points(None, points)
        classes = classes_shown(total)
        self.document.add_heading(self.told("title"), 0)
        self.document.add_paragraph(self.matrix.subtitle())
        self.note(self.told("note"))
        if gaps := describe_gaps(total, self.lang):
            self.document.add_paragraph(gaps)
        if not points:
            return
        heads = [
            self.told("by_body"), *(message(f"coverage.{one}", self.lang) for one in classes), self.told("total")
        ]  # fmt: skip
        rest = (1 - _BY_BODY) / (len(heads) - 1)
        table = add_table(self.document, heads, [_BY_BODY, *[rest] * (len(heads) - 1)])
        for group in (*group_coverage(points, "body"), total):
            cells, last = add_row(table), group is total
            name = self.told("total") if last else clean_text(group.name) or self.told("no_body")
            counts = [*(group.classes[one] for one in classes), group.total]
            for cell, value in zip(cells, (name, *counts), strict=True):
                add_words(cell.paragraphs[0], str(value), bold=last)

    def add_matrix(self) -> None:
        """A row for each finding and each of its answers."""
        self.document.add_heading(self.told("title"), 1)
        groups = group_rows(self.matrix.rows)
        if not groups:
            self.document.add_paragraph(self.told("no_rows"))
            return
        table = add_table(self.document, [self.told(name) for name in _MATRIX], list(_MATRIX.values()))
        for group in groups:
            several = len(group.answers) > 1
            for number, row in enumerate(group.answers):
                finding, coverage, answer, decision, measure = add_row(table)
                if several:
                    for cell in (finding, coverage, measure):
                        merge_down(cell, first=number == 0)
                if number == 0:
                    self._finding(finding, group.finding)
                    self._coverage(coverage, group.finding)
                    self._measures(measure, group)
                self._answer(answer, row)
                if row["decision_document"]:
                    self._passage(decision, row["decision"], row, "decision")

    def _finding(self, cell: _Cell, row: sqlite3.Row) -> None:
        about = (term("finding", row["finding_kind"], self.lang), clean_text(row["body"]), row["year"])
        self._about(cell, about)
        self._passage(cell, row["finding"], row, "finding", clean_text(row["audit"]))
        if row["repeats_document"]:
            add_words(next_paragraph(cell), f"{self.told('repeats')} ", soft=True)
            self._link(cell, row, "repeats", beside=True)

    def _coverage(self, cell: _Cell, row: sqlite3.Row) -> None:
        ground, ink = COLOURS[row["state"]]
        shade(cell, ground)
        add_words(next_paragraph(cell), coverage_of(row, self.lang), bold=True, ink=ink)
        if row["depth"] != "none":
            self._soft(cell, f"{self.told('depth')}: {term('depth', row['depth'], self.lang).lower()}")
        if row["verdict"]:
            self._soft(cell, f"{self.told('verdict')}: {term('verdict', row['verdict'], self.lang).lower()}")
            self._link(cell, row, "verdict")

    def _answer(self, cell: _Cell, row: sqlite3.Row) -> None:
        if row["response_id"]:
            stance, standing = (term(name, row[name], self.lang) for name in ("stance", "standing"))
            self._about(cell, (stance, standing.lower(), clean_text(row["responder"])))
            self._passage(cell, row["answer"], row, "answer")
            sure = number_in(confidence_of(row), self.lang)
            self._soft(
                cell, " · ".join(p for p in (f"{self.told('confidence')} {sure}", review_of(row, self.lang)) if p)
            )
            self._soft(cell, f"{self.told('reason')}: {reason_of(row, self.lang)}")
        elif row["state"] == "unanswered":
            add_words(next_paragraph(cell), gap_of(row, self.lang), italic=True, ink=COLOURS["unanswered"][1])
            if row["possible"] is not None:
                self._soft(cell, possible_of(row, self.lang))
                self._passage(cell, row["possible"], row, "possible")

    def _measures(self, cell: _Cell, group: Group) -> None:
        for row in group.measures:
            status = term("status", row["measure_status"], self.lang)
            self._about(cell, (status, clean_text(row["responsible"]), due_of(row)))
            self._passage(cell, row["measure"], row, "measure")

    def add_overdue(self) -> None:
        """Promises, answers and assignments whose date has passed."""
        note = describe_overdue(self.matrix.overdue, self.matrix.said_done, self.matrix.today, self.lang)
        self._list("overdue", note, _OVERDUE, self.matrix.overdue, lambda item: (
            term("table", item["record_type"], self.lang), item["text"], item["who"], item["due_to"],
            term("status", item["status"], self.lang), doubt_of(item, self.lang),
        ), self._also)  # fmt: skip

    def add_figures(self) -> None:
        """Stated figures that do not agree with what they are made of."""
        wrong = [item for item in self.matrix.figures if item["verdict"] == "mismatch"]
        note = describe_figures(self.matrix.figures, self.lang)

        def figure(item: sqlite3.Row, name: str) -> str:
            return f"{number_in(item[name], self.lang)} {item['unit'] or ''}"

        self._list("figures", note, _FIGURES, wrong, lambda item: (
            item["quote"], figure(item, "stated"), figure(item, "computed"), item["how"],
        ))  # fmt: skip

    def add_contradictions(self) -> None:
        """What two papers tell so that both can't hold, side by side."""
        if not self.matrix.contradictions:
            return
        self.document.add_heading(self.told("contradictions"), 1)
        heads = [message(f"checks.column_{name}", self.lang) for name in _CONTRADICTIONS]
        table = add_table(self.document, heads, list(_CONTRADICTIONS.values()))
        for c in self.matrix.contradictions:
            because, earlier, later = add_row(table)
            add_words(because.paragraphs[0], clean_text(c.reason))
            for cell, words, path, filename, page in (
                (earlier, c.earlier, c.earlier_path, c.earlier_filename, c.earlier_page),
                (later, c.later, c.later_path, c.later_filename, c.later_page),
            ):
                add_words(cell.paragraphs[0], clean_text(words))
                self._file(cell, path, filename, page)

    def _list(
        self, name: str, note: str, columns: dict[str, float], items: Sequence[sqlite3.Row],
        values: Callable[[sqlite3.Row], Sequence[object]], more: Callable[[sqlite3.Row], str] | None = None,
    ) -> None:  # fmt: skip
        self.document.add_heading(f"{self.told(name)} ({len(items)})", 1)
        self.note(note)
        if not items:
            return
        table = add_table(self.document, [self.told(column) for column in columns], list(columns.values()))
        for item in items:
            *cells, source = add_row(table)
            for cell, value in zip(cells, values(item), strict=True):
                add_words(cell.paragraphs[0], clean_text(value))
            self._file(source, item["path"], item["filename"], item["page_from"])
            if more and (told := more(item)):
                self._soft(source, told)

    def _also(self, item: sqlite3.Row) -> str:
        told = self.matrix.told_assignments.get(item["record_id"])
        also = told_also(told, self.lang, (item["filename"], item["page_from"]))
        return f"{self.told('also_at')}: {also}" if also else ""

    def _about(self, cell: _Cell, parts: Sequence[object]) -> None:
        add_words(next_paragraph(cell), " · ".join(str(part) for part in parts if part), bold=True, soft=True)

    def _soft(self, cell: _Cell, words: str) -> None:
        add_words(next_paragraph(cell), words, soft=True)

    def _passage(self, cell: _Cell, words: str, row: sqlite3.Row, source: str, note: str = "") -> None:
        """The words, a note on them, and below a link to where they stand."""
        add_words(next_paragraph(cell), clean_text(words))
        if note:
            self._soft(cell, note)
        self._link(cell, row, source)

    def _link(self, cell: _Cell, row: sqlite3.Row, source: str, *, beside: bool = False) -> None:
        words = self.told("open") if source == "possible" else place_of(row, source, self.lang)
        paragraph = cell.paragraphs[-1] if beside else next_paragraph(cell)
        add_link(paragraph, words, page_link(row[f"{source}_path"], row[f"{source}_page"], self.folder))

    def _file(self, cell: _Cell, path: str, filename: str, page: int) -> None:
        add_link(
            next_paragraph(cell), f"{filename}, {self.told('page', page=page)}", page_link(path, page, self.folder)
        )
