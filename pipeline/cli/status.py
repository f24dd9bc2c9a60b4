"""`sparbar status`: what the database holds, and what could not be read."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.summary import print_summary
from pipeline.cli.terminal import make_console
from pipeline.messages import message
from pipeline.run import summarise
from pipeline.store import open_database


@click.command("status")
@db_option
@lang_option
@json_option
def status_command(database: Path, lang: str, as_json: bool) -> None:
    """Visa vad databasen innehåller och vilka filer som inte kunde läsas."""
    connection = open_database(database, create=False)
    try:
        summary = summarise(connection)
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(summary), ensure_ascii=False, indent=2))
        return
    console = make_console()
    if summary.last_run:
        console.print(message("run.last_run", lang, at=_local(summary.last_run), version=summary.version))
    print_summary(console, summary, database, lang, every_problem=True)


def _local(told: str) -> str:
    """A time as the clock on the wall shows it; the database keeps UTC."""
    return datetime.fromisoformat(told).astimezone().strftime("%Y-%m-%d %H:%M")


COMMANDS = (status_command,)
