"""`sparbar show` and `sparbar explain`: what a document holds, and why a record or link is as it is."""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from pipeline.cli.errors import describe_fault
from pipeline.cli.options import db_option, json_option, lang_option
from pipeline.errors import NotFoundError
from pipeline.export.columns import clean_text
from pipeline.export.terms import record_term, term
from pipeline.link.explain import explain_finding
from pipeline.messages import has_message, kept_words, message
from pipeline.records import OCR_RULE
from pipeline.store import open_database, table_of
from pipeline.store.lookup import Place, find_document, find_record, place_of
from pipeline.store.schema import EVIDENCE, RECORD_TABLES

_FEW = 10  # records of a kind shown without --all
_QUOTE = 160  # characters of a quote shown in a list
_FACTS = ("title", "organisation", "body", "date", "case_number", "page_count", "path")
_EVIDENCE_NAMES = {"id", *(name for name, _ in EVIDENCE)}
# What a record's values are called, by its table and column.
_TERM_FIELDS = {
    ("findings", "kind"): "finding", ("responses", "stance"): "stance", ("responses", "standing"): "standing",
    ("decisions", "outcome"): "outcome", ("assessments", "outcome"): "verdict", ("claims", "verdict"): "claim",
    ("measures", "status"): "status", ("assignments", "status"): "status",
}  # fmt: skip


@click.command("show")
@click.argument("document", metavar="DOKUMENT")
@click.option("--all", "show_all", is_flag=True, help="Visa alla uppgifter, inte bara de första av varje slag.")
@db_option
@lang_option
@json_option
def show_command(document: str, show_all: bool, database: Path, lang: str, as_json: bool) -> None:
    """Visa ett dokument: vad det är, dess avsnitt och allt som hittats i det.

    DOKUMENT är filens namn, en del av det, diarienumret eller dokumentets id.
    """
    connection = open_database(database, create=False)
    try:
        found = find_document(connection, document, lang)
        content = _document_content(connection, found)
    except NotFoundError as error:
        _stop(str(error))
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    else:
        _print_document(content, lang, None if show_all else _FEW)


@click.command("explain")
@click.argument("id")
@db_option
@lang_option
@json_option
def explain_command(id: str, database: Path, lang: str, as_json: bool) -> None:
    """Förklara en uppgift eller en länk: orden på sidan, regeln, säkerheten, och varför den är länkad eller inte."""
    connection = open_database(database, create=False)
    try:
        table, record_id = find_record(connection, id, lang)
        content = (
            _link_content(connection, record_id)
            if table == "links"
            else _record_content(connection, table, record_id, lang)
        )
    except NotFoundError as error:
        _stop(str(error))
    finally:
        connection.close()
    if as_json:
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
    elif table == "links":
        _print_link(content, lang)
    else:
        _print_record(content, lang)


def _stop(text: str) -> None:
    click.echo(text, err=True)
    sys.exit(2)


def _document_content(connection: sqlite3.Connection, found: sqlite3.Row) -> dict[str, Any]:
    of = (found["id"],)
    facts = {key: found[key] for key in found.keys() if key not in {"text", "known_as"}}  # noqa: SIM118
    sections = connection.execute("SELECT title, level, page FROM sections WHERE document_id = ? ORDER BY position", of)
    problems = connection.execute("SELECT page, code, detail FROM problems WHERE document_id = ? ORDER BY id", of)
    notes = connection.execute(
        "SELECT kind, page, author, date, text, about FROM annotations WHERE document_id = ? ORDER BY position", of
    )
    paths = connection.execute("SELECT path FROM document_paths WHERE document_id = ? ORDER BY path", of)
    papers = connection.execute(
        "SELECT p.kind, p.title, p.body, p.date, p.case_number, p.page_from, p.page_to, o.filename AS copy_of,"
        " o.page_from AS copy_of_page, a.organisation AS assumed, a.told_by FROM papers AS p"
        " LEFT JOIN paper_copies AS c ON c.paper_id = p.id LEFT JOIN filed_papers AS o ON o.id = c.original_id"
        " LEFT JOIN assumed_organisations AS a ON a.paper_id = p.id WHERE p.document_id = ? ORDER BY p.char_start",
        of,
    )
    records = {
        table: [
            dict(r)
            for r in connection.execute(
                f'SELECT r.*, v.verdict AS reviewed FROM "{table}" AS r'
                " LEFT JOIN record_states AS v ON v.record_id = r.id WHERE document_id = ? ORDER BY char_start",
                of,
            )
        ]
        for table in RECORD_TABLES
    }
    return {**facts, "paths": [row[0] for row in paths], "papers": [dict(row) for row in papers],
            "sections": [dict(row) for row in sections],
            "problems": [dict(row) for row in problems], "annotations": [dict(row) for row in notes],
            "records": {table: rows for table, rows in records.items() if rows}}  # fmt: skip


