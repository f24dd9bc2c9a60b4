"""What Word's styles and numbering say of a paragraph: heading level, list mark, bold, italic."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from pipeline.read.package import Package, W

_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)?|title|titel", re.IGNORECASE)
_NOT_HEADING = re.compile(r"toc|innehåll|sidhuvud|header|footer|sidfot", re.IGNORECASE)
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf02d": "-", "\uf0d8": "➢", "·": "•", "": "•"}


@dataclass(slots=True)
class Style:
    """A paragraph style with what it inherits."""

    heading: int = 0
    bold: bool = False
    italic: bool = False
    numbering: tuple[str, int] | None = None


@dataclass(slots=True)
class Numbering:
    """Word's lists: formats by list and depth, and how far each has counted."""

    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    def mark(self, list_id: str, depth: int) -> str:
        """The next mark of the list at that depth: "1.", "a)", "2.3", "•"; "" when it shows none."""
        kind, pattern, first = self.formats.get((list_id, depth), ("bullet", "•", 1))
        if kind == "none":
            return ""
        if kind == "bullet":
            return _BULLETS.get(pattern, pattern.strip() or "•")
        counts = self.counts.setdefault(list_id, [])
        while len(counts) <= depth:
            start = self.formats.get((list_id, len(counts)), ("", "", 1))[2]
            counts.append(start - 1)
        counts[depth] += 1
        del counts[depth + 1 :]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            number = counts[level] if level < len(counts) else first
            return _written(number, self.formats.get((list_id, level), ("decimal", "", 1))[0])

        return re.sub(r"%(\d)", shown, pattern).strip()


def read_styles(package: Package) -> dict[str, Style]:
    """The paragraph styles by id."""
    root = package.part("word/styles.xml")
    elements = {e.get(f"{W}styleId"): e for e in root.iter(f"{W}style")} if root is not None else {}
    return {key: _style(key, elements, 0) for key in elements}


def _style(key: str, elements: dict[str, Any], depth: int) -> Style:
    element = elements.get(key)
    if element is None or depth > 12:
        return Style()
    based = element.find(f"{W}basedOn")
    style = _style(based.get(f"{W}val"), elements, depth + 1) if based is not None else Style()
    name_element = element.find(f"{W}name")
    name = name_element.get(f"{W}val", "") if name_element is not None else ""
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    match = _HEADING.match(name)
    if match and not _NOT_HEADING.search(name):
        style.heading = int(match[1] or 1)
    elif outline is not None and outline.get(f"{W}val", "9").isdigit() and int(outline.get(f"{W}val")) < 9:
        style.heading = int(outline.get(f"{W}val")) + 1
    elif _NOT_HEADING.search(name):
        style.heading = 0
    style.bold = is_on(element.find(f"{W}rPr/{W}b"), style.bold)
    style.italic = is_on(element.find(f"{W}rPr/{W}i"), style.italic)
    style.numbering = numbering_of(element.find(f"{W}pPr")) or style.numbering
    return style


def is_on(element: Any | None, otherwise: bool) -> bool:
    """Whether a toggle such as w:b is set; `otherwise` when it is not there."""
    if element is None:
        return otherwise
    return element.get(f"{W}val", "1") not in {"0", "false", "off"}


def numbering_of(properties: Any | None) -> tuple[str, int] | None:
    """The list and depth that paragraph properties name, if any."""
    found = properties.find(f"{W}numPr") if properties is not None else None
    if found is None:
        return None
    number, level = found.find(f"{W}numId"), found.find(f"{W}ilvl")
    list_id = number.get(f"{W}val", "0") if number is not None else "0"
    depth = int(level.get(f"{W}val", "0")) if level is not None else 0
    return (list_id, min(depth, 8))


def read_numbering(package: Package) -> Numbering:
    """The lists of the package."""
    numbering = Numbering()
    root = package.part("word/numbering.xml")
    if root is None:
        return numbering
    abstract = {e.get(f"{W}abstractNumId"): e for e in root.iter(f"{W}abstractNum")}
    for number in root.iter(f"{W}num"):
        reference = number.find(f"{W}abstractNumId")
        base = abstract.get(reference.get(f"{W}val")) if reference is not None else None
        if base is None:
            continue
        for level in base.iter(f"{W}lvl"):
            kind, pattern, start = (level.find(f"{W}{tag}") for tag in ("numFmt", "lvlText", "start"))
            numbering.formats[number.get(f"{W}numId"), int(level.get(f"{W}ilvl", "0"))] = (
                kind.get(f"{W}val", "decimal") if kind is not None else "decimal",
                pattern.get(f"{W}val", "") if pattern is not None else "",
                int(start.get(f"{W}val", "1")) if start is not None else 1,
            )
    return numbering


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
