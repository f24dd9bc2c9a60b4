"""To whom a finding is addressed, and by whom it was made."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pipeline.extract.body_lists import AND, bodies_listed, joined_names, specific_body
from pipeline.extract.in_passing import GENITIVE, is_in_passing
from pipeline.extract.reviews import review_titled, year_of_paper
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import (
    BodyMention,
    document_abbreviations,
    find_bodies,
    find_companies,
)
from pipeline.records import Facts, Reading

# Before "rekommenderas", after "rekommenderar", after the preposition of a remark, after the noun of a lead-in.
_BEFORE = re.compile(r"^\W*(?:\d[\d.]*\s+)?([^.:]{3,200}?)\s+(?:rekommender(?:as|ades)|uppmana(?:s|des))\b", re.I)
_AFTER = re.compile(
    r"\b(?:rekommendera|uppmana)(?:r|de)?\s+(?:därför |också |även |vi )*([^.:]{3,200}?)\s+(?:att\b|följande\b|:)",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?:anmärkning\w*|kritik\w*|erinran|rekommendation\w*)\b[^.:]{0,40}?\b(?:mot|till|för|på)\s+([^.:]{3,160})",
    re.IGNORECASE,
)
_OVER = re.compile(r"\s+(?:för|gällande|avseende|på grund av|då|eftersom|med anledning av)\b")  # what a remark is for
_ALSO = re.compile(r"\b(?:och|samt)\s+(?:även |också )?(?:mot|till)\s+")
_TOLD = re.compile(  # "Vi vill påtala för kommunstyrelsen att ...", "uppmärksamma nämnden på"
    r"\b(?:vi|revisorerna|\w*revisionen)\b[^.:]{0,50}\b"
    r"(?:(?:påtala|påpeka|framhålla|framföra|framhäva)(?:r|de)? (?:för|till)|"
    r"(?:uppmärksamma|uppmana|påminna|påminner)(?:r|de)?)\s+(?:även |också |därför )?$",
    re.IGNORECASE,
)
_CONCERNS = re.compile(  # "Kritiken gäller även socialnämnden, som ...", "mot socialnämnden för ..."
    r"^\W*(?:(?:anmärkningen|kritiken|erinran)\b(?: som riktas)? "
    r"(?:avser|gäller|omfattar|rör|riktas (?:även |också )?mot)|mot|till)\s+"
    r"(?:(?:även|också|främst|särskilt|framför allt) )?",
    re.IGNORECASE,
)
_DISCHARGE = re.compile(
    r"\b(?:avstyrk\w*|ansvarsfrihet(?=[^.:]{0,80}\bavstyrk)|inte tillstyrk\w*|tillstyrk\w* (?:inte|ej))"
    r"\s+([^.:]{3,220})",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\b(?:\w*redogörelse|årsöversikt|revisionsberättelse)\b", re.IGNORECASE)
_DOES = re.compile(
    r"\s+(?:i allt väsentligt |i (?:viss|begränsad) (?:mån|utsträckning) |till viss del |delvis |"
    r"inte (?:fullt ut )?|ej |endast )*"
    r"(?:inte|ej|har|hade|saknar|brister|bör|behöver|måste|är|kan|säkerställer|utövar|bedriver|bedrivit|följer|genomför|arbetar|styr|uppfyller)\b"
)
_DOES_IT = re.compile(  # the verb first: "Därför behöver X se över ..."
    r"\b(?:behöver|behövde|bör|borde|måste|har|hade|saknar|saknade|brister|brast|kan|kunde)\s$", re.IGNORECASE
)
_THAT = re.compile(  # what is judged: "vi bedömer att X, genom sin uppsikt, ..."
    r"\b(?:bedöm\w*|anser|ansåg|konstatera\w*|menar|menade|noterar|visar|finner|uppfattning\w*|mening|rekommender\w*)"
    r"(?: \w+){0,3} att (?:den |det )?$|"
    r"^\W*(?:det|vi|jag|revisorerna|\w*revisionen)\b[^.,;]{3,80} att (?:den |det )?$",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:i (?:samråd|samverkan|samarbete|dialog)|tillsammans) med (?:den )?$")  # with whom one acts
_FOR = re.compile(r"\b(?:för|hos|inom) $")
_ACTS = re.compile(r"\s(?!(?:och|samt|respektive|eller|i|på|för|om)\b)[a-zåäö]")  # "kommunstyrelsen fastställer ..."
_ABOUT = re.compile(  # what opens a sentence on that body
    r"^\W*(?:när det gäller|vad gäller|vad avser|vad beträffar|beträffande|i fråga om|avseende|för|hos|inom)\s+$",
    re.IGNORECASE,
)
_REVIEWED = re.compile(
    r"\b(?:stickprov|granskning|uppföljning|kontroll|genomgång|aktgranskning)\w*\s+(?:vid|hos|av|inom|i)\s+(?:den )?$",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"s?\s+(?:visa(?:r|de)|påvisa(?:r|de)|pekar på|resulterade i)\b")
_OFFICE = re.compile(
    r"\b(tekniska) (?:förvaltning|kontor)\w*|\b(\w{4,}?)(?:förvaltning|kontor)(?:en|ens|et|ets)\b", re.IGNORECASE
)
_GENERAL = re.compile(r"\W*(?:nämnden|styrelsen|direktionen|förbundet)\s(?!s\b)[a-zåäö]", re.IGNORECASE)
_SORTS = ("nämnden", "styrelsen", "direktionen", "bolaget")  # how a body is spoken of when it is known which
_EXAMINES = re.compile(
    r"\b(?:granska(?:t|r|de)?|granskning(?:en)?|bedöma|bedömning|pröva|belysa)\b[^.:]{0,60}?\b(?:(?:om|hur|huruvida|av)\s+)+",
    re.IGNORECASE,
)
_OBJECTS = re.compile(r"\b(?:revisions|gransknings)objekt\w*\b[^.:]{0,40}?(?:\bär|:|\butgörs av)\s+([^.]{3,120})", re.I)
_TO = re.compile(r"\W*till\b(?!\s+(?:följd|skillnad|exempel|stöd|grund))", re.IGNORECASE)
_COPY = re.compile(r"\W*(?:kopia|för kännedom|cc)\b", re.IGNORECASE)
_LETTERHEAD, _RECIPIENTS, _NAMES = 1200, 10, 110  # characters of the head; lines below "Till"; characters of a line
_OPENING = 4000  # characters in which an audit paper says whom it examines
_BY_FAR = 0.8  # share of the mentions from which a paper is about one body
_BOARD = re.compile(r"\bstyrelsens?\b", re.IGNORECASE)
_AGAIN = 3
_ACCOUNTS = re.compile(r"\b(?:delårs(?:rapport|bokslut)|årsredovisning|bokslut)", re.IGNORECASE)
_WHOLE_ACCOUNTS = re.compile(
    r"\b(?:årsredovisning(?:en|ens)|förvaltningsberättelsen?|räkenskaperna|verksamhetsmål(?:en|et)|"
    r"sammanställda räkenskaper\w*|god ekonomisk hushållning)\b",
    re.IGNORECASE,
)
_EXECUTIVE = re.compile(r"(?:kommun|region|landstings|förbunds)styrelsen|(?:förbunds)?direktionen")
_LAY_AUDITORS = re.compile(r"(?<!genom )(?<!genom utsedda )\blekmannarevis", re.IGNORECASE)
_COMPANY = re.compile(r"\b[A-ZÅÄÖ][\wåäöÅÄÖ&-]+\s(?:[\wåäöÅÄÖ&-]+\s){0,4}AB\b|\b(?:bolaget|bolagets)\b")
_COMPANY_TITLE = re.compile(r"\W*(?:\d[\d.]*\s+)?Bolaget(?:s styrelse)?\W*")
_BLAMED = re.compile(
    r"\W*(?:[\d.]+\s+)?(?:kritik|anmärkning|erinran)\b[^.:]{0,30}\b(?:mot|till)\s+([^.:]{3,160}?)\W*$", re.IGNORECASE
)
_LACKING = re.compile(r"\b(?:inte|ej|sakna\w*|brist\w*|brister|otillräcklig\w*|avstyrk\w*)\b", re.IGNORECASE)
_OF_COMPANY = re.compile(r"\bbolagets?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all findings of a document unless a finding says otherwise."""

    body: str | None
    auditor: str | None
    audit: str | None
    year: int | None
    abbreviations: dict[str, str]
    bodies: tuple[str, ...] = ()  # those that the paper names, the one named most first
    company: str | None = None  # the one that it names by far the most, beside bodies
    examined: str | None = None  # all that the paper says that it examines
    recipients: tuple[str, ...] = ()  # those to whom a letter is, where they are several
    in_passing: bool = False  # whether the body is but named in passing: it has what names it, and no more


