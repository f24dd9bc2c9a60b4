"""Where one paragraph of answers is several: it turns to another point, or sums up sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.passages import sentences_in, trimmed
from pipeline.extract.plan_columns import kind_of
from pipeline.extract.told_answers import LEAST, Told
from pipeline.lexicon import load_lexicon
from pipeline.records import Document, Reading, Sentence

_TURNS = re.compile(
    r"[.!?]\s+(?P<turn>(?:När det gäller|Vad (?:gäller|avser|beträffar)|Beträffande|I fråga om|Avseende|Angående)\s)"
)
_SUBJECT = re.compile(  # "Utbildning: två kurser ges i höst."
    r"(?<![^\n])[^\S\n]*(?!Kontakt|Telefon|E-post|Bilag)"
    r"(?P<label>[A-ZÅÄÖ][\wåäö-]{2,}(?: [\wåäö-]+){0,4}):[^\S\n]+(?=\S)"
)
_POINTS_BACK = re.compile(r"\W*(?:den|det|de|detta|denna|dessa)\b", re.IGNORECASE)


def part_by_point(document: Document, told: Told) -> list[Told]:
    """The answer parted where a sentence inside it turns to another point ("Vad gäller avtalen ..."), or at its lines
    where several begin with what they are about. Labels as plans have them ("Ansvarig: ...") tell of what is above."""
    labelled = _SUBJECT.finditer(document.text, told.start, told.end)
    lines = [match.start() for match in labelled if kind_of(match["label"]) is None]
    cuts = (
        [line for line in lines if line > told.start]
        if len(lines) > 1
        else [
            match.start("turn")
            for match in _TURNS.finditer(document.flow, told.start, told.end)
            if match.start("turn") - told.start >= LEAST and told.end - match.start("turn") >= LEAST
        ]
    )
    edges = [told.start, *cuts, told.end]
    spans = (trimmed(document, start, end) for start, end in pairwise(edges))
    return [replace(told, start=start, end=end) for start, end in spans]


def part_summary(reading: Reading, by_place: Sequence[Sentence], told: Told) -> list[Told]:
    """What minutes sum up of an answer, or quote in one paragraph ("lämnar följande svar: ..."), sentence by sentence:
    each is to a point of its own, but for what goes on. `by_place` are the paper's sentences in order of place."""
    if reading.facts.kind not in MINUTES:
        return [told]
    document, lexicon = reading.document, load_lexicon("responses")
    words = document.flow[told.start : told.end]
    lead = lexicon.pattern("told.leads_in").regex.match(words)
    if lead is None and lexicon.pattern("told.sums_up").regex.match(words) is None:
        return [told]
    first = told.start + (lead.end() if lead else 0)
    starts = [s.start for s in sentences_in(by_place, first + 1, told.end)]
    cuts = [start for start in starts if not _POINTS_BACK.match(document.flow[start : told.end])]
    return [
        replace(told, start=start, end=end)
        for start, end in (trimmed(document, *span) for span in pairwise([first, *cuts, told.end]))
    ]
