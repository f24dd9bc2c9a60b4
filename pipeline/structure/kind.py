"""What a document is: kind, title, organisation, body, date and case number, from cues with weights."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import (
    BodyMention,
    canonical_body,
    document_abbreviations,
    find_bodies,
    is_company,
    is_generic,
)
from pipeline.records import Block, Document, Facts, Page
from pipeline.structure.dated import find_own_date, signature_date
from pipeline.structure.organisation import find_organisation

_MINUTES = ("minutes", "minutes_extract")
_COPIES = re.compile(r"^[^\S\n]*(?:för kännedom|kopia)\b.*", re.IGNORECASE | re.MULTILINE)  # who only hears of it
_COMPANY = re.compile(r"\bAB\b|\b\w+(?:bolag|förbund)(?:et)?\b")
_NEAR = 60  # characters behind a board in which its company is named
_ONLY_BOARDS = frozenset({"direktionen", "styrelsen"})  # of a joint authority or a company: no other name says whose
_LETTERS = frozenset({"cover_letter", "follow_up"})  # of the auditors', to those whom they audit
_TO_COUNCIL = re.compile(r"\btill (?:\w+s )?\w*fullmäktige|(?:styrelsens|nämndens) förslag\b", re.IGNORECASE)
_HEARS = re.compile(r"\W{0,3}(?:\w+\s)?för kännedom", re.IGNORECASE)
_TO = re.compile(r"Till\b(?!.{60})", re.IGNORECASE)
_HEAD = 2500  # characters of the first page that count as the document's head
_TITLE_BLOCKS = 12
_SHORT_TITLE = 80
_OPENING = 250  # characters in which a paper that is of no known kind names whose it is
_SENTENCES = re.compile(r"[a-zåäö]{3}[.?!]\s+[A-ZÅÄÖ–-]")  # running text, though nothing ends it
_APPENDED = re.compile(r"Bilaga\s\d+\b", re.IGNORECASE)
_LETTER = 6000  # characters of a letter at most; a longer paper may open with one, or ask for an answer, and is none
_SHORT_LETTER, _SO_SHORT = 2500, 2.0  # characters that are too few for a report, and what that counts
_ENOUGH = 5.5  # more than one sign of a letter, for its shortness to count
_OPENS_ONLY = 0.5  # what the signs of a letter count in a longer paper
_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?(?: [A-ZÅÄÖ][a-zåäöé]+(?:-[A-ZÅÄÖ][a-zåäöé]+)?){1,2}")
_NAMES = re.compile(
    rf"(?:{_NAME.pattern})(?:, {_NAME.pattern})+|[A-ZÅÄÖ][a-zåäöé-]+, [A-ZÅÄÖ][a-zåäöé-]+"
)  # "Ek, Anna"
_CASE = re.compile(
    r"\b(?:ärendenummer|diarienummer|diarienr|dnr|ärendenr|ärende-?id)\s*[:.]?\s*"
    r"(20\d\d/[A-ZÅÄÖ]{2,4}\s\d{3,4}\b|(?:[A-ZÅÄÖ]{1,6}\s?)?[A-Z0-9ÅÄÖ]+(?:\s?[-–/:]\s?[A-Z0-9ÅÄÖ]+)+(?:\.\d{3}\b)?|"
    r"\d{2}[A-ZÅÄÖ]{1,5}\d+)",
    re.IGNORECASE,
)
# The titles of a letterhead in columns, with the values in the row below: "Handläggare   Datum   Diarienummer".
_COLUMNS = re.compile(
    r"(?i)(?=.*\b(?:diarienummer|diarienr|dnr|ärendenummer)\b)(?:\W*\b(?:handläggare|datum|vår beteckning|"
    r"er beteckning|diarienummer|diarienr|dnr|ärendenummer|sida|sid|version|referens|telefon|avdelning|enhet)\b\W*){2,}"
)
_CASE_ALONE = re.compile(
    r"([A-ZÅÄÖ]{2,6}(?:/\d{1,5}/(?:20)?\d\d|[/ -]20\d\d[-/:.]\d{1,6}))(?:\s\([A-ZÅÄÖ]{2,6}[\w /:.-]{4,20}\))?"
)
_CASE_OF_ITEM = re.compile(r"§\s?\d+(?:\s[a-z])?,\s*([A-ZÅÄÖ0-9]+(?:\s?[-/:]\s?[A-ZÅÄÖ0-9]+)+)")
_MINUTES_OF = re.compile(
    r"(?i)\bprotokoll\s+(?:från|fört vid) (?P<body>[^,\d\n]{5,60}?)(?:s? (?:möte|sammanträde)|,|\s\d)"
)

_ITEM_TITLE = re.compile(
    r"^(?:[A-ZÅÄÖ]{2,5}\s)?§\s?\d+(?:\s[a-z])?\s+(?!(?:ärende|diarie|dnr)\w*\b)(?P<title>[^\W\d].{6,})$", re.I
)
_ITEM_ALONE = re.compile(
    r"(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s)?§\s?\d{1,4}(?:\s[a-z])?(?:/\d\d(?:\d\d)?)?[.:,]?"
    r"(?:\s(?:dnr|diarienr|diarienummer|ärendenr|ärendenummer)\b.{0,40}|"
    r"\s(?:[A-ZÅÄÖ]{1,6}[ /-]?)?\d{2,5}[-/:.]\d{1,6}(?:[-/.]\d{1,4})?)?",
    re.IGNORECASE,
)
_LINES_ABOVE, _LONGEST_TITLE = 60, 200
_LABEL_NUMBERED = re.compile(r"\s+(?:nr\s*)?\d{1,4}(?:\s?[/:,-]\s?\d{1,4})?$")  # "Revisionsrapport 2/2020"
_LETTER_TO = re.compile(
    r"(?:missiv|följebrev|skrivelse)(?:\s*[:–-]?\s*till\b(?!.*\b(?:gransk|rapport|revisions)).*)?", re.I
)
_NO_TITLE = re.compile(
    r"(?:sammanträdesdatum|protokoll nr|handling \d|ärende \d|\d{4}-|sida|datum|dnr|§|till[ :]|från:|version|e-post|"
    r"[a-zåäö]{1,6} §\s?\d+(?:\s[a-z])?$|"
    r"för [^.]{0,40}(?:revisorer(?:na)?|nämnden|styrelsen)$|tel|på |(?:med )?vänlig(?:a|en)? hälsning|hälsningar|"
    r"[a-zåäö]{2,6}[ /-](?:20)?\d\d|sammanfattning av |plats:|tid:|handläggare\b|diarien|vår beteckning|"
    r"[^.]*(?:\.(?:pdf|docx?)|\bför kännedom)$|"
    r"(?:[\wåäö-]+ (?:och )?){0,3}[\wåäö-]*(?:förvaltning(?:en)?|kontoret|läns landsting)(?: \d+ ?\(\d+\))?$|"
    r"(?:ordförande|besluts)förslag\b)",
    re.IGNORECASE,
)


def classify(document: Document) -> Facts:
    """The facts of a document as a whole; None for what it does not say."""
    kind = _kind(document)
    body, date = _body(document, kind, _title(document, kind, None, None)), find_own_date(document, kind)
    return Facts(
        kind=kind,
        title=_title(document, kind, body, date),
        organisation=find_organisation(document.flow),
        body=body,
        date=date,
        case_number=_case_number(document, kind),
        language=_language(document.flow),
    )


def _kind(document: Document) -> str:
    scores: dict[str, float] = defaultdict(float)
    lines = [document.flow[b.start : b.end].strip() for b in document.blocks if b.kind != "furniture"]
    head = _lines_of_head(document)
    headings = [_words(document, b) for b in document.blocks[:_TITLE_BLOCKS] if b.kind == "heading"]
    others = _appended(document) | _item_titles(head)
    headings = [words for words in headings if words not in others]
    head = [line for line in head if line not in others]
    zones = {"title": [*head[:_TITLE_BLOCKS], *headings], "lines": head, "head": lines[:20], "all": lines}
    for pattern in load_lexicon("kinds").patterns:
        hits = sum(bool(pattern.regex.search(line)) for line in zones[pattern.yields["zone"]])
        scores[pattern.yields["kind"]] += _worth(pattern, hits)
    if len(document.flow) > _LETTER:
        scores["cover_letter"] *= _OPENS_ONLY
    elif scores["cover_letter"] >= _ENOUGH and len(document.flow) < _SHORT_LETTER:
        scores["cover_letter"] += _SO_SHORT
    own = {kind: scores[kind] for kind in _MINUTES}
    for kind in _MINUTES:  # what speaks for minutes speaks for an extract of them too, against any other paper
        scores[kind] = sum(own.values()) + own[kind] / 100
    kind, score = max(scores.items(), key=lambda item: item[1], default=("other", 0.0))
    if kind == "minutes" and _is_one_item(lines):
        return "minutes_extract"
    return kind if score >= 3.0 else "other"


def _appended(document: Document) -> frozenset[str]:
    """The headings of appendices below a heading of the paper: they say what is appended, and not what the paper is."""
    headings = [_words(document, b) for b in document.blocks[: 2 * _TITLE_BLOCKS] if b.kind == "heading"]
    return frozenset(words for words in headings[1:] if _APPENDED.match(words))


def _item_titles(head: Sequence[str]) -> frozenset[str]:
    """The lines of the head that name an item of minutes below its §: they say what is decided on, and not what the
    paper is, though it be "Yttrande över granskning av ..."."""
    rows = [line for line in head if not (_CASE.fullmatch(line) or _CASE_ALONE.fullmatch(line))]
    return frozenset(below for above, below in pairwise(rows) if _ITEM_ALONE.fullmatch(above))


def _is_one_item(lines: Sequence[str]) -> bool:
    """One item alone, and nobody who attends or attests: an extract, though its header says minutes."""
    lexicon = load_lexicon("kinds")
    item, attests = (lexicon.pattern(f"minutes.{name}").regex for name in ("items", "adjusting"))
    return sum(bool(item.search(line)) for line in lines) == 1 and not any(attests.search(line) for line in lines)


def _worth(pattern: Pattern, hits: int) -> float:
    """A cue counts once, unless it says how much it may come to at most."""
    weight = float(pattern.yields["weight"])
    return min(hits * weight, float(pattern.yields.get("most", weight)))


def _first_page(document: Document) -> Page:
    """The first page that says anything: before it may stand an empty cover."""
    pages = document.pages
    return next((page for page in pages if document.text[page.start : page.end].strip()), pages[0])


def _lines_of_head(document: Document) -> list[str]:
    """The lines of the document's head, each on its own: labels often stand in one block with what follows. A line in
    small letters goes on with that above it in its block: "granskning av ..." begins no title there."""
    lines: list[str] = []
    first = _first_page(document)
    start = first.start
    for written in document.text[start : min(start + _HEAD, first.end)].splitlines(keepends=True):
        line = " ".join(written.split())
        if lines and line[:1].islower() and document.flow[start - 1] == " " and lines[-1][-1] not in ".:;?!":
            lines[-1] += f" {line}"
        elif line:
            lines.append(line)
        start += len(written)
    return lines


def _title(document: Document, kind: str, body: str | None, date: str | None) -> str | None:
    """Of minutes: body and date; of an extract, its item's. Else what is set largest in the head and is no label or
    name of a body; without sizes the first such heading, without headings the first such line.
    """
    if kind == "minutes" and body:
        return f"Protokoll, {body}{f' {date}' if date else ''}"
    blocks = document.blocks[:_TITLE_BLOCKS]
    items = [m["title"] for b in blocks if (m := _ITEM_TITLE.match(_words(document, b)))]
    if kind == "minutes_extract" and (items or (below := _title_below(document))):
        return items[0] if items else below
    lexicon = load_lexicon("kinds")
    # a letter bears the name of what it encloses, an official's report that of what it proposes
    kinds = {kind} | {"cover_letter": {"audit_report"}, "official_report": {"response"}}.get(kind, set())
    cues = [
        p.regex
        for p in lexicon.patterns
        if p.yields["kind"] in kinds and p.yields["zone"] == "title" and not _in_letterhead(p)
    ]
    labels = set(lexicon.words["labels"])
    head = [b for b in document.blocks if b.page <= 2 and b.kind in {"heading", "paragraph"}][: 2 * _TITLE_BLOCKS]
    appended = _appended(document)
    head = [b for b in head if _words(document, b) not in appended]

    def is_cued(words: str) -> bool:
        return any(cue.search(words) for cue in cues)

    # "Miljönämndens svar": little is left without the body's name, but it says what the paper is
    candidates = [b for b in head if _is_title(_words(document, b), labels, named=is_cued(_words(document, b)))]
    if not candidates:
        return None

    def likeness(block: Block) -> tuple[bool, int, bool, bool, int]:
        words = _words(document, block)
        cued, asks = is_cued(words), words.endswith("?")  # a question of the audit, set apart
        return cued, round(block.size), not asks, not cued and block.kind == "heading", -block.start

    best = max(candidates, key=likeness)
    others = (b for b in candidates if b.kind == "heading" and b.start > best.start and b.size >= best.size - 0.5)
    if kind == "audit_report" and _LETTER_TO.fullmatch(_words(document, best)):  # what it lies before has a name too
        best = next(others, best)
    return _words(document, best)


def _title_below(document: Document) -> str | None:
    """The title of an extract's item on the line below its §, which stands alone or beside its case number."""
    page = _first_page(document)
    lines = [" ".join(line.split()) for line in document.text[page.start : page.end].splitlines() if line.strip()]
    for line, below in pairwise(lines[:_LINES_ABOVE]):
        if _ITEM_ALONE.fullmatch(line):
            titled = 6 <= len(below) <= _LONGEST_TITLE and below[0].isupper() and not _NO_TITLE.match(below)
            titled = titled and not _is_label(below, set(load_lexicon("kinds").words["labels"]))  # the title is above
            return below if titled and below[-1] not in ".:" else None
    return None


