"""How much of a total the auditors could verify: "Av redovisade 30,9 mnkr har 24,6 mnkr kunnat verifieras"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_passages import Found, Passage, claim_of, find_passages
from pipeline.extract.claim_quantities import Quantity
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number
from pipeline.records import Claim, Reading

_BEHIND = 60


def claims_verified(reading: Reading) -> Iterator[Claim]:
    """A claim for each total of which a sentence says how much could, or could not, be verified: its rule begins with
    "verified", `stated` is the total and `computed` what of it was verified."""
    lexicon = load_lexicon("claims")
    if not any(lexicon.pattern(p).regex.search(reading.document.flow) for p in ("verified.some", "verified.not")):
        return
    for passage in find_passages(reading):
        found = _find_verified(passage)
        if found:
            yield claim_of(reading, found)


def _find_verified(passage: Passage) -> Found | None:
    lexicon = load_lexicon("claims")
    some, none = (lexicon.pattern(p).regex for p in ("verified.some", "verified.not"))
    missing = none.search(passage.flow, passage.start, passage.end)
    if not missing and not some.search(passage.flow, passage.start, passage.end):
        return None
    money = [q for q in passage.quantities if q.kind == "sek"]
    whole = next((q for q in money if _is_whole(passage, q)), None)
    parts = [q for q in money if whole and q is not whole and 0 < q.value <= whole.value and q.start > whole.start]
    parts = parts or [q for q in money if whole and q.start < whole.start and 0 < q.value <= whole.value][-1:]
    if whole is None or not parts:
        return None
    told = parts[0]
    verified = whole.value - told.value if missing else told.value
    share = write_number(round(100 * verified / whole.value))
    how = f"{told.write(verified)} av {whole.write()} är styrkt ({share} %)"
    rest = whole.value - verified
    if rest > 0:
        how += f", {told.write(rest)} är det inte"
    verdict = "not_reproducible" if rest > 0 else "match"
    return Found("ratio", whole, verified, verdict, (told,), "verified.not" if missing else "verified.some", how)


def _is_whole(passage: Passage, quantity: Quantity) -> bool:
    start = max(passage.start, quantity.start - _BEHIND)
    return bool(load_lexicon("claims").pattern("verified.whole").regex.search(passage.flow, start, quantity.start))
