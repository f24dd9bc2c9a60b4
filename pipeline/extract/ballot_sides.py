"""What a yes and a no stand for in a ballot, which side won, and whether that overturned what the chair had found."""

from __future__ import annotations

import re

from pipeline.lexicon.stems import stem_families

# "Ja-röst för bifall till ...", "Ja-röst innebär bifall ...", "Ja för återremiss": the words up to the sentence's end.
_OF_MEMBER = (
    r"\)\s(?:med fleras\s|m\.?\s?fl\.?:?s\s)?\w*(?:förslag|yrkande)"  # "Anna Eks (S) förslag" is no list of names
)
_MEANS = re.compile(
    r"(?i)\b(?P<side>ja|nej)-?\s?(?:röst)?\s?(?:(?:är|innebär|betyder|för|till|avser|gäller|=|:)\s)+"
    rf"(?P<means>(?!röst|\d|(?-i:[A-ZÅÄÖ])[\w-]+ (?-i:[A-ZÅÄÖ])[\w-]+ \((?![\w -]{{1,6}}{_OF_MEMBER}))"
    r"(?:m\.\s?fl\.|[^.;\n]){3,200}?)"
    r"(?=[.;\n”]|,?\s(?:och\s)?nej-?\s?röst|,?\soch\snej\b|,\snej\s|\Z)"
)
# "Den som röstar på förvaltningens förslag röstar ja", "De som stöder X röstar nej", "Den som vill avslå röstar nej"
_WHO_VOTES = re.compile(
    r"(?i)\b(?:den|de)\s(?:som\s)?"
    r"(?:röstar (?:på|för)|stöd(?:er|jer)|vill|biträder|godkänner|bifaller|avslår|tillstyrker)\s"
    r"(?P<means>[^.;\n]{3,160}?),?\s(?:röstar|säger)\s(?P<side>ja|nej)\b"
)
_CHAIR_FOUND = re.compile(
    r"(?i)\bfinner\s(?:att\s)?(?P<found>[^.\n]{5,200}?\b(?:bifall\w*|antag\w*|avsl\w*|godkän\w*|beslut\w*|avgöras?)\b[^.\n]{0,80})"
)
_COUNTER = re.compile(r"(?i)\bmotförslag|\bmotproposition")
_APPROVES = re.compile(r"(?i)\b(?:bif[aö]ll|anta[rsg]?|godkän|tillstyrk)")
_REJECTS = re.compile(r"(?i)\b(?:avsl|avstyrk)")
_SIDES = {"ja": "yes", "nej": "no"}


def meanings(text: str) -> dict[str, str]:
    """What each side stands for: {"yes": "bifall till nämndens förslag", "no": "avslag"}; sides not told are absent.

    It follows from the proposition: a yes can stand for a rejection.
    """
    said: dict[str, str] = {}
    for pattern in (_MEANS, _WHO_VOTES):
        for match in pattern.finditer(text):
            said.setdefault(_SIDES[match["side"].lower()], " ".join(match["means"].split()).strip(' ,"”“'))
    return said


def chair_overturned(before: str, since: int, sides: dict[str, str], winner: str | None) -> bool | None:
    """Whether the side that won is not the one that the chair found to have won; None when that is not told.

    `before` is the text of the item up to the ballot, in which the ballot before it ended at `since`. Of the two sides,
    the chair found the one whose words its sentence shares more of, bifall and avslag told apart.
    """
    found = list(_CHAIR_FOUND.finditer(before))
    # Which proposal meets the main one is settled in a ballot of its own.
    if found and not _COUNTER.search(before, max(since, found[-1].end())):
        found = [f for f in found if not _COUNTER.search(f["found"])]
    if not found or winner is None or set(sides) != {"yes", "no"}:
        return None
    words, direction = stem_families(found[-1]["found"]), _direction(found[-1]["found"])
    shared: dict[str, float] = {}
    for side, means in sides.items():
        own = stem_families(means)
        shared[side] = len(words & own) / max(1, len(own)) + (direction != "" and _direction(means) == direction)
    if shared["yes"] == shared["no"]:
        return None
    return max(shared, key=lambda side: shared[side]) != winner


def _direction(text: str) -> str:
    """Whether a text approves or rejects; empty when it says neither, or both."""
    approves, rejects = bool(_APPROVES.search(text)), bool(_REJECTS.search(text))
    return "" if approves == rejects else "approves" if approves else "rejects"