def _words(document: Document, block: Block) -> str:
    return " ".join(document.flow[block.start : block.end].split())


def _is_label(text: str, labels: set[str]) -> bool:
    """Whether a line is a label of a part ("Beslut", "Handlingar"), and the title of nothing."""
    plain = text.lower().strip(" .:")
    part = any(p.regex.search(text) for p in load_lexicon("item_parts").patterns)
    numbered = _LABEL_NUMBERED.sub("", plain) in labels
    return part or plain in labels or numbered or plain in load_lexicon("headings").words["alone"]


def _is_title(text: str, labels: set[str], *, named: bool) -> bool:
    if (
        _is_label(text, labels)
        or not 6 <= len(text) <= 250
        or text.endswith((".", ":"))
        or (len(text) > _SHORT_TITLE and _SENTENCES.search(text))
        or not text[0].isupper()
    ):
        return False
    if _NO_TITLE.match(text) or signature_date(text) or _is_sender(text):
        return False
    if not named and (_NAME.fullmatch(text) or _NAMES.fullmatch(text)):
        return False
    rest = text
    bodies = find_bodies(text)
    if named and bodies and len(text) < _SHORT_TITLE:
        return True
    for mention in bodies:
        rest = rest.replace(mention.as_written, "")
    organisation = find_organisation(text) or ""
    rest = re.sub(rf"(?i){re.escape(organisation)}s?", "", rest) if organisation else rest
    return len(re.sub(r"\W", "", rest)) >= 8 and rest.lower().strip(" .:,") not in labels


