"""Figures in running text with what they are of: money in SEK, percent, percentage points, or a count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from pipeline.extract.figures import NUMBER, WORDS, Figure, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_LEAST_DIGITS = 3  # of a figure in which one may be wrong
_TIMES = 2.5  # how many times as much a figure may be by a wrong digit
_AFTER = 40  # characters after a number in which its unit and noun stand
_BEFORE = 24
_NOUN = re.compile(r"\s*(?P<noun>[a-zåäöé-]{3,})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` and `step` (what its last digit is worth, 0 for what is counted) are in SEK, percent or pieces; `kind` is
    sek, percent, points or count; `figure` and `unit` are as written; `noun` is the word after."""

    value: float
    step: float
    kind: str
    figure: Figure
    unit: str
    factor: float
    noun: str
    start: int
    end: int

    @property
    def digits(self) -> int:
        """How many significant digits it is written with; few agree with another figure by chance."""
        return len(str(self.figure.value).replace(".", "").replace("-", "").strip("0"))

    def write(self, value: float | None = None) -> str:
        """A value in this quantity's unit, its own unless told."""
        plain = self.figure.value if value is None else value / self.factor
        space = " " if self.unit else ""
        return f"{write_number(round(plain, 6))}{space}{self.unit}"

    def in_unit_of(self, other: Quantity) -> Quantity:
        """The same figure read in another's unit: the first of "7 + 1 mkr"."""
        value = self.figure.value * other.factor
        return replace(self, value=value, step=other.factor * 10.0**-self.figure.decimals, kind=other.kind,
                       unit=other.unit, factor=other.factor)  # fmt: skip


def find_quantities(flow: str, start: int, end: int) -> list[Quantity]:
    """All quantities of a stretch; years, dates, §§, and numbers that only name something are none."""
    found = []
    for match in _numbers().finditer(flow, start, end):
        figure = read_figure(match[0])
        if figure and (quantity := _quantity(flow, figure, match.start(), match.end(), end)):
            found.append(quantity)
    return found


@cache
def _numbers() -> re.Pattern[str]:
    words = "|".join(sorted(WORDS, key=len, reverse=True))
    return re.compile(rf"{NUMBER.pattern}|(?<![\wåäö-])(?:{words})(?![\wåäö-])", re.IGNORECASE)


def _quantity(flow: str, figure: Figure, start: int, end: int, limit: int) -> Quantity | None:
    lexicon = load_lexicon("claims")
    ahead, behind = flow[end : min(limit, end + _AFTER)], flow[max(0, start - _BEFORE) : start]
    unit = lexicon.pattern("quantity.unit").regex.match(ahead)
    if unit is None:
        written = flow[start:end]
        year = not figure.decimals and 1900 <= figure.value < 2100 and len(written) == 4
        named = lexicon.pattern("quantity.name").regex.search(behind)
        if year or named or lexicon.pattern("quantity.date").regex.match(ahead):
            return None
    words = unit["unit"].lower() if unit else ""
    kind, factor = kind_of_unit(words)
    at = end + (unit.end() if unit else 0)
    noun = _NOUN.match(flow, at, min(limit, at + _AFTER))
    step = factor * 10.0**-figure.decimals
    counted = kind == "count" and not figure.decimals and factor == 1
    return Quantity(
        figure.value * factor, 0.0 if counted else step, kind, figure, words, factor,
        noun["noun"].lower() if noun else "", start, at,
    )  # fmt: skip


def kind_of_unit(unit: str) -> tuple[str, float]:
    """What a unit measures, and what one of it is worth: tkr is (sek, 1000)."""
    words = load_lexicon("claims").words
    if unit in words["percent"]:
        return "percent", 1.0
    if unit in words["points"]:
        return "points", 1.0
    if unit in words["large"]:
        return "count", float(words["large"][unit])
    if unit in words["money"]:
        return "sek", float(words["money"][unit])
    return "count", 1.0


def is_slip(stated: Quantity, computed: float) -> bool:
    """Whether a figure is what it should have been but for a slip of the pen: one digit of three or more is another,
    two beside each other changed places, or the decimal point moved. By chance so much is alike in few; what is several
    times as much is of something else."""
    written, meant = (_digits(v / stated.factor, stated.figure.decimals) for v in (stated.value, computed))
    if written == meant or not meant.strip("0"):
        return False
    if len(written) != len(meant):
        return len(written.strip("0")) >= _LEAST_DIGITS and written.strip("0") == meant.strip("0")
    few, many = sorted((abs(stated.value), abs(computed)))
    if stated.value * computed < 0 or many > _TIMES * few:
        return False
    off = [n for n, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(off) == 1:
        return len(meant) >= _LEAST_DIGITS
    first, last = off[0], off[-1]
    changed = last - first == 1 == len(off) - 1
    return changed and (written[first], written[last]) == (meant[last], meant[first])


def _digits(value: float, decimals: int) -> str:
    return f"{abs(value):.{decimals}f}".replace(".", "").lstrip("0")


def compare(stated: Quantity, computed: float, inputs: Iterable[Quantity] = ()) -> str:
    """match, within_rounding (half of the last digit of what is stated and of each input) or mismatch."""
    difference = abs(stated.value - computed)
    if difference <= 1e-9 * max(1.0, abs(computed)):
        return "match"
    slack = 0.5 * stated.step + sum(0.5 * q.step for q in inputs)
    return "within_rounding" if difference <= slack + 1e-9 * max(1.0, abs(computed)) else "mismatch"
