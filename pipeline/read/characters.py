"""The characters of a PDF page with box, font and size, by pdfium's raw interface."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2.raw as raw

from pipeline.read.symbols import SYMBOLS

Rectangle = tuple[float, float, float, float]  # x0, top, x1, bottom in points, origin top left

_SPACES = frozenset(" \t\u00a0\u2002\u2003\u2009\u202f\u200b\u2007\u2008\u200a")
_BREAKS = frozenset("\r\n\x00")
_ASLANT = 4  # a way that letters run, beside the quarter turns
_ALIKE = (0.8, 1.25)  # of the usual size: what may be the same size, read of a picture
_COLOURED = 50  # of 255: how far red, green and blue lie apart in what is no black or grey
_HYPHENS = dict.fromkeys(("\ufffe", "\x02", "\u00ad", "\u2010", "\u2011"), "-")  # pdfium replaces some of them
_WRITTEN = SYMBOLS | _HYPHENS


@dataclass(slots=True)
class Char:
    """One character: what it is, where it stands (origin top left) and how it is set."""

    text: str
    x0: float
    x1: float
    base: float  # height of the baseline from the top
    size: float
    bold: bool
    italic: bool
    spaced: int  # 2 when a space is written before it, 1 when pdfium sees a space or line break there
    tinted: bool = False  # in a colour, where most of the page is in black or grey

    # Fonts without stated ascent give each letter its own height: the same band for all keeps lines together.
    @property
    def top(self) -> float:
        """Where the band of its line begins."""
        return self.base - 0.8 * self.size

    @property
    def bottom(self) -> float:
        """Where the band of its line ends."""
        return self.base + 0.22 * self.size


@dataclass(slots=True)
class PageCharacters:
    """A page's upright characters in the order they are drawn; `rotated` counts those that were left out."""

    width: float
    height: float
    chars: list[Char]
    rotated: int = 0
    unmapped: int = 0


def read_characters(page: Any) -> PageCharacters:
    """All characters of a pypdfium2 page that run the page's main way; margin strips set sideways are left out."""
    width, height = page.get_size()
    place = place_points(page)
    textpage = page.get_textpage()
    try:
        return _collect(textpage.raw, place, width, height)
    finally:
        textpage.close()