def _is_sender(text: str) -> bool:
    """Whether the line only says from or to whom the paper is, or what, in its letterhead."""
    return any(p.regex.search(text) for p in load_lexicon("kinds").patterns if _in_letterhead(p))


def _in_letterhead(pattern: Pattern) -> bool:
    return bool(pattern.yields.get("sender") or pattern.yields.get("letterhead"))


def _body(document: Document, kind: str, title: str | None) -> str | None:
    """Whose document it is: minutes name the body first; else the body that the title or the head names as acting."""
    abbreviations = document_abbreviations(document.flow)
    head = _COPIES.sub(lambda m: " " * len(m[0]), document.flow[:_HEAD])
    found = _named_bodies(head, abbreviations)
    if kind in {"minutes", "minutes_extract"}:
        named = _MINUTES_OF.search(head)
        if found or named is None:
            return _alone(head, abbreviations) or _meets(head, found) or (found[0].name if found else None)
        return "styrelsen" if named["body"].lower().startswith("styrelse") else canonical_body(named["body"])
    in_title = _named_bodies(title or "", abbreviations)
    acting = [m for m in in_title if not _is_addressed(title or "", m) and not _is_given_by(title or "", m)] or [
        m for m in found if not _is_addressed(head, m)
    ]
    if kind.startswith("audit"):  # the audited body, where it is one alone; nothing is said of many
        audited = {m.name for m in in_title or found if not m.name.endswith(("fullmäktige", "presidium"))}
        alone = audited.pop() if len(audited) == 1 else None
        return alone if alone and (in_title or _named_most(document.flow, alone, abbreviations)) else None
    if kind in _LETTERS and not in_title and (asked := _asked(document, abbreviations)):
        return asked
    acting = [m for m in acting if not m.name.endswith("presidium")]
    boards = [m for m in acting if not m.name.endswith("fullmäktige")]
    first = min(found, key=lambda m: m.start, default=None)
    opens = kind == "other" and first and first.start < _OPENING and first.name.endswith("fullmäktige")
    if opens and first and not _TO_COUNCIL.search(head) and not _HEARS.match(head, first.end):
        return first.name  # a summons or summary of the council's: it names it before all others
    chosen = boards or acting
    if not chosen and (alone := _alone(head, abbreviations) or _company_alone(head)):
        return alone
    if not chosen:
        most = Counter(m.name for m in _named_bodies(document.flow, abbreviations)).most_common(1)
        return most[0][0] if most and most[0][1] >= 3 else None
    return chosen[0].name


