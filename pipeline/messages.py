"""What users see, in Swedish by default and in English on request; the texts stand in `lexicon/messages/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from sqlite3 import Row
from string import Formatter
from typing import Any, NamedTuple

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
    return _COUNTING.format(text, **values) if values else text


class _Counting(Formatter):
    """`{count:# rad|# rader}`: the first of the two for one, the other else, with the number where # stands."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """As usual where the two are not told."""
        one, two_told, many = format_spec.partition("|")
        return str((one if value == 1 else many).replace("#", str(value)) if two_told else format(value, format_spec))


_COUNTING = _Counting()


class Words(NamedTuple):
    """A text that is kept in the database, in each language."""

    sv: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in one of the LANGUAGES."""
        return self[LANGUAGES.index(lang)]


def words_of(key: str, /, **values: object) -> Words:
    """The text of `area.name` in each language; values that are Words go in in the same one. Raises LexiconError."""
    return _filled(key, values) if values else _plain(key)


@cache
def _plain(key: str) -> Words:
    return Words(*(message(key, lang) for lang in LANGUAGES))


def _filled(key: str, values: Mapping[str, object]) -> Words:
    told = ({name: v[n] if isinstance(v, Words) else v for name, v in values.items()} for n in range(len(LANGUAGES)))
    return Words(*(message(key, lang, **own) for lang, own in zip(LANGUAGES, told, strict=True)))


def join_words(parts: Iterable[Words]) -> Words:
    """Several texts as one, with semicolons between."""
    kept = list(parts)
    return Words("; ".join(one.sv for one in kept), "; ".join(one.en for one in kept))


def kept_words(row: Row | Mapping[str, Any], column: str, lang: str) -> str:
    """A text that a row of the database keeps in `column`, and in English in `column_en` unless it is old."""
    english = row[f"{column}_en"] if lang == "en" else None
    return str(english or row[column] or "")


def has_message(key: str) -> bool:
    """Whether the key stands in its area's file."""
    area, _, name = key.partition(".")
    return name in _area(area)


@cache
def _area(area: str) -> dict[str, dict[str, str]]:
    path = FOLDER / "messages" / f"{area}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
