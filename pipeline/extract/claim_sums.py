"""Sums that sentences state: equations, totals with their parts, wholes and what they are split into, products."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity, compare, find_quantities, is_slip
from pipeline.lexicon import load_lexicon

_MOST_PARTS = 8
_NEAR = 0.05  # of a total of two amounts that one stated wrongly may be off
_SURE_DIGITS = 4  # of a whole that some parts make but for one digit; of a shorter one they may by chance
_MOST_TOLD = 4  # parts of a total that stand in sentences further up
_TERM = re.compile(r"\s*(?:\w+\s*)?\+")  # behind a figure that is added to the next: an equation tells of the whole
_RESTATED = re.compile(r"\s?\(")  # "fem (5)"
_SPLITS = ("split.of", "split.varav", "split.votes")


def find_sums(passage: Passage) -> Iterator[Found]:
    """Every sum of a sentence that its own figures, or those of the sentence before, make up."""
    yield from _equations(passage)
    yield from _splits(passage)
    yield from _totals(passage)
    yield from _products(passage)
    yield from _split_of_it(passage)
    yield from _votes_told_before(passage)


def _equations(passage: Passage) -> Iterator[Found]:
    """`a + b - c = d`: written out, so that a wrong one is wrong, whatever the units."""
    patterns = load_lexicon("claims").group("equation.")
    for match in (m for p in patterns for m in p.regex.finditer(passage.flow, passage.start, passage.end)):
        parts = find_quantities(passage.flow, match.start("parts"), match.end("parts"))
        stated = find_quantities(passage.flow, match.start("stated"), passage.end)[:1]
        signs = [-1.0 if s in "-−–" else 1.0 for s in re.findall(r"\+|(?<=\s)[−–-](?=\s)", match["parts"])]
        if len(stated) != 1 or len(signs) != len(parts) - 1:
            continue
        parts, whole = _with_one_unit(parts, stated[0])
        if whole is None:
            continue
        computed = parts[0].value + sum(s * p.value for s, p in zip(signs, parts[1:], strict=True))
        kind = "sum" if min(signs) > 0 else "difference"
        yield Found.of(kind, whole, computed, compare(whole, computed), parts, "equation.sum", signs=[1.0, *signs])


def _with_one_unit(parts: list[Quantity], stated: Quantity) -> tuple[list[Quantity], Quantity | None]:
    """A unit named once holds for all ("7 + 1 mkr = 8 mkr"); money and something else can't be added."""
    kinds = {q.kind for q in [*parts, stated]}
    if len(kinds) == 1:
        return parts, stated
    named = {(q.kind, q.factor) for q in [*parts, stated] if q.unit}
    if len(named) != 1 or any(q.unit and q.kind == "count" for q in parts):
        return parts, None
    model = next(q for q in [*parts, stated] if q.unit)
    return [p if p.unit else p.in_unit_of(model) for p in parts], stated if stated.unit else stated.in_unit_of(model)


def _splits(passage: Passage) -> Iterator[Found]:
    """ "Av 40 mål är 25 uppfyllda, 10 delvis och 5 inte", "34 anställda, varav 25 kvinnor och 9 män"."""
    lexicon = load_lexicon("claims")
    quantities = passage.quantities
    for pattern in (lexicon.pattern(name) for name in _SPLITS):
        for match in pattern.regex.finditer(passage.flow, passage.start, passage.end):
            whole = next((q for q in quantities if q.start == match.start("stated")), None)
            if whole is None:
                continue
            parts = [q for q in quantities if match.start("parts") <= q.start < match.end("parts")]
            parts = [q for q in parts if q.kind == whole.kind]
            for count in range(len(parts), 1, -1):
                computed = sum(q.value for q in parts[:count])
                verdict = compare(whole, computed, parts[:count] if whole.step else ())
                if verdict != "mismatch":
                    yield Found.of("sum", whole, computed, verdict, parts[:count], pattern.id)
                    break
            else:
                all_told = _are_all(passage, match, pattern.id, parts) or _is_slipped(whole, parts)
                computed = sum(q.value for q in parts)
                fits = all(q.value < whole.value for q in parts) or is_slip(whole, computed)
                if all_told and fits and not _any_about(passage, (whole, *parts)):
                    yield Found.of("sum", whole, computed, "mismatch", parts, pattern.id)
    yield from _split_of_sentence_before(passage)


