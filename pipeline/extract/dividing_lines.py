"""Lines that divide a list of points: "Hamnarna:", "För både kommunstyrelsen och tekniska nämnden:"."""

from __future__ import annotations

import re

from pipeline.lexicon.bodies import find_bodies

_WORDS = 2  # of a line that divides a list, unless it says to whom the part under it is
_JOINING = re.compile(  # what such a line has beside the bodies
    r"\W*(?:(?:för|till|både|såväl|enbart|endast|bara|specifikt|särskilt|gemensamt|som|och|samt|respektive|även|avseende)"
    r"\W+)*",
    re.IGNORECASE,
)
_LONGEST = 160  # characters


def divides_list(words: str) -> bool:
    """Whether it is a line of one or two words with a colon ("Hamnarna:"), or says to whom what follows is."""
    return words.endswith(":") and (len(words.split()) <= _WORDS or says_to_whom(words))


def says_to_whom(words: str) -> bool:
    """Whether a line with a colon is but names of bodies, and what joins them."""
    named = find_bodies(words) if len(words) <= _LONGEST and words.endswith(":") else []
    for mention in reversed(named):
        words = f"{words[: mention.start]} {words[mention.end :]}"
    return bool(named) and _JOINING.fullmatch(words) is not None
