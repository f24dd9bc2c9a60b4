"""Link answers, measures and assignments to the decision that they were taken by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.lexicon.adoption import names_answer, settles_answer
from pipeline.lexicon.organisations import one_organisation
from pipeline.messages import Words, words_of
from pipeline.records import Link

_CITED = """
SELECT r.id AS source, c.target_id AS item, c.paragraph AS paragraph, c.date_from AS date, c.confidence AS confidence,
    c.role AS role, c.quote AS quote, coalesce(i.date_from, c.date_from, '') AS day
FROM citations AS c
JOIN "{table}" AS r ON r.document_id = c.document_id AND r.char_start <= c.char_start AND c.char_end <= r.char_end
JOIN agenda_items AS i ON i.id = c.target_id
WHERE c.kind = 'agenda_item' AND c.role IN ({roles})
ORDER BY r.id, c.char_start
"""
_IN_ITEM = """
SELECT r.id AS source, d.id AS decision, i.number AS paragraph
FROM "{table}" AS r
JOIN agenda_items AS i ON i.document_id = r.document_id AND i.char_start <= r.char_start AND r.char_end <= i.char_end
JOIN decisions AS d ON d.agenda_item_id = i.id AND d.kind = 'decided'
WHERE {condition}
ORDER BY r.id, d.char_start
"""
_TOLD = """
SELECT f.id, CASE WHEN d.kind = 'audit_report' AND d.date IS NOT NULL THEN d.date ELSE f.year || '-12-31' END
FROM findings AS f JOIN papers AS d ON d.id = f.paper_id
"""
_DECIDED = """
SELECT d.id AS decision, lower(coalesce(d.body, i.body, '')) AS body, coalesce(d.date_from, i.date_from, '') AS date,
    coalesce(d.paragraph, i.number, '') AS paragraph, coalesce(d.case_number, i.case_number, '') AS case_number,
    coalesce(i.title, '') AS title, d.quote AS quote, p.organisation AS organisation
FROM decisions AS d JOIN papers AS p ON p.id = d.paper_id LEFT JOIN agenda_items AS i ON i.id = d.agenda_item_id
WHERE d.kind = 'decided'
ORDER BY d.id
"""
_ANSWERS = """
SELECT r.id AS source, lower(coalesce(r.responder, '')) AS responder, lower(coalesce(d.body, '')) AS body,
    coalesce(r.date, d.date, '') AS date, coalesce(d.case_number, '') AS case_number, coalesce(d.title, '') AS title,
    d.organisation AS organisation
FROM responses AS r JOIN papers AS d ON d.id = r.paper_id
WHERE d.kind NOT IN ('minutes', 'minutes_extract') AND r.standing <> 'minority'
ORDER BY r.id
"""
_PLANNED = """
SELECT m.id AS source, lower(coalesce(d.body, '')) AS body, coalesce(d.date, '') AS date,
    coalesce(d.case_number, '') AS case_number, coalesce(d.title, '') AS title, d.organisation AS organisation
FROM measures AS m JOIN papers AS d ON d.id = m.paper_id
WHERE d.kind = 'action_plan'
ORDER BY m.id
"""
_SAME = ("body", "date", "paragraph", "quote")  # what is alike of a decision that stands in two files
_LONG_TITLE = 20  # letters; shorter titles ("Yttrande") stand above many papers
_SOON = 150  # days within which a body decides on a paper that is laid before it


def link_decisions(connection: sqlite3.Connection, links: Sequence[Link] = ()) -> list[Link]:
    """`decided_in` links: by a citation in the record, by its place in the minutes, by case number, by body and day.
    `links` tell what each answer is to."""
    return [*_by_citation(connection, links), *_by_place(connection), *_by_paper(connection)]


def _by_citation(connection: sqlite3.Connection, links: Sequence[Link]) -> Iterator[Link]:
    """A citation names the item; the link goes to the decision in it when that holds only one. Of the decisions that an
    answer names in passing, those taken before what it answers are what was criticised, and not where it was settled.
    """
    told = _told_when(connection, links)
    in_item: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT id, agenda_item_id AS item FROM decisions"
        " WHERE kind = 'decided' AND agenda_item_id IS NOT NULL ORDER BY id"
    ):
        in_item[row["item"]].append(row["id"])
    for table, roles in (
        ("responses", "'response', 'decision'"),
        ("measures", "'decision'"),
        ("assignments", "'decision', 'other'"),
    ):
        for row in connection.execute(_CITED.format(table=table, roles=roles)):
            if table == "responses" and row["role"] == "decision" and not _may_follow(row, told[row["source"]]):
                continue
            reason = words_of("chain.cited_decision", paragraph=row["paragraph"], date=row["date"] or "–")
            confidence = round(min(0.95, row["confidence"]), 3)
            held = in_item[row["item"]]
            kind, target = ("decisions", held[0]) if len(held) == 1 else ("agenda_items", row["item"])
            yield Link("decided_in", table, row["source"], kind, target, confidence, "citation", *reason)


def _told_when(connection: sqlite3.Connection, links: Sequence[Link]) -> dict[str, list[str]]:
    """Of each answer when what it is to was told: the day of the auditors' report, else the end of the year."""
    days: dict[str, str] = dict(connection.execute(_TOLD).fetchall())
    told: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.kind == "answers" and days.get(link.target_id):
            told[link.source_id].append(days[link.target_id])
    return told


