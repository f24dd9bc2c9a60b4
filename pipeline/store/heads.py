"""Which findings are one point told in several papers, and which of them stands for all."""

from __future__ import annotations

import sqlite3

_CERTAIN = 0.8  # a `repeats` link less certain than this joins answers, but leaves the finding a row of its own
_RETOLD = 0.6  # and by those who answer, whose papers retell what auditors say and criticise nothing of their own

# The finding that repeats another is the same point when a paper of those who answer tells of it, or when both speak of
# the same year. What the auditors criticise anew the year after is a point of its own.
_SAME_POINT = """
SELECT l.source_id, l.target_id
FROM links AS l
CROSS JOIN findings AS f ON f.id = l.source_id
CROSS JOIN findings AS e ON e.id = l.target_id
CROSS JOIN papers AS d ON d.id = f.paper_id
WHERE l.kind = 'repeats' AND l.state <> 'rejected'
    AND l.confidence >= CASE WHEN d.kind IN ('response', 'official_report', 'minutes', 'minutes_extract')
        THEN ? ELSE ? END
    AND (f.year = e.year
        OR d.kind IN ('response', 'official_report', 'minutes', 'minutes_extract', 'action_plan', 'follow_up'))
ORDER BY l.confidence DESC, l.source_id, l.target_id
"""


def find_heads(connection: sqlite3.Connection) -> dict[str, str]:
    """For each finding that is the same point as an earlier one, the first of them, to which it leads."""
    nearer: dict[str, str] = {}
    for source, target in connection.execute(_SAME_POINT, (_RETOLD, _CERTAIN)):
        nearer.setdefault(source, target)
    heads: dict[str, str] = {}
    for finding in nearer:
        passed, head = {finding}, nearer[finding]
        while head in nearer and head not in passed:
            passed.add(head)
            head = nearer[head]
        if head not in passed:
            heads[finding] = head
    return heads
