"""Shape lines without geometry into headings, paragraphs, list items and footnotes, by their words and lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.lexicon import load_lexicon
from pipeline.read.hyphens import HYPHENS
from pipeline.read.line_widths import measure_width
from pipeline.read.lines import Line, RawTable
from pipeline.read.margins import find_margins, ink

LIST_MARK = re.compile(  # "- Ta fram en plan", and where the space is lost "-Ta fram en plan"
    r"\s*([-–—•▪●◦○■□➢*·]|o(?=\s)|\d{1,2}[.)](?!\d)|[a-zåäö][.)](?=\s))"
    r"(?:\s+(?=\S)|(?<=[-–•])(?=[A-ZÅÄÖ][a-zåäö]+ ))"
)
_LONE_MARK = re.compile(r"\s*[•▪●◦■]\s*$")
_MONTHS = "Januari|Februari|Mars|April|Maj|Juni|Juli|Augusti|September|Oktober|November|December"
_NUMBERED = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\.?\s{{1,3}}(?=[A-ZÅÄÖ])(?!(?:{_MONTHS})\b)")
# "§ 14, att se över taxan", "§ 9, med bilagor", which a line break parted from the day before it: no heading.
_SIGN_GOES_ON = r"§{1,2}\s?\d{1,4}(?:\s?[a-z]\b)?,?\s(?:att|och|samt|den|om|punkt|till|i|av|med)\b"
# "§ 42", "Paragraf 42", and the number before the sign: "42 § Title" heads an item, "42 § kommunallagen" does not.
_PARAGRAPH_SIGN = re.compile(rf"(?!{_SIGN_GOES_ON})§§?\s*\d|Paragraf\s\d|\d{{1,4}}(?:\s?[a-z])?\s?§\s+(?:[A-ZÅÄÖ]|$)")
# "KS § 45 Dnr KS 2021/77", "Kf § 12/2021": a board's abbreviation before the § that heads an item.
_OWN_SIGN = re.compile(
    r"[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{1,5}\s§\s?\d[\d ]{0,4}(?:/\d{2,4})?\s*(?:$|(?i:dnr|diarien|ärendenr|ärendenummer)\b)"
)
_SENTENCE_END = re.compile(r"(?:[.?!][”\"’)\]]{0,2}\d?|[:;])$")
_ENDED = re.compile(r"[.?!][”\"’)\]]{0,2}\d?$")  # of these, the ends of sentences
_COLUMN_GAP = re.compile(r"\S {4,}\S")
_COUNTED = re.compile(r"[A-ZÅÄÖ]\w+ \d{1,2}")
_OPENS = re.compile(r"[\s”\"“(]*[A-ZÅÄÖÉ0-9§]")
_CLAUSE = "att "
GOES_ON = re.compile(rf"[(”\"“]?[a-zåäöé]|{_SIGN_GOES_ON}")
_DATE_LINE = re.compile(rf"(?:Datum:?\s)?(?:\d{{4}}-\d\d-\d\d|(?:den\s)?\d{{1,2}} (?i:{_MONTHS}) \d{{4}})")
# A label of the cover of minutes above its names.
_COVER_LABEL = re.compile(r"(?:Beslutande(?: ledamöter)?|Ledamöter|(?:Ej tjänstgörande )?[Ee]rsättare|Övriga \w+):?")
_FOOTNOTE = re.compile(r"\d{1,2}\s+(?=[A-ZÅÄÖ])")
_FIGURES = re.compile(r"(?:^|\s)[-–+]?(?!(?:19|20)\d\d$)\d[\d ,.]*(?:tkr|kr|mkr|mnkr|%|st)?$|\b(?:tkr|mkr|mnkr)$")
LEANS_ON = re.compile(
    r"(?:,|\b(?:och|att|i|på|av|för|till|med|om|från|som|den|det|de|en|ett|enligt|samt|eller|vid|inom|hos|der|von|af|mot|under|nr|kl))$"
)
_BINDS = re.compile(r"(?:och|eller|som|för|av|än|är|där|vilket|vilka)\b")  # never the first word of an item
_ANNOUNCES = re.compile(r"(?::|\batt)$")
_FEW_GAPS = 0.15  # share of blocks with a blank line before them below which the text has none
# How a line of a cell ends that goes on below; narrower than LEANS_ON, as cells are short.
WANTS_MORE = re.compile(
    r"(?:[,–/-]|\b(?:och|samt|eller|i|på|av|för|till|från|med|om|vid|inom|enligt|mot|hos|den|det|de|ett|en|att|som))$"
)
LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d*$")  # a line of a table of contents
_DEEP = re.compile(r"\d{1,2}\.\d")  # "3.2 Identifierade brister": no item of a list, though a list follows
_OPENING = 3  # words with which each of several points begins
_LONGEST_HEADING = 130
_LINE = 90  # letters of a line of running text, at most
# Share of a line's usual length that a line and the next word leave unfilled where a paragraph ends: letters differ in
# width, so that a full line may be that much shorter. Where a sentence ends too, less is enough.
_ROOM = 0.86
_ROOM_AFTER_SENTENCE = 0.93
_ROOM_IN_LIST = 0.91  # of the margin of the text: items are indented by what is less than the rest
_WIDER = 1.15  # times the usual length: set in another width
_MOST_HEADING_LINES = 3
_ABBREVIATION = 4  # letters
_SHORT = 40  # letters of a line that may be no line of running text
# "Kommunstyrelsens arbetsutskotts beslut", "Kommunstyrelsens förslag till kommunfullmäktige"
_OWN_LABEL = re.compile(
    r"(?!Enligt |Om )[A-ZÅÄÖ][\wåäö-]*(?: [\wåäö-]+){0,3}?s (?:beslut|förslag(?: till (?:beslut|\w+))?)(?<!s)"
)


@dataclass(slots=True)
class _Written:
    """A written line with what stands around it: blank lines before it, and whether it is narrow cells' ground."""

    line: Line
    text: str
    gap: int
    tabular: bool = False
    reach: int = 0  # letters: how far it goes to the right on the page
    margin: float = 0.0  # how wide lines here are printed; 0.0 where none tells


