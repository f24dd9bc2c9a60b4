"""Changes and differences that sentences state: "från 50 till 56, en ökning med 12 procent", "18,5 mnkr lägre"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity, compare, is_slip
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import bracketed, write_number

_BEHIND = 80
_AHEAD = 30
_MANY_DIGITS = 3  # of an amount that is the difference of two told sentences before; fewer agree by chance
_BY_WORDS = ("change.by_to", "change.beside")  # whose words may be of another figure than that beside them
_AGAINST = ("change.against", "change.against_budget", "change.budget_beside", "change.left")
_OF_TOLD = ("stated", "last")
_BRACKET = re.compile(r"\s*\(\s*(?:(?:19|20)\d\d:?\s+)?")
_LEAST_DIGITS = 2  # of a share that is the difference of two others
_NEAR = 0.25  # of a difference that one stated wrongly may be off
_ALIKE = 0.25  # of the larger of two that are outcome and budget of the same
_GAP = 60  # characters between what is changed and how much that is


def find_changes(passage: Passage) -> Iterator[Found]:
    """Changes from one figure to another, and differences between figures told just before."""
    checks = (_from_to, _against, _of_told, _in_brackets, _of_brackets_before, _with_percent, _differences)
    best: dict[int, Found] = {}
    for found in (f for check in checks for f in check(passage)):
        kept = best.setdefault(found.stated.start, found)
        if kept.verdict == "mismatch" != found.verdict:  # of other figures than those that it seemed to be of
            best[found.stated.start] = found
    yield from best.values()


def _from_to(passage: Passage) -> Iterator[Found]:
    lexicon = load_lexicon("claims")
    flow = passage.flow
    patterns = [lexicon.pattern(name) for name in ("change.from_to", "change.to_from")]
    for match in (m for p in patterns for m in p.regex.finditer(flow, passage.start, passage.end)):
        ends = [next((q for q in passage.quantities if q.start == match.start(g)), None) for g in ("first", "last")]
        first, last = ends
        if first is None or last is None:
            continue
        if not first.unit and last.unit:
            first = first.in_unit_of(last)
        if not last.unit and first.unit:
            last = last.in_unit_of(first)
        if first.kind != last.kind or not first.value:
            continue
        edge = max(first.end, last.end)
        after = [q for q in passage.quantities if q.start >= edge]
        for stated in after:
            between = flow[edge : stated.start]
            if stated.start - edge > _GAP or not lexicon.pattern("change.after").regex.search(between):
                break
            named = bool(lexicon.pattern("change.named").regex.search(between))
            yield from _change(passage, first, last, stated, named)
            edge = stated.end
        edge = min(first.start, last.start)
        for stated in reversed([q for q in passage.quantities if q.end <= match.start()]):
            before = lexicon.pattern("change.before").regex.search(
                flow, max(passage.start, stated.start - _BEHIND), stated.start
            )
            if edge - stated.end > _AHEAD or not before:
                break
            yield from _change(passage, first, last, stated, named=True)
            edge = stated.start


def _change(
    passage: Passage, first: Quantity, last: Quantity, stated: Quantity, named: bool
) -> Iterator[Found]:  # fmt: skip
    """The change as percent or as a difference. One that does not hold is wrong only where the words name it as this
    change, exact and of nothing else."""
    options = []
    if stated.kind == "percent":
        options.append(_relative(first, last, stated))
    if stated.kind == first.kind or {stated.kind, first.kind} == {"points", "percent"}:
        options.append(_difference(stated, last, first, "change.from_to"))
    best = next((o for o in options if o.verdict != "mismatch"), options[0] if options else None)
    if best and (best.verdict != "mismatch" or (named and _is_plain(passage, first, last, stated))):
        yield best


def _relative(first: Quantity, last: Quantity, stated: Quantity) -> Found:
    computed = abs(100 * (last.value - first.value) / first.value)
    slack = 100 * (0.5 * last.step + 0.5 * first.step * abs(last.value / first.value)) / abs(first.value)
    difference = abs(abs(stated.value) - computed)
    near = difference <= max(stated.step, 0.5 * stated.step + slack) + 1e-9
    verdict = "match" if difference < 1e-9 else "within_rounding" if near else "mismatch"
    how = f"från {first.write()} till {last.write()} är {write_number(round(computed, 1))} %"
    return Found("difference", stated, computed, verdict, (first, last), "change.from_to", how)


def _is_plain(passage: Passage, first: Quantity, last: Quantity, stated: Quantity) -> bool:
    lexicon = load_lexicon("claims")
    places = (first, last, stated)
    start, end = min(q.start for q in places) - _BEHIND // 2, max(q.end for q in places) + _AHEAD
    around = passage.flow[max(passage.start, start) : min(passage.end, end)]
    vague = any(_is_about(passage, q) for q in places)
    alike = first.kind == last.kind and first.value > 0 and last.value > 0
    return alike and not vague and not lexicon.pattern("not.change").regex.search(around)


def _difference(stated: Quantity, high: Quantity, low: Quantity, rule: str) -> Found:
    computed = abs(high.value - low.value)
    verdict = compare(stated if stated.value >= 0 else replace(stated, value=-stated.value), computed, (high, low))
    how = f"{high.write()} - {bracketed(low.write())} = {stated.write(high.value - low.value)}"
    return Found("difference", stated, computed, verdict, (high, low), rule, how)


def _against(passage: Passage) -> Iterator[Found]:
    """ "21 870 tkr mot budgeterade 22 300 tkr, ett överskott på 430 tkr"; wrong where none of the three is about."""
    lexicon = load_lexicon("claims")
    for rule in _AGAINST:
        for match in lexicon.pattern(rule).regex.finditer(passage.flow, passage.start, passage.end):
            names = ("stated", "first", "last")
            found = [next((q for q in passage.quantities if q.start == match.start(n)), None) for n in names]
            stated, first, last = found
            if stated and first and last:
                # What stands last but is no budget of the first lies far from it: of income after costs.
                alike = abs(first.value - last.value) <= _ALIKE * max(abs(first.value), abs(last.value))
                check = _unless_about if alike or rule == "change.against" else _if_near
                yield from check(passage, _difference(stated, first, last, rule))
    yield from _against_told(passage)
    yield from _of_two_told(passage)


def _against_told(passage: Passage) -> Iterator[Found]:
    """ "Budgeten var 54 mnkr. Resultatet blev 321 mnkr, alltså en avvikelse på 267 mnkr": each tells one amount, so
    that one a little off is wrong. One that is far off is of something else."""
    lexicon = load_lexicon("claims")
    budget, money = passage.before_of("sek"), [q for q in passage.quantities if q.kind == "sek"]
    told = lexicon.pattern("budget.told").regex.search(passage.flow, passage.before_start, passage.end)
    if len(budget) != 1 or len(money) != 2 or not told:
        return
    outcome, stated = money
    if not lexicon.pattern("change.deviation").regex.search(passage.flow[outcome.end : stated.start]):
        return
    yield from _if_near(passage, _difference(stated, outcome, budget[0], "change.deviation"))


def _of_two_told(passage: Passage) -> Iterator[Found]:
    """ "Ramen är 405,1 mnkr. Utfallet är 412,6 mnkr. Avvikelsen är därmed -7,5 mnkr"."""
    told = [q for q in passage.recent if q.kind == "sek"][-2:]
    money = [q for q in passage.quantities if q.kind == "sek"]
    lexicon = load_lexicon("claims")
    beside = len(passage.before_of("sek")) == 2 and lexicon.pattern("budget.told").regex.search(
        passage.flow, passage.before_start, passage.start
    )
    said = lexicon.pattern("change.of_budget" if beside else "change.thus").regex
    if len(told) == 2 and len(money) == 1 and said.search(passage.flow[passage.start : money[0].start]):
        yield from _if_near(passage, _difference(money[0], told[1], told[0], "change.thus"))


def _of_told(passage: Passage) -> Iterator[Found]:
    """ "... är 22 mkr. Det är 21 mkr sämre än det budgeterade resultatet på 43 mkr": of the one figure told before."""
    for rule in ("change.than_budget", "change.since"):
        for match in load_lexicon("claims").pattern(rule).regex.finditer(passage.flow, passage.start, passage.end):
            stated, last = (next((q for q in passage.quantities if q.start == match.start(n)), None) for n in _OF_TOLD)
            if not stated or not last or stated.kind != last.kind:
                continue
            told = [q for q in passage.quantities if q.kind == last.kind and q.end <= match.start()]
            told = told or passage.before_of(last.kind)
            if len(told) == 1:
                yield from _if_near(passage, _difference(stated, told[0], last, rule))


def _of_brackets_before(passage: Passage) -> Iterator[Found]:
    """ "Resultatet är 12,4 mnkr (8,1 mnkr). Det är en förbättring med 4,3 mnkr"."""
    said = load_lexicon("claims").pattern("change.of_before").regex
    for stated in passage.quantities[:1]:
        pair = passage.before_of(stated.kind)
        if len(pair) == 2 and said.search(passage.flow[passage.start : stated.start]):
            last, first = pair
            if _BRACKET.fullmatch(passage.flow, last.end, first.start):
                yield from _if_near(passage, _difference(stated, last, first, "change.of_before"))


def _if_near(passage: Passage, found: Found) -> Iterator[Found]:
    """What was found, if it is no more than a little off, or one of its figures is by a slip of the pen: a difference
    far off is of something else."""
    stated = replace(found.stated, value=abs(found.stated.value))
    near = abs(stated.value - found.computed) <= _NEAR * found.computed
    if near or is_slip(stated, found.computed) or _is_part_slipped(found):
        yield from _unless_about(passage, found)


def _is_part_slipped(found: Found) -> bool:
    """Whether the difference holds once one of the two figures that it is of is another by a slip of the pen."""
    first, last = found.parts
    by = abs(found.stated.value)
    if min(first.digits, last.digits) < 2 or found.stated.kind != first.kind:
        return False
    meant = [(one, other.value + sign * by) for one, other in ((first, last), (last, first)) for sign in (1, -1)]
    return any(is_slip(one, value) and abs(one.value - value) <= _NEAR * abs(value) for one, value in meant)


def _unless_about(passage: Passage, found: Found) -> Iterator[Found]:
    """What was found, but no mismatch of figures that are told as about."""
    if found.verdict != "mismatch" or not any(_is_about(passage, q) for q in (found.stated, *found.parts)):
        yield found


def _is_about(passage: Passage, quantity: Quantity) -> bool:
    vague = load_lexicon("claims").pattern("approximate").regex
    return bool(vague.search(passage.flow[max(0, quantity.start - 12) : quantity.start]))


def _in_brackets(passage: Passage) -> Iterator[Found]:
    """ "148 avvikelser, en ökning med 23 jämfört med 2022 (126)", "640 (580), en ökning med 60 eller 10,3 procent":
    the words name all three."""
    for rule in ("change.bracket", "change.before_in_brackets", *_BY_WORDS):
        for match in load_lexicon("claims").pattern(rule).regex.finditer(passage.flow, passage.start, passage.end):
            at = {q.start: q for q in passage.quantities}
            first, last = at.get(match.start("first")), at.get(match.start("last"))
            stated = [at.get(match.start(n)) for n in ("stated", "told", "also") if n in match.re.groupindex]
            if not first or not last:
                continue
            first = first.in_unit_of(last) if last.unit and not first.unit else first
            last = last.in_unit_of(first) if first.unit and not last.unit else last
            if first.kind != last.kind or not first.value:
                continue
            for told in filter(None, stated):
                found = _between(first, last, told, rule)
                if found:
                    yield from (_if_near if rule in _BY_WORDS else _unless_about)(passage, found)


def _between(first: Quantity, last: Quantity, stated: Quantity, rule: str) -> Found | None:
    """What is stated of two figures as their difference or as a change in percent."""
    if stated.kind == "percent" != first.kind:
        return replace(_relative(first, last, stated), rule=rule)
    if stated.kind == first.kind or {stated.kind, first.kind} == {"points", "percent"}:
        return _difference(stated, last, first, rule)
    return None


def _with_percent(passage: Passage) -> Iterator[Found]:
    """ "12 450 invånare, en ökning med 85 personer eller 0,7 procent": of what it was before the change."""
    pattern = load_lexicon("claims").pattern("change.with_percent").regex
    for match in pattern.finditer(passage.flow, passage.start, passage.end):
        at = {q.start: q for q in passage.quantities}
        by, stated = at.get(match.start("by")), at.get(match.start("stated")) or at.get(match.start("sign"))
        if not by or not stated or stated.kind != "percent":
            continue
        told = [q for q in passage.quantities if q.kind == by.kind and q.end <= match.start()]
        told = told or passage.before_of(by.kind)
        if len(told) == 1 and told[0].value > by.value > 0:
            last, sign = told[0], -1.0 if match["up"] else 1.0
            first = replace(last, value=last.value + sign * by.value, start=by.start, end=by.end)
            first = replace(first, figure=replace(by.figure, value=first.value / last.factor), unit=last.unit)
            found = _relative(first, last, stated)
            yearly = load_lexicon("claims").pattern("not.change").regex.search(match[0])
            if found.verdict != "mismatch" or not yearly:
                yield from _unless_about(passage, replace(found, parts=(by, last), rule="change.with_percent"))


def _differences(passage: Passage) -> Iterator[Found]:
    """ "18,5 mnkr lägre än plan": shown when two figures told here or just before are that far apart."""
    lexicon = load_lexicon("claims")
    after, before = lexicon.pattern("difference.after").regex, lexicon.pattern("difference.before").regex
    for stated in passage.quantities:
        behind = passage.flow[stated.end : min(passage.end, stated.end + _AHEAD)]
        left = lexicon.pattern("difference.left").regex.search(behind)
        said = left or after.search(behind)
        said = said or before.search(passage.flow, max(passage.start, stated.start - _BEHIND), stated.start)
        if not said or not stated.value or (stated.kind == "percent" and stated.digits < _LEAST_DIGITS):
            continue
        kind = "percent" if stated.kind == "points" else stated.kind
        told = [q for q in passage.near(kind, stated) if stated.kind != "count" or q.value > stated.value]
        pair = _pair(stated, told)
        if not pair and stated.kind == "sek" and stated.digits >= _MANY_DIGITS:
            recent = [q for q in passage.recent if q.kind == kind and q not in told]
            pair = _pair(stated, [*recent, *told], exactly=True, one_of=() if left else told)
        if pair:
            yield _difference(stated, *pair, "difference.told")


def _pair(
    stated: Quantity, told: list[Quantity], *, exactly: bool = False, one_of: Sequence[Quantity] = ()
) -> tuple[Quantity, Quantity] | None:
    """Two figures that are as far apart as stated, `one_of` these among them. A difference is told no finer than both
    of the figures that it is of."""
    for exact in (True,) if exactly else (True, False):
        for number, one in enumerate(told):
            for other in told[number + 1 :]:
                if one_of and one not in one_of and other not in one_of:
                    continue
                computed = abs(one.value - other.value)
                verdict = compare(stated, computed, () if exact else (one, other))
                if verdict == "mismatch" or (verdict != "match" and stated.step < min(one.step, other.step)):
                    continue
                if exactly and verdict != "match":
                    continue
                if computed > 0 and one.value and other.value:
                    return (one, other) if one.value >= other.value else (other, one)
    return None
