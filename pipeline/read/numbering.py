"""Word's lists: what mark each item carries, counted as Word counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.read.package import Package, W
from pipeline.read.symbols import SYMBOLS

_BULLETS = {**SYMBOLS, "·": "•", "": "•"}


@dataclass(slots=True)
class Numbering:
    """Word's lists: formats by list and depth, and how far each has counted."""

    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)  # by what the lists that count on have in common
    bases: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)  # where a list begins anew, until it has

    def mark(self, list_id: str, depth: int) -> str:
        """The next mark of the list at that depth: "1.", "a)", "2.3", "•"; "" when it shows none."""
        kind, pattern, first = self.formats.get((list_id, depth), ("bullet", "•", 1))
        if kind == "none":
            return ""
        if kind == "bullet":
            return _BULLETS.get(pattern, pattern).strip() or "•"
        counts = self.counts.setdefault(self.bases.get(list_id, list_id), [])
        while len(counts) <= depth:
            start = self.formats.get((list_id, len(counts)), ("", "", 1))[2]
            counts.append(start - 1)
        restart = self.restarts.pop((list_id, depth), None)
        counts[depth] = counts[depth] + 1 if restart is None else restart
        del counts[depth + 1 :]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            number = counts[level] if level < len(counts) else first
            return _written(number, self.formats.get((list_id, level), ("decimal", "", 1))[0])

        return re.sub(r"%(\d)", shown, pattern).strip()


def numbering_of(properties: Any | None) -> tuple[str, int] | None:
    """The list and depth that paragraph properties name, if any."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    list_id = number.get(f"{W}val", "0") if number is not None else "0"
    depth = _number(level.get(f"{W}val"), 0) if level is not None else 0
    return (list_id, min(depth, 8))


def read_numbering(package: Package) -> Numbering:
    """The lists of the package."""
    numbering = Numbering()
    root = package.part("word/numbering.xml")
    if root is None:
        return numbering
    abstract = {e.get(f"{W}abstractNumId"): e for e in root.iter(f"{W}abstractNum")}
    styled = {link.get(f"{W}val"): e for e in abstract.values() if (link := e.find(f"{W}styleLink")) is not None}
    for number in root.iter(f"{W}num"):
        reference = number.find(f"{W}abstractNumId")
        base = abstract.get(reference.get(f"{W}val")) if reference is not None else None
        link = base.find(f"{W}numStyleLink") if base is not None else None
        base = styled.get(link.get(f"{W}val"), base) if link is not None else base
        if base is None:
            continue
        list_id = number.get(f"{W}numId", "")
        numbering.bases[list_id] = base.get(f"{W}abstractNumId", list_id)
        for override in number.iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                depth = _number(override.get(f"{W}ilvl"), 0)
                numbering.restarts[list_id, depth] = _number(start.get(f"{W}val"), 1)
        # an override may bring a level of its own, which counts after the list's
        for level in (*base.iter(f"{W}lvl"), *number.iter(f"{W}lvl")):
            kind, pattern, start = (level.find(f"{W}{tag}") for tag in ("numFmt", "lvlText", "start"))
            numbering.formats[list_id, _number(level.get(f"{W}ilvl"), 0)] = (
                kind.get(f"{W}val", "decimal") if kind is not None else "decimal",
                pattern.get(f"{W}val", "") if pattern is not None else "",
                _number(start.get(f"{W}val"), 1) if start is not None else 1,
            )
    return numbering


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _written(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            out, number = out + sign, number - value
    return out
