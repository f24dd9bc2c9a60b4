"""The labelled parts of an item of minutes that no other record holds: description, documents, who is sent it."""

from __future__ import annotations

from pipeline.extract.item_blocks import blocks_within, inline_part, part_of
from pipeline.extract.items import Item, is_label
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Block, ItemPart, Reading, record_id


def extract_item_parts(reading: Reading, item: Item, item_id: str) -> list[ItemPart]:
    """What stands under each known label of the item, until the next label or the item's end."""
    document = reading.document
    blocks = blocks_within(document, item.body_start, item.end)
    page_head = load_lexicon("decisions").pattern("block.page_head").regex
    parts: list[ItemPart] = []
    for index, block in enumerate(blocks):
        kind, start = _label(document.flow, block)
        if kind is None:
            continue
        later = blocks[index + 1 :]
        # A short line right below a label is set as a heading in text without type style, and is what is labelled.
        following = (b for i, b in enumerate(later) if _is_labelled(document.flow, b) or (i and b.kind == "heading"))
        end = min(next((b.start for b in following), item.end), item.end)
        for foot in reversed([b for b in later if b.start < end]):  # a foot of the page that was not known as such
            if not page_head.search(document.flow[foot.start : foot.end].strip()):
                break
            end = foot.start
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
    if inline := inline_part(words):
        return inline[0], block.start + inline[1]
    return part_of(words), block.end


def _is_labelled(flow: str, block: Block) -> bool:
    return is_label(flow[block.start : block.end]) or _label(flow, block)[0] is not None


def _trimmed(flow: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space at both ends, which in the flow stands for running headers too, and the rule behind."""
    while start < end and flow[start] in " :\n\f":
        start += 1
    while end > start and (flow[end - 1].isspace() or flow[end - 1] == "_"):
        end -= 1
    return start, end
