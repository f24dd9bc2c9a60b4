"""Where the lines of a text broke on the page: told by how wide its letters are printed, as no line says it itself.

A line is full when the next line's first word had no room beside it. Letters differ in width: counted, full lines of a
proportional font differ by a tenth and more; measured in the widths that usual fonts share (the mean of Helvetica's and
Times', by their metrics), by some hundredths.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

# Thousandths of the type size; all other letters are as wide as figures.
_WIDTHS = {
    letter: width
    for width, letters in {
        250: "ijl", 270: " \u00a0.,:;/'!|t", 300: "f", 330: "rI-()[]\"”“", 460: "sczJ", 500: "aekvxyåä", 605: "FPSTZL",
        655: "BE", 690: "ACKRVXYÅÄ", 722: "DHNUw", 750: "GOQÖ", 805: "m", 860: "M", 944: "W",
    }.items()
    for letter in letters
}  # fmt: skip
_FIGURE = 528
_STRETCH = 60  # breaks within sentences that tell one margin: papers put together have several
_LEAST = 8
_STEP = 2  # between the cuts that are tried
_SURE = 0.7  # share of the breaks that one margin explains
_SPARE = 0.99  # of the margin: what widths of other fonts may differ


def ink(text: str) -> int:
    """How wide a text is printed, in thousandths of the type size."""
    return sum(_WIDTHS.get(letter, _FIGURE) for letter in text)


def first_word(text: str) -> str:
    """What a line begins with that would have stood in the line above, had there been room."""
    return text.split(" ", 1)[0]


def find_margins(lines: Sequence[str], breaks: Sequence[int]) -> list[float]:
    """For each line the width at which lines like it break, less what is uncertain; 0.0 where none is told.

    `breaks` are the places of lines in whose middle of a sentence the next line begins.
    """
    margins: list[float] = []
    for start in range(0, max(1, len(breaks) - _STRETCH + 1), _STRETCH):
        last_one = start + 2 * _STRETCH > len(breaks)
        stretch = breaks[start:] if last_one else breaks[start : start + _STRETCH]
        if not stretch:
            break
        for last, margin in _by_margin(stretch, [_bounds(lines[i], lines[i + 1]) for i in stretch]):
            margins += [margin * _SPARE] * (last + 1 - len(margins))
    left = margins[-1] if margins else 0.0
    return margins + [left] * (len(lines) - len(margins))


def _bounds(line: str, following: str) -> tuple[int, int]:
    """The margin is no less than the line, and less than the line with the next word."""
    width = ink(line)
    return width, width + ink(" ") + ink(first_word(following))


def _by_margin(places: Sequence[int], bounds: Sequence[tuple[int, int]]) -> list[tuple[int, float]]:
    """The margins of a stretch of breaks, each with the last place that it holds for: one, or two where papers with
    others meet; 0.0 where no margin explains enough.
    """
    if len(bounds) < _LEAST:
        return [(places[-1], 0.0)]
    explained, margin = _margin(bounds)
    if explained >= max(_LEAST, _SURE * len(bounds)):
        return [(places[-1], margin)]
    cuts = range(_STEP, len(bounds), _STEP)
    cut = max(cuts, key=lambda at: _margin(bounds[:at])[0] + _margin(bounds[at:])[0])
    return _by_margin(places[:cut], bounds[:cut]) + _by_margin(places[cut:], bounds[cut:])


def _margin(bounds: Sequence[tuple[int, int]]) -> tuple[int, float]:
    """How many breaks one margin explains at most, and the middle of where that margin may be."""
    least = sorted(low for low, _ in bounds)
    most = sorted(high for _, high in bounds)
    explained, margin = max((bisect_right(least, width) - bisect_right(most, width), width) for width in least)
    end = most[min(bisect_right(most, margin), len(most) - 1)]  # up to here it explains as many
    return explained, (margin + end) / 2
