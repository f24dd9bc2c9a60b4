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
_OTHERS_PAPER = re.compile(
    r"tjänsteutlåtande|tjänsteskrivelse|utdrag ur protokoll|protokollsutdrag|sammanträdesprotokoll|^\s*yttrande\b",
    re.IGNORECASE | re.MULTILINE,
)
_AUDITORS_FOLLOW_UP = re.compile(
    r"\b(?:(?:lekmanna)?revisorerna|revisionen|revisionskontoret|stadsrevisionen|pwc|kpmg|ey|deloitte)\b[^.]{0,90}\b"
    r"(?:följ(?:t|er|a|de)\b[^.]{0,60}\bupp|(?:genomför[at]|gjort|göra) en uppföljning)\b|"
    r"\bi (?:vår |denna )?granskningen? har vi\b|"
    r"\b(?:lekmanna)?revisorerna (?:träffade|har träffat|har frågat)\b|"
    r"\b(?:lekmanna)?revisorernas (?:syn|möte|egen bedömning)\b",
    re.IGNORECASE,
)
_AUDITORS_NOTES = re.compile(r"\b(?:minnes)?anteckning\w*\b[^.\n]{0,40}\brevisorernas\b", re.IGNORECASE)
_HEAD = 250  # characters in which a paper says what it is
_MORE_THAN_IN_PASSING = 2
_TITLES = 600  # characters in which it names itself; further on it may speak of another's "tjänsteutlåtande"
_NOTICE = 6000  # characters of a notice on the auditors' pages, or of their newsletter, at most
_FOLLOW_UP_HEAD = 3000  # characters in which a follow-up says who made it


def speaker(reading: Reading) -> str:
    """AUDITORS for reports, statements and cover letters of theirs, else BOARD.

    A document of unknown kind is the auditors' when its head names such a paper and they judge in it more than once,
    or it is short and tells what they reviewed and how they judge that;
    a follow-up, when it says that they are the ones who followed up, or they head or sign it, or speak in it of what
    they recommended as theirs.
    """
    if reading.facts.kind in _AUDIT_KINDS:
        return AUDITORS
    head = reading.document.flow[:_FOLLOW_UP_HEAD]
    if reading.facts.kind == "follow_up" and (_AUDITORS_FOLLOW_UP.search(head) or _sent_by_auditors(reading)):
        return BOARD if _OTHERS_PAPER.search(head[:_TITLES]) else AUDITORS
    if reading.facts.kind in {"follow_up", "other"} and _is_theirs_throughout(reading):
        return BOARD if _OTHERS_PAPER.search(head[:_TITLES]) else AUDITORS
    if reading.facts.kind == "other" and (_AUDITORS_NOTES.search(head[:_HEAD]) or _signed_by_auditors(reading)):
        return AUDITORS
    if reading.facts.kind != "other":
        return BOARD
    if _is_notice(reading):
        return AUDITORS
    if not _AUDIT_TITLE.search(reading.document.flow[:3000]):
        return BOARD
    judged = load_lexicon("findings").pattern("voice.judges").regex.findall(reading.document.flow)
    return AUDITORS if len(judged) >= 2 else BOARD


def _is_notice(reading: Reading) -> bool:
    """Whether a short text without a paper's marks tells what the auditors reviewed and judges as they do: a notice or
    newsletter of theirs. What boards propose, decide or answer in, or only others are heard in, is none.
    """
    flow = reading.document.flow
    told = load_lexicon("findings").pattern
    if len(flow) > _NOTICE or _OTHERS_PAPER.search(flow) or told("notice.others").regex.search(flow):
        return False
    reviewed = told("notice.reviewed").regex.search(flow)
    return reviewed is not None and told("notice.judges").regex.search(flow) is not None


def _is_theirs_throughout(reading: Reading) -> bool:
    """Whether the paper speaks of "our recommendation", "we have reviewed" more than in passing."""
    ours = load_lexicon("findings").pattern("speaker.auditors").regex
    return sum(1 for _ in ours.finditer(reading.document.flow)) >= _MORE_THAN_IN_PASSING


def _sent_by_auditors(reading: Reading) -> bool:
    """Whether auditors head the paper or sign it, on a line of their own."""
    return _has_line(reading, "audit_report.sender") or _signed_by_auditors(reading)


def _signed_by_auditors(reading: Reading) -> bool:
    return _has_line(reading, "audit_report.signed")


def _has_line(reading: Reading, pattern: str) -> bool:
    document = reading.document
    cue = load_lexicon("kinds").pattern(pattern).regex
    lines = (line.strip() for block in document.blocks for line in document.text[block.start : block.end].split("\n"))
    return any(cue.search(line) for line in lines)
