"""Reservations, statements and conflicts of interest: who makes them, a person or, where none is named, a party."""

from __future__ import annotations

import re

from pipeline.extract.items import Item
from pipeline.extract.parties import parties_as_subject
from pipeline.extract.people import Person, find_people
from pipeline.extract.sentence_bounds import sentence_end, sentence_start
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.records import At, Reading, Reservation, record_id


def extract_reservations(reading: Reading, item: Item, item_id: str) -> list[Reservation]:
    """A record for each person, or each party that speaks as one, at each such verb of an item."""
    flow = reading.document.flow
    found: dict[tuple[int, str], Reservation] = {}  # by place and kind: two forms may tell of one statement
    for pattern in load_lexicon("reservations").group("minutes."):
        for verb in pattern.regex.finditer(flow, item.body_start, item.end):
            for maker in _makers(flow, item, pattern, verb):
                kind = pattern.yields["kind"]
                place = (maker.start, maker.end, f"{kind}{verb.start()}")
                rule = f"minutes.{kind}" if maker.name else f"minutes.{kind}.party"
                found.setdefault(
                    (maker.start, kind),
                    Reservation(
                        id=record_id(reading.document.id, "reservations", *place),
                        at=At(maker.start, maker.end, rule, 0.9),
                        agenda_item_id=item_id, name=maker.name or None, party=maker.party, kind=kind,
                    ),
                )  # fmt: skip
    return list(found.values())


def _makers(flow: str, item: Item, pattern: Pattern, verb: re.Match[str]) -> list[Person]:
    """Those who stand before the verb; behind it in "Mot beslutet reserverar sig Anna Ek (S)"."""
    start, end = sentence_start(flow, item.body_start, verb.start()), sentence_end(flow, verb.end(), item.end)
    if pattern.yields["kind"] == "conflict_of_interest":
        return find_people(flow, start, end)
    if pattern.yields["kind"] == "reservation" and load_lexicon("reservations").pattern("reserved.behind").regex.search(
        flow[start : verb.start()]
    ):
        return find_people(flow, verb.end(), end)
    people = find_people(flow, start, verb.start())
    if people or not pattern.yields.get("parties"):
        return people
    return [Person("", p.letters, p.start, p.end) for p in parties_as_subject(flow, start, verb.start())]
