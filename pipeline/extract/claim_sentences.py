"""Figures that a sentence states and, with those just before it, makes up: sums, shares, changes, splits, balances."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_balances import find_balances, find_nets
from pipeline.extract.claim_changes import find_changes
from pipeline.extract.claim_multiples import find_multiples
from pipeline.extract.claim_passages import claim_of, find_passages
from pipeline.extract.claim_ratios import find_ratios
from pipeline.extract.claim_splits import find_splits
from pipeline.extract.claim_statuses import find_statuses
from pipeline.extract.claim_sums import find_sums
from pipeline.records import Claim, Reading

_CHECKS = (
    find_statuses,
    find_sums,
    find_changes,
    find_ratios,
    find_multiples,
    find_splits,
    find_balances,
    find_nets,
)


def claims_in_sentences(reading: Reading) -> Iterator[Claim]:
    """One claim for each stated figure of a sentence whose parts stand beside it."""
    for passage in find_passages(reading):
        seen: set[int] = set()
        for found in (f for check in _CHECKS for f in check(passage)):
            if found.stated.start not in seen:
                seen.add(found.stated.start)
                yield claim_of(reading, found)
