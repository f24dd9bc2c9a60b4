"""Who is given an assignment: one body, several in a list, a company, or an office, by the words that name them."""

from __future__ import annotations

import re

from pipeline.extract.context import Context, Window
from pipeline.extract.people import find_people, people_in_row
from pipeline.lexicon import load_lexicon

_CLAUSE = re.compile(r"[,.;:”\"“()]|\b(?:att|samt|som|men|där)\s|(?<!-\s)\boch\s(?=[a-zåäö]+s?\s*$)")
_TRAILING = re.compile(
    r"\s+(?:har|hade|därför|även|också|härmed|därmed|dessutom|nu|då|fått|alltid|ska|skall|kommer att|blev|är|var|"
    r"senast\s(?:den\s)?\d[\d\wåäö -]{2,22})$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:och|samt|att|därför|dessutom|vidare|även|också|härmed|då|fått|till|åt|förslag|beslut|för egen del)\s+",
    re.IGNORECASE,
)
_TITLED = re.compile(r"^(?:\d+[.)]?|[-–•])\s*")
_CAPITALS = r"[A-ZÅÄÖ&][\w&.:-]*(?:\s[A-ZÅÄÖ&][\w&.:-]*){0,4}"
_LAST_NAME = re.compile(rf"(?<![\w-])({_CAPITALS})\s*$")
_JOINS = re.compile(r"(?:,\s*(?:och\s|samt\s)?|\s(?:och|samt|respektive)\s)$")
_APPOSITION = re.compile(
    r",\s(?:förkortad|förkortat|nedan|kallad|kallat)\s[^,.;:]{1,60},\s*$"
    r"|,?\s(?:i\s(?:samverkan|samarbete|samråd|dialog)|tillsammans)\smed\s[^.;:]{3,90}$"
    r"|,?\s(?:har|hade),?\s(?:från|av)\s[^.;:]{3,90}$"
)
_GOVERNED = re.compile(r"\b(?:i|av|till|från|för|med|på|hos|om)\s$")
_KINDS = re.compile(r"(?:bolag|styrelser|förvaltningar|nämnder|enheter|verksamheter)(?:na|en)?")
_SEVERAL = re.compile(r"(?i)\b[a-zåäö-]*(?:nämnderna|styrelserna|förvaltningarna|bolagen)$")
_PLACES = 120  # characters within which the name before another in a list begins
_ROW = re.compile(r"^.{0,200}[\d§]\S*\s+", re.DOTALL)  # a name behind a number: the cell of a table ran into it
_NO_NAME = re.compile(r"uppdrag|\b(?:är|har|fick|får|beslutade|bedöms|föreslår|föreslagit)\b|[\d§]", re.IGNORECASE)
_LONGEST = 110  # characters of a name, or of several
_LONGEST_LIST = 260
_TOGETHER = re.compile(r",?\s(?:två|tre)\si\sförening$")
_PERSON = r"[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+){1,3}"
_PERSONS = re.compile(rf"{_PERSON}(?:,\s{_PERSON})*(?:,?\s(?:och|samt|eller)\s{_PERSON})?")
# "Nämndens ordförande och förvaltningschef får": two holders of an office.
_OFFICE = r"(?:ordförande|direktör|chef|sekreterare|jurist)(?:n|en)?"
_TWO_OFFICES = re.compile(rf"[A-ZÅÄÖ][\w åäö-]{{2,80}}{_OFFICE}\s(?:och|samt)\s[\w åäö-]{{2,60}}{_OFFICE}")


