"""The workbook's sheets of measures and assignments, and their charts: status per year, past their date by body."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

from pipeline.export.columns import clean_text
from pipeline.export.matrix import Matrix
from pipeline.export.plan_chart import COLOURS, STATUSES, count_by_year
from pipeline.export.plan_words import decided_in, notes_of, reported_in, told_also, write_due, write_effect
from pipeline.export.terms import term
from pipeline.messages import message

_LINE_HEIGHT = 14.5  # points
_LINED: dict[str, Any] = {"bottom": 4, "bottom_color": "#D5DCE3"}
_INKS = {
    "done": "#1B5E20", "ongoing": "#7A4F00", "planned": "#1A4A7A", "postponed": "#8A3B00", "dropped": "#444444",
    "unknown": "#555555", "overdue": "#8C1D18", "reported": "#1B5E20", "open": "#1A4A7A",
}  # fmt: skip


class Sheets(Protocol):
    """What a workbook under way offers: cells, sheets with a header, and its parts."""

    matrix: Matrix
    lang: str
    book: Any

    def put(self, sheet: Any, row: int, column: int, value: object, link: str = "", **properties: object) -> None:
        """Write one cell."""

    def start(self, name: str, heads: Sequence[str], widths: Sequence[int], top: int = 0) -> Any:
        """A sheet with a frozen header row."""

    def place(self, path: str, filename: str, page: int) -> tuple[str, str]:
        """The words and the link for a page of a document."""


def add_measures(sheets: Sheets) -> None:
    """Each measure once, as its latest document tells it."""
    lang, measures = sheets.lang, sheets.matrix.measures
    heads = ("status", "what", "who", "due_by", "effect", "notes", "body", "section", "where")
    sheet = sheets.start("measures", [message(f"checks.column_{h}", lang) for h in heads],
                         [14, 60, 24, 30, 22, 44, 24, 24, 40], top=2)  # fmt: skip
    sheets.put(sheet, 0, 0, message("plans.page_note", lang), text_wrap=False)
    for row, m in enumerate(measures, start=3):
        notes = notes_of(m, lang)
        values = [m.text, m.responsible_full or m.responsible, write_due(m, lang), write_effect(m, lang), notes, m.body,
                  m.section]  # fmt: skip
        status = term("status", m.status, lang)
        sheets.put(sheet, row, 0, status, bold=True, font_color=_INKS.get(m.status, "#222222"), **_LINED)
        _fill_row(sheets, sheet, row, values, (m.path, m.filename, m.page), max(len(m.text) / 58, len(notes) / 42))
    sheet.autofilter(2, 0, max(3, 2 + len(measures)), len(heads) - 1)


def add_assignments(sheets: Sheets) -> None:
    """Each assignment: who to whom, by when, decided and reported where."""
    lang, assignments = sheets.lang, sheets.matrix.assignments
    heads = ("status", "what", "who", "giver", "due_by", "late", "decided", "reported", "also", "where")
    widths = [16, 60, 26, 26, 14, 14, 34, 40, 40, 40]
    sheet = sheets.start("assignments", [message(f"checks.column_{h}", lang) for h in heads], widths, top=2)
    note = message("plans.assignments_note", lang, today=sheets.matrix.today.isoformat())
    sheets.put(sheet, 0, 0, note, text_wrap=False)
    for row, a in enumerate(assignments, start=3):
        values = [a.task, a.given_to, a.given_by, a.due_to or a.due_from, a.days_late, decided_in(a), reported_in(a),
                  told_also(a, lang)]  # fmt: skip
        lines = max(len(str(value or "")) / (width - 3) for value, width in zip(values, widths[1:], strict=False))
        status = term("status", a.status, lang)
        sheets.put(sheet, row, 0, status, bold=True, font_color=_INKS.get(a.status, "#222222"), **_LINED)
        _fill_row(sheets, sheet, row, values, (a.path, a.filename, a.page), lines)
    sheet.autofilter(2, 0, max(3, 2 + len(assignments)), len(heads) - 1)


def add_contradictions(sheets: Sheets) -> None:
    """What two papers tell so that both can't hold, side by side."""
    lang = sheets.lang
    heads = ("because", "earlier", "where", "later", "where")
    sheet = sheets.start("contradictions", [message(f"checks.column_{h}", lang) for h in heads], [44, 60, 36, 60, 36])
    for row, c in enumerate(sheets.matrix.contradictions, start=1):
        places = (c.earlier_path, c.earlier_filename, c.earlier_page), (c.later_path, c.later_filename, c.later_page)
        sheets.put(sheet, row, 0, c.reason, **_LINED)
        for column, (words, place) in enumerate(zip((c.earlier, c.later), places, strict=True)):
            sheets.put(sheet, row, 1 + 2 * column, clean_text(words), **_LINED)
            where, link = sheets.place(*place)
            sheets.put(sheet, row, 2 + 2 * column, where, link, **_LINED)
        lines = max(len(c.reason) / 42, len(c.earlier) / 58, len(c.later) / 58, 1.0)
        sheet.set_row(row, math.ceil(lines) * _LINE_HEIGHT)
    sheet.autofilter(0, 0, max(1, len(sheets.matrix.contradictions)), len(heads) - 1)