def document_context(reading: Reading, *, by_auditors: bool) -> Context:
    """The audited body, the auditor, the review and its year, from the title, the head and the words used most."""
    document, facts = reading.document, reading.facts
    flow = document.flow
    abbreviations = document_abbreviations(flow)
    head = f"{facts.title or ''}\n{flow[:1500]}"
    body = None if by_auditors else specific_body(facts.body, abbreviations)
    recipients = find_recipients(reading, abbreviations) if facts.kind == "cover_letter" else ()
    body = body or (joined_names(list(recipients)) if recipients else None)
    body = body or named_body(facts.title or "", abbreviations) or _company_board(head)
    bodies = tuple(name for name, _ in _bodies_in(flow, abbreviations).most_common())
    body = body or accountable(facts.title or "", bodies)
    most = bodies[0] if bodies and not _ACCOUNTS.search(facts.title or "") else None  # who spends does not account
    examined = _examined(flow, abbreviations) if by_auditors else None
    of_all = facts.kind == "audit_statement"  # whom it says that one review was of, the statement is not on
    stated = body or examined or (None if of_all else _stated_body(flow, abbreviations))
    body = stated or most or _only_board(flow)
    title = facts.title or ""
    return Context(
        body=body,
        auditor=_auditor_of(facts, head, flow),
        audit=review_titled(title, flow) if by_auditors else None,
        year=year_of_paper(title, flow, facts.date),
        abbreviations=abbreviations,
        bodies=bodies,
        company=_main_company(flow) if bodies else None,
        examined=examined,
        recipients=recipients if len(recipients) > 1 else (),
        in_passing=by_auditors and stated is None and most is not None and is_in_passing(flow, most, abbreviations),
    )


