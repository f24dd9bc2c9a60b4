"""Minutes whose items can't be told apart: what is decided is then no item's, which is to be known."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.paragraphs import MINUTES
from pipeline.records import AgendaItem, Decision, Problem, Reading

_COVER = 1500  # characters: minutes of no more may be a cover alone, or a letter with them


def find_lost_items(reading: Reading) -> Iterator[Problem]:
    """One problem for minutes without a number that heads an item, with how many decisions were read in them."""
    document = reading.document
    if reading.facts.kind not in MINUTES or reading.of(AgendaItem):
        return
    decided = len(reading.of(Decision))
    if decided or len(document.text) > _COVER:
        yield Problem(document.path, "items_lost", str(decided))