def _named_most(flow: str, body: str, abbreviations: dict[str, str]) -> bool:
    """Whether no other body is named more often: the one in the head of a yearly account is one of many."""
    counts = Counter(m.name for m in _named_bodies(flow, abbreviations) if not m.name.endswith("fullmäktige"))
    return counts[body] == max(counts.values(), default=0)


def _asked(document: Document, abbreviations: dict[str, str]) -> str | None:
    """The one board that a letter is to: "Till miljönämnden", on a line of its own; the council only hears of it."""
    lines = [line for line in _lines_of_head(document)[:_TITLE_BLOCKS] if _TO.match(line)]
    boards = {m.name for line in lines for m in _named_bodies(line, abbreviations)}
    boards = {name for name in boards if not name.endswith(("fullmäktige", "presidium"))}
    return boards.pop() if len(boards) == 1 else None


def _named_bodies(text: str, abbreviations: dict[str, str]) -> list[BodyMention]:
    """The bodies of which a paper may be: one each, by a name of its own."""
    several = ("nämnderna", "styrelserna")
    mentions = find_bodies(text, abbreviations=abbreviations)
    return [m for m in mentions if not is_generic(m.name) and not m.name.endswith(several)]


def _meets(head: str, others: Sequence[BodyMention]) -> str | None:
    """The board of a joint authority or company, which its minutes name by no other word ("Direktionens protokoll");
    where they name a municipality's body too, it must come first, and the company be named."""
    board = next((m for m in find_bodies(head) if m.name in _ONLY_BOARDS), None)
    if board and others and not (board.start < others[0].start and _COMPANY.search(head[: board.end + _NEAR])):
        return None
    return board.name if board else None


