"""Link an assignment to the paper or agenda item that reports back on it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from math import fsum, log

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import whole_word
from pipeline.link.texts import holds_several_organisations
from pipeline.messages import join_words, words_of
from pipeline.records import Link

_REPORTING = re.compile(
    r"åter ?rapport|återredovis|redovisning av|slutrapport|delrapport|slutredovis|avrapport|lägesrapport"
    r"|uppföljning av|rapport (?:om|från|avseende)|svar på uppdrag|redovisning (?:till|om)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:uppdrag\w*|ärendet)\b[^.]{0,60}\b(?:slutför\w*|fullgjor\w*|verkställ\w*|avsluta\w*|besvara\w*|utför\w*)\b",
    re.IGNORECASE,
)
# What a task says of when and how it is to be reported tells nothing of what it is about.
_EMPTY = stem_families(
    "återrapportera återrapportering rapportera redovisa redovisning återkomma återredovisa senast uppdrag uppdraget"
    " januari februari mars april maj juni juli augusti september oktober november december våren hösten årsskiftet"
    " kommunstyrelsen regionstyrelsen kommunfullmäktige regionfullmäktige nämnden förslag lämna ta fram arbeta"
)
_SAME_CASE_LEAST = 0.3  # with the case number of the assignment's own item, and of no other
_LEAST = 0.55  # share of the assignment's telling words that the report must have
_CLEAR = 0.1  # how far before the second best
_HEAD = 1500  # characters in which a paper says what it reports on


_TOLD_IN = """
SELECT a.id AS assignment, i.id AS item, i.number
FROM assignments AS a
JOIN decisions AS d ON d.document_id = a.document_id AND d.char_start <= a.char_start AND a.char_end <= d.char_end
JOIN agenda_items AS i ON i.id = d.agenda_item_id
WHERE a.decision_id IS NULL AND a.status IN ('done', 'reported')
ORDER BY a.id, d.char_start
"""


@dataclass(frozen=True, slots=True)
class Report:
    """A paper or agenda item that reports: what it is, whose it is, its number, date and words."""

    table: str
    id: str
    paper_id: str
    body: str
    organisation: str
    date: str
    case_number: str
    families: frozenset[str]
    titled: bool  # its title says that it reports; else it closes an assignment, and must have its case number


def link_reports(connection: sqlite3.Connection) -> list[Link]:
    """`reported_in` links: to the § whose decision says what becomes of the assignment; else to what is later than it,
    in its organisation, by case number or by its telling words, where one report is clearly the best.
    """
    told = {row["assignment"]: row for row in connection.execute(_TOLD_IN)}
    return [*(_told_in(row) for row in told.values()), *_by_likeness(connection, set(told))]


def _told_in(row: sqlite3.Row) -> Link:
    reason = words_of("chain.told_in_item", paragraph=row["number"] or "–")
    return Link(
        "reported_in", "assignments", row["assignment"], "agenda_items", row["item"], 0.95, "structure", *reason
    )


def _by_likeness(connection: sqlite3.Connection, told: set[str]) -> list[Link]:
    reports = _reports(connection)
    counts: dict[str, int] = defaultdict(int)
    index: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        for family in report.families:
            counts[family] += 1
            index[family].append(report)
    weights = {f: log(1 + len(reports) / n) for f, n in counts.items()}
    unseen = log(1 + len(reports))
    several = holds_several_organisations(connection)
    links: list[Link] = []
    for task in connection.execute(
        "SELECT a.id, coalesce(nullif(a.task, ''), a.quote) AS text, a.paper_id, a.report_to, d.date,"
        " coalesce(i.case_number, d.case_number) AS case_number, i.case_number AS item_case,"
        " coalesce(d.organisation, '') AS organisation FROM assignments AS a"
        " JOIN papers AS d ON d.id = a.paper_id LEFT JOIN decisions AS e ON e.id = a.decision_id"
        " LEFT JOIN agenda_items AS i ON i.id = e.agenda_item_id ORDER BY a.id"
    ):
        if task["id"] in told:
            continue
        families = frozenset(f for f in stem_families(task["text"]) - _EMPTY if not f[0].isdigit())
        rarest = sorted(families, key=lambda f: (len(index.get(f, ())), f))[:6]
        near = {
            (r.paper_id, r.id): r
            for family in rarest
            for r in index.get(family, ())
            if _may_report(task, r, several=several)
        }
        total = fsum(weights.get(f, unseen) for f in families) or 1.0
        scored = sorted(
            ((_score(task, r, families, weights, total), r.id, r) for r in near.values()), key=lambda s: (-s[0], s[1])
        )
        own_case = scored and task["item_case"] and task["item_case"] == scored[0][2].case_number
        if (
            scored
            and scored[0][0] >= (_SAME_CASE_LEAST + 0.2 if own_case else _LEAST)
            and (len(scored) == 1 or scored[0][0] - scored[1][0] >= _CLEAR)
        ):
            links.append(_link(task, scored[0][2], scored[0][0], families))
    return links


def _score(
    task: sqlite3.Row, report: Report, families: frozenset[str], weights: dict[str, float], total: float
) -> float:
    share = fsum(weights.get(f, 0.0) for f in families & report.families) / total
    case = 0.2 if task["case_number"] and task["case_number"] == report.case_number else 0.0
    return share + case + (0.1 if task["report_to"] and task["report_to"] == report.body else 0.0)


def _may_report(task: sqlite3.Row, report: Report, *, several: bool) -> bool:
    if report.paper_id == task["paper_id"] or not (task["date"] and report.date > task["date"]):
        return False
    if not report.titled and task["item_case"] != report.case_number:
        return False
    if several and not (task["organisation"] and report.organisation):
        return bool(task["case_number"]) and task["case_number"] == report.case_number
    return one_organisation(task["organisation"], report.organisation)


def _link(task: sqlite3.Row, report: Report, score: float, families: frozenset[str]) -> Link:
    words = (whole_word(task["text"], family) for family in sorted(families & report.families)[:4])
    why = [words_of("chain.shared_words", words=", ".join(words))]
    if task["case_number"] and task["case_number"] == report.case_number:
        why.append(words_of("chain.same_case", number=report.case_number))
    if task["report_to"] and task["report_to"] == report.body:
        why.append(words_of("chain.to_body", body=report.body))
    reason = words_of("chain.reports_back", why=join_words(why))
    confidence = round(min(0.9, 0.4 + 0.5 * score), 3)
    return Link("reported_in", "assignments", task["id"], report.table, report.id, confidence, "likeness", *reason)


def _reports(connection: sqlite3.Connection) -> list[Report]:
    """Papers and agenda items whose title or first words say that something is reported back."""
    found = []
    for row in connection.execute(
        "SELECT id, document_id, kind, coalesce(title, '') AS title, substr(text, 1, ?) AS head,"
        " lower(coalesce(body, '')) AS body, coalesce(organisation, '') AS organisation, coalesce(date, '') AS date,"
        " coalesce(case_number, '') AS number"
        " FROM filed_papers WHERE kind IN ('follow_up', 'official_report', 'response', 'other') ORDER BY id",
        (_HEAD,),
    ):
        if row["kind"] == "follow_up" or _REPORTING.search(row["title"]):
            families = stem_families(f"{row['title']} {row['head']}")
            found.append(_report("documents", row["document_id"], row["id"], row, families))
    for row in connection.execute(
        "SELECT i.id, i.paper_id, i.title, lower(coalesce(i.body, d.body, '')) AS body,"
        " coalesce(d.organisation, '') AS organisation, coalesce(i.date_from, d.date, '') AS date,"
        " coalesce(i.case_number, '') AS number, i.quote FROM agenda_items AS i"
        " JOIN papers AS d ON d.id = i.paper_id ORDER BY i.id"
    ):
        titled = _REPORTING.search(row["title"]) is not None
        if titled or (row["number"] and _CLOSING.search(row["quote"])):
            families = stem_families(row["title"])
            found.append(_report("agenda_items", row["id"], row["paper_id"], row, families, titled=titled))
    return found


def _report(
    table: str, own_id: str, paper_id: str, row: sqlite3.Row, families: frozenset[str], *, titled: bool = True
) -> Report:
    place = row["body"], row["organisation"], row["date"], row["number"]
    return Report(table, own_id, paper_id, *place, families, titled)