def shape_lines(items: Sequence[Line | RawTable]) -> None:
    """Say for each line, in place, whether a block begins there and of what kind it is."""
    runs: list[list[_Written]] = [[]]
    gap = 0
    for item in items:
        if isinstance(item, RawTable):
            runs.append([])
        elif item.kind == "furniture" or item.repeated:
            continue
        elif not item.text.strip():
            gap += 1
            continue
        else:
            runs[-1].append(_Written(item, item.text.strip(), gap))
        gap = 0
    measured = measure_width([w.text for run in runs for w in run])
    width = measured.usual
    for written in (w for run in runs for w in run):
        written.reach = measured.last_part(len(written.text))
    _set_margins([w for run in runs for w in run])
    doubled = _every_line_apart([w for run in runs for w in run], width)
    for run in runs:
        if doubled:
            for written in run:
                written.gap = max(0, written.gap - 1)
        _mark_tabular(run, width)
        _shape_run(run, width)
    dense = _without_gaps(runs)
    for run in runs:
        _part_headings(run, width)
        _settle_headings(run, width, dense)
    _set_running_apart(items)


def _set_running_apart(items: Sequence[Line | RawTable]) -> None:
    """A running line that stays in the text is a block, past which a paragraph that it cuts goes on."""
    aside = False
    for item in items:
        if isinstance(item, RawTable):
            aside = False
        elif item.repeated and item.kind != "furniture":
            item.kind, item.starts_block, item.aside, aside = "paragraph", True, True, True
        elif aside and item.kind != "furniture" and item.text.strip():
            item.resumes, aside = not item.starts_block, False


def _set_margins(lines: Sequence[_Written]) -> None:
    texts = [w.text for w in lines]
    breaks = [
        i
        for i, (a, b) in enumerate(pairwise(texts))
        if _SHORT < len(a) == lines[i].reach
        and GOES_ON.match(b)
        and a[-1] not in HYPHENS
        and not _SENTENCE_END.search(a)
    ]
    for written, margin in zip(lines, find_margins(texts, breaks), strict=True):
        written.margin = margin


def _every_line_apart(lines: list[_Written], width: int) -> bool:
    """Whether each wrapped line is followed by a blank one (a common fault of extractions).

    There sentences go on past the blank lines; a text of short paragraphs has as many, but begins anew after each.
    """
    if len(lines) <= 8 or width >= 160 or sum(w.gap > 0 for w in lines[1:]) <= 0.85 * len(lines):
        return False
    goes_on = sum(
        bool(GOES_ON.match(w.text)) and not _SENTENCE_END.search(before.text) and not LIST_MARK.match(w.text)
        for before, w in pairwise(lines)
        if w.gap
    )
    return goes_on > 0.12 * len(lines)