def addressee_of(text: str, context: Context, lead: str | None = None) -> str | None:
    """The body that the words address: named in them, else carried over from the lead-in, else the document's own."""
    return named_addressee(text, context) or lead or _meant(text, context) or named_body(text, context.abbreviations)


def named_addressee(text: str, context: Context) -> str | None:
    """The body that the words themselves address; one that they only mention is none."""
    mentions = find_bodies(text, abbreviations=context.abbreviations)
    mentions = [m for m in mentions if not _WITH.search(text[: m.start])]
    if (exception := exception_in(text)) and (
        excepted := next((i for i, m in enumerate(mentions) if m.start >= exception.end()), None)
    ) is not None:
        return _together(text, mentions, excepted, context.abbreviations)
    for pattern in (_DISCHARGE, _BEFORE, _AFTER, _TOWARDS):
        match = pattern.search(text)
        if match:
            towards = pattern in (_DISCHARGE, _TOWARDS)
            named = bodies_listed(_before_reasons(match[1]) if towards else match[1], context.abbreviations)
            if named:
                return named
    concerns = _CONCERNS.match(text)
    if concerns and mentions and mentions[0].start == concerns.end():
        return _together(text, mentions, 0, context.abbreviations)
    for index, mention in enumerate(mentions):
        name = specific_body(mention.name, context.abbreviations)
        if name and (_DOES.match(text, mention.end) or _DOES_IT.search(text, 0, mention.start)):
            first = index
            while first and AND.fullmatch(text, mentions[first - 1].end, mentions[first].start):
                first -= 1
            return bodies_listed(text[mentions[first].start : mention.end], context.abbreviations) or name
    told = next((i for i, m in enumerate(mentions) if _TOLD.search(text, 0, m.start)), None)
    if told is not None and (name := _together(text, mentions, told, context.abbreviations)):
        return name
    for index, mention in enumerate(mentions):  # after "att" no verb stands, so what does is the subject
        name = specific_body(mention.name, context.abbreviations)
        if name and _THAT.search(text[: mention.start]) and not GENITIVE.match(text, mention.end):
            return _together(text, mentions, index, context.abbreviations)
    opening = mentions[0] if mentions and not text[: mentions[0].start].strip(" •–-\t") else None
    if opening and _ACTS.match(text, opening.end) and (name := specific_body(opening.name, context.abbreviations)):
        return name
    if _GENERAL.match(text):
        return None  # "Nämnden har ...": a body named beside it is not who is meant
    for index, mention in enumerate(mentions):  # "tekniska nämndens interna kontroll", "för socialnämndens del"
        name = specific_body(mention.name, context.abbreviations)
        if name and GENITIVE.match(text, mention.end):
            return _together(text, mentions, index, context.abbreviations)
    end = mentions[-1] if mentions else None  # "... är inte uppfyllt för socialnämnden."
    if (
        end
        and _FOR.search(text[: end.start])
        and not text[end.end :].strip(" .")
        and (name := specific_body(end.name, context.abbreviations))
    ):
        return name
    for mention in mentions:  # "Stickprov vid tekniska nämnden visar ..."
        name = specific_body(mention.name, context.abbreviations)
        if name and _REVIEWED.search(text[: mention.start]) and _SHOWS.match(text, mention.end):
            return name
    about = mentions and _ABOUT.search(text[: mentions[0].start])
    if about and (name := specific_body(mentions[0].name, context.abbreviations)):
        return name
    if context.company and _OF_COMPANY.search(text):
        return context.company
    return _body_of_office(text, context)