def add_plan_charts(sheets: Sheets) -> None:
    """Tables with a chart each: the status of measures by the year they are due, and what is late by body."""
    lang = sheets.lang
    sheet = sheets.book.add_worksheet(message("matrix.plan_charts", lang)[:31])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 8, 13)
    years = [(year or message("plans.no_year", lang), counts) for year, counts in count_by_year(sheets.matrix.measures)]
    last = _count_table(sheets, sheet, 0, "plans.per_year", years, STATUSES)
    sure = [row for row in sheets.matrix.overdue if row["doubt"] is None]
    late = Counter(clean_text(row["body"]) or message("matrix.no_body", lang) for row in sure)
    bodies = [(body, Counter({"overdue": count})) for body, count in sorted(late.items(), key=lambda i: (-i[1], i[0]))]
    _count_table(sheets, sheet, max(last + 3, 24), "plans.overdue_by_body", bodies, ("overdue",))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _fill_row(
    sheets: Sheets, sheet: Any, row: int, values: list[Any], place: tuple[str, str, int], lines: float
) -> None:
    """The cells after the status, and the place with its link."""
    for column, value in enumerate(values, start=1):
        sheets.put(sheet, row, column, clean_text(value) if isinstance(value, str) else value, **_LINED)
    words, link = sheets.place(*place)
    sheets.put(sheet, row, len(values) + 1, words, link, **_LINED)
    sheet.set_row(row, math.ceil(max(1.0, lines)) * _LINE_HEIGHT)


def _count_table(
    sheets: Sheets, sheet: Any, top: int, title: str, rows: list[tuple[str, Counter[str]]], kinds: Sequence[str]
) -> int:
    """A title, a table of counts, and to its right a stacked bar chart; the last row used."""
    lang = sheets.lang
    sheets.put(sheet, top, 0, message(title, lang), bold=True, font_size=13, text_wrap=False)
    used = [kind for kind in kinds if any(counts[kind] for _, counts in rows)]
    for column, kind in enumerate(used, start=1):
        sheets.put(sheet, top + 1, column, term("status", kind, lang), bold=True, bottom=2, bottom_color="#22384F")
    for offset, (name, counts) in enumerate(rows, start=top + 2):
        sheets.put(sheet, offset, 0, name)
        for column, kind in enumerate(used, start=1):
            sheets.put(sheet, offset, column, counts[kind])
    last = top + 1 + len(rows)
    if not rows:
        sheets.put(sheet, top + 1, 0, message("plans.nothing_to_draw", lang), italic=True)
        return last
    chart = sheets.book.add_chart({"type": "bar", "subtype": "stacked"})
    name = sheet.get_name()
    for column, kind in enumerate(used, start=1):
        chart.add_series({
            "name": [name, top + 1, column], "categories": [name, top + 2, 0, last, 0],
            "values": [name, top + 2, column, last, column], "gap": 40,
            "fill": {"color": COLOURS.get(kind, "#C0392B")},
        })  # fmt: skip
    chart.set_title({"name": message(title, lang), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}, "num_format": "0"})
    chart.set_legend({"position": "bottom"} if len(used) > 1 else {"none": True})
    chart.set_size({"width": 640, "height": min(520, 130 + 26 * len(rows))})
    sheet.insert_chart(top, 8, chart)
    return last
