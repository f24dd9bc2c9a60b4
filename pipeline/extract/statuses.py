"""What the owner of a measure says has become of it: the words that decide, and the status they declare."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.lexicon import Pattern, load_lexicon

UNKNOWN = "unknown"
_LONG = 90  # characters; in a longer comment a finished part does not finish the measure


@dataclass(frozen=True, slots=True)
class Status:
    """A declared status, the words that decided it, the pattern that found them and how sure it is."""

    value: str
    words: str
    rule: str
    confidence: float


NO_STATUS = Status(UNKNOWN, "", "", 0.0)


def declare_status(text: str, *, plan: bool = False) -> Status:
    """The status that a cell, an outcome after a dash or a sentence declares; NO_STATUS when it declares none.

    A word that opens the text decides alone ("Klart", "Ej klart", "Pågår"). Otherwise what was dropped or postponed
    weighs more than what goes on, and that more than what was done or is planned; done in part and planned in part is
    ongoing. In an action plan (`plan`) a comment that tells of steps taken, or a long one that tells of finished
    parts, means that work goes on.
    """
    label = _first("label.", text)
    if label and not (label.value == "done" and _first("undone.", text)):
        return label
    for group in ("dropped.", "postponed.", "undone.", "ongoing.", "planned.goal"):
        if found := _first(group, text):
            return found
    done, planned = _first("done.", text), _first("planned.", text)
    partly = plan and done and (len(text) > _LONG or done.rule == "done.has")
    if done and (planned or partly):
        return Status("ongoing", done.words, done.rule, 0.65)
    return done or planned or NO_STATUS


def is_mark(text: str) -> bool:
    """Whether a colour, a sign, a share or a plain yes or no is all that the text is."""
    return _first("mark.", text.strip(" .:")) is not None


def heading_status(text: str) -> Status:
    """The status that a heading or a lead ("Vad pågår?", "Följande åtgärder har genomförts:") gives its list."""
    return _first("heading.", text) or NO_STATUS


def _first(prefix: str, text: str) -> Status | None:
    for pattern in load_lexicon("statuses").group(prefix):
        if match := pattern.regex.search(text):
            return _status(pattern, match)
    return None


def _status(pattern: Pattern, match: re.Match[str]) -> Status:
    words = " ".join(match[0].split()).strip(" .,;:–-•")
    return Status(str(pattern.yields["status"]), words, pattern.id, pattern.confidence)
