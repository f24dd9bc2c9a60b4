"""What Word's styles and numbering say of a paragraph: heading level, list mark, bold, italic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.read.numbering import numbering_of
from pipeline.read.package import Package, W

_HEADING = re.compile(r"(?:heading|rubrik)\s*(\d)?|title|titel", re.IGNORECASE)
_NOT_HEADING = re.compile(r"toc|innehåll|sidhuvud|header|footer|sidfot", re.IGNORECASE)


@dataclass(slots=True)
class Style:
    """A paragraph style with what it inherits."""

    heading: int = 0  # the level; 0 for other text, and where only the name says that it is one
    titled: bool = False  # whether the style's name says that it is a heading's
    bold: bool = False
    italic: bool = False
    numbering: tuple[str, int] | None = None
    size: float = 0.0  # points; 0.0 when it is not told
    hidden: bool = False
    contents: bool = False  # of the lines of a table of contents
    placeholder: bool = False  # of what a content control shows until it is filled
    ruled: bool = False  # a table style that draws lines or shades cells


def read_styles(package: Package) -> dict[str, Style]:
    """The styles by id; under "" that of paragraphs which name none."""
    root = package.part("word/styles.xml")
    if root is None:
        return {}
    elements = {e.get(f"{W}styleId"): e for e in root.iter(f"{W}style")}
    size = size_of(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
    styles = {key: _style(key, elements, size, 0) for key in elements}
    usual = (
        key for key, e in elements.items() if e.get(f"{W}type") == "paragraph" and e.get(f"{W}default") in {"1", "true"}
    )
    styles[""] = styles.get(next(usual, ""), Style(size=size))
    return styles


def _style(key: str, elements: dict[str, Any], size: float, depth: int) -> Style:
    element = elements.get(key)
    if element is None or depth > 12:
        return Style(size=size)
    of_paragraphs = element.get(f"{W}type") == "paragraph"
    based = element.find(f"{W}basedOn")
    parent = _style(based.get(f"{W}val"), elements, size, depth + 1) if based is not None else None
    style = parent or Style(size=size if of_paragraphs else 0.0)
    name_element = element.find(f"{W}name")
    name = name_element.get(f"{W}val", "") if name_element is not None else ""
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    match = _HEADING.match(name)
    if match and not _NOT_HEADING.search(name):
        style.heading = int(match[1] or 1)
    elif outline is not None and outline.get(f"{W}val", "9").isdecimal() and int(outline.get(f"{W}val")) < 9:
        style.heading = int(outline.get(f"{W}val")) + 1
    elif _NOT_HEADING.search(name):
        style.heading = 0
    style.titled = _is_named("heading", name) and not _NOT_HEADING.search(name)
    style.bold = is_on(element.find(f"{W}rPr/{W}b"), style.bold)
    style.italic = is_on(element.find(f"{W}rPr/{W}i"), style.italic)
    style.hidden = is_on(element.find(f"{W}rPr/{W}vanish"), style.hidden)
    style.size = size_of(element.find(f"{W}rPr")) or style.size
    style.numbering = numbering_of(element.find(f"{W}pPr")) or style.numbering
    style.contents = _is_named("contents", name)
    style.placeholder = style.placeholder or _is_named("placeholder", name)
    style.ruled = style.ruled or has_rules(element)
    return style


def _is_named(what: str, name: str) -> bool:
    return load_lexicon("word_styles").pattern(f"style.{what}").regex.search(name) is not None


def size_of(properties: Any | None) -> float:
    """The size that run properties tell, in points; 0.0 when they tell none."""
    told = properties.find(f"{W}sz") if properties is not None else None
    value = told.get(f"{W}val", "") if told is not None else ""
    return int(value) / 2 if value.isascii() and value.isdigit() and len(value) < 5 else 0.0


def has_rules(element: Any) -> bool:
    """Whether anything within draws a line around cells, or shades them."""
    for borders in element.iter(f"{W}tblBorders", f"{W}tcBorders"):
        if any(rule.get(f"{W}val", "nil") not in {"nil", "none"} for rule in borders):
            return True
    return any(
        shade.get(f"{W}fill", "auto") not in {"auto", "FFFFFF", "ffffff"}
        for shade in element.iter(f"{W}shd")
        if shade.getparent().tag == f"{W}tcPr"
    )


def is_on(element: Any | None, otherwise: bool) -> bool:
    """Whether a toggle such as w:b is set; `otherwise` when it is not there."""
    if element is None:
        return otherwise
    return element.get(f"{W}val", "1") not in {"0", "false", "off", "none"}
