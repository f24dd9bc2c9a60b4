"""Tables that text marks with pipes (Markdown) or tabs."""

from __future__ import annotations

import re

from pipeline.read.lines import Line, RawCell, RawTable

_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_LEAST_ROWS = 2


def read_marked_tables(lines: list[Line]) -> list[Line | RawTable]:
    """The lines with each run of rows marked by pipes or tabs replaced by a table."""
    out: list[Line | RawTable] = []
    index = 0
    while index < len(lines):
        end = index
        mark = "|" if lines[index].text.count("|") >= 2 else "\t"
        while end < len(lines) and not lines[end].kind and _is_row(lines[end].text, mark):
            end += 1
        table = _table(lines[index:end], mark) if end - index >= _LEAST_ROWS else None
        if table:
            out.append(table)
            index = end
        else:
            out.append(lines[index])
            index += 1
    return out


def _is_row(text: str, mark: str) -> bool:
    return text.count(mark) >= (2 if mark == "|" else 1) and bool(text.strip())


def _table(lines: list[Line], mark: str) -> RawTable | None:
    ruled = mark == "|" and any(_RULE.fullmatch(line.text) for line in lines)
    rows = [_split(line.text, mark) for line in lines if not (mark == "|" and _RULE.fullmatch(line.text))]
    widths = {len(row) for row in rows}
    if len(rows) < _LEAST_ROWS or (mark == "\t" and (len(widths) > 1 or max(widths) < 3)):
        return None
    cells = [
        RawCell(r, c, [Line(text)] if text else [], header=r == 0 and ruled)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    return RawTable(cells, len(rows), max(widths), "pipes" if mark == "|" else "tabs", 0.9 if ruled else 0.7)


def _split(text: str, mark: str) -> list[str]:
    text = text.strip().removeprefix("|").removesuffix("|") if mark == "|" else text
    return [part.strip() for part in text.split(mark)]
