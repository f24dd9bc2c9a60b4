"""What a document is: kind, title, organisation, body, date and case number, from cues with weights."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile

from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Block, Document, Facts
from pipeline.structure.body import find_body
from pipeline.structure.dated import find_own_date, signature_date
from pipeline.structure.head import HEAD, TITLE_BLOCKS, first_page, lines_of_head, words_of
from pipeline.structure.organisation import find_organisation

_MINUTES = ("minutes", "minutes_extract")
_OF_ONE_MATTER = frozenset({"official_report", "cover_letter", "response"})
_MATTER = re.compile(r"(?P<number>\d{1,3})\.?\s+[A-ZÅÄÖ][^.]{5,150}\.?$")
_MEETS = re.compile(r"(?i)(?:sammanträde\b.{0,40}\d{4}|kallelse|föredragningslista|dagordning|ärendelista)")
_LISTED, _BRIEFLY = 6, 160  # titles, and characters of the paper to each of them
_MATTERS = 3  # of a paper that holds several
_SHORT_TITLE = 80
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
_ITEM_TITLE = re.compile(
    r"^(?:[A-ZÅÄÖ]{2,5}\s)?§\s?\d+(?:\s[a-z])?(?:/\d\d(?:\d\d)?)?[.:]?\s+(?!(?:ärende|diarie|dnr)\w*\b)(?P<title>[^\W\d].{6,})$",
    re.I,
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
    r"kontrollmål\s*:|"
    r"(?:certifierad|cert\.) kommunal (?:yrkes)?revisor\b|revisions(?:chef|direktör)(?= [A-ZÅÄÖ])|"
    r"[^.]*(?:\.(?:pdf|docx?)|\bför kännedom)$|"
    r"(?:[\wåäö-]+ (?:och )?){0,3}[\wåäö-]*(?:förvaltning(?:en)?|kontoret|läns landsting)(?: \d+ ?\(\d+\))?$|"
    r"(?:ordförande|besluts)förslag\b)",
    re.IGNORECASE,
)


def classify(document: Document) -> Facts:
    """The facts of a document as a whole; None for what it does not say."""
    kind = _kind(document)
    body, date = find_body(document, kind, _title(document, kind, None, None)), find_own_date(document, kind)
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
    head = lines_of_head(document)
    headings = [words_of(document, b) for b in document.blocks[:TITLE_BLOCKS] if b.kind == "heading"]
    others = _appended(document) | _item_titles(head)
    headings = [words for words in headings if words not in others]
    head = [line for line in head if line not in others]
    item = load_lexicon("kinds").pattern("minutes.items")
    above = list(
        takewhile(lambda line: not item.regex.search(line), lines[:20])
    )  # what an item proposes, the paper does not
    zones = {"title": [*head[:TITLE_BLOCKS], *headings], "lines": head, "head": above, "all": lines}
    items = 0.0  # what the numbers of items alone speak for minutes
    for pattern in load_lexicon("kinds").patterns:
        hits = sum(bool(pattern.regex.search(line)) for line in zones[pattern.yields["zone"]])
        worth = _worth(pattern, hits)
        scores[pattern.yields["kind"]] += worth
        items += worth if pattern is item else 0.0
    if len(document.flow) > _LETTER:
        scores["cover_letter"] *= _OPENS_ONLY
    elif scores["cover_letter"] >= _ENOUGH and len(document.flow) < _SHORT_LETTER:
        scores["cover_letter"] += _SO_SHORT
    own = {kind: scores[kind] for kind in _MINUTES}
    for kind in _MINUTES:  # what speaks for minutes speaks for an extract of them too, against any other paper
        scores[kind] = sum(own.values()) + own[kind] / 100
    if not own["minutes"] - items and not own["minutes_extract"] and not _has_decision_labels(lines):
        scores["minutes"] = 0.0  # "§ 1 ... § 2 ...": rules are numbered so too
    kind, score = max(scores.items(), key=lambda item: item[1], default=("other", 0.0))
    if kind == "minutes" and _is_one_item(lines):
        return "minutes_extract"
    if kind in _OF_ONE_MATTER and _holds_matters(document):
        return "other"  # what a meeting is to treat, with what is proposed on each matter
    return kind if score >= 3.0 else "other"


def _appended(document: Document) -> frozenset[str]:
    """The headings of appendices below a heading of the paper: they say what is appended, and not what the paper is."""
    headings = [words_of(document, b) for b in document.blocks[: 2 * TITLE_BLOCKS] if b.kind == "heading"]
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


def _has_decision_labels(lines: Sequence[str]) -> bool:
    decided = load_lexicon("decisions").pattern("block.decided").regex
    return any(decided.search(line) for line in lines)


def _holds_matters(document: Document) -> bool:
    """Whether numbered titles stand there with a case number of its own right below each, or in a row with little
    between them: matters of a meeting.
    """
    rows = [line for line in map(str.strip, document.text.splitlines()) if line]
    cases = {
        case[1]
        for title, *below in zip(rows, rows[1:], rows[2:], strict=False)
        if _MATTER.match(title) and (case := next((m for line in below if (m := _CASE.search(line))), None))
    }
    titles = [m for row in rows if (m := _MATTER.match(row))]
    rising = all(int(a["number"]) <= int(b["number"]) for a, b in pairwise(titles))
    meets = any(_MEETS.match(row) for row in rows[:TITLE_BLOCKS])
    listed = meets and rising and len(titles) >= _LISTED and len(document.text) < _BRIEFLY * len(titles)
    return len(cases) >= _MATTERS or listed


def _worth(pattern: Pattern, hits: int) -> float:
    """A cue counts once, unless it says how much it may come to at most."""
    weight = float(pattern.yields["weight"])
    return min(hits * weight, float(pattern.yields.get("most", weight)))


def _title(document: Document, kind: str, body: str | None, date: str | None) -> str | None:
    """Of minutes: body and date; of an extract, its item's. Else what is set largest in the head and is no label or
    name of a body; without sizes the first such heading, without headings the first such line.
    """
    if kind == "minutes" and body:
        return f"Protokoll, {body}{f' {date}' if date else ''}"
    blocks = document.blocks[:TITLE_BLOCKS]
    items = [m["title"] for b in blocks if (m := _ITEM_TITLE.match(words_of(document, b)))]
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
    head = [b for b in document.blocks if b.page <= 2 and b.kind in {"heading", "paragraph"}][: 2 * TITLE_BLOCKS]
    appended = _appended(document)

    def is_cued(words: str) -> bool:
        return any(cue.search(words) for cue in cues)

    # "Miljönämndens svar": little is left without the body's name, but it says what the paper is
    titles = [b for b in head if _is_title(words_of(document, b), labels, named=is_cued(words_of(document, b)))]
    candidates = [b for b in titles if words_of(document, b) not in appended] or titles  # an appendix of its own
    if not candidates:
        return None

    def likeness(block: Block) -> tuple[bool, int, bool, bool, int]:
        words = words_of(document, block)
        cued, asks = is_cued(words), words.endswith("?")  # a question of the audit, set apart
        return cued, round(block.size), not asks, not cued and block.kind == "heading", -block.start

    best = max(candidates, key=likeness)
    others = (b for b in candidates if b.kind == "heading" and b.start > best.start and b.size >= best.size - 0.5)
    if kind == "audit_report" and _LETTER_TO.fullmatch(words_of(document, best)):  # what it lies before has a name too
        best = next(others, best)
    return words_of(document, best)


def _title_below(document: Document) -> str | None:
    """The title of an extract's item on the line below its §, which stands alone or beside its case number."""
    page = first_page(document)
    lines = [" ".join(line.split()) for line in document.text[page.start : page.end].splitlines() if line.strip()]
    for line, below in pairwise(lines[:_LINES_ABOVE]):
        if _ITEM_ALONE.fullmatch(line):
            titled = 6 <= len(below) <= _LONGEST_TITLE and below[0].isupper() and not _NO_TITLE.match(below)
            titled = titled and not _is_label(below, set(load_lexicon("kinds").words["labels"]))  # the title is above
            return below if titled and below[-1] not in ".:" else None
    return None


