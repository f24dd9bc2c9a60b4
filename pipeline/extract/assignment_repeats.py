"""What a paper tells again of an assignment, in proposal, reasons and table: one assignment, further places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from pipeline.extract.paragraphs import MINUTES
from pipeline.records import Assignment, Mention, Reading, Record, record_id

_SAME_WORDS = 92
_SHORTEST = 25  # characters of a task that says what it is: "återkomma med förslag" may be two
_NEAR = 200  # assignments of a receiver before it among which one is sought, so that the time grows as the paper does


def told_once(reading: Reading, assignments: Sequence[Assignment]) -> list[Record]:
    """Each assignment once, with what its further places add, and these as mentions of it."""
    kept: dict[str, list[Assignment]] = {}
    mentions: list[Record] = []
    for assignment in assignments:
        alike = kept.setdefault((assignment.given_to or "").casefold(), [])
        place = _place_among(reading, alike, assignment)
        if place is None:
            alike.append(assignment)
            continue
        alike[place] = earlier = _filled(alike[place], assignment)
        at = assignment.at
        again = record_id(reading.document.id, "mentions", at.char_start, at.char_end, earlier.id)
        mentions.append(Mention(id=again, at=at, record_type="assignments", record_id=earlier.id))
    first = sorted((a for alike in kept.values() for a in alike), key=lambda a: a.at.char_start)
    return [*first, *mentions]


def _place_among(reading: Reading, alike: Sequence[Assignment], assignment: Assignment) -> int | None:
    """Which of the receiver's it is again; of nobody's tasks nothing says that two are one, nor of few words."""
    if assignment.given_to is None or len(assignment.task) < _SHORTEST:
        return None
    first = max(0, len(alike) - _NEAR)
    return next((i for i in range(first, len(alike)) if _same(reading, alike[i], assignment)), None)


def _same(reading: Reading, earlier: Assignment, later: Assignment) -> bool:
    """Whether both are of one matter: the same words, and nothing that only one of two can have."""
    one, other = earlier.task.casefold(), later.task.casefold()
    if len(one) < _SHORTEST or fuzz.ratio(one, other, score_cutoff=_SAME_WORDS) == 0:
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
