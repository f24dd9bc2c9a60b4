"""Measures in labelled paragraphs: "Åtgärd: ...", with "Ansvarig: ..." and "Klart: ..." behind."""

from __future__ import annotations

import re

from pipeline.extract.due_dates import due_by_label, year_of
from pipeline.extract.explained import spell_out_role
from pipeline.extract.statuses import NO_STATUS, declare_status
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Measure, Reading, Record, record_id

_SENTENCE_END = re.compile(r"(?<!\bt)(?<!\bex)(?<!\bbl)(?<!\binkl)(?<!\bosv)(?<!\bca)\.(?=\s+[A-ZÅÄÖ]|\s*$)")
_NEXT_LABEL = re.compile(r"\s(?:ansvarig|ansvar|tidplan|tidpunkt|klart|status|uppföljning|när|senast)\w*\s*:", re.I)
_SHORTEST = 8


def extract_labelled_measures(reading: Reading) -> list[Record]:
    """The first sentence behind each label of a measure; what follows in the paragraph tells who, when and how far."""
    label = load_lexicon("measures").pattern("label.measure")
    document = reading.document
    measures: list[Record] = []
    for block in document.blocks:
        if block.kind not in {"paragraph", "list_item", "heading"}:
            continue
        match = label.regex.match(document.flow[block.start : block.end])
        if match is None:
            continue
        start, end = block.start + match.end(), block.end
        while end > start and document.text[end - 1].isspace():
            end -= 1
        words = document.flow[start:end]
        cut = min(m.start() for m in (*_ends(words), re.compile(r"\Z").search(words)) if m)
        text = " ".join(words[:cut].split())
        if len(text) >= _SHORTEST:
            measures.append(_measure(reading, start, end, text, " ".join(words.split())))
    return measures


def _ends(words: str) -> list[re.Match[str]]:
    return [m for m in (_SENTENCE_END.search(words, _SHORTEST), _NEXT_LABEL.search(words)) if m]


def _measure(reading: Reading, start: int, end: int, text: str, words: str) -> Measure:
    responsible = load_lexicon("measures").pattern("label.responsible").regex.search(words)
    who = responsible["value"].strip() if responsible else None
    labelled = load_lexicon("measures").pattern("label.status").regex.search(words)
    own = declare_status(labelled["value"]) if labelled else NO_STATUS
    status = own if own != NO_STATUS else declare_status(words)
    due = due_by_label(words, year=year_of(reading.facts))
    return Measure(
        id=record_id(reading.document.id, Measure.table, start, end),
        at=At(start, end, "label.measure", 0.85),
        text=text,
        responsible=who,
        responsible_full=spell_out_role(who, reading.document.flow),
        comment=labelled["value"].strip() if labelled else None,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        status=status.value,
        status_text=status.words or None,
    )
