"""Sentences that pass a verdict on an earlier point: outright, as how it is now, or in everyday words.

In a paper that follows up, a verdict need not name what it is on, and where no plainer one stands in its section or
paragraph, how it is now tells what the auditors found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.earlier_points import outcome_of, told_verdict
from pipeline.extract.passages import Passage
from pipeline.extract.verdict_topics import NAMED, is_general
from pipeline.lexicon import Pattern, load_lexicon

_JUDGING = re.compile(r"\b(?:bedömning|slutsats)", re.IGNORECASE)
_REPORTED = re.compile(
    r"^\W*enligt\b(?! (?:vår|revisor|vad vi))|"
    r"\b(?:uppger|uppgav|anger|angav|svarade|anför|anförde|framhåller|meddelar|hävdar|beskriver)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\([^()]{8,120}\)")
_STATED = 200  # characters of a sentence that says in a follow-up how it is now
_SHORT = 60  # characters of a verdict that is a word or two: "Delvis åtgärdat.", "Färg: Gul."

_PLAIN, _STATED_NOW, _EVERYDAY = 0, 1, 2  # how outright a sentence judges
_OPENING = re.compile(
    r"^\W*(?:[\d.]+ )?(?:inledning|bakgrund|metod|syfte|uppdrag|genomförande|om (?:rapporten|granskningen))",
    re.IGNORECASE,
)
_SUMMED = re.compile(r"\bsammanfatt|\bsamlad|\bslutsats|\bavslut|\buttalande|\bansvarsfrihet", re.IGNORECASE)
_ENOUGH = 3  # plain verdicts of a paper, from which on its summary judges nothing of its own
_REACH = 3  # sentences from how it is now to the verdict on it
_SUMS_UP = 5  # words of a sentence that says again what the one before it tells: "Sårbarheten kvarstår."
_STAYS = re.compile(
    r"^\W*rekommendationen kvarstår(?: (?:därmed|därför|alltså))?(?:,? och följs upp\b.*)?\W*$", re.IGNORECASE
)
_ABOUT_FLAWS = re.compile(r"\W*(?:vad gäller|när det gäller|beträffande|i fråga om)\b", re.IGNORECASE)
_OURS = re.compile(r"^\W*(?:vår|revisorernas) (?:synpunkt|kritik|rekommendation)\w*\b", re.IGNORECASE)
_BRIEF = 14  # words of a verdict that takes up what stands before it
_WHOLE = re.compile(
    r"\b(?:flertalet|merparten|de flesta|samtliga|i allt väsentligt|till övervägande del|"
    r"i (?:huvudsak|stort|stor utsträckning)|(?:sammanfattande|samlade?) bedömning|sammantaget)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """The verdict of passage `index`; `rank` says how outright it is: the lower, the plainer."""

    index: int
    outcome: str
    rule: str
    confidence: float
    rank: int


def verdict_of(passage: Passage, index: int, following_up: bool) -> ToldVerdict | None:
    """The verdict that a sentence or list item passes, if any; `following_up`: where earlier points are followed up."""
    text = passage.text
    lexicon = load_lexicon("assessments")
    mark = lexicon.pattern("mark.verdict").regex.match(text)
    if following_up and (outcome := _in_short(text, passage.kind, mark)):
        return ToldVerdict(index, outcome, "assessments.short", 0.8, _PLAIN)
    if _never(text):
        return None
    voiced = bool(mark or lexicon.pattern("voice.verdict").regex.search(text) or _JUDGING.search(passage.title))
    on_points = lexicon.pattern("about.points").regex.search(text) is not None
    reported = _REPORTED.search(text) is not None
    needed = (on_points and voiced) or (following_up and lexicon.pattern("acted.enough").regex.search(text) is not None)
    stated = following_up and on_points and not reported and not _ABOUT_FLAWS.match(text)
    if (needed or stated) and (told := told_verdict(text)):
        advice = re.search(r"rekommendation", text, re.IGNORECASE) is not None
        outcome, pattern = told
        sure = pattern.confidence if advice else pattern.confidence - 0.1
        return ToldVerdict(index, outcome, f"assessments.{pattern.id}", sure, _PLAIN if needed else _STATED_NOW)
    if not following_up or len(text) > _STATED or _OPENING.search(passage.title):
        return None
    for group, rank in (("state.", _STATED_NOW), ("everyday.", _EVERYDAY)):
        state = _first(lexicon.group(group), text)
        if state and not (reported and rank == _EVERYDAY):
            return ToldVerdict(index, str(state.yields["outcome"]), f"assessments.{state.id}", state.confidence, rank)
    return None


def _first(patterns: Sequence[Pattern], text: str) -> Pattern | None:
    return next((p for p in patterns if p.regex.search(text)), None)


def _in_short(text: str, kind: str, mark: re.Match[str] | None) -> str | None:
    """The outcome of a verdict of a word or two: "Delvis åtgärdat.", "Färg: Gul."."""
    if len(text) > _SHORT or load_lexicon("assessments").pattern("never").regex.search(text):
        return None
    said = text[mark.end() :] if mark else text
    alone = load_lexicon("assessments").pattern("short.state").regex.search(text)
    return outcome_of(said) if alone or (mark and kind != "list_item") else None


def _never(text: str) -> bool:
    lexicon = load_lexicon("assessments")
    if lexicon.pattern("not_followed_up.none").regex.search(text):
        return False
    if lexicon.pattern("never").regex.search(text) or "rekommenderas" in text or _BRACKET.fullmatch(text):
        return True
    return any(load_lexicon("findings").pattern(name).regex.search(text) for name in ("not.defined", "not.may_lead"))


def weigh_verdicts(
    passages: Sequence[Passage], told: Sequence[ToldVerdict], beside: Sequence[int]
) -> list[ToldVerdict]:
    """Those that stand when a paper is seen as a whole: how it is now is what was found where a plain verdict follows;
    a summary judges what was judged before. `beside`: where verdicts of rows and labels stand."""
    plain = [v for v in told if v.rank == _PLAIN]
    enough = len(plain) + len(beside) >= _ENOUGH
    kept = []
    for number, verdict in enumerate(told):
        passage = passages[verdict.index]
        if enough and _SUMMED.search(passage.title) and (verdict.rank or _WHOLE.search(passage.text)):
            continue
        after = told[number + 1] if number + 1 < len(told) else None
        if _STAYS.match(passage.text) and _follows(passages, verdict.index, plain, beside):
            continue
        if verdict.rank and (_is_judged_there(passages, verdict, plain) or _goes_on(passages, verdict, after)):
            continue
        kept.append(verdict)
    return kept


def _follows(passages: Sequence[Passage], index: int, told: Sequence[ToldVerdict], beside: Sequence[int]) -> bool:
    """The sentence before it in its paragraph passes the verdict."""
    before = passages[index - 1] if index else None
    if before is None or before.block != passages[index].block:
        return False
    return any(v.index == index - 1 for v in told) or any(before.start <= at < before.end for at in beside)


def _is_judged_there(passages: Sequence[Passage], verdict: ToldVerdict, plain: Sequence[ToldVerdict]) -> bool:
    """A plain verdict stands in its section, which has one subject, or takes it up a little further on."""
    own = passages[verdict.index]
    for other in plain:
        there = passages[other.index]
        if own.titles == there.titles and len(own.titles) > 1 and not is_general(own.title):
            return True
        ahead = other.index - verdict.index
        takes_up = len(there.text.split()) <= _BRIEF and not NAMED.search(there.text)
        if there.block == own.block and 0 < ahead <= _REACH and takes_up:
            return True
    return False


def _goes_on(passages: Sequence[Passage], verdict: ToldVerdict, after: ToldVerdict | None) -> bool:
    """The next sentence says the same of it."""
    if after is None or after.index != verdict.index + 1 or after.outcome != verdict.outcome:
        return False
    words = passages[after.index].text
    brief = len(words.split()) <= _SUMS_UP or _OURS.match(words) is not None
    return brief and passages[after.index].block == passages[verdict.index].block
