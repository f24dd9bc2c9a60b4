"""The parts of an assignment: receiver, giver, to whom it is reported, and by when."""

from __future__ import annotations

import re

from pipeline.extract.assignment_names import named_in, owner_before, subject_before
from pipeline.extract.context import Context, Window
from pipeline.extract.paragraphs import MINUTES
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import DateSpan
from pipeline.records import Decision, Reading

_LEAD = 160  # characters before a proposal within which it says to whom it is put
_REPORTS = re.compile(
    r"(?:åter)?rapporter\w*|återkom\w*|(?:åter|del)?redovis\w*|inkom\w*|lämna\w*|yttra\w*|skicka\w*|svar\w*|presenter\w*|tillhanda",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"(?:\btill|\bför|\btillbaka till|\bi|\bvara)\s+(?:(?:de|den|det|utökad)\s+)?$", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:till|för)\s+((?:[A-ZÅÄÖa-zåäö-]+)(?:enheten|direktören|chefen|kontoret|förvaltningen|revisionen|revisorerna|presidiet|gruppen))\b"
)
_LATEST = re.compile(
    r"(?:senast|före|innan|till och med|t\.?o\.?m\.?)\s+(?:den\s+|i\s+)?(?:utgången av\s+|slutet av\s+)?$",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(
    r"\b(?:fullgj|avslut|slutför|beslutade|beslutas|(?:del|slut|åter)?redovisades|redogjorde|genomfördes|antogs|behandlades|"
    r"bordlades|(?:åter)?rapporterades|antecknades)",
    re.IGNORECASE,
)
_DECIDES = re.compile(r"\b(?:att|beslut\w*|av|sammanträde|möte)\b|:")
_GIVES = re.compile(r"\bbeslut|\buppdr(?:ar|og)\b|\bi\suppdrag\b|\bgav\b|\bgett\b|\bbegär|\bvill\b", re.IGNORECASE)
_OTHERS_GIVE = re.compile(  # before the verb: "har kommunerna | gett regionen i uppdrag", "Regeringen | gav"
    r"(?i)\b(?:\w*kommunerna|regionerna|parterna|ägarna|medlemmarna|regeringen|riksdagen|staten|länsstyrelsen)"
    r"(?:\s(?:har|hade))?\s*$"
)
_GIVEN_BY = re.compile(r"\b(?:av|från)\s")
_NAME_ENDS = re.compile(r"[\d§(,]|\s(?:enligt|givet|genom)\b")
_OFFICE = re.compile(r"(?:förvaltningen|kontoret)$")
_GIVEN_TO = re.compile(r"\btill\s")
_AT = re.compile(
    r"(?:(?<!\bde )(?<!\bden )(?<!\bdet )\bunder(?:\s\w*perioden)?|"
    r"\b(?:i|våren|hösten|inför|vid|till|klart?|den|per)|/|"
    r"rapport(?:en)?|bokslut(?:et)?|\b(?:till|inför) (?:[\w-]+ ){0,3}\w*(?:möte|sammanträde)[nt]?)\s*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:från och med|fr\.?o\.?m\.?|med start|från)\s+(?:den\s+|i\s+)?$", re.IGNORECASE)


def receiver_of(
    context: Context, window: Window, match: re.Match[str], form: str, *, listed: bool = False
) -> tuple[str | None, tuple[int, int] | None]:
    """Who is given the assignment, by its own name where it is a body, and where that stands."""
    flow, lexicon = context.flow, load_lexicon("assignments")
    if form in {"asked", "orders", "shall"}:
        return named_in(context, match.start("between"), match.end("between"))
    if form in {"active", "noun"} and match["between"]:
        return named_in(context, *_second_of_two(context, window, match))
    between = " ".join((match["between"] or "").split()).lstrip(", ")
    if form == "passive" and len(between) > 2 and not lexicon.pattern("part.aside").regex.search(between):
        return named_in(context, match.start("between"), match.end("between"))
    if form == "noun":
        subject = re.search(r"([^,.;:]{3,80}?)\s+har\s*$", flow[window.start : match.start()])
        return (
            named_in(context, window.start + subject.start(1), window.start + subject.end(1))
            if subject
            else (None, None)
        )
    if form == "owned":
        if behind := _behind_till(context, match):
            return named_in(context, *behind)
        name, place = owner_before(context, window, match.start("verb"), listed=listed)
        gives = name and (name.endswith("fullmäktige") or (not match["given"] and not listed))
        return (None, place) if gives else (name, place)
    return subject_before(context, window, match.start("verb"))


def giver_of(
    reading: Reading, context: Context, window: Window, match: re.Match[str], form: str,
    received: tuple[str | None, tuple[int, int] | None], decision: Decision | None,
) -> str | None:  # fmt: skip
    """Who gives it: the body named in the sentence, else the deciding body, else the one of the sentence before."""
    receiver, place = received
    if form == "behalf":
        named = context.bodies_in(match.start("verb"), window.end)
        return context.name_of(named[0]) if named else None
    if form == "owned":
        return _giver_of_owned(context, window, match, receiver)
    if form == "passive" and match.groupdict().get("giver"):  # "fick i uppdrag av nämnden att"
        named = context.bodies_in(*match.span("giver"))
        return context.name_of(named[0]) if named else None
    before = min(match.start("verb"), place[0]) if place and form == "passive" else match.start("verb")
    ahead = [b for b in context.bodies_in(window.start, before) if context.name_of(b) != receiver]
    if form == "passive":
        ahead = [b for b in ahead if _DECIDES.search(context.flow, b.end, before)]
        aside = context.bodies_in(before, match.start("verb"))  # "Gruppen har från kommunstyrelsen fått i uppdrag"
        ahead += [b for b in aside if context.flow.endswith("från ", 0, b.start)]
    names = [context.name_of(b) for b in ahead]
    if form == "active":
        between = [context.name_of(b) for b in context.bodies_in(match.start("between"), match.end("between"))]
        names = names or [name for name in between[:-1] if name != receiver]
    if names and form not in {"answer", "return"}:
        return names[-1]
    if form == "answer":
        return report_to_of(context, match.start("to"), window.end)
    if decision and (proposed_to := council_of(context, decision, match.start())):
        return proposed_to
    if decision and decision.body:
        return decision.body
    if form == "active" and _OTHERS_GIVE.search(context.flow, window.start, match.start("verb")):
        return None
    if reading.facts.kind in MINUTES:
        office = _OFFICE.search(receiver or "") and (reading.facts.body or "").endswith("fullmäktige")
        return None if office else reading.facts.body  # a council tells there what a board gave its office to do
    return _named_before(context, window, receiver)


def council_of(context: Context, decision: Decision, end: int) -> str | None:
    """To whom a proposal is put ("föreslår att kommunfullmäktige beslutar"), in its lead or in its own words."""
    if decision.kind != "proposed":
        return None
    start = max(0, decision.at.char_start - _LEAD)
    lexicon = load_lexicon("assignments")
    leads = (lexicon.pattern(name).regex for name in ("part.proposed_to", "part.proposed_in", "part.proposed_label"))
    found = [m.span("who") for regex in leads for m in regex.finditer(context.flow, start, end)]
    bodies = context.bodies_in(*max(found)) if found else []
    return context.name_of(bodies[-1]) if bodies else None


def _giver_of_owned(context: Context, window: Window, match: re.Match[str], receiver: str | None) -> str | None:
    """By "givet av"; else whose assignment it is, where it goes to another."""
    flow, until = context.flow, match.start("to")
    given = _GIVEN_BY.search(flow, match.end("verb"), until)
    if given and (named := context.bodies_in(given.end(), until)):
        return context.name_of(named[0])
    owner, _ = owner_before(context, window, match.start("verb"), listed=False)
    return owner if owner and owner != receiver else None


def _behind_till(context: Context, match: re.Match[str]) -> tuple[int, int] | None:
    """Where the receiver stands in "fullmäktiges uppdrag till nämnden 2020-02-03 § 4 att"."""
    flow, until = context.flow, match.start("to")
    towards = _GIVEN_TO.search(flow, match.end("verb"), until)
    if not towards:
        return None
    bodies = context.bodies_in(towards.end(), until)
    if bodies and bodies[0].start - towards.end() <= 2:
        return towards.end(), bodies[0].end
    stop = _NAME_ENDS.search(flow, towards.end(), until)
    return towards.end(), stop.start() if stop else until


def _named_before(context: Context, window: Window, receiver: str | None) -> str | None:
    """Who gave or decided in the sentence before: who stands before its verb, for the next is whom it gave to."""
    before = context.before(window)
    gives = _GIVES.search(context.flow, before.start, before.end) if before else None
    if not before or not gives:
        return None
    named = context.bodies_in(before.start, before.end)
    others = [b for b in named if context.name_of(b) != receiver]
    ahead = [b for b in others if b.end <= gives.start()] or others
    return context.name_of(ahead[-1]) if ahead else None


def report_to_of(context: Context, start: int, end: int) -> str | None:
    """To whom it is to be reported: a body or office after "till" or "för", where the task is to report or answer."""
    flow = context.flow
    if not _REPORTS.search(flow, start, end):
        return None
    for mention in context.bodies_in(start, end):
        if _TOWARDS.search(flow, max(start, mention.start - 25), mention.start):
            return context.name_of(mention)
    unit = _UNIT.search(flow, start, end)
    return unit[1].lower() if unit else None


def due_of(context: Context, reading: Reading, window: Window, start: int, end: int) -> tuple[str | None, str | None]:
    """First and last day by which the task is due; "senast" leaves the first open, "från och med" the last."""
    flow = context.flow
    for date in context.dates(window):
        if not start <= date.start < end:
            continue
        year = _year_ahead(date, reading) if date.inferred else None
        filled = context.dated(date, year)
        if filled is None or re.search(r"[§\w]-?$|beslutades? (?:den )?$", flow[max(0, date.start - 12) : date.start]):
            continue
        before = flow[max(window.start, date.start - 40) : date.start]
        if _CARRIED_OUT.search(flow, start, date.start):
            return None, None
        if _LATEST.search(before):
            return None, filled.date_to
        if _FROM.search(before):
            return filled.date_from, None
        if _AT.search(before):
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
