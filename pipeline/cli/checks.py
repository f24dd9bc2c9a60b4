"""`sparbar overdue` and `sparbar check`: what is late, what does not add up, what nobody answered."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
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
from pipeline.check.coverage import find_coverage
from pipeline.cli.figures import Figures, find_figures, print_figures
from pipeline.cli.options import csv_option, db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.export.columns import describe_doubt, describe_said_done
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database

_MOST = 5  # rows of each list that `check` shows unasked

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
@click.option("--all", "every", is_flag=True, help="Visa allt: hela listorna, också siffror som stämmer.")
@lang_option
@json_option
def check_command(database: Path, today: datetime | None, strict: bool, every: bool, lang: str, as_json: bool) -> None:
    """Kontrollera siffror, datum, hänvisningar och om alla punkter är besvarade.

    Först sägs hur mycket det är av varje slag, sedan visas de första fem. Hela listorna: --all.
    """
    day = today.date() if today else date.today()
    connection = open_database(database, create=False)
    try:
        figures, late = find_figures(connection), find_overdue(connection, day)
        said = find_said_done(connection, [item.record_id for item in late if item.doubt is None])
        against = find_contradictions(connection, lang)
        unanswered, references = find_unanswered(connection, day), find_wrong_references(connection)
        any_points = bool(unanswered or find_coverage(connection, day))
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
        console, most = make_console(), None if every else _MOST
        _print_counts(console, figures, late, references, against, unanswered, lang)
        _print_unanswered(console, unanswered, any_points, lang, most)
        _print_overdue(console, late, said, day, lang, most)
        print_figures(console, figures, lang, every, most)
        _print_contradictions(console, against, lang, most)
        _print_references(console, references, lang, most)
    if strict and (figures.wrong or figures.differing or late or references or unanswered):
        sys.exit(1)


def _print_counts(
    console: Console, figures: Figures, late: list[Overdue], references: list[WrongReference],
    against: list[ContradictingStatements], unanswered: list[Unanswered], lang: str,
) -> None:  # fmt: skip
    """What there is of each kind, the weightiest first: points by how they lack an answer, then all else."""
    console.print(message("checks.counts_heading", lang), style="bold")
    console.print(f"{len(unanswered):>6}  {message('checks.counts_unanswered', lang)}", markup=False)
    for told, count in Counter(_answer_state(finding, lang) for finding in unanswered).items():
        console.print(f"{count:>12}  {told}", markup=False)
    sure = sum(item.doubt is None for item in late)
    for name, count in (
        ("overdue", sure), ("doubted", len(late) - sure), ("figures", len(figures.wrong)),
        ("differing", len(figures.differing)), ("contradictions", len(against)), ("references", len(references)),
    ):  # fmt: skip
        console.print(f"{count:>6}  {message(f'checks.counts_{name}', lang)}", markup=False)
    console.print()


def _print_overdue(
    console: Console, late: list[Overdue], said: list[SaidDone], day: date, lang: str, most: int | None = None
) -> None:
    if not late:
        console.print(message("checks.none_overdue", lang, today=day))
        return
    columns = ("due", "late", "kind", "what", "who", "status", "where")
    sure = [item for item in late if item.doubt is None]
    if sure:
        title = message("checks.overdue_heading", lang, today=day, count=len(sure))
        print_table(console, title, columns, (_late_row(item, lang) for item in sure), lang, most)
    for told in describe_said_done(said, lang):
        console.print(told, soft_wrap=True, markup=False)
    if len(sure) < len(late):
        title = message("checks.doubted_heading", lang, count=len(late) - len(sure))
        rows = ((*_late_row(item, lang), _doubt(item, lang)) for item in late if item.doubt)
        print_table(console, title, (*columns, "doubt"), rows, lang, most)


def _late_row(item: Overdue, lang: str) -> tuple[str, ...]:
    return (item.due_to, str(item.days_late), term("table", item.record_type, lang), item.text, item.who or "–",
            term("status", item.status, lang), _place(item.filename, item.page, lang))  # fmt: skip


def _doubt(item: Overdue, lang: str) -> str:
    return describe_doubt(item.doubt, item.doubt_filename, item.doubt_page, item.doubt_quote, lang)


def _print_references(console: Console, references: list[WrongReference], lang: str, most: int | None) -> None:
    if not references:
        console.print(message("checks.references_hold", lang))
        return
    rows = (
        (r.cited, message(f"resolve.{r.reason}", lang), r.instead or "–", r.quote, _place(r.filename, r.page, lang))
        for r in references
    )
    title = message("checks.references_heading", lang, count=len(references))
    print_table(console, title, ("cited", "why", "instead", "what", "where"), rows, lang, most)


def _print_contradictions(
    console: Console, against: list[ContradictingStatements], lang: str, most: int | None
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
        print_table(console, title, ("why", "earlier", "where", "later", "where"), rows, lang, most)


def _print_unanswered(
    console: Console, findings: list[Unanswered], any_points: bool, lang: str, most: int | None
) -> None:
    if not findings:
        console.print(message("checks.all_answered" if any_points else "coverage.no_findings", lang))
        return
    rows = (
        (
            _answer_state(f, lang),
            term("finding", f.kind, lang),
            f.text,
            f.addressee or "–",
            _place(f.filename, f.page, lang),
            _possible(f, lang),
        )
        for f in findings
    )
    title = message("checks.unanswered_heading", lang, count=len(findings))
    print_table(console, title, ("status", "kind", "what", "who", "where", "possible"), rows, lang, most)


def _answer_state(finding: Unanswered, lang: str) -> str:
    return message(f"coverage.gap_{finding.gap}" if finding.gap else f"coverage.{finding.status}", lang)


def _possible(finding: Unanswered, lang: str) -> str:
    if finding.possible is None or finding.possible_confidence is None:
        return ""
    return f"{_place(finding.possible, finding.possible_page or 1, lang)} ({finding.possible_confidence:.0%})"


def _place(filename: str, page: int, lang: str) -> str:
    return message("checks.page", lang, filename=filename, page=page)


def _print_json(content: object) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


COMMANDS = (overdue_command, check_command)
