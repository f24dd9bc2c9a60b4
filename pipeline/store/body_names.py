"""One key for all names of a body: by the language, and by what the organisation's documents say of former names."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass, field

from pipeline.lexicon.organisations import body_key, organisation_key

_LONGEST = 5  # renamings of one body that are followed


@dataclass(frozen=True, slots=True)
class BodyNames:
    """What `body_names` says: (organisation, other name) -> name, both as keys; only where one name is given."""

    names: dict[tuple[str, str], str] = field(default_factory=dict)

    def key(self, organisation: str | None, body: str | None) -> str:
        """The key under which all names of the body meet; "" for none."""
        own, key = organisation_key(organisation), body_key(body)
        for _ in range(_LONGEST):
            after = self.names.get((own, key))
            if after is None or after == key:
                break
            key = after
        return key


def read_body_names(connection: sqlite3.Connection) -> BodyNames:
    """The names of all organisations. One that means two bodies, in the same organisation, means none."""
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    rows = connection.execute("SELECT organisation, name, other FROM body_names").fetchall()
    for row in rows:
        said[organisation_key(row["organisation"]), body_key(row["other"])].add(body_key(row["name"]))
    return BodyNames({key: next(iter(names)) for key, names in said.items() if len(names) == 1})
