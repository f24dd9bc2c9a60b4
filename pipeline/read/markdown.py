"""Markdown's marks: what they say of a line is kept, they themselves are no words of the document."""

from __future__ import annotations

import re

from pipeline.read.lines import Line

_HEADING = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*$")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]+?)(?<=[^\s*_])\1(?![\w*])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>§])")
_QUOTE = re.compile(r"\s*>\s?")
_LEAST_STRONG = 3  # lines with words in strong type that make a text Markdown; one heading does


def is_markdown(text: str) -> bool:
    """Whether the text has headings as Markdown marks them, or several words in strong type."""
    lines = text.split("\n")
    strong = sum(_STRONG.search(line) is not None for line in lines)
    return strong >= _LEAST_STRONG or any(_HEADING.match(line) for line in lines)


def read_marks(text: str) -> Line:
    """The line without its marks: a heading with its level, bold or italic where all of it is."""
    heading = _HEADING.match(text)
    bare = _QUOTE.sub("", heading[2] if heading else text)
    strong, leaning = _STRONG.fullmatch(bare.strip()), _EMPHASIS.fullmatch(bare.strip())
    words = _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", bare)))
    line = Line(words, bold=bool(strong), italic=bool(leaning))
    if heading:
        line.kind, line.level = "heading", len(heading[1])
    return line
