"""How many times as much, told as a word beside both figures: "har fördubblats, från 250 till 512"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.claim_passages import Found, Passage
from pipeline.extract.claim_quantities import Quantity
from pipeline.extract.figures import Figure
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.numbers import write_number

_REACH = 80  # characters between the word and the figures that it is about
_NEAR, _FAR = 0.15, 0.35  # of how many times it is: so near it is what one calls doubled, so far it is not


def find_multiples(passage: Passage) -> Iterator[Found]:
    """Words for how many times as much, with the figures from and to which something went in the same sentence."""
    lexicon = load_lexicon("claims")
    at = {q.start: q for q in passage.quantities}
    changes = [
        m
        for name in ("change.from_to", "change.to_from")
        for m in lexicon.pattern(name).regex.finditer(passage.flow, passage.start, passage.end)
    ]
    for word in lexicon.pattern("change.times").regex.finditer(passage.flow, passage.start, passage.end):
        near = [m for m in changes if 0 <= max(m.start() - word.end(), word.start() - m.end()) <= _REACH]
        if len(near) != 1 or lexicon.pattern("not.change").regex.search(passage.flow, *_between(word, near[0])):
            continue
        first, last = (at.get(near[0].start(name)) for name in ("first", "last"))
        if first and last and first.value > 0 and last.value > 0 and (found := _times(word, first, last)):
            yield found


def _between(word: re.Match[str], change: re.Match[str]) -> tuple[int, int]:
    """What stands between the word and the figures, and these."""
    return (word.end(), change.end()) if word.start() < change.start() else (change.start(), word.start())


def _times(word: re.Match[str], first: Quantity, last: Quantity) -> Found | None:
    """What the figures make of the word; nothing where they are neither near enough nor far off."""
    first = first.in_unit_of(last) if last.unit and not first.unit else first
    last = last.in_unit_of(first) if first.unit and not last.unit else last
    times = next(n for n, name in ((2, "two"), (2, "half"), (3, "three"), (4, "four")) if word[name])
    if first.kind != last.kind:
        return None
    computed = first.value / last.value if word["half"] else last.value / first.value
    off = computed / times - 1
    over, under = bool(word["over"]), bool(word["under"])
    behind = word.start() > first.start  # may be of another thing
    near = (0 <= off <= _FAR) if over else (-_FAR <= off <= _NEAR / 3) if under else abs(off) <= _NEAR
    loose = over or under or word["about"]
    if not near and (abs(off) <= _FAR or computed <= 1 or (over and off > 0) or (loose and behind)):
        return None
    verdict = "match" if abs(off) < 1e-9 else "within_rounding" if near else "mismatch"
    stated = Quantity(float(times), 0.0, "count", Figure(float(times), 0), "", 1.0, "", word.start(), word.end())
    told = "en {}-del" if word["half"] else "{} gånger så mycket"
    how = f"från {first.write()} till {last.write()} är {told.format(write_number(round(computed, 2)))}"
    return Found("ratio", stated, computed, verdict, (first, last), "change.times", how)
