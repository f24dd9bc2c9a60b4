"""What Word's styles and numbering say of a paragraph: heading level, list mark, bold, italic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.read.numbering import numbering_of
from pipeline.read.package import Package, W

_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)?|title|titel", re.IGNORECASE)
_NOT_HEADING = re.compile(r"toc|innehåll|sidhuvud|header|footer|sidfot", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """A paragraph style with what it inherits."""

    heading: int = 0
    bold: bool = False
    italic: bool = False
    numbering: tuple[str, int] | None = None


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
