"""Every type that crosses a stage boundary, frozen. Field names of stored records are the database's column names.

Offsets are half-open character positions in `Document.text`; boxes are PDF points with the origin at the top left.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

# -- what is read ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points, origin top left."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


OCR_RULE = ".ocr"  # ends the rule of a record whose words OCR read
WITHIN = " › "  # between a container's path and the name of a document in it: "arkiv.zip › möte/protokoll.pdf"


def filename_of(path: str) -> str:
    """The last part of a document's path, which may lead into an archive or letter."""
    return path.rpartition(WITHIN)[2].replace("\\", "/").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or place that could not be read as it should: `code` is a key of `lexicon/messages/problems.toml`."""

    path: str
    code: str
    detail: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its span of `Document.text`, its size in points (0 when unknown) and where its text came from."""

    number: int
    start: int
    end: int
    width: float = 0.0
    height: float = 0.0
    source: str = "text"  # "text" or "ocr"
    confidence: float | None = None  # 0-1, how sure the OCR was of the page's words on average


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together. `kind`: heading, paragraph, list_item, footnote, furniture, table (a whole).

    `level` is the heading's or the list's depth (1 is outermost); `marker` the list mark or heading number ("-", "2.").
    Italic and bold hold when most of the block's letters are set so.
    """

    start: int
    end: int
    page: int
    kind: str
    level: int = 0
    marker: str = ""
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    indent: float = 0.0
    table: int | None = None  # index into Document.tables

    @property
    def is_aside(self) -> bool:
        """Whether it is no part of the running text."""
        return self.kind in {"furniture", "footnote"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; its text is cleaned (wraps and broken words joined), its span is where its words stand."""

    row: int
    column: int
    start: int
    end: int
    text: str
    page: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table, joined over pages. `section` rows span all columns. `rule` says how its structure was found."""

    start: int
    end: int
    page_from: int
    page_to: int
    row_count: int
    column_count: int
    cells: tuple[Cell, ...]
    rule: str
    confidence: float = 1.0
    title: str = ""

    def rows(self) -> Iterator[dict[int, Cell]]:
        """The rows in order, each as column number -> cell."""
        rows: dict[int, dict[int, Cell]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, {})[cell.column] = cell
        for number in sorted(rows):
            yield rows[number]


@dataclass(frozen=True, slots=True)
class Annotation:
    """What stands beside the text and is no part of it: `kind` comment or deletion (a tracked change, as accepted).

    `about` is the text commented on, or the paragraph that the deleted text stood in.
    """

    kind: str
    page: int
    text: str
    author: str = ""
    date: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `text` holds the pages joined by a form feed, lines by a newline, in Unicode NFC.

    `flow` has `text`'s length: line breaks in a block are spaces (write `\\s+`), and blank are repeated furniture, a
    note or header inside a paragraph that a page break cut, and runs of letters too long for a word; a newline parts
    blocks. Patterns run over `flow`, quotes come from `text`. `char_boxes`: x0, top, x1, bottom of each character (PDF
    only). `medium`: pdf, docx, text, html, eml. `origin`: where it comes from, when that is no file of its own or was
    converted ("arkiv.zip › möte/protokoll.pdf", "ODT via LibreOffice").
    """

    id: str
    sha256: str
    path: str
    filename: str
    medium: str
    text: str
    flow: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    char_boxes: array[float] = field(default_factory=lambda: array("f"))
    origin: str | None = None
    annotations: tuple[Annotation, ...] = ()

    def page_at(self, offset: int) -> Page:
        """The page that holds the character at `offset`."""
        return self.pages[max(0, bisect_right(self.pages, offset, key=lambda p: p.start) - 1)]

    def boxes(self, start: int, end: int) -> list[Box]:
        """One rectangle per line of the span; empty for input that has no geometry."""
        if not self.char_boxes:
            return []
        found: list[Box] = []
        for offset in range(start, min(end, len(self.text))):
            x0, top, x1, bottom = self.char_boxes[4 * offset : 4 * offset + 4]
            if x1 <= x0 or self.text[offset].isspace():
                continue
            last = found[-1] if found else None
            page = last.page if last and offset < self.pages[last.page - 1].end else self.page_at(offset).number
            same_line = last and last.page == page and abs(last.bottom - bottom) < 0.6 * max(1.0, bottom - top)
            if last and same_line and x0 >= last.x0 - 1:
                found[-1] = Box(page, last.x0, min(last.top, top), max(last.x1, x1), max(last.bottom, bottom))
            else:
                found.append(Box(page, x0, top, x1, bottom))
        return found


