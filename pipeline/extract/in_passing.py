"""Whether a paper is about a body that it names, or only names it in passing."""

from __future__ import annotations

import re

from pipeline.extract.body_lists import specific_body
from pipeline.lexicon.bodies import find_bodies

GENITIVE = re.compile(r"(?<=s)\s+(?!(?:ledamöter|presidium|protokoll|svar|yttrande|sammanträde)\b)[a-zåäö]")
_NEAR = 160  # characters before a name
_OPENS = re.compile(r"(?:^|[\n.:?!•])[\s•–-]*$")  # a line or sentence
_WANTED = re.compile(r"\b(?:från|till|mot|för|på|hos|inom)\s$", re.IGNORECASE)
_IN_PERSON = re.compile(  # who is examined or judged: "granskat X", "Säkerställer X att ...", "bedömer att X ..."
    r"\b(?:granskat|granskade|granskning(?:en)? av|(?:bedöm\w+|konstatera\w*|anser|visar|finner|pröva|belysa|om|hur|"
    r"huruvida)(?: (?:är|att|om|hur|huruvida|dock|därför|också|även|varken))*|"
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
    before, after = flow[: mentions[0].start], flow[mentions[0].end :]
    if _OPENS.search(before) or _IN_PERSON.search(before[-_NEAR:]):
        return GENITIVE.match(flow, mentions[0].end) is not None and not _OPENS.search(before)
    return bool(after) and not _WANTED.search(before[-_NEAR:])
