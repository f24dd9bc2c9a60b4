"""The papers in a file: most hold one; a board's agenda with its documents, or a report with answers, several."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile

from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Document, Page
from pipeline.structure.organisation import find_organisation

_ENOUGH = 5  # the evidence that a page opens a paper, of what `_evidence` adds up
_HEAD = 12  # lines of a page in which its paper says what it is
_RUNNING = 8  # lines of the page before that this one may repeat as its header
_FOOT = 3  # lines at the end of a page among which its number stands
_LONGEST_LINE = 100
_STRONG = 3.0  # weight from which a cue of `kinds.toml` names the kind of a paper
_SORTS = {
    "minutes_extract": "minutes", "audit_report": "audit", "audit_statement": "audit", "cover_letter": "audit",
}  # fmt: skip
_PLANS = frozenset({"action_plan", "follow_up"})
_ANSWERS = frozenset({"response", "official_report", *_PLANS})
_DIGITS = re.compile(r"\d+")
_NO_TITLE = re.compile(r"^(?:[a-zåäö(•*–-]|\d+(?:\.\d+)*\.?\s)|\.$|\.{4}")  # prose, a list, a chapter, contents


def find_papers(document: Document) -> tuple[tuple[int, int], ...]:
    """The spans of the papers in `document.text`, in order: together the whole of it, each from the top of a page.

    A page opens a paper where its head names the kind of one (`kinds.toml`) and more speaks for it: a letterhead, its
    own page numbers, which begin again, or an appendix's number (`papers.toml`). Pages in doubt, and those on which a
    table goes on, stay with those before.
    """
    heads = _heads(document)
    inside = {page for table in document.tables for page in range(table.page_from + 1, table.page_to + 1)}
    starts, opening, kind = [0], heads[0], _cue(heads[0].lines)[1]
    for page, before, head in zip(document.pages[1:], heads, heads[1:], strict=False):
        needed = _ENOUGH + (kind == "minutes")  # at the top of a page they may list papers with their dates
        if not opening.lines:  # an empty cover page belongs to what follows
            opening, kind = head, _cue(head.lines)[1]
        elif page.number not in inside and _evidence(opening, kind, before, head) >= needed:
            starts.append(page.start)
            opening, kind = head, _cue(head.lines)[1]
    return tuple(pairwise([*starts, len(document.text)]))


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of a page in which its paper says what it is, and the page numbers at its head and foot."""

    lines: list[str]
    numbers: frozenset[tuple[int, int]]


def _heads(document: Document) -> list[_Head]:
    """The heads of the pages. Numbers that run through the whole file say nothing where pages have others too."""
    lines = [_lines(document, page) for page in document.pages]
    numbers = [_numbers(one) for one in lines]
    stamps = [frozenset({(page.number, len(lines))}) for page in document.pages]
    if any(found > stamp for found, stamp in zip(numbers, stamps, strict=True)):
        numbers = [found - stamp for found, stamp in zip(numbers, stamps, strict=True)]
    return [_Head(one[:_HEAD], found) for one, found in zip(lines, numbers, strict=True)]


def _lines(document: Document, page: Page) -> list[str]:
    return [" ".join(line.split()) for line in document.text[page.start : page.end].splitlines() if line.strip()]


def _evidence(opening: _Head, opened: str, before: _Head, head: _Head) -> int:
    """How much speaks for a new paper on a page with this head: 3 for a title that names a kind, 4 where it does
    nothing else, 1 for a second line that names the same, 2 for page numbers that begin again or an appendix's
    number, 1 for each sort of letterhead.

    `opening` is the head of the page that the paper before began on, `opened` the kind it names. A second paper of its
    kind, or a plan behind an answer, shows by page numbers of its own, or another date or case in the same place;
    the auditors' letter, report and statement are taken as one.
    """
    lexicon = load_lexicon("papers")
    if head.numbers & {(number + 1, total) for number, total in before.numbers}:
        return 0
    another = _is_another(before.lines, head.lines)
    fresh = _above_lists(head.lines if another else _fresh(before.lines, head.lines))
    cue, kind = _cue(fresh)
    if not cue:
        return 0
    if kind != "minutes" and _has(lexicon.pattern("item"), head.lines):  # an item that is titled so
        return 0
    begins_again = any(number == 1 for number, _ in head.numbers)
    if (
        _goes_with(opened, kind)
        and not begins_again
        and (kind == "audit" or not _is_another(opening.lines, head.lines))
    ):
        return 0
    letterhead = sum(_has(pattern, fresh) for pattern in lexicon.group("letterhead.")) + _has_sender(fresh)
    return cue + 2 * begins_again + 2 * _has(lexicon.pattern("appendix"), fresh[:3]) + letterhead


