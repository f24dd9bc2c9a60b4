"""Numbers as written, and whether a stated figure holds against a computed one as precisely as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.records import Amount, At, Claim, Reading, record_id

NUMBER = re.compile(
    r"(?<![\w,.§/-])[-−–\u2011]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?![\d/]|,\d|[-–\u2011]\d)",
    re.IGNORECASE,
)
_FROM_TWO = (
    "två",
    "tre",
    "fyra",
    "fem",
    "sex",
    "sju",
    "åtta",
    "nio",
    "tio",
    "elva",
    "tolv",
    "tretton",
    "fjorton",
    "femton",
    "sexton",
    "sjutton",
    "arton",
    "nitton",
    "tjugo",
)
_MINUS_APART = re.compile(r"(?:^|\s)(?P<minus>[-−–])\s$")  # "12,4 – 3,1 5,0" in a row of figures
_POINTED = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?")  # thousands parted by points
WORDS = {word: number for number, word in enumerate(_FROM_TWO, start=2)}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, how many decimals it is written with, and where it stands in the text it was read from."""

    value: float
    decimals: int
    start: int = 0
    end: int = 0


def read_figure(written: str) -> Figure | None:
    """The figure that a string is, number words included; None when it is none."""
    words = " ".join(written.replace("\u00a0", " ").replace("\u202f", " ").split()).lower()
    if words in WORDS:
        return Figure(float(WORDS[words]), 0)
    words = re.sub(r"^[−–\u2011-]\s?", "-", words).removeprefix("+").lstrip()
    if _POINTED.fullmatch(words):
        words = words.replace(".", " ")
    # Spaces part thousands only: "-7 73" is a number of which a digit was lost, and says nothing.
    if not re.fullmatch(r"-?(?:\d{1,3}(?: \d{3})+|\d+)(?:,\d+)?", words):
        return None
    bare = words.replace(" ", "")
    return Figure(float(bare.replace(",", ".")), len(bare.partition(",")[2]))


def find_figures(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """All figures of a row in order, with their places in `text`."""
    found = []
    for match in NUMBER.finditer(text, start, len(text) if end is None else end):
        figure = read_figure(match[0])
        apart = _MINUS_APART.search(text, max(start, match.start() - 3), match.start())
        if figure:
            value, begin = (-figure.value, apart.start("minus")) if apart else (figure.value, match.start())
            found.append(Figure(value, figure.decimals, begin, match.end()))
    return found


def judge(stated: Figure, computed: float, parts: int = 1, exact: bool = False) -> str:
    """match, within_rounding or mismatch. A sum of rounded parts may be off by half a unit of the last digit for itself
    and each part; of many parts, by three standard deviations of that. `exact`: whole numbers are counted, not rounded.
    """
    difference = abs(stated.value - computed)
    if difference < 1e-6:
        return "match"
    if exact and not stated.decimals:
        return "mismatch"
    steps = 0.5 if parts < 2 else min(0.5 * (parts + 1), 3 * ((parts + 1) / 12) ** 0.5)
    return "within_rounding" if difference <= steps * 10.0**-stated.decimals + 1e-9 else "mismatch"


def _amounts_at(reading: Reading, places: Sequence[int]) -> list[str]:
    """The ids of the amounts that begin at these places, "" where none does."""
    ids = {a.at.char_start: a.id for a in reading.records if isinstance(a, Amount)}
    return [ids.get(place, "") for place in places]


def make_claim(
    reading: Reading, start: int, end: int, rule: str, confidence: float, kind: str, stated: Figure,
    computed: float | None, verdict: str, how: str, inputs: list[float], unit: str = "",
    places: Sequence[int] = (), subject: str = "",
) -> Claim:  # fmt: skip
    """A claim at a place; `holds` follows from the verdict. `places`: where the inputs begin, to name the amounts that
    they are."""
    text = reading.document.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Claim(
        id=record_id(reading.document.id, Claim.table, start, end, f"{kind}{stated.value}{how}"),
        at=At(start, end, rule, confidence),
        kind=kind,
        stated=stated.value,
        computed=None if computed is None else round(computed, 6),
        unit=unit,
        verdict=verdict,
        holds=None if verdict == "not_reproducible" else int(verdict != "mismatch"),
        how=how,
        subject=subject,
        inputs=tuple(zip(_amounts_at(reading, places) or [""] * len(inputs), inputs, strict=True)),
    )
