"""A minority's statement that the body made its own: the decision, or the side that won, names its motion."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator

from pipeline.lexicon import load_lexicon
from pipeline.messages import words_of
from pipeline.records import Link

METHOD = "adopted_motion"  # chains.py takes the statements so linked for the body's answer, and no official's beside
_LETTERS = re.compile(r"\b(?:SD|MP|KD|FI|S|M|V|L|C|D)\b")
_MOTION = re.compile(
    r"(?:bifall\w*|enligt|i enlighet med|antar?\b|ställer sig bakom)[^.;]{0,100}?(?:yrkande|förslag|yttrande)"
    r"[^.;]{0,60}",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:avsl\w+|förkasta\w*)", re.IGNORECASE)
_STATEMENTS = """
SELECT r.id, r.responder, r.document_id, r.char_start, r.char_end, d.kind, lower(coalesce(d.body, '')) AS body,
    coalesce(d.case_number, '') AS case_number
FROM responses AS r JOIN papers AS d ON d.id = r.paper_id
WHERE r.standing = 'minority' AND r.responder IS NOT NULL ORDER BY r.id
"""
_DECISIONS = """
SELECT d.id, d.quote, d.agenda_item_id AS item, i.number, i.document_id, i.char_start, i.char_end,
    lower(coalesce(d.body, i.body, '')) AS body, coalesce(d.case_number, i.case_number, '') AS case_number
FROM decisions AS d JOIN agenda_items AS i ON i.id = d.agenda_item_id
WHERE d.kind = 'decided' AND coalesce(d.outcome, '') NOT IN ('rejected', 'referred_back')
    AND lower(coalesce(i.title, '') || ' ' || d.quote || ' ' || coalesce(i.quote, '')) LIKE '%revis%'
ORDER BY d.id
"""


def link_adopted_statements(connection: sqlite3.Connection) -> list[Link]:
    """`decided_in` links from statements of parties to the decisions by which they became the body's answer."""
    statements = connection.execute(_STATEMENTS).fetchall()
    if not statements:
        return []
    in_document, in_case = defaultdict(list), defaultdict(list)
    for row in connection.execute(_DECISIONS):
        in_document[row["document_id"]].append(row)
        if row["case_number"]:
            in_case[row["body"], _bare(row["case_number"])].append(row)
    winners = _winning_words(connection)
    makers = _makers(connection)
    links = []
    for statement in statements:
        own = [
            row
            for row in in_document[statement["document_id"]]
            if row["char_start"] <= statement["char_start"] and statement["char_end"] <= row["char_end"]
        ]
        by_case = in_case.get((statement["body"], _bare(statement["case_number"])), []) if not own else []
        parties = parties_in(statement["responder"])
        for row in own or by_case:
            named = set().union(*(
                _parties_of(words, makers[row["item"]]) for words in (*_motions_in(row["quote"]), *winners[row["item"]])
            ))  # fmt: skip
            if parties & named:
                reason = words_of(
                    "chain.adopted_motion", parties=", ".join(sorted(parties & named)), paragraph=row["number"]
                )
                links.append(
                    Link("decided_in", "responses", statement["id"], "decisions", row["id"], 0.8, METHOD, *reason)
                )
    return links


def parties_in(text: str) -> set[str]:
    """The parties that a text names, as their letters."""
    lower = text.lower()
    parties = load_lexicon("people").words["parties"]
    return {letters for begins, letters in parties.items() if begins in lower} | set(_LETTERS.findall(text))


def _motions_in(quote: str) -> Iterator[str]:
    """The words of a decision that say whose motion it follows."""
    for found in _MOTION.finditer(" ".join(quote.split())):
        if not _REFUSED.search(found[0]):
            yield found[0]


def _winning_words(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """By item, what the winning side of its last ballot voted for, unless that was to refuse something."""
    words: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        "SELECT agenda_item_id, CASE winner WHEN 'yes' THEN yes_means ELSE no_means END FROM ballots AS b"
        " WHERE winner IS NOT NULL AND ballot ="
        " (SELECT max(ballot) FROM ballots AS o WHERE o.agenda_item_id = b.agenda_item_id)"
    ):
        if row[1] and not _REFUSED.search(row[1]):
            words[row[0]] = [row[1]]
    return words


def _makers(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """By item, who made motions of their own, with their party's letters."""
    makers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in connection.execute("SELECT agenda_item_id, name, party FROM motions WHERE party IS NOT NULL"):
        makers[row[0]].append((row[1], row[2]))
    return makers


def _parties_of(words: str, makers: list[tuple[str, str]]) -> set[str]:
    """The parties that the words name, or whose members they name."""
    named = [party for name, party in makers if name and name in words]
    return parties_in(words).union(*(parties_in(party) for party in named))


def _bare(number: str) -> str:
    return "".join(c for c in number.lower() if c.isalnum())
