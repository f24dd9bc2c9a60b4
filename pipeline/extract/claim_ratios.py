"""Shares that sentences state: "30 av 40 (75 %)", "av 60 stickprov saknade 8 attest (13 procent)"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_TOLD = ("ratio.percent", "ratio.inverse", "ratio.of_sample", "ratio.of_whole", "ratio.of_money", "ratio.answered")
_BEHIND = 60
_LEAST_DIGITS = 2  # of an amount that is a share of another; fewer agree by chance
_LEAST_WHOLE = 4  # a smaller one gives round shares by chance


def find_ratios(passage: Passage) -> Iterator[Found]:
    """Shares whose part and whole the words name; and shares of what was told just before, shown when they hold."""
    lexicon = load_lexicon("claims")
    start = passage.before_start if passage.before else passage.start
    quantities = [*passage.before, *passage.quantities]
    told: set[int] = set()
    for pattern in (lexicon.pattern(name) for name in _TOLD):
        for match in pattern.regex.finditer(passage.flow, start, passage.end):
            stated, part, whole = (_at(quantities, match.start(g)) for g in ("stated", "part", "whole"))
            if stated is None or part is None or whole is None or stated.start < passage.start:
                continue
            found = _share(stated, part, whole, pattern.id)
            if found and found.verdict == "mismatch" and _is_vague(passage, stated):
                continue
            if found and stated.start not in told and _is_of_these(passage, match.start("part"), match.start("stated")):
                told.add(stated.start)
                yield found
    for stated in passage.quantities:
        if stated.kind == "percent" and stated.start not in told:
            yield from _of_told_before(passage, stated)
        elif stated.kind == "sek":
            yield from _share_of_told(passage, stated)


def _share_of_told(passage: Passage, stated: Quantity) -> Iterator[Found]:
    """ "... kostar 14 750 tkr. Kommunens andel är 60 procent, det vill säga 8 850 tkr": shown when it holds."""
    joint = load_lexicon("claims").pattern("share.of_told").regex
    share = next((q for q in reversed(passage.quantities) if q.kind == "percent" and q.end <= stated.start), None)
    if share is None or not joint.search(passage.flow[share.end : stated.start]) or not 0 < share.value < 100:
        return
    for whole in reversed([*passage.recent, *(q for q in passage.quantities if q.end <= share.start)]):
        computed = whole.value * share.value / 100
        if whole.kind == "sek" and stated.digits >= _LEAST_DIGITS and abs(computed - stated.value) <= 0.5 * stated.step:
            verdict = "match" if abs(computed - stated.value) < 1e-6 * max(1.0, computed) else "within_rounding"
            how = f"{share.write()} av {whole.write()} är {stated.write(computed)}"
            yield Found("ratio", stated, computed, verdict, (share, whole), "share.of_told", how)
            return


def _at(quantities: list[Quantity], start: int) -> Quantity | None:
    return next((q for q in quantities if q.start == start), None)


def _is_of_these(passage: Passage, start: int, end: int) -> bool:
    """Whether no change stands between part and share: "30 av 40 svarade, en ökning (12 %)"."""
    never = load_lexicon("claims").pattern("not.share").regex
    return not never.search(passage.flow, start, end)


def _is_vague(passage: Passage, stated: Quantity) -> bool:
    vague = load_lexicon("claims").pattern("approximate").regex
    return bool(vague.search(passage.flow[max(passage.start, stated.start - 12) : stated.start]))


def _share(stated: Quantity, part: Quantity, whole: Quantity, rule: str) -> Found | None:
    if not 0 < part.value <= whole.value or part.kind != whole.kind:
        return None
    computed = 100 * part.value / whole.value
    verdict = _judge(stated, computed, part, whole)
    how = f"{part.write()} av {whole.write()} är {write_number(round(computed, 1))} %"
    return Found("ratio", stated, computed, verdict, (part, whole), rule, how)


def _judge(stated: Quantity, computed: float, part: Quantity, whole: Quantity) -> str:
    difference = abs(stated.value - computed)
    slack = 100 * (0.5 * part.step + 0.5 * whole.step * part.value / whole.value) / whole.value
    if difference < 1e-9:
        return "match"
    # Cut off instead of rounded is no error: 79,6 written as 79.
    cut = 0 < computed - stated.value < stated.step
    return "within_rounding" if cut or difference <= 0.5 * stated.step + slack + 1e-9 else "mismatch"


def _of_told_before(passage: Passage, stated: Quantity) -> Iterator[Found]:
    cue = load_lexicon("claims").pattern("ratio.cue").regex
    match = cue.search(passage.flow, max(passage.start, stated.start - _BEHIND), stated.start)
    if match is None:
        yield from _of_amounts_told(passage, stated)
        return
    told = [q for q in (*passage.before, *passage.quantities) if q.start < stated.start]
    noun = match[0].lower()
    # "Andelen kvinnor var 76 procent" after "34 medarbetare, varav 25 kvinnor och 9 män".
    named = [q for q in told if len(q.noun) > 2 and q.noun in noun.split()]
    if noun.startswith("andel") and named:
        whole = _split_whole(told, named[0])
        found = whole and _share(stated, named[0], whole, "ratio.named")
        if found:
            yield found
        return
    best: Found | None = None
    for part in reversed(told):
        for whole in told:
            usable = whole is not part and whole.kind == part.kind and whole.kind in {"count", "sek"}
            if not usable or (whole.kind == "count" and whole.value < _LEAST_WHOLE) or part.value == whole.value:
                continue
            found = _share(stated, part, whole, "ratio.cue")
            if found and found.verdict != "mismatch" and best is None:
                best = found
    if best:
        yield best


def _of_amounts_told(passage: Passage, stated: Quantity) -> Iterator[Found]:
    """ "Budgeten var 88 mkr. Investeringar på 78,6 mkr innebär att 89 procent av budgeten användes": shown when it
    holds."""
    behind = load_lexicon("claims").pattern("ratio.behind").regex
    if not behind.search(passage.flow[stated.end : min(passage.end, stated.end + _BEHIND)]):
        return
    told = [q for q in (*passage.before, *passage.quantities) if q.kind == "sek" and q.start < stated.start]
    for part in reversed(told):
        for whole in reversed(told):
            found = part is not whole and stated.digits >= _LEAST_DIGITS and _share(stated, part, whole, "ratio.behind")
            if found and found.verdict != "mismatch":
                yield found
                return


def _split_whole(told: list[Quantity], part: Quantity) -> Quantity | None:
    """The whole that this part and another one make."""
    for whole in told:
        for other in told:
            if whole.kind == other.kind == part.kind and other is not part and other.value + part.value == whole.value:
                return whole
    return None
