"""What a Word paragraph holds: its text with the weight and size of its letters, its notes, text boxes and remarks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.read.annexes import Remark, deletion_of
from pipeline.read.package import W
from pipeline.read.styles import Style, is_on, size_of
from pipeline.read.symbols import SYMBOLS

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED = frozenset(
    {
        f"{W}{tag}"
        for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "sdtPr", "tblPr", "tcPr")
    }
    | {FALLBACK}
)
NO_STYLES: Mapping[str, Style] = {}
BREAK, SOFT = "\f", "\x0e"  # a page break inside a paragraph, while it is gathered: written, or laid by Word
# Signs of Word's symbol fonts (Symbol, Wingdings), written as symbols or as characters for private use.
_SYMBOLS = {ord(sign): written for sign, written in SYMBOLS.items()} | {
    0xF0E0: "→", 0xF0FB: "✗", 0xF0FE: "☒", 0xF0FD: "☒", 0xF078: "☒", 0xF0A8: "☐", 0xF06F: "☐", 0xF071: "☐",
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0B1: "±", 0xF0B0: "°",
}  # fmt: skip
_CLEANED = {**_SYMBOLS, 0xAD: None, 0x0A: " ", 0x200B: None}


@dataclass(slots=True)
class Weights:
    """How many letters and figures there are, how many bold, italic, underlined; their sizes, in points, added up."""

    letters: int = 0
    bold: int = 0
    italic: int = 0
    under: int = 0
    points: float = 0.0

    def add(self, other: Weights) -> None:
        """Count those of further text with these."""
        self.letters += other.letters
        self.bold += other.bold
        self.italic += other.italic
        self.under += other.under
        self.points += other.points

    @property
    def size(self) -> float:
        """The size of the letters, in points; 0.0 when it is not known."""
        return round(self.points / self.letters, 1) if self.letters else 0.0

    @property
    def stands_out(self) -> bool:
        """Whether all letters bold or underlined, as those of a heading made by hand."""
        return self.letters > 0 and self.letters in {self.bold, self.under}


@dataclass(slots=True)
class Piece:
    """Text between two breaks of a paragraph. `mark` is the break before it: "" at the beginning, a line or a page."""

    mark: str
    text: str
    weights: Weights


@dataclass(slots=True)
class Gathered:
    """A paragraph's text in parts and the weight of each, its notes, text boxes and remarks.

    A remark goes with the text it is about, "" for the paragraph. Tabs are kept.
    """

    parts: list[str] = field(default_factory=list)
    weights: list[Weights] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    deleted: list[Remark] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)  # of the parts that a comment is about

    def add(self, text: str, weights: Weights | None = None) -> None:
        """Go on with more text."""
        self.parts.append(text)
        self.weights.append(weights or Weights())

    @property
    def text(self) -> str:
        """All of it, with its breaks and tabs."""
        return unicodedata.normalize("NFC", "".join(self.parts))

    @property
    def whole(self) -> Weights:
        """The weights of all parts together."""
        total = Weights()
        for weights in self.weights:
            total.add(weights)
        return total

    def pieces(self) -> Iterator[Piece]:
        """The text between the breaks of lines and pages, in order."""
        marks = [i for i, part in enumerate(self.parts) if part in {"\n", BREAK, SOFT}]
        for start, end in pairwise([-1, *marks, len(self.parts)]):
            text = unicodedata.normalize("NFC", "".join(self.parts[start + 1 : end]))
            weights = Weights()
            for part in self.weights[start + 1 : end]:
                weights.add(part)
            yield Piece(self.parts[start] if start >= 0 else "", text, weights)


def gather(element: Any, style: Style, into: Gathered, styles: Mapping[str, Style] = NO_STYLES) -> None:
    """Add what an element within a paragraph holds, as accepted: insertions count, deletions are remarks."""
    for child in element:
        tag = child.tag
        if tag == f"{W}del" and (remark := deletion_of(child)) is not None:
            into.deleted.append(remark)
        if tag in SKIPPED or not isinstance(tag, str):
            continue
        if tag in {f"{W}commentRangeStart", f"{W}commentRangeEnd"}:
            start = into.ranges.get(child.get(f"{W}id", ""), (0, 0))[0]
            here = len(into.parts)
            into.ranges[child.get(f"{W}id", "")] = (here, here) if tag.endswith("Start") else (start, here)
        elif tag == f"{W}r":
            _gather_run(child, style, into, styles)
        elif tag == f"{W}txbxContent":
            into.boxes.append(child)
        else:
            gather(child, style, into, styles)


def _gather_run(run: Any, style: Style, into: Gathered, styles: Mapping[str, Style]) -> None:
    properties = run.find(f"{W}rPr")
    named = properties.find(f"{W}rStyle") if properties is not None else None
    own = styles.get(named.get(f"{W}val", ""), Style()) if named is not None else Style()
    if _is_told(properties, "vanish", style.hidden or own.hidden) or (own.placeholder and _is_unfilled(run)):
        return
    bold = _is_told(properties, "b", style.bold or own.bold)
    italic = _is_told(properties, "i", style.italic or own.italic)
    under = _is_told(properties, "u", False)
    size = size_of(properties) or own.size or style.size
    for child in run:
        tag = child.tag
        if tag == f"{W}t":
            text = (child.text or "").translate(_CLEANED)
            letters = sum(map(str.isalnum, text))
            into.add(text, Weights(letters, letters * bold, letters * italic, letters * under, letters * size))
        elif tag == f"{W}sym":
            into.add(_symbol(child))
        elif tag == f"{W}fldChar":
            into.add(_form_field(child.find(f"{W}ffData")))
        elif tag in {f"{W}tab", f"{W}ptab"}:
            into.add("\t")
        elif tag == f"{W}noBreakHyphen":
            into.add("-")
        elif tag == f"{W}lastRenderedPageBreak":
            into.add(SOFT)
        elif tag == f"{W}br" and child.get(f"{W}type") == "page":
            into.add(BREAK)
        elif tag in {f"{W}br", f"{W}cr"}:
            into.add("\n")
        elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            into.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
        elif tag == f"{W}commentReference":
            into.comments.append(child.get(f"{W}id", ""))
        elif tag not in SKIPPED and isinstance(tag, str):
            gather(child, style, into, styles)  # drawings, which may hold text boxes


def _is_told(properties: Any | None, toggle: str, otherwise: bool) -> bool:
    return is_on(properties.find(f"{W}{toggle}"), otherwise) if properties is not None else otherwise


def _is_unfilled(run: Any) -> bool:
    """Whether a run is what a content control shows until somebody has filled it: "Klicka här för att ange text"."""
    control = next(run.iterancestors(f"{W}sdt"), None)
    return control is not None and control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None


def _form_field(told: Any | None) -> str:
    """What an old form's box or list shows: Word keeps it beside the text. "" for other fields."""
    box, entries = (told.find(f"{W}{tag}") if told is not None else None for tag in ("checkBox", "ddList"))
    if box is not None:
        ticked = box.find(f"{W}checked") if box.find(f"{W}checked") is not None else box.find(f"{W}default")
        return "☒" if is_on(ticked, False) else "☐"
    if entries is None:
        return ""
    chosen = entries.find(f"{W}result") if entries.find(f"{W}result") is not None else entries.find(f"{W}default")
    number = chosen.get(f"{W}val", "0") if chosen is not None else "0"
    texts = [entry.get(f"{W}val", "") for entry in entries.findall(f"{W}listEntry")]
    return (
        texts[int(number)]
        if number.isascii() and number.isdigit() and len(number) < 6 and int(number) < len(texts)
        else ""
    )


def _symbol(element: Any) -> str:
    code = element.get(f"{W}char", "")
    number = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{2,5}", code) else 0
    return _SYMBOLS.get(number if number >= 0xF000 else number + 0xF000, "")


def gathered(paragraph: Any, styles: Mapping[str, Style] = NO_STYLES) -> Gathered:
    """What a paragraph holds, whatever its style."""
    found = Gathered()
    gather(paragraph, Style(), found, styles)
    return found


def text_of(paragraph: Any) -> str:
    """The paragraph's text on one line."""
    return plain("".join(gathered(paragraph).parts))


def plain(text: str) -> str:
    """The text on one line, without breaks and tabs."""
    return unicodedata.normalize("NFC", re.sub(rf"[\s{SOFT}]+", " ", text).strip())


def is_fallback(element: Any) -> bool:
    """Whether an element repeats, for older programs, what stands beside it."""
    return next(element.iterancestors(FALLBACK), None) is not None
