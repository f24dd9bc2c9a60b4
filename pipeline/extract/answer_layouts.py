"""Layouts that say which words answer which: a marker, italics, a heading that names the review, a table."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.extract.answer_pairs import LEAST, AnswerPair
from pipeline.extract.answer_tables import MEASURE_MARK, in_table, pairs_in_tables
from pipeline.extract.passages import is_heading, one_line, trimmed
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document, Reading

# Documents whose "Svar:" is an answer to auditors; minutes also answer interpellations and questions.
_KINDS = frozenset({"response", "other", "official_report", "follow_up", "audit_report", "cover_letter", "action_plan"})
_REVIEWED = re.compile(r"revis(?:or|ion)|\bgransk", re.IGNORECASE)
_OWN_POINT = re.compile(
    r"\brekommender|\brevisorerna\b|\brevisionen\b|^\W*(?:rekommendation|iakttagelse|kritik)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"\W*(?:rekommendation|iakttagelse|synpunkt|kritik)\s*(?:nr\s*)?\d{1,2}\b", re.IGNORECASE)
_LABELLED_POINT = re.compile(
    r"\W*(?:[a-zåäö]+s )?(?:rekommendation|iakttagelse|synpunkt|kritik|bedömning|förslag|fråga|punkt)"
    r"(?: (?:nr )?\d{1,2})?\s*:",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\W{0,3}[Aa]tt [a-zåäö][^.:;]{12,200}\.?")  # a recommendation on a line of its own
_DECIDES = re.compile(r"\b(?:beslut|beslutar|besluta|beslutade|föreslås|föreslår|yrkar)\W*$", re.IGNORECASE)
_QUOTATION = re.compile(r"\W{0,3}[\"”“»][^\"”“»«]+[\"”“«]\s*(?:\n|$)")
_SIGNS = re.compile(
    r"^\W*(?:för|på)\b[^.]{0,40}(?:vägnar|nämnden|styrelsen|direktionen)\W*$|"
    r"\b(?:ordförande|direktör|chef|sekreterare|handläggare|hälsning(?:ar)?)\W*$",
    re.IGNORECASE,
)
_NAME = 60  # characters; a line of a name or an office is shorter
_WIDER = 1.05  # smaller or italic type gives longer lines: so plain text still shows where the auditors' words begin


def find_answer_pairs(reading: Reading) -> list[AnswerPair]:
    """All question and answer pairs that the layout shows, in order of place; a place has one pair."""
    if reading.facts.kind not in _KINDS or not _REVIEWED.search(reading.document.flow):
        return []
    found = [*pairs_in_tables(reading.document), *_marked(reading.document)]
    if reading.facts.kind in {"response", "official_report"}:
        found += _free(_numbered(reading.document), found)
        found += _free(_quoted(reading.document), found)
    if reading.facts.kind not in {"audit_report", "cover_letter"}:  # auditors set their recommendations in italics too
        found += _free(_italic(reading.document), found)
    return sorted(found, key=lambda p: p.answer)


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
    marker, bare = lexicon.pattern("marker.colon"), lexicon.pattern("marker.heading")
    marks = []
    for match in marker.regex.finditer(document.flow):
        start = match.start() + len(match[0]) - len(match[0].lstrip(" \n\t-–•"))
        if not in_table(document, start):
            marks.append((start, match.end(), marker.id, marker.confidence))
    for block in document.blocks:
        words = one_line(document.flow[block.start : block.end])
        if block.kind == "heading" and bare.regex.search(words):
            marks.append((block.start, block.end, bare.id, bare.confidence))
    marks.sort()
    pairs: list[AnswerPair] = []
    floor = 0
    for index, (start, after, rule, confidence) in enumerate(marks):
        following = marks[index + 1][0] if index + 1 < len(marks) else len(document.text)
        end = _answer_end(document, start, after, following, last=index + 1 == len(marks))
        question = _question(document, floor, start)
        floor = end
        answer = trimmed(document, start, end)
        if answer[1] - after < LEAST:
            continue
        if rule == bare.id and not (question and _asks_once(document, *question)):
            continue  # a heading "Yttrande" over a whole paper: its paragraphs are told answers
        if rule == bare.id and _points_in_turn(document, after, end):
            continue  # under it each point stands above its own answer
        if MEASURE_MARK.match(document.flow, start) and not (question and _is_point(document, *question)):
            continue  # "Åtgärd:" under a decision or an aim is a measure, an answer only under the auditors' words
        pairs.append(AnswerPair(question, answer, f"responses.{rule}", confidence))
    return pairs


def _points_in_turn(document: Document, start: int, end: int) -> bool:
    """Whether points set as clauses ("Att se över ...") and other paragraphs take turns there; two points at least."""
    inside = [b for b in document.blocks if start <= b.start < end and b.kind not in {"furniture", "footnote"}]
    clauses = [_is_clause(document, b) for b in inside]
    return sum(clauses) >= 2 and not any(one and other for one, other in pairwise(clauses))


def _is_clause(document: Document, block: Block) -> bool:
    return _CLAUSE.fullmatch(one_line(document.flow[block.start : block.end])) is not None


def _clauses(document: Document) -> list[int]:
    """The blocks that are clauses, but for those of a decision, taken or proposed ("Nämnden föreslås besluta")."""
    found: list[int] = []
    decided = False
    for index, block in enumerate(document.blocks):
        if not _is_clause(document, block):
            decided = _DECIDES.search(one_line(document.flow[block.start : block.end])) is not None
        elif not decided:
            found.append(index)
    return found


def _asks_once(document: Document, start: int, end: int) -> bool:
    """Whether the words hold a point of the auditors', and no list of points that one answer takes up in turn."""
    listed = [b for b in document.blocks if b.kind == "list_item" and start <= b.start < end]
    return len(listed) < 2 and _OWN_POINT.search(document.flow[start:end]) is not None