def _record_content(connection: sqlite3.Connection, table: str, record_id: str, lang: str) -> dict[str, Any]:
    place = place_of(connection, table, record_id)
    links = connection.execute(
        "SELECT * FROM links WHERE source_id = ? OR target_id = ? ORDER BY state = 'rejected', kind, confidence DESC",
        (record_id, record_id),
    ).fetchall()
    content = _told(place)
    content["reviews"] = _reviews(connection, "record_id", record_id)
    content["links"] = [_with_other_end(connection, dict(link), record_id) for link in links]
    if table == "findings":
        coverage = connection.execute("SELECT * FROM coverage WHERE finding_id = ?", (record_id,)).fetchone()
        content["coverage"] = dict(coverage)
        together = connection.execute(
            "SELECT o.id, o.quote, o.page_from FROM findings AS f"
            " JOIN findings AS o ON o.parent_id = f.parent_id AND o.id <> f.id WHERE f.id = ? ORDER BY o.char_start",
            (record_id,),
        )
        content["together"] = [dict(row) for row in together]
        content["why"] = explain_finding(connection, record_id, lang)
    return content


def _link_content(connection: sqlite3.Connection, link_id: str) -> dict[str, Any]:
    link = dict(connection.execute("SELECT * FROM links WHERE id = ?", (link_id,)).fetchone())
    for end in ("source", "target"):
        link[end] = _end_of(connection, link[f"{end}_type"], link[f"{end}_id"])
    ends = [_reviews(connection, "record_id", link[f"{end}_id"]) for end in ("source", "target")]
    return {**link, "reviews": _reviews(connection, "link_id", link_id), "end_reviews": [*ends[0], *ends[1]]}


def _reviews(connection: sqlite3.Connection, column: str, name: str) -> list[dict[str, Any]]:
    """What people said of a link (`link_id`) or of a record by itself (`record_id`), in order."""
    rows = connection.execute(
        f"SELECT record_id, verdict, reviewer, at, comment FROM led_reviews WHERE {column} = ? ORDER BY id", (name,)
    )
    return [dict(row) for row in rows]


def _with_other_end(connection: sqlite3.Connection, link: dict[str, Any], record_id: str) -> dict[str, Any]:
    other = "target" if link["source_id"] == record_id else "source"
    return {**link, "direction": "out" if other == "target" else "in",
            "other": _end_of(connection, link[f"{other}_type"], link[f"{other}_id"])}  # fmt: skip


def _end_of(connection: sqlite3.Connection, kind: str, record_id: str) -> dict[str, Any] | None:
    table = table_of(kind)
    if table is None or connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (record_id,)).fetchone() is None:
        return None
    if table == "documents":
        row = connection.execute("SELECT * FROM documents WHERE id = ?", (record_id,)).fetchone()
        return {
            "record_type": table,
            "id": record_id,
            "quote": row["title"] or "",
            "document": row["filename"],
            "page": 1,
        }
    return _told(place_of(connection, table, record_id, context=0))


def _told(place: Place) -> dict[str, Any]:
    record = place.record
    return {
        "record_type": place.record_type, "id": record["id"], "document": place.document["filename"],
        "document_id": record["document_id"], "page": record["page_from"], "page_to": record["page_to"],
        "char_start": record["char_start"], "char_end": record["char_end"], "quote": place.quote,
        "before": place.before, "after": place.after, "rule": record["rule"], "confidence": record["confidence"],
        "fields": {k: record[k] for k in record.keys() if k not in _EVIDENCE_NAMES and record[k] not in (None, "")},  # noqa: SIM118
    }  # fmt: skip


def _print_papers(console: Console, papers: list[dict[str, Any]], lang: str) -> None:
    console.print(f"\n[bold]{message('show.papers', lang)}[/] ({len(papers)})")
    for paper in papers:
        pages = "–".join(str(page) for page in dict.fromkeys((paper["page_from"], paper["page_to"])))
        said = [paper[name] for name in ("title", "body", "date", "case_number") if paper[name]]
        told = escape(clean_text(", ".join(said)))
        page = message("show.page", lang, page=pages)
        console.print(f"  [cyan]{page:>10}[/]  {term('document', paper['kind'], lang)}{': ' if told else ''}{told}")
        for line in _worth_knowing(paper, lang):
            console.print(f"  {'':>10}  {line}")


