"""Whose a document is: organisation, body, its own date and case number, as its head and its end state them."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import canonical_body, document_abbreviations, find_bodies
from pipeline.lexicon.dates import find_dates
from pipeline.records import Document
from pipeline.structure.title import top_blocks

_HEAD = 3000
_GENERIC = frozenset(
    {"nämnden", "styrelsen", "fullmäktige", "utskottet", "nämnderna", "styrelserna", "bolagsstyrelsen"}
)
_NAME = r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäö]+)?"
_ORGANISATION = re.compile(
    rf"\b(?:Region {_NAME}(?: (?:{_NAME}|län))?|Landstinget {_NAME}(?: län)?|{_NAME} läns landsting"
    rf"|(?:{_NAME} )?{_NAME} (?:kommun|Kommun|stad|Stad)|Västra Götalandsregionen|Kommunalförbundet {_NAME})\b"
)
_CASE_NUMBER = re.compile(
    r"(?i:dnr|d\.nr|diarienummer|diarienr|ärendenummer|ärendenr|ärende-id|beteckning)[:.]?\s*(?P<number>"
    r"(?:[A-ZÅÄÖ]{1,6}[A-Za-zåäö]{0,4}[ /–-]?)?\d[\d/–:.-]*(?:[A-ZÅÄÖ]{2,4}\d+)?(?:/[A-ZÅÄÖ\d]+)*"
    r"(?:[ ]\d{1,5}\b(?=\s|$))?"
    r"|[A-ZÅÄÖ]{1,6}(?:[ /–-][A-ZÅÄÖ]{2,5})?[ /–-]\d[\d/–:.-]*)"
)
_ITEM_NUMBER = re.compile(r"(?m)^§\s?\d+,?\s+(?P<number>[A-ZÅÄÖ\d]+(?:[/-]\d+)+)\s*$")
_OWN_DATE = re.compile(r"(?i)\b(?:utfärdat|utfärdad|datum|daterad|daterat|upprättad|datum för beslut)[:\s]+")
_MEETING_DATE = re.compile(r"(?i)\b(?:sammanträdesdatum|sammanträdesdag|sammanträde|mötesdatum)(?:\s+den)?[:\s]+")
_SIGNED = re.compile(rf"(?m)^\W{{0,2}}(?:{_NAME}(?: {_NAME})?,?\s+)(?:den\s+)?(?=\d)")


def find_organisation(document: Document) -> str | None:
    """The region or municipality named most, its head counting more."""
    flow = document.text[:_HEAD] + "\n" + document.flow
    known = load_lexicon("kinds").words["regions"]
    counts: Counter[str] = Counter()
    for match in _ORGANISATION.finditer(flow):
        name = next((r for r in known if match[0].startswith(r)), match[0])
        if name.startswith("Region ") and name not in known:
            continue
        name = re.sub(r"^(?:I|Till|Av|För|Från|Hos|Inom|Om|Att|Vid|Göteborg) (?=[A-ZÅÄÖ])", "", name)
        weight = 20 if match.start() < 200 else 5 if match.start() < _HEAD else 1
        counts[re.sub(r" (?:stad)$", " Stad", name)] += weight
    return counts.most_common(1)[0][0] if counts else None


def find_body(document: Document, kind: str, title: str | None) -> str | None:
    """The body whose paper it is; for an audit the audited body, when there is only one."""
    own = document_abbreviations(document.flow)
    for block in top_blocks(document, 14):
        text = " ".join(document.text[block.start : block.end].split())
        bodies = [b for b in find_bodies(text, abbreviations=own) if b.name not in _GENERIC]
        addressed = text.lower().startswith(("till ", "i "))
        is_header = len(bodies) == 1 and len(text) <= len(bodies[0].as_written) + 45 and not addressed
        if is_header and kind in {"minutes", "minutes_extract", "response"} and text != title:
            return bodies[0].name
    titled = [b.name for b in find_bodies(title or "", abbreviations=own) if b.name not in _GENERIC]
    if titled and kind in {"response", "audit_report", "follow_up", "action_plan"} and len(set(titled)) == 1:
        return titled[0]
    proposed = re.search(r"\bI (?P<body>[^\n,:]{5,60})[,:]", document.flow[:_HEAD])
    if proposed and find_bodies(proposed["body"]) and kind == "official_report":
        return canonical_body(proposed["body"], abbreviations=own)
    named = Counter(b.name for b in find_bodies(document.flow, abbreviations=own) if b.name not in _GENERIC)
    if kind == "audit_statement":
        return None
    return _dominant(named)


def _dominant(named: Counter[str]) -> str | None:
    """The body named twice as often as any other: a council that a board writes to does not count against it."""
    councils = {"kommunfullmäktige", "regionfullmäktige", "landstingsfullmäktige"}
    first = [(n, c) for n, c in named.most_common() if n not in councils]
    if first and first[0][1] >= 2 and (len(first) == 1 or first[0][1] >= 2 * first[1][1]):
        return first[0][0]
    return None


def find_date(document: Document, kind: str) -> str | None:
    """The day the document bears: its label, a line of its own near the top, or place and day above the signatures."""
    head = document.text[:_HEAD]
    is_minutes = kind in {"minutes", "minutes_extract"}
    for match in (_MEETING_DATE if is_minutes else _OWN_DATE).finditer(head):
        dates = find_dates(head, match.end(), match.end() + 40)
        if dates and dates[0].precision == "day" and dates[0].start - match.end() < 12:
            return dates[0].date_from
    for block in top_blocks(document, 14):
        text = document.text[block.start : block.end]
        dates = find_dates(text)
        if len(dates) == 1 and dates[0].precision == "day" and len(text) - (dates[0].end - dates[0].start) < 25:
            return dates[0].date_from
    if is_minutes:
        days = [d for d in find_dates(head) if d.precision == "day"]
        return days[0].date_from if days else None
    for match in _SIGNED.finditer(document.flow):
        dates = find_dates(document.flow, match.end(), match.end() + 30)
        if dates and dates[0].start == match.end() and dates[0].precision == "day":
            return dates[0].date_from
    return None


def find_case_number(document: Document) -> str | None:
    """The document's own case number: the first that a label in its head announces."""
    head = document.text[:_HEAD]
    match = _CASE_NUMBER.search(head) or _ITEM_NUMBER.search(head)
    return match["number"].strip(" .,:-–/") if match else None
