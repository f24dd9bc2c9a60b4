"""Swedish words, phrases and single-line patterns as data, and the one loader that reads them.

A lexicon is a TOML file in this folder. It may hold `[[pattern]]` tables (`id`, `regex`, optional `yields`,
`confidence`, `case`, and the mandatory `examples` and `counter_examples`) and `[words]` (name = list or table). In a
regex, `{{month}}` stands for the part `month` of `parts.toml` (or of the file's own `[parts]`). Patterns ignore case
unless `case = true`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pipeline.errors import LexiconError

FOLDER = Path(__file__).parent
_PART = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern with its examples: `regex` must find each example and none of the counter-examples."""

    id: str
    regex: re.Pattern[str]
    yields: Mapping[str, Any]
    confidence: float
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """A loaded file: its patterns in file order, and its word lists."""

    name: str
    patterns: tuple[Pattern, ...]
    words: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def _by_id(self) -> dict[str, Pattern]:
        return {pattern.id: pattern for pattern in self.patterns}

    @cached_property
    def _groups(self) -> dict[str, tuple[Pattern, ...]]:
        return {}

    def group(self, prefix: str) -> tuple[Pattern, ...]:
        """The patterns whose id begins with `prefix`, in file order."""
        if prefix not in self._groups:
            self._groups[prefix] = tuple(p for p in self.patterns if p.id.startswith(prefix))
        return self._groups[prefix]

    def pattern(self, pattern_id: str) -> Pattern:
        """The pattern of that id; raises LexiconError when there is none."""
        try:
            return self._by_id[pattern_id]
        except KeyError:
            raise LexiconError(f"{self.name}: no pattern {pattern_id}") from None


@cache
def load_lexicon(name: str) -> Lexicon:
    """Read `<name>.toml` once; raises LexiconError when it is missing or malformed."""
    content = _read(name)
    parts = {**_parts(), **content.get("parts", {})}
    patterns = tuple(_pattern(name, entry, parts) for entry in content.get("pattern", []))
    ids = [p.id for p in patterns]
    if len(ids) != len(set(ids)):
        raise LexiconError(f"{name}: a pattern id stands twice")
    return Lexicon(name, patterns, MappingProxyType(content.get("words", {})))


def lexicon_names() -> list[str]:
    """All lexicons in the folder, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def _parts() -> dict[str, str]:
    return dict(_read("parts").get("parts", {}))


def _read(name: str) -> dict[str, Any]:
    path = FOLDER / f"{name}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"{path.name}: {error}") from error


def _pattern(name: str, entry: dict[str, Any], parts: Mapping[str, str]) -> Pattern:
    try:
        flags = re.NOFLAG if entry.get("case") else re.IGNORECASE
        return Pattern(
            id=entry["id"],
            regex=re.compile(_expand(entry["regex"], parts), flags),
            yields=MappingProxyType(entry.get("yields", {})),
            confidence=float(entry.get("confidence", 0.9)),
            examples=tuple(entry["examples"]),
            counter_examples=tuple(entry["counter_examples"]),
        )
    except (KeyError, re.error) as error:
        raise LexiconError(f"{name}: pattern {entry.get('id')}: {error}") from error


def _expand(regex: str, parts: Mapping[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in parts:
            raise LexiconError(f"no part named {match[1]}")
        return f"(?:{_expand(parts[match[1]], parts)})"

    return _PART.sub(replace, regex)
