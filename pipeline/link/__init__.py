"""From stored records to links between them: each linker is a function of the database, and they run in this order."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pipeline.link.adopted import link_adopted_statements
from pipeline.link.answers import link_answers
from pipeline.link.asked_answers import link_asked_answers
from pipeline.link.assesses import link_assessments
from pipeline.link.carried_out import link_measures
from pipeline.link.cites import link_citing_records
from pipeline.link.contradicted_measures import link_contradicted_measures
from pipeline.link.contradicted_minutes import link_contradicted_minutes
from pipeline.link.contradicts import link_contradictions
from pipeline.link.decided import link_decisions
from pipeline.link.follows_up import link_follow_ups
from pipeline.link.moved_goals import link_moved_goals
from pipeline.link.planned_answers import link_planned_answers
from pipeline.link.recommended import link_recommended
from pipeline.link.repeats import link_repeats
from pipeline.link.reported import link_reports
from pipeline.records import Link

Linker = Callable[[sqlite3.Connection], list[Link]]
LaterLinker = Callable[[sqlite3.Connection, Sequence[Link]], list[Link]]

LINKERS: tuple[Linker, ...] = (
    link_answers,
    link_repeats,
    link_recommended,
    link_adopted_statements,
    link_reports,
    link_planned_answers,
    link_follow_ups,
    link_moved_goals,
    link_contradicted_minutes,
    link_citing_records,
)
# These build on the links found before them: a measure inside an answer goes with the finding that it answers.
LATER_LINKERS: tuple[LaterLinker, ...] = (
    link_decisions,
    link_assessments,
    link_measures,
    link_asked_answers,
    link_contradictions,
    link_contradicted_measures,
)


def link_records(connection: sqlite3.Connection) -> list[Link]:
    """All links that the records support; of two links with the same ends and kind, the more certain one."""
    best: dict[str, Link] = {}
    with uncollected():
        for linker in LINKERS:
            _keep_best(best, linker(connection))
        for later in LATER_LINKERS:
            _keep_best(best, later(connection, list(best.values())))
    return list(best.values())


@contextmanager
def uncollected() -> Iterator[None]:
    """Without Python's search for rings of objects: linkers make millions of objects and no rings, and a sixth of the
    time went to looking for some."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _keep_best(best: dict[str, Link], links: list[Link]) -> None:
    for link in links:
        if link.id not in best or best[link.id].confidence < link.confidence:
            best[link.id] = link
