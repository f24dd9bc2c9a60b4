"""`sparbar search`: find records and pages by words, in all their forms."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.export.terms import kind_term, term
from pipeline.messages import message
from pipeline.store import open_database
from pipeline.store.search import Filters, Hit, kind_of, search

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_STATUSES = (
    "done", "ongoing", "planned", "postponed", "dropped", "unknown", "open", "reported", "overdue",
    "answered", "partly_answered", "unanswered", "not_due", "rejected",
)  # fmt: skip


@click.command("search")
@click.argument("query", metavar="SÖKORD...", nargs=-1, required=True)
@click.option("--kind", help="Bara ett slag: brist, kritik, rekommendation, svar, åtgärd, beslut, uppdrag, sida ...")
@click.option("--body", help="Bara det som rör en nämnd eller styrelse (del av namnet räcker).")
@click.option("--from", "date_from", metavar="DATUM", help="Från och med: 2016, 2016-03 eller 2016-03-22.")
@click.option("--to", "date_to", metavar="DATUM", help="Till och med.")
@click.option("--status", help="Bara med en viss status: obesvarad, klar, pågår, planerad, öppet, underkänd ...")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Högst så många träffar.")
@db_option
@lang_option
@json_option
def search_command(
    query: tuple[str, ...],
    kind: str | None,
    body: str | None,
    date_from: str | None,
    date_to: str | None,
    status: str | None,
    limit: int,
    database: Path,
    lang: str,
    as_json: bool,
) -> None:
    """Sök i alla uppgifter och sidor.

    Orden hittas i alla böjningar och som delar av sammansatta ord. Citattecken ger en fras: '"särskild ledning"'.
    """
    for day in (date_from, date_to):
        if day and not _is_date(day):
            raise click.UsageError(message("search.bad_date", lang, date=day))
    if kind:
        kind_of(kind, lang)  # says at once when there is no such kind
    filters = Filters(kind, body, date_from, date_to, _status(status, lang) if status else None)
    words = " ".join(query)
    connection = open_database(database, create=False)
    try:
        result = search(connection, words, filters, limit=limit)
        without = search(connection, words, limit=1).total if filters != Filters() and not result.hits else 0
    finally:
        connection.close()
    if as_json:
        hits = [asdict(hit) for hit in result.hits]
        click.echo(json.dumps({"query": words, "total": result.total, "all_words": result.all_words, "hits": hits},
                              ensure_ascii=False, indent=2))  # fmt: skip
        return
    if not result.hits:
        none = message("search.none_such", lang, query=words, total=without) if without else ""
        click.echo(none or message("search.none", lang, query=words))
        return
    if not result.all_words:
        click.echo(message("search.some_words", lang))
    console = Console(highlight=False, soft_wrap=True)
    for hit in result.hits:
        _print_hit(console, hit, lang)
    click.echo(message("search.total", lang, shown=len(result.hits), total=result.total))


def _is_date(written: str) -> bool:
    """Whether a text is a day, month or year that there is."""
    try:
        return bool(_DATE.fullmatch(written) and date.fromisoformat(f"{written}-01-01"[:10]))
    except ValueError:
        return False


def _print_hit(console: Console, hit: Hit, lang: str) -> None:
    head = Text()
    head.append(kind_term(hit.record_type, hit.kind, lang), style="bold")
    place = f"{hit.filename}, {message('search.page', lang, page=hit.page)}"
    told = [place, hit.date or "", hit.body or "", term("status", hit.status, lang)]
    head.append("  " + " · ".join(part for part in told if part), style="cyan")
    if hit.record_type != "pages":
        head.append(f"  {hit.record_id}", style="dim")
    if hit.verdict:
        head.append(f"  {term('state', hit.verdict, lang).upper()}", style="bold")
    console.print(head)
    snippet, last = Text("  "), 0
    mark = ("", "") if console.is_terminal else ("»", "«")
    for start, end in hit.marks:
        snippet.append(hit.snippet[last:start])
        snippet.append(mark[0] + hit.snippet[start:end] + mark[1], style="bold yellow")
        last = end
    snippet.append(hit.snippet[last:])
    console.print(snippet)
    if hit.also:
        places = "; ".join(f"{filename}, {message('search.page', lang, page=page)}" for filename, page in hit.also)
        console.print(f"  {message('search.also', lang, places=places)}", style="dim", markup=False)
    console.print()


def _status(name: str, lang: str) -> str:
    """The status that a Swedish or English name, or the database's own word, stands for."""
    wanted = name.strip().lower()
    for status in _STATUSES:
        named = {term("status", status, "sv").lower(), term("status", status, "en").lower(), status}
        if wanted in named or any(len(wanted) > 3 and n.startswith(wanted[:-1]) and n[:4] == wanted[:4] for n in named):
            return status
    known = ", ".join(term("status", status, lang).lower() for status in _STATUSES)
    raise click.UsageError(message("search.unknown_status", lang, status=name, known=known))


COMMANDS = (search_command,)
