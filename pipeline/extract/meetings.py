"""The meetings that a document is the minutes of: day, hours, place, number, adjustment and its notice."""

from __future__ import annotations

import re
from datetime import date

from pipeline.lexicon.bodies import document_abbreviations, find_bodies
from pipeline.lexicon.dates import find_dates, stands_below_adjusters
from pipeline.records import At, Meeting, Reading, record_id

_MEETING_DAY = re.compile(
    r"(?i)\b(?:sammanträdesdatum|sammanträdesdag|mötesdatum|sammanträdestid|datum för sammanträdet?)(?: den\b)?[:\s]*"
    r"(?:[A-ZÅÄÖ][a-zåäö,-]+(?: [a-zåäö,-]+){0,5}\s+)?(?=\d)"
)
# Without such a label: the day on the line of place and time, or the minutes' own heading.
_OTHER_DAY = re.compile(
    r"(?im)^[^\S\n]*(?![^\n]{0,40}\b(?:anslag|justering|överklag|nedtag))"
    r"(?:plats och tid|tid och plats|tid|sammanträde|sammanträdestid|datum|protokoll från sammanträdet?|"
    r"protokoll fört vid)\b[^\n]{0,90}?"
    r"(?=\b(?:\d{4}-\d\d-\d\d|\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)))"
)
_PROTOCOL = re.compile(
    r"(?i)\bprotokoll\s+(?:nr\s*(?P<numbered>\d+(?:/\d{2,4})?)|(?P<number>\d{1,3}(?:/\d{2,4})?))\b(?!\s?[-–]\s?\d|[^\S\n][a-zåäö]|\s?\(\d)"
)
# The head of a later page, where the first one's is lost.
_PAGE_PROTOCOL = re.compile(r"(?im)^[^\S\n]*protokoll nr (?P<numbered>\d{1,3}(?:/\d{2,4})?)[^\S\n]*$")
# Where the words of place end, and those of time begin: "Rådhuset, måndagen den 3 maj", "Stadshuset Kl 17.00".
_TIME = re.compile(
    r"(?i),?\s*(?:\b(?:kl\b|klockan\b|(?:mån|tis|ons|tors|fre|lör|sön)dag(?:en)?\b|(?:den\s)?\d{4}-\d\d-\d\d|den\s\d)|"
    r"(?:\btid:?\s)?\d{1,2}[.:]\d\d\s?[-–]\s?\d)"
)
_OF_PAGES = re.compile(r"(?i)\bprotokoll\s+\d{1,3}\s?\(\d{1,3}\)")
_PLACE = re.compile(
    r"(?im)^[^\S\n]*(?:plats(?: och tid)?(?: för sammanträdet)?|tid och plats|sammanträdesplats)[:\s]+"
    r"(?P<place>[^\n\f]{3,120})"
)
_ADJUSTED = re.compile(
    r"(?i)\b(?:dag för justering|justeringsdag|justeringsdatum|justerat(?:s)?(?: den)?|"
    r"(?:justeringens\s+(?:plats(?: och |/)(?:tid|datum)|plats\b[^\n]{0,60}\bdatum|tid(?: och |/)plats)|"
    r"(?:plats|tid) och (?:tid|plats) för justering|"
    r"(?<=justering\n)[^\n]*\nplats och tid)\b"
    r"[^§]{0,110}?(?=\s(?:den\s+)?(?:\d{4}-\d|\d{1,2}\s[a-zåäö]{3}|\d{1,2}/\d)))"
    r"[:\s,]+(?:\w+dag(?:en)?\s)?(?:den\s+)?(?=\d)"
)
# "Anna Ek (S) och Bo Al (M) justerar dagens protokoll på Stadshuset, Torget 1, den 4 april 2024": no label of its own.
_ADJUSTS = re.compile(
    r"(?i)\b(?:justera[rs]?\b[^.]{0,40}\bprotokoll(?:et)?|protokoll(?:et)?\b[^.]{0,40}\bjusteras|"
    r"justering(?:en)?\s(?:av protokollet\s)?(?:sker|(?:ska|beslutades) ske|äger rum|genomförs))\b(?P<when>[^.]{0,300})"
)
_OF_ADJUSTING = re.compile(r"(?i)\b(?:justera[rs]?|justering(?:en)?)\b")
_LATEST_ADJUSTMENT = 60  # days behind the meeting
_HOURS = re.compile(
    r"(?i)\b(?:kl\.?|klockan|tid:?)\s*(?P<from>\d{1,2}(?:[.:]\d\d)?)\s?(?:[-–—]|till)\s?(?:kl\.?\s)?(?P<to>\d{1,2}[.:]\d\d)"
    r"|(?<!avslutat )(?<!avslutas )(?<!avslutad )\b(?:kl\.?|klockan|tid:)\s*(?P<alone>\d{1,2}[.:]\d\d)"
)
_NOTICE = re.compile(
    r"(?i)\b(?:datum (?:då|när|för) )?(?:(?P<up>anslaget? (?:sätts|sattes|satts) upp|anslags uppsättande|"
    r"anslaget uppsatt|anslagsdatum|anslås|anslagsdag|överklagandetid från)|"
    r"(?P<down>anslaget? (?:tas|togs) (?:ned|ner)|anslags nedtagande|anslaget nedtaget|nedtagningsdag))"
    r"\b[^\n\d]{0,25}(?=\d)"
)


