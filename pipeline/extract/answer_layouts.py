"""Layouts that say which words answer which: a marker, italics, a heading that names the review, a table."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from pipeline.extract.answer_ends import signature_start
from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.answer_points import (
    LABELLED_POINT,
    OWN_POINT,
    below_letter_top,
    is_labelled,
    is_point,
    is_point_label,
)
from pipeline.extract.answer_tables import MEASURE_MARK, in_table, pairs_in_tables
from pipeline.extract.answer_turns import announced_points, numbered_points, points_in_turn, quoted_points
from pipeline.extract.passages import is_heading, one_line, trimmed
from pipeline.extract.voices import AUDITORS, speaker
from pipeline.lexicon import load_lexicon
from pipeline.records import AgendaItem, At, Block, Document, Reading

# Documents whose "Svar:" is an answer to auditors.
_KINDS = frozenset({"response", "other", "official_report", "follow_up", "audit_report", "cover_letter", "action_plan"})
_MINUTES = frozenset({"minutes", "minutes_extract"})  # the items on an audit alone; others answer interpellations
_IN_TURN = frozenset({"response", "official_report", *_MINUTES})
_REVIEWED = re.compile(r"revis(?:or|ion)|\bgransk|\bansvarsprövning", re.IGNORECASE)
# What a plan for land and buildings is put out for ("granskningsremiss", "granskning av detaljplan") is no audit.
_PLANNED = (
    r"\bgransknings(?:remiss|handling|skede|tid|utlåtande)|"
    r"\bgranskning\w* (?:av|för|om) [^.]{0,40}\b(?:detalj|översikts)plan(?:en)?\b"
)
_REVIEWED_ITEM = re.compile(rf"^(?!.*(?:{_PLANNED})).*(?:{_REVIEWED.pattern}|\banmärkning)", re.IGNORECASE | re.DOTALL)
_APPOINTS_AUDITORS = re.compile(
    r"\b(?:val(?:et)? av|fyllnadsval|befrielse|befrias?|avsäg\w*|entledig\w*|upphörande av|nominering\w*)\b"
    r".*revisor",
    re.IGNORECASE,
)
# "Budget för kommunens revisorer", "Arvode till lekmannarevisorn": what the auditors get is no audit.
_AUDITORS_OWN = re.compile(
    r"(?!.*(?:granskning|rapport|berättelse|iakttagelse|yttrande|svar\b)).*\b(?:budget|anslag|arvode|reglemente|ersättning)",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(r"\brekommender|\brekommendation\b|\b(?:bör|måste)\b", re.IGNORECASE)
_LINE = re.compile(r"(?<![^\n])[^\S\n]*(?=\S)")
_SAID = re.compile(r"[.!?:)”\"]\s*\Z")
_BOARDS_LABEL = re.compile(
    r"(?<![^\n])(?=[A-ZÅÄÖ])(?:[\w-]+ och )?"
    r"[\w-]*(?i:nämndens|styrelsens|direktionens|förvaltningens|bolagets|kontorets) (?:svar|yttrande|kommentar) *:|"
    r"(?<![^\n])(?:Svar|Åtgärd|Kommentar) *:"
)
_RECOMMENDED = re.compile(r"\W*(?:\w*revis|gransk)\w+s rekommendation", re.IGNORECASE)
_MUCH = 2
_LABELS = 2  # times that a line or an arrow comes again which is a label though it be set as no heading
_OPENING = 2  # words that two labels share, "Nämndens syn på iakttagelsen" and "Nämndens syn på rekommendationen"
_SEVERAL = 3  # paragraphs under the only "Nämndens svar" of a paper, from which each answers by itself
_MARKED = 3  # answers with a marker, from which a paper is one that marks them
_WIDER = 1.05  # smaller or italic type gives longer lines: so plain text still shows where the auditors' words begin


def find_answer_pairs(reading: Reading) -> list[AnswerPair]:
    """All question and answer pairs that the layout shows, in order of place; a place has one pair."""
    document, kind = reading.document, reading.facts.kind
    if kind not in _KINDS | _MINUTES or not _REVIEWED.search(document.flow):
        return []
    by_auditors = speaker(reading) == AUDITORS
    found = [*pairs_in_tables(document, deeds=not by_auditors), *_marked(document)]
    if kind in _IN_TURN:
        marked = sum(p.rule.startswith("responses.marker") for p in found) >= _MARKED
        found += _free(numbered_points(document, marked=marked), found)
        for take_turns in (quoted_points, announced_points):
            found += _free(take_turns(document), found)
    elif not by_auditors:  # a board's account of a year, where it tells what came of the auditors' points
        about = [s for s in reading.sections if _REVIEWED.search(s.title)]
        turns = [p for p in numbered_points(document) if any(s.start <= p.answer[0] < s.end for s in about)]
        found += _free(turns, found)
    if kind not in {"audit_report", "cover_letter"} and not (kind == "follow_up" and by_auditors):
        # auditors set their recommendations in italics too, and below them what they found
        found += _free(_italic(document), found)
    if kind in _MINUTES:
        audited = audited_items(reading)
        found = [p for p in found if any(at.char_start <= p.answer[0] < at.char_end for at in audited)]
    return sorted(_said_once(found), key=lambda p: p.answer)


def _said_once(pairs: list[AnswerPair]) -> list[AnswerPair]:
    """Without tables that only sum up: other answers of the paper stand below its points and are much longer."""
    beside = [_length(p) for p in pairs if p.question and p.rule != "responses.table"]
    cells = [_length(p) for p in pairs if p.rule == "responses.table"]
    sums_up = len(beside) >= 2 and bool(cells) and _MUCH * median(cells) <= median(beside)
    return [p for p in pairs if not (sums_up and p.rule == "responses.table")]


def _length(pair: AnswerPair) -> int:
    return pair.answer[1] - pair.answer[0]


def audited_items(reading: Reading) -> list[At]:
    """The places of the items of minutes whose titles say that they are about an audit."""
    items = (item for item in reading.of(AgendaItem) if isinstance(item, AgendaItem))
    return [item.at for item in items if names_audit(item.title or "")]


def names_audit(title: str) -> bool:
    """Whether a title of minutes says that what follows is about an audit, and not who is to audit or what they get."""
    own = _APPOINTS_AUDITORS.search(title) or _AUDITORS_OWN.match(title)
    return _REVIEWED_ITEM.search(title) is not None and not own


def review_sections(reading: Reading) -> list[tuple[str, int, int]]:
    """Sections whose heading names a review and its answer, "Avtal (RS svar 2021-03-10 § 44)": title, start, end."""
    document = reading.document
    if reading.facts.kind not in _KINDS or not _REVIEWED.search(document.flow):
        return []
    planned = load_lexicon("responses").pattern("planned").regex
    sections = []
    for index, block in enumerate(document.blocks):
        title = _review_title(document, block)
        if title is None:
            continue
        end = document.blocks[-1].end
        for later in document.blocks[index + 1 :]:
            stops = is_heading(document, later) or _review_title(document, later) is not None
            if stops or planned.search(document.flow, later.start, later.end):
                end = later.start
                break
        start, end = trimmed(document, block.start + len(title), end)
        if end - start >= 40:
            sections.append((one_line(title), start, end))
    return sections


def _review_title(document: Document, block: Block) -> str | None:
    """The block's first line when it names a review and its answer; plain text may join the heading to what follows."""
    if block.kind not in {"heading", "paragraph"}:
        return None
    whole = document.text[block.start : block.end]
    line = whole if block.kind == "heading" else whole.split("\n", 1)[0].rstrip()
    names_review = load_lexicon("responses").pattern("heading.review").regex
    return line if len(line) <= 140 and names_review.search(one_line(line)) else None


