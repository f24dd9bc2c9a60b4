"""`sparbar assignments`: what was assigned to whom, where it was decided, and where it was reported back."""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import click

from pipeline.check.assignments import STATES, AssignmentFilters, FollowedAssignment, find_assignments
from pipeline.cli.options import csv_option, db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.export.plan_words import decided_in, reported_in, told_also
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_COLUMNS = ("status", "what", "who", "giver", "due_by", "decided", "reported", "where")


@click.command("assignments")
@click.option("--status", multiple=True, type=click.Choice(STATES), help="Bara uppdrag med detta läge (kan upprepas).")
@click.option("--responsible", metavar="VEM", help="Bara uppdrag till den som heter så (del av namnet räcker).")
@click.option("--body", metavar="NÄMND", help="Bara uppdrag som en nämnd eller styrelse gett (del av namnet räcker).")
@click.option("--from", "due_from", type=_DAY, help="Bara det som ska vara klart den här dagen eller senare.")
@click.option("--to", "due_to", type=_DAY, help="Bara det som ska vara klart senast den här dagen.")
@click.option(
    "--without", multiple=True, type=click.Choice(["owner", "date"]), help="Bara uppdrag utan mottagare eller datum."
)
@click.option("--today", type=_DAY, default=None, help="Räkna försenat från den här dagen i stället för i dag.")
@db_option
@lang_option
@json_option
@csv_option
def assignments_command(
    status: tuple[str, ...], responsible: str | None, body: str | None, due_from: datetime | None,
    due_to: datetime | None, without: tuple[str, ...], today: datetime | None, database: Path, lang: str,
    as_json: bool, as_csv: bool,
) -> None:  # fmt: skip
    """Lista uppdrag: vem som gav vem vad, till när, var det beslutades och var det återrapporterades."""
    ends = [day.date().isoformat() if day else None for day in (due_from, due_to)]
    filters = AssignmentFilters(status, responsible, body, ends[0], ends[1], without)
    connection = open_database(database, create=False)
    try:
        day = today.date() if today else date.today()
        assignments = find_assignments(connection, day, filters)
        total = len(assignments) or len(find_assignments(connection, day))
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(a) for a in assignments], ensure_ascii=False, indent=2))
    elif as_csv:
        rows = [
            (
                *("" if cell == "–" else cell for cell in _row(a, lang)),
                a.assignment_id,
                told_also(a, lang),
            )
            for a in assignments
        ]
        print_csv(column_heads((*_COLUMNS, "id", "also"), lang), rows)
    elif assignments:
        title = message("plans.assignments_heading", lang, count=len(assignments))
        print_table(make_console(), title, _COLUMNS, [_row(a, lang) for a in assignments], lang)
    else:
        make_console().print(message("plans.no_assignments", lang, count=total))


def _row(a: FollowedAssignment, lang: str) -> tuple[str, ...]:
    status = term("status", a.status, lang)
    late = f" ({message('plans.days', lang, count=a.days_late)})" if a.days_late else ""
    where = message("checks.page", lang, filename=a.filename, page=a.page)
    also = f" {message('plans.told_also', lang, count=len(a.also))}" if a.also else ""
    due = a.due_to or a.due_from or "–"
    return (
        status + late,
        a.task,
        a.given_to or "–",
        a.given_by or "–",
        due,
        decided_in(a) or "–",
        reported_in(a) or "–",
        where + also,
    )


COMMANDS = (assignments_command,)
