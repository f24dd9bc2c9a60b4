"""Links from the auditors' verdicts to the findings that they judge, end to end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pipeline.evaluate.labels import Label, Labels
from pipeline.evaluate.scores import Score
from pipeline.evaluate.spans import Database, Matched, match_spans

_LINKS = "SELECT source_id, target_id FROM links WHERE kind = ? AND state <> 'rejected' ORDER BY source_id, target_id"


@dataclass(slots=True)
class _Judged:
    """What the labels say that a verdict is on: for each point the findings of which any will do, and those that
    neither help nor harm."""

    points: list[set[str]]
    optional: set[str]


def score_verdicts(database: Database, labels: Labels, documents: frozenset[str] | None) -> list[Score]:
    """A point that a verdict judges is found when a link of that verdict lands on a place of it, or on a finding that
    repeats it. Verdicts whose labels have no `judges` or `finding` are left out; a link of one that judges no paper's
    point, or that no label knows, is too much."""
    findings, verdicts = (match_spans(database, labels, documents, table) for table in ("findings", "assessments"))
    group = findings.group_of()
    judged = {
        i: _judged(label, group) for i, label in enumerate(verdicts.gold) if "judges" in label or "finding" in label
    }
    retold: dict[str, str] = {
        group[g["id"]]: str(group.get(g["repeats"]) or g["repeats"])
        for g in findings.gold
        if "repeats" in g and "id" in g
    }
    if not judged:
        return []
    earlier: dict[str, set[str]] = defaultdict(set)
    for source, target in database.connection.execute(_LINKS, ("repeats",)):
        earlier[source].add(target)
    hit: set[tuple[int, int]] = set()
    wrong: dict[str, list[str]] = defaultdict(list)
    reached: set[str] = set()
    for verdict, finding in database.connection.execute(_LINKS, ("assesses",)):
        near = verdicts.near.get(verdict)
        if near is None or (near and not any(i in judged for i in near)):
            continue
        lands = {group for each in (finding, *earlier[finding]) for group in findings.groups(each)}
        lands |= {retold[each] for each in lands & retold.keys()}
        hits = {(i, n) for i in near if i in judged for n, point in enumerate(judged[i].points) if point & lands}
        hit |= hits
        if hits:
            reached.add(verdict)
        elif not any(judged[i].optional & lands for i in near if i in judged):
            wrong[verdict].append(f"+ {verdicts.words(verdict)} -> {findings.words(finding)}" if lands else "")
    strangers = [
        told or f"+ {verdicts.words(verdict)} -> no finding of the labels"
        for verdict, links in wrong.items()
        for told in links
        if told or verdict not in reached  # one that leads nowhere beside one that is right harms nobody
    ]
    wanted = {
        (i, n) for i, each in judged.items() if not verdicts.gold[i].get("doubtful") for n in range(len(each.points))
    }
    missed = [f"- {_told(verdicts, i)} -> {_first(findings, judged[i].points[n])}" for i, n in sorted(wanted - hit)]
    right = len(wanted & hit)
    return [Score("links: assesses", right, len(wanted), right + len(strangers), missed + strangers)]


def _judged(label: Label, group: dict[str, str]) -> _Judged:
    judges = label["judges"] if "judges" in label else [[label["finding"]]]
    points = [{group.get(each, each) for each in point} for point in judges]
    return _Judged(points, {group.get(each, each) for each in label.get("judges_optional", [])})


def _told(verdicts: Matched, index: int) -> str:
    return verdicts.told(verdicts.group(index))


def _first(findings: Matched, point: set[str]) -> str:
    return " / ".join(findings.told(each) for each in sorted(point))