def _may_follow(cited: sqlite3.Row, told: Sequence[str]) -> bool:
    """The words are of the answer ("Nämnden antog yttrandet den ..."), or the decision is later than what it is to."""
    return names_answer(cited["quote"]) or any(cited["day"] >= day for day in told)


def _by_place(connection: sqlite3.Connection) -> Iterator[Link]:
    for row in connection.execute(
        "SELECT a.id AS source, d.id AS decision FROM assignments AS a JOIN decisions AS d ON d.id = a.decision_id"
        " ORDER BY a.id"
    ):
        reason = words_of("chain.own_decision")
        yield Link("decided_in", "assignments", row["source"], "decisions", row["decision"], 0.95, "structure", *reason)
    inside_decision = "d.char_start <= r.char_start AND r.char_end <= d.char_end"
    for table, condition in (("responses", "r.standing <> 'minority'"), ("measures", inside_decision)):
        for row in connection.execute(_IN_ITEM.format(table=table, condition=condition)):
            reason = words_of("chain.inside_item", paragraph=row["paragraph"])
            yield Link("decided_in", table, row["source"], "decisions", row["decision"], 0.88, "structure", *reason)


def _by_paper(connection: sqlite3.Connection) -> Iterator[Link]:
    """What stands in a paper of its own (an answer, a plan): its body decided on it under the paper's case number,
    under its title soon after, or, for answers, on its day. Exactly one decision must fit, else there is no link.
    """
    decisions = connection.execute(_DECIDED).fetchall()
    by_case, by_title, by_day = _Found(), _Found(), _Found()
    for row in decisions:
        if row["case_number"] and settles_answer(row["quote"]):
            by_case[row["body"], _bare(row["case_number"])].append(row)
        if len(_bare(row["title"])) >= _LONG_TITLE:
            by_title[row["body"], _bare(row["title"])].append(row)
        if row["date"] and names_answer(row["quote"]):
            by_day[row["body"], row["date"]].append(row)
    for row in connection.execute(_ANSWERS):
        bodies = sorted({row["responder"], row["body"]} - {""})  # an office answers for its board
        in_case = _only(by_case, row, bodies, _bare(row["case_number"]))
        titled = _only(by_title, row, bodies, _bare(row["title"]), soon=True)
        that_day = _only(by_day, row, bodies, row["date"])
        if in_case is not None:
            yield _by_number("responses", row, in_case)
        elif titled is not None:
            yield _under_title("responses", row, titled)
        elif that_day is not None:
            reason = words_of(
                "chain.adopted_same_day", body=that_day["body"].capitalize(), date=that_day["date"],
                paragraph=that_day["paragraph"],
            )  # fmt: skip
            yield _paper_decided("responses", row, that_day, 0.75, "body_and_day", reason)
    for row in connection.execute(_PLANNED):
        titled = _only(by_title, row, [row["body"]], _bare(row["title"]), soon=True)
        if titled is not None:
            yield _under_title("measures", row, titled)


class _Found(defaultdict[tuple[str, str], list[sqlite3.Row]]):
    """Decisions by their body and one more sign."""

    def __init__(self) -> None:
        super().__init__(list)


def _only(found: _Found, paper: sqlite3.Row, bodies: list[str], sign: str, *, soon: bool = False) -> sqlite3.Row | None:
    """The one decision of the paper's organisation with the sign; if `soon`, taken on the paper's day or soon after.
    What stands in several files in the same words, as an extract and in a bundle, is one.
    """
    if not sign:
        return None
    rows = [row for body in bodies for row in found.get((body, sign), ())]
    fitting = {
        tuple(_bare(row[told]) for told in _SAME): row
        for row in reversed(rows)
        if one_organisation(paper["organisation"], row["organisation"])
        and (not soon or _soon_after(paper["date"], row["date"]))
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None


def _soon_after(laid: str, decided: str) -> bool:
    if len(laid) != 10 or len(decided) != 10:
        return False
    return 0 <= (date.fromisoformat(decided) - date.fromisoformat(laid)).days <= _SOON


def _by_number(table: str, row: sqlite3.Row, decision: sqlite3.Row) -> Link:
    reason = words_of("chain.same_case", number=row["case_number"])
    return _paper_decided(table, row, decision, 0.85, "case_number", reason)


def _under_title(table: str, row: sqlite3.Row, decision: sqlite3.Row) -> Link:
    reason = words_of("chain.same_title", paragraph=decision["paragraph"], date=decision["date"], title=row["title"])
    return _paper_decided(table, row, decision, 0.8, "title", reason)


def _paper_decided(
    table: str, row: sqlite3.Row, decision: sqlite3.Row, confidence: float, method: str, reason: Words
) -> Link:
    return Link("decided_in", table, row["source"], "decisions", decision["decision"], confidence, method, *reason)


def _bare(number: str) -> str:
    return "".join(c for c in number.lower() if c.isalnum())
