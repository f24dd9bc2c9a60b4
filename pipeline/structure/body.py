"""Whose a document is: the board, council or company."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.lexicon.bodies import (
    BodyMention,
    canonical_body,
    document_abbreviations,
    find_bodies,
    is_company,
    is_generic,
)
from pipeline.records import Document
from pipeline.structure.head import HEAD, TITLE_BLOCKS, lines_of_head

_COPIES = re.compile(r"^[^\S\n]*(?:för kännedom|kopia)\b.*", re.IGNORECASE | re.MULTILINE)  # who only hears of it
_COMPANY = re.compile(r"\bAB\b|\b\w+(?:bolag|förbund)(?:et)?\b")
_NEAR = 60  # characters behind a board in which its company is named
_ONLY_BOARDS = frozenset({"direktionen", "styrelsen"})  # of a joint authority or a company: no other name says whose
_LETTERS = frozenset({"cover_letter", "follow_up"})  # of the auditors', to those whom they audit
_TO_COUNCIL = re.compile(r"\btill (?:\w+s )?\w*fullmäktige|(?:styrelsens|nämndens) förslag\b", re.IGNORECASE)
_HEARS = re.compile(r"\W{0,3}(?:\w+\s)?för kännedom", re.IGNORECASE)
_TO = re.compile(r"Till\b(?!.{60})", re.IGNORECASE)
_OPENING = 250  # characters in which a paper that is of no known kind names whose it is
_MINUTES_OF = re.compile(
    r"(?i)\bprotokoll\s+(?:från|fört vid) (?P<body>[^,\d\n]{5,60}?)(?:s? (?:möte|sammanträde)|,|\s\d)"
)
# The notice that minutes are adjusted says whose they are: "Organ Kommunfullmäktige".
_NOTICE = re.compile(
    r"(?im)^\W*(?:organ|nämnd(?:\s?/\s?styrelse)?|styrelse\s?/\s?nämnd|forum|beslutsinstans|myndighet)"
    r"(?:\s+och\s+(?:§+|sammanträdesdatum))?\s*:?\s+(?P<body>[A-ZÅÄÖ][^\n]{5,90})"
)
_NOTICED = 6000  # characters in which it stands


def find_body(document: Document, kind: str, title: str | None) -> str | None:
    """Whose document it is: minutes name the body first; else the body that the title or the head names as acting."""
    abbreviations = document_abbreviations(document.flow)
    head = _COPIES.sub(lambda m: " " * len(m[0]), document.flow[:HEAD])
    found = _named_bodies(head, abbreviations)
    if kind in {"minutes", "minutes_extract"}:
        named = _MINUTES_OF.search(head)
        if found or named is None:
            return (
                _alone(head, abbreviations)
                or _noticed(document.text, abbreviations)
                or _meets(head, found)
                or (found[0].name if found else None)
            )
        return "styrelsen" if named["body"].lower().startswith("styrelse") else canonical_body(named["body"])
    in_title = _named_bodies(title or "", abbreviations)
    acting = [m for m in in_title if not _is_addressed(title or "", m) and not _is_given_by(title or "", m)] or [
        m for m in found if not _is_addressed(head, m)
    ]
    if kind.startswith("audit"):  # the audited body, where it is one alone; nothing is said of many
        audited = {m.name for m in in_title or found if not m.name.endswith(("fullmäktige", "presidium"))}
        alone = audited.pop() if len(audited) == 1 else None
        return alone if alone and (in_title or _named_most(document.flow, alone, abbreviations)) else None
    if kind in _LETTERS and not in_title and (asked := _asked(document, abbreviations)):
        return asked
    acting = [m for m in acting if not m.name.endswith("presidium")]
    boards = [m for m in acting if not m.name.endswith("fullmäktige")]
    first = min(found, key=lambda m: m.start, default=None)
    opens = kind == "other" and first and first.start < _OPENING and first.name.endswith("fullmäktige")
    if opens and first and not _TO_COUNCIL.search(head) and not _HEARS.match(head, first.end):
        return first.name  # a summons or summary of the council's: it names it before all others
    chosen = boards or acting
    if not chosen and (alone := _alone(head, abbreviations) or _company_alone(head)):
        return alone
    if not chosen:
        most = Counter(m.name for m in _named_bodies(document.flow, abbreviations)).most_common(1)
        return most[0][0] if most and most[0][1] >= 3 else None
    return chosen[0].name


def _named_most(flow: str, body: str, abbreviations: dict[str, str]) -> bool:
    """Whether no other body is named more often: the one in the head of a yearly account is one of many."""
    counts = Counter(m.name for m in _named_bodies(flow, abbreviations) if not m.name.endswith("fullmäktige"))
    return counts[body] == max(counts.values(), default=0)


def _asked(document: Document, abbreviations: dict[str, str]) -> str | None:
    """The one board that a letter is to: "Till miljönämnden", on a line of its own; the council only hears of it."""
    lines = [line for line in lines_of_head(document)[:TITLE_BLOCKS] if _TO.match(line)]
    boards = {m.name for line in lines for m in _named_bodies(line, abbreviations)}
    boards = {name for name in boards if not name.endswith(("fullmäktige", "presidium"))}
    return boards.pop() if len(boards) == 1 else None


def _named_bodies(text: str, abbreviations: dict[str, str]) -> list[BodyMention]:
    """The bodies of which a paper may be: one each, by a name of its own."""
    several = ("nämnderna", "styrelserna")
    mentions = find_bodies(text, abbreviations=abbreviations)
    return [m for m in mentions if not is_generic(m.name) and not m.name.endswith(several)]


def _noticed(text: str, abbreviations: dict[str, str]) -> str | None:
    notice = _NOTICE.search(text, 0, _NOTICED)
    mentions = _named_bodies(notice["body"], abbreviations) if notice else []
    return mentions[0].name if mentions and mentions[0].start == 0 else None


def _meets(head: str, others: Sequence[BodyMention]) -> str | None:
    """The board of a joint authority or company, which its minutes name by no other word ("Direktionens protokoll");
    where they name a municipality's body too, it must come first, and the company be named."""
    board = next((m for m in find_bodies(head) if m.name in _ONLY_BOARDS), None)
    if board and others and not (board.start < others[0].start and _COMPANY.search(head[: board.end + _NEAR])):
        return None
    return board.name if board else None


def _alone(head: str, abbreviations: dict[str, str]) -> str | None:
    """The body that has a line of the head for itself, as minutes write whose they are."""
    for line in head.splitlines()[:TITLE_BLOCKS]:
        mentions = find_bodies(line, abbreviations=abbreviations)
        own = len(mentions) == 1 and (mentions[0].name in _ONLY_BOARDS or not is_generic(mentions[0].name))
        if own and mentions[0].as_written == line.strip(" ."):
            return mentions[0].name
    return None


def _company_alone(head: str) -> str | None:
    """The company that has a line of the head for itself: its paper is its board's."""
    lines = (line.strip(" .") for line in head.splitlines()[:TITLE_BLOCKS])
    return next((line for line in lines if is_company(line)), None)


def _is_given_by(text: str, mention: BodyMention) -> bool:
    """Whether the title is about what the council gave to others ("Uppföljning av kommunfullmäktiges uppdrag")."""
    given = re.match(r"s?\s(?:budget)?(?:uppdrag|beslut)", text[mention.end :])
    return given is not None and mention.name.endswith("fullmäktige")


def _is_addressed(text: str, mention: BodyMention) -> bool:
    return re.search(r"\b(?:till|inför)\s+(?:[A-ZÅÄÖ]\w+s\s+)?$", text[: mention.start], re.IGNORECASE) is not None