def find_meetings(reading: Reading) -> list[Meeting]:
    """One meeting for each day that the headers name, in order; without a header the document's own day."""
    text = reading.document.text
    places: list[tuple[int, int, str | None, str | None]] = []
    for label in _MEETING_DAY.finditer(text):
        dates = find_dates(text, label.end(), label.end() + 40)
        if dates and dates[0].start == label.end() and all(p[2] != dates[0].date_from for p in places):
            places.append((label.start(), dates[0].end, dates[0].date_from, dates[0].date_to))
    days = () if places else _OTHER_DAY.finditer(text, 0, 6000)
    other = next((day for day in days if not stands_below_adjusters(text, day.start())), None)
    if other and (dates := find_dates(text, other.end(), other.end() + 60)) and dates[0].precision == "day":
        line = text.find("\n", dates[0].end)
        same = [d for d in find_dates(text, dates[0].end, line if line >= 0 else len(text)) if d.precision == "day"]
        until = max(
            [d.date_to or "" for d in same if _days_apart(dates[0].date_from, d.date_to) <= 4]
            + [dates[0].date_to or ""]
        )
        places = [(other.start(), dates[0].end, dates[0].date_from, until)]
    if not places:
        first = re.search(r"\S[^\n]*", text)
        if first is None:
            return []
        places = [(first.start(), first.start() + len(first[0].rstrip()), reading.facts.date, reading.facts.date)]
    ends = [p[0] for p in places[1:]] + [len(text)]
    return [
        _meeting(reading, place, end, later=index > 0, among=len(places))
        for index, (place, end) in enumerate(zip(places, ends, strict=True))
    ]


def _meeting(
    reading: Reading, place: tuple[int, int, str | None, str | None], until: int, *, later: bool, among: int
) -> Meeting:
    start, end, date_from, date_to = place
    text = reading.document.text
    begin = max(0, start - 300) if later else 0
    head = min(until, start + 1500)
    protocol = _PROTOCOL.search(text, begin, head) or _PAGE_PROTOCOL.search(text, start, until)
    bare = protocol is not None and protocol.groupdict().get("number")
    if bare and (_OF_PAGES.search(text) or len({m["number"] for m in _PROTOCOL.finditer(text)}) > 1):
        protocol = None  # "PROTOKOLL 2", "PROTOKOLL 3(24)": the numbers of the pages
    where = _place(text, begin, head)
    return Meeting(
        id=record_id(reading.document.id, "meetings", start, end),
        at=At(start, end, "minutes.header", 0.9),
        organisation=reading.facts.organisation,
        body=(_body_of_header(reading, begin, start, end) if among > 1 else None) or reading.facts.body,
        date_from=date_from,
        date_to=date_to,
        place=where,
        protocol_number=next((number for number in protocol.groups() if number), None) if protocol else None,
        adjusted_on=_adjusted_on(text, start if later else 0, until, date_to),
        **_times(text, begin, head),
        **_notice(text, start if later else 0, until),
    )


