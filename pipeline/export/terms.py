"""The names that people give the database's values, in Swedish or English."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from pipeline.messages import has_message, message

# The terms of records that have a name by a column of theirs: a proposal is no decision, a statement no reservation.
_OWN = {"findings": "finding", "reservations": "reservation", "decisions": "decision", "responses": "standing"}


def term(field: str, value: object, lang: str = "sv") -> str:
    """What a value of a field is called (`terms.<field>_<value>`); an unknown value as it stands, None as nothing."""
    if value is None or value == "":
        return ""
    key = f"terms.{field}_{value}"
    return message(key, lang) if has_message(key) else str(value)


def kind_term(table: str, kind: str | None, lang: str = "sv") -> str:
    """What a record is called: its own kind when that has a name of its own, else its table's."""
    own = f"{_OWN.get(table, '')}_{kind}"
    if own == "standing_adopted" or not has_message(f"terms.{own}"):
        return term("table", table, lang)
    return message(f"terms.{own}", lang)


def record_term(table: str, record: sqlite3.Row | Mapping[str, Any], lang: str = "sv") -> str:
    """What a record is called, by its table and its columns."""
    column = "standing" if table == "responses" else "kind"
    return kind_term(table, record[column] if column in record.keys() else None, lang)  # noqa: SIM118  (rows too)
