"""The points of a decision: numbered, lettered or dashed, att-clauses, or a paragraph each."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import At, DecisionPoint, Document, record_id

_POINT = re.compile(
    r"(?:(?:^|(?<=\n)|(?<=[.:;,] ))\s*(?:\d{1,2}|[a-zå])[.)]\s(?![a-zåäö]{1,3}(?:,|\s(?:samt|och)\b))|"
    r"(?:^|(?<=\n))\s*[-–•]\s*(?=\S)|(?:^|(?<=[\n,:])\s*)(?=(?:samt\s+)?att\s))"
)
_ATT_LINE = re.compile(r"\n[ \t]*(?=(?:samt\s+)?att\s)")
_BARE_NUMBER = re.compile(r"^[ \t]*(?P<number>\d{1,2})[ \t]+(?=[A-ZÅÄÖ]\w|att\s)", re.MULTILINE)  # "1 att godkänna"
_MARK = re.compile(r"\s*(?:\d{1,2}|[a-zå])[.)]\s")
_CLAUSE = re.compile(r"\s*(?:samt\s+)?att\s")
# What opens a decision and is none of its points: "Nämnden beslutar", "Styrelsen föreslår fullmäktige besluta:".
_SAYS = (
    r"[^.\n]{0,120}?\b(?:beslutar|beslutade|beslöt|besluta|beslut|för egen del|"
    r"föreslår\b[^.\n]{0,90}?|föreslå\b[^.\n]{0,60}?)"
    r"(?:\s(?:därmed|således|sålunda|därför|härmed|följande|enligt följande|enhälligt))*"
    r"\s*(?::|(?=\s+(?:samt\s+)?att\b)|$)"
)
_LEAD = re.compile(rf"(?i)\s*(?:{_SAYS}|[^.\n]{{3,120}}:(?=\s|$))")
_ONLY_SAYS = re.compile(rf"(?i)\s*(?:{_SAYS})")
_PAGE_HEAD = re.compile(r"(?:^| )Protokoll nr \d{1,3}(?: Sammanträdesdatum:? \d{4}-\d\d-\d\d)?(?: |$)")
_SETTLED_BEFORE = re.compile(r"[A-ZÅÄÖ][\s\S]{9,}[.](?=\s+[A-ZÅÄÖ][^.]*$)")
_TOLD_BEFORE = re.compile(r"(?<!som )\bhar\s\w+ts\.$")  # "Förslaget har bifallits." tells what another body did
# "Nämnden bifaller motionen och beslutar följande:": what opens the list decides something itself.
_DECIDES_BESIDES = re.compile(
    r"[^.:]{3,100}?\w+(?:ller|nner|slår|rker|ntar)\b[^.:]{0,100}\b(?:och|samt) beslutar?(?: att)?"
    r"(?: (?:enligt )?följande)?:?\s*\Z"
)
_ENDS_CLAUSE = re.compile(r"(?:[.,:;]|\b(?:samt|och|att|beslutar?|beslutade|beslöt|uppdrag|följande))$")
# What opens a point of its own below a line without a stop ("Totalt: 40 mnkr"): "Kommunfullmäktige fastställer målen".
_BODY_SETTLES = (
    r"[A-ZÅÄÖ][\w-]{0,40}(?:fullmäktige|styrelsen|nämnden)\s"
    r"(?:fastställer|antar|godkänner|beslutar|ger|uppdrar|avslår|bifaller|beviljar|medger|utser)\b"
)
_OWN_SENTENCE = re.compile(_BODY_SETTLES)
_LINE_ENDS = re.compile(rf"(?<=[.:”])[ \t]*\n(?=[ \t]*[A-ZÅÄÖ”])|\n[ \t]*\n|\n(?=[ \t]*{_BODY_SETTLES})")
_BODY_BELOW = re.compile(rf"(?<=[.”])[^\S\n]*\n[^\S\n]*(?={_BODY_SETTLES})")
_JOINS = re.compile(r"\W*(?:samt|och|dels)\W*")  # a word alone between two clauses, each on its line
_LISTED = re.compile(r"(?:,|,?\s(?:samt|och))$")  # clauses a paragraph each: "anta yttrandet, samt" / "ge chefen ..."
_LEAST = 3  # characters that a point has more of


def find_points(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the points between two places; a decision in one sentence is its own single point."""
    flow, text = document.flow, document.text
    begins = sorted({start + m.start() for m in _POINT.finditer(flow[start:end])})
    clauses = [m.end() for m in _ATT_LINE.finditer(text, start, end)]
    if len(clauses) == 1 and not _CLAUSE.match(flow, start) and _fills_its_line(text, start, clauses[0], end):
        clauses = []  # "att ansvaret flyttas till nämnden | att besluta om taxan": only the line ends there
    if clauses and all(_CLAUSE.match(flow, begin) for begin in begins):  # lines that flow together in a block
        begins = sorted({_first_letter(text, place) for place in (*begins, *clauses)})
    marked = sum(1 for b in begins if _MARK.match(flow, b))
    if marked > 1:  # "a. Nämndens uppdrag, givet den 3 maj, att se över taxan": the clause is part of its item
        begins = [b for b in begins if not _CLAUSE.match(flow, b) or _opens_line(text, b)]
    lines = [b for b in begins if _CLAUSE.match(flow, b) and _opens_line(text, b)]
    if len(lines) > 1:  # "att ta fram en plan, att redovisas i maj": the second says more of the first
        begins = [
            b for b in begins if not _CLAUSE.match(flow, b) or b in lines or flow[b : b + 9].lstrip().startswith("samt")
        ]
    begins = _without_asides(document, begins)
    plain = list(_BARE_NUMBER.finditer(text, start, end))
    if [int(m["number"]) for m in plain] == list(range(1, len(plain) + 1)) and len(plain) > 1:
        begins = [m.start() for m in plain]
    head = start
    if begins and begins[0] > start:
        head = _after_lead(flow, start, begins[0])
        besides = _DECIDES_BESIDES.match(flow, start, head)  # "Nämnden bifaller motionen och beslutar följande:"
        if not besides and load_lexicon("decisions").pattern("plain.decided").regex.search(flow[start:head]):
            return [(start, end)]  # "Dagordningen fastställs med följande tillägg:"
        head = start if besides else head
        words = flow[head : begins[0]].strip(" ,:\n\f")
        if words and not _CLAUSE.match(words):  # "Uppdraget, att se över taxan, är slutfört": no point of its own
            lines = [b for b in begins if _CLAUSE.match(flow, b) and _opens_line(text, b)]
            begins = [b for b in begins if not _CLAUSE.match(flow, b) or (b in lines and len(lines) > 1)]
    if not begins:
        return _paragraphs(document, start, end) or [(start, end)]
    first = trim(text, head, begins[0])
    words = flow[first[0] : first[1]].rstrip()
    named = find_bodies(words)
    bare = len(named) == 1 and named[0].as_written == words  # "Miljönämnden" above "- godkänner svaret"
    opens = words.endswith((":", " att", " uppdrag")) and not _DECIDES_BESIDES.match(words)
    own = [first] if len(words) > _LEAST and not opens and not bare else []
    if not own and not bare and (settled := _SETTLED_BEFORE.match(words)) and not _TOLD_BEFORE.search(settled[0]):
        own = [trim(text, first[0], first[0] + settled.end())]  # "Nämnden antar planen." above the next list's lead
    spans = [trim(text, a, b) for a, b in zip(begins, [*begins[1:], end], strict=True)]
    spans = [_without_next_lead(document, *s) for s in spans]
    if below := _BODY_BELOW.search(text, *spans[-1]):  # "3. Planen antas. | Fullmäktige avslår motionen i övrigt."
        spans[-1:] = [trim(text, spans[-1][0], below.start()), trim(text, below.end(), spans[-1][1])]
    spans = [s for s in spans if s[1] - s[0] > _LEAST and not _JOINS.fullmatch(flow, *s)]
    return [*own, *spans] or [(start, end)]


