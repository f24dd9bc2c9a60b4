"""What a document says that its bodies are also called, so that other documents of the organisation are understood."""

from __future__ import annotations

from pipeline.lexicon.bodies import find_definitions
from pipeline.records import At, BodyName, Reading, record_id


def extract_body_names(reading: Reading) -> list[BodyName]:
    """Abbreviations and former names, each once. "nedan nämnden" holds in its own document alone and is none."""
    found: dict[tuple[str, str], BodyName] = {}
    for definition in find_definitions(reading.document.flow):
        key = (definition.name, definition.other)
        if definition.kind == "for_short" or key in found:
            continue
        start, end = definition.start, definition.end
        found[key] = BodyName(
            id=record_id(reading.document.id, "body_names", start, end, definition.other),
            at=At(start, end, f"body.{definition.kind}", 0.9),
            organisation=reading.facts.organisation,
            name=definition.name,
            other=definition.other,
            kind=definition.kind,
        )
    return list(found.values())