def _any_about(passage: Passage, quantities: Iterable[Quantity]) -> bool:
    vague = load_lexicon("claims").pattern("approximate").regex
    return any(vague.search(passage.flow[max(0, q.start - 12) : q.start]) for q in quantities)


def _is_slipped(whole: Quantity, parts: list[Quantity]) -> bool:
    """Whether the parts make the whole but for a slip of the pen in one figure. Parts that are some of the whole only
    may seem so by chance, fewer the more digits it has; they can't be more than it."""
    computed = sum(q.value for q in parts)
    most = whole.digits >= _SURE_DIGITS or (computed > whole.value and whole.kind == "sek")
    kept = (is_slip(q, q.value + whole.value - computed) for q in parts)
    return len(parts) > 1 and most and (is_slip(whole, computed) or any(kept))


def _are_all(passage: Passage, match: re.Match[str], rule: str, parts: list[Quantity]) -> bool:
    """Whether the words say that these parts are all: a pair (women and men), or three, the last of them the rest."""
    lexicon = load_lexicon("claims")
    flow, written = passage.flow, match["parts"]
    if len(parts) == 2 and lexicon.pattern("parts.both").regex.search(written):
        return not passage.goes_on(at_once=True)
    if passage.goes_on():
        return False
    if rule == "split.varav" and lexicon.pattern("parts.rest").regex.search(written):
        return len(parts) > 1
    told, some = (lexicon.pattern(p).regex for p in ("parts.told", "not.whole"))
    if rule == "split.varav" and parts[:1] and parts[0].kind == "sek" and told.search(flow, *match.span()):
        return len(parts) > 1 and not some.search(match[0])
    return len(parts) == 3 and rule == "split.of" and bool(lexicon.pattern("parts.all").regex.search(written))


def _split_of_sentence_before(passage: Passage) -> Iterator[Found]:
    """ "... de nio åtgärderna. Sex är klara, två pågår och en har inte påbörjats": shown when it holds, as the figure
    may be of something else; wrong of "Av dem är 120 kvinnor och 64 män" and where a slip of the pen explains it."""
    parts = [q for q in passage.quantities if q.kind == "count"]
    if any(_RESTATED.fullmatch(passage.flow, a.end, b.start) for a, b in pairwise(passage.quantities)):
        return  # "fyra (4) och fem (5)": each is told twice
    one = load_lexicon("claims").pattern("part.one").regex.search(passage.flow, passage.start, passage.end)
    ones = 1.0 if one else 0.0
    if not 2 <= len(parts) + int(ones) <= _MOST_PARTS or len(parts) != len(passage.quantities):
        return
    for whole in passage.before:
        computed = sum(q.value for q in parts) + ones
        if whole.kind == "count" and whole.value == computed and whole.value >= 4:
            yield Found.of("sum", whole, computed, "match", parts, "split.before", ones=int(ones))
            return
    lone = len(passage.before) == 1 and passage.before[0].kind == "count" and not ones and len(parts) == 2
    said = lone and load_lexicon("claims").pattern("split.of_them").regex.search(
        passage.flow[passage.start : passage.end]
    )
    if said and not _any_about(passage, (*passage.before, *parts)) and not passage.goes_on(at_once=True):
        whole, computed = passage.before[0], sum(q.value for q in parts)
        both = load_lexicon("claims").pattern("parts.both").regex.search(passage.flow, passage.start, passage.end)
        fits = max(q.value for q in parts) < whole.value
        if (both and fits) or _is_slipped(whole, parts):
            yield Found.of("sum", whole, computed, "mismatch", parts, "split.before")


