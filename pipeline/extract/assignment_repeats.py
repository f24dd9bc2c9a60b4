"""What a paper tells again of an assignment, in proposal, reasons and table: one assignment, further places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.extract.paragraphs import MINUTES
from pipeline.records import Assignment, Mention, Reading, Record, record_id

_SAME_WORDS = 92
_SHORTEST = 25  # characters of a task that says what it is: "återkomma med förslag" may be two


def told_once(reading: Reading, assignments: Sequence[Assignment]) -> list[Record]:
    """Each assignment once, with what its further places add, and these as mentions of it."""
    kept: dict[str, list[Assignment]] = {}
    mentions: list[Record] = []
    for assignment in assignments:
        alike = kept.setdefault((assignment.given_to or "").casefold(), [])
        known = assignment.given_to is not None  # of nobody's two tasks nothing says that they are one
        place = next((i for i, earlier in enumerate(alike) if known and _same(reading, earlier, assignment)), None)
        if place is None:
            alike.append(assignment)
            continue
        alike[place] = earlier = _filled(alike[place], assignment)
        at = assignment.at
        again = record_id(reading.document.id, "mentions", at.char_start, at.char_end, earlier.id)
        mentions.append(Mention(id=again, at=at, record_type="assignments", record_id=earlier.id))
    first = sorted((a for alike in kept.values() for a in alike), key=lambda a: a.at.char_start)
    return [*first, *mentions]


def _same(reading: Reading, earlier: Assignment, later: Assignment) -> bool:
    """Whether both are of one matter: the same receiver and words, and nothing that only one of two can have."""
    one, other = (" ".join(a.task.casefold().split()) for a in (earlier, later))
    if min(len(one), len(other)) < _SHORTEST or fuzz.ratio(one, other, score_cutoff=_SAME_WORDS) == 0:
        return False
    decided = reading.facts.kind in MINUTES and earlier.decision_id != later.decision_id
    return not decided and not any(_differ(a, b) for a, b in _told_of(earlier, later))


def _told_of(earlier: Assignment, later: Assignment) -> Iterator[tuple[str | None, str | None]]:
    yield earlier.given_by, later.given_by
    yield earlier.due_to, later.due_to
    yield earlier.report_to, later.report_to


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _filled(earlier: Assignment, later: Assignment) -> Assignment:
    return replace(
        earlier,
        given_by=earlier.given_by or later.given_by,
        report_to=earlier.report_to or later.report_to,
        due_from=earlier.due_from or later.due_from,
        due_to=earlier.due_to or later.due_to,
        decision_id=earlier.decision_id or later.decision_id,
        status=later.status if earlier.status == "unknown" else earlier.status,
    )
