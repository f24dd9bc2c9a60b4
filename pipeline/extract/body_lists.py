"""Bodies as they are addressed: each by its one name, and several as they are written in a list."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.lexicon.bodies import canonical_body, find_bodies, find_companies

# Words that name no body of their own; "nämnden" means the one spoken of before.
_GENERIC = frozenset(
    {
        "nämnden",
        "nämnderna",
        "styrelsen",
        "styrelserna",
        "nämnd",
        "styrelse",
        "utskottet",
        "bolaget",
        "förbundet",
        "nämnder",
    }
)
_NEVER = re.compile(r"fullmäktige|revis|förvaltningsrätten|domstol|inspektion|beredningen$")
AND = re.compile(r"\s*(?:,|och|samt|respektive|eller)\s*")


def specific_body(name: str | None, abbreviations: dict[str, str]) -> str | None:
    """The one name of a body that can be addressed; None of a council, of auditors and of a general word."""
    if not name:
        return None
    canonical = canonical_body(name, abbreviations=abbreviations)
    if not _NEVER.search(canonical):
        canonical = canonical.removesuffix("s presidium")  # the board answers for what its presidium does
    return None if canonical in _GENERIC or _NEVER.search(canonical) else canonical


def bodies_listed(words: str, abbreviations: dict[str, str]) -> str | None:
    """All bodies named in the words, in order, joined as they are written: "a, b och c"."""
    mentions = find_bodies(words, abbreviations=abbreviations)
    bodies = [(m.start, m.end, n) for m in mentions if (n := specific_body(m.name, abbreviations))]
    companies = [c for c in find_companies(words) if not any(start < c[1] and c[0] < end for start, end, _ in bodies)]
    if not bodies:
        return companies[0][2] if companies else None
    # a company beside boards is one of them in their list, and what they own or hire elsewhere
    told = sorted([*bodies, *companies])
    for one, other in pairwise(told):
        if other in companies and not (one in bodies and AND.fullmatch(words, one[1], other[0])):
            companies.remove(other)
        elif other in companies:
            bodies.append(other)
    return joined_names(list(dict.fromkeys(name for _, _, name in sorted(bodies))))


def joined_names(names: list[str]) -> str:
    """Several bodies as one addressee, as they are written: "a, b och c"; there is one at least."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " och " + names[-1]
