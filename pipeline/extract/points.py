"""A point that auditors make, before it becomes a finding; and lists under a line that announces them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.dividing_lines import divides_list, says_to_whom
from pipeline.extract.earlier_points import outcome_of
from pipeline.extract.passages import RUN_IN, Passage, above_item, one_line, search_in
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Document

# "(granskning 2023, ingen uppföljning genomfördes 2024)" after a recommendation tells its year, and is no part of it.
_YEAR_BRACKET = re.compile(r"\s*\((?:[^()]*\b(?:granskning|från|år|uppföljning|lämnad)\b[^()]*)\)\W*$", re.IGNORECASE)
_ITEM_MARK = re.compile(
    r"^\s*(?:(?:[-–—•▪●◦o*·]|\d{1,2}[.)]|[a-zåäö][.)]|[➢✓])\s+|[-–•](?=[A-ZÅÄÖ]))(?:[A-ZÅÄÖ]\d{1,2}[.:)]\s+)?"
)
_GOES_ON = re.compile(
    r"^(?:detta (?:för|i syfte|gäller|innebär|bör|kan)|särskilt|i synnerhet|det gäller|syftet)\b", re.IGNORECASE
)

_ONE = re.compile(r"\W*rekommendation(?: (?:nr )?\d{1,2})?\W*", re.IGNORECASE)  # the heading of one alone

_TO_DO = re.compile(
    r"^\W*(?:[\d.)]+\s+)?(?:\w+a\b|"
    r"(?:regelbundet|skyndsamt|årligen|löpande|omgående|snarast|fortsatt) (?:\w+a|gå|se|få|slå|ge|ta)\b)|"
    r"\b(?:att|bör|ska|skall|behöver|måste|rekommender\w*)\b",
    re.IGNORECASE,
)
OUGHT = re.compile(r"\bbör\b", re.IGNORECASE)  # how auditors say what they want without recommending it
_OUGHT_TO_DO = re.compile(r"\b(?:bör|ska|behöver|måste)\b[^.;]{0,60}?\b\w+(?:as|s|a)\b", re.IGNORECASE)

_ATT = re.compile(r"Att\s[a-zåäö]")
_TELLS = re.compile(r"\s+(?:har|hade|delar|instämmer)\b(?! att\b)", re.IGNORECASE)  # what was done, or an answer
_SHORTEST = 15  # characters of a point
_BEHIND_COLON = re.compile(r":\s+(?=[A-ZÅÄÖ][a-zåäö])")
_TURNS = re.compile(  # a sentence with which the auditors turn to something else than what they listed
    r"\W*(?:vi|jag|revisorerna|revisionen|granskningen|rapporten|nedan|i övrigt|i granskningen|positivt|svar\w*|"
    r"för kommunens)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(r"\W*se (?:även )?(?:avsnitt|kapitel|bilaga|sid|rapport|tabell|nedan|ovan|vidare)", re.IGNORECASE)
_RUN_ON = 0.85  # of what is listed in a running text


@dataclass(frozen=True, slots=True)
class Point:
    """A span with its kind, the rule that fired, and what it takes over from the words above it."""

    start: int
    end: int
    kind: str
    rule: str
    confidence: float
    lead: str = ""  # the line that announced it, or the words that say to whom it is addressed
    titles: tuple[str, ...] = ()
    composite: bool = False


def without_mark(document: Document, start: int, end: int) -> tuple[int, int]:
    """The span of a list item without its bullet and without a closing bracket about its year."""
    mark = _ITEM_MARK.match(document.flow[start:end])
    if mark and mark.end() < end - start:
        start += mark.end()
    bracket = _YEAR_BRACKET.search(document.flow, start, end)
    if bracket and bracket.start() > start + 10:
        end = bracket.start()
    return start, end


def tells_to_do(words: str) -> bool:
    """Whether a cell says what is to be done ("Rensa registret") and does not only name it ("Rensning")."""
    imperative = load_lexicon("findings").pattern("recommend.imperative").regex
    return _TO_DO.search(words) is not None or imperative.search(words) is not None


def opens_with_verb(words: str) -> bool:
    """Whether what is listed opens with what to do: "Räkna upp taxan", "Att ompröva målen", "Sätt en tidsgräns"."""
    return load_lexicon("findings").pattern("recommend.opens_with_verb").regex.search(words) is not None


def list_under(passages: Sequence[Passage], index: int) -> list[list[Passage]]:
    """The items that follow passage `index` at once, each as its sentences; a paragraph ends the list, but for a line
    that only divides it ("Hamnarna:").
    """
    items: list[list[Passage]] = []
    for number, passage in enumerate(passages[index + 1 :], index + 1):
        if _divides(passages, number):
            continue
        parted = items and _headings(passage) != _headings(items[0][0])
        # an item whose mark the page's end took, before more of them: "Säkerställa A. - Säkerställa B."
        bare = bool(items) and opens_with_verb(passage.text) and _run_in_next(passages, number)
        if (passage.kind != "list_item" and not bare) or parted or passage.text.isupper():  # capitals: a heading
            break
        if items and items[-1][0].block == passage.block and not (bare or RUN_IN.match(passage.text)):
            items[-1].append(passage)
        else:
            items.append([passage])
    return items


def _run_in_next(passages: Sequence[Passage], index: int) -> bool:
    """Whether the passage opens a paragraph whose next sentence is an item of a list whose lines were run together."""
    after = passages[index + 1] if index + 1 < len(passages) else None
    return after is not None and after.block == passages[index].block and RUN_IN.match(after.text) is not None


def _divides(passages: Sequence[Passage], index: int) -> bool:
    """Whether a line that may divide a list stands over a part of one."""
    passage, after = passages[index], passages[index + 1 : index + 2]
    under = bool(after) and after[0].kind == "list_item"
    return under and passage.kind != "list_item" and divides_list(passage.text)


def _headings(passage: Passage) -> list[str]:
    """The headings above it, but for lines that divide a list, and last words of an item that were taken for one."""
    return [title for title in passage.titles if not divides_list(title) and not title[:1].islower()]


def _to_whom(passages: Sequence[Passage], item: Passage) -> str:
    """The line above the item, within its list, that says to whom it is."""
    above = above_item(passages, item)
    titled = item.title if above is None or item.title not in above.titles else ""
    return next((words for words in (titled, above.text if above else "") if says_to_whom(words)), "")


def paragraphs_under(passages: Sequence[Passage], index: int) -> list[list[Passage]]:
    """The paragraphs that follow passage `index` at once and open as recommendations do, each as its sentences: with
    the verb ("Säkerställa att ..."), or with the body that is to act. So lists look whose marks are lost.
    """
    lexicon = load_lexicon("findings")
    opens, announces = (lexicon.pattern(name).regex for name in ("recommend.imperative", "lead.recommend"))
    answered = load_lexicon("responses").pattern("marker.heading").regex  # "Styrelsens svar"
    items: list[list[Passage]] = []
    for passage in passages[index + 1 :]:
        own = opens.search(passage.text) or _ATT.match(passage.text)
        if items and items[-1][0].block == passage.block and not own:  # own: items whose lines were run together
            items[-1].append(passage)
        elif (
            announces.search(passage.text) or passage.titles != passages[index].titles or answered.search(passage.text)
        ):
            break
        elif own or (_opens_with_body(passage) and passage.block != passages[index].block):
            items.append([passage])
        else:
            break
    return items


def run_on_points(document: Document, passages: Sequence[Passage], index: int) -> list[Point]:
    """What a line announces that stands behind its colon, and in the sentences of its block after it: a list whose
    marks and lines are lost ("Vi rekommenderar följande: Upprätta en plan. Utse en ansvarig.").
    """
    passage, lexicon = passages[index], load_lexicon("findings")
    pattern = lexicon.pattern("lead.recommend")
    behind = _BEHIND_COLON.search(passage.text)
    if behind is None or not pattern.regex.search(passage.text[: behind.start() + 1]):
        return []
    span = search_in(document, passage, re.compile(re.escape(passage.text[behind.end() :])))
    if span is None or lexicon.pattern("recommend.marked").regex.search(passage.text):
        return []
    items = [(span, passage.text[behind.end() :])]
    for later in passages[index + 1 :]:
        if later.block != passage.block or _TURNS.match(later.text) or later.text.endswith((":", "?")):
            break
        items.append(((later.start, later.end), later.text))
    kind, lead = str(pattern.yields["kind"]), passage.text[: behind.start() + 1]
    return [
        Point(*span, kind, f"findings.{pattern.id}", _RUN_ON, lead, passage.titles)
        for span, words in items
        if _asks_run_on(words)
    ]


def _asks_run_on(words: str) -> bool:
    if len(words) < _SHORTEST or _REFERS.match(words):
        return False
    return opens_with_verb(words) or _ATT.match(words) is not None or _OUGHT_TO_DO.search(words) is not None


def _opens_with_body(passage: Passage) -> bool:
    named = find_bodies(passage.text)
    return bool(named) and named[0].start == 0 and _TELLS.match(passage.text, named[0].end) is None


def listed_points(
    document: Document, passages: Sequence[Passage], index: int, kind: str, rule: str, confidence: float
) -> list[Point]:
    """Each item under the line as a point that takes over the line's addressee."""
    points = []
    items = list_under(passages, index) or (paragraphs_under(passages, index) if kind == "recommendation" else [])
    for item in items:
        start, end = without_mark(document, item[0].start, item[-1].end)
        if end - start >= _SHORTEST:
            lead = _to_whom(passages, item[0]) or passages[index].text
            points.append(Point(start, end, kind, rule, confidence, lead, item[0].titles))
    return points