def _alone(head: str, abbreviations: dict[str, str]) -> str | None:
    """The body that has a line of the head for itself, as minutes write whose they are."""
    for line in head.splitlines()[:_TITLE_BLOCKS]:
        mentions = find_bodies(line, abbreviations=abbreviations)
        own = len(mentions) == 1 and (mentions[0].name in _ONLY_BOARDS or not is_generic(mentions[0].name))
        if own and mentions[0].as_written == line.strip(" ."):
            return mentions[0].name
    return None


def _company_alone(head: str) -> str | None:
    """The company that has a line of the head for itself: its paper is its board's."""
    lines = (line.strip(" .") for line in head.splitlines()[:_TITLE_BLOCKS])
    return next((line for line in lines if is_company(line)), None)


def _is_given_by(text: str, mention: BodyMention) -> bool:
    """Whether the title is about what the council gave to others ("Uppföljning av kommunfullmäktiges uppdrag")."""
    given = re.match(r"s?\s(?:budget)?(?:uppdrag|beslut)", text[mention.end :])
    return given is not None and mention.name.endswith("fullmäktige")


def _is_addressed(text: str, mention: BodyMention) -> bool:
    return re.search(r"\b(?:till|inför)\s+(?:[A-ZÅÄÖ]\w+s\s+)?$", text[: mention.start], re.IGNORECASE) is not None