def _split_of_it(passage: Passage) -> Iterator[Found]:
    """ "... ett underskott på 14,2 mnkr. Underskottet fördelas på äldreomsorg 8,4 mnkr och skola 5,8 mnkr"."""
    wholes, parts = passage.before_of("sek"), [q for q in passage.quantities if q.kind == "sek"]
    said = load_lexicon("claims").pattern("split.it").regex.search(passage.flow[passage.start : passage.end])
    if said is None or len(wholes) != 1 or len(parts) < 2 or len(parts) != len(passage.quantities):
        return
    computed = sum(q.value for q in parts)
    verdict = compare(wholes[0], computed, parts)
    if verdict != "mismatch" or max(abs(q.value) for q in parts) < abs(wholes[0].value):
        yield Found.of("sum", wholes[0], computed, verdict, parts, "split.it")


def _totals(passage: Passage) -> Iterator[Found]:
    """A total beside its parts: "4 mkr till drift och 3 mkr till stöd, totalt 7 mkr". What does not add up is wrong
    only where the sentence says that these are the parts."""
    lexicon = load_lexicon("claims")
    said = [m.end() for m in lexicon.pattern("total.cue").regex.finditer(passage.flow, passage.start, passage.end)]
    for stated in passage.quantities:
        if not any(0 <= stated.start - end <= 24 for end in said) or stated.kind in {"percent", "points"}:
            continue
        if _TERM.match(passage.flow, stated.end):
            continue
        others = [q for q in passage.quantities if q.kind == stated.kind and q is not stated]
        before = [q for q in others if q.start < stated.start]
        after = [q for q in others if q.start > stated.start]
        found = _run_that_adds_up(stated, [before, after, others, [*passage.before_of(stated.kind), *before]])
        if found:
            computed = sum(q.value for q in found)
            yield Found.of(
                "sum", stated, computed, compare(stated, computed, _inexact(stated, found)), found, "total.cue"
            )
            continue
        recent = [*passage.recent, *before]
        here = [q for q in recent if "\n" not in passage.flow[q.start : stated.start]]  # in the same paragraph
        given = [] if _told_further_up(stated, here) else list(_given(passage, stated, here))
        yield from given
        told = [] if given else _told_further_up(stated, here) or _told_further_up(stated, recent)
        if told:
            computed = sum(q.value for q in told)
            yield Found.of("sum", stated, computed, "match", told, "total.paragraph")
        if told or given:
            continue
        for rule, parts in (("total.after", before), ("total.before", after)):
            if stated.kind == "sek" and _is_list_of(passage.flow, rule, stated, parts):
                computed = sum(q.value for q in parts)
                yield Found.of("sum", stated, computed, "mismatch", parts, rule)


def _told_further_up(stated: Quantity, told: Sequence[Quantity]) -> list[Quantity]:
    """Neighbouring amounts of the last few sentences that make the total to the last digit, whatever their units."""
    money = [q for q in told if q.kind == "sek" and q.value]
    if stated.kind != "sek" or stated.digits < 2:
        return []
    for last in range(len(money), 1, -1):
        for length in range(2, min(_MOST_TOLD, last) + 1):
            run = money[last - length : last]
            if compare(stated, sum(q.value for q in run)) == "match":
                return run
    return []


