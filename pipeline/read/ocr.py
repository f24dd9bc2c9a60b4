"""Pages without usable text, read by Tesseract from their picture."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from statistics import median_low
from typing import Any

import pytesseract

from pipeline.read.characters import Char
from pipeline.read.clock import seconds_left
from pipeline.read.skew import measure_turn, straighten

LANGUAGES = "swe+eng"  # Swedish alone reads "§" as 8, 5 or $
_DOLLAR = re.compile(r"(?<!\w)\$+(?=\d)")
_BULLETS = frozenset({"e", "¢", "«", "»", "°", "©", "®"})
_DPI = 300
_LEAST_CONFIDENCE = 25.0  # per cent; below it a "word" is a speck or a stamp
_TIMEOUT = 120.0  # seconds for one page
_DOUBTFUL = 0.7  # below it a page may lie on its side
_FEW = 60  # characters
_LARGE = 1.7  # times the usual height, from which a line is set larger
_ALIKE = 0.75  # of the height of the large line above


class OcrError(Exception):
    """A page that Tesseract could not read; the reader makes it a problem of that page."""


@cache
def ocr_languages() -> str | None:
    """The languages to read with, or None when Tesseract or its Swedish is not installed."""
    if shutil.which("tesseract") is None:
        return None
    try:
        known = set(pytesseract.get_languages())
    except (pytesseract.TesseractError, OSError):
        return None
    wanted = [name for name in LANGUAGES.split("+") if name in known]
    return "+".join(wanted) if "swe" in wanted else None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read in a page's picture: its words' characters, the words' mean confidence 0-1, and the page's size.

    Boxes are those of the page set straight; a page that lay on its side has its width and height exchanged.
    """

    chars: list[Char]
    confidence: float
    width: float
    height: float


def draw_page(page: Any) -> tuple[Any, float]:
    """A pypdfium2 page's picture in grey, and how many pixels make a point. Not to be called from several threads."""
    scale = min(_DPI / 72, 6000 / max(page.get_size()))
    return page.render(scale=scale, grayscale=True).to_pil(), scale


def recognise(picture: Any, scale: float, languages: str) -> Recognised:
    """The words of a page's picture, set straight before; a page that reads badly is also tried the way that it stands.

    Raises OcrError when Tesseract fails or takes longer than two minutes.
    """
    straight = straighten(picture)
    best = _read(straight, scale, languages)
    if best.confidence < _DOUBTFUL or len(best.chars) < _FEW:
        turn = measure_turn(picture)
        if turn:
            turned = _read(straighten(picture.rotate(turn, expand=True)), scale, languages)
            best = max(best, turned, key=lambda found: found.confidence * len(found.chars))
    return best


def _read(picture: Any, scale: float, languages: str) -> Recognised:
    os.environ["OMP_THREAD_LIMIT"] = "1"  # a page is five times slower with several threads
    try:
        data = pytesseract.image_to_data(
            picture, lang=languages, output_type=pytesseract.Output.DICT, timeout=seconds_left(_TIMEOUT)
        )
    except (pytesseract.TesseractError, RuntimeError, OSError) as error:
        raise OcrError(str(error).splitlines()[0] if str(error) else "tesseract") from error
    chars, confidence = _characters(data, scale)
    return Recognised(chars, confidence, picture.width / scale, picture.height / scale)


def _characters(data: dict[str, list[Any]], scale: float) -> tuple[list[Char], float]:
    rows: dict[tuple[int, int, int], list[int]] = {}
    for index, word in enumerate(data["text"]):
        if word.strip() and float(data["conf"][index]) >= _LEAST_CONFIDENCE:
            rows.setdefault((data["block_num"][index], data["par_num"][index], data["line_num"][index]), []).append(
                index
            )
    heights = sorted(data["height"][i] / scale for row in rows.values() for i in row)
    usual = heights[len(heights) // 2] if heights else 10.0
    bottoms = [sorted(data["top"][i] + data["height"][i] for i in row)[len(row) // 2] / scale for row in rows.values()]
    tops = [min(data["top"][i] for i in row) / scale for row in rows.values()]
    sizes = _settle_sizes([max(4.0, round((b - a) / 0.95)) for a, b in zip(tops, bottoms, strict=True)], usual)
    chars: list[Char] = []
    sure: list[float] = []
    for row, bottom, size in zip(rows.values(), bottoms, sizes, strict=True):
        for index in row:
            sure.append(float(data["conf"][index]) / 100)
            left, wide = data["left"][index] / scale, data["width"][index] / scale
            word = _mend(data["text"][index].strip(), opens=index == row[0] and len(row) > 1)
            step = wide / len(word)
            for place, letter in enumerate(word):
                x0 = left + place * step
                chars.append(
                    Char(
                        letter,
                        x0,
                        x0 + step,
                        bottom,
                        size,
                        False,
                        False,
                        int(place == 0),
                    )
                )
    return chars, sum(sure) / len(sure) if sure else 0.0


def _settle_sizes(sizes: list[float], usual: float) -> list[float]:
    """The sizes of lines in order. Heights of read letters vary: only plainly larger ones are another size, and large
    lines below one another are of one size where they differ as little as lines with and without tall letters do.
    """
    settled = [round(usual) if 0.6 * usual < size < _LARGE * usual else size for size in sizes]
    runs: list[list[float]] = []
    for size in settled:
        near = bool(runs) and min(size, runs[-1][0]) >= _LARGE * usual and _ALIKE < size / runs[-1][0] < 1 / _ALIKE
        if near:
            runs[-1].append(size)
        else:
            runs.append([size])
    return [size for run in runs for size in [median_low(run)] * len(run)]


def _mend(word: str, opens: bool) -> str:
    """Signs that Tesseract takes for others: "§" before a number as "$", a bullet at the line's start as "e"."""
    if opens and word in _BULLETS:
        return "•"
    return _DOLLAR.sub("§", word)
