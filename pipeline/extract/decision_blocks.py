"""Where the decision of an item stands: under which label, from which sentence, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipeline.extract.decision_points import trim
from pipeline.extract.item_blocks import inline_part, part_of
from pipeline.extract.items import is_label
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import AgendaItem, Block, Document

# What may stand between "beslutar" and what is decided: "Kommunfullmäktige beslutar därmed att".
_THUS = (
    r"(?:,\s(?:efter|med|genom)\s[^,.:]{3,60},)?"
    r"(?:\s(?:därmed|således|sålunda|därför|härmed|dessutom|vidare|även|också|enhälligt|för egen del))?"
)
# What follows right behind it where "att" is left out: "Socialnämnden beslutar godkänna rapporten".
_VERBS = (
    r"(?:godkänna|fastställa|anta|lägga|notera|uppdra|ge|utse|välja|bevilja|avslå|bifalla|återremittera|bordlägga|"
    r"överlämna|tillstyrka|avstyrka|anse|ställa sig|lämna|föreslå|medge|avge)\b"
)
DECIDES = re.compile(
    r"(?i)^(?!(?:under förutsättning|förutsatt|om|när|sedan|innan) )"  # "Under förutsättning att fullmäktige beslutar"
    rf"(?P<body>[\w åäöÅÄÖ-]{{5,70}}?) (?:beslutar|beslutade|beslöt){_THUS}"
    rf"(?: att| följande| enligt| i enlighet|:|\s*$| {_VERBS})"
)
_DECIDES_WITHIN = re.compile(
    rf"(?:^|(?<=[.!?:]\s))(?:(?P<body>[A-ZÅÄÖ][\w åäöÅÄÖ-]{{3,70}}?)\s(?:beslutar|beslutade|beslöt|"
    rf"har\s(?:därmed|således|sålunda|härmed)\s(?:med\s[^.:]{{5,70}}?\s)?beslutat){_THUS}"
    r"|(?:(?:Med|På|Efter)\s[^.:]{5,80}|Därmed|Således|Härmed)\sbeslutar\s"
    r"(?P<behind>[\w åäöÅÄÖ-]{4,60}?)(?:\s(?:därmed|således))?)"
    rf"(?=\s*:|\s+(?:(?:att|följande|enligt)\b|{_VERBS}))"
)
_LIST_GOES_ON = re.compile(r"[.:;,]?\s*(?=(?:samt\s+)?att\s|[-–•]\s|\d{1,2}[.)]\s)")
_SENTENCE_END = re.compile(r"[.](?=\s|$)(?<!\b[a-zåäö]\.[a-zåäö]\.)")
_LONGEST_LEAD = 90
_RULE = re.compile(r"-{3,}|(?:-\s){3,}|_{3,}")
# "Beslut: Nämnden antar planen", and "Beslut" or "Kommunfullmäktiges beslut" on a line of its own.
_SUMMED_UP = re.compile(
    r"(?-i:Beslut|BESLUT):\s(?=(?-i:[A-ZÅÄÖ]))|(?:(?-i:B)eslut|(?=(?-i:[A-ZÅÄÖ]))[\w åäö-]{0,60}?(?:"
    r"(?:nämndens|styrelsens|fullmäktiges|utskottets) beslut|"
    r"(?:nämnden|styrelsen|fullmäktige|utskottet) beslutar(?: att)?)):?\s*(?=\n|$)",
    re.IGNORECASE,
)
# "Regionstyrelsen beslutar föreslå regionfullmäktige", or "I kommunfullmäktige:", above the points.
_PROPOSES = re.compile(
    r"^i \w*(?:fullmäktige|styrelsen|nämnden):?$|"
    r"\bföreslår?\s(?:att\s)?[\w åäö-]{0,30}(?:fullmäktige|styrelsen|nämnden|direktionen)"
    r"(?:\s(?:att\s)?besluta)?$",
    re.IGNORECASE,
)
_POINT_ABOVE = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.)]|[-–−•]|att)\s")


def labelled(document: Document, blocks: Sequence[Block], pattern: str) -> Iterator[tuple[int, int, str]]:
    """What stands under each label of the kind, until the next label; the label may open the block itself."""
    regex = load_lexicon("decisions").pattern(pattern).regex
    for block in blocks:
        text = document.flow[block.start : block.end]
        match = regex.match(text)
        if not match or load_lexicon("decisions").pattern("block.no_label").regex.search(text):
            continue
        start = block.start + match.end() if text[match.end() :].strip(" :") else block.end
        end = end_of_block(document, blocks, block)
        first, last = trim(document.text, start, end)
        if last > first:
            yield first, last, match[0]


def proposed_for(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    """What stands under "Kommunstyrelsens beslut" right below "Förslag till beslut": what that body is to decide."""
    lexicon = load_lexicon("decisions")
    proposed, decided = (lexicon.pattern(f"block.{kind}").regex for kind in ("proposed", "decided"))
    under = False
    for block in blocks:
        label = document.flow[block.start : block.end].strip(" :")
        if proposed.fullmatch(label) and not find_bodies(label):
            under = True
            continue
        if under and decided.fullmatch(label) and find_bodies(label):
            first, last = trim(document.text, block.end, end_of_block(document, blocks, block))
            if last > first:
                yield first, last, label
        elif under and (block.kind == "heading" or part_of(label)):
            under = False


def summed_up(document: Document, blocks: Sequence[Block]) -> Iterator[tuple[int, int, str]]:
    """What stands behind "Beslut:", or right below a label of its own with the points in a row: no more than that."""
    for index, block in enumerate(blocks):
        match = _SUMMED_UP.match(document.flow, block.start, block.end)
        if not match:
            continue
        start, end = match.end(), block.end
        if not document.flow[start:end].strip():
            below = blocks[index + 1 : index + 2]
            listed = bool(below) and below[0].kind == "list_item"
            rest = blocks[index + 2 :] if listed else ()
            below = [*below, *takewhile(lambda b: b.kind == "list_item", rest)]
            start, end = (below[0].start, below[-1].end) if below else (end, end)
        first, last = trim(document.text, start, end)
        if last > first:
            yield first, last, match[0]


def without_nested(document: Document, found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Without those that are all that another's label holds: "Förslag till beslut" above "Nämnden föreslår fullmäktige
    besluta" and what follows is one proposal under two labels.
    """
    kept: list[tuple[int, int, str]] = []
    for start, end, label in sorted(found):
        outer = kept[-1] if kept else None
        if outer and start < outer[1] and end <= outer[1] and not _POINT_ABOVE.search(document.flow[outer[0] : start]):
            continue
        kept.append((start, end, label))
    return kept


