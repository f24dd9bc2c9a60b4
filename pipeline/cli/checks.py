"""`sparbar overdue` and `sparbar check`: what is late, what does not add up, what nobody answered."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from pipeline.check import (
    ContradictingStatements,
    Overdue,
    SaidDone,
    Unanswered,
    WrongReference,
    find_contradictions,
    find_overdue,
    find_said_done,
    find_unanswered,
    find_wrong_references,
)
from pipeline.check.coverage import Coverage, count_points, find_coverage
from pipeline.cli.figures import Figures, find_figures, print_figures
from pipeline.cli.options import csv_option, db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.export.columns import describe_doubt, describe_gaps, describe_said_done
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database

_SHOWN = 10  # rows of each list that are shown unless all are asked for

today_option = click.option(
    "--today",
    type=click.DateTime(formats=["%Y-%m-%d"]),
    default=None,
    help="Räkna från den här dagen i stället för i dag (ÅÅÅÅ-MM-DD).",
)


@click.command("overdue")
@db_option
@today_option
@lang_option
@json_option
@csv_option
def overdue_command(database: Path, today: datetime | None, lang: str, as_json: bool, as_csv: bool) -> None:
    """Visa löften, uppdrag och svar vars datum har passerat."""
    day = today.date() if today else date.today()
    connection = open_database(database, create=False)
    try:
        late = find_overdue(connection, day)
        said = find_said_done(connection, [item.record_id for item in late if item.doubt is None])
    finally:
        connection.close()
    if as_json:
        _print_json([dataclasses.asdict(item) for item in late])
        return
    if as_csv:
        rows = [
            (i.due_to, str(i.days_late), term("table", i.record_type, lang), i.text, i.who or "",
             term("status", i.status, lang), i.filename, str(i.page), i.record_id, _doubt(i, lang))
            for i in late
        ]  # fmt: skip
        columns = ("due", "late", "kind", "what", "who", "status", "file", "page", "id", "doubt")
        print_csv(column_heads(columns, lang), rows)
        return
    _print_overdue(make_console(), late, said, day, lang)


@click.command("check")
@db_option
@today_option
@click.option("--strict", is_flag=True, help="Avsluta med kod 1 om något inte stämmer.")
@click.option("--all", "every", is_flag=True, help="Visa alla rader, och också de siffror som stämmer, med sina delar.")
@lang_option
@json_option
def check_command(database: Path, today: datetime | None, strict: bool, every: bool, lang: str, as_json: bool) -> None:
    """Kontrollera siffror, datum, hänvisningar och om alla punkter är besvarade.

    Först står hur många det är av varje. Därunder visas de tio viktigaste raderna av varje slag; --all visar alla, och
    --json skriver alltid alla.
    """
    day = today.date() if today else date.today()
    connection = open_database(database, create=False)
    try:
        figures, late = find_figures(connection), find_overdue(connection, day)
        said = find_said_done(connection, [item.record_id for item in late if item.doubt is None])
        against = find_contradictions(connection, lang)
        unanswered, references = find_unanswered(connection, day), find_wrong_references(connection)
        points = count_points(None, find_coverage(connection, day))
    finally:
        connection.close()
    if as_json:
        found: dict[str, Sequence[Any]] = {
            "overdue": late,
            "unanswered": unanswered,
            "references": references,
            "contradictions": against,
        }
        others = {name: [dataclasses.asdict(item) for item in items] for name, items in found.items()}
        _print_json({**figures.as_json(), **others})
    else:
        console = make_console()
        at_most = None if every else _SHOWN
        _print_summary(console, points, late, figures, len(references), len(against), day, lang)
        _print_unanswered(console, unanswered, points.total, lang, at_most)
        _print_overdue(console, late, said, day, lang, at_most)
        print_figures(console, figures, lang, every, at_most)
        _print_references(console, references, lang, at_most)
        _print_contradictions(console, against, lang, at_most)
    if strict and (figures.wrong or figures.differing or late or references or unanswered):
        sys.exit(1)


def _print_summary(
    console: Console, points: Coverage, late: list[Overdue], figures: Figures, references: int, against: int, day: date,
    lang: str,
) -> None:  # fmt: skip
    """How much there is of each, on the first lines: what no answer was found to first."""
    doubted = sum(item.doubt is not None for item in late)
    classes = points.classes
    counts: dict[str, dict[str, object]] = {
        "points": {"unanswered": classes["unanswered"], "partly": classes["partly_answered"], "total": points.total},
        "late": {"count": len(late) - doubted, "doubted": doubted, "today": day},
        "figures": {"count": len(figures.wrong), "differing": len(figures.differing), "total": len(figures.checked)},
        "against": {"references": references, "against": against},
    }
    console.print(message("checks.summary", lang), soft_wrap=True)
    for name, values in counts.items():
        console.print(f"  {message(f'checks.summary_{name}', lang, **values)}", soft_wrap=True)
        if name == "points" and (gaps := describe_gaps(points, lang)):
            console.print(f"  {gaps}", soft_wrap=True)


def _print_overdue(
    console: Console, late: list[Overdue], said: list[SaidDone], day: date, lang: str, at_most: int | None = None
) -> None:
    if not late:
        console.print(message("checks.none_overdue", lang, today=day))
        return
    columns = ("due", "late", "kind", "what", "who", "status", "where")
    sure = [item for item in late if item.doubt is None]
    if sure:
        title = message("checks.overdue_heading", lang, today=day, count=len(sure))
        print_table(console, title, columns, (_late_row(item, lang) for item in sure), lang, at_most)
    for told in describe_said_done(said, lang):
        console.print(told, soft_wrap=True, markup=False)
    if len(sure) < len(late):
        title = message("checks.doubted_heading", lang, count=len(late) - len(sure))
        rows = ((*_late_row(item, lang), _doubt(item, lang)) for item in late if item.doubt)
        print_table(console, title, (*columns, "doubt"), rows, lang, at_most)


def _late_row(item: Overdue, lang: str) -> tuple[str, ...]:
    return (item.due_to, str(item.days_late), term("table", item.record_type, lang), item.text, item.who or "–",
            term("status", item.status, lang), _place(item.filename, item.page, lang))  # fmt: skip


def _doubt(item: Overdue, lang: str) -> str:
    return describe_doubt(item.doubt, item.doubt_filename, item.doubt_page, item.doubt_quote, lang)


def _print_references(console: Console, references: list[WrongReference], lang: str, at_most: int | None) -> None:
    if not references:
        console.print(message("checks.references_hold", lang))
        return
    rows = (
        (r.cited, message(f"resolve.{r.reason}", lang), r.instead or "–", r.quote, _place(r.filename, r.page, lang))
        for r in references
    )
    title = message("checks.references_heading", lang, count=len(references))
    print_table(console, title, ("cited", "why", "instead", "what", "where"), rows, lang, at_most)


def _print_contradictions(
    console: Console, against: list[ContradictingStatements], lang: str, at_most: int | None
) -> None:
    if against:
        rows = (
            (
                c.reason,
                c.earlier,
                _place(c.earlier_filename, c.earlier_page, lang),
                c.later,
                _place(c.later_filename, c.later_page, lang),
            )
            for c in against
        )
        title = message("checks.contradictions_heading", lang, count=len(against))
        print_table(console, title, ("why", "earlier", "where", "later", "where"), rows, lang, at_most)


def _print_unanswered(
    console: Console, findings: list[Unanswered], points: int, lang: str, at_most: int | None
) -> None:
    if not findings:
        console.print(message("checks.all_answered" if points else "coverage.no_findings", lang))
        return
    rows = (
        (
            message(f"coverage.gap_{f.gap}" if f.gap else f"coverage.{f.status}", lang),
            term("finding", f.kind, lang),
            f.text,
            f.addressee or "–",
            _place(f.filename, f.page, lang),
            _possible(f, lang),
        )
        for f in findings
    )
    title = message("checks.unanswered_heading", lang, count=len(findings))
    print_table(console, title, ("status", "kind", "what", "who", "where", "possible"), rows, lang, at_most)


def _possible(finding: Unanswered, lang: str) -> str:
    if finding.possible is None or finding.possible_confidence is None:
        return ""
    return f"{_place(finding.possible, finding.possible_page or 1, lang)} ({finding.possible_confidence:.0%})"


def _place(filename: str, page: int, lang: str) -> str:
    return message("checks.page", lang, filename=filename, page=page)


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


COMMANDS = (overdue_command, check_command)