def _case_number(document: Document, kind: str) -> str | None:
    """The document's own: labelled in its head; of an extract, also the one beside its §. Minutes of a whole meeting
    have many, which are their items'.
    """
    if kind == "minutes":
        return None
    head = document.flow[:_HEAD]
    match = _CASE.search(head) or (_CASE_OF_ITEM.search(head) if kind == "minutes_extract" else None)
    if match is None:  # without a label: a line of the head that is nothing but a case number
        page = _first_page(document)
        lines = document.text[page.start : page.end][:_HEAD].splitlines()
        match = next((m for line in lines if (m := _CASE_ALONE.fullmatch(line.strip()))), None)
    if match is None and kind.startswith("audit"):  # in the colophon, pages on
        stated = [m for b in document.blocks if (m := _CASE.fullmatch(_words(document, b).strip(" .")))]
        match = stated[0] if len({m[1] for m in stated}) == 1 else None
    if match is None or not re.search(r"\d", match[1]):
        return _case_in_columns(head) if kind not in _MINUTES else None
    return re.sub(r"\s?([-/:])\s?", r"\1", " ".join(match[1].split())).replace("–", "-")


def _case_in_columns(head: str) -> str | None:
    """The case number in the row below a letterhead's column titles."""
    lines = [line for line in head.splitlines() if line.strip()]
    forms = load_lexicon("case_numbers").patterns
    for titles, values in pairwise(lines):
        hits = [m for form in forms if (m := form.regex.search(values))] if _COLUMNS.fullmatch(titles) else []
        if hits:
            first = min(hits, key=lambda m: m.start())
            return " ".join(first[0].split()).replace("–", "-")
    return None


def _language(flow: str) -> str:
    swedish = len(re.findall(r"\b(?:och|att|som|för|den)\b", flow[:20000]))
    english = len(re.findall(r"\b(?:and|the|of|to|that)\b", flow[:20000]))
    return "en" if english > 2 * swedish else "sv"