def _answer_end(document: Document, start: int, after: int, following: int, *, last: bool) -> int:
    """Where the answer ends: at a heading, at the auditors' next words, or at the next marker."""
    inside = [b for b in document.blocks if b.start >= after and b.start < following and b.kind != "furniture"]
    for block in inside:
        labelled = _LABELLED_POINT.match(document.flow, block.start, block.end)
        if is_heading(document, block) or _caption(document, block) or labelled:
            return block.start
    if last:
        return _signature(document, inside) or following
    if inside and inside[-1].start - after >= LEAST and _single_point(inside):
        return inside[-1].start
    turn = _turn(document, start, inside)
    return turn if turn is not None else following


def _single_point(blocks: list[Block]) -> bool:
    """Whether the last of the blocks is a numbered item that stands alone: a point with its own answer under it."""
    numbered = [b.kind == "list_item" and b.marker[:1].isdigit() for b in blocks[-2:]]
    return numbered[-1] and not all(numbered[:-1] or [False])


def _signature(document: Document, blocks: list[Block]) -> int | None:
    """Where the names and offices begin that end the paper: short lines of their own, one of them an office."""
    start: int | None = None
    signed = False
    for block in reversed(blocks):
        words = one_line(document.flow[block.start : block.end])
        if block.kind != "paragraph" or len(words) >= _NAME or words[-1:] in ".:;!?":
            break
        start = block.start
        signed = signed or _SIGNS.search(words) is not None
    return start if signed else None


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
        if block.marker[:1].isdigit() and _OWN_POINT.search(words):
            return block.start
    return _wider(document, start, blocks)


def _wider(document: Document, start: int, blocks: list[Block]) -> int | None:
    if document.medium != "text":
        return blocks[-1].start if _OWN_POINT.search(document.flow[blocks[-1].start : blocks[-1].end]) else None
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
        last = [b for b in document.blocks if b.start < marker and b.kind not in {"furniture", "footnote"}]
        start = last[-1].start if last and last[-1].end <= marker else marker
    points = [
        b.start for b in document.blocks if start <= b.start < marker and _LABELLED_POINT.match(document.flow, b.start)
    ]
    above = [b for b in document.blocks if b.start < marker and b.kind not in {"furniture", "footnote"}][-2:]
    if not points and above and above[-1].start >= start and _single_point(above):
        points = [above[-1].start + len(above[-1].marker)]
    begin, end = trimmed(document, points[-1] if points else start, marker)
    if end - begin >= LEAST:
        return begin, end
    if heading is not None and heading.end - heading.start >= 25:  # the point itself set as a heading
        return trimmed(document, heading.start, heading.end)
    return None