def _goes_with(kind: str, later: str) -> bool:
    return later == kind or (later in _PLANS and kind in _ANSWERS)


def _has_sender(lines: Sequence[str]) -> bool:
    """Whether a line is nothing but the name of a body, an organisation or auditors."""
    senders = [p.regex for p in load_lexicon("kinds").patterns if p.yields.get("sender")]
    return any(any(s.search(line) for s in senders) or _is_name(line) for line in lines[:_RUNNING])


def _is_name(line: str) -> bool:
    if len(line) > _LONGEST_LINE or line.endswith("."):
        return False
    rest = line
    for name in (*(m.as_written for m in find_bodies(line)), find_organisation(line) or ""):
        rest = rest.replace(name, "")
    return rest != line and not re.sub(r"[\W_]|\bs\b", "", rest)


def _is_another(page: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether the heads of two pages have the same line of a letterhead with another date or number."""
    letterhead = load_lexicon("papers").group("letterhead.")
    known = {_masked(line): line for line in page[:_RUNNING]}
    return any(
        known.get(_masked(line), line) != line and any(p.regex.search(line) for p in letterhead) for line in lines
    )


def _fresh(before: Sequence[str], lines: Sequence[str]) -> list[str]:
    """The lines of a page's head but for those that run on from the page before."""
    running = {_masked(line) for line in before[:_RUNNING]}
    return [line for line in lines if _masked(line) not in running]


def _above_lists(lines: Sequence[str]) -> list[str]:
    """The lines down to a heading under which other papers are listed: "Beslutsunderlag", "Bilagor"."""
    parts = load_lexicon("item_parts")
    listing = [parts.pattern(f"part.{name}").regex for name in ("underlying_documents", "sent_to")]
    return list(takewhile(lambda line: not any(p.search(line.rstrip(" :")) for p in listing), lines))


def _masked(line: str) -> str:
    return _DIGITS.sub("#", line)


def _cue(lines: Sequence[str]) -> tuple[int, str]:
    """The kind of paper that the lines name, all audit papers being of one kind, and what that is worth; minutes first,
    whose item may be titled so.
    """
    item = load_lexicon("papers").pattern("item").regex
    worth: dict[str, dict[str, int]] = defaultdict(dict)
    for line in lines[:_RUNNING]:
        if len(line) > _LONGEST_LINE or _NO_TITLE.search(line) or item.search(line):
            continue
        for kind, match in ((p.yields["kind"], p.regex.search(line)) for p in _naming()):
            if match:
                alone = len(match[0].strip(" .:")) >= len(line.strip(" .:"))
                named = worth[_SORTS.get(kind, kind)]
                named[line] = max(named.get(line, 0), 4 if alone else 3)
    return max(
        ((max(named.values()) + (len(named) > 1), kind) for kind, named in worth.items()),
        key=lambda found: (found[0], found[1] == "minutes"),
        default=(0, ""),
    )


@cache
def _naming() -> tuple[Pattern, ...]:
    named = (p for p in load_lexicon("kinds").patterns if p.yields["zone"] in {"title", "lines"})
    return tuple(p for p in named if float(p.yields["weight"]) >= _STRONG and not p.yields.get("sender"))


def _numbers(lines: Sequence[str]) -> frozenset[tuple[int, int]]:
    """The page numbers with their totals that stand at the head and foot of a page: "2 (5)"."""
    counter = load_lexicon("papers").pattern("counter").regex
    found = (counter.search(line) for line in (*lines[:_RUNNING], *lines[-_FOOT:]))
    pairs = {(int(m["number"]), int(m["total"] or m["of"])) for m in found if m}
    return frozenset((number, total) for number, total in pairs if number <= total)


def _has(pattern: Pattern, lines: Sequence[str]) -> bool:
    return any(pattern.regex.search(line) for line in lines)
