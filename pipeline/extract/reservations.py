"""Reservations, statements and conflicts of interest: who makes them, a person or, where none is named, a party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.item_blocks import blocks_within
from pipeline.extract.items import Item, is_label
from pipeline.extract.parties import parties_as_subject, parties_in_row
from pipeline.extract.people import Person, find_people, plain_people
from pipeline.extract.sentence_bounds import sentence_end, sentence_start
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.records import At, Reading, Reservation, record_id

_JOINS = re.compile(r"(?:,|,?\s(?:och|samt))\s")  # "Anna Ek (V) och socialdemokraterna"
_JOINS_BEFORE = re.compile(r"(?:,|,?\s(?:och|samt))\s*$")  # "Ledamöterna från S, V och | Anna Ek (-)"
_BESIDE = 4  # characters behind the last name: a paragraph that goes on tells of something else


def extract_reservations(reading: Reading, item: Item, item_id: str) -> list[Reservation]:
    """A record for each person, or each party that speaks as one, at each such verb of an item."""
    flow = reading.document.flow
    found: dict[tuple[int, str], Reservation] = {}  # by place and kind: two forms may tell of one statement
    made = [
        (str(pattern.yields["kind"]), verb.start(), maker)
        for pattern in load_lexicon("reservations").group("minutes.")
        for verb in pattern.regex.finditer(flow, item.body_start, item.end)
        for maker in _makers(flow, item, pattern, verb)
    ]
    for kind, told_at, maker in [*made, *_under_labels(reading, item)]:
        place = (maker.start, maker.end, f"{kind}{told_at}")
        rule = f"minutes.{kind}" if maker.name else f"minutes.{kind}.party"
        found.setdefault(
            (maker.start, kind),
            Reservation(
                id=record_id(reading.document.id, "reservations", *place), at=At(maker.start, maker.end, rule, 0.9),
                agenda_item_id=item_id, name=maker.name or None, party=maker.party, kind=kind,
            ),
        )  # fmt: skip
    return list(found.values())


def _under_labels(reading: Reading, item: Item) -> Iterator[tuple[str, int, Person]]:
    """Those whose names stand alone under a label ("Reservation", "Jäv"), where no verb says it."""
    flow, labels = reading.document.flow, load_lexicon("reservations").group("label.")
    under = load_lexicon("reservations").pattern("under.statement").regex
    kind = ""
    for block in blocks_within(reading.document, item.body_start, item.end):
        words = flow[block.start : block.end].strip()
        label = next((p for p in labels if p.regex.search(words)), None)
        if label:
            kind = str(label.yields["kind"])
            continue
        people = find_people(flow, block.start, block.end)
        if kind == "statement" and not people and (opens := under.search(words)):
            place = flow.index(words, block.start) + opens.end()
            yield from ((kind, place, party) for party in parties_in_row(flow, place, block.end))
            continue
        first = block.start + len(flow[block.start : block.end]) - len(flow[block.start : block.end].lstrip(" -–•\n"))
        colon = next((p.end for p in people if flow[p.end : p.end + 1] == ":"), None) if kind == "statement" else None
        people = [p for p in people if colon is None or p.end <= colon]  # "Anna Ek (S): ...": who says it, not of whom
        behind = flow[people[-1].end : block.end] if people else ""
        if is_label(words) or not people or people[0].start != first or (colon is None and not _ends(behind)):
            kind = ""
        if kind:
            yield from ((kind, block.start, person) for person in people)


def _ends(behind: str) -> bool:
    """Whether what stands behind the last name only says for or against what: "till förmån för eget yrkande"."""
    beside = load_lexicon("reservations").pattern("beside.label").regex
    return len(behind) <= _BESIDE or beside.search(" ".join(behind.split())) is not None


def _conflicted(flow: str, people: list[Person], verb: re.Match[str]) -> list[Person]:
    """Those who have the conflict: of "Anna Ek (S) tjänstgör för Bo Al (M) på grund av jäv" the last."""
    before = [p for p in people if p.end <= verb.start()]
    serves = load_lexicon("reservations").pattern("conflict.serves").regex
    stands_in = len(before) > 1 and serves.search(flow[before[-2].end : before[-1].start])
    return before[-1:] if stands_in else people


def _makers(flow: str, item: Item, pattern: Pattern, verb: re.Match[str]) -> list[Person]:
    """Those who stand before the verb; behind it in "Mot beslutet reserverar sig Anna Ek (S)"."""
    start, end = sentence_start(flow, item.body_start, verb.start()), sentence_end(flow, verb.end(), item.end)
    if pattern.yields.get("behind"):
        behind = find_people(flow, verb.end(), end) or plain_people(flow, verb.end(), end, whole=False)
        return behind or parties_in_row(flow, verb.end(), end)
    if pattern.yields["kind"] == "conflict_of_interest":
        return _conflicted(flow, find_people(flow, start, end), verb)
    if pattern.yields["kind"] == "reservation" and load_lexicon("reservations").pattern("reserved.behind").regex.search(
        flow[start : verb.start()]
    ):
        return find_people(flow, verb.end(), end) or parties_in_row(flow, verb.end(), end)
    people = find_people(flow, start, verb.start()) or plain_people(flow, start, verb.start())
    if people and pattern.yields.get("parties") and (joins := _JOINS.match(flow, people[-1].end, verb.start())):
        return [*people, *parties_in_row(flow, joins.end(), verb.start())]
    if people and pattern.yields.get("parties") and (joins := _JOINS_BEFORE.search(flow, start, people[0].start)):
        return [*parties_as_subject(flow, start, joins.start()), *people]
    if people or not pattern.yields.get("parties"):
        return people
    return parties_as_subject(flow, start, verb.start())
