"""The matrix as an Excel workbook: the matrix, a summary, what is overdue, figures that were checked."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.check.coverage import Coverage, classes_shown, count_points, group_coverage
from pipeline.export.colours import COLOURS, VERDICT_COLOURS
from pipeline.export.columns import (
    COLUMNS,
    Column,
    Value,
    clean_text,
    describe_figures,
    describe_gaps,
    describe_overdue,
    doubt_of,
    gap_of,
)
from pipeline.export.matrix import Matrix, page_link
from pipeline.export.plan_sheets import add_assignments, add_contradictions, add_measures, add_plan_charts
from pipeline.export.terms import term
from pipeline.messages import message

CELL_LIMIT = 32_767  # UTF-16 units that Excel takes in a cell
_LINK_LIMIT = 65_000  # links that Excel takes on a sheet, with some room left
_LINE_HEIGHT, _TALLEST_ROW = 14.5, 405.0  # points; Excel shows no taller row
_PAGES_ACROSS = 3  # of print, so that all columns of the matrix can be read

_BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True, "quote_prefix": True}


def write_workbook(matrix: Matrix, path: Path, place: Path) -> None:
    """Write the workbook to `path`; links in it are relative to `place`, where it will be. Raises OSError."""
    held = BytesIO()  # a package that meets a full disk halfway complains once more when it is cleared away
    try:
        _write(matrix, held, place)
    except FileCreateError as error:
        cause = error.args[0] if error.args else None
        raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
    path.write_bytes(held.getvalue())


def _write(matrix: Matrix, held: BytesIO, place: Path) -> None:
    with xlsxwriter.Workbook(held, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        title = message("matrix.title", matrix.lang)
        book.set_properties({"title": title, "subject": matrix.database, "author": "Spårbar", "created": datetime.now(),
                             "comments": message("matrix.note", matrix.lang)})  # fmt: skip
        sheets = _Sheets(book, matrix, place.parent)
        sheets.add_matrix()
        sheets.add_summary()
        sheets.add_overdue()
        add_measures(sheets)
        add_assignments(sheets)
        add_contradictions(sheets)
        add_plan_charts(sheets)
        sheets.add_figures()


def fit_cell(text: str, lang: str) -> str:
    """A text that Excel takes in one cell, cut with a note when it is longer."""
    if len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    note = message("matrix.cut", lang)
    kept = text.encode("utf-16-le")[: 2 * (CELL_LIMIT - len(note))].decode("utf-16-le", errors="ignore")
    return kept + note


class _Sheets:
    """The workbook under way with its formats: they belong to it and are made once."""

    def __init__(self, book: xlsxwriter.Workbook, matrix: Matrix, folder: Path) -> None:
        self.book, self.matrix, self.lang, self.folder = book, matrix, matrix.lang, folder
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.links = 0
        self.total = count_points(None, matrix.points)
        self.classes = classes_shown(self.total)

    def format(self, **properties: object) -> Any:
        """A cell format; `quote_prefix` keeps a text a text also when someone edits the cell."""
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format({**_BASE, **properties})
        return self.formats[key]

    def put(self, sheet: Any, row: int, column: int, value: object, link: str = "", **properties: object) -> None:
        """Write one cell: numbers as numbers, everything else as text that can never be a formula."""
        if isinstance(value, int | float):
            sheet.write_number(row, column, value, self.format(**{"quote_prefix": False, **properties}))
            return
        text = fit_cell(str(value or ""), self.lang)
        if not text:
            sheet.write_blank(row, column, None, self.format(**properties))
        elif link and self.links < _LINK_LIMIT:
            self.links += 1
            style = self.format(**{"font_color": "#0B5394", "underline": 1, **properties})
            if sheet.write_url(row, column, f"external:{link}", style, string=text) < 0:
                sheet.write_string(row, column, text, self.format(**properties))
        else:
            sheet.write_string(row, column, text, self.format(**properties))

    def start(self, name: str, heads: Sequence[str], widths: Sequence[int], top: int = 0) -> Any:
        """A sheet with a frozen header row, set up for print on landscape A3."""
        sheet = self.book.add_worksheet(message(f"matrix.{name}", self.lang)[:31])
        self.links = 0
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            self.put(sheet, top, column, head, bold=True, bg_color="#22384F", font_color="#FFFFFF", valign="vcenter",
                     border=1, border_color="#22384F")  # fmt: skip
        sheet.set_row(top, 30)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.set_footer("&L&8Spårbar · &F&R&8&P (&N)")
        return sheet

    def add_matrix(self) -> None:
        """The matrix itself, a row for each finding, answer, decision and measure."""
        heads = [message(f"matrix.{column.name}", self.lang) for column in COLUMNS]
        sheet = self.start("title", heads, [column.width for column in COLUMNS])
        previous = None
        for number, row in enumerate(self.matrix.rows, start=1):
            first, previous = row["finding_id"] != previous, row["finding_id"]
            border = {"top": 1 if first else 4, "top_color": "#8FA1B3" if first else "#D5DCE3"}
            lines = 1.0
            for position, column in enumerate(COLUMNS):
                value, style = self._matrix_cell(row, column, first)
                if value is None or value == "":
                    continue  # the row's own format draws the empty cells
                link = ""
                if column.source and row[f"{column.source}_path"]:
                    path, page = row[f"{column.source}_path"], row[f"{column.source}_page"]
                    link = page_link(path, page, self.folder, for_excel=True)
                self.put(sheet, number, position, value, link, **border, **style)
                lines = max(lines, len(str(value)) * 1.1 / column.width)
            height = min(_TALLEST_ROW, math.ceil(lines) * _LINE_HEIGHT)
            sheet.set_row(number, height, self.format(quote_prefix=False, **border))
        sheet.fit_to_pages(_PAGES_ACROSS, 0)
        sheet.repeat_columns(0)
        sheet.autofilter(0, 0, max(1, len(self.matrix.rows)), len(COLUMNS) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{len(self.matrix.rows) + 2}"})

    def _matrix_cell(self, row: sqlite3.Row, column: Column, first: bool) -> tuple[Value, dict[str, object]]:
        """What a cell shows and how: its status by colour, what repeats from the row above in grey."""
        value = column.value(row, self.lang)
        if column.name == "answer" and row["response_id"] is None and row["state"] == "unanswered":
            return gap_of(row, self.lang), {"italic": True, "font_color": COLOURS["unanswered"][1]}
        if column.status and row[column.status] in COLOURS:
            ground, ink = COLOURS[row[column.status]]
            return value, {"bg_color": ground, "font_color": ink, "bold": row[column.status] == "unanswered"}
        if column.name == "confidence":
            return value, {"num_format": "0.00"}
        return value, ({} if first or column.about != "finding" else {"font_color": "#8A8A8A"})

    def add_summary(self) -> None:
        """Counts of findings by coverage, addressee and kind, with a chart."""
        sheet = self.book.add_worksheet(message("matrix.summary", self.lang))
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, len(self.classes) + 1, 14)
        self.put(sheet, 0, 0, message("matrix.title", self.lang), bold=True, font_size=16, text_wrap=False)
        self.put(sheet, 1, 0, self.matrix.subtitle(), text_wrap=False)
        self.put(sheet, 2, 0, message("matrix.note", self.lang), italic=True, text_wrap=False, font_color="#555555")
        self.put(sheet, 3, 0, describe_gaps(self.total, self.lang), text_wrap=False)
        points = self.matrix.points
        row = self._count_table(sheet, 4, "by_kind", group_coverage(points, "kind"))
        top = row + 1
        row = self._count_table(sheet, top, "by_body", group_coverage(points, "body"))
        if points:
            self._add_chart(sheet, top, row - 2)
        self._head(sheet, row + 1, [message("matrix.by_document", self.lang), message("matrix.count", self.lang)])
        for offset, (kind, count) in enumerate(self.matrix.documents.items(), start=row + 2):
            self.put(sheet, offset, 0, term("document", kind, self.lang))
            self.put(sheet, offset, 1, count)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _head(self, sheet: Any, row: int, heads: Sequence[str]) -> None:
        for column, head in enumerate(heads):
            self.put(sheet, row, column, head, bold=True, bottom=2, bottom_color="#22384F")

    def _count_table(self, sheet: Any, top: int, name: str, groups: list[Coverage]) -> int:
        heads = [message(f"matrix.{name}", self.lang), *(message(f"coverage.{one}", self.lang) for one in self.classes)]
        self._head(sheet, top, [*heads, message("matrix.total", self.lang)])
        row = top
        for group in groups:
            row += 1
            told = term("finding", group.name, self.lang) if name == "by_kind" else group.name
            self.put(sheet, row, 0, told or message("matrix.no_body", self.lang))
            for column, one in enumerate(self.classes, start=1):
                self._put_count(sheet, row, column, group.classes[one], one)
            self.put(sheet, row, len(self.classes) + 1, group.total)
        row += 1
        self.put(sheet, row, 0, message("matrix.total", self.lang), bold=True, top=1)
        for column, one in enumerate(self.classes, start=1):
            self.put(sheet, row, column, self.total.classes[one], bold=True, top=1)
        self.put(sheet, row, len(self.classes) + 1, self.total.total, bold=True, top=1)
        return row + 1

    def _put_count(self, sheet: Any, row: int, column: int, count: int, status: str) -> None:
        ground, ink = COLOURS[status]
        self.put(
            sheet,
            row,
            column,
            count,
            **({"bg_color": ground, "font_color": ink} if count else {"font_color": "#AAAAAA"}),
        )

    def _add_chart(self, sheet: Any, head: int, last: int) -> None:
        chart = self.book.add_chart({"type": "bar", "subtype": "stacked"})
        name = sheet.get_name()
        for column, one in enumerate(self.classes, start=1):
            chart.add_series({
                "name": [name, head, column], "categories": [name, head + 1, 0, last, 0],
                "values": [name, head + 1, column, last, column], "gap": 40,
                "fill": {"color": {"answered": "#3B8C4A", "partly_answered": "#E0A100", "unanswered": "#C0392B",
                                   "not_due": "#8FA1B3", "rejected": "#C8C8C8", "explained_only": "#7D6BB0"}[one]},
            })  # fmt: skip
        chart.set_title({"name": message("matrix.by_body", self.lang), "name_font": {"size": 11}})
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}, "num_format": "0"})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 720, "height": min(900, 140 + 26 * (last - head))})
        sheet.insert_chart(4, len(self.classes) + 3, chart)

    def add_overdue(self) -> None:
        """Promises, answers and assignments whose date has passed."""
        heads = ["what", "text", "responsible", "due", "latest_status", "doubt", "source"]
        names = [message(f"matrix.{h}", self.lang) for h in heads]
        sheet = self.start("overdue", names, [16, 80, 26, 14, 16, 44, 40], top=2)
        told = describe_overdue(self.matrix.overdue, self.matrix.said_done, self.matrix.today, self.lang)
        self.put(sheet, 0, 0, told, text_wrap=False)
        for row, item in enumerate(self.matrix.overdue, start=3):
            values = [term("table", item["record_type"], self.lang), clean_text(item["text"]), clean_text(item["who"]),
                      item["due_to"], term("status", item["status"], self.lang), doubt_of(item, self.lang)]  # fmt: skip
            self._put_list_row(sheet, row, values, item)
        sheet.autofilter(2, 0, max(3, 2 + len(self.matrix.overdue)), len(heads) - 1)

    def add_figures(self) -> None:
        """Stated figures against what they are made of: those that don't hold first, then those that do."""
        heads = ["figure_verdict", "text", "stated", "computed", "difference", "unit", "how", "source"]
        sheet = self.start(
            "figures", [message(f"matrix.{h}", self.lang) for h in heads], [20, 56, 14, 14, 12, 10, 56, 40], top=2
        )
        self.put(sheet, 0, 0, describe_figures(self.matrix.figures, self.lang), text_wrap=False)
        for row, item in enumerate(self.matrix.figures, start=3):
            off = item["verdict"] in {"mismatch", "within_rounding"} and item["computed"] is not None
            digits = 2 if item["kind"] == "ratio" or item["unit"] in {"%", "procent"} else 6
            lines = max(len(item["how"]), len(item["subject"] or item["quote"])) / 50
            sheet.set_row(row, math.ceil(lines) * _LINE_HEIGHT)
            values = [
                term("claim", item["verdict"], self.lang),
                clean_text(item["subject"] or item["quote"]),
                item["stated"],
                None if item["computed"] is None else round(item["computed"], digits),
                round(item["stated"] - item["computed"], digits) if off else None,
                item["unit"],
                clean_text(item["how"]),
            ]
            self._put_list_row(sheet, row, values, item)
            ground, ink = COLOURS[VERDICT_COLOURS[item["verdict"]]]
            wrong_one = item["verdict"] == "mismatch"
            self.put(sheet, row, 0, values[0], bold=wrong_one, bg_color=ground, font_color=ink, bottom=4,
                     bottom_color="#D5DCE3")  # fmt: skip
        sheet.autofilter(2, 0, max(3, 2 + len(self.matrix.figures)), len(heads) - 1)

    def _put_list_row(self, sheet: Any, row: int, values: list[Any], item: sqlite3.Row) -> None:
        for column, value in enumerate(values):
            self.put(sheet, row, column, value, bottom=4, bottom_color="#D5DCE3")
        place, link = self.place(item["path"], item["filename"], item["page_from"])
        self.put(sheet, row, len(values), place, link, bottom=4, bottom_color="#D5DCE3")

    def place(self, path: str, filename: str, page: int) -> tuple[str, str]:
        """The words and the link for a page of a document."""
        words = f"{filename}, {message('matrix.page', self.lang, page=page)}"
        return words, page_link(path, page, self.folder, for_excel=True)
