"""How `sparbar check` shows figures: what does not hold, what two documents tell differently, what was verified."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections import Counter
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from pipeline.check import (
    CheckedFigure,
    DifferingFigure,
    find_checked_figures,
    find_differing_figures,
    find_verified_totals,
)
from pipeline.cli.terminal import print_table
from pipeline.lexicon.numbers import write_number
from pipeline.messages import message

_VERDICTS = ("match", "within_rounding", "mismatch", "not_reproducible")


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was found of figures in a database."""

    checked: list[CheckedFigure]
    differing: list[DifferingFigure]

    @property
    def wrong(self) -> list[CheckedFigure]:
        """Those that do not hold."""
        return [f for f in self.checked if f.verdict == "mismatch"]

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """What does not hold under `figures`, all that was checked under `figures_checked`."""
        return {
            "figures": [dataclasses.asdict(f) for f in self.wrong],
            "figures_differing": [dataclasses.asdict(f) for f in self.differing],
            "figures_verified": [dataclasses.asdict(f) for f in find_verified_totals(self.checked)],
            "figures_checked": [dataclasses.asdict(f) for f in self.checked],
        }


def find_figures(connection: sqlite3.Connection) -> Figures:
    """The figures of a database, checked."""
    return Figures(find_checked_figures(connection), find_differing_figures(connection))


def print_figures(console: Console, figures: Figures, lang: str, every: bool, most: int | None = None) -> None:
    """The figures that do not hold, or `every` one, and how many are of each verdict; of each list the first `most`."""
    shown = figures.checked if every else figures.wrong
    if shown:
        name = "figures_all_heading" if every else "figures_heading"
        columns = (*(("verdict",) if every else ()), "stated", "how", "difference", "what", "where")
        rows = [_row(f, lang, every) for f in shown]
        print_table(console, message(f"checks.{name}", lang, count=len(shown)), columns, rows, lang, most)
    elif figures.checked:
        console.print(message("checks.figures_hold", lang))
    else:
        console.print(message("checks.no_figures", lang))
    if figures.checked:
        counts = Counter(f.verdict for f in figures.checked)
        told = {verdict: counts[verdict] for verdict in _VERDICTS}
        console.print(message("checks.figures_counts", lang, total=len(figures.checked), **told))
    _print_verified(console, figures, lang, most)
    _print_differing(console, figures, lang, most)


def _row(figure: CheckedFigure, lang: str, every: bool) -> tuple[str, ...]:
    verdict = (message(f"terms.claim_{figure.verdict}", lang),) if every else ()
    wrong = figure.verdict in {"mismatch", "within_rounding"} and figure.difference is not None
    difference = _write_difference(figure) if wrong else "–"
    return (
        *verdict,
        f"{write_number(figure.stated)} {figure.unit}".strip(),
        figure.how,
        difference,
        figure.subject or figure.quote,
        message("checks.page", lang, filename=figure.filename, page=figure.page),
    )


def _write_difference(figure: CheckedFigure) -> str:
    difference = round(figure.difference or 0.0, 1 if figure.unit in {"%", "procent"} else 6)
    return f"{'+' if difference > 0 else ''}{write_number(difference)}"


def _print_verified(console: Console, figures: Figures, lang: str, most: int | None) -> None:
    verified = find_verified_totals(figures.checked)
    if verified:
        rows = [
            (
                f"{write_number(f.stated)} {f.unit}",
                f.how,
                message("checks.page", lang, filename=f.filename, page=f.page),
            )
            for f in verified
        ]
        heading = message("checks.verified_heading", lang, count=len(verified))
        print_table(console, heading, ("total", "verified", "where"), rows, lang, most)


def _print_differing(console: Console, figures: Figures, lang: str, most: int | None) -> None:
    if figures.differing:
        rows = [
            (
                f"{f.subject} {f.year}",
                f.quote,
                message("checks.page", lang, filename=f.filename, page=f.page),
                f.other_quote,
                message("checks.page", lang, filename=f.other_filename, page=f.other_page),
            )
            for f in figures.differing
        ]
        heading = message("checks.differing_heading", lang, count=len(figures.differing))
        print_table(console, heading, ("figure", "one", "where", "other", "where"), rows, lang, most)
