"""Each item of minutes with several as a reading of its own: what is said of a body in one is not said in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.extract.addressees import Context, document_context
from pipeline.extract.paragraphs import MINUTES
from pipeline.records import AgendaItem, Reading

_COUNCIL = re.compile(r"fullmäktige\b", re.IGNORECASE)
_SEVERAL = 2


@dataclass(frozen=True)
class ItemReading:
    """An item between two places of a paper; its words and what holds there are worked out when asked for."""

    whole: Reading
    item: AgendaItem

    @property
    def start(self) -> int:
        """Where it begins in the paper."""
        return self.item.at.char_start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.item.at.char_end

    @cached_property
    def reading(self) -> Reading:
        """The item's words under its title, with the headings in it; its offsets count from `start`."""
        document, start, end = self.whole.document, self.start, self.end
        words = replace(document, text=document.text[start:end], flow=document.flow[start:end], blocks=(), tables=())
        sections = tuple(
            replace(s, start=s.start - start, end=min(s.end, end) - start, body_start=s.body_start - start)
            for s in self.whole.sections
            if start <= s.start < end
        )
        return Reading(words, replace(self.whole.facts, title=self.item.title), sections, ())

    @cached_property
    def context(self) -> Context:
        """What holds in the item: its audit, auditor, year and bodies."""
        return document_context(self.reading, by_auditors=False)


def item_readings(reading: Reading) -> list[ItemReading]:
    """The items of minutes with several, in order; of other papers none."""
    items = [item for item in reading.of(AgendaItem) if isinstance(item, AgendaItem)]
    if reading.facts.kind not in MINUTES or len(items) < _SEVERAL:
        return []
    return [ItemReading(reading, item) for item in items]


def is_of_council(reading: Reading) -> bool:
    """Whether they are minutes of a council: it answers nothing, and tells what boards did."""
    return reading.facts.kind in MINUTES and _COUNCIL.search(reading.facts.body or "") is not None


def context_at(items: Sequence[ItemReading], place: int, whole: Context) -> Context:
    """What holds at a place: what the item there says, else what the paper as a whole does."""
    return next((item.context for item in items if item.start <= place < item.end), whole)
