"""`sparbar evaluate`: how often the program is right, against labelled documents."""

from __future__ import annotations

import json
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from pipeline.cli.options import json_option, lang_option
from pipeline.cli.terminal import make_console
from pipeline.errors import SparbarError
from pipeline.evaluate import Labels, Score, add_scores, evaluate, read_labels
from pipeline.lexicon.organisations import organisation_key
from pipeline.messages import message
from pipeline.run import BatchOptions, run_batch
from pipeline.store import open_database

Part = tuple[str, Sequence[Score]]  # an organisation, or "" for all together


@click.command("evaluate")
@click.argument(
    "folders", metavar="MAPP...", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--db", "database", type=click.Path(exists=True, path_type=Path), help="Poängsätt denna databas.")
@click.option("--labels", type=click.Path(exists=True, path_type=Path), help="Facit (förval: MAPPEN/labels).")
@click.option(
    "--errors", metavar="SLAG", help="Visa vad som missades (-) och vad som var fel (+) för slag som innehåller SLAG."
)
@click.option("--by-organisation", is_flag=True, help="En tabell för varje organisation, räknad för sig.")
@click.option("--markdown", is_flag=True, help="Skriv tabellen som Markdown.")
@json_option
@lang_option
def evaluate_command(
    folders: tuple[Path, ...],
    database: Path | None,
    labels: Path | None,
    errors: str | None,
    by_organisation: bool,
    markdown: bool,
    as_json: bool,
    lang: str,
) -> None:
    """Mät träffsäkerheten: läs dokumenten i MAPPEN och jämför med facit bredvid dem.

    Av flera mappar läses var och en för sig; tabellen räknar ihop dem. Precision är andelen rätt av det som hittades,
    täckning (recall) andelen hittat av det som finns, F1 väger ihop dem.
    """
    if len(folders) > 1 and (database or labels):
        raise SparbarError(message("evaluate.one_folder", lang))
    scored = [_score_folder(folder, database, labels, by_organisation) for folder in folders]
    parts: list[Part] = [("", add_scores([own[0][1] for own in scored]))]
    parts += [part for own in scored for part in own[1:]]
    if as_json:
        click.echo(
            json.dumps(
                {name or "*": [_as_dict(s) for s in scores] for name, scores in parts}, ensure_ascii=False, indent=2
            )
        )
        return
    for name, scores in parts:
        _print_markdown(name, scores, lang) if markdown else _print_table(name, scores, lang)
        if errors is not None:
            for score in scores:
                if errors.lower() in score.kind:
                    click.echo("\n".join([f"\n{score.kind}", *score.errors]))


def _score_folder(folder: Path, database: Path | None, labels: Path | None, by_organisation: bool) -> list[Part]:
    below = folder / "labels"
    facit = read_labels(labels or (below if below.is_dir() else folder))
    with tempfile.TemporaryDirectory() as scratch:
        if database is None:
            database = Path(scratch) / "evaluate.db"
            documents = folder / "documents" if (folder / "documents").is_dir() else folder
            run_batch([str(documents)], database, BatchOptions())
        return _score(database, facit, by_organisation)


def _score(database: Path, labels: Labels, by_organisation: bool) -> list[Part]:
    connection = open_database(database, create=False)
    try:
        parts: list[Part] = [("", evaluate(connection, labels))]
        of = labels.organisations or dict(
            connection.execute("SELECT filename, organisation FROM documents WHERE organisation IS NOT NULL").fetchall()
        )
        grouped: dict[str, list[str]] = defaultdict(list)  # a city writes Stad or stad, and is one
        for doc, name in of.items():
            grouped[organisation_key(name)].append(doc)
        for own in sorted(grouped.values(), key=lambda docs: of[docs[0]]) if by_organisation else []:
            if scores := evaluate(connection, labels, frozenset(own)):
                parts.append((of[own[0]], scores))
    finally:
        connection.close()
    return parts


def _as_dict(score: Score) -> dict[str, object]:
    figures = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    counts = {"right": score.right, "gold": score.gold, "found": score.found}
    return {"kind": score.kind, **{k: round(v, 4) for k, v in figures.items()}, **counts}


def _headings(lang: str) -> list[str]:
    return [message(f"evaluate.{key}", lang) for key in ("kind", "f1", "precision", "recall", "right", "gold", "found")]


def _cells(score: Score) -> list[str]:
    figures = [f"{value:.3f}" for value in (score.f1, score.precision, score.recall)]
    return [score.kind, *figures, str(score.right), str(score.gold), str(score.found)]


def _print_table(name: str, scores: Sequence[Score], lang: str) -> None:
    table = Table(title=name or None, title_justify="left")
    for number, heading in enumerate(_headings(lang)):
        table.add_column(heading, justify="right" if number else "left")
    for score in scores:
        table.add_row(*_cells(score))
    make_console().print(table)


def _print_markdown(name: str, scores: Sequence[Score], lang: str) -> None:
    if name:
        click.echo(f"\n### {name}\n")
    headings = _headings(lang)
    click.echo(f"| {' | '.join(headings)} |\n|{' --- |' * len(headings)}")
    for score in scores:
        click.echo(f"| {' | '.join(_cells(score))} |")


COMMANDS = (evaluate_command,)
