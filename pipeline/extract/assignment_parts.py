"""The parts of an assignment: receiver, giver, to whom it is reported, and by when."""

from __future__ import annotations

import re

from pipeline.extract.context import Context, Window
from pipeline.extract.paragraphs import MINUTES
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import DateSpan
from pipeline.records import Decision, Reading

_CLAUSE = re.compile(r"[,.;:”\"“()]|\b(?:att|samt|som|men|där)\s|(?<!-\s)\boch\s(?=[a-zåäö]+s?\s*$)")
_TRAILING = re.compile(
    r"\s+(?:har|hade|därför|även|också|härmed|därmed|dessutom|nu|då|fått|alltid|ska|skall|kommer att)$", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:och|samt|att|därför|dessutom|vidare|även|också|härmed|då|fått|till|åt|förslag|beslut)\s+", re.IGNORECASE
)
_TITLED = re.compile(r"^(?:\d+[.)]?|[-–•])\s*")
_REPORTS = re.compile(
    r"(?:åter)?rapporter\w*|återkom\w*|(?:åter|del)?redovis\w*|inkom\w*|lämna\w*|yttra\w*|skicka\w*|svar\w*|presenter\w*|tillhanda",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"(?:\btill|\bför|\btillbaka till|\bi|\bvara)\s+(?:(?:de|den|det|utökad)\s+)?$", re.IGNORECASE)
_COMPANY = re.compile(r"((?:[A-ZÅÄÖ&][\w&.-]*\s){0,5}[A-ZÅÄÖ][\w&.-]*?)(?::s|s)\s+$")
_UNIT = re.compile(
    r"(?:till|för)\s+((?:[A-ZÅÄÖa-zåäö-]+)(?:enheten|direktören|chefen|kontoret|förvaltningen|revisionen|revisorerna|presidiet|gruppen))\b"
)
_LATEST = re.compile(
    r"(?:senast|före|innan|till och med|t\.?o\.?m\.?)\s+(?:den\s+|i\s+)?(?:utgången av\s+|slutet av\s+)?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:från och med|fr\.?o\.?m\.?|med start|från)\s+(?:den\s+|i\s+)?$", re.IGNORECASE)


def receiver_of(
    context: Context, window: Window, match: re.Match[str], form: str
) -> tuple[str | None, tuple[int, int] | None]:
    """Who is given the assignment, by its own name where it is a body, and where that stands."""
    flow = context.flow
    if form in {"active", "noun"} and match["between"]:
        return _named(context, *_second_of_two(context, window, match))
    if form == "passive" and len(_cleaned(match["between"])) > 2:
        return _named(context, match.start("between"), match.end("between"))
    if form == "noun":
        subject = re.search(r"([^,.;:]{3,80}?)\s+har\s*$", flow[window.start : match.start()])
        return (
            _named(context, window.start + subject.start(1), window.start + subject.end(1)) if subject else (None, None)
        )
    if form == "owned":
        return _owner(context, window, match.start("verb"))
    before = flow[window.start : match.start("verb")]
    cuts = [m.end() for m in _CLAUSE.finditer(before) if before[m.end() :].strip()]
    first = window.start + (cuts[-1] if cuts else 0)
    return _named(context, first, match.start("verb"))


def giver_of(
    reading: Reading, context: Context, window: Window, match: re.Match[str], form: str, receiver: str | None,
    decision: Decision | None,
) -> str | None:  # fmt: skip
    """Who gives it: the body named in the sentence, else the deciding body, else the one of the sentence before."""
    if form == "owned" or form == "behalf":
        named = context.bodies_in(match.start("verb"), window.end)
        return context.name_of(named[0]) if named else None
    ahead = [context.name_of(b) for b in context.bodies_in(window.start, match.start("verb"))]
    if form == "active":
        between = [context.name_of(b) for b in context.bodies_in(match.start("between"), match.end("between"))]
        ahead = ahead or between[:-1]
    ahead = [name for name in ahead if name != receiver]
    if ahead and form != "answer":
        return ahead[-1]
    if form == "answer":
        return report_to_of(context, match, window.end)
    if decision and decision.body:
        return decision.body
    if reading.facts.kind in MINUTES:
        return reading.facts.body
    before = context.before(window)
    named = context.bodies_in(before.start, before.end) if before else []
    others = [context.name_of(b) for b in named if context.name_of(b) != receiver]
    return others[-1] if others else None


