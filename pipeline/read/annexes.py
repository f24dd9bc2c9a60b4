"""What a Word document keeps beside its text: footnotes, endnotes, comments, and what tracked changes took out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pipeline.read.package import Package, W

_NOTES = (("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml"))


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment, or a deletion: its text, whose it is and when it was made."""

    kind: str
    text: str
    author: str
    date: str


def read_notes(package: Package) -> dict[tuple[str, str], str]:
    """The text of each note by kind (footnote, endnote) and id."""
    notes = {}
    for kind, name in _NOTES:
        root = package.part(name)
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            text = _written(note)
            if note.get(f"{W}type") is None and text:
                notes[kind, note.get(f"{W}id", "")] = text
    return notes


def read_comments(package: Package) -> dict[str, Remark]:
    """The comments by id."""
    root = package.part("word/comments.xml")
    elements = root.iter(f"{W}comment") if root is not None else ()
    return {e.get(f"{W}id", ""): _remark("comment", e, _written(e)) for e in elements}


def deletion_of(element: Any) -> Remark | None:
    """What a `w:del` took out; None when that was no text."""
    text = _tidy("".join(t.text or "" for t in element.iter(f"{W}delText")))
    return _remark("deletion", element, text) if text else None


def _remark(kind: str, element: Any, text: str) -> Remark:
    return Remark(kind, text, element.get(f"{W}author", ""), element.get(f"{W}date", "")[:10])


def _written(element: Any) -> str:
    """The text of all paragraphs within, as accepted."""
    return _tidy(
        " ".join(
            "".join(" " if t.tag == f"{W}tab" else t.text or "" for t in p.iter(f"{W}t", f"{W}tab"))
            for p in element.iter(f"{W}p")
        )
    )


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip())
