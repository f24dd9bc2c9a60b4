"""A document's own date: labelled in its head, at its signature, beside its body's name, or when it was settled."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.lexicon.bodies import find_bodies
from pipeline.lexicon.dates import find_dates, stands_below_adjusters
from pipeline.records import Document

_HEAD = 2500  # characters in which a paper says of when it is
_TOP = 12  # blocks or lines
_TAIL = 8  # lines at the end among which a lone date stands above the names
_ITEM = re.compile(r"[-–•*·]\s")
_SHORT = 60  # characters of a line that is little but a date
_MEETING_PLACE = r"(?<!justeringens )(?<!justering )\b(?:tid och plats|plats och tid)(?! för justering)"
_DATED = re.compile(
    r"(?:^(?:fastställ[dt]|antage[nt]|beslutad) (?:av|i|vid) [^\d\n]{3,60}?(?=\s(?:den )?\d)|"
    rf"(?:\b(?:sammanträde|tid)|{_MEETING_PLACE})\s*:?\s+(?:\w+dag(?:en)?\b|(?=\d{{4}}-\d\d-\d\d|den\s\d))|"
    rf"{_MEETING_PLACE}\s*:?\s[^\d\n]{{3,80}}?(?=\s(?:den\s\d|\d{{4}}-\d\d-\d\d))|"
    r"(?:sammanträdesdatum|sammanträdesdag|mötesdatum)"
    r"(?:\s*:?\s+(?-i:[A-ZÅÄÖ])[a-zåäö,-]+(?: [a-zåäö,-]+){0,5}(?=\s\d))?|"
    r"(?<![a-zåäö])datum|beslutsdatum|version \d+|"
    r"(?<![a-zåäö] )(?:utfärdat|upprättad|fastställd|antagen))\s*:?\s*",
    re.IGNORECASE | re.MULTILINE,
)
# What stands before a meeting that is yet to be held: there something is to be reported.
_TO_COME = re.compile(
    r"\b(?:återkom|återrapport|redovis|rapportera|presentera|uppdra|i uppdrag|senast|nästa|kommande|inför|"
    r"till (?:\w+s )?$)",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^(?!Nr\b|Nummer\b|Juster|Anslag|Möte|Sammanträd|Protokoll|Tjänste|Motion|Skrivelse|Yttrande|Missiv|Rapport|Remiss|Bilaga)"
    r"[A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)?,?\s+(?:den\s+)?(?=\d)"
)
_MINUTES = re.compile(r"\b(?:sammanträdes)?protokoll(?:sutdrag)?\b(?! (?:skickas|till)\b)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"§+\s?\d+(?:\s[a-z])?")
_ADJUSTED = re.compile(r"(?:justering|anslag|plats och (?:tid|datum) för justering|överklagande)", re.IGNORECASE)
_NAMES = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)? [A-ZÅÄÖ][a-zåäöé]+")
_DECIDED_ON = re.compile(  # "Nämnden fastställde svaret den 18 februari", "behandlade rapporten den 8 februari, § 17"
    r"\b(?:behandla(?:t|de)|fastställ(?:t|de)|beslutat|beslutade|antagit|antog)\b", re.IGNORECASE
)
_ON_IT = re.compile(
    r"\b(?:svaret|följande svar|nedanstående svar|yttrandet|förklaringen|"
    r"\w*(?:rapport|redogörelse|skrivelse)(?:n|en)?)\b",
    re.IGNORECASE,
)
_AUDITORS = re.compile(r"\b\w*revis(?:or|ion)\w*\b", re.IGNORECASE)
# "Granskning av delårsrapport per 2020-08-31" tells the period, "Nr 29 Mars 2012" the report's number.
_NOT_OWN = re.compile(
    r"(?:\bper(?: den)?|\bnr\.?|\b(?:delårs|kvartals|tertial)\w*|\b\w*bokslut(?:et)?|\bårsredovisning(?:en)?|"
    r"\btill och med|\bt\.?o\.?m\.?|\bsenast(?: den)?)\s*$",
    re.IGNORECASE,
)
# A meeting that auditors tell of in running text: "har vid sammanträde den 4 maj beslutat".
_MET = re.compile(r"[a-zåäö] sammanträde", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.\n]+(?:\.|$)")


def find_own_date(document: Document, kind: str) -> str | None:
    """The date that the document bears, ISO; None where it bears none, or none that is surely its own."""
    heads = _in_header(document)
    return (
        _labelled(document, kind, headed=heads is not None)
        or (heads if kind.startswith("minutes") else None)  # they are signed when they are adjusted, days later
        or _signed(document)
        or heads
        or _alone(document)
        or _above_names(document)
        or _decided_on(document, kind)
    )


def signature_date(line: str, *, whole: bool = False) -> str | None:
    """The date of "Exempelstad den 18 november 2025" that opens a line, or is the whole of it."""
    match = _SIGNED.match(line)
    dates = find_dates(line, match.end()) if match and len(line) < 80 else []
    if match and dates and dates[0].start == match.end() and dates[0].precision == "day":
        return None if whole and line[dates[0].end :].strip(" .") else dates[0].date_from
    return None


def _labelled(document: Document, kind: str, *, headed: bool) -> str | None:
    """`headed`: the head of minutes bears a date, and what they tell of another body's meeting is not theirs."""
    head = document.flow[:_HEAD]
    for label in _DATED.finditer(head):
        placed = "plats" in label[0].lower()
        if placed and kind.startswith("minutes") and stands_below_adjusters(document.text, label.start()):
            continue
        start = label.end()
        sentence = max(head.rfind("\n", 0, label.start()), head.rfind(". ", 0, label.start())) + 1
        if _TO_COME.search(head, sentence, label.start()):
            continue  # "återkomma till nämndens sammanträde den 24 september"
        others = kind.startswith("audit") or (headed and kind.startswith("minutes"))
        if others and _MET.match(head, max(0, label.start() - 2)):
            continue
        if (dates := find_dates(head, start, start + 80)) and not head[start : dates[0].start].strip(" den"):
            return dates[0].date_from
    return None


