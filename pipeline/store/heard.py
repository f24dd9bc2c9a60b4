"""Whether a board has been heard at all: a finding to one none of whose answers was read in is no proof of silence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from pipeline.lexicon.organisations import one_organisation

_ANSWERING = """
SELECT lower(coalesce(r.responder, d.body, '')), lower(coalesce(d.body, r.responder, '')), coalesce(d.organisation, ''),
    max(coalesce(r.date, d.date, '9999'))
FROM responses AS r JOIN papers AS d ON d.id = r.paper_id
WHERE r.id NOT IN (SELECT record_id FROM rejected_records)
GROUP BY 1, 2, 3
"""
_ASKED = """
SELECT DISTINCT lower(coalesce(f.addressee, '')) AS body, coalesce(d.organisation, '') AS organisation,
    substr(coalesce(d.date, CAST(f.year AS TEXT), ''), 1, 7) AS since
FROM findings AS f JOIN papers AS d ON d.id = f.paper_id
"""


def find_unheard(connection: sqlite3.Connection) -> Iterable[tuple[str, str, str]]:
    """The body, organisation and month (of papers without date: year) of findings to whose body the database holds no
    answer of then or later, to whatever; a finding that names no body is to its whole organisation.
    """
    answering = connection.execute(_ANSWERING).fetchall()
    for asked in connection.execute(_ASKED).fetchall():
        body, organisation, since = asked
        if not any(
            one_organisation(organisation, own)
            and latest[: len(since)] >= since
            and any(name in body or body in name for name in (responder, board))  # unknown: that can be anybody
            for responder, board, own, latest in answering
        ):
            yield body, organisation, since
