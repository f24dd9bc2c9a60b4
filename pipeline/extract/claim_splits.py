"""A whole told over several sentences: shares that make 100 percent, statuses in brackets, what is left of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity, compare, is_slip
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_ALL = 100.0
_MOST_SHARES = 4
_LEAST_LISTED = 3
_SURE = 100  # of its last digit that a whole is; what some amounts make of a smaller one they may by chance
_NEAR = 20.0  # percentage points that a wrong rest may be off; what is farther off is a share of something else
_NEAR_WHOLE = 0.2  # of the whole that its bracketed parts may miss
_LEAST_WHOLE = 4
_MOST_PARTS = 5
_TO_WHOLE = 60  # characters from a whole to the first of its bracketed parts
_TO_REST = 80  # characters from "resten" to its first share
_VAGUE = 12


def find_splits(passage: Passage) -> Iterator[Found]:
    """Every whole whose parts stand in this sentence and the last few before it."""
    yield from _shares(passage)
    yield from _listed_shares(passage)
    yield from _brackets(passage)
    yield from _rests(passage)
    yield from _told_after(passage)


def _shares(passage: Passage) -> Iterator[Found]:
    """ "71 procent svarar ja. Resten svarar delvis (21 procent) eller nej (8 procent)": the last is the rest."""
    lexicon = load_lexicon("claims")
    own = [q for q in passage.quantities if q.kind == "percent"]
    rest = lexicon.pattern("split.percent").regex.search(passage.flow, passage.start, passage.end)
    told = [q for q in passage.recent if q.kind == "percent"]
    begin = min([passage.start, *(q.start for q in told)])
    answers = lexicon.pattern("percent.answers").regex.search(passage.flow, begin, passage.end)
    if rest:
        after = [q for q in own if q.start >= rest.end()]
        here = [q for q in own if q.start < rest.start()]
        before, alone = [*told, *here], here or told
        if after and after[0].start - rest.end() > _TO_REST:
            return
    else:
        ends = lexicon.pattern("percent.last").regex.search(passage.flow, passage.start, passage.end)
        after, before = (own, told) if answers and ends else ([], [])
        alone = before
    if not after or not before:
        return
    found = _share_of_hundred(before, after)
    if found:
        yield found
    elif rest and (answers or not told) and len(alone) == 1 and _is_plain(passage, [*alone, *after]):
        missed = _rest_of_hundred(alone, after)
        if abs(missed.stated.value - missed.computed) <= _NEAR:
            yield missed
    elif rest and len(before) > 1 and _is_plain(passage, [*before, *after]):
        missed = _rest_of_hundred(before, after)
        if is_slip(missed.stated, missed.computed):
            yield missed


def _listed_shares(passage: Passage) -> Iterator[Found]:
    """ "Kostnaden fördelas på Norrby 57,8 procent, Söderby 24,9 procent och Västby 17,3 procent"."""
    lexicon = load_lexicon("claims")
    shares = [q for q in passage.quantities if q.kind == "percent"]
    between = lexicon.pattern("shares.between").regex
    gaps = [passage.flow[a.end : b.start] for a, b in pairwise(shares)]
    if len(shares) < _LEAST_LISTED or not all(between.search(gap) for gap in gaps) or not all(q.value for q in shares):
        return
    if lexicon.pattern("shares.listed").regex.search(passage.flow, passage.start, shares[0].start):
        found = _rest_of_hundred(shares[:-1], shares[-1:])
        whole = found.verdict != "mismatch" or any(
            is_slip(q, q.value + _ALL - sum(s.value for s in shares)) for q in shares
        )
        if whole and _is_plain(passage, shares):
            yield found


def _share_of_hundred(before: list[Quantity], after: list[Quantity]) -> Found | None:
    for taken in range(1, min(len(before), _MOST_SHARES - len(after)) + 1):
        found = _rest_of_hundred(before[-taken:], after)
        if found.verdict != "mismatch":
            return found
    return None


def _rest_of_hundred(before: list[Quantity], after: list[Quantity]) -> Found:
    """The last share as what the others leave of 100 percent; as rounded shares may, they may be off by one."""
    parts, stated = (*before, *after[:-1]), after[-1]
    computed = _ALL - sum(q.value for q in parts)
    off = abs(stated.value - computed)
    verdict = "match" if off < 1e-9 else "within_rounding" if off <= stated.step + 1e-9 else "mismatch"
    how = " - ".join(f"{write_number(v)} %" for v in (_ALL, *(q.value for q in parts)))
    how += f" = {write_number(round(computed, 6))} %"
    return Found("difference", stated, computed, verdict, parts, "split.percent", how)


def _is_plain(passage: Passage, shares: list[Quantity]) -> bool:
    """Whether these are shares told exactly, and no change among them."""
    lexicon = load_lexicon("claims")
    vague, never = (lexicon.pattern(p).regex for p in ("approximate", "not.share"))
    inexact = any(vague.search(passage.flow[max(0, q.start - _VAGUE) : q.start]) for q in shares)
    return not inexact and not never.search(passage.flow, shares[0].start, passage.end)


def _brackets(passage: Passage) -> Iterator[Found]:
    """ "40 uppdrag, fördelade på avslutade (22), pågående (15) och ej påbörjade (3)"; wrong only where the words say at
    once that the whole is split so."""
    lexicon = load_lexicon("claims")
    for match in lexicon.pattern("split.bracket").regex.finditer(passage.flow, passage.start, passage.end):
        parts = [q for q in passage.quantities if match.start() <= q.start < match.end()]
        before = [q for q in passage.quantities if q.end <= match.start()]
        wholes = [q for q in [*passage.recent, *before] if q.kind == "count" and q.value >= _LEAST_WHOLE]
        computed = sum(q.value for q in parts)
        if len(parts) < 2 or not wholes or any(q.kind != "count" for q in parts):
            continue
        whole = next((q for q in reversed(wholes) if q.value == computed), None)
        if whole:
            yield Found.of("sum", whole, computed, "match", parts, "split.bracket")
            continue
        whole, gap = wholes[-1], passage.flow[wholes[-1].end : match.start()]
        told = whole in before and len(gap) <= _TO_WHOLE and lexicon.pattern("bracket.split").regex.search(gap)
        if told and len(parts) > 2 and abs(whole.value - computed) <= _NEAR_WHOLE * whole.value:
            yield Found.of("sum", whole, computed, "mismatch", parts, "split.bracket")


def _told_after(passage: Passage) -> Iterator[Found]:
    """ "Avvikelsen är 107 mkr. Nämnderna står för 18 mkr. Skatterna gav 108 mkr och finansnettot -19 mkr": a whole that
    all amounts after it make, shown when it holds. Those in brackets are of another time."""
    told = [q for q in [*passage.recent, *passage.quantities] if q.kind == "sek" and q.value]
    plain = [q for q in told if not _is_bracketed(passage, q)]
    for index, whole in enumerate(plain):
        parts = plain[index + 1 :]
        if len(parts) < _LEAST_LISTED or abs(whole.value) < _SURE * whole.step or parts[-1].start < passage.start:
            continue
        computed = sum(q.value for q in parts)
        if compare(whole, computed) == "match":
            yield Found.of("sum", whole, computed, "match", parts, "split.after")
            return


def _is_bracketed(passage: Passage, quantity: Quantity) -> bool:
    before = passage.flow[max(0, quantity.start - _TO_WHOLE) : quantity.start]
    return before.rfind("(") > before.rfind(")")


def _rests(passage: Passage) -> Iterator[Found]:
    """ "Ramen höjs med 100 mkr. 90 mkr går till skolan och övriga 10 mkr till kulturen": shown when it holds."""
    lexicon = load_lexicon("claims")
    for stated in passage.quantities:
        said = lexicon.pattern("whole.rest").regex.search(
            passage.flow, max(passage.start, stated.start - _TO_WHOLE), stated.start
        )
        if not said or stated.kind not in {"sek", "count"} or not stated.value:
            continue
        told = [q for q in [*passage.recent, *passage.quantities] if q.kind == stated.kind and q.start < stated.start]
        for taken in range(2, min(len(told), _MOST_PARTS + 1) + 1):
            whole, *parts = told[-taken:]
            computed = whole.value - sum(q.value for q in parts)
            if abs(computed - stated.value) < 1e-6 and all(q.value for q in parts):
                signs = [1.0] + [-1.0] * len(parts)
                yield Found.of("difference", stated, computed, "match", [whole, *parts], "whole.rest", signs)
                break