def end_of_block(document: Document, blocks: Sequence[Block], first: Block) -> int:
    """The end of the last block before the next that ends a decision, without the head of the page between them."""
    later = [b for b in blocks if b.start > first.start]
    stop = next((i for i, b in enumerate(later) if _stops(document, b)), len(later))
    held = [first, *later[:stop]]
    head = load_lexicon("decisions").pattern("block.page_head").regex
    while len(held) > 1:
        last = document.flow[held[-1].start : held[-1].end].strip()
        if not head.search(last) and not (len(held) > 2 and _is_receiver(last)):
            break
        held.pop()
    return held[-1].end


def _is_receiver(words: str) -> bool:
    """Whether a line is nothing but a body's name: who is sent the decision above it."""
    named = find_bodies(words) if len(words) < _LONGEST_LEAD else []
    return len(named) == 1 and named[0].as_written == words.strip(" .")


def _stops(document: Document, block: Block) -> bool:
    text = document.flow[block.start : block.end].strip()
    lexicon = load_lexicon("decisions")
    # under "Beslut" a board may first say what it proposes to the council, by a label of its own
    if part_of(text) not in {None, "proposal"}:
        return True
    if is_label(text) or inline_part(text) or lexicon.pattern("block.end").regex.search(text):
        return True
    if lexicon.pattern("block.end_sentence").regex.search(text):
        return True
    opens_with_point = re.match(r"(?:\d{1,2}|[a-z])[.)]\s|att\s|[-–•]", text)
    # "På förslag av Anna Ek (V):" and "Kommunstyrelsen får i uppdrag att" open the decision itself
    introduces = len(text) < _LONGEST_LEAD and (
        text.endswith((":", " att", " uppdrag", " beslutar", " besluta")) or _PROPOSES.search(text) is not None
    )
    return (block.kind == "heading" and not opens_with_point and not introduces) or bool(_RULE.match(text))


def decided_within(
    document: Document, blocks: Sequence[Block], block: Block, item: AgendaItem
) -> Iterator[tuple[int, int]]:
    """The sentences of a block in which the body that meets decides ("Styrelsen beslutade att godkänna rapporten")."""
    text, until = document.flow[block.start : block.end], 0
    for match in _DECIDES_WITHIN.finditer(text):
        who = (match["body"] or match["behind"]).strip()
        named = find_bodies(who)
        if match.start() < until or len(named) != 1 or named[0].as_written != who:
            continue
        if not is_own(named[0].name, item):
            continue
        until = _sentence_end(text, match.end())
        end = block.start + until
        if not text[until:].strip(" .:"):
            opens = text.rstrip().endswith((":", "att", "följande"))
            end = (
                end_of_block(document, blocks, block) if opens or _list_follows(document, blocks, block) else block.end
            )
        yield block.start + match.start(), end


def is_own(name: str, item: AgendaItem) -> bool:
    """Whether a body's name is that of the body that meets, or what papers call it for short ("nämnden")."""
    own = item.body or ""
    return name in own or own in name or ("utskott" in name and "utskott" in own)


def _sentence_end(text: str, place: int) -> int:
    """Where the sentence from `place` on ends, with the list that it opens."""
    stop = _SENTENCE_END.search(text, place)
    end = stop.end() if stop else len(text)
    while stop and (further := _LIST_GOES_ON.match(text, end)):
        stop = _SENTENCE_END.search(text, further.end() + 2)
        end = stop.end() if stop else len(text)
    return end


def _list_follows(document: Document, blocks: Sequence[Block], block: Block) -> bool:
    following = next((b for b in blocks if b.start > block.start), None)
    return following is not None and _LIST_GOES_ON.match(document.flow, following.start) is not None