def _signed(document: Document) -> str | None:
    blocks = [document.flow[block.start : block.end] for block in document.blocks]
    lines = [line.strip() for line in document.text.splitlines() if line.strip()]
    for above, words in pairwise(["", *blocks]):
        if (signed := signature_date(words)) and not _ADJUSTED.match(above):
            return signed
    for above, line in pairwise(["", *lines]):  # a short line that was taken for the end of the paragraph above it
        if (signed := signature_date(line, whole=True)) and not _ADJUSTED.match(above):
            return signed
    return None


def _in_header(document: Document) -> str | None:
    """The date that ends a line of the head with the label of minutes, or with a body and its §, or stands with a §."""
    above = ""
    for line in document.text[:_HEAD].splitlines()[:_TOP]:
        label, above = above, line.strip() or above
        line = f"{label} {line}" if _MINUTES.fullmatch(label) else line  # two cells of a form
        dates = [d for d in find_dates(line) if d.precision == "day"]
        if len(dates) != 1 or _ITEM.match(line):  # "- Kulturnämnden 2009-02-17": one of the papers of the matter
            continue
        if _MINUTES.search(line, 0, dates[0].start) and not line[dates[0].end :].strip(" ,.") and "§" not in line:
            return dates[0].date_from
        rest = _PARAGRAPH.sub("", line[: dates[0].start] + line[dates[0].end :])
        if rest != line[: dates[0].start] + line[dates[0].end :] and not rest.strip(" ,.:–-"):
            return dates[0].date_from  # "2022-12-01 § 93"
        named = find_bodies(rest)
        if named and not rest.replace(named[0].as_written, "", 1).strip(" ,.:–-"):
            return dates[0].date_from
    return None


def _alone(document: Document) -> str | None:
    for block in document.blocks[:_TOP]:
        line = document.flow[block.start : block.end]
        if block.kind == "table" or len(line) >= _SHORT or "§" in line:
            continue
        dates = [d for d in find_dates(line) if not _NOT_OWN.search(line, 0, d.start)]
        if dates and dates[0].precision == "day":
            return dates[0].date_from
    return None


def _above_names(document: Document) -> str | None:
    """A date that has a line for itself above the names at the end."""
    lines = [line.strip() for line in document.text.splitlines() if line.strip()][-_TAIL:]
    for line, below in pairwise(lines):
        dates = find_dates(line)
        if dates and dates[0].precision == "day" and not (line[: dates[0].start] + line[dates[0].end :]).strip(" .den"):
            return dates[0].date_from if _NAMES.match(below) else None
    return None


def _decided_on(document: Document, kind: str) -> str | None:
    """The day on which a body says that it settled its answer, or the auditors their letter or report."""
    auditors = kind.startswith("audit") or kind in {"cover_letter", "follow_up"}
    if kind != "response" and not auditors:
        return None
    for match in _SENTENCE.finditer(document.flow, 0, min(_HEAD, len(document.flow))):
        words = match[0]
        settled = _DECIDED_ON.search(words)
        dates = [d for d in find_dates(words) if d.precision == "day"]
        if settled is None or not _ON_IT.search(words):
            continue
        if len(dates) > 1:  # "har den 19 mars behandlat rapporten och begär svar senast den 30 juni"
            dates = [d for d in dates if d.end <= settled.start() and not words[d.end : settled.start()].strip()]
        if len(dates) != 1:
            continue
        by_auditors = _AUDITORS.search(words, 0, settled.start()) is not None
        if by_auditors == auditors:
            return dates[0].date_from
    return None
