"""The matrix as CSV for Swedish Excel, as JSON for programs, as Markdown for a paper."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from pathlib import Path

from pipeline.export.columns import COLUMNS, Value
from pipeline.export.matrix import Matrix
from pipeline.messages import message

_FORMULA_STARTS = "=+-@＝＋－＠\t\r"  # full-width forms too: Excel reads them alike


def write_csv(matrix: Matrix, path: Path, place: Path) -> None:
    """CSV as Swedish Excel opens it: UTF-8 with BOM, semicolons, decimal comma."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([message(f"matrix.{column.name}", matrix.lang) for column in COLUMNS])
        for row in matrix.rows:
            writer.writerow([_csv_value(column.value(row, matrix.lang), matrix.lang) for column in COLUMNS])


def write_json(matrix: Matrix, path: Path, place: Path) -> None:
    """JSON: the view's columns as they stand in the database, and what is overdue and does not add up."""
    content = {
        "database": matrix.database,
        "today": matrix.today.isoformat(),
        "filters": asdict(matrix.filters),
        "rows": [dict(row) for row in matrix.rows],
        "overdue": [dict(row) for row in matrix.overdue],
        "figures": [dict(row) for row in matrix.figures if row["verdict"] == "mismatch"],
        "figures_checked": [dict(row) for row in matrix.figures],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_markdown(matrix: Matrix, path: Path, place: Path) -> None:
    """One Markdown table."""
    heads = [message(f"matrix.{column.name}", matrix.lang) for column in COLUMNS]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    for row in matrix.rows:
        lines.append("| " + " | ".join(_markdown_value(c.value(row, matrix.lang), matrix.lang) for c in COLUMNS) + " |")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def without_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one."""
    return f"'{text}" if text.lstrip(" \n\u00a0")[:1] in tuple(_FORMULA_STARTS) else text


def _csv_value(value: Value, lang: str) -> str:
    return without_formula(value) if isinstance(value, str) else _written(value, lang)


def _written(value: Value, lang: str) -> str:
    text = "" if value is None else str(value)
    return text.replace(".", ",") if isinstance(value, float) and lang == "sv" else text


def _markdown_value(value: Value, lang: str) -> str:
    text = _written(value, lang)
    for mark in "\\`*_[]<>|":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")