def _worth_knowing(paper: dict[str, Any], lang: str) -> list[str]:
    """Lines that say where the same paper stands that counts, and whose it is taken to be, and why."""
    said = []
    if paper["copy_of"]:
        said.append(message("show.copy_of", lang, filename=paper["copy_of"], page=paper["copy_of_page"]))
    if paper["assumed"]:
        said.append(message(f"show.assumed_by_{paper['told_by']}", lang, organisation=paper["assumed"]))
    return [f"[yellow]{escape(clean_text(line))}[/]" for line in said]


def _print_document(content: dict[str, Any], lang: str, most: int | None) -> None:
    console = _console()
    console.print(f"[bold]{escape(content['filename'])}[/]  [dim]{content['id']}[/]")
    facts = [("kind", term("document", content["kind"], lang))]
    facts += [(name, str(content[name])) for name in _FACTS if content[name]]
    facts.append(("reading", message(f"show.read_{content['status']}", lang)))
    for name, value in facts:
        console.print(f"  {message(f'show.{name}', lang)}: {escape(value)}")
    for problem in content["problems"]:
        text = describe_fault(problem["code"], problem["detail"], problem["page"], lang)
        console.print(f"  [yellow]{message('show.problems', lang)}:[/] {escape(text)}")
    if len(content["papers"]) > 1:
        _print_papers(console, content["papers"], lang)
    else:
        for line in (line for paper in content["papers"] for line in _worth_knowing(paper, lang)):
            console.print(f"  {line}")
    if content["sections"]:
        console.print(f"\n[bold]{message('show.sections', lang)}[/]")
        for section in content["sections"]:
            page = message("show.page", lang, page=section["page"])
            console.print(f"  {'  ' * (section['level'] - 1)}{escape(clean_text(section['title']))} [dim]{page}[/]")
    if content["annotations"]:
        console.print(f"\n[bold]{message('show.annotations', lang)}[/]")
        for note in content["annotations"]:
            page, said = message("show.page", lang, page=note["page"]), message(f"show.note_{note['kind']}", lang)
            who = f" ({note['author']})" if note["author"] else ""
            console.print(f"  [cyan]{page:>7}[/]  {said}{escape(who)}: {escape(clean_text(note['text']))}")
    if not content["records"]:
        console.print(f"\n{message('show.nothing', lang)}")
    for table, rows in content["records"].items():
        console.print(f"\n[bold]{term('table', table, lang)}[/] ({len(rows)})")
        for row in rows[:most]:
            own = record_term(table, row, lang)
            kind = "" if own == term("table", table, lang) else f"{own}: "
            quote = clean_text(row["quote"])
            shown = quote if len(quote) <= _QUOTE else quote[:_QUOTE].rstrip() + " …"
            page = message("show.page", lang, page=row["page_from"])
            mark = f"  [bold]{term('state', row['reviewed'], lang).upper()}[/]" if row["reviewed"] else ""
            console.print(f"  [cyan]{page:>7}[/]  {kind}{escape(shown)}  [dim]{row['id']}[/]{mark}")
        if most is not None and len(rows) > most:
            console.print(f"           [dim]{message('show.more', lang, count=len(rows) - most)}[/]")


def _print_record(content: dict[str, Any], lang: str) -> None:
    console = _console()
    console.print(f"[bold]{record_term(content['record_type'], content['fields'], lang)}[/]  [dim]{content['id']}[/]")
    _print_place(console, content, lang)
    _print_words(console, content)
    for name, value in content["fields"].items():
        field = _TERM_FIELDS.get((content["record_type"], name))
        shown = term(field, value, lang) if field else clean_text(value)
        label = message(f"show.{name}", lang) if has_message(f"show.{name}") else name
        console.print(f"  {label}: {escape(shown)}")
    if "coverage" in content:
        coverage = content["coverage"]
        told = [message(f"coverage.{coverage['class']}", lang)]
        told += [message(f"coverage.gap_{coverage['gap']}", lang)] if coverage["gap"] else []
        depth = f" ({term('depth', coverage['depth'], lang).lower()})" if coverage["depth"] != "none" else ""
        console.print(f"\n[bold]{message('show.coverage', lang)}:[/] {escape(': '.join(told))}{depth}")
        if coverage["answer_due"]:
            console.print(f"[bold]{message('checks.column_answer_by', lang)}:[/] {coverage['answer_due']}")
        if coverage["verdict"]:
            console.print(f"[bold]{message('matrix.verdict', lang)}:[/] {term('verdict', coverage['verdict'], lang)}")
    _print_reviews(console, content["reviews"], lang)
    if content.get("together"):
        console.print(f"\n[bold]{message('show.together', lang)}[/]")
        for other in content["together"]:
            console.print(f"  {escape(clean_text(other['quote']))}  [dim]{other['id']}[/]")
    console.print(
        f"\n[bold]{message('show.links', lang)}[/]" if content["links"] else f"\n{message('show.no_links', lang)}"
    )
    for link in content["links"]:
        arrow = "→" if link["direction"] == "out" else "←"
        state = term("state", link["state"], lang).lower()
        sure = _number(link["confidence"], lang)
        console.print(f"  {arrow} {term('link', link['kind'], lang)} {sure}, {state}  [dim]{link['id']}[/]")
        console.print(f"    {escape(_end_line(link['other'], lang))}")
        why = f"{term('method', link['method'], lang)}: {kept_words(link, 'reason', lang)}"
        console.print(f"    [dim]{escape(why)}[/]")
    if content.get("why"):
        console.print(f"\n[bold]{message('show.why', lang)}[/]")
        for line in content["why"]:
            console.print(f"  {escape(line)}")


