"""Findings that others tell (a board, an official, minutes): only what is ascribed to the auditors counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from pipeline.extract.criticism_signs import is_never, lack
from pipeline.extract.passages import Passage, search_in, trimmed
from pipeline.extract.points import OUGHT, Point, listed_points, without_mark
from pipeline.lexicon import load_lexicon
from pipeline.records import Document

_AUDITORS = re.compile(r"revis(?:or|ion)", re.IGNORECASE)
_FIRM = re.compile(r"\b(?:pwc|kpmg|ey|ernst & young|deloitte|bdo)\b", re.IGNORECASE)
_DISCHARGE = re.compile(r"avstyrk|ansvarsfrihet", re.IGNORECASE)
_MOVED = re.compile(r"yrkande|ledamöternas förslag", re.IGNORECASE)
_MOVES = re.compile(r"\((?:[A-ZÅÄÖ]{1,3}|-)\)[^.]*\b(?:föreslår|yrkar)\b")
_QUOTED = re.compile(r"[“”\"]([^“”\"]{20,600}?)[“”\"]")
_CONCERN = re.compile(r"\boro\b|\boroa|\brisk(?:er|en|erna|erar)?\b(?!-)", re.IGNORECASE)
_MILD = re.compile(r"\bsynpunkt|\bkommenterar\b|\bnoterar\b", re.IGNORECASE)
_REMARKS = ("remark.form", "remark.received", "remark.directed", "remark.concerns", "retold.remark")
_OWN = re.compile(  # the board or its office takes the word, or acts
    r"^\W*(?:vi\b|[a-zåäö-]*(?:nämnden|styrelsen|förvaltningen|kontoret|direktören|utskottet|direktionen|bolaget)\b)|"
    r"\b(?:avser|planerar) att\b|\bkommer att\b|\bhar (?:nu|redan|därefter|numera)\b",
    re.IGNORECASE,
)
_ABOVE = 15  # sentences and items above a line that announces a list, a first list of the same auditors among them
_LACK = 0.7  # what a sentence that goes on must say of a lack
_SAID_LACK = 0.5  # what each of several clauses must, to be a point of its own
_DENIES = re.compile(
    r"\b(?:inte|ej|(?:endast|enbart|bara) delvis|ingen|inget|inga|sakna\w*|sällan|aldrig|varken|otillräcklig\w*|"
    r"brist\w*|otydlig\w*|oklar\w*|låga?|svaga?|sena?|gammal|inaktuell\w*|föråldra\w*|eftersatt\w*)\b",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"(?<!inte )(?<!inte helt )(?<!inte fullt ut )(?<!ej )(?<!delvis )\b(?:tillräcklig\w*|ändamålsenlig\w*|god[at]?|"
    r"väl|bra|tillfredsställande|tydlig\w*|fungerar|positivt?|förbättrats|rättvisande|uppfyll\w+|följs|följer|"
    r"hög utsträckning)\b|\bansvarsfrihet",
    re.IGNORECASE,
)
_OVERALL = re.compile(r"\b(?:o?tillräcklig|ändamålsenlig|bristfällig)\w*", re.IGNORECASE)  # a verdict, one as a whole
_OPENS_ANEW = re.compile(r"(?<=[a-zåäö])\s+(?=(?:Revisorerna|Revisionen)\s[a-zåäö]+(?:r|de|te)\b)")
_LEADS_ON = re.compile(  # words after which the auditors are part of the same sentence, though written with a capital
    r"\b(?:vilket|som|att|och|samt|men|där|då|när|om|av|till|för|med|från|hos|än|delar|tackar|enligt|har|även|också)\Z",
    re.IGNORECASE,
)
_THE_REMARK = re.compile(
    r"\b(?:anser|anför|menar|bedömer|föreslår|finner)\b[^.]*\b(?:kritiken|anmärkningen|erinran)\b", re.IGNORECASE
)
_REMARK = re.compile(r"\b(?:anmärkning|erinran)", re.IGNORECASE)
_GROUND = re.compile(
    r"\b(?:för|gällande|avseende|på grund av|eftersom|då|att)\b(?! (?:år |verksamhetsåret )?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_BESIDE = 3  # characters between two sentences
_NEAR = 2000  # characters from a remark within which "the criticism" is that
_CLAUSE = 12  # characters of one at least


def points_retold(document: Document, passages: Sequence[Passage], *, answering: bool = False) -> list[Point]:
    """All points that the words ascribe to the auditors, in order; in a paper that answers them (`answering`) also what
    it takes up for its answer to stand behind it, whatever the words.
    """
    if not _AUDITORS.search(document.flow):
        return []
    minority = load_lexicon("responses").pattern("section.minority").regex
    points: list[Point] = []
    taken: set[int] = set()
    opened = -1  # the block that begins with what the auditors found, as long as nobody else takes the word
    opens = load_lexicon("findings").pattern("retold.opens").regex
    counts, counted = (load_lexicon("findings").pattern(f"retold.{n}").regex for n in ("counts", "counted"))
    counting = -1  # the block that says how many recommendations the auditors make
    for index, passage in enumerate(passages):
        if passage.first and opens.search(passage.text):
            opened = passage.block
        elif passage.block == opened and _OWN.search(passage.text):
            opened = -1
        moved = any(minority.search(t) or _MOVED.search(t) for t in passage.titles[-1:])
        if index in taken or moved or _MOVES.search(passage.text):
            continue
        listed = _announced(document, passages, index)
        if listed:
            points += listed
            taken |= {i for i, p in enumerate(passages) if any(q.start <= p.start < q.end for q in listed)}
            continue
        if counts.search(passage.text):
            counting = passage.block
            continue
        if passage.block == counting and counted.match(passage.text):
            points.append(_whole(document, passage, "recommendation", "retold.counted", 0.8))
            continue
        told = [] if _takes_up_remark(points, passage) else _told(document, passage)
        if not told and _is_taken_up(passages, index, answering=answering):
            told = [_whole(document, passage, _said_kind(passage.text), "retold.said", 0.7)]
        if not told and passage.block == opened and _goes_on(passage):
            told = [_whole(document, passage, _kind(passage.text), "retold.goes_on", 0.6)]
        points += [part for point in told for part in _said_apart(document, passage, point)]
    return [p for p, after in zip_longest(points, points[1:]) if not (after and _only_announces(document, p, after))]


def _only_announces(document: Document, point: Point, after: Point) -> bool:
    """Whether a criticism without a ground is the remark that the next sentence tells: "Revisorerna riktar kritik mot
    nämnden. De riktar en anmärkning för ..."."""
    if {point.kind, after.kind} != {"remark"} or after.start - point.end > _BESIDE:
        return False
    words = document.flow[point.start : point.end]
    remarks = _REMARK.search(document.flow, after.start, after.end) is not None
    return remarks and not _REMARK.search(words) and not _GROUND.search(words)


