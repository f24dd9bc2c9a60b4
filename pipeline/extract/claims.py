"""Extract stated figures that can be checked in their own document: totals, splits, shares, changes and counts."""

from __future__ import annotations

from pipeline.extract.claim_appositions import claims_of_appositions
from pipeline.extract.claim_counts import claims_of_counts
from pipeline.extract.claim_repeats import claims_repeated
from pipeline.extract.claim_sentences import claims_in_sentences
from pipeline.extract.claim_tables import claims_in_tables
from pipeline.extract.claim_verified import claims_verified
from pipeline.extract.claim_votes import claims_of_votes
from pipeline.records import Reading, Record

_SOURCES = (
    claims_in_sentences,
    claims_of_counts,
    claims_of_appositions,
    claims_in_tables,
    claims_of_votes,
    claims_repeated,
    claims_verified,
)


def extract_claims(reading: Reading) -> list[Record]:
    """Every figure whose parts surely belong to it, with the verdict; what can't be known for sure is left out."""
    found: dict[str, Record] = {}
    for claims in _SOURCES:
        for claim in claims(reading):
            if claim.at.char_end > claim.at.char_start:
                found.setdefault(claim.id, claim)
    return sorted(found.values(), key=lambda c: c.at.char_start)