def _numbered(document: Document) -> list[AnswerPair]:
    """Points set as "Rekommendation 1 ..." and the paragraphs under each, until the next; two at least."""
    starts = [i for i, b in enumerate(document.blocks) if _opens_point(document, b)]
    clauses = _clauses(document)
    if not any(j - i == 1 for i, j in pairwise(clauses)):  # a list of clauses is answered as a whole
        starts = sorted({*starts, *clauses})
    pairs = []
    for place, index in enumerate(starts if len(starts) >= 2 else []):
        end = starts[place + 1] if place + 1 < len(starts) else len(document.blocks)
        under = [b for b in document.blocks[index + 1 : end] if b.kind not in {"furniture", "footnote"}]
        point = document.blocks[index]
        if point.end - point.start < 25 and len(under) >= 2 and not _answers(document, under[0]):
            point = replace(point, end=under.pop(0).end)  # the number alone; its words stand below
        stop = next((n for n, b in enumerate(under) if n and is_heading(document, b)), len(under))
        if under and point.end - point.start >= 25:
            answer = trimmed(document, under[0].start, under[stop - 1].end)
            pairs.append(AnswerPair(trimmed(document, point.start, point.end), answer, "responses.numbered", 0.85))
    return pairs


def _opens_point(document: Document, block: Block) -> bool:
    """Whether the block reads "Rekommendation 2 ...", or a numbered line of its own that tells the body what to do."""
    if _NUMBERED.match(document.flow, block.start, block.end):
        return True
    if _LABELLED_POINT.match(document.flow, block.start, block.end) and is_heading(document, block):
        return True
    words = one_line(document.flow[block.start : block.end])
    short = block.kind in {"heading", "list_item"} and block.marker[:1].isdigit() and len(words) <= 200
    return short and load_lexicon("findings").pattern("recommend.imperative").regex.search(words) is not None


def _quoted(document: Document) -> list[AnswerPair]:
    """Paragraphs that are a quotation from end to end, and what follows each until the next or a heading."""
    pairs = []
    quotes = [i for i, b in enumerate(document.blocks) if b.kind != "furniture" and _quotation_end(document, b)]
    for place, index in enumerate(quotes):
        quoted = document.blocks[index]
        end = _quotation_end(document, quoted)
        limit = quotes[place + 1] if place + 1 < len(quotes) else len(document.blocks)
        start, stop = end, quoted.end
        for block in document.blocks[index + 1 : limit]:
            if is_heading(document, block) or block.kind == "table":
                break
            stop = block.end if block.kind not in {"furniture", "footnote"} else stop
        question, answer = trimmed(document, quoted.start, end), trimmed(document, start, stop)
        if answer[1] - answer[0] >= LEAST:
            pairs.append(AnswerPair(question, answer, "responses.quoted", 0.8))
    points = [p for p in pairs if p.question and _is_point(document, *p.question)]
    return pairs if len(pairs) >= 2 and len(points) * 2 >= len(pairs) else points


def _quotation_end(document: Document, block: Block) -> int:
    """Where the quotation that opens the block ends, at the end of the block or of a line of it; else 0."""
    words = document.text[block.start : block.end]
    match = _QUOTATION.match(words)
    return block.start + match.end() if match and len(match[0]) >= 40 else 0


def _answers(document: Document, block: Block) -> bool:
    words = one_line(document.flow[block.start : block.end])
    lexicon = load_lexicon("responses")
    return len(words) > 300 or any(lexicon.pattern(n).regex.search(words) for n in ("told.cue", "told.board"))


def _is_point(document: Document, start: int, end: int) -> bool:
    """The words are the auditors': they recommend, or find a lack in their own voice."""
    words = one_line(document.flow[start:end])
    lexicon = load_lexicon("findings")
    if _OWN_POINT.search(words) or lexicon.pattern("recommend.passive").regex.search(words):
        return True
    lacks = any(p.regex.search(words) for p in lexicon.group("weak.") if p.confidence >= 0.7)
    return lacks and lexicon.pattern("voice.judges").regex.search(words) is not None


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
            reply = trimmed(document, answer[0].start, answer[-1].end)
            pairs.append(AnswerPair(question, reply, "responses.italic", 0.75))
    legend = load_lexicon("responses").pattern("legend.italic").regex.search(document.flow)
    return pairs if legend or len(pairs) >= 2 else []


def _free(pairs: list[AnswerPair], taken: list[AnswerPair]) -> list[AnswerPair]:
    used = [span for t in taken for span in (t.answer, t.question) if span]
    return [p for p in pairs if not any(_touch(s, u) for s in (p.answer, p.question) if s for u in used)]


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
