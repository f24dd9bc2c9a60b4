"""`sparbar coverage`: how much of the criticism is answered, and how deep each chain goes."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import click

from pipeline.check.coverage import (
    CLASSES,
    GROUPINGS,
    STAGES,
    Coverage,
    Point,
    classes_shown,
    count_points,
    find_coverage,
    group_coverage,
    is_to,
)
from pipeline.cli.checks import today_option
from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.export.columns import describe_gaps
from pipeline.messages import message
from pipeline.store import open_database

_BODIES = 5  # bodies named when none fits
_Table = tuple[tuple[str, ...], list[tuple[str, ...]]]  # names of columns, and rows


@click.command("coverage")
@click.option(
    "--by",
    type=click.Choice(GROUPINGS),
    default="body",
    show_default=True,
    help="Räkna per nämnd, år, granskning eller organisation.",
)
@click.option("--list", "listed", is_flag=True, help="Visa varje punkt för sig, också de obesvarade.")
@click.option("--only", metavar="TÄCKNING", help="Bara obesvarade, besvarade, delvis besvarade ...")
@click.option(
    "--body", "part", metavar="NÄMND", help="Bara en nämnd, styrelse eller organisation (del av namnet räcker)."
)
@click.option("--csv", "as_csv", is_flag=True, help="Skriv ut som CSV, för kalkylprogram.")
@db_option
@today_option
@lang_option
@json_option
def coverage_command(
    by: str, listed: bool, only: str | None, part: str | None, as_csv: bool, database: Path, today: datetime | None,
    lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Visa hur mycket av kritiken som är besvarad, och hur långt kedjan når.

    En punkt som bara har fått en förklaring räknas för sig. Kedjans led (svar, beslut, åtgärd, belägg, revisorernas
    eget besked) räknas vart och ett: det som revisorerna har funnit åtgärdat kan sakna inläst svar.
    """
    day = today.date() if today else date.today()
    wanted = class_of(only, lang) if only else None
    connection = open_database(database, create=False)
    try:
        every = find_coverage(connection, day)
    finally:
        connection.close()
    points = [p for p in every if wanted in (None, p.state) and is_to(part or "", p.body, p.organisation)]
    groups = group_coverage(points, by)
    if as_json:
        told = {"by": by, "groups": [dataclasses.asdict(g) for g in groups],
                "total": dataclasses.asdict(count_points(None, points)),
                "findings": [dataclasses.asdict(p) for p in points]}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    names, rows = _points(points, lang) if listed else _groups(groups, points, by, lang)
    if as_csv:
        print_csv(column_heads(names, lang), rows)
        return
    console = make_console()
    if not points:
        console.print(describe_none(every, lang), soft_wrap=True, markup=False)
        return
    title = message(f"coverage.heading_{'list' if listed else by}", lang, count=len(points))
    if not listed:
        names, rows = _told_columns(names, rows, count_points(None, points))
    print_table(console, title, names, rows, lang)
    if gaps := describe_gaps(count_points(None, points), lang):
        console.print(gaps, soft_wrap=True)


def _groups(groups: list[Coverage], points: list[Point], by: str, lang: str) -> _Table:
    names = (by, "total", *CLASSES, "answers_late", *(f"reaches_{stage}" for stage in STAGES))
    rows = [_row(group, group.name or message("matrix.no_body", lang)) for group in groups]
    return names, [*rows, _row(count_points(None, points), message("matrix.total", lang))]


def _told_columns(names: tuple[str, ...], rows: list[tuple[str, ...]], total: Coverage) -> _Table:
    """Without the seldom classes that no point is in, so that the rest is readable on a narrow screen."""
    needless = {*CLASSES, "answers_late"} - {*classes_shown(total)} - ({"answers_late"} if total.overdue else set())
    kept = [i for i, name in enumerate(names) if name not in needless]
    return tuple(names[i] for i in kept), [tuple(row[i] for i in kept) for row in rows]


def _row(group: Coverage, name: str) -> tuple[str, ...]:
    counts = (group.total, *group.classes.values(), group.overdue, *group.stages.values())
    return (name, *(str(count) for count in counts))


def _points(points: list[Point], lang: str) -> _Table:
    names = ("status", "reaches", "what", "who", "answer_by", "where")
    rows: list[tuple[str, ...]] = [
        (
            _state(p, lang),
            message(f"coverage.stage_{p.reaches}", lang),
            p.text,
            p.body or "–",
            (p.answer_due or "–") + (f" ({message('coverage.late', lang)})" if p.overdue else ""),
            message("checks.page", lang, filename=p.filename, page=p.page),
        )
        for p in points
    ]
    return names, rows


def _state(point: Point, lang: str) -> str:
    told = message(f"coverage.{point.state}", lang)
    if point.state != "unanswered" or point.gap is None:
        return told
    return f"{told}: {message(f'coverage.gap_{point.gap}', lang)}"


def describe_none(every: list[Point], lang: str) -> str:
    """Why there is no point to show: none is in the database, or none of these fits what was asked for."""
    if not every:
        return message("coverage.no_findings", lang)
    most = Counter(point.body or message("matrix.no_body", lang) for point in every).most_common(_BODIES)
    return message("coverage.none_fits", lang, count=len(every), bodies="; ".join(body for body, _ in most))


def class_of(name: str, lang: str) -> str:
    """The class of coverage that a name stands for, Swedish or English, in singular or plural. Raises UsageError."""
    wanted = name.strip().lower().replace("_", " ").rstrip("e")
    for status in CLASSES:
        told = {message(f"coverage.{status}", language).lower() for language in ("sv", "en")}
        names = told | {status.replace("_", " ")}
        if wanted in {n.rstrip("e") for n in names}:
            return status
    known = ", ".join(message(f"coverage.{status}", lang).lower() for status in CLASSES)
    raise click.UsageError(message("matrix.unknown_status", lang, status=name, known=known))


COMMANDS = (coverage_command,)
