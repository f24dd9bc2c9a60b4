"""Link what a body said against itself: answers of its own to one finding of which one agrees and another disputes."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from pipeline.messages import words_of
from pipeline.records import Link

_ANSWERS = """
SELECT r.id, r.stance, lower(coalesce(r.responder, d.body, '')) AS responder, coalesce(r.date, d.date, '') AS date
FROM responses AS r JOIN papers AS d ON d.id = r.paper_id
WHERE r.standing = 'adopted' AND r.stance IN ('agrees', 'disputes')
"""


def link_contradictions(connection: sqlite3.Connection, links: Sequence[Link]) -> list[Link]:
    """`contradicts` links between adopted answers of one body, the later to the earlier, with what both answer. Each
    is as sure as the less certain of the two links that join them to the finding.
    """
    answers = {row["id"]: row for row in connection.execute(_ANSWERS)}
    by_finding: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        if link.kind == "answers" and link.source_id in answers and answers[link.source_id]["responder"]:
            by_finding[link.target_id, answers[link.source_id]["responder"]].append(link)
    found = []
    for joined in by_finding.values():
        agreeing = [link for link in joined if answers[link.source_id]["stance"] == "agrees"]
        disputing = [link for link in joined if answers[link.source_id]["stance"] == "disputes"]
        if not agreeing or not disputing:
            continue
        one, other = (max(side, key=lambda link: (link.confidence, link.source_id)) for side in (agreeing, disputing))
        earlier, later = sorted((one.source_id, other.source_id), key=lambda i: (answers[i]["date"], i))
        confidence = min(one.confidence, other.confidence)
        reason = words_of("chain.contradicts", responder=answers[later]["responder"])
        found.append(Link("contradicts", "responses", later, "responses", earlier, confidence, "stances", *reason))
    return found
