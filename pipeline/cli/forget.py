"""`sparbar forget`: take out of the database what was read of a file."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import db_option, lang_option
from pipeline.errors import NotFoundError
from pipeline.messages import message
from pipeline.run import link_database
from pipeline.store import forget_file, open_database
from pipeline.store.lookup import find_document
from pipeline.store.moved import outer_file


@click.command("forget")
@click.argument("files", metavar="FILER...", nargs=-1, required=True)
@db_option
@lang_option
def forget_command(files: tuple[str, ...], database: Path, lang: str) -> None:
    """Ta bort det som har lästs ur en fil: den var fel, eller finns inte längre. Filen själv rörs inte.

    FILER är filens sökväg, namn, en del av namnet, eller dokumentets id. Omdömen om det som tas bort finns kvar.
    """
    connection = open_database(database, create=False)
    try:
        for name in files:
            if forget_file(connection, name):
                file = name
            else:
                path = str(find_document(connection, name, lang)["path"])
                file = outer_file(path)
                if file != path:
                    raise NotFoundError(message("run.forget_packed", lang, name=path, file=file))
                forget_file(connection, file)
            click.echo(message("run.forgotten", lang, file=file))
        link_database(connection)
    finally:
        connection.close()


COMMANDS = (forget_command,)
