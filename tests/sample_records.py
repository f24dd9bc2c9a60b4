"""Documents and records made by hand, for tests of what comes after the reading: `Sample` is filled and stored."""

from __future__ import annotations

import hashlib
from array import array
from pathlib import Path
from typing import Any, TypeVar

from pipeline.records import (
    At,
    Block,
    Document,
    DocumentRecords,
    Facts,
    Finding,
    Link,
    Measure,
    Page,
    Problem,
    Record,
    Response,
    Section,
    record_id,
)

R = TypeVar("R", bound=Record)


class Sample:
    """A document of given pages, to which records are added by the words that they stand on."""

    def __init__(self, name: str, *pages: str, boxes: bool = False, **facts: Any) -> None:
        text = "\f".join(pages)
        digest = hashlib.sha256(text.encode()).hexdigest()
        spans, start = [], 0
        for number, page in enumerate(pages, start=1):
            spans.append(Page(number, start, start + len(page), 595.0, 842.0))
            start += len(page) + 1
        places = array("f")
        if boxes:
            for i in range(len(text)):
                places.extend((10.0 + i, 20.0, 11.0 + i, 30.0))
        self.document = Document(
            id=f"doc-{digest[:16]}", sha256=digest, path=f"/handlingar/{name}", filename=Path(name).name, medium="text",
            text=text, flow=text.replace("\f", " "), pages=tuple(spans), char_boxes=places,
            blocks=tuple(Block(p.start, p.end, p.number, "paragraph") for p in spans),
        )  # fmt: skip
        self.facts = Facts(**facts)
        self.records: list[Record] = []

    def add(self, of: type[R], quote: str, /, *, extra: str = "", **own: Any) -> R:
        """Add a record that stands on the first place of `quote`."""
        start = self.document.text.index(quote)
        at = At(start, start + len(quote), own.pop("rule", f"test.{of.table}"), own.pop("confidence", 0.9))
        record = of(id=record_id(self.document.id, of.table, start, at.char_end, extra), at=at, **own)
        self.records.append(record)
        return record

    def finding(self, quote: str, **own: Any) -> Finding:
        """Add a finding; a criticism unless said."""
        return self.add(Finding, quote, **{"kind": "criticism", **own})

    def response(self, quote: str, **own: Any) -> Response:
        """Add a response; it agrees unless said."""
        return self.add(Response, quote, **{"stance": "agrees", **own})

    def measure(self, quote: str, **own: Any) -> Measure:
        """Add a measure."""
        return self.add(Measure, quote, **{"text": quote, **own})

    def found(self, *problems: Problem) -> DocumentRecords:
        """What the per-document half would have handed over."""
        sections = (Section("Inledning", 1, 0, len(self.document.text), 0),)
        return DocumentRecords(self.document, self.facts, tuple(self.records), problems, sections)


def link(kind: str, source: Record, target: Record, confidence: float = 0.9) -> Link:
    """A link between two records."""
    return Link(kind, source.table, source.id, target.table, target.id, confidence, "test", "samma ärende")