# -- what is understood of the document as a whole -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document is; None where it does not say. `kind` is one of the contract's `documents.kind`."""

    kind: str = "other"
    title: str | None = None
    organisation: str | None = None
    body: str | None = None
    date: str | None = None
    case_number: str | None = None
    language: str = "sv"


def paper_id(document_id: str, start: int) -> str:
    """The id of the paper that begins at the offset; the first one's is the document's."""
    return f"{document_id}.{start}" if start else document_id


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the papers that a file holds: its span of `Document.text`, and what it is."""

    start: int
    end: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, until the next heading of the same or a higher level."""

    title: str
    level: int
    start: int
    end: int
    body_start: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item: a span that never crosses a block."""

    start: int
    end: int
    block: int  # index into Document.blocks


# -- what is stored --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class At:
    """Where a record stands and why we believe it: span, the rule that fired, confidence 0-1."""

    char_start: int
    char_end: int
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all stored records share. Subclasses name their table; their other fields are its columns."""

    table: ClassVar[str] = ""
    id: str
    at: At


def record_id(document_id: str, table: str, start: int, end: int, extra: str = "") -> str:
    """A content-derived id: the document's id (from its bytes), the table and the place; same input, same id."""
    digest = hashlib.sha256(f"{document_id}|{table}|{start}|{end}|{extra}".encode()).hexdigest()
    return f"{table[:3]}-{digest[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Record):
    """A meeting that the document is the minutes of."""

    table: ClassVar[str] = "meetings"
    organisation: str | None = None
    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    place: str | None = None
    protocol_number: str | None = None
    adjusted_on: str | None = None
    starts_at: str | None = None  # 09:00
    ends_at: str | None = None
    notice_from: str | None = None  # anslag: when the notice of adjustment was put up, and may be taken down
    notice_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance(Record):
    """Someone present. `role`: chair, member, substitute, serving_substitute, official, adjuster."""

    table: ClassVar[str] = "attendance"
    meeting_id: str
    name: str
    party: str | None = None
    role: str = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(Record):
    """One § of minutes; the span is the whole item, heading to end."""

    table: ClassVar[str] = "agenda_items"
    meeting_id: str | None
    number: str
    title: str = ""
    case_number: str | None = None
    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    same_as: str | None = None  # the same item in another file, set when the corpus is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """A decision: `kind` decided or proposed; `outcome` approved, rejected, referred_back, noted, assigned, other."""

    table: ClassVar[str] = "decisions"
    agenda_item_id: str | None = None
    kind: str = "decided"
    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    date_precision: str | None = None
    paragraph: str | None = None
    case_number: str | None = None
    outcome: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPoint(Record):
    """A numbered or lettered point of a decision."""

    table: ClassVar[str] = "decision_points"
    decision_id: str
    position: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion(Record):
    """A motion at the meeting (yrkande): `kind` approve, reject, refer_back, amend; None when its words tell none. A
    party may make it, where no person is named."""

    table: ClassVar[str] = "motions"
    agenda_item_id: str
    name: str | None
    party: str | None = None
    kind: str | None = "approve"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot(Record):
    """A ballot and its stated tally; `tally_holds` is 1 or 0 against the named votes, None without names.

    `yes_means` and `no_means` follow from the proposition; `winner` is yes or no; `overturns_chair` is 1 when the
    other side won than the chair had found, None when that is not told.
    """

    table: ClassVar[str] = "ballots"
    agenda_item_id: str
    ballot: int
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    absent: int | None = None
    tally_holds: int | None = None
    yes_means: str | None = None
    no_means: str | None = None
    winner: str | None = None
    overturns_chair: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPart(Record):
    """A labelled part of an item: description, proposal, proposition_order, reasons, underlying_documents, sent_to,
    earlier_treatment.
    """

    table: ClassVar[str] = "item_parts"
    agenda_item_id: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Record):
    """One member's vote: yes, no, abstain, absent."""

    table: ClassVar[str] = "votes"
    agenda_item_id: str
    ballot: int
    name: str
    party: str | None = None
    vote: str = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation(Record):
    """A reservation, a statement, or a conflict of interest (jäv); `name` is None where a party makes it as one."""

    table: ClassVar[str] = "reservations"
    agenda_item_id: str
    name: str | None = None
    party: str | None = None
    kind: str = "reservation"


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyName(Record):
    """What a document says that a body is also called: `kind` abbreviation or former (its name before)."""

    table: ClassVar[str] = "body_names"
    organisation: str | None = None
    name: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """A reference: `kind` agenda_item, meeting, case_number, statute, document; its target is found later."""

    table: ClassVar[str] = "citations"
    kind: str
    organisation: str | None = None
    body: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    date_precision: str | None = None
    paragraph: str | None = None
    case_number: str | None = None
    statute: str | None = None
    sfs: str | None = None
    chapter: str | None = None
    subparagraph: str | None = None  # stycke
    point: str | None = None  # punkt
    title: str | None = None  # of a named document
    document_kind: str | None = None  # of a named document, one of documents.kind
    role: str = "other"
    target_id: str | None = None
    unresolved_reason: str | None = None
    unresolved_detail: str | None = None  # what the database has instead: "2022-04-07 § 50–61"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Record):
    """One atomic point of an auditor's: discharge_denied, remark, criticism, recommendation, concern, observation."""

    table: ClassVar[str] = "findings"
    kind: str
    addressee: str | None = None
    auditor: str | None = None
    audit: str | None = None
    year: int | None = None
    topic: str | None = None
    parent_id: str | None = None
    repeated_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composite(Record):
    """A paragraph or list in which auditors make several points: `parent_id` of these findings, no finding itself."""

    table: ClassVar[str] = "composites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Record):
    """The auditor's verdict on an earlier finding: addressed, partly_addressed, not_addressed, not_followed_up.

    `point` is the number that stands beside it, `topic` the words by which its paper names what is judged (a heading,
    a row, an item's opening), `about` what is told there up to the verdict, `body` whose point it is, if that is told.
    """

    table: ClassVar[str] = "assessments"
    finding_id: str | None
    outcome: str
    year: int | None = None
    point: str | None = None
    topic: str | None = None
    about: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Record):
    """A further place of a record."""

    table: ClassVar[str] = "mentions"
    record_type: str
    record_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Record):
    """A board's words in answer. `stance`: agrees, partly_agrees, disputes, explains, no_position.

    `standing`: adopted, proposed, minority. `finding_ids` are findings of the same document that its layout says it
    answers (the block under the criticism); they become links with method "layout". `point` is the number or letter of
    the auditors' point that stands beside it in a table, or its own where answers are numbered from 1 on; `topic` the
    words of a line above it that is no heading of the paper and says what it is about ("Slutredovisning").
    """

    table: ClassVar[str] = "responses"
    responder: str | None = None
    date: str | None = None
    stance: str = "explains"
    addressed_to: str | None = None
    standing: str = "adopted"
    point: str | None = None
    topic: str | None = None
    finding_ids: tuple[str, ...] = field(default=(), metadata={"stored": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAnswer(Record):
    """A body's word that its answer comes later: whose, on which review where that is said, and by when."""

    table: ClassVar[str] = "planned_answers"
    body: str | None = None
    review: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    due_precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """A measure: `status` done, ongoing, planned, postponed, dropped, unknown, as its owner declares it.

    `responsible_full` spells out what the document says an abbreviation stands for; `comment` is all that the status
    and comment cells say. An effect is in SEK (`effect_sek`), or `effect_value` in `effect_unit` fte or percent;
    `effect_basis` is expected or achieved, `effect_period` full_year where that is said. A measure that stands in an
    answer (`response_id`) is what the answer promises or says was done. `lead` holds the words of its sentence before
    it, where its subject stands among these ("Arbetet pågår och" before "kommer att slutföras").
    """

    table: ClassVar[str] = "measures"
    text: str
    section: str | None = None
    responsible: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    due_precision: str | None = None
    original_due_to: str | None = None
    status: str = "unknown"
    status_text: str | None = None
    effect_sek: float | None = None
    responsible_full: str | None = None
    due_text: str | None = None  # as written: "löpande" is no date, but says when
    comment: str | None = None
    effect_value: float | None = None
    effect_unit: str | None = None
    effect_basis: str | None = None
    effect_period: str | None = None
    response_id: str | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Record):
    """An assignment given: `status` open, reported, done, overdue, unknown."""

    table: ClassVar[str] = "assignments"
    given_by: str | None = None
    given_to: str | None = None
    task: str = ""
    report_to: str | None = None
    due_from: str | None = None
    due_to: str | None = None
    decision_id: str | None = None
    status: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Record):
    """An amount of money in SEK; `value_to_sek` is the higher end of a range."""

    table: ClassVar[str] = "amounts"
    value_sek: float
    approximate: int = 0
    value_to_sek: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """A stated figure held against what it is made of; `inputs` are (record id or "", value) pairs; `subject` says what
    the figure of a table is: its row and column."""

    table: ClassVar[str] = "claims"
    kind: str
    stated: float
    computed: float | None
    unit: str
    verdict: str
    holds: int | None
    how: str
    subject: str = ""
    inputs: tuple[tuple[str, float], ...] = field(default=(), metadata={"stored": False})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure(Record):
    """A figure told of a year, to be held against the same one elsewhere: `subject` is the noun without its ending,
    `value` and `step` (what the last digit is worth) are in `unit`: sek, percent or count."""

    table: ClassVar[str] = "key_figures"
    subject: str
    year: int
    value: float
    step: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """A goal and the year by which it is to be reached."""

    table: ClassVar[str] = "goals"
    text: str
    target_year: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two records, with its reason in words. Ids are content-derived from both ends and the kind."""

    kind: str
    source_type: str
    source_id: str
    target_type: str
    target_id: str
    confidence: float
    method: str
    reason: str
    reason_en: str = ""

    @property
    def id(self) -> str:
        """The same two ends and kind give the same id, so that a review survives a re-run."""
        digest = hashlib.sha256(f"{self.kind}|{self.source_id}|{self.target_id}".encode()).hexdigest()
        return f"lin-{digest[:16]}"


RECORD_TYPES: tuple[type[Record], ...] = (
    Meeting, Attendance, AgendaItem, Decision, DecisionPoint, ItemPart, Motion, Ballot, Vote, Reservation, BodyName,
    Citation, Finding, Composite, Assessment, Mention, Response, PlannedAnswer, Measure, Assignment, Amount, Claim,
    KeyFigure, Goal,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A document on its way through the stages: what is known of it so far. Extractors read it and return records."""

    document: Document
    facts: Facts
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    records: tuple[Record, ...] = ()

    def of(self, *types: type[Record]) -> list[Record]:
        """The records found so far of these types, in order of place."""
        return sorted((r for r in self.records if isinstance(r, types)), key=lambda r: r.at.char_start)


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """All that the per-document half hands over: what was read, what was found, what went wrong. Picklable.

    `papers` in order, for a file that holds several; without any, the document is the one paper.
    """

    document: Document
    facts: Facts
    records: tuple[Record, ...]
    problems: tuple[Problem, ...] = ()
    sections: tuple[Section, ...] = ()
    papers: tuple[Paper, ...] = ()

    def paper_at(self, offset: int) -> Paper:
        """The paper at the offset; the whole document where it is not parted into papers."""
        index = max(0, bisect_right(self.papers, offset, key=lambda p: p.start) - 1)
        return self.papers[index] if self.papers else Paper(0, len(self.document.text), self.facts)
