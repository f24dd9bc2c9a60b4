"""What users see, in Swedish by default and in English on request; the texts stand in `lexicon/messages/*.toml`."""

from __future__ import annotations

import tomllib
from functools import cache

from pipeline.errors import LexiconError
from pipeline.lexicon import FOLDER

LANGUAGES = ("sv", "en")


def message(key: str, lang: str = "sv", /, **values: object) -> str:
    """The text of `area.name` (file `area.toml`, table `name`) in `lang`, with `values` filled in.

    Raises LexiconError when the key or the language is missing: a missing text is a fault of ours, never of the user.
    """
    area, _, name = key.partition(".")
    try:
        text = _area(area)[name][lang]
    except KeyError as error:
        raise LexiconError(f"no message {key} in {lang}") from error
    return text.format(**values) if values else text


def has_message(key: str) -> bool:
    """Whether the key stands in its area's file."""
    area, _, name = key.partition(".")
    return name in _area(area)


@cache
def _area(area: str) -> dict[str, dict[str, str]]:
    path = FOLDER / "messages" / f"{area}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
