"""What a line or a heading announces: the items under "Vi rekommenderar nämnden att" or "Följande brister finns:", the
grounds of a remark, and what is listed under headings of recommendations and of areas of improvement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.criticism_signs import is_never, lack
from pipeline.extract.passages import Passage, one_line
from pipeline.extract.points import Point, listed_points, opens_with_verb, sentence_point, without_mark
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Document

REMARKS = ("remark.form", "remark.received", "remark.directed", "remark.concerns")
REMARK = re.compile(r"\b(?:anmärkning|erinran)", re.IGNORECASE)
_REFUSED = re.compile(r"avstyrk|ansvarsfrihet", re.IGNORECASE)
_NAME = 70  # characters of a line that is but the name of a body
_LEAST_WORDS = 4  # of a listed lack that is told, and not only named
_DONE = re.compile(r"\b\w{2,}(?:[bdfghjklmnprtv]as|[bdfgklmnprtv]s)\b|\bfår\b")  # "Rutinen dokumenteras"
_SHORTEST = 20  # characters of what is listed as a recommendation


def announced_points(document: Document, passages: Sequence[Passage], index: int) -> list[Point]:
    """The points that the passage announces, or the one that it is as an item under a heading that does."""
    lexicon = load_lexicon("findings")
    passage = passages[index]
    for name in ("lead.remaining", "lead.recommend", "lead.counted"):
        pattern = lexicon.pattern(name)
        if pattern.regex.search(passage.text) and not _heads_what_was_found(passages, index):
            return listed_points(
                document, passages, index, str(pattern.yields["kind"]), f"findings.{name}", pattern.confidence
            )
    grounds = lexicon.pattern("grounds.lead")
    if grounds.regex.search(passage.text):
        above = [passages[i].text for i in range(max(0, index - 2), index + 1)]
        remark = REMARK.search(passage.text) is not None or any(
            lexicon.pattern(name).regex.search(text) for text in above for name in REMARKS
        )
        near = " ".join(p.text for p in passages[max(0, index - 4) : index + 1])
        refused = _REFUSED.search(near) is not None and not (REMARK.search(passage.text) and "avstyrk" not in near)
        kind = str(grounds.yields["kind"]) if refused else "remark" if remark else "criticism"
        items = listed_points(document, passages, index, kind, f"findings.{grounds.id}", grounds.confidence)
        said = lexicon.pattern("refuse.discharge")
        refusal = [sentence_point(document, passage, kind, said.id, 0.9)] if said.regex.search(passage.text) else []
        formal = refused or remark  # whatever is listed as a ground of these is one
        if formal or not (index and is_never(passages[index - 1].text)):  # grounds of a good verdict are none
            return [*refusal, *(p for p in items if formal or _tells_lack(document, p))]
    lacks = lexicon.pattern("lead.lacks")  # the line says that all its items are such
    if lacks.regex.search(passage.text) and not is_never(passage.text):
        return listed_points(document, passages, index, "criticism", f"findings.{lacks.id}", lacks.confidence)
    if lexicon.pattern("lead.weak").regex.search(passage.text) and not is_never(passage.text):
        items = listed_points(document, passages, index, "criticism", "findings.lead.weak", 0.75)
        return [p for p in items if _tells_lack(document, p)]
    if listed := _under_a_line(document, passages, index):
        return listed
    point = _headed(document, passages, index) if passage.first and not passage.text.endswith("?") else None
    return [point] if point else []


def _tells_lack(document: Document, point: Point) -> bool:
    words = one_line(document.flow[point.start : point.end])
    return lack(words) > 0 and not is_never(words)


def _under_a_line(document: Document, passages: Sequence[Passage], index: int) -> list[Point]:
    """The items under a line of its own that is a heading of recommendations but for its look; under one of both what
    was found and what is recommended, those that say what to do.
    """
    passage = passages[index]
    after = passages[index + 1] if index + 1 < len(passages) else None
    if after is None or after.kind != "list_item" or after.block == passage.block or not passage.first:
        return []
    for name in ("heading.recommend", "heading.mixed"):
        heading = load_lexicon("findings").pattern(name)
        if heading.regex.search(passage.text):
            kind = str(heading.yields["kind"])
            items = listed_points(document, passages, index, kind, f"findings.{name}", heading.confidence)
            return [p for p in items if name == "heading.recommend" or _asks(document.flow[p.start : p.end])]
    return []


def _headed(document: Document, passages: Sequence[Passage], index: int) -> Point | None:
    """An item under a heading of recommendations, of areas of improvement, or of both what was found and what is
    recommended; there only what says what to do is. Where the marks of a list are lost, a paragraph that opens so.
    """
    passage = passages[index]
    named = load_lexicon("findings").pattern
    start, end = without_mark(document, passage.start, _item_end(passages, index))
    words = document.flow[start:end]
    listed = passage.kind == "list_item"
    under = _under_recommendations(passage)
    mixed = not under and any(named("heading.mixed").regex.search(title) for title in passage.titles[-2:])
    advice = (under or mixed) and (listed or words.endswith(".")) and _asks(words)
    if end - start >= _SHORTEST and (advice or (under and listed)):
        lead = _body_above(document, passages, index) or passage.title
        return Point(start, end, "recommendation", "findings.heading.recommend", 0.75, lead, passage.titles)
    if (
        listed
        and named("heading.lacks").regex.search(passage.heading)
        and len(words.split()) >= _LEAST_WORDS
        and not is_never(passage.text)
    ):
        asks = _asks(words) or (not lack(words) and _DONE.search(words) is not None)
        kind = "recommendation" if asks else "criticism"
        return Point(start, end, kind, "findings.heading.lacks", 0.75, passage.title, passage.titles)
    return None


def _asks(words: str) -> bool:
    """Whether what is listed says what to do ("Säkerställa att ...", "Räkna upp taxan", "Nämnden bör ...")."""
    asks = (load_lexicon("findings").pattern(name).regex for name in ("recommend.imperative", "recommend.should"))
    return opens_with_verb(words) or any(regex.search(words) for regex in asks)


def _heads_what_was_found(passages: Sequence[Passage], index: int) -> bool:
    """Whether what follows stands under a label of its own that says that it was found: "Iakttagelser"."""
    after = passages[index + 1] if index + 1 < len(passages) else None
    found = load_lexicon("findings").pattern("card.noted").regex
    return after is not None and after.titles != passages[index].titles and found.search(after.title) is not None


def _under_recommendations(passage: Passage) -> bool:
    """Under a heading of recommendations, or under one below it that names to whom they are."""
    heading = load_lexicon("findings").pattern("heading.recommend").regex
    below = passage.title.endswith(":") or (find_bodies(passage.title) and len(passage.title) <= _NAME)
    return any(heading.search(title) for title in passage.titles[-2 if below else -1 :])


def _body_above(document: Document, passages: Sequence[Passage], index: int) -> str:
    """The line of its own above the list that names to whom its items are: "Tekniska nämnden"."""
    above = next((p for p in reversed(passages[:index]) if p.kind != "list_item"), None)
    block = document.blocks[passages[index].block - 1] if passages[index].block else None
    words = [above.text] if above else []
    if block is not None and block.kind in {"heading", "paragraph"}:
        words.append(" ".join(document.flow[block.start : block.end].split()))
    return next((text for text in words if len(text) <= _NAME and find_bodies(text)), "")


def _item_end(passages: Sequence[Passage], index: int) -> int:
    return max(p.end for p in passages[index : index + 6] if p.block == passages[index].block)
