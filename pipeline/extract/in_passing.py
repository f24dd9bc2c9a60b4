"""Whether a paper is about a body that it names, or only names it in passing."""

from __future__ import annotations

import re

from pipeline.extract.body_lists import specific_body
from pipeline.lexicon.bodies import find_bodies

GENITIVE = re.compile(r"(?<=s)\s+(?!(?:ledamöter|presidium|protokoll|svar|yttrande|sammanträde)\b)[a-zåäö]")
_NEAR = 160  # characters before a name
_OPENS = re.compile(r"(?:^|[\n.:?!•])[\s•–-]*$")  # a line or sentence
_WANTED = re.compile(r"\b(?:från|till|mot|för|på|hos|inom)\s$", re.IGNORECASE)
_EXAMINED = re.compile(  # "granska hamnnämndens arbete", "rekommenderar vi X att", "vilka åtgärder X har vidtagit"
    r"\b(?:granska\w*|(?:granskning|uppföljning)(?:en)? av|följ\w* upp|(?:rekommendera|uppmana)\w*(?: vi)?|"
    r"åtgärder(?: som)?)\s$",
    re.IGNORECASE,
)
_JUDGED = re.compile(  # "Säkerställer X att ...", "bedömer att X ..."
    r"\b(?:(?:bedöm\w+|konstatera\w*|anser|visar|finner|pröva|belysa|om|hur|huruvida)"
    r"(?: (?:är|att|om|hur|huruvida|dock|därför|också|även|varken))*|"
    r"(?-i:Säkerställer|Har|Bedriver|Utövar|Följer|Styr|Arbetar|Kan|Är))\s$",
    re.IGNORECASE,
)


def is_in_passing(flow: str, body: str, abbreviations: dict[str, str]) -> bool:
    """Whether a paper names the body but once, and neither examines nor judges it there, nor opens with it, nor wants
    something of it: "... tas upp i hamnnämndens plan".
    """
    mentions = [
        m for m in find_bodies(flow, abbreviations=abbreviations) if specific_body(m.name, abbreviations) == body
    ]
    if len(mentions) != 1:
        return False
    before = flow[max(0, mentions[0].start - _NEAR) : mentions[0].start]
    if any(told.search(before) for told in (_OPENS, _EXAMINED, _WANTED)):
        return False
    return _JUDGED.search(before) is None or GENITIVE.match(flow, mentions[0].end) is not None
