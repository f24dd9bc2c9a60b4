"""Who speaks in a document: the auditors, the body that they audited, or those who keep the minutes."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon
from pipeline.records import Reading

AUDITORS = "auditors"
BOARD = "board"

_AUDIT_KINDS = frozenset({"audit_report", "audit_statement", "cover_letter"})
_AUDIT_TITLE = re.compile(
    r"revisionsrapport|granskningsrapport|revisionsredogörelse|granskningsredogörelse|rapportsammandrag|"
    r"revisionsberättelse|revisionskontoret|\bmissiv\b|revisorsgruppen|förtroendevalda revisorer",
    re.IGNORECASE,
)


def speaker(reading: Reading) -> str:
    """AUDITORS for reports, statements and cover letters of theirs, else BOARD.

    A document of unknown kind is the auditors' when its head names such a paper and they judge in it more than once.
    """
    if reading.facts.kind in _AUDIT_KINDS:
        return AUDITORS
    if reading.facts.kind != "other" or not _AUDIT_TITLE.search(reading.document.flow[:3000]):
        return BOARD
    judged = load_lexicon("findings").pattern("voice.judges").regex.findall(reading.document.flow)
    return AUDITORS if len(judged) >= 2 else BOARD