def _without_gaps(runs: Sequence[Sequence[_Written]]) -> bool:
    """Whether an extraction left out the blank lines between paragraphs."""
    starts = [w for run in runs for w in run[1:] if w.line.starts_block]
    return sum(w.gap > 0 for w in starts) < _FEW_GAPS * len(starts)


def _mark_tabular(run: list[_Written], width: int) -> None:
    """Ground where most lines are narrow is a flattened table: there short lines are cells, not headings."""
    for index, written in enumerate(run):
        around = sorted(width if LIST_MARK.match(w.text) else len(w.text) for w in run[max(0, index - 6) : index + 7])
        full = sum(length >= 0.85 * width for length in around)  # lines that broke at the margin: running text
        written.tabular = len(around) >= 9 and full < 3 and around[len(around) * 2 // 3] < 0.6 * width


def _shape_run(run: list[_Written], width: int) -> None:
    first = 0  # where the current block begins
    widest = 0  # reach of its lines so far
    listed = False  # whether it stands below "rekommenderar nämnden att:", in lower case: an item whose bullet is lost
    for index, written in enumerate(run):
        following = run[index + 1] if index + 1 < len(run) else None
        before = run[index - 1] if index else None
        reach = max(widest, written.reach, following.reach if following else 0)
        widest = max(widest, written.reach)
        if before is None or _begins(run, first, index, width, reach, listed):
            first, widest = index, written.reach
            written.line.starts_block = True
            _name_kind(written, before, following, width)
            listed = bool(GOES_ON.match(written.text)) and (listed or _announces(before))
            if listed and written.line.kind == "paragraph":
                written.line.kind, written.line.level = "list_item", 1


def _announces(line: _Written | None) -> bool:
    return line is not None and bool(_ANNOUNCES.search(line.text))


def _begins(run: list[_Written], first: int, index: int, width: int, reach: int, listed: bool) -> bool:
    """`reach`: of the widest line of the block that began at `first`, with this line and the next."""
    before, this = run[index - 1], run[index]
    if _COLUMN_GAP.search(this.text) or _COLUMN_GAP.search(before.text):
        return True
    if this.line.kind == "heading" or _is_marked(this.text) or _LONE_MARK.match(before.text):
        return True
    if LEADERS.search(before.text):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if _DEEP.match(this.text) and _NUMBERED.match(this.text) and (ended or before.reach < 0.8 * width):
        return True  # a numbered heading with no blank line above it
    if heads_alone(before.text) or heads_alone(this.text) or before.line.kind == "heading":
        return before.line.kind != "heading" or before.text[-1:] != "-"
    room = max(reach, int(0.8 * width))
    if ended and _announces(this) and index + 1 < len(run) and LIST_MARK.match(run[index + 1].text):
        return True
    word = this.text.split(" ", 1)[0]
    if this.gap and this.text.startswith(_CLAUSE) and run[first].text.startswith(_CLAUSE):
        return True  # "att införa ..., samt" and, after a blank line, the next thing to do
    if GOES_ON.match(this.text) and not ended:
        # A blank line after a line that did not break at the margin: "Nämnden beslutar", "att godkänna ...".
        filled = before.reach + 1 + len(word) >= (1.0 if listed else _ROOM) * max(room, width)
        leans = _BINDS.match(this.text) or (LEANS_ON.search(before.text) and not _announces(before))
        return this.gap > 3 or (this.gap > 0 and not filled and not leans)
    if this.gap:
        if _DATE_LINE.fullmatch(this.text) or _COVER_LABEL.fullmatch(this.text):
            return True
        full = before.reach >= 0.85 * room and not before.tabular
        wrapped = len(this.text) <= _WIDER * width  # a paragraph on one line has no line above it that it goes on from
        return not (full and wrapped and this.gap == 1 and not ended)
    if not _OPENS.match(this.text):
        return False
    if before.text.isupper() != _in_capitals(this.text) and max(len(before.text), len(this.text)) > 8:
        return True
    if before.reach > _WIDER * width >= this.reach and first == index - 1 and not LEANS_ON.search(before.text):
        return True  # set wider than the column below it
    if this.text.split()[:_OPENING] == run[first].text.split()[:_OPENING] or (
        _opens_point(this.text) and _opens_point(run[first].text)
    ):
        return True  # "Nämnden rekommenderas att ..." again: points without full stops
    listed_here = run[first].line.kind == "list_item"
    if listed_here and ended and load_lexicon("headings").pattern("opens_side").regex.search(this.text):
        return True
    whole = before.reach == len(before.text)
    if (ended or listed_here) and whole and before.margin and not before.tabular:
        leaves = ink(f"{before.text} {word}") < (_ROOM_IN_LIST if listed_here else 1.0) * before.margin
        return leaves and not LEANS_ON.search(before.text)
    own = before.tabular or listed_here  # lines of their own length
    unfilled = _ROOM_AFTER_SENTENCE * max(room, width) if ended and not own else _ROOM * room
    return not LEANS_ON.search(before.text) and before.reach + 1 + len(word) < unfilled


def _in_capitals(text: str) -> bool:
    """Whether the line is set in capitals, and is not only the end of a sentence, as "RKR 11.4." is."""
    return text.isupper() and not (_ENDED.search(text) and sum(c.isalpha() for c in text) <= _ABBREVIATION)


def _wraps_early(this: str, following: str, width: int) -> bool:
    """Whether a line goes on in the next though that line's first word had room in it: headings, set larger than the
    text, wrap so.
    """
    room = 0 if this[-1] in HYPHENS else 1 + len(following.split(" ", 1)[0])
    return bool(GOES_ON.match(following)) and len(this) + room < _ROOM * width


def _is_marked(text: str) -> bool:
    return bool(LIST_MARK.match(text) or _LONE_MARK.match(text) or _PARAGRAPH_SIGN.match(text) or _OWN_SIGN.match(text))


def _opens_point(text: str) -> bool:
    """Whether a line begins as a recommendation does: "Barn- och utbildningsnämnden rekommenderas att ..."."""
    return load_lexicon("headings").pattern("opens_point").regex.search(text) is not None


def heads_alone(text: str) -> bool:
    """Whether the line is a usual heading of Swedish public documents by its words alone ("Beslut", "Bakgrund")."""
    plain = text.strip(" :")
    if plain.lower() in load_lexicon("headings").words["alone"]:
        return text[:1].isupper()
    return len(plain) < 60 and bool(_OWN_LABEL.fullmatch(plain))


def _name_kind(this: _Written, before: _Written | None, following: _Written | None, width: int) -> None:
    """The kind of the block that begins here, by its first line alone."""
    line, text = this.line, this.text
    if line.kind == "heading":  # as its marks say
        line.marker = "§" if _PARAGRAPH_SIGN.match(text) else ""
    elif heads_alone(text):
        line.kind, line.level = "heading", 3
    elif _PARAGRAPH_SIGN.match(text) and len(text) < _LONGEST_HEADING and not _SENTENCE_END.search(text):
        line.kind, line.level, line.marker = "heading", 1, "§"
    elif (match := _NUMBERED.match(text)) and _could_head(this, width) and not _is_listed(this, before, following):
        line.kind, line.level, line.marker = "heading", match[1].count(".") + 1, match[1]
    elif match := LIST_MARK.match(text):
        line.kind, line.marker = "list_item", match[1]
        line.level = 1 + (len(line.text) - len(line.text.lstrip())) // 4
    elif _FOOTNOTE.match(text) and this.gap and following and following.gap and len(text) > 20 and text.endswith("."):
        line.kind, line.marker = "footnote", text.split()[0]
    else:
        line.kind = "paragraph"


def _is_listed(this: _Written, before: _Written | None, following: _Written | None) -> bool:
    """Whether a numbered line is one of a list, or goes on in the next line, and so is no heading."""
    parted = following and _DEEP.match(following.text) and following.text.startswith(this.text.split(".")[0] + ".")
    if parted and len(this.text) < 0.6 * _LINE:
        return False  # "1. Inledning" above "1.1 Bakgrund"
    listed = following and LIST_MARK.match(following.text) and not _DEEP.match(this.text)
    if listed or (following and GOES_ON.match(following.text)):
        return True
    item = LIST_MARK.match(this.text)
    return bool(item) and (len(this.text) > 60 or (before is not None and bool(LIST_MARK.match(before.text))))


def _could_head(this: _Written, width: int) -> bool:
    text = this.text
    return (
        2 < len(text) < min(_LONGEST_HEADING, width)
        and bool(re.match(r"[A-ZÅÄÖ0-9]", text))
        and text[-1] not in ".,;-–!"
        and "..." not in text  # a line of a table of contents
        and not load_lexicon("headings").pattern("field").regex.search(text)
        and (not _FIGURES.search(text) or bool(_COUNTED.fullmatch(text)))
        and not _COLUMN_GAP.search(text)
        and sum(c.isalpha() for c in text) > 0.4 * len(text)
    )


def _part_headings(run: list[_Written], width: int) -> None:
    """Part a heading from the paragraph that it was read to end, as no blank line is between them: capital letter to
    no full stop, where the next paragraph begins.
    """
    starts = [i for i, w in enumerate(run) if w.line.starts_block]
    for start, end in pairwise(starts):
        after = run[end]
        if run[start].line.kind == "heading" or after.line.kind != "paragraph" or not _OPENS.match(after.text):
            continue
        ends = (
            i for i in range(end - 1, max(start, end - 1 - _MOST_HEADING_LINES), -1) if _ENDED.search(run[i - 1].text)
        )
        first = next(ends, None)
        if first is None or any(w.gap or w.tabular for w in run[first:end]) or not _OPENS.match(run[first].text):
            continue
        text = " ".join(w.text for w in run[first:end])
        whole = _Written(run[first].line, text, 0)
        if len(after.text) > 0.6 * width and _could_head(whole, 2 * width) and not LEANS_ON.search(text):
            line = run[first].line
            line.starts_block, line.kind, line.level = True, "heading", 2


def _is_numbered_heading(run: list[_Written], start: int, end: int) -> bool:
    """Whether a block of some lines that a number opens is a heading: no item of a list, and text begins below it."""
    head, after = run[start], run[end]
    return end - start > 1 and not head.tabular and not LIST_MARK.match(head.text) and bool(_OPENS.match(after.text))


def _settle_headings(run: list[_Written], width: int, dense: bool) -> None:
    """Make short blocks that are set apart, in capitals, or end in a colon, headings of what follows them."""
    starts = [i for i, w in enumerate(run) if w.line.starts_block]
    for place, start in reversed(list(enumerate(starts))):
        end = starts[place + 1] if place + 1 < len(starts) else len(run)
        head, last = run[start], run[end - 1]
        if head.line.kind != "paragraph" or end == len(run) or end - start > _MOST_HEADING_LINES:
            continue
        text = " ".join(w.text for w in run[start:end])
        whole = _Written(head.line, text, 0)
        numbered = _NUMBERED.match(text) if _is_numbered_heading(run, start, end) else None
        if not _could_head(whole, 2 * width):
            continue
        ended = start == 0 or bool(_ENDED.search(run[start - 1].text))
        early = all(_wraps_early(a.text, b.text, width) for a, b in pairwise(run[start:end]))
        if _opens_point(text) or not (
            numbered or early or (dense and ended) or (end - start == 2 and _could_head(last, width))
        ):
            continue
        after = run[end]
        capitals = text.isupper() and sum(c.isalpha() for c in text) > 4
        above = head.gap > 0 or start == 0 or run[start - 1].line.kind == "heading"
        narrow = len(last.text) < 0.6 * width or (dense and (ended or above))
        if dense and not above:
            above = len(after.text) > 0.8 * width and (ended or bool(_SENTENCE_END.search(run[start - 1].text)))
        apart = above and (after.gap > 0 or narrow or after.line.kind == "heading")
        filled = 0.6 * min(width, _LINE)  # a paragraph that stands on one line may be shorter than the others are
        leads = after.line.marker != "§" and (after.line.kind != "paragraph" or len(after.text) > filled)
        if numbered:
            head.line.kind, head.line.level, head.line.marker = "heading", numbered[1].count(".") + 1, numbered[1]
        elif capitals:
            head.line.kind, head.line.level = "heading", 1
        elif text.endswith(":") and not text.endswith(" att:") and apart and len(text) < 60:
            head.line.kind, head.line.level = "heading", 3
        elif not head.tabular and apart and leads and text[-1] != ":" and _OPENS.match(after.text):
            head.line.kind, head.line.level = "heading", 2
