"""The lines and shaded areas drawn on a PDF page, out of which tables are ruled."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from pipeline.read.characters import Rectangle, place_points

_THIN = 2.6  # points; a rectangle no thicker is a line
_LEAST = 6.0  # points; shorter marks are no rules
_MOST_OBJECTS = 6000  # a drawing, not a table


@dataclass(slots=True)
class Rulings:
    """Horizontal and vertical rules and filled areas, as rectangles with the origin at the top left."""

    horizontal: list[Rectangle] = field(default_factory=list)
    vertical: list[Rectangle] = field(default_factory=list)
    shades: list[Rectangle] = field(default_factory=list)

    def add(self, box: Rectangle, filled: bool, stroked: bool) -> None:
        """Sort a drawn rectangle into rules and shades."""
        x0, top, x1, bottom = box
        wide, high = x1 - x0, bottom - top
        if high <= _THIN and wide > _LEAST:
            self.horizontal.append(box)
        elif wide <= _THIN and high > _LEAST:
            self.vertical.append(box)
        elif wide > _LEAST and high > _LEAST:
            if stroked:
                self.horizontal += [(x0, top, x1, top), (x0, bottom, x1, bottom)]
                self.vertical += [(x0, top, x0, bottom), (x1, top, x1, bottom)]
            elif filled:
                self.shades.append(box)


def read_rulings(page: Any) -> Rulings:
    """What is drawn on a pypdfium2 page, curves and pictures left out."""
    rulings = Rulings()
    place = place_points(page)
    count = raw.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return rulings
    for index in range(count):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_PATH:
            _add_path(item, place, rulings)
    return rulings


def _add_path(item: Any, place: Any, rulings: Rulings) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not fill.value and not stroke.value:
        return
    if fill.value and not stroke.value and _is_white(item):
        return
    segments = raw.FPDFPath_CountSegments(item)
    if segments > 5:
        _add_segments(item, segments, place, rulings)
        return
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        (ax, ay), (bx, by) = place(left.value, bottom.value), place(right.value, top.value)
        box = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        rulings.add(box, bool(fill.value), bool(stroke.value) and segments >= 4)


def _is_white(item: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return False
    return min(red.value, green.value, blue.value) > 250 or alpha.value == 0


def _add_segments(item: Any, count: int, place: Any, rulings: Rulings) -> None:
    """The straight, level or upright segments of a path drawn as one."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    for number in range(min(count, 2000)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        at = place(
            matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            box = (min(at[0], last[0]), min(at[1], last[1]), max(at[0], last[0]), max(at[1], last[1]))
            rulings.add(box, filled=False, stroked=False)
        last = at
