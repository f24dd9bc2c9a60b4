"""How much of the auditors' criticism is answered, and how deep the chain from each point goes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

GROUPINGS = ("body", "year", "audit", "organisation")
# The classes of a point, of which each has one; the order is that of the table and the chart.
CLASSES = ("answered", "explained_only", "partly_answered", "unanswered", "not_due", "rejected")
_SELDOM = ("explained_only", "not_due", "rejected")  # shown when some point is in them
# How a point is unanswered (the view says what each means), the strongest gap first.
GAPS = ("omitted", "noted", "no_answer", "unheard", "possible", "recommended", "settled")
# The stages of a chain. A point may have a later one without those before: what the auditors found to be done may have
# no answer in the database.
STAGES = ("answered", "decided", "acted_on", "evidenced", "verified")

# The class of a finding on a given day (one parameter, ISO): the view's own counts from the day of the computer.
CLASS_ON_DAY = """CASE WHEN class IN ('unanswered', 'not_due') AND answer_due IS NOT NULL
    THEN CASE WHEN answer_due < ? THEN 'unanswered' ELSE 'not_due' END ELSE class END"""

_POINTS = f"""
SELECT {CLASS_ON_DAY} AS state, c.finding_id, c.kind, f.quote, b.body, b.organisation,
    coalesce(c.year, CAST(substr(d.date, 1, 4) AS INTEGER)) AS year,
    coalesce(f.audit, d.title, d.filename) AS audit, c.depth, c.gap, c.answer_came, c.answer_due, c.verdict,
    d.filename, f.page_from, c.answer_count, c.has_decision, c.has_action, c.has_evidence
FROM coverage AS c
JOIN findings AS f ON f.id = c.finding_id
JOIN finding_bodies AS b ON b.finding_id = c.finding_id
JOIN filed_papers AS d ON d.id = f.paper_id
WHERE c.is_point
ORDER BY coalesce(d.date, ''), d.filename, f.char_start, f.id
"""


@dataclass(frozen=True, slots=True)
class Point:
    """An atomic finding: its class, how it is unanswered, the last stage of its chain (`none` before the first), the
    stages that are there, and whether its answer is past the day that the auditors set: not where one came that takes
    up other points.
    """

    finding_id: str
    kind: str
    text: str
    body: str | None
    organisation: str | None
    year: int | None
    audit: str
    state: str
    reaches: str
    overdue: bool
    answer_due: str | None
    verdict: str | None
    filename: str
    page: int
    gap: str | None
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The points of a body, year or audit: how many of each class, how many have each stage, how many are overdue, and
    how many of the unanswered are so in each way."""

    name: str | None
    total: int
    classes: dict[str, int]
    stages: dict[str, int]
    overdue: int
    gaps: dict[str, int]


def find_coverage(connection: sqlite3.Connection, today: date) -> list[Point]:
    """Every atomic finding once, gaps and all. One that is told of in several papers counts where it was first said,
    one that is split into parts by its parts, one that a person rejected as `rejected`.
    """
    return [_point(row, today) for row in connection.execute(_POINTS, (today.isoformat(),))]


def is_to(part: str, body: str | None, organisation: str | None) -> bool:
    """Whether the body or organisation that a point is to has this in its name."""
    return part.lower() in f"{body or ''} {organisation or ''}".lower()


def group_coverage(points: Iterable[Point], by: str) -> list[Coverage]:
    """The points counted by body, year or audit; the largest groups first, years in order."""
    members: dict[object, list[Point]] = defaultdict(list)
    for point in points:
        members[getattr(point, by)].append(point)
    groups = [count_points(None if name is None else str(name), held) for name, held in members.items()]
    if by == "year":
        return sorted(groups, key=lambda group: group.name or "")
    return sorted(groups, key=lambda group: (-group.total, group.name or ""))


def count_points(name: str | None, points: list[Point]) -> Coverage:
    """One group of these points."""
    counted = [point for point in points if point.state != "rejected"]
    return Coverage(
        name=name,
        total=len(points),
        classes={one: sum(point.state == one for point in points) for one in CLASSES},
        stages={stage: sum(stage in point.stages for point in counted) for stage in STAGES},
        overdue=sum(point.overdue for point in points),
        gaps={gap: sum(p.gap == gap and p.state == "unanswered" for p in points) for gap in GAPS},
    )


def classes_shown(total: Coverage) -> tuple[str, ...]:
    """The classes that a table shows: all but the seldom ones that no point is in."""
    return tuple(name for name in CLASSES if total.classes[name] or name not in _SELDOM)


def _point(row: sqlite3.Row, today: date) -> Point:
    state, due = row["state"], row["answer_due"]
    there = (row["answer_count"], *(row[f"has_{one}"] for one in ("decision", "action", "evidence")),
             row["verdict"] == "addressed")  # fmt: skip
    return Point(
        finding_id=row["finding_id"], kind=row["kind"], text=" ".join(row["quote"].split()), body=row["body"],
        organisation=row["organisation"],
        year=row["year"], audit=" ".join(row["audit"].split()), state=state,
        reaches="verified" if row["verdict"] == "addressed" else row["depth"],
        overdue=state == "unanswered" and not row["answer_came"] and due is not None and due < today.isoformat(),
        answer_due=due,
        verdict=row["verdict"], filename=row["filename"], page=row["page_from"],
        gap=row["gap"], stages=tuple(stage for stage, there in zip(STAGES, there, strict=True) if there),
    )  # fmt: skip