def _fills_its_line(text: str, start: int, place: int, end: int) -> bool:
    """Whether the line before is as long as lines are, so that the next word did not fit, and nothing ends it."""
    before = text[text.rfind("\n", 0, place - 1) + 1 : text.rfind("\n", 0, place)].rstrip()
    longest = max(len(line.rstrip()) for line in text[start:end].split("\n"))
    return not _ENDS_CLAUSE.search(before) and len(before) + len(" att") > longest


def _without_asides(document: Document, begins: list[int]) -> list[int]:
    """Without the one att-clause of a point that has a mark of its own ("2. Uppdraget till nämnden, att se över taxan,
    är slutfört"): clauses are points of their own only where a point lists several, a line each.
    """
    kept: list[int] = []
    clauses: list[int] = []
    marked = False
    for begin in (*begins, None):
        if begin is not None and _CLAUSE.match(document.flow, begin):
            clauses.append(begin)
            continue
        several = sum(_opens_line(document.text, _first_letter(document.text, c)) for c in clauses) > 1
        kept += clauses if several or not marked else []
        kept += [] if begin is None else [begin]
        clauses, marked = [], True
    return kept


def point_record(document: Document, decision_id: str, position: int, start: int, end: int) -> DecisionPoint:
    """The record of a point, its words without list mark, joining word and head of the page."""
    words = _PAGE_HEAD.sub(" ", " ".join(document.flow[start:end].split())).strip()
    words = re.sub(r"^(?:(?:\d{1,2}|[a-zå])[.)]|\d{1,2}(?= (?:att|[A-ZÅÄÖ]))|[-–•])\s*|,?\s+samt$", "", words)
    return DecisionPoint(
        id=record_id(document.id, "decision_points", start, end, decision_id),
        at=At(start, end, "decisions.point", 0.9), decision_id=decision_id, position=position,
        text=re.sub(r"^samt\s+(?=att\s)", "", words),
    )  # fmt: skip


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends and a colon before it."""
    while start < end and (text[start].isspace() or text[start] == ":"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == "_"):  # a rule parts the items
        end -= 1
    return start, end


def _without_next_lead(document: Document, start: int, end: int) -> tuple[int, int]:
    """A point without the paragraph behind it that opens the next list ("Nämnden ger chefen följande uppdrag:")."""
    words = document.flow[start:end].rstrip()
    place = words.rfind("\n")
    return trim(document.text, start, start + place) if place > 0 and words.endswith(":") else (start, end)


def _first_letter(text: str, place: int) -> int:
    while text[place : place + 1].isspace():
        place += 1
    return place


def _after_lead(flow: str, start: int, end: int) -> int:
    """Where what is decided begins: behind the colon of its lead, else behind the words that open it."""
    colons = list(re.finditer(r":(?=\s|$)", flow[start:end]))
    if colons and not re.search(r"[.!?]\s", flow[start : start + colons[-1].start()]):
        return start + colons[-1].end()
    lead = _LEAD.match(flow, start, end)
    further = (
        _LEAD.match(flow, lead.end(), end) if lead else None
    )  # "Styrelsen föreslår att fullmäktige beslutar" "att"
    if lead and further and _CLAUSE.match(flow, lead.end()):
        lead = further
    return lead.end() if lead else start


def _opens_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip()


def _paragraphs(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """The paragraphs of a decision without marks, and in plain text the lines that are sentences, without its lead and
    the heads of pages; one that the page broke goes on with the next.
    """
    breaks = {m.start() for m in re.finditer(r"[\n\f]+", document.flow[start:end])}
    if document.medium == "text":
        breaks |= {m.end() - 1 for m in _LINE_ENDS.finditer(document.text[start:end])}
    bounds = [start, *(start + b for b in sorted(breaks)), end]
    spans: list[tuple[int, int]] = []
    head = load_lexicon("decisions").pattern("block.page_head").regex
    for a, b in pairwise(bounds):
        first, last = trim(document.text, a, b)
        words = document.flow[first:last].strip()
        if len(words) <= _LEAST or head.search(words):
            continue
        above = document.flow[spans[-1][0] : spans[-1][1]].rstrip() if spans else ""
        opens = len(spans) == 1 and above.endswith((":", " att"))
        listed = len(spans) > 1 and words[0].islower() and _LISTED.search(above) is not None
        quoted = (above.count("”") + above.count("“")) % 2 == 1  # within a quotation that is not closed yet
        parted = _OWN_SENTENCE.match(words) or re.search(r"[.:!?)”]$", above)
        if spans and not (opens or listed) and (quoted or words[0].islower() or not parted):
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    spans = _with_what_they_open(document.flow, spans)
    lead = _LEAD.fullmatch(document.flow[spans[0][0] : spans[0][1]]) if len(spans) > 1 else None
    return spans[1:] if lead else spans


def _with_what_they_open(flow: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The paragraphs, each that decides something and ends in a colon with what it opens: "Bo Al entledigas från
    uppdragen i följande bolag:", "Reglementet utökas med en punkt:".
    """
    decides = [load_lexicon("decisions").pattern(name).regex for name in ("plain.decided", "lead.decides")]
    kept: list[tuple[int, int]] = []
    listing = False  # names and titles, a line each
    for start, end in spans:
        above = flow[kept[-1][0] : kept[-1][1]].rstrip() if kept else ""
        settles = not _ONLY_SAYS.fullmatch(above) and any(regex.search(above) for regex in decides)
        opened = settles and re.search(r":\d?$", above) is not None
        whole = re.search(r"[.:!?”]$", flow[start:end].rstrip()) is not None
        if opened or (listing and not whole):
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
        listing = (opened or listing) and not whole
    return kept
