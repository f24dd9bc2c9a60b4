"""`sparbar review`: a person's verdict on links and records, one at a time or by id, and to and from files."""

from __future__ import annotations

import getpass
import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.terminal import make_console, print_table
from pipeline.errors import NotFoundError
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import add_review, apply_reviews, open_database
from pipeline.store.anchors import Anchor, table_of
from pipeline.store.lookup import find_record
from pipeline.store.review_files import export_reviews, import_reviews
from pipeline.store.review_queue import Question, candidates, questions


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
@click.option("--comment", help="Kommentar till omdömet.")
@click.option("--reviewer", default=None, help="Vem som granskar [annars inloggningsnamnet].")
@click.option("--list", "listed", is_flag=True, help="Visa vad som väntar på granskning, utan att fråga.")
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
    comment: str | None,
    reviewer: str | None,
    listed: bool,
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
        elif id is not None:
            _judge(connection, id, verdict, correct, by, comment, lang)
        elif listed or as_json:
            _list(questions(connection), lang, as_json)
        else:
            _ask_all(connection, by, lang)
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
        add_review(connection, verdict=verdict or "", reviewer=reviewer, record=(table, found), comment=comment)
    else:
        target = None if correct is None else _target(connection, found, correct, lang)
        add_review(
            connection, verdict=verdict or "corrected", reviewer=reviewer, link_id=found, corrected=target,
            comment=comment,
        )  # fmt: skip
    apply_reviews(connection)
    click.echo(message("review.kept", lang, id=found, verdict=_word(verdict or "corrected", lang), reviewer=reviewer))
    if table != "links" and verdict == "rejected":
        click.echo(message("review.record_rejected", lang))


def _target(connection: sqlite3.Connection, link_id: str, name: str, lang: str) -> tuple[str, str]:
    """The table and id of the right target, which must be of a kind that the link can point at."""
    link = connection.execute("SELECT * FROM links WHERE id = ?", (link_id,)).fetchone()
    table, found = find_record(connection, name, lang)
    fitting = {table_of(link["target_type"])}
    if link["kind"] == "decided_in":
        fitting = {"decisions", "agenda_items"}
    if table not in fitting:
        wanted = ", ".join(sorted(term("table", kind, lang) for kind in fitting if kind))
        raise NotFoundError(message("review.wrong_kind", lang, id=found, wanted=wanted))
    return table, found


def _list(waiting: list[Question], lang: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_told(question) for question in waiting], ensure_ascii=False, indent=2))
        return
    console = make_console()
    if not waiting:
        console.print(message("review.nothing", lang))
        return
    rows = (
        (q.link["id"], term("link", q.link["kind"], lang), f"{q.link['confidence']:.2f}", _line(q.source),
         _line(q.target))
        for q in waiting
    )  # fmt: skip
    title = message("review.heading", lang, count=len(waiting))
    print_table(console, title, ("id", "link", "confidence", "from", "to"), rows, lang)


def _told(question: Question) -> dict[str, Any]:
    link = {name: question.link[name] for name in
            ("id", "kind", "state", "confidence", "method", "reason", "suspect", "suspect_reason")}  # fmt: skip
    ends = {
        place: {"record_type": end.record_type, "record_id": end.record_id, "filename": end.filename, "page": end.page,
                "quote": end.quote}
        for place, end in (("source", question.source), ("target", question.target))
    }  # fmt: skip
    return {**link, "weight": round(question.weight, 4), **ends}


def _ask_all(connection: sqlite3.Connection, reviewer: str, lang: str) -> None:
    """Show one link after the other and take a key for each, until there are no more or the reviewer leaves."""
    console, waiting, given = make_console(), questions(connection), 0
    if not waiting:
        console.print(message("review.nothing", lang))
        return
    keys = dict(zip(message("review.keys", lang), ("confirm", "reject", "correct", "skip", "quit"), strict=True))
    try:
        for number, question in enumerate(waiting, start=1):
            _print_question(console, question, number, len(waiting), lang)
            answer = _key(console, keys, lang)
            if answer == "quit":
                break
            target = _ask_target(console, connection, question, lang) if answer == "correct" else None
            if answer == "skip" or (answer == "correct" and target is None):
                continue
            verdict = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}[answer]
            add_review(connection, verdict=verdict, reviewer=reviewer, link_id=question.link["id"], corrected=target)
            given += 1
            console.print(f"[bold]{escape(_word(verdict, lang))}[/]")
    except (KeyboardInterrupt, EOFError):
        console.print()
    finally:
        if given:
            apply_reviews(connection)
        console.print(message("review.given", lang, count=given, left=len(waiting) - given))


def _key(console: Console, keys: dict[str, str], lang: str) -> str:
    console.print(f"[bold]{escape(message('review.ask', lang))}[/] ", end="")
    while True:
        pressed = click.getchar()
        if not pressed:
            raise EOFError
        action = "quit" if pressed in ("\x03", "\x04", "\x1b") else keys.get(pressed.lower())
        if action is not None:
            console.print()
            return action


def _print_question(console: Console, question: Question, number: int, count: int, lang: str) -> None:
    link = question.link
    head = message(
        "review.question", lang, number=number, count=count, kind=term("link", link["kind"], lang),
        confidence=f"{link['confidence']:.2f}", id=link["id"],
    )  # fmt: skip
    console.print()
    console.rule(f"[bold]{escape(head)}[/]", align="left")
    for end in (question.source, question.target):
        title = term("table", end.record_type, lang)
        place = message("checks.page", lang, filename=end.filename, page=end.page)
        console.print(f"[bold cyan]{escape(title)}[/]  [dim]{escape(place)}[/]")
        console.print(f"  {escape(' '.join(end.quote.split()))}")
    console.print(f"[dim]{escape(message('review.reason', lang, reason=link['reason']))}[/]")
    if link["suspect"]:
        console.print(f"[yellow]{escape(link['suspect_reason'] or '')}[/]")


def _ask_target(
    console: Console, connection: sqlite3.Connection, question: Question, lang: str
) -> tuple[str, str] | None:
    """The right target: a number from the list or an id; None when the reviewer gives nothing."""
    offered = candidates(connection, question)
    for number, anchor in enumerate(offered, start=1):
        console.print(f"  [bold]{number}[/] {escape(_line(anchor))}")
    while True:
        said = click.prompt(message("review.which", lang), default="", show_default=False).strip()
        if not said:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(offered):
            chosen = offered[int(said) - 1]
            return chosen.record_type, chosen.record_id
        try:
            return _target(connection, question.link["id"], said, lang)
        except NotFoundError as error:
            console.print(f"[yellow]{escape(str(error))}[/]")


def _line(anchor: Anchor) -> str:
    words = " ".join(anchor.quote.split())
    return f"{words if len(words) <= 110 else words[:109].rstrip() + '…'} ({anchor.filename}, {anchor.page})"


def _word(verdict: str, lang: str) -> str:
    return message(f"review.{verdict}", lang)


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(2)


COMMANDS = (review_command,)
