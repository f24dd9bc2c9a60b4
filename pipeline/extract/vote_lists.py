"""Lists of how each member voted, behind the items or in one: the cells one a line, a row a line, or a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.extract.appendices import find_appendices
from pipeline.extract.items import Item
from pipeline.extract.people import PARTY, WORD
from pipeline.extract.presence_tables import votes_by_item
from pipeline.extract.tallies import Tally, find_tallies
from pipeline.extract.vote_rows import find_vote_rows
from pipeline.extract.vote_tables import ListedVote, listed_in_table, side_of
from pipeline.lexicon import load_lexicon
from pipeline.records import Reading

_HEADING = 400  # characters above a list in which its heading and tally stand
_GAP = r"\s{1,400}"  # a page's header, blank in the flow, may stand between two cells
_CELLS = {
    "name": rf"(?P<name>{WORD}(?:,?[ \n](?:von|af|de|van|der|{WORD})){{1,4}})",
    "party": rf"(?P<party>{PARTY}|-)",
    "seat": r"\d{1,3}",
    "function": r"(?:[\w:.]{1,14}[ ]){0,3}\w{3,14}\.?",
    "side": r"(?P<side>Ja|JA|Nej|NEJ|Avst(?:år|od|\.)?|AVSTÅR|Frånv(?:arande|\.)?)(?!\w)",
}
_COLUMNS = (("namn", "name"), ("ledam", "name"), ("parti", "party"), ("plats", "seat"), ("nr", "seat"),
            ("funktion", "function"), ("roll", "function"), ("uppdrag", "function"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class VoteList:
    """A list of votes: its span, the appendix it is, the words above it, its own tally, and the votes in it."""

    start: int
    end: int
    appendix: str | None
    heading: str
    tally: Tally | None
    votes: tuple[ListedVote, ...]
    whole: bool  # every vote in it was read, so that it can be held against a tally


def find_vote_lists(reading: Reading, items: Sequence[Item]) -> list[VoteList]:
    """The lists in plain text, and the tables of votes that stand in no item."""
    flow = _with_cells(reading)
    appendices = find_appendices(reading.document)
    tables = [t for t in reading.document.tables if not any(i.start <= t.start < i.end for i in items)]
    apart = {t.start: by_item for t in tables if (by_item := votes_by_item(reading, t))}
    rows = {
        t.start: (t.end, listed) for t in tables if t.start not in apart and (listed := listed_in_table(reading, t))
    }
    heads = [m for m in load_lexicon("ballots").pattern("list.heads").regex.finditer(flow)
             if not any(t.start <= m.start() < t.end for t in reading.document.tables)]  # fmt: skip
    begins = sorted([*rows, *(m.start() for m in heads)])
    stops = sorted([*begins, *(a.start for a in appendices), *(i.start for i in items), len(flow)])
    found = []
    for begin in begins:
        own = [a for a in appendices if a.start <= begin and not any(a.start < b < begin for b in begins)]
        within = max((i.start for i in items if i.start <= begin), default=0)
        start = own[-1].start if own and own[-1].start >= within else max(within, begin - _HEADING)
        start = max(start, max((b for b in begins if b < begin), default=0))
        tallies = find_tallies(flow, start, begin)
        tally = tallies[-1] if tallies else None
        head = next((m for m in heads if m.start() == begin), None)
        end = next(s for s in stops if s > begin) if head else rows[begin][0]
        votes = _rows(flow, head, end) if head else rows[begin][1]
        whole = head is None or _is_whole(flow, head.end(), end, votes, tally)
        if len(votes) >= 2:
            appendix = own[-1].number if own else None
            found.append(VoteList(start, end, appendix, flow[start:begin], tally, tuple(votes), whole))
    found += _in_lines(reading, flow, items, found)
    for table in tables:
        for number, listed in apart.get(table.start, {}).items():
            found.append(VoteList(table.start, table.end, None, f"§ {number}", None, tuple(listed), True))
    return found


def _in_lines(reading: Reading, flow: str, items: Sequence[Item], found: Sequence[VoteList]) -> list[VoteList]:
    """The lists without column heads, where no list with them stands, and none in a table of the document. One in an
    item counts when the item tells of a ballot, and, but for a list with a side in each row, of as many votes.
    """
    lists = []
    spans = [(one.start, one.end) for one in found] + [(t.start, t.end) for t in reading.document.tables]
    near = load_lexicon("ballots").pattern("tally.near").regex
    for rows in find_vote_rows(reading.document):
        owner = next((i for i in items if i.start <= rows.start < i.end), None)
        if owner is None or any(a < rows.end and rows.start < b for a, b in spans):
            continue
        tallies = find_tallies(flow, owner.body_start, owner.end)
        counts = tuple(sum(vote.side == side for vote in rows.votes) for side in ("yes", "no"))
        stated = counts in [(t.yes, t.no) for t in tallies]
        told = near.search(flow, owner.body_start, rows.start) is not None
        if stated or (told and (rows.sided or not tallies)):
            lists.append(VoteList(rows.start, rows.end, None, "", None, rows.votes, whole=stated))
    return lists


def lists_of_item(item: Item, items: Sequence[Item], lists: Sequence[VoteList], tallies: Sequence[Tally],
                  cited: Sequence[str]) -> dict[int, VoteList]:  # fmt: skip
    """The lists that belong to an item, by the number of its ballot. A list belongs to the item that it stands in, that
    its heading names by § or by title, or whose ballot points at its appendix; `cited` are the appendices that the
    ballots of all items point at.
    """
    found: dict[int, VoteList] = {}
    own = []
    for one in lists:
        pointed = [n for n, t in enumerate(tallies, 1) if one.appendix and t.appendix == one.appendix]
        if pointed and cited.count(one.appendix or "") == 1:
            found[pointed[0]] = one
        elif not (one.appendix and one.appendix in cited) and _owner(one, items) is item:
            own.append(one)
    free = [n for n in range(1, max(len(tallies), len(own)) + 1) if n not in found]
    for place, one in enumerate(own):
        alike = [n for n in free if n <= len(tallies) and one.tally and _same(tallies[n - 1], one.tally)]
        if len(alike) == 1 or len(own) - place == len(free):
            number = alike[0] if len(alike) == 1 else free[0]
            free.remove(number)
            found[number] = one
    return found


def _with_cells(reading: Reading) -> str:
    """The flow with those cells of lists that were taken for running heads, since they repeat where pages meet."""
    cell = load_lexicon("ballots").pattern("list.cell").regex
    flow, parts, last = reading.document.flow, [], 0
    for block in reading.document.blocks:
        words = reading.document.text[block.start : block.end]
        if block.kind == "furniture" and cell.search(words):
            parts += [flow[last : block.start], words]
            last = block.end
    return "".join([*parts, flow[last:]])


def _owner(one: VoteList, items: Sequence[Item]) -> Item | None:
    inside = [i for i in items if i.start <= one.start < i.end]
    if inside:
        return inside[0]
    lexicon = load_lexicon("appendices")
    named = lexicon.pattern("appendix.item").regex.search(one.heading)
    if named:
        owners = [i for i in items if i.number == named["number"]]
    else:
        matter = lexicon.pattern("appendix.matter").regex.search(one.heading)
        owners = [i for i in items if matter and _squashed(i.title) == _squashed(matter["title"])]
    return owners[0] if len(owners) == 1 else None


def _rows(flow: str, head: re.Match[str], end: int) -> list[ListedVote]:
    kinds = tuple(_column(word) for word in head[0].split())
    if kinds.count("name") != 1 or kinds.count("side") != 1:
        return []
    return [
        ListedVote(_in_order(m["name"]), None if m["party"] in {None, "-"} else m["party"], side, *m.span("name"))
        for m in _row(kinds).finditer(flow, head.end(), end)
        if (side := side_of(m["side"]))
    ]


@cache
def _row(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """A member's row: the cells in the order of the column heads."""
    cells = [_CELLS[kind] for kind in kinds]
    party = "" if "party" in kinds else r"(?:\s\((?P<party>[A-ZÅÄÖ][\w]{0,3})\))?"
    cells[kinds.index("name")] += party
    return re.compile(rf"(?m)^{_GAP.join(cells)}")


def _column(word: str) -> str:
    return next((kind for begins, kind in _COLUMNS if word.lower().startswith(begins)), "side")


def _is_whole(flow: str, start: int, end: int, votes: Sequence[ListedVote], tally: Tally | None) -> bool:
    """Whether no vote of a list in plain text was lost: as many as it states, or as the sides that stand in it."""
    sides = [v.side for v in votes]
    if tally and (sides.count("yes"), sides.count("no")) == (tally.yes, tally.no):
        return True
    return len(load_lexicon("ballots").pattern("list.side").regex.findall(flow, start, end)) == len(votes)


def _same(one: Tally, other: Tally) -> bool:
    return (one.yes, one.no) == (other.yes, other.no)


def _in_order(name: str) -> str:
    """ "Ek, Anna" is Anna Ek."""
    last, comma, first = " ".join(name.split()).partition(", ")
    return f"{first} {last}" if comma else last


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
