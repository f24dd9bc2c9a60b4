"""The names that people give the database's values, in Swedish or English."""

from __future__ import annotations

from pipeline.messages import has_message, message


def term(field: str, value: object, lang: str = "sv") -> str:
    """What a value of a field is called (`terms.<field>_<value>`); an unknown value as it stands, None as nothing."""
    if value is None or value == "":
        return ""
    key = f"terms.{field}_{value}"
    return message(key, lang) if has_message(key) else str(value)


def kind_term(table: str, kind: str | None, lang: str = "sv") -> str:
    """What a record is called: its own kind when that has a name of its own, else its table's."""
    if table == "findings" and kind:
        return term("finding", kind, lang)
    return term("table", table, lang)