def _together(text: str, mentions: list[BodyMention], first: int, abbreviations: dict[str, str]) -> str | None:
    """The body of that mention with those named in one breath after it."""
    last = first
    while last + 1 < len(mentions) and AND.fullmatch(text, mentions[last].end, mentions[last + 1].start):
        last += 1
    return bodies_listed(text[mentions[first].start : mentions[last].end], abbreviations)


def _before_reasons(words: str) -> str:
    """Of "A för bristande kontroll av B:s avtal och mot C för ...", what names to whom: "A", "C"."""
    parts = [0, *(match.end() for match in _ALSO.finditer(words)), len(words)]
    told = []
    for start, end in pairwise(parts):
        first = next(iter(find_bodies(words[start:end])), None)
        reason = _OVER.search(words, start + first.end, end) if first else None
        told.append(words[start : reason.start() if reason else end])
    return ", ".join(told)


def exception_in(text: str) -> re.Match[str] | None:
    """Where a sentence that finds no lack excepts a body: "... är tillräcklig, med undantag av socialnämnden"."""
    found = load_lexicon("findings").pattern("weak.except").regex.search(text)
    return None if found is None or _LACKING.search(text, 0, found.start()) else found


def _meant(text: str, context: Context) -> str | None:
    """The document's own body; where the words say "nämnden" and it is none, the one of that sort named most."""
    sort = sort_of(text)
    of_sort = [name for name in context.recipients if sort and sort[:-1] in name]
    if len(of_sort) == 1:
        return of_sort[0]
    if sort is None or context.body is None or sort[:-1] in context.body:
        return context.body
    return next((body for body in context.bodies if sort[:-1] in body), context.body)


def sort_of(text: str) -> str | None:
    """The first of the general words for a body that the text holds: "nämnden", "styrelsen"."""
    return next((s for s in _SORTS if re.search(rf"\b{s}(?:s|ns)?\b", text, re.IGNORECASE)), None)


def _body_of_office(text: str, context: Context) -> str | None:
    """The body whose office the words name, where the paper names that body: "inom tekniska förvaltningen"."""
    offices = (match[1] or match[2] for match in _OFFICE.finditer(text))
    bodies = (
        f"{office.lower()} nämnden" if office.lower() == "tekniska" else f"{office.lower()}nämnden"
        for office in offices
    )
    return next((body for body in bodies if body in context.bodies), None)


def lead_addressee(text: str, context: Context) -> str | None:
    """The body that a lead-in names for the list under it, or None."""
    for pattern in (_AFTER, _TOWARDS, _BEFORE):
        match = pattern.search(text)
        if match:
            named = bodies_listed(match[1], context.abbreviations)
            if named:
                return named
    mentions = find_bodies(text, abbreviations=context.abbreviations)
    first = next((i for i, m in enumerate(mentions) if specific_body(m.name, context.abbreviations)), None)
    return None if first is None else _together(text, mentions, first, context.abbreviations)


def titled_body(titles: tuple[str, ...], context: Context) -> str | None:
    """The body whose name is all of the innermost heading that is such a name ("3.2 Kommunstyrelsen", "2 Bolaget"), or
    to whom it says that a remark is ("Kritik riktas till socialnämnden").
    """
    for title in reversed(titles):
        if context.company and _COMPANY_TITLE.fullmatch(title):
            return context.company
        for mention in find_bodies(title, abbreviations=context.abbreviations):
            rest = title[: mention.start] + title[mention.end :]
            if not re.search(r"[A-Za-zÅÄÖåäö]{2}", rest):
                return specific_body(mention.name, context.abbreviations)
        if blamed := _BLAMED.match(title):
            return bodies_listed(blamed[1], context.abbreviations) or (blamed[1] if blamed[1].endswith(" AB") else None)
    return None


