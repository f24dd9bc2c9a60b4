"""What is wrong, in one line and in the user's language: with the call, the database, or where the output goes."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import click

from pipeline.errors import SparbarError
from pipeline.messages import has_message, message

# What the system says in English of the faults that users meet.
_SYSTEM = {
    os.strerror(number): f"calls.system_{name}"
    for name, numbers in {
        "denied": (errno.EACCES, errno.EPERM),
        "missing": (errno.ENOENT, errno.ENOTDIR),
        "full": (errno.ENOSPC,),
        "read_only": (errno.EROFS,),
        "folder": (errno.EISDIR,),
        "device": (errno.EIO,),
    }.items()
    for number in numbers
}
# What the readers of PDF and packed files say, mostly inside a sentence of their own.
_READERS = {
    "Data format error": "calls.pdf_format",
    "File access error": "calls.system_device",
    "Unsupported security scheme error": "calls.pdf_protected",
    "Failed to load page": "calls.pdf_page",
    "Page not found or content error": "calls.pdf_page",
    "not of the kind": "calls.other_kind",
    "File is not a zip file": "calls.zip_format",
    "Bad magic number": "calls.zip_format",
    "central directory": "calls.zip_format",
    "Bad CRC-32": "calls.zip_format",
    ", column ": "calls.xml_format",
}


def told_by_system(detail: object, lang: str) -> str:
    """What the system or a reader says of a fault, in the user's language where we know it."""
    said = str(detail)
    known = _SYSTEM.get(said) or next((told for words, told in _READERS.items() if words in said), None)
    return message(known, lang) if known else str(detail)


def describe_fault(code: str, detail: str | None, page: int | None, lang: str) -> str:
    """What is wrong with a file, and what to do."""
    key = f"problems.{code}"
    return message(key, lang, detail=told_by_system(detail or "", lang), page=page) if has_message(key) else code


def language_asked(arguments: list[str]) -> str:
    """The language that a call asks for, which may be too wrong to be parsed."""
    for place, argument in enumerate(arguments):
        if argument == "--lang":
            return "en" if arguments[place + 1 : place + 2] == ["en"] else "sv"
        if argument.startswith("--lang="):
            return "en" if argument == "--lang=en" else "sv"
    return "en" if os.environ.get("SPARBAR_LANG") == "en" else "sv"


def describe_error(error: SparbarError, lang: str) -> str:
    """The error's text, which is fit to show."""
    code, values = getattr(error, "code", ""), getattr(error, "values", {})
    if not code or not values:
        return str(error)
    return message(code, lang, **{**values, "detail": told_by_system(values.get("detail", ""), lang)})


def describe_call(error: click.UsageError, lang: str) -> str:
    """What is wrong with a call, and which command tells how it is made."""
    if error.ctx is None:  # raised by a command of ours, in the user's words already
        return error.message
    context = error.ctx.command_path
    return f"{_wrong_call(error, lang)} {message('calls.help', lang, command=context)}"


def _wrong_call(error: click.UsageError, lang: str) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f" {message('calls.near', lang, names=', '.join(error.possibilities))}" if error.possibilities else ""
        return message("calls.no_option", lang, name=error.option_name) + near
    if isinstance(error, click.MissingParameter):
        return message("calls.missing", lang, name=_name(error.param))
    if isinstance(error, click.BadParameter):
        return message("calls.bad_value", lang, name=_name(error.param), wanted=_wanted(error, lang))
    if error.ctx and isinstance(error.ctx.command, click.Group):
        known = error.ctx.command.list_commands(error.ctx)
        return message("calls.no_command", lang, known=", ".join(known))
    return message("calls.other", lang, detail=error.message.rstrip("."))


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "?"
    if isinstance(parameter, click.Argument):
        return parameter.metavar.rstrip(".") if parameter.metavar else (parameter.name or "?").upper()
    return max(parameter.opts, key=len)


def _wanted(error: click.BadParameter, lang: str) -> str:
    """What would have been right, by the sort of value."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.DateTime):
        return message("calls.day", lang)
    if isinstance(kind, click.Choice):
        return message("calls.choice", lang, names=", ".join(map(str, kind.choices)))
    if isinstance(kind, (click.IntRange, click.types.IntParamType, click.FloatRange)):
        return message("calls.number", lang)
    if isinstance(kind, click.Path):
        return message("calls.folder" if kind.dir_okay and not kind.file_okay else "calls.file", lang)
    return error.message.rstrip(".")


def guard_output() -> None:
    """Let no letter that a terminal cannot show end a command: Windows pipes in an encoding of its own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def end_output(error: OSError, lang: str) -> int:
    """Tell why output ended, if it can be told; hands back the exit code. A reader that has seen enough is no fault."""
    if isinstance(error, BrokenPipeError):
        # What is still held back would fail again at the end of the program.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    place = f" {Path(error.filename)}" if isinstance(error.filename, str) else ""
    detail = f"{told_by_system(error.strerror or error, lang)}{place}"
    click.echo(message("calls.no_output", lang, detail=detail), err=True)
    return 1