def _is_headed(passages: Sequence[Passage], index: int) -> bool:
    """What a sentence under "Rekommendation 2" says that a body should do, or that ought to be done."""
    passage = passages[index]
    if not _ONE.fullmatch(passage.title):
        return False
    asks = ("recommend.should", "recommend.imperative", "voice.demands")
    first = not index or passages[index - 1].titles != passage.titles
    asked = any(load_lexicon("findings").pattern(name).regex.search(passage.text) for name in asks)
    return (first and (asked or opens_with_verb(passage.text))) or _OUGHT_TO_DO.search(passage.text) is not None


def recommendation_at(document: Document, passages: Sequence[Passage], index: int) -> Point | None:
    """A sentence that recommends, with what follows in its block and only explains it ("Detta för att ...")."""
    passage = passages[index]
    lexicon = load_lexicon("findings")
    marked = lexicon.pattern("recommend.marked")
    mark = marked.regex.match(document.flow[passage.start : passage.end])
    start = passage.start + mark.end() if mark else passage.start
    if mark and passage.end - start >= _SHORTEST and outcome_of(one_line(document.flow[start : passage.end])) is None:
        rule = f"findings.{marked.id}"
        return Point(start, passage.end, "recommendation", rule, marked.confidence, "", passage.titles)
    if _is_headed(passages, index):
        return Point(passage.start, passage.end, "recommendation", "findings.heading.one", 0.85, "", passage.titles)
    for name in ("recommend.passive", "recommend.active", "recommend.urged", "recommend.asked", "recommend.noun"):
        pattern = lexicon.pattern(name)
        if not pattern.regex.search(passage.text) or passage.text.endswith((":", "?")):
            continue
        end = passage.end
        for later in passages[index + 1 :]:
            if later.block != passage.block or not _GOES_ON.match(later.text):
                break
            end = later.end
        start, end = without_mark(document, passage.start, end)
        return Point(start, end, "recommendation", f"findings.{name}", pattern.confidence, "", passage.titles)
    return None


def sentence_point(
    document: Document, passage: Passage, kind: str, rule: str, confidence: float, before: Point | None = None
) -> Point:
    """The passage as a point; one that goes on with another is addressed to whom that one is."""
    start, end = without_mark(document, passage.start, passage.end)
    lead = (before.lead or document.flow[before.start : before.end]) if before else ""
    return Point(start, end, kind, f"findings.{rule}", confidence, lead, passage.titles)