def _takes_up_remark(points: Sequence[Point], passage: Passage) -> bool:
    """Whether others judge the remark that was told above: "ordföranden anser att kritiken är befogad"."""
    known = any(point.kind == "remark" and passage.start - point.end < _NEAR for point in points)
    return known and _THE_REMARK.search(passage.text) is not None


def _is_taken_up(passages: Sequence[Passage], index: int, *, answering: bool) -> bool:
    """A sentence that tells a lack that the auditors see, or, in an answer, behind which its paragraph goes on: with
    the answer to it. What they find good needs none."""
    passage = passages[index]
    said = load_lexicon("findings").pattern("retold.said").regex.match(passage.text)
    if said is None or is_never(passage.text):
        return False
    goes_on = index + 1 < len(passages) and passages[index + 1].block == passage.block
    words = passage.text[said.end() :]
    short_of = lack(passage.text) >= _SAID_LACK or _DENIES.search(words) is not None or OUGHT.search(words) is not None
    return short_of or (answering and goes_on and _WELL.search(words) is None)


def _said_kind(text: str) -> str:
    asks = re.search(r"\b(?:rekommendera|föreslå)", text, re.IGNORECASE)
    return "recommendation" if asks or (OUGHT.search(text) and lack(text) < _LACK) else _kind(text)


def _said_apart(document: Document, passage: Passage, point: Point) -> list[Point]:
    """The point; of a sentence that tells one thing after the other that auditors said, each that tells of a lack."""
    lexicon = load_lexicon("findings")
    flow = document.flow[point.start : point.end]
    said = lexicon.pattern("retold.said").regex.match(" ".join(flow.split())) if point.start == passage.start else None
    if said is None or not point.rule.startswith("findings.retold.") or point.kind == "recommendation":
        return [point]
    parts, start = [], 0
    opens = re.search(r"\batt\s", flow[len(said["lead"]) - 1 :])
    after = len(said["lead"]) - 1 + opens.end() if opens else len(flow)
    for cut in lexicon.pattern("retold.said_next").regex.finditer(flow, after):
        counted = "dels" in cut[0]  # "dels att ..., dels att ...": so many things are said
        apart = _OVERALL.search(flow, after) is None
        if counted or (apart and _tells_lack(flow[after : cut.start()]) and _tells_lack(flow[cut.end() :])):
            parts.append((start, cut.start()))
            start = after = cut.end()
    if not parts:
        return [point]
    spans = [*parts, (start, len(flow))]
    return [replace(point, start=point.start + a, end=point.start + b) for a, b in spans]


def _tells_lack(clause: str) -> bool:
    return len(clause) >= _CLAUSE and (_DENIES.search(clause) is not None or lack(clause) >= _SAID_LACK)


def _goes_on(passage: Passage) -> bool:
    """A sentence that tells of a lack, in a paragraph that began with what the auditors found."""
    return not passage.text.endswith("?") and not is_never(passage.text) and lack(passage.text) >= _LACK


