"""A check of one figure in a grid, before it becomes a claim."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.claim_grid import Entry


@dataclass(frozen=True, slots=True)
class Check:
    """The figure at (row, column): what its parts make and what that says. `sure`: a mismatch may be reported."""

    row: int
    column: int
    kind: str
    stated: Entry
    computed: float | None
    verdict: str
    parts: tuple[Entry, ...]
    places: tuple[tuple[int, int], ...]
    signs: tuple[float, ...]
    how: str
    rule: str
    sure: bool
