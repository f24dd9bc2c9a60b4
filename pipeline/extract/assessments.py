"""Extract assessments: the auditors' verdict on what they recommended or criticised in an earlier year."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.extract.earlier_points import find_judged_points, outcome_of, told_verdict
from pipeline.extract.passages import Passage, find_passages, one_line
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.stems import stem_families
from pipeline.records import Assessment, At, Finding, Mention, Reading, Record, record_id

_BRACKET = re.compile(r"\([^()]{8,120}\)")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_SINCE = re.compile(
    r"\b(?:sedan|från|i) (?:(?:den|vår|förra|tidigare|föregående) )?(?:granskning\w*|revision\w*|rapporten)(?: från)?"
    r"(?: år)? (20\d\d)\b",
    re.IGNORECASE,
)
_JUDGING = re.compile(r"\b(?:bedömning|slutsats)", re.IGNORECASE)
_ABOUT = re.compile(
    r"\brekommendation(?:en)? (?:om|att|avseende|gällande|kring|rörande)\b([^.]{3,120}?)"
    r"(?=\b(?:är|har|bedöms|anses|kvarstår)\b|$)",
    re.IGNORECASE,
)
# A title or heading that says that what was found before is followed up. "Granskning av uppföljning av mål",
# "Avtalsuppföljning" and "3.3 Uppföljning" are on what a body follows up.
_FOLLOWING_UP = re.compile(
    r"follow_up|^(?:(?!granskning (?:av|kring|gällande|avseende)).)*\buppföljande\b|"
    r"^(?:(?!granskning (?:av|kring|gällande|avseende)).)*\buppföljning(?:en)?\b"
    r".*(?:granskning|revision|rekommendation|tidigare|föregående|kritik|anmärkning|brist|iakttagelse|synpunkt|påpekande"
    r"|(?:19|20)\d\d)",
    re.IGNORECASE,
)
_NUMBERS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde")
_NUMBERED = re.compile(
    rf"\bden ({'|'.join(_NUMBERS)}|sista) (?:rekommendationen|punkten|bristen|synpunkten)\b|"
    r"\brekommendation(?:en)? (?:nr |nummer )?(\d{1,2})\b(?! (?:och|samt|till)\b)",
    re.IGNORECASE,
)
# In a paragraph of another paper: "Vi har under året följt upp ...", "tagit del av hur rapporten har omhändertagits".
_FOLLOWED_UP = re.compile(
    r"\b(?:vi|revisorerna|revisionen)\b[^.]{0,60}\b(?:följt upp|tagit del av hur|stämt av)\b|"
    r"\bvår uppföljning\b|\buppföljning av (?:tidigare|föregående|förra)\b",
    re.IGNORECASE,
)
_LIKE_ENOUGH = 0.5
_LAST = 6  # points above a sentence among which it may name one
_STATE = re.compile(
    r"(?:[\wåäö]+ ){0,3}(?:åtgärda|genomför|omhänderta|avsluta|hörsamma|uppfyll)[\wåäö]*\.?", re.IGNORECASE
)
_STATED = 200  # characters of a sentence that says in a follow-up how it is now
_SHORT = 60  # characters of a verdict that is a word or two: "Delvis åtgärdat.", "Färg: Gul."


def extract_assessments(reading: Reading) -> list[Record]:
    """One record for each finding that a verdict is passed on; a plural sentence judges all its section recommends."""
    if speaker(reading) != AUDITORS:
        return []
    passages = find_passages(reading)
    places = _places(reading)
    records = _beside_points(reading, places)
    following_up = _FOLLOWING_UP.search(f"{reading.facts.title or ''} {reading.facts.kind}") is not None
    beside = {r.finding_id for r in records}
    for passage in passages:
        records += _in_bracket(reading, passage, places)
    told_in = {p.block for p in passages if _FOLLOWED_UP.search(p.text)}
    for index, passage in enumerate(passages):
        titled = _FOLLOWING_UP.search(" ".join(passage.titles)) is not None
        verdict = _verdict(passage, following_up or titled or passage.block in told_in)
        if verdict is None or any(r.at.char_start < passage.end and passage.start < r.at.char_end for r in records):
            continue
        outcome, rule, confidence = verdict
        judged, sure = _judged(reading, passages, index, _made_by_then(passage.text, places))
        if judged and all(i in beside for i in judged):
            judged = ()  # each has its own verdict beside it: the sentence sums up, or speaks of another
            if load_lexicon("assessments").pattern("about.plural").regex.search(passage.text):
                continue
        for finding_id in judged or (None,):
            confidence_here = round(confidence * (sure if finding_id else 0.6), 2)
            records.append(_record(reading, passage.start, passage.end, rule, confidence_here, finding_id, outcome))
    return _once_a_paragraph(reading, records)


def _beside_points(reading: Reading, places: list[tuple[int, int, Finding]]) -> list[Assessment]:
    """The verdicts in the rows of a follow-up table or under labels, each on the point of its own row."""
    records = []
    for judged in find_judged_points(reading.document):
        finding = next((f for start, end, f in places if start < judged.point[1] and judged.point[0] < end), None)
        rule = f"assessments.{judged.rule}"
        records.append(_record(reading, *judged.verdict, rule, 0.9, finding.id if finding else None, judged.outcome))
    return records


def _once_a_paragraph(reading: Reading, records: list[Assessment]) -> list[Record]:
    """Of two sentences of a paragraph that pass the same verdict on the same finding, the surer one; of the rows of a
    table that name no finding, each.
    """
    best: dict[tuple[int, str | None, str], Assessment] = {}
    for record in records:
        block = next((b for b in reading.document.blocks if b.start <= record.at.char_start < b.end), None)
        within = block.start if block and block.kind != "table" else record.at.char_start
        key = (within, record.finding_id, record.outcome)
        if key not in best or best[key].at.confidence < record.at.confidence:
            best[key] = record
    return sorted(best.values(), key=lambda r: (r.at.char_start, r.id))


def _verdict(passage: Passage, following_up: bool) -> tuple[str, str, float] | None:
    """The outcome, rule and certainty; in a paper that follows up, a verdict need not name what it is on."""
    lexicon = load_lexicon("assessments")
    text = passage.text
    mark = lexicon.pattern("mark.verdict").regex.match(text)
    if following_up and len(text) <= _SHORT and passage.kind != "list_item":
        alone = _STATE.fullmatch(text) is not None
        if (mark or alone) and (outcome := outcome_of(text[mark.end() :] if mark else text)):
            return outcome, "assessments.short", 0.8
    voiced = bool(mark or lexicon.pattern("voice.verdict").regex.search(text) or _JUDGING.search(passage.title))
    named = voiced and lexicon.pattern("about.points").regex.search(text) is not None
    needed = named or (following_up and lexicon.pattern("acted.enough").regex.search(text) is not None)
    told_state = following_up and not needed and len(text) <= _STATED
    if not (needed or told_state):
        return None
    if lexicon.pattern("never").regex.search(text) or "rekommenderas" in text or _BRACKET.fullmatch(text):
        return None
    if any(load_lexicon("findings").pattern(name).regex.search(text) for name in ("not.defined", "not.may_lead")):
        return None
    if told_state and (state := next((p for p in lexicon.group("state.") if p.regex.search(text)), None)):
        return str(state.yields["outcome"]), f"assessments.{state.id}", state.confidence
    if not needed:
        return None
    told = told_verdict(text)
    if told is None:
        return None
    outcome, pattern = told
    named = re.search(r"rekommendation", text, re.IGNORECASE) is not None
    return outcome, f"assessments.{pattern.id}", pattern.confidence if named else pattern.confidence - 0.1


def _places(reading: Reading) -> list[tuple[int, int, Finding]]:
    """Every place of every recommendation or criticism: start, end, finding; in order."""
    findings = {f.id: f for f in reading.of(Finding) if isinstance(f, Finding)}
    places = [(f.at.char_start, f.at.char_end, f) for f in findings.values()]
    for mention in reading.of(Mention):
        if isinstance(mention, Mention) and mention.record_id in findings:
            places.append((mention.at.char_start, mention.at.char_end, findings[mention.record_id]))
    return sorted(places, key=lambda p: p[:2])


def _in_bracket(reading: Reading, passage: Passage, places: list[tuple[int, int, Finding]]) -> list[Assessment]:
    """The bracket after a recommendation: "(från 2023, ingen uppföljning genomfördes 2024)"."""
    pattern = load_lexicon("assessments").pattern("not_followed_up.none")
    records: list[Assessment] = []
    for match in _BRACKET.finditer(reading.document.flow, passage.start, passage.end):
        if not pattern.regex.search(one_line(match[0])):
            continue
        before = [
            f
            for start, end, f in places
            if passage.start <= start and end <= match.start() + 1 and match.start() - end < 40
        ]
        end = match.end() + (1 if reading.document.flow[match.end() : match.end() + 1] == "." else 0)
        if before:
            records.append(
                _record(reading, match.start(), end, "assessments.bracket", 0.9, before[-1].id, "not_followed_up")
            )
    return records


def _made_by_then(words: str, places: list[tuple[int, int, Finding]]) -> list[tuple[int, int, Finding]]:
    """The points that a verdict can be on which says of when it speaks ("kvarstår sedan granskningen 2023"): none of a
    later year, such as what the same paper recommends anew."""
    named = _SINCE.search(words)
    return [p for p in places if p[2].year is None or p[2].year <= int(named[1])] if named else places


def _judged(
    reading: Reading, passages: list[Passage], index: int, places: list[tuple[int, int, Finding]]
) -> tuple[tuple[str, ...], float]:
    """The findings that the sentence speaks of: in its section, else those whose section its paragraph is about."""
    passage = passages[index]
    plural = load_lexicon("assessments").pattern("about.plural").regex.search(passage.text) is not None
    recommended = [p for p in places if p[2].kind == "recommendation"]
    for start, end in _sections_around(reading, passage.start):
        inside = [p for p in recommended if start <= p[0] < passage.start]
        if inside and end - start < len(reading.document.text) * 0.6:
            named = () if plural else _numbered_in(passage.text, inside) or _named_in(reading, passage.text, inside)
            return named or tuple(dict.fromkeys(p[2].id for p in (inside if plural else inside[-1:]))), 1.0
    before = [p for p in recommended if p[0] < passage.start]
    review = [p for p in before if p[2].audit == before[-1][2].audit]
    if not plural and (named := _numbered_in(passage.text, review)):
        return named, 0.9
    paragraph = " ".join(p.text for p in passages[max(0, index - 6) : index + 1] if p.block == passage.block)
    by_topic = _by_topic(reading, paragraph if plural else passage.text, recommended, plural=plural)
    if by_topic:
        return by_topic, 0.8
    if not plural and (named := _named_in(reading, passage.text, before[-_LAST:])):
        return named, 0.8
    above = [p[2].id for p in before]
    return tuple(dict.fromkeys(above if plural else above[-1:])), 0.6


def _numbered_in(words: str, places: list[tuple[int, int, Finding]]) -> tuple[str, ...]:
    """The point of a section that the sentence counts out: "Den andra rekommendationen ...", "Rekommendation 2 ..."."""
    counted = _NUMBERED.search(words)
    ids = list(dict.fromkeys(finding.id for _, _, finding in places))
    if counted is None or not ids:
        return ()
    if counted[2]:
        number = int(counted[2])
    else:
        number = len(ids) if counted[1].lower() == "sista" else _NUMBERS.index(counted[1].lower()) + 1
    return (ids[number - 1],) if 0 < number <= len(ids) else ()


def _named_in(reading: Reading, words: str, places: list[tuple[int, int, Finding]]) -> tuple[str, ...]:
    """The one point of a section whose words the sentence takes up ("Rekommendationen om avgifter ...")."""
    about = _ABOUT.search(words)
    if about is None:
        return ()
    stems = stem_families(about[1])
    shared = {f.id: len(stems & stem_families(reading.document.flow[start:end])) for start, end, f in places}
    best = [i for i, n in shared.items() if n and n == max(shared.values())]
    return tuple(best) if len(best) == 1 else ()


def _by_topic(reading: Reading, words: str, places: list[tuple[int, int, Finding]], *, plural: bool) -> tuple[str, ...]:
    about = stem_families(words)
    scored: dict[str, float] = {}
    for start, _, finding in places:
        title = _title_at(reading, start)
        own = stem_families(reading.document.flow[finding.at.char_start : finding.at.char_end])
        by_title = len(stem_families(title) & about) / max(1, len(stem_families(title)))
        by_words = len(own & about) / max(1, min(len(own), 6))
        scored[finding.id] = max(scored.get(finding.id, 0.0), by_title if plural else max(by_title, by_words))
    best = max(scored.values(), default=0.0)
    if best < _LIKE_ENOUGH:
        return ()
    chosen = [i for i, value in scored.items() if value >= best - 0.01]
    return tuple(chosen if plural else chosen[:1])


def _sections_around(reading: Reading, offset: int) -> list[tuple[int, int]]:
    around = [(s.start, s.end) for s in reading.sections if s.start <= offset < s.end]
    return sorted(around, key=lambda span: span[1] - span[0])


def _title_at(reading: Reading, offset: int) -> str:
    starts = [s.start for s in reading.sections]
    index = bisect_right(starts, offset) - 1
    return reading.sections[index].title if index >= 0 else ""


def _record(
    reading: Reading, start: int, end: int, rule: str, confidence: float, finding_id: str | None, outcome: str
) -> Assessment:
    finding = next((f for f in reading.of(Finding) if f.id == finding_id), None)
    year = finding.year if isinstance(finding, Finding) else None
    named = _YEAR.search(reading.document.flow, start, end)
    return Assessment(
        id=record_id(reading.document.id, "assessments", start, end, finding_id or ""),
        at=At(start, end, rule, confidence),
        finding_id=finding_id,
        outcome=outcome,
        year=year or (int(named[1]) if named else None),
    )
