"""The signs by which an answer is told to agree, to dispute or to explain: words of the lexicon, where, and deeds."""

from __future__ import annotations

import re

from pipeline.extract.measure_prose import promise_in
from pipeline.lexicon import load_lexicon

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_BRIEF = 90  # characters: a cell of a table
_TOGETHER = (  # what says more together than each by itself
    ("sign.concedes", "sign.turns"),
    ("sign.concedes", "sign.defends"),
    ("sign.defends", "sign.turns"),
    ("sign.causes", "sign.concedes"),
    ("sign.defends", "deed"),
    ("sign.causes", "deed"),
)


def stance_signs(text: str) -> dict[str, float]:
    """Each sign that the answer bears, with its strength; "first" and "last" are its first and last sentence."""
    sentences = _SENTENCE.split(text)
    deeds = [promise_in(sentence) is not None for sentence in sentences]
    signs = {p.id: 1.0 for p in load_lexicon("stances").patterns if p.regex.search(text)}
    for where, sentence in (("first", sentences[0]), ("last", sentences[-1])):
        signs |= {f"{where} {p.id}": 1.0 for p in load_lexicon("stances").patterns if p.regex.search(sentence)}
    told = {
        "deed": float(any(deeds)),
        "deeds": float(min(3, sum(deeds))),
        "share of deeds": sum(deeds) / len(deeds),
        "first deed": float(deeds[0]),
        "last deed": float(deeds[-1]),
        "sentences": min(5, len(sentences)) / 2,
        "brief": float(len(text) < _BRIEF),
    }
    signs |= {name: value for name, value in told.items() if value}
    signs |= {f"{a} & {b}": 1.0 for a, b in _TOGETHER if a in signs and b in signs}
    if "deed" in signs and not {"sign.concedes", "sign.defends"} & signs.keys():
        signs["plain deed"] = 1.0
    return signs
