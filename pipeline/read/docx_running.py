"""The running headers and footers of a Word document: they tell whose meeting it was, when, and the case's number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.lexicon import load_lexicon
from pipeline.read.docx_text import is_fallback, text_of
from pipeline.read.package import Package, W
from pipeline.read.styles import is_on

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES = ("first", "default", "even")
_LETTERS = 3  # a line of no more says something only by its figures


def headers_by_section(package: Package, body: Any) -> list[list[Any]]:
    """The header parts that each section of the document brings, in order. Those that no section shows are left out;
    where no section refers to any, all stand in the first.
    """
    relations = package.relations()
    ends = [e for e in body.iter(f"{W}sectPr") if e.getparent().tag in {f"{W}pPr", f"{W}body"}]
    found = [[part for name in _shown(end, relations) if (part := package.part(name)) is not None] for end in ends]
    return found if any(found) else [package.headers()]


def _shown(section: Any, relations: dict[str, str]) -> list[str]:
    named = {e.get(f"{W}type", "default"): e.get(f"{_R}id", "") for e in section.findall(f"{W}headerReference")}
    if not is_on(section.find(f"{W}titlePg"), False):
        named.pop("first", None)
    return [relations[named[kind]] for kind in _TYPES if named.get(kind) in relations]


def running_texts(parts: list[Any], seen: set[str]) -> list[str]:
    """The lines of the headers or footers, each once, without page numbers."""
    page_number = load_lexicon("letterheads").pattern("letterhead.page").regex
    texts = []
    for part in parts:
        for paragraph in _paragraphs(part):
            text = text_of(paragraph)
            telling = sum(map(str.isalpha, text)) > _LETTERS or sum(map(str.isdigit, text)) > _LETTERS
            if telling and not page_number.match(text) and text not in seen:
                seen.add(text)
                texts.append(text)
    return texts


def _paragraphs(part: Any) -> Iterator[Any]:
    """The paragraphs in order; in a table whose rows are labels and values in turn, each label before its value."""
    done: set[Any] = set()
    for paragraph in part.iter(f"{W}p"):
        if paragraph in done or is_fallback(paragraph):
            continue
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        for one in _columns(row) if row is not None else [paragraph]:
            if one not in done:
                done.add(one)
                yield one
        if paragraph not in done:
            done.add(paragraph)
            yield paragraph


def _columns(row: Any) -> list[Any]:
    """The paragraphs of a row of labels and of the row of values below it, column by column; else of the row alone."""
    below = row.getnext()
    cells, values = row.findall(f"{W}tc"), below.findall(f"{W}tc") if below is not None else []
    pairs = zip(cells, values, strict=True) if pairs_up(cells, values) else ((cell,) for cell in cells)
    return [p for pair in pairs for cell in pair for p in cell.iter(f"{W}p") if not is_fallback(p)]


def pairs_up(cells: list[Any], values: list[Any]) -> bool:
    """Whether a row of cells holds only labels, and the row below a value with a figure under one of them at least."""
    if len(cells) < 2 or len(cells) != len(values):
        return False
    heads, below = [_written(cell) for cell in cells], [_written(cell) for cell in values]
    figures = [bool(re.search(r"\d", text)) for text in below]
    named = [h for h, b in zip(heads, below, strict=True) if b]
    return bool(named) and all(h and not re.search(r"\d", h) and len(h) < 30 for h in named) and any(figures)


def _written(cell: Any) -> str:
    return " ".join(text for p in cell.iter(f"{W}p") if (text := text_of(p)))