def _plain_call(name: str, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives addresses as numbers: a call costs half of what typed pointers cost."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


# These are called for every letter, so that their cost is most of what reading a page costs.
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_letter_at = _plain_call("FPDFText_GetUnicode", ctypes.c_uint, _ADDRESS, _INT)
_box_at = _plain_call("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
_origin_at = _plain_call("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_mode_of = _plain_call("FPDFTextObj_GetTextRenderMode", _INT, _ADDRESS)
_object_at = _plain_call("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)


def _collect(text: Any, place: Any, width: float, height: float) -> PageCharacters:
    angles: dict[int, int] = {}
    found: list[tuple[int, Char]] = []
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    handle = ctypes.cast(text, _ADDRESS).value
    to_box, to_x, to_y = ctypes.addressof(box), ctypes.addressof(x), ctypes.addressof(y)
    drawn: int | None = None
    ligature: list[str] = []
    whole = (0.0, 0.0, 0.0)
    bold = italic = tinted = False
    size, angle, spaced, written, unmapped, unseen, hidden = 1.0, 0, False, False, 0, 0, False
    for index in range(raw.FPDFText_CountChars(text)):
        code = _letter_at(handle, index)
        letter = chr(code) if code < 0x110000 else "\ufffd"
        letter = _WRITTEN.get(letter, letter)
        if letter in _SPACES or letter in _BREAKS or code == 0:
            spaced = True
            written = written or not raw.FPDFText_IsGenerated(text, index)
            continue
        if not _box_at(handle, index, to_box):
            continue
        _origin_at(handle, index, to_x, to_y)
        owner = _object_at(handle, index)
        if owner != drawn or drawn is None:
            drawn = owner
            bold, italic, tinted = _style(text, index)
            size = _size(text, index)
            angle = _quarter(raw.FPDFText_GetCharAngle(text, index))
            hidden = bool(owner) and _mode_of(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        if letter > "\u02ff" and unicodedata.combining(letter) and found:
            last = found[-1][1]
            last.text = unicodedata.normalize("NFC", last.text + letter)
            continue
        unseen += hidden
        unmapped += letter == "\ufffd" or "\ue000" <= letter <= "\uf8ff"
        x0, x1, base = place(box.left, box.top)[0], place(box.right, box.bottom)[0], place(x.value, y.value)[1]
        if x0 > x1:
            x0, x1 = x1, x0
        angles[angle] = angles.get(angle, 0) + 1
        if ligature and (x0, x1, base) == whole and not spaced:
            ligature.append(letter)  # pdfium took a ligature apart: all its letters have the box of the whole
            step = (x1 - x0) / len(ligature)
            for place_in, (_, char) in enumerate(found[1 - len(ligature) :]):
                char.x0, char.x1 = x0 + place_in * step, x0 + (place_in + 1) * step
            x0 += (len(ligature) - 1) * step
        else:
            ligature, whole = [letter], (x0, x1, base)
        space = (2 if written else 1) if spaced else 0
        spaced = written = False
        if not "\ufb00" <= letter <= "\ufb06":
            found.append((angle, Char(letter, x0, x1, base, size, bold, italic, space, tinted)))
            continue
        parts = unicodedata.normalize("NFKC", letter)
        step = (x1 - x0) / len(parts)
        for part, sign in enumerate(parts):
            left = x0 + part * step
            char = Char(sign, left, left + step, base, size, bold, italic, 0 if part else space, tinted)
            found.append((angle, char))
    upright = max(angles, key=lambda a: angles[a], default=0)
    chars = [char for turned, char in found if turned == upright and char.x1 >= 0 and char.x0 <= width]
    if sum(c.bold for c in chars) > 0.75 * len(chars):  # fonts that all call themselves bold tell nothing
        for char in chars:
            char.bold = False
    if unseen > 0.5 * len(found):
        _even_sizes(chars)
    if sum(c.tinted for c in chars) > 0.5 * len(chars):
        for char in chars:
            char.tinted = False
    return PageCharacters(width, height, chars, len(found) - len(chars), unmapped)


def _even_sizes(chars: list[Char]) -> None:
    """Give recognised letters, which lie unseen over a scan, one size: it is guessed anew for each word or line."""
    usual = median(c.size for c in chars) if chars else 1.0
    for char in chars:
        if _ALIKE[0] < char.size / usual < _ALIKE[1]:
            char.size = usual


def _quarter(angle: float) -> int:
    """Which way letters run, in quarter turns; `_ASLANT` for those that run across the page, as stamps do."""
    turns = angle / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < 0.12 else _ASLANT


def place_points(page: Any) -> Callable[[float, float], tuple[float, float]]:
    """A function from PDF space to points from the page's top left, as the page is shown."""
    left, bottom, right, top = page.get_cropbox()
    turned = page.get_rotation()
    if turned == 90:
        return lambda x, y: (y - bottom, x - left)
    if turned == 180:
        return lambda x, y: (right - x, y - bottom)
    if turned == 270:
        return lambda x, y: (top - y, right - x)
    return lambda x, y: (x - left, top - y)


def _style(text: Any, index: int) -> tuple[bool, bool, bool]:
    """Whether a letter is bold, italic, coloured."""
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    raw.FPDFText_GetFontInfo(text, index, name, 128, flags)
    font = name.value.decode("utf-8", errors="replace").lower()
    weight = raw.FPDFText_GetFontWeight(text, index)
    bold = "bold" in font or "black" in font or "semibold" in font or "heavy" in font or weight >= 600
    italic = "italic" in font or "oblique" in font or font.endswith("-it") or bool(flags.value & 64)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(text, index, red, green, blue, alpha)
    shades = (red.value, green.value, blue.value)
    return bold, italic, max(shades) - min(shades) > _COLOURED


def _size(text: Any, index: int) -> float:
    """The font size as drawn: the nominal size times the text matrix's scale."""
    size = float(raw.FPDFText_GetFontSize(text, index))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text, index, matrix):
        scale = math.hypot(matrix.c, matrix.d)
        if scale > 0:
            size *= scale
    return size or 1.0
