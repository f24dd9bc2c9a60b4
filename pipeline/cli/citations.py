"""`sparbar citations`: what the documents cite, what it leads to, and which references lead nowhere."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.cli.terminal import make_console, print_csv
from pipeline.errors import NotFoundError
from pipeline.export.terms import term
from pipeline.messages import message
from pipeline.store import open_database
from pipeline.store.citations import KINDS, WRONG, CitationRow, cited_words, list_citations
from pipeline.store.lookup import find_document

_LONGEST = 90  # characters of a quote in a table cell


@click.command("citations")
@click.option("--unresolved", is_flag=True, help="Bara det som inte leder till något i databasen, med skälet.")
@click.option("--wrong", is_flag=True, help="Bara felaktiga hänvisningar: fel paragraf, dag eller diarienummer.")
@click.option(
    "--doc", "document", metavar="DOKUMENT", help="Bara ett dokument: filnamn, del av det, diarienummer eller id."
)
@click.option("--kind", type=click.Choice(KINDS), help="Bara ett slag av hänvisningar.")
@click.option("--csv", "as_csv", is_flag=True, help="Skriv ut som CSV (UTF-8, semikolon), för kalkylblad.")
@db_option
@lang_option
@json_option
def citations_command(
    unresolved: bool,
    wrong: bool,
    document: str | None,
    kind: str | None,
    as_csv: bool,
    database: Path,
    lang: str,
    as_json: bool,
) -> None:
    """Lista hänvisningar till paragrafer, sammanträden, diarienummer, lagrum och dokument, och vart de leder."""
    connection = open_database(database, create=False)
    try:
        document_id = find_document(connection, document, lang)["id"] if document else None
        rows = list_citations(connection, document_id=document_id, kind=kind, unresolved=unresolved, wrong=wrong)
    except NotFoundError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False, indent=2))
    elif as_csv:
        _write_csv(rows)
    else:
        _print_table(rows, lang, wrong_only=wrong)


def _write_csv(rows: list[CitationRow]) -> None:
    names = [field.name for field in dataclasses.fields(CitationRow)]
    print_csv(["cited", *names], [[cited_words(row), *(getattr(row, name) for name in names)] for row in rows])


def _print_table(rows: list[CitationRow], lang: str, *, wrong_only: bool) -> None:
    console = make_console()
    if not rows:
        console.print(message("checks.references_hold" if wrong_only else "citations.none", lang))
        return
    table = Table(title=message("citations.heading", lang, count=len(rows)), title_justify="left")
    for column in ("kind", "what", "quote", "where", "target"):
        table.add_column(message(f"citations.column_{column}", lang), overflow="fold")
    for row in rows:
        kind = message(f"citations.kind_{row.kind}", lang)
        if row.document_kind:
            kind = term("document", row.document_kind, lang).lower()
        where = message("checks.page", lang, filename=row.filename, page=row.page)
        quote = row.quote if len(row.quote) <= _LONGEST else f"{row.quote[: _LONGEST - 1].rstrip()}…"
        table.add_row(kind, escape(cited_words(row)), escape(quote), escape(where), escape(_leads_to(row, lang)))
    console.print(table)
    resolved = sum(row.target_id is not None for row in rows)
    wrong = sum(row.unresolved_reason in WRONG for row in rows)
    statutes = sum(row.kind == "statute" for row in rows)
    open_ends = len(rows) - resolved - statutes
    console.print(
        message("citations.summary", lang, count=len(rows), resolved=resolved, unresolved=open_ends, wrong=wrong,
                statutes=statutes)
    )  # fmt: skip


def _leads_to(row: CitationRow, lang: str) -> str:
    if row.target:
        return row.target
    if row.kind == "statute":
        return message("citations.statute_target", lang, sfs=row.sfs) if row.sfs else "–"
    if not row.unresolved_reason:
        return "–"
    reason = message(f"resolve.{row.unresolved_reason}", lang)
    if not row.unresolved_detail:
        return reason
    return message("citations.instead", lang, reason=reason, detail=row.unresolved_detail)


COMMANDS = (citations_command,)
