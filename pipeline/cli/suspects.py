"""`sparbar suspects`: links and reviews to look at again, because a document was replaced and their words changed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import click

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.terminal import make_console, print_table
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database
from pipeline.store.suspects import Suspect, list_suspects


@click.command("suspects")
@db_option
@lang_option
@json_option
def suspects_command(database: Path, lang: str, as_json: bool) -> None:
    """Visa länkar och omdömen som behöver ses över: deras ord har ändrats sedan de kom till.

    Ett nytt omdöme (sparbar review ID --confirm eller --reject) gör dem klara.
    """
    connection = open_database(database, create=False)
    try:
        found = list_suspects(connection, lang)
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(item) for item in found], ensure_ascii=False, indent=2))
        return
    console = make_console()
    if not found:
        console.print(message("review.no_suspects", lang))
        return
    rows = ((s.id, _kind(s, lang), _state(s, lang), s.reason, _place(s.source_filename, s.source_page, s.source, lang),
             _place(s.target_filename, s.target_page, s.target, lang)) for s in found)  # fmt: skip
    title = message("review.suspects_heading", lang, count=len(found))
    print_table(console, title, ("id", "link", "status", "because", "from", "to"), rows, lang)
    console.print(message("review.how_to_clear", lang))


def _kind(suspect: Suspect, lang: str) -> str:
    own = suspect.state in ("reviewed", "gone")
    return term("table" if own else "link", suspect.kind, lang)


def _state(suspect: Suspect, lang: str) -> str:
    if suspect.state in ("reviewed", "gone"):
        return message(f"review.{suspect.state}", lang)
    return term("state", suspect.state, lang)


def _place(filename: str | None, page: int | None, words: str, lang: str) -> str:
    if filename is None or page is None:
        return words
    short = words if len(words) <= 90 else f"{words[:89].rstrip()}…"
    return f"{short} ({message('checks.page', lang, filename=filename, page=page)})"


COMMANDS = (suspects_command,)
