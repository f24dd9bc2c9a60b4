"""Search over every record and page: ranked, with the hits marked, by Swedish words in all their forms."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from pipeline.errors import NotFoundError
from pipeline.lexicon import load_lexicon
from pipeline.messages import message
from pipeline.store.query import Term, match_expression, parse_query
from pipeline.store.stems import stem_of, word_spans

SNIPPET_LENGTH = 260  # characters


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be: kind as people name it, part of a body's name, ISO dates, status."""

    kind: str | None = None
    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One record or page found. `marks` are the hits' (start, end) in `snippet`; a lower `score` is a better hit."""

    record_type: str
    record_id: str
    document_id: str
    filename: str
    path: str
    title: str | None
    page: int
    kind: str | None
    body: str | None
    date: str | None
    status: str | None
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float
    verdict: str | None = None  # a person's on the record by itself
    also: tuple[tuple[str, int], ...] = ()  # file and page of each further place with the same words


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first; `all_words` is false when nothing holds all the words and these hold some.

    What stands in the same words in several files (a bundle, PDF and Word) is one hit, at the first place.
    """

    hits: list[Hit]
    total: int
    all_words: bool


def search(
    connection: sqlite3.Connection, query: str, filters: Filters | None = None, *, limit: int = 20
) -> SearchResult:
    """Search the database. Raises NotFoundError when a filter names a kind that does not exist."""
    filters = filters or Filters()
    terms = parse_query(connection, query)
    if not terms:
        return SearchResult([], 0, True)
    connection.create_function("holds", 2, _holds, deterministic=True)
    where, values = _conditions(filters)
    for joiner in ("AND", "OR"):
        rows = connection.execute(
            "SELECT s.*, bm25(search) AS score, d.filename, d.path, d.title, v.verdict FROM search AS s"
            " JOIN documents AS d ON d.id = s.document_id LEFT JOIN record_states AS v ON v.record_id = s.record_id"
            f" WHERE search MATCH ?{where}"
            " ORDER BY score, s.rowid",
            (match_expression(terms, joiner), *values),
        ).fetchall()
        if rows or len(terms) == 1:
            break
    kept = _without_needless_pages(rows) if filters.kind is None else rows
    places = _by_words(kept)
    return SearchResult([_hit(rows, terms) for rows in places[:limit]], len(places), joiner == "AND")


def kind_of(name: str, lang: str = "sv") -> tuple[str, str | None]:
    """The table, and the record's own kind, that a Swedish or English name stands for. Raises NotFoundError."""
    wanted = name.strip().lower()
    tables = load_lexicon("search").words["kinds"]
    for table, kinds in tables.items():
        for kind, names in kinds.items():
            if wanted in names or (kind == "" and wanted == table) or stem_of(wanted) in {stem_of(n) for n in names}:
                return table, kind or None
    known = ", ".join(message(f"terms.table_{table}", lang).lower() for table in tables)
    raise NotFoundError(message("search.unknown_kind", lang, kind=name, known=known))


def _conditions(filters: Filters) -> tuple[str, list[object]]:
    where, values = "", list[object]()
    if filters.kind:
        table, kind = kind_of(filters.kind)
        where += " AND s.record_type = ?" + (" AND s.kind = ?" if kind else "")
        values += [table, kind] if kind else [table]
    if filters.body:
        where += " AND holds(s.body, ?)"
        values.append(filters.body.lower())
    if filters.date_from:
        where += " AND s.date >= ?"
        values.append(filters.date_from)
    if filters.date_to:
        where += " AND s.date <= ?"
        values.append(filters.date_to + "\uffff"[: len(filters.date_to) < 10])  # 2017 takes in all of 2017
    if filters.status in {"answered", "partly_answered", "unanswered", "not_due"}:
        where += " AND s.record_id IN (SELECT finding_id FROM coverage WHERE status = ?)"
        values.append(filters.status)
    elif filters.status == "rejected":
        where += " AND v.verdict = 'rejected'"
    elif filters.status:
        where += " AND s.status = ?"
        values.append(filters.status)
    return where, values


def _holds(text: str | None, part: str) -> bool:
    return text is not None and part in text.lower()


def _without_needless_pages(rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Leave out pages of which a record was found: the record says the same, and more."""
    told = {(row["document_id"], row["page"]) for row in rows if row["record_type"] != "pages"}
    return [row for row in rows if row["record_type"] != "pages" or (row["document_id"], row["page"]) not in told]


def _by_words(rows: list[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    """The rows that are one hit: of one kind, day and status, in the same words."""
    places: dict[tuple[object, ...], list[sqlite3.Row]] = {}
    for row in rows:
        told = (row["record_type"], row["kind"], row["date"], row["status"], row["verdict"])
        places.setdefault((*told, " ".join(row["text"].lower().split())), []).append(row)
    return list(places.values())


def _hit(rows: list[sqlite3.Row], terms: list[Term]) -> Hit:
    row, *others = rows
    snippet, marks = cut_snippet(row["text"], terms)
    return Hit(
        row["record_type"], row["record_id"], row["document_id"], row["filename"], row["path"], row["title"],
        int(row["page"]), row["kind"], row["body"], row["date"], row["status"], snippet, marks, round(row["score"], 4),
        row["verdict"], tuple((other["filename"], int(other["page"])) for other in others),
    )  # fmt: skip


def cut_snippet(text: str, terms: list[Term]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of the text where most different terms stand close together, and where the hits are in it."""
    spans = word_spans(text)
    hits: list[tuple[int, int, int]] = []  # start, end, which term
    words = [word for word, _, _ in spans]
    for number, term in enumerate(terms):
        size = len(term.words)
        for i, (word, start, end) in enumerate(spans):
            if term.stems and (word in term.words or stem_of(word) in term.stems):
                hits.append((start, end, number))
            elif not term.stems and tuple(words[i : i + size]) == term.words:
                hits.append((start, spans[i + size - 1][2], number))
    hits.sort()
    if len(text) <= SNIPPET_LENGTH or not hits:
        begin, stop = 0, min(len(text), SNIPPET_LENGTH)
    else:
        reach = SNIPPET_LENGTH - 80
        best = max(hits, key=lambda h: (len({o[2] for o in hits if h[0] <= o[0] < h[0] + reach}), -h[0]))
        begin = max(0, best[0] - 60)
        begin = 0 if begin == 0 else text.find(" ", begin, best[0] + 1) + 1 or best[0]
        stop = min(len(text), begin + SNIPPET_LENGTH)
    if stop < len(text):
        stop = max((end for _, end, _ in hits if begin < end <= stop), default=begin)
        stop = max(stop, text.rfind(" ", begin, begin + SNIPPET_LENGTH))
    head, tail = ("… " if begin else ""), (" …" if stop < len(text) else "")
    shift = len(head) - begin
    marks = tuple((start + shift, end + shift) for start, end, _ in hits if begin <= start and end <= stop)
    return head + text[begin:stop] + tail, marks
