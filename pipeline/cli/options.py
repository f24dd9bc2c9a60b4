"""The options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from pathlib import Path

import click

db_option = click.option(
    "--db",
    "database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("output/sparbar.db"),
    show_default=True,
    help="Databasen.",
)
lang_option = click.option(
    "--lang", type=click.Choice(["sv", "en"]), default="sv", show_default=True, envvar="SPARBAR_LANG", help="Språk."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Skriv ut som JSON, för andra program.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Skriv ut som CSV (semikolon), för Excel.")
