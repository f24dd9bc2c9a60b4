"""How long the lines of a text are where they break at the margin, and how far the last of joined lines reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.read.hyphens import HYPHENS

_SHORTEST = 40  # letters; shorter lines are headings, cells and ends of paragraphs
_DEFAULT = 60  # letters of a line, where none is longer
_ALIKE = 0.87  # share of the longest of the lines that broke at one margin, which their shortest is
_LEAST, _LEAST_SHARE = 8, 0.35  # lines, and share of the longer ones, that break at one margin where there is one
_MOST = 0.85  # of the lines are no longer than the usual ones
_JOINED = 1.15  # times the usual length, from which a line may be several
_FULL = 0.96  # of the usual length: each of these but the last, on average
_SECOND = 0.5  # share of the lines longer than that which show another margin, if they are alike
_BROKEN = 0.005  # share of lines that end in a hyphen, below which an extraction has joined them


@dataclass(frozen=True, slots=True)
class LineWidth:
    """The usual length of a full line; `joined` where an extraction joined lines at the words that broke there."""

    usual: int
    joined: bool = False

    def last_part(self, length: int) -> int:
        """How long the last of the lines is that a line of this length was joined from: "Granskningen visar ...
        brandskyddsarbete har ..." for a line that ends in "brandskydds-" and the one below it.
        """
        rest = float(length)
        while self.joined and rest > _JOINED * self.usual:
            rest -= _FULL * self.usual
        return round(rest)


def measure_width(lines: Sequence[str]) -> LineWidth:
    """The usual length of a text's full lines: of those that are alike, where these are many."""
    longer = sorted(len(line) for line in lines if len(line) > _SHORTEST)
    if not longer:
        return LineWidth(_DEFAULT)
    start, end = _most_alike(longer)
    if end - start < max(_LEAST, _LEAST_SHARE * len(longer)):
        return LineWidth(longer[int(len(longer) * _MOST)])
    usual = longer[start + int((end - start) * _MOST)]
    beyond = [length for length in longer if length > _JOINED * usual]
    if not beyond or sum(line[-1] in HYPHENS for line in lines) > _BROKEN * len(lines):
        return LineWidth(usual)
    start, end = _most_alike(beyond)
    return LineWidth(usual, joined=end - start < _SECOND * len(beyond))


def _most_alike(lengths: Sequence[int]) -> tuple[int, int]:
    """Where the most of the lengths, given in order, stand that are alike."""
    first = start = end = 0
    for last, length in enumerate(lengths):
        while lengths[first] < _ALIKE * length:
            first += 1
        if last + 1 - first > end - start:
            start, end = first, last + 1
    return start, end
