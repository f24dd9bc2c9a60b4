"""`sparbar review`: a person's verdict on links and records, one at a time or by id, and to and from files."""

from __future__ import annotations

import getpass
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.review_session import find_target, nothing_waits, one_line, review_links, verdict_word
from pipeline.cli.terminal import make_console, print_table
from pipeline.errors import NotFoundError
from pipeline.export.columns import number_in
from pipeline.export.terms import term
from pipeline.messages import kept_words, message
from pipeline.store import add_review, apply_reviews, latest_review, open_database, withdraw_review
from pipeline.store.lookup import find_record
from pipeline.store.review_files import export_reviews, import_reviews
from pipeline.store.review_queue import Question, questions


@click.command("review")
@click.argument("id", required=False)
@click.option("--confirm", "verdict", flag_value="confirmed", help="Bekräfta länken eller uppgiften ID.")
@click.option(
    "--reject",
    "verdict",
    flag_value="rejected",
    help="Underkänn länken eller uppgiften ID; en underkänd uppgift räknas ingenstans.",
)
@click.option("--correct", metavar="MÅL", help="Länken ID ska i stället peka på uppgiften MÅL.")
@click.option("--undo", is_flag=True, help="Ta tillbaka det senaste omdömet om ID.")
@click.option("--comment", help="Kommentar till omdömet.")
@click.option("--reviewer", default=None, help="Vem som granskar [annars inloggningsnamnet].")
@click.option("--list", "listed", is_flag=True, help="Visa vad som väntar på granskning, utan att fråga.")
@click.option("--all", "every", is_flag=True, help="Ta med de länkar som är så gott som säkra.")
@click.option(
    "--export", "to_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FIL", help="Skriv alla omdömen."
)
@click.option(
    "--import", "from_file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FIL",
    help="Läs in omdömen som har skrivits med --export.",
)  # fmt: skip
@db_option
@lang_option
@json_option
def review_command(
    id: str | None,
    verdict: str | None,
    correct: str | None,
    undo: bool,
    comment: str | None,
    reviewer: str | None,
    listed: bool,
    every: bool,
    to_file: Path | None,
    from_file: Path | None,
    database: Path,
    lang: str,
    as_json: bool,
) -> None:
    """Granska länkar en i taget, de osäkraste som betyder mest först, eller ge ett omdöme om ID.

    Ett omdöme skrivs aldrig över av en körning. Ett nytt omdöme om samma sak gäller före det förra.
    """
    connection = open_database(database, create=False)
    by = reviewer or getpass.getuser()
    try:
        if to_file is not None:
            _export(connection, to_file, lang)
        elif from_file is not None:
            _import(connection, from_file, lang)
        elif id is not None and undo:
            _undo(connection, id, by, lang)
        elif id is not None:
            _judge(connection, id, verdict, correct, by, comment, lang)
        else:
            found = questions(connection)
            waiting = [question for question in found if every or not question.settled]
            settled = len(found) - len(waiting)
            if listed or as_json:
                _list(waiting, settled, lang, as_json)
            else:
                review_links(connection, by, waiting, settled, lang)
    except NotFoundError as error:
        _stop(str(error))
    finally:
        connection.close()


def _export(connection: sqlite3.Connection, path: Path, lang: str) -> None:
    lines = list(export_reviews(connection))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    click.echo(message("review.exported", lang, count=len(lines), path=path))


def _import(connection: sqlite3.Connection, path: Path, lang: str) -> None:
    try:
        with path.open(encoding="utf-8") as lines:
            done = import_reviews(connection, lines)
    except ValueError as error:
        _stop(message("review.no_review", lang, path=path, line=error))
    apply_reviews(connection)
    click.echo(message("review.imported", lang, added=done.added, known=done.known, unplaced=done.unplaced))


def _judge(
    connection: sqlite3.Connection,
    name: str,
    verdict: str | None,
    correct: str | None,
    reviewer: str,
    comment: str | None,
    lang: str,
) -> None:
    """A verdict on one link or record, told on the command line."""
    if (verdict is None) == (correct is None):
        _stop(message("review.one_verdict", lang))
    gone = connection.execute(
        "SELECT record_type, old_id FROM changed_records WHERE new_id IS NULL AND old_id = ?", (name,)
    ).fetchone()
    table, found = tuple(gone) if gone else find_record(connection, name, lang)
    if table != "links":
        if correct is not None:
            _stop(message("review.only_links", lang))
        number = add_review(
            connection, verdict=verdict or "", reviewer=reviewer, record=(table, found), comment=comment
        )
    else:
        target = None if correct is None else find_target(connection, found, correct, lang)
        number = add_review(
            connection, verdict=verdict or "corrected", reviewer=reviewer, link_id=found, corrected=target,
            comment=comment,
        )  # fmt: skip
    apply_reviews(connection)
    of = connection.execute("SELECT coalesce(link_id, record_id) FROM reviews WHERE id = ?", (number,)).fetchone()[0]
    word = verdict_word(verdict or "corrected", lang)
    click.echo(message("review.kept", lang, id=of, verdict=word, reviewer=reviewer))
    if table != "links" and verdict == "rejected":
        click.echo(message("review.record_rejected", lang))


def _undo(connection: sqlite3.Connection, name: str, reviewer: str, lang: str) -> None:
    """Take the latest verdict on one link or record back."""
    found, number = name, latest_review(connection, name)  # what it was on can be gone
    if number is None:
        _, found = find_record(connection, name, lang)
        number = latest_review(connection, found)
    if number is None:
        _stop(message("review.no_verdict", lang, id=found))
    else:
        withdraw_review(connection, number, reviewer)
        apply_reviews(connection)
        click.echo(message("review.withdrawn", lang, id=found))


def _list(waiting: list[Question], settled: int, lang: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_told(question, lang) for question in waiting], ensure_ascii=False, indent=2))
        return
    console = make_console()
    if not waiting:
        console.print(nothing_waits(settled, lang))
        return
    rows = (
        (q.link["id"], term("link", q.link["kind"], lang), number_in(q.link["confidence"], lang), one_line(q.source),
         one_line(q.target))
        for q in waiting
    )  # fmt: skip
    title = message("review.heading", lang, count=len(waiting))
    print_table(console, title, ("id", "link", "confidence", "from", "to"), rows, lang)
    if settled:
        console.print(message("review.settled", lang, count=settled))


def _told(question: Question, lang: str) -> dict[str, Any]:
    link = {name: question.link[name] for name in
            ("id", "kind", "state", "confidence", "method", "suspect")}  # fmt: skip
    link |= {name: kept_words(question.link, name, lang) or None for name in ("reason", "suspect_reason")}
    ends = {
        place: {"record_type": end.record_type, "record_id": end.record_id, "filename": end.filename, "page": end.page,
                "quote": end.quote}
        for place, end in (("source", question.source), ("target", question.target))
    }  # fmt: skip
    return {**link, "weight": round(question.weight, 4), **ends}


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(2)


COMMANDS = (review_command,)
