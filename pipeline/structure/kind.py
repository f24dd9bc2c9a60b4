"""What a document is: kind, title, organisation, body, date, case number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document, Facts
from pipeline.structure.origin import find_body, find_case_number, find_date, find_organisation
from pipeline.structure.title import find_title, top_blocks

_LEAST = 4.0  # below this sum of weights, nothing is known
_HEAD = 3000  # characters of running text that count as the head
_ITEM = re.compile(r"^\W{0,2}(?:[A-ZÅÄÖ]{1,5}[a-z]?\s)?§{1,2}\s?\d+(?:\s?[a-z])?\b(?![^\n]{0,60}[.,;)]$)", re.MULTILINE)


def classify(document: Document) -> Facts:
    """The facts of a document as a whole, from its head first; its file's name is only weak evidence."""
    title = find_title(document)
    kind = _find_kind(document, title)
    body = find_body(document, kind, title)
    date = find_date(document, kind)
    if kind == "minutes":  # the first heading is that of its first item
        title = ", ".join(filter(None, (f"Protokoll {body or ''}".strip(), date)))
    return Facts(
        kind=kind,
        title=title,
        organisation=find_organisation(document),
        body=body,
        date=date,
        case_number=None if kind == "minutes" else find_case_number(document),
    )


def _find_kind(document: Document, title: str | None) -> str:
    weights = _weigh(document, title)
    kind, weight = max(weights.items(), key=lambda pair: pair[1], default=("other", 0.0))
    return kind if weight >= _LEAST else "other"


def _weigh(document: Document, title: str | None) -> dict[str, float]:
    """The sum of the weights of the cues, per kind; a label counts once, however often the header repeats it."""
    zones = {
        "label": [_line(document, b) for b in top_blocks(document, 25)],
        "title": [title or ""],
        "head": [document.flow[:_HEAD]],
        "file": [re.sub(r"[_\W]+", " ", document.filename.rsplit(".", 1)[0])],
    }
    weights: dict[str, float] = defaultdict(float)
    for pattern in load_lexicon("kinds").patterns:
        texts = zones[pattern.yields["zone"]]
        if any(pattern.regex.search(text) for text in texts if text):
            weights[pattern.yields["kind"]] += pattern.yields["weight"]
    _weigh_items(document, weights)
    if weights["cover_letter"] and len(document.text) > 9000:
        weights["cover_letter"] -= 8  # a report with its covering letter in front
    return weights


def _weigh_items(document: Document, weights: dict[str, float]) -> None:
    """Minutes have one § after the other; with a single one they are an extract."""
    items = Counter(m[0].strip() for m in _ITEM.finditer(document.flow))
    if not weights["minutes"]:
        if len(items) >= 4:
            weights["minutes"] += 5
        return
    if len(items) >= 2:
        weights["minutes"] += min(8, 2 * len(items))
    elif items and weights["minutes"] >= 5:
        weights["minutes_extract"] += weights["minutes"] + 1


def _line(document: Document, block: Block) -> str:
    return " ".join(document.text[block.start : block.end].split())[:200]
