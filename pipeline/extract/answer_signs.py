"""The signs by which a paragraph of a board's paper is told to answer its auditors: words, place, heading, promises."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.extract.measure_prose import deed_in
from pipeline.extract.passages import one_line
from pipeline.lexicon import load_lexicon
from pipeline.records import Block, Document

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_WORDS = {
    "opens with body": r"^\W*(?:[a-zåäö-]*(?:nämnden|styrelsen|förvaltningen|kontoret|direktionen|bolaget|förbundet)|"
    r"vi)\b",
    "opens with point": r"^\W*(?:när det gäller|vad gäller|vad beträffar|beträffande|avseende|angående|i fråga om|"
    r"till rekommendation|"
    r"rekommendation \d|punkt \d|i övrigt|övriga frågor|att )",
    "thanks": r"\btacka(?:r)?\b|\btack för\b",
    "has read": r"\b(?:tagit del av|beretts tillfälle|har (?:översänt|överlämnat|begärt|ombetts|getts möjlighet)|"
    r"ombeds|yttra sig|"
    r"inkommit med|mottagit)\b",
    "closes": r"\b(?:avslutningsvis|slutligen)\b",
    "auditors did": r"\b(?:revisorerna|revisionen|pwc|kpmg|ey|deloitte|revisionskontoret)\b[^.]{0,60}\b(?:granskat|"
    r"genomfört|lämnat|"
    r"rekommendera\w*|bedöm\w*|konstatera\w*|anser|pekar|skriver|uppdrag)",
    "announces": r"\bföljande (?:svar|yttrande|förklaring|synpunkter)\b|:\s*$",
    "moves": r"\b(?:yrkar|yrkande|bifall|proposition|votering|ja-röst\w*|nej-röst\w*|reserverar sig|"
    r"justera\w*|föredrag\w*)\b",
    "decides": r"\b(?:beslutar|föreslås besluta|överlämnas?|antar|godkänner|hemställer|tillstyrker)\b",
    "charges": r"\b(?:ansvarar för|omfattar|består av|uppgår till|invånare|bildades|uppdrag är)\b",
    "concedes": r"\b(?:medge\w*|beklaga\w*|rätt i|förståelse|stämmer|riktigt att|olyckligt|borde ha|tyvärr|"
    r"inte bra|allvar\w*)\b",
    "objects": r"\b(?:delar inte|inte (?:rimligt|möjligt|motiverat|beredd\w*)|kan inte|anser inte|däremot|"
    r"emellertid|oansvarigt|"
    r"håller inte)\b",
    "explains": r"\b(?:beror på|berodde på|förklar\w+|orsak\w*|eftersom|på grund av|därför att|till följd av|"
    r"pandemi\w*)\b",
    "quoted": r"^\W*[”“\"»]",
    "signature": r"\b(?:ordförande|direktör|chef|sekreterare|handläggare)\W*$|^\W*(?:för|på)\b[^.]{0,40}(?:vägnar|"
    r"nämnden|styrelsen)\W*$",
}
_WORD_SIGNS = {name: re.compile(regex, re.IGNORECASE) for name, regex in _WORDS.items()}
_CUES = ("told.cue", "told.board", "told.forwarded")
_STANCES = ("no_position", "partly.words", "disputes.words", "agrees.words", "agrees.acts")


def answer_signs(
    document: Document, blocks: Sequence[Block], index: int, titles: Sequence[str], kind: str
) -> dict[str, float]:
    """Each sign that the paragraph `blocks[index]` bears; `titles` are its headings, `kind` the document's."""
    title = titles[-1] if titles else ""
    block = blocks[index]
    text = one_line(document.flow[block.start : block.end])
    stances, answers = load_lexicon("stances"), load_lexicon("responses")
    signs = {name: 1.0 for name, regex in _WORD_SIGNS.items() if regex.search(text)}
    signs |= {name: 1.0 for name in _STANCES if stances.pattern(name).regex.search(text)}
    signs |= {
        name: 1.0 for name in ("told.cue", "told.board", "told.forwarded") if answers.pattern(name).regex.search(text)
    }
    sentences = _SENTENCE.split(text)
    promises = [promise for sentence in sentences if (promise := deed_in(sentence))]
    ends = answers.pattern("heading.zone_ends").regex.search(title) is not None
    told = {
        "promises": float(min(2, len(promises))),
        "all promises": float(bool(promises) and len(promises) == len(sentences)),
        "heading of answer": float(answers.pattern("section.answer").regex.search(title) is not None),
        "heading of zone": float(answers.pattern("heading.zone").regex.search(title) is not None),
        "within zone": float(any(answers.pattern("heading.zone").regex.search(above) for above in titles)),
        "heading ends zone": float(ends and answers.pattern("heading.zone").regex.search(title) is None),
        "heading of minority": float(answers.pattern("section.minority").regex.search(title) is not None),
        "no heading": float(not title),
        "first": float(index == 0),
        "last": float(index + 1 == len(blocks)),
        "sentences": float(min(4, len(sentences))),
        "short": float(len(text) < 80),
        "list item": float(block.kind == "list_item"),
        f"in {kind}": 1.0,
        **{f"promises {status}": 1.0 for status in {str(p.yields["status"]) for p in promises}},
    }
    return signs | {name: value for name, value in told.items() if value}
