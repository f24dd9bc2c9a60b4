"""How an answer stands to what it answers, and with what standing it was given."""

from __future__ import annotations

import re

from pipeline.extract.paragraphs import MINUTES
from pipeline.extract.stance_signs import stance_signs
from pipeline.lexicon import load_lexicon
from pipeline.records import Reading
from pipeline.weights import ClassWeights, class_weights, word_signs

_LEAST = 0.5  # probability of a learned stance
_BY_WORDS = 0.9  # of labelled answers with such words, so many have that stance
_OFFICE = re.compile(  # what the paper says that it holds: the office's words, which the board has yet to make its own
    r"\b(?:förvaltningens|kontorets|avdelningens) (?:kommentar|synpunkt|förslag till svar)\w*|"
    r"\bkommentar(?:er)? från (?:förvaltningen|kontoret)\b",
    re.IGNORECASE,
)
_OPENING = 1500  # characters
_LABEL = 60  # characters of a line that only says what the paper is
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LETTERHEAD = 4  # blocks at most with the owner's name and the date, above what the paper calls itself
_HEAD = 900  # characters at the top of a paper in which its sender stands


def stance_of(text: str, weights: ClassWeights | None = None) -> tuple[str, float]:
    """agrees, partly_agrees, disputes, explains or no_position, with how sure: by clear words, else as learned. What is
    not sure enough explains: that claims least.

    By the weights `models/stances.json` unless others are given.
    """
    lexicon = load_lexicon("stances")
    for name in ("no_position", "partly.words", "disputes.words", "agrees.words", "explains.words"):
        if lexicon.pattern(name).regex.search(text):
            return str(lexicon.pattern(name).yields["stance"]), _BY_WORDS
    stance, sure = (weights or class_weights("stances")).likeliest({**stance_signs(text), **word_signs(text)})
    return (stance, sure) if sure >= _LEAST else ("explains", sure)


def standing_of(reading: Reading, titles: tuple[str, ...], start: int) -> str:
    """adopted, proposed or minority: by the heading above, by who heads the paper, by what kind of paper it is."""
    lexicon = load_lexicon("responses")
    minority, adopted = lexicon.pattern("section.minority").regex, lexicon.pattern("section.adopted").regex
    if titles and minority.search(titles[-1]):
        return "minority"
    named = f"{reading.facts.title or ''}\n{_first_line(reading)}"
    decides = reading.facts.kind in MINUTES
    if not decides and any(lexicon.pattern("title.proposed").regex.search(line) for line in named.split("\n")):
        return "proposed"
    head = page_head(reading, start)
    official = reading.facts.kind == "official_report"  # what its title calls an answer is what it proposes
    annexed = adopted.search(head) and not (official and reading.document.page_at(start).number == 1)
    if annexed or (not official and adopted.search(reading.facts.title or "")):
        return "adopted"  # "Nämndens yttrande" under a header of parties is the body's own all the same
    if minority.search(named) or parties_at(reading, start):
        return "minority"
    return "proposed" if official or _prepares(reading) else "adopted"


def _prepares(reading: Reading) -> bool:
    """Whether the paper is of those who prepare what the board decides: its working committee, or its office."""
    if reading.facts.kind in MINUTES:
        return (reading.facts.body or "").endswith("arbetsutskott")
    return reading.facts.kind in {"response", "action_plan"} and bool(_OFFICE.search(reading.document.flow[:_OPENING]))


def _first_line(reading: Reading) -> str:
    """The line with which the paper opens below its letterhead, where it is no more than a label."""
    blocks = [b for b in reading.document.blocks if b.kind in {"heading", "paragraph"}][:_LETTERHEAD]
    lines = [" ".join(reading.document.flow[b.start : b.end].split()) for b in blocks]
    owner = reading.facts.organisation or ""
    words = next((line for line in lines if _DATE.sub("", line.replace(owner, "")).strip()), "")
    return words if len(words) <= _LABEL else ""


def parties_at(reading: Reading, start: int) -> str | None:
    """The parties that head the page, when the paper there is a statement of theirs and not the body's."""
    if reading.facts.kind not in {"response", "other"}:
        return None
    lexicon = load_lexicon("responses")
    head = page_head(reading, start)[:250]
    if lexicon.pattern("section.adopted").regex.search(page_head(reading, start)) or not re.search(
        r"yttrande", head, re.IGNORECASE
    ):
        return None
    match = lexicon.pattern("party_line").regex.search(head)
    if not match:
        return None
    letters = re.findall(
        r"\b(?:S|M|V|MP|KD|L|C|SD|D|FI)\b(?=[,\s]|$)|\b[A-ZÅÄÖ][a-zåäö]+(?:partiet|demokraterna|aterna|lerna)\b", head
    )
    return ", ".join(dict.fromkeys(letters)) or None


def page_head(reading: Reading, offset: int) -> str:
    """The first words of the page on which the offset lies."""
    page = reading.document.page_at(offset)
    return reading.document.flow[page.start : min(page.end, page.start + _HEAD)]