def report_to_of(context: Context, match: re.Match[str], end: int) -> str | None:
    """To whom it is to be reported: a body or office after "till" or "för", where the task is to report or answer."""
    flow = context.flow
    start = match.start("to")
    if not _REPORTS.search(flow, start, end):
        return None
    for mention in context.bodies_in(start, end):
        if _TOWARDS.search(flow, max(start, mention.start - 25), mention.start):
            return context.name_of(mention)
    unit = _UNIT.search(flow, start, end)
    return unit[1].lower() if unit else None


def due_of(
    context: Context, reading: Reading, window: Window, match: re.Match[str], end: int
) -> tuple[str | None, str | None]:
    """First and last day by which the task is due; "senast" leaves the first open, "från och med" the last."""
    flow = context.flow
    for date in context.dates(window):
        if not match.start("to") <= date.start < end:
            continue
        year = _year_ahead(date, reading) if date.inferred else None
        filled = context.dated(date, year)
        if filled is None or re.search(r"[§\w]-?$|beslutades? (?:den )?$", flow[max(0, date.start - 12) : date.start]):
            continue
        before = flow[max(window.start, date.start - 40) : date.start]
        if _LATEST.search(before):
            return None, filled.date_to
        if _FROM.search(before):
            return filled.date_from, None
        if re.search(r"(?:under|i|våren|hösten|inför|vid|till|klart?|den|/)\s*$", before, re.IGNORECASE):
            return filled.date_from, filled.date_to
    return None, None


def _year_ahead(date: DateSpan, reading: Reading) -> int | None:
    """A due day without year lies on or after the day of the minutes; elsewhere in the document's year."""
    own = reading.facts.date
    if not own:
        return None
    earlier = (date.date_to or "")[5:] < own[5:]
    return int(own[:4]) + int(earlier and reading.facts.kind in MINUTES)


def _second_of_two(context: Context, window: Window, match: re.Match[str]) -> tuple[int, int]:
    """The receiver behind the verb; in "gav fullmäktige nämnden i uppdrag" the giver stands there first."""
    start, end = match.span("between")
    named = context.bodies_in(start, end)
    if len(named) > 1 and not context.bodies_in(window.start, match.start("verb")):
        between = context.flow[named[0].end : named[1].start].strip()
        if not between:
            return named[1].start, end
    if len(named) == 1 and named[0].start - start <= 2 and not context.bodies_in(window.start, match.start("verb")):
        rest = context.flow[named[0].end : end].strip()
        if re.match(r"[a-zåäö]", rest) and not rest.startswith(("och", "samt", "i ", "att")):
            return named[0].end, end
    return start, end


def _owner(context: Context, window: Window, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """Whose assignment it is: the body or company in the genitive before "uppdrag"."""
    bodies = context.bodies_in(window.start, end)
    if bodies and not context.flow[bodies[-1].end : end].strip():
        return context.name_of(bodies[-1]), (bodies[-1].start, end)
    company = _COMPANY.search(context.flow, window.start, end)
    return (company[1], (company.start(), end)) if company else (None, None)


def _named(context: Context, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """The name in a stretch: a body's own name, "förvaltningen" as the board's administration, else the words."""
    flow = context.flow
    written = _cleaned(flow[start:end])
    if not written or len(written) > 110:
        return None, None
    at = flow.find(written.split()[0], start, end)
    place = (at, end)
    bodies = context.bodies_in(start, end)
    if len(bodies) == 1 and len(bodies[0].as_written) >= 0.7 * len(written):
        return context.name_of(bodies[0]), place
    if written.lower() in {"förvaltningen", "kontoret"}:
        return _administration(context, written.lower()), place
    name = written if not written[0].isupper() or " " in written else written.lower()
    return name, place


def _administration(context: Context, word: str) -> str:
    """The board's administration, when the document names one that fits the board's name."""
    own = context.own_body or ""
    name = re.sub(r"nämnden$", word, own)
    return name if name != own and name in " ".join(context.flow.lower().split()) else word


def _cleaned(written: str) -> str:
    words = _TITLED.sub("", " ".join(written.split()).strip(' ,.:;”"“('))
    lead_ins = frozenset(load_lexicon("assignments").words["lead_ins"])
    while words and words.split(" ")[0].lower() in lead_ins:
        words = words.partition(" ")[2]
    while trailing := _TRAILING.search(words):
        words = words[: trailing.start()]
    return _LEADING.sub("", words)