def _given(passage: Passage, stated: Quantity, told_here: Sequence[Quantity]) -> Iterator[Found]:
    """ "Budgeten är 64,6 mkr. Utöver den förs 23,4 mkr över. Det ger en total budget på 88,0 mkr": wrong where it is a
    little off, as one far off is of other amounts."""
    lexicon = load_lexicon("claims")
    given = lexicon.pattern("total.given").regex.search(passage.flow[passage.start : stated.start])
    money = [q for q in told_here if q.kind == stated.kind == "sek"]
    added = lexicon.pattern("total.added").regex
    if lexicon.pattern("total.beyond").regex.search(passage.flow, stated.end, passage.end):
        return
    for count in range(2, min(_MOST_TOLD, len(money)) + 1) if given else ():
        told = money[-count:]
        computed = sum(q.value for q in told)
        about = _any_about(passage, (*told, stated))
        near = abs(stated.value - computed) <= _NEAR * computed or is_slip(stated, computed)
        if near and not about and added.search(passage.flow[told[0].end : told[-1].start]):
            yield Found.of("sum", stated, computed, compare(stated, computed, told), told, "total.given")
            return


def _is_list_of(flow: str, rule: str, stated: Quantity, parts: list[Quantity]) -> bool:
    """Whether the sentence says that these, and nothing else, are what the total is of."""
    if len(parts) < 2:
        return False
    lexicon = load_lexicon("claims")
    first, last = parts[0], parts[-1]
    start, end = (last.end, stated.start) if rule == "total.after" else (stated.end, first.start)
    gaps = [flow[a.end : b.start] for a, b in pairwise(parts)]
    told = rule == "total.after" or "respektive" in gaps[-1]
    listed = all(lexicon.pattern("total.list").regex.search(gap) for gap in gaps)
    return told and listed and bool(lexicon.pattern(rule).regex.search(flow[start:end]))


def _inexact(stated: Quantity, parts: Sequence[Quantity]) -> Sequence[Quantity]:
    return parts if stated.step else ()


def _run_that_adds_up(stated: Quantity, lists: list[list[Quantity]]) -> list[Quantity]:
    """The longest run of neighbouring quantities, two at least, that makes the total; exactly or within rounding."""
    for exactly in (True, False):
        for quantities in lists:
            for length in range(min(_MOST_PARTS, len(quantities)), 1, -1):
                for first in range(len(quantities) - length, -1, -1):
                    run = quantities[first : first + length]
                    verdict = compare(stated, sum(q.value for q in run), _inexact(stated, run))
                    near = verdict != "mismatch" and not exactly and length == len(quantities)
                    if all(q.value for q in run) and (verdict == "match" or near):
                        return run
    return []


def _votes_told_before(passage: Passage) -> Iterator[Found]:
    """ "Med 24 ja-röster mot 15 nej-röster ... 39 ledamöter deltog": shown when it holds."""
    cast = [q for q in passage.before_of("count") if q.value]
    if not 2 <= len(cast) <= 4 or not any("röst" in q.noun or q.noun in {"ja", "nej"} for q in cast):
        return
    for stated in passage.quantities:
        computed = sum(q.value for q in cast)
        if stated.noun in {"ledamöter", "röster"} and stated.value == computed:
            yield Found.of("sum", stated, computed, "match", cast, "split.votes")


def _products(passage: Passage) -> Iterator[Found]:
    """ "100 mkr per år, totalt 300 mkr under planperioden 2016-2018": shown when it holds."""
    lexicon = load_lexicon("claims")
    for match in lexicon.pattern("product.per").regex.finditer(passage.flow, passage.start, passage.end):
        each = next((q for q in passage.quantities if q.start == match.start("each")), None)
        stated = next((q for q in passage.quantities if q.start == match.start("stated")), None)
        if each is None or stated is None or not each.value or each.kind != stated.kind:
            continue
        times = [q.value for q in passage.quantities if q.kind == "count" and q not in (each, stated)]
        times += [float(m[2]) - float(m[1]) + 1 for m in re.finditer(r"\b((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)\b",
                  passage.flow[passage.start : passage.end])]  # fmt: skip
        for factor in times:
            if 2 <= factor <= 60 and compare(stated, factor * each.value) != "mismatch":
                yield Found("sum", stated, factor * each.value, "match", (each,), "product.per",
                            f"{int(factor)} × {each.write()} = {stated.write(factor * each.value)}")  # fmt: skip
                break
