"""`sparbar measures`: what was promised, by whom, until when, and what became of it."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path

import click

from pipeline.check.measures import LACKS, FollowedMeasure, MeasureFilters, find_measures
from pipeline.cli.options import csv_option, db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.export.plan_page import write_plan_page
from pipeline.export.plan_words import notes_of, write_due, write_effect
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database

STATUSES = ("done", "ongoing", "planned", "postponed", "dropped", "unknown")
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("measures")
@click.option(
    "--status", multiple=True, type=click.Choice(STATUSES), help="Bara åtgärder med detta läge (kan upprepas)."
)
@click.option("--responsible", metavar="VEM", help="Bara där den ansvarige heter så (del av namnet räcker).")
@click.option("--body", metavar="NÄMND", help="Bara en nämnd, styrelse eller organisation (del av namnet räcker).")
@click.option("--from", "due_from", type=_DAY, help="Bara det som ska vara klart den här dagen eller senare.")
@click.option("--to", "due_to", type=_DAY, help="Bara det som ska vara klart senast den här dagen.")
@click.option(
    "--without", multiple=True, type=click.Choice(LACKS), help="Bara åtgärder som saknar ansvarig, datum eller läge."
)
@click.option("--vanished", is_flag=True, help="Bara åtgärder som en senare uppföljning av planen tiger om.")
@click.option("--moved", is_flag=True, help="Bara åtgärder vars datum har flyttats.")
@click.option("--contradicted", is_flag=True, help="Bara åtgärder som dokumenten säger emot varandra om.")
@click.option("--promised", is_flag=True, help="Bara det som ett svar till revisorerna lovar eller säger är gjort.")
@click.option("--text", metavar="ORD", help="Bara åtgärder vars text innehåller orden.")
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), metavar="FIL.html",
    help="Skriv listan som en webbsida med en bild av läget per år.",
)  # fmt: skip
@db_option
@lang_option
@json_option
@csv_option
def measures_command(
    status: tuple[str, ...], responsible: str | None, body: str | None, due_from: datetime | None,
    due_to: datetime | None, without: tuple[str, ...], vanished: bool, moved: bool, contradicted: bool,
    promised: bool, text: str | None, page: Path | None, database: Path, lang: str, as_json: bool, as_csv: bool,
) -> None:  # fmt: skip
    """Lista åtgärder: vad som lovats, av vem, till när och hur det gick. Samma åtgärd i flera dokument är en rad."""
    filters = MeasureFilters(status, responsible, body, _iso(due_from), _iso(due_to), without, vanished, moved,
                             contradicted, text, promised)  # fmt: skip
    connection = open_database(database, create=False)
    try:
        measures = find_measures(connection, filters, lang)
        total = len(measures) or len(find_measures(connection, MeasureFilters()))
    finally:
        connection.close()
    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(write_plan_page(measures, page, lang), encoding="utf-8")
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(m) for m in measures], ensure_ascii=False, indent=2))
        return
    if as_csv:
        print_csv(column_heads(_CSV, lang), [_csv_row(m, lang) for m in measures])
        return
    console = make_console()
    if not measures:
        console.print(message("plans.no_measures", lang, count=total))
        return
    title = message("plans.measures_heading", lang, count=len(measures))
    columns = ("status", "what", "who", "due_by", "effect", "notes", "where")
    print_table(console, title, columns, [_row(m, lang) for m in measures], lang)
    if page:
        console.print(message("plans.page_written", lang, path=page))


def _iso(day: datetime | None) -> str | None:
    return day.date().isoformat() if day else None


def _row(m: FollowedMeasure, lang: str) -> tuple[str, ...]:
    who = m.responsible_full or m.responsible or "–"
    where = message("checks.page", lang, filename=m.filename, page=m.page)
    told = write_due(m, lang), write_effect(m, lang) or "–", notes_of(m, lang) or "–"
    return term("status", m.status, lang), m.text, who, *told, where


_CSV = (
    "status", "what", "who", "due_by", "effect", "notes", "body", "from", "section", "status_words", "date", "file",
    "page", "id",
)  # fmt: skip


def _csv_row(m: FollowedMeasure, lang: str) -> tuple[str, ...]:
    status, what, who, due, effect, notes, _ = _row(m, lang)
    told = (status, what, who, due, effect, notes, m.body, m.due_from, m.section, m.status_text, m.date, m.filename)
    return (*("" if value in {None, "–"} else str(value) for value in told), str(m.page), m.measure_id)


COMMANDS = (measures_command,)
