"""The labelled parts of an item of minutes that no other record holds: description, documents, who is sent it."""

from __future__ import annotations

import re

from pipeline.extract.items import Item, is_label
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Block, ItemPart, Reading, record_id

# "Exp: Samtliga nämnder", "Beslutsunderlag: Tjänsteskrivelse 2023-03-20": label and words on one line.
_ON_ONE_LINE = re.compile(r"(?P<label>[A-ZÅÄÖ][A-Za-zÅÄÖåäö ]{2,45}):\s+(?=\S)")
_LONGEST_LABEL = 70


def extract_item_parts(reading: Reading, item: Item, item_id: str) -> list[ItemPart]:
    """What stands under each known label of the item, until the next label or the item's end."""
    document = reading.document
    blocks = [
        b for b in document.blocks
        if item.body_start <= b.start < item.end and b.kind not in {"furniture", "table"}
    ]  # fmt: skip
    parts: list[ItemPart] = []
    for index, block in enumerate(blocks):
        kind, start = _label(document.flow, block)
        if kind is None:
            continue
        later = blocks[index + 1 :]
        # A short line right below a label is set as a heading in text without type style, and is what is labelled.
        following = (b for i, b in enumerate(later) if _is_labelled(document.flow, b) or (i and b.kind == "heading"))
        end = min(next((b.start for b in following), item.end), item.end)
        start, end = _trimmed(document.flow, start, end)
        if end > start:
            parts.append(
                ItemPart(
                    id=record_id(document.id, "item_parts", start, end, kind),
                    at=At(start, end, f"minutes.{kind}", 0.9),
                    agenda_item_id=item_id, kind=kind, text=" ".join(document.flow[start:end].split()),
                )
            )  # fmt: skip
    return parts


def _label(flow: str, block: Block) -> tuple[str | None, int]:
    """The kind of part that a block opens, and where its words begin; None for a block that opens none."""
    words = flow[block.start : block.end]
    inline = _ON_ONE_LINE.match(words)
    if inline and (kind := _kind(inline["label"])):
        return kind, block.start + inline.end()
    return _kind(words), block.end


def _kind(label: str) -> str | None:
    label = " ".join(label.strip(" :").split())
    if len(label) > _LONGEST_LABEL:
        return None
    found = (p.yields["kind"] for p in load_lexicon("item_parts").patterns if p.regex.search(label))
    return next(found, None)


def _is_labelled(flow: str, block: Block) -> bool:
    return is_label(flow[block.start : block.end]) or _label(flow, block)[0] is not None


def _trimmed(flow: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space at both ends, which in the flow stands for running headers too."""
    while start < end and flow[start] in " :\n\f":
        start += 1
    while end > start and flow[end - 1].isspace():
        end -= 1
    return start, end
