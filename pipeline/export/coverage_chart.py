"""The chart of coverage in the web page: bars by body, in SVG written into the page, with its figures in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.check.coverage import CLASSES, STAGES, Coverage

_LABEL, _BAR, _LINE = 440.0, 430.0, 26.0  # widths and height of a row, in the chart's own units
_LETTERS = 48  # of a label that there is room for
_WHOSE = re.compile(r"(?P<body>.+) \((?P<organisation>[^()]+)\)")
_MOST = 25  # bars; the smallest groups after these are one bar together


@dataclass(frozen=True, slots=True)
class Piece:
    """One coloured part of a bar: its class or stage, count, and where it is drawn."""

    name: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its label, its total, its top, and its parts."""

    label: str | None
    total: int
    y: float
    pieces: tuple[Piece, ...]
    others: int = 0  # groups that the bar stands for together, of the smallest


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars by body and by stage, and how high each of the two drawings is."""

    bodies: tuple[Bar, ...]
    stages: tuple[Bar, ...]
    label: float = _LABEL
    width: float = _LABEL + _BAR + 50
    line: float = _LINE


def short_label(label: str) -> str:
    """A label that the chart has room for; of a body told with its organisation both are cut, and neither is lost."""
    told = _WHOSE.fullmatch(label) if len(label) > _LETTERS else None
    if not told:
        return _cut(label, _LETTERS)
    organisation = _cut(told["organisation"], _LETTERS // 2)
    return f"{_cut(told['body'], _LETTERS - len(organisation) - len(' ()'))} ({organisation})"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def draw_coverage(groups: Sequence[Coverage], total: Coverage) -> Chart:
    """The bars of these groups, the largest first and as long as they have points, and of how far the chains reach."""
    most = _MOST if len(groups) <= _MOST + 1 else _MOST - 1
    shown = [[group] for group in groups[:most]] + [list(groups[most:])] * (len(groups) > most)
    longest = max((sum(group.total for group in together) for together in shown), default=0) or 1
    bodies = []
    for row, together in enumerate(shown):
        x, pieces = _LABEL, []
        for name in CLASSES:
            count = sum(group.classes[name] for group in together)
            width = _BAR * count / longest
            if count:
                pieces.append(Piece(name, count, round(x, 1), round(width, 1)))
            x += width
        total_here, others = sum(group.total for group in together), len(together) * (len(together) > 1)
        bodies.append(Bar(together[0].name, total_here, row * _LINE, tuple(pieces), others))
    counted = total.total - total.classes["rejected"] or 1
    stages = tuple(
        Bar(stage, total.stages[stage], row * _LINE,
            (Piece(stage, total.stages[stage], _LABEL, round(_BAR * total.stages[stage] / counted, 1)),))
        for row, stage in enumerate(STAGES)
    )  # fmt: skip
    return Chart(tuple(bodies), stages)