def _is_label(text: str, labels: set[str]) -> bool:
    """Whether a line is a label of a part ("Beslut", "Handlingar"), and the title of nothing."""
    plain = text.lower().strip(" .:*")
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
    """Whether the line only says from or to whom the paper is, or what, in its letterhead; parties too."""
    if load_lexicon("people").pattern("party.subject").regex.search(text):
        return True
    return any(p.regex.search(text) for p in load_lexicon("kinds").patterns if _in_letterhead(p))


def _in_letterhead(pattern: Pattern) -> bool:
    return bool(pattern.yields.get("sender") or pattern.yields.get("letterhead"))


def _case_number(document: Document, kind: str) -> str | None:
    """The document's own: labelled in its head; of an extract, also the one beside its §. Minutes of a whole meeting
    have many, which are their items', and so has what a meeting is to treat.
    """
    if kind == "minutes" or (kind == "other" and _holds_matters(document)):
        return None
    head = document.flow[:HEAD]
    match = _CASE.search(head) or (_CASE_OF_ITEM.search(head) if kind == "minutes_extract" else None)
    if match is None:  # without a label: a line of the head that is nothing but a case number
        page = first_page(document)
        lines = document.text[page.start : page.end][:HEAD].splitlines()
        match = next((m for line in lines if (m := _CASE_ALONE.fullmatch(line.strip()))), None)
    if match is None and kind == "minutes_extract" and (number := _case_in_title(document)):
        return number
    if match is None and kind.startswith("audit"):  # in the colophon, pages on
        stated = [m for b in document.blocks if (m := _CASE.fullmatch(words_of(document, b).strip(" .")))]
        match = stated[0] if len({m[1] for m in stated}) == 1 else None
    if match is None or not re.search(r"\d", match[1]):
        return _case_in_columns(head) if kind not in _MINUTES else None
    return re.sub(r"\s?([-/:])\s?", r"\1", " ".join(match[1].split())).replace("–", "-")


def _case_in_title(document: Document) -> str | None:
    """The case number in brackets behind the title of an extract's item: "§ 88 Svar på granskning (KS/2022:112)"."""
    titles = (m["title"] for b in document.blocks[:TITLE_BLOCKS] if (m := _ITEM_TITLE.match(words_of(document, b))))
    bracket = next((m[1] for title in titles if (m := re.search(r"\(([^()]{5,30})\)\W*$", title))), "")
    return bracket if any(form.regex.fullmatch(bracket) for form in load_lexicon("case_numbers").patterns) else None


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
