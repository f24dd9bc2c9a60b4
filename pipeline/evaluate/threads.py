"""Whether the records of one measure over the years stand in one thread (B³)."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipeline.evaluate.labels import Label
from pipeline.evaluate.scores import ThreadScore


def score_threads(
    connection: sqlite3.Connection, golds: Sequence[Label], found_ids: Mapping[int, str]
) -> ThreadScore | None:
    """Labels with the same `thread` belong together; so do records that `follows_up` links join.

    `found_ids` tells by `id(label)` which record each label was found as; a label that was not found stands alone, so
    that what is missed costs recall. None when no label has a thread.
    """
    told = [gold for gold in golds if gold.get("thread")]
    if not told:
        return None
    thread_of = joined_records(connection)
    ids = [found_ids.get(id(gold), f"missed {number}") for number, gold in enumerate(told)]
    return b_cubed([(str(gold["thread"]), thread_of.get(own, own)) for gold, own in zip(told, ids, strict=True)])


def b_cubed(items: Sequence[tuple[str, str]]) -> ThreadScore:
    """B³ of items given as pairs of the right group and the group found."""
    rights, founds, both = Counter(g for g, _ in items), Counter(f for _, f in items), Counter(items)
    score = ThreadScore("measures: threads (B³)", 0, len(items), len(items))
    for item in items:
        score.precision_sum += both[item] / founds[item[1]]
        score.recall_sum += both[item] / rights[item[0]]
        score.right += both[item] == founds[item[1]] == rights[item[0]]
    names = sorted({g for g, _ in items})
    for name in names:
        parts = {f for g, f in items if g == name}
        mixed = sorted({g for g, f in items if f in parts} - {name})
        if len(parts) > 1 or mixed:
            score.errors.append(f"{name}: {len(parts)} threads{', mixed with ' + ', '.join(mixed) if mixed else ''}")
    return score


def joined_records(connection: sqlite3.Connection) -> dict[str, str]:
    """Each record that `follows_up` links join to another -> one of its thread that stands for all."""
    kin: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(
        "SELECT source_id, target_id FROM links WHERE kind = 'follows_up' AND state <> 'rejected'"
    ):
        kin[row[0]].add(row[1])
        kin[row[1]].add(row[0])
    head: dict[str, str] = {}
    for first in sorted(kin):
        waiting = [first] if first not in head else []
        while waiting:
            one = waiting.pop()
            if one not in head:
                head[one] = first
                waiting += kin[one]
    return head
