"""`sparbar timeline`: what happened when, as a table, JSON, CSV, or a picture."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click

from pipeline.cli.options import csv_option, db_option, json_option, lang_option
from pipeline.cli.terminal import column_heads, make_console, print_csv, print_table
from pipeline.errors import NotFoundError
from pipeline.export.timeline import Event, build_timeline
from pipeline.export.timeline_graph import draw_timeline, write_timeline_page
from pipeline.messages import message
from pipeline.store import open_database

_COLUMNS = ("day", "kind", "what", "told", "where")
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("timeline")
@click.argument("what", metavar="VAD")
@click.option("--svg", type=_FILE, metavar="FIL.svg", help="Rita tidslinjen som en SVG-bild.")
@click.option("--html", "page", type=_FILE, metavar="FIL.html", help="Skriv tidslinjen som en webbsida.")
@db_option
@lang_option
@json_option
@csv_option
def timeline_command(
    what: str, svg: Path | None, page: Path | None, database: Path, lang: str, as_json: bool, as_csv: bool
) -> None:
    """Visa vad som hänt när: plan, uppföljning och slutrapport för en åtgärd, en paragraf eller en iakttagelse.

    VAD är ord ur en åtgärds text, en paragraf ("KS 2022-05-11 § 61"), ett diarienummer, ett dokument eller ett id.
    """
    connection = open_database(database, create=False)
    try:
        timeline = build_timeline(connection, what, lang)
    except NotFoundError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    finally:
        connection.close()
    for path, text in ((svg, draw_timeline(timeline, lang)), (page, write_timeline_page(timeline, lang))):
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(timeline), ensure_ascii=False, indent=2))
    elif as_csv:
        rows = [(*_row(event, lang), event.record_id) for event in timeline.events]
        print_csv(column_heads((*_COLUMNS, "id"), lang), rows)
    else:
        title = message("plans.timeline_of", lang, what=timeline.title)
        print_table(make_console(), title, _COLUMNS, [_row(event, lang) for event in timeline.events], lang)
        for path in filter(None, (svg, page)):
            make_console().print(message("plans.timeline_written", lang, path=path))


def _row(event: Event, lang: str) -> tuple[str, ...]:
    where = message("checks.page", lang, filename=event.filename, page=event.page) if event.page else event.filename
    return event.date or "–", event.kind, event.text, event.note or "–", where


COMMANDS = (timeline_command,)