def _marked(document: Document) -> list[AnswerPair]:
    lexicon = load_lexicon("responses")
    marker, bare, arrow = (lexicon.pattern(f"marker.{name}") for name in ("colon", "heading", "arrow"))
    marks = []
    for match in marker.regex.finditer(document.flow):
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \n\t-–•"))
        if not in_table(document, start):
            marks.append((start, match.end(), marker.id, marker.confidence))
    told = [
        (b, one_line(document.flow[b.start : b.end])) for b in document.blocks if b.kind in {"heading", "paragraph"}
    ]
    labels = [(block, words.lower()) for block, words in told if bare.regex.search(words)]
    repeated = Counter(words for _, words in labels)
    for block, words in labels:
        if block.kind == "heading" or repeated[words] >= _LABELS:
            marks.append((block.start, block.end, bare.id, bare.confidence))
    theirs = lexicon.pattern("label.boards").regex
    own = [(b, words, tuple(words.lower().split()[:_OPENING])) for b, words in told if theirs.search(words)]
    openings = Counter(opening for *_, opening in own)
    for block, words, opening in own:
        if openings[opening] >= _LABELS and not bare.regex.search(words):
            marks.append((block.start, block.end, bare.id, bare.confidence))
    arrows = [m for m in arrow.regex.finditer(document.text) if not in_table(document, m.start())]
    marks += [(m.start(), m.end(), arrow.id, arrow.confidence) for m in arrows if len(arrows) >= _LABELS]
    marked = {start for start, *_ in marks}
    for match in _BOARDS_LABEL.finditer(document.text):  # plain text may join the line to the one above it
        if match.start() not in marked and not in_table(document, match.start()):
            marks.append((match.start(), match.end(), marker.id, marker.confidence))
    marks.sort()
    pairs: list[AnswerPair] = []
    floor = 0
    for index, (start, after, rule, confidence) in enumerate(marks):
        following = marks[index + 1][0] if index + 1 < len(marks) else len(document.text)
        question = (_line_above if rule == arrow.id else _question)(document, floor, start)
        if rule == arrow.id and (below := _line_above(document, after, following)) and following < len(document.text):
            following = below[0]
        asked = question is not None and len(marks) >= _MARKED
        end = _answer_end(document, start, after, following, last=index + 1 == len(marks), asked=asked)
        floor = end
        answer = trimmed(document, start if rule == marker.id else after, end)
        if answer[1] - after < LEAST:
            continue
        alone = rule == bare.id and sum(r == bare.id for _, _, r, _ in marks) == 1
        several = alone and len(_paragraphs(document, after, end)) >= _SEVERAL
        if rule == bare.id and (several or not (question and _asks_once(document, *question, alone=alone))):
            continue  # a heading "Yttrande" over a whole paper: its paragraphs are told answers
        if rule == bare.id and points_in_turn(document, after, end):
            continue  # under it each point stands above its own answer
        asked_for = question and (is_point(document, *question) or _RECOMMENDED.match(document.flow, *question))
        if MEASURE_MARK.match(document.flow, start) and not asked_for:
            continue  # "Åtgärd:" under a decision or an aim is a measure, an answer only under the auditors' words
        pairs.append(AnswerPair(question, answer, f"responses.{rule}", confidence))
    return pairs