def named_in(context: Context, start: int, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """The name in a stretch: a body's own name, "förvaltningen" as the board's administration, else the words. Where
    the cell of a table ran into the words, what stands behind its last number, if that can be a name.
    """
    flow = context.flow
    written = _TOGETHER.sub("", _cleaned(flow[start:end]))
    if not written or len(written) > (_LONGEST_LIST if _PERSONS.fullmatch(written) else _LONGEST):
        return None, None
    if _NO_NAME.search(written):
        row = _ROW.match(flow[start:end])
        rest = _cleaned(flow[start + row.end() : end]) if row else ""
        titled = rest[:1].isupper() or any(b.end >= end - 2 for b in context.bodies_in(start, end))
        if row and titled and not _NO_NAME.search(rest):
            return named_in(context, start + row.end(), end)
        return None, None
    at = flow.find(written.split()[0], start, end)
    place = (at, end)
    bodies = context.bodies_in(start, end)
    if len(bodies) == 1 and len(bodies[0].as_written) >= 0.7 * len(written):
        return context.name_of(bodies[0]), place
    if written.lower() in {"förvaltningen", "kontoret"}:
        return _administration(context, written.lower()), place
    return (written if not written[0].isupper() or " " in written else written.lower()), place


def subject_before(context: Context, window: Window, end: int) -> tuple[str | None, tuple[int, int] | None]:
    """Who stands as the subject before the verb at `end`: the whole list where several are named, and the subject of
    the sentence where another verb joins the two ("nämnden tilldelas medel och får").
    """
    flow = context.flow
    if aside := _APPOSITION.search(flow[window.start : end]):
        end = window.start + aside.start()
    trailing = len(flow[window.start : end]) - len(_strip_adverbs(flow[window.start : end]))
    people = people_in_row(flow, max(window.start, end - trailing - _PLACES), end - trailing)
    if people and not flow[people[-1].end : end - trailing].strip():  # "Anna Ek (S) och Bo Al (M)"
        return _together(context, people[0].start, people[-1].end), (people[0].start, end)
    names = names_before(context, window.start, end - trailing)
    if names and _GOVERNED.search(flow[window.start : names[0][0]]):
        names = []
    if len(names) > 1:
        first = names[0][0]
        return _together(context, first, end - trailing), (first, end)
    if names and (bodies := context.bodies_in(*names[0])):
        company = bodies[-1].name[:1].isupper()  # "Styrelsen för Hamnbolaget AB": it has but one board
        return bodies[-1].name if company else context.name_of(bodies[-1]), (names[0][0], end)
    before = flow[window.start : end]
    opening = context.bodies_in(window.start, end) if re.search(r"\boch\s*$", before) else []
    if opening and not re.search(r"\w{3}", flow[window.start : opening[0].start]):
        return context.name_of(opening[0]), (opening[0].start, opening[0].end)
    cuts = [m.end() for m in _CLAUSE.finditer(before) if before[m.end() :].strip()]
    name, place = named_in(context, window.start + (cuts[-1] if cuts else 0), end)
    whole = _cleaned(before)
    beside = find_people(flow, window.start, place[0]) if place and len(whole) <= _LONGEST_LIST else []
    if place and beside and flow[beside[-1].end : place[0]].strip() == "och":
        return whole, (window.start, end)  # "Ordföranden Anna Ek (S) och kommundirektör Bo Al får"
    if _TWO_OFFICES.fullmatch(whole):
        return whole, (window.start, end)
    row = name is not None and _KINDS.fullmatch(name) is not None  # "Miljönämnden samt berörda nämnder och bolag får"
    if row and whole[:1].isupper() and len(whole) <= _LONGEST_LIST and not _NO_NAME.search(whole):
        return whole, (window.start, end)
    return name, place


def names_before(context: Context, start: int, end: int) -> list[tuple[int, int]]:
    """The names that stand in a list up to `end` ("nämnden A, nämnden B och Bolaget AB"), in order."""
    flow = context.flow
    found: list[tuple[int, int]] = []
    while end > start:
        stop = len(flow[start:end].rstrip()) + start
        bodies = context.bodies_in(max(start, stop - _PLACES), stop)
        if bodies and stop - bodies[-1].end <= 1:
            name = (bodies[-1].start, stop)
        elif word := _LAST_NAME.search(flow, max(start, stop - _PLACES), stop):
            name = (word.start(1), stop)
        else:
            break
        found.insert(0, name)
        join = _JOINS.search(flow, start, name[0])
        if not join:
            break
        end = join.start()
    return found if any(context.bodies_in(*n) for n in found) or _is_company_list(flow, found) else []


def owner_before(
    context: Context, window: Window, end: int, *, listed: bool
) -> tuple[str | None, tuple[int, int] | None]:
    """Whose assignment it is: the names in the genitive before "uppdrag"; in a list of assignments, all its words."""
    flow = context.flow
    names = names_before(context, window.start, end)
    if len(names) == 1 and (bodies := context.bodies_in(*names[0])):
        return context.name_of(bodies[-1]), (names[0][0], end)
    if names:
        return _without_genitive(_together(context, names[0][0], end)), (names[0][0], end)
    written = " ".join(flow[window.start : end].split())
    if listed and 3 < len(written) <= _LONGEST_LIST and not _NO_NAME.search(written):
        return _without_genitive(written), (window.start, end)
    return None, None


def _is_company_list(flow: str, names: list[tuple[int, int]]) -> bool:
    return any(re.search(r"\bAB\b", flow[a:b]) for a, b in names)


def _together(context: Context, start: int, end: int) -> str:
    return " ".join(context.flow[start:end].split())


def _without_genitive(written: str) -> str:
    return re.sub(r"(?<=nämnden)s\b|(?<=styrelsen)s\b|:s$|(?<=[a-zåäö])s$", "", written)


def _strip_adverbs(written: str) -> str:
    while trailing := _TRAILING.search(written.rstrip()):
        written = written.rstrip()[: trailing.start()]
    return written


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
    return _LEADING.sub("", _strip_adverbs(words))


def is_actor(name: str) -> bool:
    """Whether a name is that of a body, unit or office holder, and not of a thing ("planen")."""
    if _SEVERAL.search(name):
        return True
    lexicon = load_lexicon("actors")
    unit, person = (lexicon.pattern(f"actor.{kind}").regex for kind in ("unit", "person"))
    return any(m.end("who") == len(name) for regex in (unit, person) for m in regex.finditer(f"{name.lower()} a"))
