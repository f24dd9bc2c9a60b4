"""Where the lines of a text broke on the page: told by how wide its letters are printed, as no line says it itself.

A line is full when the next line's first word had no room beside it. Letters differ in width: counted, full lines of a
proportional font differ by a tenth and more; measured in the widths that usual fonts share (the mean of Helvetica's and
Times', by their metrics), by some hundredths.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

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
_LEAST = 12
_SURE = 0.7  # share of the breaks that one margin explains
_SPARE = 0.985  # of the margin: what widths of other fonts may differ


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
    margins = [0.0] * len(lines)
    for stretch in _stretches(breaks):
        margin = _margin([_bounds(lines[i], lines[i + 1]) for i in stretch])
        for place in range(stretch[0], stretch[-1] + 1):
            margins[place] = margin * _SPARE
    return margins


def _stretches(breaks: Sequence[int]) -> Iterator[Sequence[int]]:
    """The breaks in stretches that follow one another; the last is no shorter than the others."""
    count = max(1, len(breaks) // _STRETCH)
    for part in range(count):
        stretch = breaks[part * _STRETCH : (part + 1) * _STRETCH if part + 1 < count else len(breaks)]
        if stretch:
            yield stretch


def _bounds(line: str, following: str) -> tuple[int, int]:
    """The margin is no less than the line, and less than the line with the next word."""
    width = ink(line)
    return width, width + ink(" ") + ink(first_word(following))


def _margin(bounds: Sequence[tuple[int, int]]) -> float:
    """The margin that explains the most breaks; 0.0 when these are too few."""
    least = sorted(low for low, _ in bounds)
    most = sorted(high for _, high in bounds)
    explained, margin = max(
        ((bisect_right(least, width) - bisect_right(most, width), width) for width in least), default=(0, 0)
    )
    if explained < max(_LEAST, _SURE * len(bounds)):
        return 0.0
    end = most[min(bisect_left(most, margin + 1), len(most) - 1)]  # up to here it explains as many
    return (margin + end) / 2
