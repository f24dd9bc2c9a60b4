"""`sparbar matrix`: write the traceability matrix to a file."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from pipeline.check.coverage import find_coverage
from pipeline.cli.coverage import class_of, describe_none
from pipeline.cli.errors import told_by_system
from pipeline.cli.options import db_option, lang_option
from pipeline.export.matrix import MatrixFilters, export_matrix, load_matrix
from pipeline.messages import message
from pipeline.store import open_database


@click.command("matrix")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("output/matris.xlsx"),
    show_default=True, help="Filen att skriva; ändelsen avgör formen: .xlsx, .docx, .html, .csv, .json eller .md.",
)  # fmt: skip
@click.option(
    "--only",
    metavar="TÄCKNING",
    help="Bara obesvarade, besvarade, delvis besvarade, 'endast förklaring' eller ännu inte förfallna.",
)
@click.option("--body", help="Bara det som riktas till en nämnd, styrelse eller organisation (del av namnet räcker).")
@click.option("--year", type=int, help="Bara ett revisionsår.")
@click.option("--every-place", is_flag=True, help="Ge även varje ställe där en punkt återges en egen rad.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Räkna försenat från detta datum i stället för i dag.")
@db_option
@lang_option
def matrix_command(
    output: Path,
    only: str | None,
    body: str | None,
    year: int | None,
    every_place: bool,
    today: datetime | None,
    database: Path,
    lang: str,
) -> None:
    """Skriv spårbarhetsmatrisen: en rad för varje iakttagelse, svar, beslut och åtgärd."""
    filters = MatrixFilters(class_of(only, lang) if only else None, body, year, every_place)
    connection = open_database(database, create=False)
    try:
        day = today.date() if today else None
        matrix = load_matrix(connection, filters, today=day, lang=lang, database=database.name)
        every = [] if matrix.points else find_coverage(connection, matrix.today)
    finally:
        connection.close()
    try:
        export_matrix(matrix, output)
    except OSError as error:
        click.echo(
            message("matrix.cannot_write", lang, path=output, detail=told_by_system(error.strerror or error, lang)),
            err=True,
        )
        sys.exit(1)
    unanswered = sum(point.state == "unanswered" for point in matrix.points)
    click.echo(message("matrix.written", lang, rows=len(matrix.rows), findings=len(matrix.points), path=output,
                       unanswered=unanswered))  # fmt: skip
    if not matrix.points:
        click.echo(describe_none(every, lang))
    if matrix.folded:
        click.echo(message("matrix.folded", lang, count=matrix.folded))


COMMANDS = (matrix_command,)
