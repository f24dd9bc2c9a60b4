"""Figures that one sentence states and makes up: equations, splits, shares, changes, totals after their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.figures import Figure, find_figures, judge, make_claim, read_figure
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.numbers import write_number
from pipeline.records import Claim, Reading

_PERCENT = frozenset({"%", "procent"})
_UNIT = re.compile(r"\b(?:tkr|mkr|mnkr|mdkr|kronor|kr|miljoner|miljarder)\b", re.IGNORECASE)
_REST = re.compile(r"\b(?:inte|ej|övriga|resten|återstående|resterande|saknar|icke)\b", re.IGNORECASE)


def claims_in_sentences(reading: Reading) -> Iterator[Claim]:
    """Every stated figure whose parts stand in the same sentence."""
    for pattern in load_lexicon("claims").patterns:
        check = _CHECKS.get(pattern.id)
        if check is None:
            continue
        for sentence in reading.sentences:
            for match in pattern.regex.finditer(reading.document.flow, sentence.start, sentence.end):
                claim = check(reading, pattern, match)
                if claim:
                    yield claim


def _check_sum(reading: Reading, pattern: Pattern, match: re.Match[str]) -> Claim | None:
    """Parts added up; units must be the same, else nothing is said."""
    stated, parts = read_figure(match["stated"]), find_figures(match["parts"])
    units = {u.lower() for u in _UNIT.findall(f"{match['parts']} {match['stated_unit'] or ''}")}
    if pattern.id == "equation.sum":
        pieces = [read_figure(re.sub(r"[^\d, −–-]", "", p).strip()) for p in match["parts"].split("+")]
        parts = [p for p in pieces if p]
        if len(parts) != len(pieces):
            return None
    if stated is None or len(parts) < 2 or len(units) > 1:
        return None
    return _sum_claim(reading, pattern, match, stated, parts, match["stated_unit"] or match["unit"] or "")


def _check_split(reading: Reading, pattern: Pattern, match: re.Match[str]) -> Claim | None:
    """A whole and its parts; parts that don't add up are wrong only where they are told to be all of it."""
    stated, parts = read_figure(match["stated"]), [f for f in find_figures(match["parts"]) if f.decimals == 0]
    if stated is None or len(parts) < 2:
        return None
    total = sum(p.value for p in parts)
    if total != stated.value and not (_REST.search(match["parts"]) and len(parts) == 3):
        return None
    return _sum_claim(reading, pattern, match, stated, parts, "")


def _check_ratio(reading: Reading, pattern: Pattern, match: re.Match[str]) -> Claim | None:
    stated, part, whole = (read_figure(match[name]) for name in ("stated", "part", "whole"))
    if stated is None or part is None or whole is None or not 0 < part.value <= whole.value:
        return None
    computed = 100 * part.value / whole.value
    verdict = judge(stated, computed)
    if verdict == "mismatch" and abs(stated.value - computed) < 1.0:
        verdict = "within_rounding"  # cut off instead of rounded
    how = f"{write_number(part.value)} av {write_number(whole.value)} är {write_number(round(computed, 1))} %"
    return make_claim(
        reading, match.start(), match.end(), pattern.id, pattern.confidence, "ratio", stated, computed, verdict, how,
        [part.value, whole.value], "%",
    )  # fmt: skip


def _check_change(reading: Reading, pattern: Pattern, match: re.Match[str]) -> Claim | None:
    first, last, stated = (read_figure(match[name]) for name in ("first", "last", "stated"))
    if first is None or last is None or stated is None or not first.value:
        return None
    unit = match["stated_unit"]
    units = {u for u in (match["first_unit"], match["unit"]) if u}
    if len(units) > 1 or any(1900 < f.value < 2100 and not f.decimals for f in (first, last)):
        return None
    before, after = write_number(first.value), write_number(last.value)
    if unit in _PERCENT:
        computed = abs(100 * (last.value - first.value) / first.value)
        how = (
            f"från {write_number(first.value)} till {write_number(last.value)} är {write_number(round(computed, 1))} %"
        )
    elif units and unit not in units:
        return None
    else:
        computed = abs(last.value - first.value)
        how = f"{after} - {before} = {write_number(round(last.value - first.value, 6))}"
    stated = Figure(abs(stated.value), stated.decimals)
    coarse = max(10.0**-f.decimals for f in (first, last))
    verdict = judge(stated, computed)
    margin = coarse if unit not in _PERCENT else 100 * coarse / abs(first.value) + 0.5
    if verdict == "mismatch" and abs(stated.value - computed) <= margin:
        verdict = "within_rounding"
    return make_claim(
        reading, match.start(), match.end(), pattern.id, pattern.confidence, "difference", stated, computed, verdict,
        how, [first.value, last.value], unit,
    )  # fmt: skip


def _sum_claim(
    reading: Reading, pattern: Pattern, match: re.Match[str], stated: Figure, parts: list[Figure], unit: str
) -> Claim:
    computed = sum(p.value for p in parts)
    how = " + ".join(write_number(p.value) for p in parts) + f" = {write_number(round(computed, 6))}"
    return make_claim(
        reading, match.start(), match.end(), pattern.id, pattern.confidence, "sum", stated, computed,
        judge(stated, computed, len(parts)), how, [p.value for p in parts], unit,
    )  # fmt: skip


_CHECKS = {
    "equation.sum": _check_sum,
    "total.after": _check_sum,
    "split.of": _check_split,
    "ratio.percent": _check_ratio,
    "ratio.inverse": _check_ratio,
    "change.from_to": _check_change,
}