def _paragraphs(document: Document, start: int, end: int) -> list[Block]:
    return [b for b in document.blocks if start <= b.start < end and b.kind == "paragraph"]


def _asks_once(document: Document, start: int, end: int, *, alone: bool) -> bool:
    """Whether the words hold a point of the auditors', and no list of points that one answer takes up in turn. Above
    the only such heading of a paper stands what it is about, unless it recommends.
    """
    if alone and not _RECOMMENDS.search(document.flow, start, end):
        return False
    listed = [b for b in document.blocks if b.kind == "list_item" and start <= b.start < end]
    own = OWN_POINT.search(document.flow[start:end]) is not None or is_labelled(document, start)
    return len(listed) < 2 and own


def _answer_end(document: Document, start: int, after: int, following: int, *, last: bool, asked: bool) -> int:
    """Where the answer ends: at a heading, at the auditors' next words, or at the next marker. Where points stand above
    their answers (`asked`), the paragraph above the next marker is its point."""
    for line in _LINE.finditer(document.text, after, following):  # plain text may join lines to one block
        begins = line.start() > after and _SAID.search(document.text, after, line.start())
        if begins and LABELLED_POINT.match(document.flow, line.end(), following):
            return line.end()
    inside = [b for b in document.blocks if b.start >= after and b.start < following and b.kind != "furniture"]
    for block in inside:
        labelled = LABELLED_POINT.match(document.flow, block.start, block.end)
        if is_heading(document, block) or _caption(document, block) or labelled:
            return block.start
    if last:
        return signature_start(document, inside) or following
    if inside and inside[-1].start - after >= LEAST and _single_point(inside):
        return inside[-1].start
    turn = _turn(document, start, inside)
    if turn is None and asked and inside and inside[-1].kind == "paragraph":
        return inside[-1].start
    return turn if turn is not None else following


def _single_point(blocks: list[Block]) -> bool:
    """Whether the last of the blocks is a numbered item that stands alone: a point with its own answer under it."""
    numbered = [b.kind == "list_item" and b.marker[:1].isdigit() for b in blocks[-2:]]
    return numbered[-1] and not all(numbered[:-1] or [False])


def _caption(document: Document, block: Block) -> bool:
    """A short line without a full stop between blocks of text: a table's caption, no words of the answer."""
    words = document.flow[block.start : block.end].strip()
    return block.kind == "paragraph" and block.bold and len(words) < 90 and words[-1:] not in ".:;,!?"


def _turn(document: Document, start: int, blocks: list[Block]) -> int | None:
    """Where the auditors speak again with no heading between: italics, a point of theirs, lines of other width."""
    style = next((b for b in reversed(document.blocks) if b.start <= start < b.end), None)
    if not blocks:
        return None
    tail: int | None = None
    for block in reversed(blocks):
        if block.kind in {"footnote", "table"}:
            continue
        if block.italic and not (style and style.italic):
            tail = block.start
            continue
        break
    if tail is not None:
        return tail
    for block in blocks:
        words = document.flow[block.start : block.end]
        if block.bold and not (style and style.bold):
            return block.start
        if block.marker[:1].isdigit() and OWN_POINT.search(words):
            return block.start
    return _wider(document, start, blocks)


