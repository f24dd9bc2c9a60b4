"""Counts held against the list they announce: "De fyra målen avser:", "Av 30 åtgärder är 25 klara"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.figures import Figure, judge, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Claim, Reading

_SHORT = 2  # words of an item of a list in a sentence
_LEAST_WHOLE = 2  # lists of a kind that are whole before another that is one short is wrong
_STEM = 4  # letters that "enhet" and "enheter" have in common
_MARKERS = "-–—•*0123456789.) \t\n"
_STOPS = ".:;!?"
_LIST_GAP = 14  # blocks without an item, after which a list whose items have text between them is over


@dataclass(frozen=True, slots=True)
class _Announced:
    """A count announced over a list that has text between its items."""

    noun: str
    definite: bool
    stated: Figure
    items: int
    start: int
    end: int


def claims_of_counts(reading: Reading) -> Iterator[Claim]:
    """Announced counts against the items listed, and what is left of a whole against the list of what remains."""
    lexicon = load_lexicon("claims")
    blocks = [b for b in reading.document.blocks if not b.is_aside]
    done: list[tuple[Figure, str, int, int]] = []
    open_ones: list[_Announced] = []
    for index, block in enumerate(blocks):
        flow = reading.document.flow[block.start : block.end]
        words = " ".join(flow.split())
        if match := lexicon.pattern("count.done").regex.search(flow):
            whole, part = read_figure(match["whole"] or match["whole2"]), read_figure(match["part"] or match["part2"])
            if whole and part and whole.value >= part.value:
                how = f"{whole.value:.0f} - {part.value:.0f}"
                left = Figure(whole.value - part.value, 0)
                done.append((left, how, block.start + match.start(), block.start + match.end()))
        if lexicon.pattern("count.remaining").regex.search(words) and done:
            direct, spread = _direct_items(reading, blocks, index), _spread_items(reading, blocks, index)
            left, how, start, end = done.pop()
            # With text between them an item may be missed: more than are left are wrong all the same.
            items = spread if direct < 2 and spread >= left.value else direct
            if items >= 2:
                verdict = judge(left, items)
                how = f"{how} = {int(left.value)} återstår, men {items} är uppräknade"
                if verdict == "match":
                    how = how.replace(", men", ", och")
                yield make_claim(
                    reading, start, end, "count.done", 0.85, "difference", left, items, verdict, how, [float(items)]
                )
        yield from _announced(reading, blocks, index, block, open_ones)
        yield from _told(reading, blocks, index, block)
        yield from _inline(reading, block)
    yield from _vouched(reading, open_ones)


def _told(reading: Reading, blocks: list[Block], index: int, block: Block) -> Iterator[Claim]:
    """A count told in the sentence before the one that leads the list in: shown when it holds."""
    flow = reading.document.flow[block.start : block.end]
    match = load_lexicon("claims").pattern("count.told").regex.search(flow) if block.kind == "paragraph" else None
    stated = read_figure(match["stated"]) if match else None
    if match is None or stated is None or _direct_items(reading, blocks, index) != stated.value:
        return
    start, how = block.start + match.start(), f"{stated.value:.0f} poster är uppräknade"
    yield make_claim(
        reading, start, block.start + match.end(), "count.told", 0.8, "count", stated, stated.value, "match", how,
        [stated.value],
    )  # fmt: skip


def _inline(reading: Reading, block: Block) -> Iterator[Claim]:
    """A list in the sentence itself, after a colon. A wrong count is reported only of short items, where no "och" can
    belong to an item."""
    lexicon = load_lexicon("claims")
    if block.kind not in {"paragraph", "list_item"}:
        return
    for sentence in re.finditer(r"[^.?!]+[.?!]?", reading.document.flow[block.start : block.end]):
        match = lexicon.pattern("count.inline").regex.search(sentence[0].rstrip())
        stated = read_figure(match["stated"]) if match else None
        if match is None or stated is None or lexicon.pattern("not.count").regex.search(sentence[0]):
            continue
        items = [item for item in re.split(r",|\boch\b|\bsamt\b", match["items"]) if item.strip()]
        plain = all(len(item.split()) <= _SHORT and not item.rstrip().endswith("-") for item in items)
        verdict = judge(stated, len(items), exact=True)
        if len(items) < 2 or (verdict == "mismatch" and not (plain and abs(len(items) - stated.value) <= 1)):
            continue
        start = block.start + sentence.start()
        how = f"{len(items)} poster är uppräknade i meningen"
        yield make_claim(
            reading, start + match.start(), start + match.end(), "count.inline", 0.8, "count", stated, len(items),
            verdict, how, [float(len(items))],
        )  # fmt: skip


def _vouched(reading: Reading, announced: list[_Announced]) -> Iterator[Claim]:
    """A list with text between its items that is one short: wrong where others of the same kind are whole."""
    whole = Counter(a.noun for a in announced if a.items == a.stated.value)
    for one in announced:
        if (
            one.definite
            and whole[one.noun] >= _LEAST_WHOLE
            and abs(one.items - one.stated.value) == 1
            and one.items > 1
        ):
            how = f"{one.items} poster är uppräknade under rubriken"
            yield make_claim(
                reading, one.start, one.end, "count.vouched", 0.7, "count", one.stated, one.items, "mismatch", how,
                [float(one.items)],
            )  # fmt: skip


def _announced(
    reading: Reading, blocks: list[Block], index: int, block: Block, announced: list[_Announced]
) -> Iterator[Claim]:
    if block.kind not in {"paragraph", "heading"}:
        return
    lexicon = load_lexicon("claims")
    flow = reading.document.flow[block.start : block.end].rstrip()
    sentence = re.split(r"(?<=[.?!])\s+(?=[A-ZÅÄÖ])", flow)[-1]
    offset = block.start + len(flow) - len(sentence)
    match = lexicon.pattern("count.lead").regex.search(sentence)
    if match is None or lexicon.pattern("not.count").regex.search(sentence):
        return
    stated = read_figure(match["stated"])
    if stated is None or not 2 <= stated.value <= 30:
        return
    direct = _direct_items(reading, blocks, index)
    spread = _spread_items(reading, blocks, index)
    items = spread if spread == stated.value else direct
    if spread > direct:
        start, end = offset + match.start(), offset + match.end()
        announced.append(_Announced(match["noun"].lower(), bool(match["definite"]), stated, spread, start, end))
    # Where text stands between the items none may be missed: such a list shows that a count holds, never that it fails.
    if items < 2 or (items != stated.value and (spread > direct or abs(items - stated.value) > 2)):
        return
    if items < stated.value and _lost_marker(reading, blocks, index):
        return
    tail = sentence[match.end("noun") : match.end()]
    if items != stated.value and (
        lexicon.pattern("count.other").regex.search(tail) or _count_themselves(reading, blocks, index, match["noun"])
    ):
        return
    how = f"{items} poster är uppräknade under rubriken"
    yield make_claim(
        reading, offset + match.start(), offset + match.end(), "count.lead", 0.8, "count", stated, items,
        judge(stated, items), how, [float(items)],
    )  # fmt: skip


def _count_themselves(reading: Reading, blocks: list[Block], index: int, noun: str) -> bool:
    """Whether an item tells how many of the counted it is of: "vid fyra enheter:", "vid två enheter fanns listor"."""
    counted = load_lexicon("claims").pattern("count.itself").regex
    for block in blocks[index + 1 :]:
        if block.kind != "list_item":
            return False
        match = counted.search(reading.document.flow[block.start : block.end])
        if match and match["noun"].lower()[:_STEM] == noun.lower()[:_STEM]:
            return True
    return False


def _direct_items(reading: Reading, blocks: list[Block], index: int) -> int:
    """Items of the list that follows at once, sub-items aside."""
    items = []
    for block in blocks[index + 1 :]:
        if block.kind != "list_item":
            break
        items.append(_mark(block))
    return sum(1 for m in items if m == items[0])


def _lost_marker(reading: Reading, blocks: list[Block], index: int) -> bool:
    """Whether what follows the list may be an item whose bullet an extraction lost: it ends without a full stop, as the
    items do."""
    last = index + 1
    while last < len(blocks) and blocks[last].kind == "list_item":
        last += 1
    if last == len(blocks) or blocks[last].kind != "paragraph":
        return False
    if len(reading.document.flow[blocks[last].start : blocks[last].end].split()) <= _SHORT:
        return False  # a heading
    ends = [reading.document.flow[b.start : b.end].rstrip()[-1:] for b in blocks[index + 1 : last + 1]]
    return not any(end in _STOPS for end in ends)


def _spread_items(reading: Reading, blocks: list[Block], index: int) -> int:
    """Items with text between them, to the next heading or announced count, without those of inner lists."""
    lead, remark = (load_lexicon("claims").pattern(p).regex for p in ("count.lead", "count.remark"))
    items: list[tuple[str, str]] = []
    gap, inner = 0, ""
    for before, block in zip(blocks[index:], blocks[index + 1 :], strict=False):
        words = reading.document.flow[block.start : block.end].strip()
        ends = block.kind == "heading" and not (items and remark.search(words))
        if ends or (block.kind != "list_item" and lead.search(words)):
            break
        if block.kind != "list_item":
            gap, inner = gap + 1, ""
            if gap > _LIST_GAP:
                break
            continue
        gap = 0
        first = words.lstrip(_MARKERS)[:1]
        if _is_led_in(reading, before) and items:
            inner = first
        elif inner.islower() and first.isupper() and items[0][1].isupper():
            inner = ""  # an inner list in small letters ends where the outer one goes on with a capital
        if not inner:
            items.append((_mark(block), first))
    return sum(1 for mark, _ in items if mark == items[0][0])


def _is_led_in(reading: Reading, before: Block) -> bool:
    """Whether the list after this block is an inner one, led in by words of its own ("... uppnå:")."""
    return before.kind != "list_item" and reading.document.flow[before.start : before.end].rstrip().endswith(":")


def _mark(block: Block) -> str:
    return f"{block.level}{'1' if block.marker[:1].isdigit() else block.marker[:1]}"
