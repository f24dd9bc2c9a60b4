"""Set a scanned page's picture straight before it is read: by degrees, and by quarter turns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytesseract
from PIL import Image

from pipeline.read.clock import seconds_left

_MOST = 5.0  # degrees; a sheet lies no more askew than that in a feeder
_LEAST = 0.2  # below it Tesseract reads as well as before
_HEIGHT = 900  # pixels that are enough to see lines of text in
_OSD_TIMEOUT = 30.0
_OSD_SURE = 1.0  # Tesseract's own measure; wrong turns come with less


def straighten(picture: Any) -> Any:
    """The picture turned by the few degrees that it lies askew; the same picture when it is straight."""
    angle = measure_skew(picture)
    if abs(angle) < _LEAST:
        return picture
    return picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)


def measure_skew(picture: Any) -> float:
    """By how many degrees to turn a grey picture so that its lines of text lie level, within five each way.

    Level lines make rows of pixels that are dark or bright throughout: the turn is best where neighbouring rows differ
    most (Postl's projection method).
    """
    scale = _HEIGHT / max(picture.height, 1)
    small = picture.resize((max(1, round(picture.width * scale)), _HEIGHT), Image.Resampling.BOX)
    best = max(_steps(0.0, _MOST, 0.5), key=lambda angle: (_contrast(small, angle), -abs(angle)))
    best = max(_steps(best, 0.4, 0.1), key=lambda angle: _contrast(small, angle))
    level = _contrast(small, 0.0)
    return best if _contrast(small, best) > 1.05 * level else 0.0


def measure_turn(picture: Any) -> int:
    """By how many degrees (0, 90, 180, 270) to turn the picture counter-clockwise to set it upright, as far as told."""
    try:
        told = pytesseract.image_to_osd(
            picture, output_type=pytesseract.Output.DICT, timeout=seconds_left(_OSD_TIMEOUT)
        )
    except (pytesseract.TesseractError, RuntimeError, OSError):  # too few letters to tell, or osd is not installed
        return 0
    return int(told["orientation"]) % 360 if float(told["orientation_conf"]) >= _OSD_SURE else 0


def _steps(around: float, reach: float, step: float) -> list[float]:
    count = round(reach / step)
    return [around + step * n for n in range(-count, count + 1)]


def _contrast(small: Any, angle: float) -> int:
    turned = small.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=255) if angle else small
    rows = turned.resize((1, small.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in pairwise(rows))