def _wider(document: Document, start: int, blocks: list[Block]) -> int | None:
    if document.medium != "text":
        return blocks[-1].start if OWN_POINT.search(document.flow[blocks[-1].start : blocks[-1].end]) else None
    own = _line_width(document.text[start : blocks[0].start])
    turn: int | None = None
    for block in reversed(blocks):
        width = _line_width(document.text[block.start : block.end])
        if own and width and width >= own * _WIDER:
            turn = block.start
        elif width:
            break
    return turn


def _line_width(text: str) -> float:
    """The usual length of the full lines of a paragraph; 0 when it has none."""
    lines = [len(line.strip()) for line in text.strip().split("\n")][:-1]
    lines = [n for n in lines if n >= 40]
    return float(median(lines)) if lines else 0.0


def _question(document: Document, floor: int, marker: int) -> tuple[int, int] | None:
    """The criticism above the marker: the text since the last answer or heading; a heading of theirs parts nothing."""
    own = load_lexicon("responses").pattern("heading.own_comment").regex
    start = floor
    heading: Block | None = None
    for block in document.blocks:
        if floor <= block.start < marker and is_heading(document, block):
            if own.search(one_line(document.flow[block.start : block.end])) and heading is not None:
                continue
            start, heading = block.end, block
    if floor == 0 and heading is None:
        last = [b for b in document.blocks if b.start < marker and not b.is_aside]
        start = last[-1].start if last and last[-1].end <= marker else marker
    lines = [m.end() for m in _LINE.finditer(document.text, start, marker)]  # plain text may join lines to one block
    points = [line for line in lines if LABELLED_POINT.match(document.flow, line, marker)]
    above = [b for b in document.blocks if b.start < marker and not b.is_aside][-2:]
    if not points and above and above[-1].start >= start and _single_point(above):
        points = [above[-1].start + len(above[-1].marker)]
    labels = (b for b in document.blocks if start <= b.start < marker and is_point_label(document, b))
    start = max((b.end for b in labels), default=start)
    begin, end = trimmed(document, points[-1] if points else below_letter_top(document, start, marker), marker)
    if end - begin >= LEAST:
        return begin, end
    if heading is not None and heading.end - heading.start >= 25:  # the point itself set as a heading
        return trimmed(document, heading.start, heading.end)
    return None


def _line_above(document: Document, floor: int, marker: int) -> tuple[int, int] | None:
    """The line above the marker, with those that it goes on from."""
    lines = [match.end() for match in _LINE.finditer(document.text, floor, marker)]
    begins = [line for line in lines if not document.text[line].islower()]
    start, end = trimmed(document, begins[-1] if begins else floor, marker)
    return (start, end) if end - start >= LEAST else None


def _italic(document: Document) -> list[AnswerPair]:
    """Italic blocks and the roman text after each, where a legend says so or the two take turns."""
    runs: list[list[Block]] = []
    parted = True  # a heading stands before the next block: what is above it asks nothing of what is below
    apart: list[bool] = []
    for block in document.blocks:
        if is_heading(document, block):
            parted = True
        elif block.kind in {"paragraph", "list_item"}:
            if runs and runs[-1][0].italic == block.italic and not parted:
                runs[-1].append(block)
            else:
                runs.append([block])
                apart.append(parted)
            parted = False
    pairs = []
    for (quoted, answer), heading in zip(pairwise(runs), apart[1:], strict=True):
        long_enough = quoted[-1].end - quoted[0].start >= 40 and answer[-1].end - answer[0].start >= 40
        if quoted[0].italic and not answer[0].italic and long_enough and not heading:
            question = trimmed(document, quoted[0].start, quoted[-1].end)
            signed = signature_start(document, answer[1:])
            reply = trimmed(document, answer[0].start, signed or answer[-1].end)
            pairs.append(AnswerPair(question, reply, "responses.italic", 0.75))
    legend = load_lexicon("responses").pattern("legend.italic").regex.search(document.flow)
    return pairs if legend or len(pairs) >= 2 else []


def _free(pairs: list[AnswerPair], taken: list[AnswerPair]) -> list[AnswerPair]:
    used = [span for t in taken for span in (t.answer, t.question) if span]
    return [p for p in pairs if not any(_touch(s, u) for s in (p.answer, p.question) if s for u in used)]


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
