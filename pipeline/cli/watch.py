"""`sparbar watch`: read files as they come into a folder."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from pipeline.cli.errors import describe_error
from pipeline.cli.interrupts import interruptible
from pipeline.cli.options import db_option, lang_option
from pipeline.cli.run import describe_result
from pipeline.cli.summary import describe_problem, printable
from pipeline.cli.terminal import make_console
from pipeline.errors import StoreError
from pipeline.messages import message
from pipeline.run import look_over, run_batch, watch_folder
from pipeline.run.summary import Trouble

_NAMED = 3  # files named when several came


@click.command("watch")
@click.argument("folder", metavar="MAPP", type=click.Path(exists=True, file_okay=False, path_type=Path))
@db_option
@lang_option
def watch_command(folder: Path, database: Path, lang: str) -> None:
    """Bevaka en mapp: läs det som finns där, och sedan varje fil som kommer."""
    console = make_console()
    seen = look_over(folder)

    def read(names: list[str]) -> None:
        result = run_batch(names, database)
        console.print(f"{name_files(names)}: {describe_result(result, lang)}", soft_wrap=True, markup=False)
        for p in result.problems:
            console.print(
                f"  {describe_problem(Trouble(p.path, p.code, p.detail, p.page), lang)}", soft_wrap=True, markup=False
            )

    with suppress(KeyboardInterrupt), interruptible() as stopping:
        read([str(folder)])
        console.print(message("run.watching", lang, folder=folder), soft_wrap=True, markup=False)
        for paths in watch_folder(folder, seen, stopping):
            if not paths:
                console.print(message("run.folder_gone", lang, folder=folder), soft_wrap=True, markup=False)
                continue
            try:
                read([str(path) for path in paths])
            except StoreError as error:  # locked, or a full disk: what came is tried again with the next look
                console.print(describe_error(error, lang), soft_wrap=True, markup=False)
                for path in paths:
                    del seen[path]


def name_files(names: list[str]) -> str:
    """The last parts of a few paths, and how many more there are."""
    shown = ", ".join(printable(Path(name).name or name) for name in names[:_NAMED])
    return shown + (f" … (+{len(names) - _NAMED})" if len(names) > _NAMED else "")


COMMANDS = (watch_command,)
