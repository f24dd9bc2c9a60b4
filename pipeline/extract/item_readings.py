"""Each item of minutes with several as a reading of its own: what is said of a body in one is not said in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.extract.addressees import Context, document_context
from pipeline.extract.paragraphs import MINUTES
from pipeline.records import AgendaItem, Reading

_COUNCIL = re.compile(r"fullmäktige\b", re.IGNORECASE)
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class ItemReading:
    """The words of an item under its title, with the headings in it, and what holds there. Its offsets count from
    `start`."""

    start: int
    end: int
    reading: Reading
    context: Context


def item_readings(reading: Reading) -> list[ItemReading]:
    """The items of minutes with several, in order; of other papers none."""
    items = [item for item in reading.of(AgendaItem) if isinstance(item, AgendaItem)]
    if reading.facts.kind not in MINUTES or len(items) < _SEVERAL:
        return []
    return [_item_reading(reading, item) for item in items]


def is_of_council(reading: Reading) -> bool:
    """Whether they are minutes of a council: it answers nothing, and tells what boards did."""
    return reading.facts.kind in MINUTES and _COUNCIL.search(reading.facts.body or "") is not None


def context_at(items: Sequence[ItemReading], place: int, whole: Context) -> Context:
    """What holds at a place: what the item there says, else what the paper as a whole does."""
    return next((item.context for item in items if item.start <= place < item.end), whole)


def _item_reading(reading: Reading, item: AgendaItem) -> ItemReading:
    document, start, end = reading.document, item.at.char_start, item.at.char_end
    words = replace(document, text=document.text[start:end], flow=document.flow[start:end], blocks=(), tables=())
    sections = tuple(
        replace(s, start=s.start - start, end=min(s.end, end) - start, body_start=s.body_start - start)
        for s in reading.sections
        if start <= s.start < end
    )
    own = Reading(words, replace(reading.facts, title=item.title), sections, ())
    return ItemReading(start, end, own, document_context(own, by_auditors=False))