def _print_link(content: dict[str, Any], lang: str) -> None:
    console = _console()
    console.print(
        f"[bold]{message('show.link', lang)}: {term('link', content['kind'], lang)}[/]  [dim]{content['id']}[/]"
    )
    console.print(f"  {message('show.confidence', lang)}: {_number(content['confidence'], lang)}")
    method = _named("method", content["method"], content["method"], lang)
    console.print(f"  {message('show.method', lang)}: {escape(method)}")
    console.print(f"  {message('show.reason', lang)}: {escape(kept_words(content, 'reason', lang))}")
    console.print(f"  {message('show.state', lang)}: {term('state', content['state'], lang)}")
    if content["suspect"]:
        console.print(f"  [yellow]{escape(kept_words(content, 'suspect_reason', lang))}[/]")
    for key, end in (("from", "source"), ("to", "target")):
        console.print(f"\n[bold]{message(f'show.{key}', lang)}[/] {escape(_end_line(content[end], lang, full=True))}")
    _print_reviews(console, [*content["reviews"], *content["end_reviews"]], lang)


def _print_reviews(console: Console, reviews: list[dict[str, Any]], lang: str) -> None:
    """A line for each verdict; on a link, those on its two records by themselves too, with their ids."""
    if reviews:
        console.print(f"\n[bold]{message('show.reviews', lang)}[/]")
    for review in reviews:
        parts = (review["at"], message(f"review.{review['verdict']}", lang), review["reviewer"], review["comment"],
                 review["record_id"])  # fmt: skip
        console.print(f"  {escape(' · '.join(str(part) for part in parts if part))}")


def _end_line(end: dict[str, Any] | None, lang: str, full: bool = False) -> str:
    if end is None:
        return message("show.gone", lang)
    quote = clean_text(end["quote"])
    shown = quote if full or len(quote) <= _QUOTE else quote[:_QUOTE].rstrip() + " …"
    kind = record_term(end["record_type"], end.get("fields", {}), lang)
    return f"{kind}, {end['document']} {message('show.page', lang, page=end['page'])}: {shown}  {end['id']}"


def _print_place(console: Console, content: dict[str, Any], lang: str) -> None:
    page = message("show.page", lang, page=content["page"])
    console.print(f"  {message('show.source', lang)}: {escape(content['document'])}, {page}")
    console.print(f"  {message('show.rule', lang)}: {escape(_rule(content['rule'], lang))}")
    console.print(f"  {message('show.confidence', lang)}: {_number(content['confidence'], lang)}\n")


def _rule(rule: str, lang: str) -> str:
    """What sort of rule found a record, in words, and which one, for those who look it up."""
    read = f", {message('show.by_ocr', lang)}" if rule.endswith(OCR_RULE) else ""
    return _named("rule", rule.partition(".")[0], rule, lang) + read


def _named(field: str, name: str, code: str, lang: str) -> str:
    told = term(field, name, lang)
    return code if told == name else f"{told} ({code})"


def _print_words(console: Console, content: dict[str, Any]) -> None:
    before, quote, after = (" ".join(content[part].split()) for part in ("before", "quote", "after"))
    marks = ("", "") if console.is_terminal else ("»", "«")
    console.print(
        f"  [dim]… {escape(before)}[/] [bold yellow]{marks[0]}{escape(quote)}{marks[1]}[/] [dim]{escape(after)} …[/]\n"
    )


def _number(value: float, lang: str) -> str:
    return f"{value:.2f}".replace(".", "," if lang == "sv" else ".")


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


COMMANDS = (show_command, explain_command)