def _announced(document: Document, passages: Sequence[Passage], index: int) -> list[Point]:
    """Grounds and recommendations listed under a line that names the auditors or their review."""
    lexicon = load_lexicon("findings")
    passage = passages[index]
    running = [p.text for p in passages[max(0, index - _ABOVE) : index] if p.kind != "list_item"]
    nearby = " ".join([*running[-2:], passage.text])
    named = _AUDITORS.search(nearby) or _FIRM.search(nearby)
    if not (named or re.search(r"\bgranskning", nearby, re.IGNORECASE)):
        return []
    for name in ("grounds.lead", "lead.remaining", "lead.recommend", "lead.counted"):
        pattern = lexicon.pattern(name)
        if pattern.regex.search(passage.text):
            kind = "remark" if _of_remark(name, passage.text, nearby) else str(pattern.yields["kind"])
            if kind == "discharge_denied" and not _DISCHARGE.search(nearby):
                kind = "criticism"  # the grounds of a judgement
            return listed_points(document, passages, index, kind, f"findings.{name}", pattern.confidence)
    leads = (lexicon.pattern(name) for name in ("lead.lacks", "lead.weak"))
    if _AUDITORS.search(nearby) and (lead := next((p for p in leads if p.regex.search(passage.text)), None)):
        listed = listed_points(document, passages, index, "criticism", f"findings.{lead.id}", 0.75)
        return [point for point in listed if not _praises(document.flow[point.start : point.end])]
    return []


def _praises(words: str) -> bool:
    return _WELL.search(words) is not None and _DENIES.search(words) is None and OUGHT.search(words) is None


def _of_remark(name: str, lead: str, nearby: str) -> bool:
    """Whether grounds are those of a remark, and not of discharge refused."""
    return name == "grounds.lead" and "anmärkning" in lead.lower() and "avstyrk" not in nearby.lower()


def _told(document: Document, passage: Passage) -> list[Point]:
    lexicon = load_lexicon("findings")
    text = passage.text
    quoted = _quoted_recommendations(document, passage)
    if quoted:
        return quoted
    if text.endswith("?") or any(p.regex.search(text) for p in lexicon.group("not.procedure")):
        return []
    refused = lexicon.pattern("refuse.discharge")
    if refused.regex.search(text) and _AUDITORS.search(text):
        return [_whole(document, passage, "discharge_denied", refused.id, refused.confidence)]
    for name in _REMARKS:
        if lexicon.pattern(name).regex.search(text) and (_AUDITORS.search(text) or name == "remark.concerns"):
            kind = "concern" if _CONCERN.search(text) and "anmärkning" not in text.lower() else "remark"
            return [_whole(document, passage, kind, name, lexicon.pattern(name).confidence)]
    nouns = _nouns(document, passage)
    if nouns:
        return nouns
    for name in ("retold.strong", "retold.inverted"):
        if lexicon.pattern(name).regex.search(text):
            whole = _whole(document, passage, _kind(text), name, lexicon.pattern(name).confidence)
            return [replace(whole, start=_below_heading(document, whole))]
    weak = lexicon.pattern("retold.weak")
    asks = any(lexicon.pattern(n).regex.search(text) for n in ("recommend.passive", "recommend.active"))
    praises = any(p.regex.search(text) for p in lexicon.group("not.praise"))
    if not weak.regex.search(text) or (praises and not asks):  # "behöver göra mer ... och rekommenderar att"
        return []
    if asks or (OUGHT.search(text) and lack(text) < _LACK):
        return [_whole(document, passage, "recommendation", weak.id, 0.85)]
    mends = lexicon.pattern("criticise.to_mend").regex.search(text) is not None
    if mends or any(p.confidence >= 0.7 and p.regex.search(text) for p in lexicon.group("weak.")):
        return [_whole(document, passage, _kind(text), weak.id, weak.confidence)]
    return []


def _below_heading(document: Document, point: Point) -> int:
    """Where a point begins behind a heading that was run together with it: "... mål Revisorerna kritiserade att"."""
    for opens in _OPENS_ANEW.finditer(document.flow, point.start, point.end):
        if not _LEADS_ON.search(document.flow, point.start, opens.start()):
            return opens.end()
    return point.start


def _quoted_recommendations(document: Document, passage: Passage) -> list[Point]:
    points = []
    recommends = load_lexicon("findings").pattern("recommend.passive")
    for match in _QUOTED.finditer(document.flow, passage.start, passage.end):
        if recommends.regex.search(match[1]):
            start, end = trimmed(document, match.start(), match.end())
            points.append(Point(start, end, "recommendation", "findings.quoted", 0.9, "", passage.titles))
    return points


def _nouns(document: Document, passage: Passage) -> list[Point]:
    points = []
    for pattern in load_lexicon("findings").group("noun."):
        found = search_in(document, passage, pattern.regex)
        if found:
            start, end = found
            kind = "concern" if _CONCERN.search(document.flow[start:end]) else str(pattern.yields["kind"])
            points.append(Point(start, end, kind, f"findings.{pattern.id}", pattern.confidence, "", passage.titles))
    return points


def _kind(text: str) -> str:
    if _CONCERN.search(text):
        return "concern"
    return "observation" if _MILD.search(text) else "criticism"


def _whole(document: Document, passage: Passage, kind: str, rule: str, confidence: float) -> Point:
    start, end = without_mark(document, passage.start, passage.end)
    return Point(start, end, kind, f"findings.{rule}", confidence, "", passage.titles)
