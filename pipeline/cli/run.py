"""`sparbar run`: read documents into the database, link them, and say in short what was found."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from pipeline.cli.interrupts import interruptible
from pipeline.cli.options import db_option, lang_option
from pipeline.cli.summary import print_problems, print_summary, typed
from pipeline.cli.terminal import make_console
from pipeline.messages import message
from pipeline.read import ReadOptions
from pipeline.run import BatchOptions, BatchResult, Limits, run_batch, summarise
from pipeline.run.batch import Progress as ReportProgress
from pipeline.run.summary import Trouble
from pipeline.store import open_database


@click.command("run")
@click.argument("paths", metavar="FILER...", nargs=-1, required=True)
@db_option
@click.option("--workers", type=click.IntRange(min=0), help="Antal arbetsprocesser (förval: alla kärnor).")
@click.option("--ocr", type=click.Choice(["auto", "never", "always"]), default="auto", show_default=True,
              help="Läs inskannade sidor med OCR.")  # fmt: skip
@click.option("--again", is_flag=True, help="Läs även det som är oförändrat.")
@click.option("--document-timeout", type=click.FloatRange(min=0), default=600.0, show_default=True,
              help="Högsta tid för ett dokument, i sekunder.")  # fmt: skip
@click.option("--document-memory", type=click.IntRange(min=0), default=4096, show_default=True,
              help="Högsta minne för ett dokument, i MB.")  # fmt: skip
@lang_option
def run_command(
    paths: tuple[str, ...],
    database: Path,
    workers: int | None,
    ocr: str,
    again: bool,
    document_timeout: float,
    document_memory: int,
    lang: str,
) -> None:
    """Läs dokument (filer, mappar, mönster) till databasen, länka och sammanfatta.

    Körs kommandot igen läses bara det som är nytt eller ändrat.
    """
    options = BatchOptions(workers, again, ReadOptions(ocr=ocr), Limits(document_timeout, document_memory * 1024**2))
    result = BatchResult()
    try:
        with interruptible() as stopping, progress_bar(lang) as progress:

            def report(what: str, done: int, of: int) -> None:
                if stopping.is_set():
                    raise KeyboardInterrupt
                progress(what, done, of)

            run_batch(paths, database, options, report, result)
    except KeyboardInterrupt:
        click.echo(message("run.interrupted", lang, read=result.read), err=True)
        sys.exit(130)
    console = make_console()
    if result.read + result.unchanged + result.failed == 0:
        print_problems(console, [Trouble(p.path, p.code, p.detail, p.page) for p in result.problems], lang)
        click.echo(message("run.no_input", lang), err=True)
        sys.exit(2)
    console.print(describe_result(result, lang), soft_wrap=True)
    connection = open_database(database)
    try:
        print_summary(console, summarise(connection), database, lang)
    finally:
        connection.close()
    if result.read + result.unchanged == 0:  # nothing of what was named could be read
        sys.exit(1)
    console.print(message("run.next_steps", lang, database=typed(database)), soft_wrap=True, markup=False)


def describe_result(result: BatchResult, lang: str) -> str:
    """One line on what the batch did."""
    if result.read + result.failed + result.unchanged == 0:
        return message("run.nothing_here", lang)
    if result.read == 0 and result.failed == 0:
        return message("run.nothing_to_do", lang, unchanged=result.unchanged)
    seconds = f"{result.seconds:.1f}".replace(".", "," if lang == "sv" else ".")
    skipped = message("run.unchanged", lang, unchanged=result.unchanged - result.copies)
    if result.copies:
        skipped += message("run.copies", lang, copies=result.copies)
    return message("run.read_now", lang, read=result.read, seconds=seconds, skipped=skipped, failed=result.failed)


@contextmanager
def progress_bar(lang: str) -> Iterator[ReportProgress]:
    """A bar on stderr while a terminal looks on; nothing when it is piped."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty(),
    )  # fmt: skip
    tasks: dict[str, TaskID] = {}

    def report(what: str, done: int, of: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(message(f"run.{what}", lang), total=of)
        bar.update(tasks[what], completed=done, total=of)

    with bar:
        yield report


COMMANDS = (run_command,)
