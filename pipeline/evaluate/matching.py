"""Hold texts and spans against each other so that layout does not matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from rapidfuzz.distance import Indel

_DROP = re.compile(r"[^0-9a-zåäöéüæø§%]+")
_WHOLE = 60  # a longer quote may be located by its first and last characters: a page break can stand in between
_EDGE = 30

Span = tuple[int, int]
A = TypeVar("A")
B = TypeVar("B")


def squash(text: object) -> str:
    """Letters and digits alone, in lower case: what is left when layout, hyphens and punctuation are gone."""
    return _DROP.sub("", str(text or "").lower())


def kept_offsets(text: str) -> list[int]:
    """The offsets of the characters that `squash` keeps."""
    return [at for at, letter in enumerate(text) if not _DROP.match(letter.lower())]


def locate(squashed: str, quote: str, after: int = 0) -> Span | None:
    """Where a quote stands in a squashed text, of several places the first from `after` on; None when nowhere."""
    needle = squash(quote)
    if not needle:
        return None
    at = squashed.find(needle, after)
    at = squashed.find(needle) if at < 0 else at
    if at >= 0:
        return at, at + len(needle)
    first = squashed.find(needle[:_EDGE]) if len(needle) >= _WHOLE else -1
    if first < 0:
        return None
    last = squashed.find(needle[-_EDGE:], first)
    if first < last <= first + 2 * len(needle):
        return first, last + _EDGE
    return first, min(len(squashed), first + len(needle))


def overlap(a: Span | None, b: Span | None) -> float:
    """Intersection over union of two spans."""
    if not a or not b:
        return 0.0
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def share_inside(part: Span | None, whole: Span | None) -> float:
    """The share of `part` that lies in `whole`."""
    if not part or not whole or part[1] <= part[0]:
        return 0.0
    return max(0, min(part[1], whole[1]) - max(part[0], whole[0])) / (part[1] - part[0])


def likeness(a: object, b: object) -> float:
    """0 to 1; a text that contains the other (of 20 characters at least) is at least half alike."""
    a, b = squash(a), squash(b)
    if not a or not b:
        return 0.0
    short, long = sorted((a, b), key=len)
    if len(short) >= 20 and short in long:
        return 0.5 + 0.5 * len(short) / len(long)
    return Indel.normalized_similarity(a, b)


def pair_best(golds: Sequence[A], founds: Sequence[B], alike: Callable[[A, B], float], least: float) -> dict[int, int]:
    """Pair one to one, the likest first: index of gold -> index of found."""
    scored = sorted(
        ((alike(g, f), i, j) for i, g in enumerate(golds) for j, f in enumerate(founds)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for value, i, j in scored:
        if value >= least and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
