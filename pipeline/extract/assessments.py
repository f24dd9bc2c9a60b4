"""Extract assessments: the auditors' verdict on what they recommended or criticised in an earlier year."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.earlier_points import JudgedPoint, find_judged_points
from pipeline.extract.judged import judged_findings
from pipeline.extract.listed_verdicts import verdicts_over_lists
from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.passages import Passage, find_passages, one_line
from pipeline.extract.verdict_sentences import ToldVerdict, verdict_of, weigh_verdicts
from pipeline.extract.verdict_topics import topic_in_row, topic_of
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import Assessment, At, Finding, Mention, Reading, Record, record_id

_BRACKET = re.compile(r"\([^()]{8,120}\)")
_LINE = 80  # characters of a line that may be a heading
_IN_PROSE = frozenset({"follow_up_label", "follow_up_list"})  # between point and verdict stands what was found
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
# A title or heading that says that what was found before is followed up. "Granskning av uppföljning av mål",
# "Avtalsuppföljning" and "3.3 Uppföljning" are on what a body follows up.
_FOLLOWING_UP = re.compile(
    r"follow_up|^(?:(?!granskning (?:av|kring|gällande|avseende)).)*\buppföljande\b|"
    r"^(?:(?!granskning (?:av|kring|gällande|avseende)).)*\buppföljning(?:en)?\b"
    r".*(?:granskning|revision|rekommendation|tidigare|föregående|kritik|anmärkning|brist|iakttagelse|synpunkt|påpekande"
    r"|(?:19|20)\d\d)|\b(?:tidigare|föregående) (?:års )?(?:lämnade )?(?:iakttagelser|rekommendationer|synpunkter)\b",
    re.IGNORECASE,
)
# In a paragraph of another paper: "Vi har under året följt upp ...", "tagit del av hur rapporten har omhändertagits".
_FOLLOWED_UP = re.compile(
    r"\b(?:vi|revisorerna|revisionen)\b[^.]{0,60}\b(?:följt upp|tagit del av hur|stämt av|"
    r"gått igenom vad som har|sett efter vad som)\b|"
    r"\b(?:brister|rekommendationer|synpunkter)\w*\b[^.]{0,60}\b(?:revisionsrapport|granskning)(?:en)? "
    r"(?:från |av |år )?(?:19|20)\d\d (?:har|är|bedöms)\b|"
    r"\bvår uppföljning\b|\buppföljning av (?:tidigare|föregående|förra)\b",
    re.IGNORECASE,
)


def extract_assessments(reading: Reading) -> list[Record]:
    """One record for each finding that a verdict is passed on; a plural sentence judges all its section recommends."""
    auditors = speaker(reading) == AUDITORS
    if not auditors and reading.facts.kind not in MINUTES:
        return []
    passages = find_passages(reading)
    places = _places(reading)
    if not auditors:
        return _over_lists(reading, passages, places)
    points = find_judged_points(reading.document)
    records = _beside_points(reading, points, places)
    beside = {r.finding_id for r in records}
    for passage in passages:
        records += _in_bracket(reading, passage, places)
    for told in _told(reading, passages, records, [j.row for j in points if j.rule in _IN_PROSE]):
        passage = passages[told.index]
        judged, sure = judged_findings(reading, passages, told.index, places)
        if judged and all(i in beside for i in judged):
            judged = ()  # each has its own verdict beside it: the sentence sums up, or speaks of another
            if load_lexicon("assessments").pattern("about.plural").regex.search(passage.text):
                continue
        for finding_id in judged or (None,):
            confidence = round(told.confidence * (sure if finding_id else 0.6), 2)
            records.append(
                _record(reading, passage.start, passage.end, told.rule, confidence, finding_id, told.outcome)
            )
    return _with_topics(reading, _once_a_paragraph(reading, records))


def _over_lists(reading: Reading, passages: list[Passage], places: list[tuple[int, int, Finding]]) -> list[Record]:
    """The verdicts of the auditors that minutes retell above a list of recommendations, one on each."""
    return [
        _record(reading, lead.start, lead.end, "assessments.listed", 0.8, finding.id, outcome)
        for lead, outcome, items in verdicts_over_lists(passages)
        for first, last in items
        for start, end, finding in places
        if first <= start and end <= last
    ]


def _told(
    reading: Reading, passages: list[Passage], records: list[Assessment], rows: list[tuple[int, int]]
) -> list[ToldVerdict]:
    """The sentences that pass a verdict, but for those of rows and labels, which have theirs."""
    following_up = _FOLLOWING_UP.search(f"{reading.facts.title or ''} {reading.facts.kind}") is not None
    said = [p for p in passages if _FOLLOWED_UP.search(p.text)]
    blocks, below = {p.block for p in said}, {p.titles for p in said if len(p.titles) > 1}
    taken = [*((r.at.char_start, r.at.char_end) for r in records), *rows]
    told = []
    under: tuple[str, ...] = ()
    opened = False  # the headings around, and whether a line alone below them says that it follows up
    for index, passage in enumerate(passages):
        titled = _FOLLOWING_UP.search(" ".join(passage.titles)) is not None
        if passage.titles != under or _is_line_alone(passage):
            under, opened = passage.titles, _is_line_alone(passage) and bool(_FOLLOWING_UP.search(passage.text))
        within = titled or opened or passage.block in blocks or passage.titles in below
        verdict = verdict_of(passage, index, following_up or within)
        if verdict and not any(start < passage.end and passage.start < end for start, end in taken):
            told.append(verdict)
            blocks.add(passage.block)
    return weigh_verdicts(passages, told, [r.at.char_start for r in records])


def _is_line_alone(passage: Passage) -> bool:
    """Whether a paragraph is a heading by its form, though reading could not tell: a short line that ends nothing."""
    words = passage.text.strip()
    return passage.kind == "paragraph" and len(words) <= _LINE and words[:1].isupper() and words[-1:].isalpha()


def _with_topics(reading: Reading, records: list[Assessment]) -> list[Record]:
    """What each verdict in running text is on, as told since the verdict before it."""
    told: list[Record] = []
    after = last = 0
    for record in records:
        start, end = record.at.char_start, record.at.char_end
        if start >= last:
            after, last = last, end
        if record.about is None:
            topic = topic_of(reading, start, end, after)
            record = replace(record, point=topic.point, topic=topic.topic, about=topic.about, body=topic.body)
        told.append(record)
    return told


def _beside_points(
    reading: Reading, points: list[JudgedPoint], places: list[tuple[int, int, Finding]]
) -> list[Assessment]:
    """The verdicts in the rows of a follow-up table or under labels, each on the point of its own row."""
    records = []
    for judged in points:
        finding = next((f for start, end, f in places if start < judged.point[1] and judged.point[0] < end), None)
        rule = f"assessments.{judged.rule}"
        record = _record(reading, *judged.verdict, rule, 0.9, finding.id if finding else None, judged.outcome)
        topic = topic_in_row(reading.document, judged.point, judged.head, judged.beside, judged.row)
        records.append(replace(record, point=topic.point, topic=topic.topic, about=topic.about, body=topic.body))
    return records


def _once_a_paragraph(reading: Reading, records: list[Assessment]) -> list[Assessment]:
    """Of two sentences of a paragraph that pass the same verdict on the same finding, the surer one; of those that name
    no finding, each.
    """
    best: dict[tuple[int, str | None, str], Assessment] = {}
    for record in records:
        block = next((b for b in reading.document.blocks if b.start <= record.at.char_start < b.end), None)
        within = block.start if block and record.finding_id else record.at.char_start
        key = (within, record.finding_id, record.outcome)
        if key not in best or best[key].at.confidence < record.at.confidence:
            best[key] = record
    return sorted(best.values(), key=lambda r: (r.at.char_start, r.id))


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
