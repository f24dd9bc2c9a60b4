"""Where the decision of an item stands: under which label, from which sentence, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.extract.decision_points import trim
from pipeline.extract.item_blocks import inline_part, part_of
from pipeline.extract.items import is_label
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import AgendaItem, Block, Document

# What may stand between "beslutar" and what is decided: "Kommunfullmäktige beslutar därmed att".
_THUS = r"(?:\s(?:därmed|således|sålunda|därför|härmed|dessutom|vidare|även|också|enhälligt|för egen del))?"
# What follows right behind it where "att" is left out: "Socialnämnden beslutar godkänna rapporten".
_VERBS = (
    r"(?:godkänna|fastställa|anta|lägga|notera|uppdra|ge|utse|välja|bevilja|avslå|bifalla|återremittera|bordlägga|"
    r"överlämna|tillstyrka|avstyrka|anse|ställa sig|lämna|föreslå|medge|avge)\b"
)
DECIDES = re.compile(
    rf"(?i)^(?P<body>[\w åäöÅÄÖ-]{{5,70}}?) (?:beslutar|beslutade|beslöt){_THUS}"
    rf"(?: att| följande| enligt|:|\s*$| {_VERBS})"
)
_DECIDES_WITHIN = re.compile(
    rf"(?:^|(?<=[.!?:]\s))(?:(?P<body>[A-ZÅÄÖ][\w åäöÅÄÖ-]{{3,70}}?)\s(?:beslutar|beslutade|beslöt|"
    rf"har\s(?:därmed|således|sålunda|härmed)\s(?:med\s[^.:]{{5,70}}?\s)?beslutat){_THUS}"
    r"|(?:Med\s[^.:]{5,80}|Därmed|Således|Härmed)\sbeslutar\s(?P<behind>[\w åäöÅÄÖ-]{4,60}?)(?:\s(?:därmed|således))?)"
    rf"(?=\s*:|\s+(?:(?:att|följande|enligt)\b|{_VERBS}))"
)
_LIST_GOES_ON = re.compile(r"[.:;,]?\s*(?=(?:samt\s+)?att\s|[-–•]\s|\d{1,2}[.)]\s)")
_SENTENCE_END = re.compile(r"[.](?=\s|$)(?<!\b[a-zåäö]\.[a-zåäö]\.)")
_LONGEST_LEAD = 90
_RULE = re.compile(r"-{3,}|(?:-\s){3,}|_{3,}")


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


def end_of_block(document: Document, blocks: Sequence[Block], first: Block) -> int:
    """The end of the last block before the next that ends a decision, without the head of the page between them."""
    later = [b for b in blocks if b.start > first.start]
    stop = next((i for i, b in enumerate(later) if _stops(document, b)), len(later))
    held = [first, *later[:stop]]
    head = load_lexicon("decisions").pattern("block.page_head").regex
    while len(held) > 1 and head.search(document.flow[held[-1].start : held[-1].end].strip()):
        held.pop()
    return held[-1].end


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
    introduces = len(text) < _LONGEST_LEAD and text.endswith((":", " att", " uppdrag", " beslutar", " besluta"))
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