def _place(text: str, begin: int, end: int) -> str | None:
    """Where the meeting was held, without the hours; the name of the body below the label is no place."""
    found = _PLACE.search(text, begin, end)
    place = _TIME.split(found["place"], maxsplit=1)[0].strip(" ,") if found else ""
    body = next(iter(find_bodies(place)), None)
    return None if body and body.start == 0 and body.end == len(place) else place or None


def _adjusted_on(text: str, begin: int, end: int, met: str | None) -> str | None:
    """The day of the adjustment: behind its label, else the day soon after the meeting that a sentence names."""
    label = _ADJUSTED.search(text, begin, end)
    if label and (days := find_dates(text, label.end(), label.end() + 30)):
        return days[0].date_from
    for told in _ADJUSTS.finditer(text, begin, end):
        days = [d for d in find_dates(text, *told.span("when")) if d.precision == "day"]
        if days and _days_apart(met, days[0].date_from) <= _LATEST_ADJUSTMENT:
            return days[0].date_from
    return None


def _times(text: str, begin: int, end: int) -> dict[str, str]:
    """When the meeting began and ended, by the hours on the line of place and time; not those of its adjustment."""
    found = _HOURS.finditer(text, begin, end)
    hours = next((h for h in found if not _OF_ADJUSTING.search(text, _paragraph(text, h.start()), h.start())), None)
    if hours is None:
        return {}
    told = {"starts_at": _clock(hours["from"] or hours["alone"])}
    if hours["to"]:
        told["ends_at"] = _clock(hours["to"])
    return told


def _paragraph(text: str, place: int) -> int:
    """Where the paragraph begins that holds the place."""
    return max(text.rfind("\n\n", 0, place), text.rfind("\f", 0, place), 0)


def _clock(written: str) -> str:
    hour, _, minute = written.replace(".", ":").partition(":")
    return f"{int(hour):02}:{minute or '00'}"


def _notice(text: str, begin: int, end: int) -> dict[str, str]:
    """The days between which the notice of adjustment is up (kommunallagen 8 kap. 12 §)."""
    told: dict[str, str] = {}
    for label in _NOTICE.finditer(text, begin, end):
        dates = find_dates(text, label.end(), label.end() + 30)
        field = "notice_to" if label["down"] else "notice_from"
        if dates and dates[0].precision == "day" and dates[0].date_from and field not in told:
            told[field] = dates[0].date_from
    return told


def _body_of_header(reading: Reading, begin: int, start: int, end: int) -> str | None:
    """The body whose name is a line of a meeting's own header, nearest above its date or right below it."""
    flow = reading.document.flow
    known = document_abbreviations(flow)
    for first, last, nearest in ((begin, start, -1), (end, min(len(flow), end + 200), 0)):
        alone = [
            body.name
            for body in find_bodies(flow, first, last, abbreviations=known)
            if flow[flow.rfind("\n", 0, body.start) + 1 : body.start].strip(" #\f") == ""
            and flow[body.end :].split("\n", 1)[0].strip(" ,") in {"", "protokoll", "Protokoll", "PROTOKOLL"}
        ]
        if alone:
            return alone[nearest]
    return None


def _days_apart(first: str | None, last: str | None) -> int:
    if not first or not last or last < first:
        return 99
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