def named_body(words: str, abbreviations: dict[str, str]) -> str | None:
    """The first body that the words name, but for a council or a general word."""
    for mention in find_bodies(words, abbreviations=abbreviations):
        name = specific_body(mention.name, abbreviations)
        if name:
            return name
    return None


def find_recipients(reading: Reading, abbreviations: dict[str, str]) -> tuple[str, ...]:
    """The bodies to whom a letter is: on the line that opens with "Till", and on the lines below it."""
    lines = reading.document.text[:_LETTERHEAD].splitlines()
    first = next((i for i, line in enumerate(lines) if _TO.match(line)), None)
    if first is None:
        return ()
    names: list[str] = []
    for line in lines[first : first + _RECIPIENTS]:
        below = line is not lines[first]
        if len(line) > _NAMES or (below and (_COPY.match(line) or (names and not line.strip()))):
            break
        told = (specific_body(m.name, abbreviations) for m in find_bodies(line, abbreviations=abbreviations))
        names += [name for name in told if name]
    return tuple(dict.fromkeys(names))


def _examined(flow: str, abbreviations: dict[str, str]) -> str | None:
    """All bodies that the paper says that it examines: "Revisionsobjekt är X och Y"."""
    objects = _OBJECTS.search(flow[:_OPENING])
    return bodies_listed(objects[1], abbreviations) if objects else None


def _stated_body(flow: str, abbreviations: dict[str, str]) -> str | None:
    """The body that the paper's opening says was audited: "granskning av hur X ...", "bedöma om X säkerställer"."""
    for match in _EXAMINES.finditer(flow[:_OPENING]):
        first = next(iter(find_bodies(flow[match.end() : match.end() + 80], abbreviations=abbreviations)), None)
        if first and first.start == 0 and (name := specific_body(first.name, abbreviations)):
            return name
    return None


def accountable(title: str, bodies: tuple[str, ...]) -> str | None:
    """Who answers for the accounts that a paper reviews: the executive board (kommunallagen 11 kap.)."""
    return next((b for b in bodies if _EXECUTIVE.fullmatch(b)), None) if _ACCOUNTS.search(title) else None


def accountable_in(text: str, bodies: tuple[str, ...]) -> str | None:
    """Who answers for what the words say of the accounts of the whole and the goals in these, and of no board."""
    if sort_of(text) or not _WHOLE_ACCOUNTS.search(text):
        return None
    return next((body for body in bodies if _EXECUTIVE.fullmatch(body)), None)


def _company_board(head: str) -> str | None:
    """Lay auditors examine a company, whose only body is its board (aktiebolagslagen 10 kap.)."""
    return "styrelsen" if _LAY_AUDITORS.search(head) and _COMPANY.search(head) else None


def _main_company(flow: str) -> str | None:
    """The company that the paper names by far the most, where it speaks of it as "bolaget"."""
    names = Counter(name for _, _, name in find_companies(flow))
    first = names.most_common(1)
    most = bool(first) and first[0][1] >= _BY_FAR * names.total()
    return first[0][0] if most and _OF_COMPANY.search(flow) else None


def _only_board(flow: str) -> str | None:
    """A paper that names no body but "styrelsen", time and again, is on an association of one board."""
    return "styrelsen" if len(_BOARD.findall(flow)) >= _AGAIN else None


def _bodies_in(flow: str, abbreviations: dict[str, str]) -> Counter[str]:
    names = (specific_body(m.name, abbreviations) for m in find_bodies(flow, abbreviations=abbreviations))
    return Counter(name for name in names if name)


def _auditor_of(facts: Facts, head: str, flow: str) -> str | None:
    """Who audited: named in the head, else in the text; a statement and a yearly account are the elected auditors'."""
    auditor = load_lexicon("findings").pattern("auditor.named").regex
    named = [m[0] for text in (head, flow) for m in auditor.finditer(text)]
    if facts.kind == "audit_statement" or _ACCOUNT.search(facts.title or ""):
        named = [name for name in named if "revis" in name.lower()]
    if named:
        return _auditor_name(named[0])
    if _LAY_AUDITORS.search(head):
        return "lekmannarevisorerna"
    return "revisorerna" if re.search(r"\brevisorer", flow, re.IGNORECASE) else None


def _auditor_name(words: str) -> str:
    """A firm's name as it writes itself, and not as an address does."""
    lower = words.lower().removesuffix(" ab")
    return next((firm for firm in load_lexicon("findings").words["firms"] if firm.lower() == lower), lower)
