"""Findings where the auditors speak themselves: recommendations, remarks and their grounds, lacks, concerns, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from pipeline.extract.addressees import exception_in
from pipeline.extract.announced import REMARK, REMARKS, announced_points
from pipeline.extract.body_lists import specific_body
from pipeline.extract.criticism_signs import (
    DENIED,
    DESCRIBING,
    JUDGED_UNPRAISED,
    JUDGING,
    NEGATIVE,
    OBSERVED_IN_BLOCKS,
    RISK_IN_BLOCKS,
    UNPRAISED,
    criticism_signs,
    hints_at_lack,
    is_never,
    is_risk,
    lack,
    layout_of,
)
from pipeline.extract.passages import Passage, lead_above, one_line
from pipeline.extract.points import Point, recommendation_at, sentence_point
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Document
from pipeline.weights import sign_weights, word_signs

_TELLING = ("weak.", "hint.", "concern.", "observe.", "voice.")  # signs of a lack, a worry, or their own voice
_LEAST_JUDGED = 0.25  # where auditors judge, of what tells or hints at a lack and has no word of praise
_LEAST_DENIED = 0.1  # of the reason that follows a No
_LEAST_WITHOUT = 0.6  # where none of these is borne, by its place and its neighbours alone
_LEAST_OBSERVED = 0.15  # of what was found, in a block that goes on to the risk and what is recommended
_RISKY = 0.8  # probability of what such a block tells of the risk
_PLAIN = 0.75  # of a lack
_OPEN_END = re.compile(r"\b(?:att|är|bland annat|bl\.? ?a\.?|såsom)$|\bföljande\W*$", re.IGNORECASE)
_STATES, _STATED = re.compile(r"\bkonstaterar\b", re.IGNORECASE), 0.5  # what is stated needs less of a lack
_TELLING_LACK = 0.8  # than what is noted, to be criticised
_OUGHT_HAVE = re.compile(r"\bborde\b[^.;]{0,80}?\bha\b", re.IGNORECASE)  # what was not done, and none can do now
_WHO_IS_AT_RISK = re.compile(  # told of whom something is to be done for, and no risk that the auditors see
    r"\b(?:om|när|ifall) (?:en |ett |någon |den )?[a-zåäö]+ riskera(?:r|de|t)\b|"
    r"\b(?:elever|barn|ungdomar|personer|patienter|brukare|kunder|medarbetare) som riskera(?:r|de)\b",
    re.IGNORECASE,
)
_VERDICT = re.compile(r"\b(?:vi|vår|jag|min|revisorerna)\b.*\bbedöm|\bbedöms\b|\bbedömer vi\b", re.IGNORECASE)
_EARLIER = re.compile(
    r"\brekommendation(?:en|erna|erna?s|er som| (?:nr )?\d+)\b|"
    r"\b(?:revisorernas|revisionens|våra|tidigare|lämnade) (?:lämnade |tidigare )?(?:rekommendationer|synpunkter)\b|"
    r"\bbrister\w* som\b[^.]{0,50}\b(?:(?:revisionsrapport|granskning)\w* (?:från |av |år )?(?:19|20)\d\d|"
    r"(?:tidigare|föregående|förra) (?:granskning|revision)\w*)\b",
    re.IGNORECASE,
)
_LABELLED_VERDICT = re.compile(
    r"\W*(?:\w+ )?(?:bedömning|status)\s*[:–-]\s*"
    r"(?:\w+ ){0,3}(?:åtgärda|genomför|omhänderta|avsluta|hörsamma|påbörja)\w*",
    re.IGNORECASE,
)
_QUESTION, _ANSWER = re.compile(r"fråga", re.IGNORECASE), 12  # the one question; passages that answer it, at most
_CONCLUDES = re.compile(r"bedömning(?:en|ar|arna)?\b|slutsats|\bsvar på", re.IGNORECASE)
_MARKS = re.compile(r"\W+")
_IN_PASSING = ("findings.own_voice",)
_SAME = 40  # letters of a sentence that is not the same by chance
_SET_WORDS = (
    "criticise.missed",
    "criticise.cannot_tell",
    "criticise.deviates",
    "criticise.found",
    "criticise.need",
    "criticise.plainly",
    "criticise.unmet",
    "criticise.risks",
    "recommend.weighty",
    "recommend.judged",
    "recommend.whole",
)
_AMONG = ("recommend.needful", "recommend.ought", "criticise.to_mend")  # among other findings, or where these stand
_TELL_FOUND = re.compile(r"iakttagelse|notering|kommentar|resultat|förbättring|utvecklingsområde", re.IGNORECASE)
_IN_OTHER_WORDS = ("important", "needful", "judged")
_ASKING = ("recommend.should", "recommend.important", "recommend.imperative", "recommend.needful")
_FORM = re.compile(r"\bkritik\w*\b[^.]{0,80}\bi form av (?:en )?(?:anmärkning|erinran)", re.IGNORECASE)
_OURS = re.compile(r"\b(?:vi|vår|våra|jag|min|mina)\b", re.IGNORECASE)
_REASON = re.compile(r"^\W*(?:skäl(?:et|en)|anledningen|orsaken|grunden|motivet|motiveringen)\b", re.IGNORECASE)
_GROUND = re.compile(
    r"^\W*(?:nämnden|styrelsen|direktionen|bolaget) (?:har|hade|brast|brister|saknar|lät)\b", re.IGNORECASE
)
_TURNS_TO = re.compile(r"\W*(?:(?:för|vad gäller|gällande|beträffande|inom|hos|även) )?", re.IGNORECASE)
_NO = re.compile(  # the verdict on a question of the audit; what it is for stands after it
    r"^\W*(?:(?:vår |revisionell )?(?:bedömning|svar|kontrollmål(?:et)?|kontrollfråga(?:n)?|revisionsfråga(?:n)?)"
    r"(?:\s*[:–-]| är| bedöms(?: som| vara)?)\s*)?(?:nej|ej|inte|delvis|till viss del|endast delvis|"
    r"inte (?:helt|fullt ut)|i begränsad utsträckning)"
    r"(?: (?:uppfyll\w+|uppnå\w+|ändamålsenlig\w*|tillräcklig\w*|tillfredsställande))?"
    r"\s*[.,–-]?$",
    re.IGNORECASE,
)


Judge = Callable[[Passage, Mapping[str, float]], float]
"""From a passage and its signs to the probability that it is criticism, 0 where it is none."""


def points_in_own_voice(
    document: Document, passages: Sequence[Passage], kind: str, judge: Judge | None = None
) -> list[Point]:
    """All points of a paper of this kind, in order; a sentence under a finding of its paragraph may go on with it.

    `judge` has the say where no formal words tell; the learned weights unless another is given.
    """
    points: list[Point] = []
    taken: set[int] = set()
    layout = layout_of(passages)
    for index, passage in enumerate(passages):
        if index in taken:
            continue
        listed = announced_points(document, passages, index)
        if listed:
            points += listed
            taken |= {i for i, p in enumerate(passages) if any(q.start < p.end and p.start < q.end for q in listed)}
            continue
        before = points[-1] if points and _same_paragraph(passages, index, points[-1]) else None
        point = recommendation_at(document, passages, index) or _excepted(document, passage)
        if point is None and not _is_none(passages, index) and not _is_listed_for_another(passages, index):
            point = _formal(document, passage, before)
            if point is None and not _is_verdict_alone(passage, before) and not _is_no(passages, index):
                denied = _is_denied_before(passages, index)
                signs = criticism_signs(passages, index, kind, denied=denied, layout=layout)
                point = _judged(document, passage, (judge or _by_weights)(passage, signs))
        if point:
            points.append(point)
    return _beside_formal(document, [*points, *_told_again(document, passages, points)])


def _told_again(document: Document, passages: Sequence[Passage], points: Sequence[Point]) -> list[Point]:
    """The places where the very words of a point stand again: a summary repeats what the text judges."""
    said = {plain: p for p in points if len(plain := _plain(document.flow[p.start : p.end])) >= _SAME}
    again = [(passage, said.get(_plain(passage.text))) for passage in passages]
    return [
        replace(point, start=passage.start, end=passage.end, titles=passage.titles)
        for passage, point in again
        if point and not any(p.start < passage.end and passage.start < p.end for p in points)
    ]


def _plain(words: str) -> str:
    return _MARKS.sub("", words.lower())


def _by_weights(passage: Passage, signs: Mapping[str, float]) -> float:
    """The probability, where it suffices; in a block on one matter less does, and its risk always counts."""
    weights = sign_weights("criticism")
    likely = weights.probability({**signs, **word_signs(passage.text)})
    if RISK_IN_BLOCKS in signs:
        return max(likely, _RISKY)
    if OBSERVED_IN_BLOCKS in signs:
        return likely if likely >= _LEAST_OBSERVED else 0.0
    return likely if likely >= _least(signs, weights.least) else 0.0


def _least(signs: Mapping[str, float], least: float) -> float:
    """The probability that suffices, by what the passage tells of a lack, and where."""
    if DENIED in signs and UNPRAISED in signs:
        return _LEAST_DENIED
    if not any(name.startswith(_TELLING) for name in signs):
        return _LEAST_WITHOUT
    return _LEAST_JUDGED if JUDGED_UNPRAISED in signs else least


def _beside_formal(document: Document, points: list[Point]) -> list[Point]:
    """Where the auditors recommend in so many words, what they judge in passing to be important is criticism."""
    formal = any(p.kind == "recommendation" and not p.rule.endswith("own_voice") for p in points)
    important = [load_lexicon("findings").pattern(f"recommend.{name}").regex for name in _IN_OTHER_WORDS]
    return [
        replace(p, kind="criticism")
        if formal
        and p.kind == "recommendation"
        and p.rule.endswith("own_voice")
        and any(regex.search(_words(document, p)) for regex in important)
        else p
        for p in points
    ]


def _words(document: Document, point: Point) -> str:
    return one_line(document.flow[point.start : point.end])


def _formal(document: Document, passage: Passage, before: Point | None) -> Point | None:
    """Discharge refused, a remark, what set words tell, or a ground of these in the sentences after it."""
    lexicon = load_lexicon("findings")
    text = passage.text
    refused = lexicon.pattern("refuse.discharge")
    if refused.regex.search(text):
        return sentence_point(document, passage, "discharge_denied", refused.id, refused.confidence)
    for name in REMARKS:
        if lexicon.pattern(name).regex.search(text):
            kind = "remark" if _is_remark(document, text, before) else "criticism"
            return sentence_point(document, passage, kind, name, lexicon.pattern(name).confidence)
    found = before is not None or not passage.titles  # a letter has no headings
    among = found or any(JUDGING.search(title) or _TELL_FOUND.search(title) for title in passage.titles)
    for pattern in (lexicon.pattern(name) for name in (*_SET_WORDS, *(_AMONG if among else ()))):
        if pattern.regex.search(text):
            kind = str(pattern.yields["kind"])
            rule = "own_voice" if kind == "recommendation" else pattern.id  # "bör" is advice, and said in passing
            return sentence_point(document, passage, kind, rule, pattern.confidence)
    if before is None:
        return _absent(document, passage)
    voice = any(lexicon.pattern(n).regex.search(text) for n in ("voice.judges", "voice.demands"))
    goes_on = lexicon.pattern("ground.goes_on").regex.search(text) is not None
    if before.kind in {"remark", "discharge_denied"} and (goes_on or (lack(text) >= _PLAIN and not voice)):
        if _is_on_another(document, before, text):
            return sentence_point(document, passage, "criticism", "own_voice", 0.7)
        return sentence_point(document, passage, before.kind, "ground.goes_on", 0.7, before)
    if before.end >= passage.start - 3 and lexicon.pattern("ground.special").regex.search(text):
        return sentence_point(document, passage, before.kind, "ground.special", 0.6, before)
    return _absent(document, passage)


def _absent(document: Document, passage: Passage) -> Point | None:
    """What controls a matter is not there, said flatly: a finding, though it stand where they only describe."""
    absent = load_lexicon("findings").pattern("criticise.absent")
    if not absent.regex.search(passage.text):
        return None
    return sentence_point(document, passage, str(absent.yields["kind"]), absent.id, absent.confidence)


def _is_on_another(document: Document, before: Point, text: str) -> bool:
    """Whether the sentence opens with a body that the remark before it does not name: a lack of its own, no remark."""
    blamed = {specific_body(m.name, {}) for m in find_bodies(f"{before.lead} {_words(document, before)}")} - {None}
    opening = next((m for m in find_bodies(text) if _TURNS_TO.fullmatch(text, 0, m.start)), None)
    name = specific_body(opening.name, {}) if opening else None
    return bool(blamed) and name is not None and name not in blamed


def _is_remark(document: Document, text: str, before: Point | None) -> bool:
    """Whether it is a remark in the sense of the law (kommunallagen 12 kap. 13 §), and not criticism of a lesser grade:
    it is called one, here or where the paper says what form its criticism has, or goes on with one.
    """
    if REMARK.search(text) or _FORM.search(document.flow):
        return True
    return before is not None and before.kind == "remark"


def _excepted(document: Document, passage: Passage) -> Point | None:
    """Of a verdict that is good for all but one: discharge that is refused to some, a body that it does not hold for
    ("... har varit tillräcklig, med undantag av socialnämnden"), accounts that are fair "med reservation för ...".
    Words of praise beside it take nothing from it.
    """
    lexicon = load_lexicon("findings")
    refused, excepted = lexicon.pattern("refuse.discharge"), lexicon.pattern("weak.except")
    reserved = lexicon.pattern("criticise.reserved")
    if _OURS.search(passage.text) and refused.regex.search(passage.text):
        return sentence_point(document, passage, str(refused.yields["kind"]), refused.id, refused.confidence)
    if _VERDICT.search(passage.text) and exception_in(passage.text):
        return sentence_point(document, passage, "criticism", excepted.id, excepted.confidence)
    if reserved.regex.search(passage.text):
        return sentence_point(document, passage, "criticism", reserved.id, reserved.confidence)
    return None


def _is_none(passages: Sequence[Passage], index: int) -> bool:
    """No finding, whatever other words it has: a question, the line above a list, a description, what others say."""
    passage = passages[index]
    announces = (load_lexicon("findings").pattern(n).regex for n in ("lead.recommend", "lead.remaining"))
    return (
        passage.text.endswith(("?", ":"))
        or _OPEN_END.search(passage.text) is not None
        or any(regex.search(passage.text) for regex in announces)
        or (_describes(passage.title) and not _is_asked_above(passages, index) and not _judged_in_words(passage.text))
        or is_never(passage.text)
        or _judges_earlier(passage.text)
    )


def _is_asked_above(passages: Sequence[Passage], index: int) -> bool:
    """Whether the question that the heading announces stands between: what comes after it answers it."""
    title = passages[index].title
    above = (p for p in passages[max(0, index - _ANSWER) : index] if p.titles == passages[index].titles)
    return _QUESTION.search(title) is not None and any(p.text.endswith("?") and p.kind != "list_item" for p in above)


def _describes(title: str) -> bool:
    """Whether auditors only describe under such a heading: "Revisionsfrågor", not "Bedömning per revisionsfråga"."""
    return DESCRIBING.search(title) is not None and _CONCLUDES.search(title) is None


def _judged_in_words(text: str) -> bool:
    """Whether the auditors say "we judge" that something lacks: a heading between was not told."""
    judges = load_lexicon("findings").pattern("voice.judges").regex
    return _OURS.search(text) is not None and judges.search(text) is not None and lack(text) >= _PLAIN


def _is_listed_for_another(passages: Sequence[Passage], index: int) -> bool:
    """An item of a list whose lead says that others say what follows ("Under intervjuerna framförs att:"), or that it
    is why the verdict before is good, and that has no but.
    """
    lead = lead_above(passages, index)
    named = load_lexicon("findings").pattern
    if not lead or any(named(name).regex.search(lead) for name in ("neutral.said", "not.reported")):
        return bool(lead)
    at = next(i for i in range(index, -1, -1) if passages[i].kind != "list_item")
    praised = at > 0 and named("grounds.lead").regex.search(lead) is not None and is_never(passages[at - 1].text)
    return praised and not NEGATIVE.search(passages[index].text)


def _judges_earlier(text: str) -> bool:
    """A verdict on what was recommended before: an assessment, no new finding."""
    if _LABELLED_VERDICT.match(text):
        return True
    verdicts = load_lexicon("assessments").patterns
    outcomes = (p.regex for p in verdicts if p.id.endswith(".words") or p.id == "not_followed_up.none")
    return _EARLIER.search(text) is not None and any(regex.search(text) for regex in outcomes)


def _is_denied_before(passages: Sequence[Passage], index: int) -> bool:
    """Whether a No stands right before, in answer to a question of the audit."""
    return index > 0 and _is_no(passages, index - 1)


def _is_no(passages: Sequence[Passage], index: int) -> bool:
    """Whether the passage is but a No that what follows it under its heading gives the reason for."""
    after = passages[index + 1] if index + 1 < len(passages) else None
    return after is not None and after.titles == passages[index].titles and _NO.match(passages[index].text) is not None


def _is_verdict_alone(passage: Passage, before: Point | None) -> bool:
    """The overall verdict that a sentence with its reason led up to."""
    told = before is not None and before.end >= passage.start - 3
    return told and load_lexicon("findings").pattern("verdict.alone").regex.search(passage.text) is not None


def _judged(document: Document, passage: Passage, likely: float) -> Point | None:
    """A sentence in which the auditors judge, where that is likely."""
    kind = "concern" if is_risk(passage.title) else _kind(passage.text)
    return sentence_point(document, passage, kind, "own_voice", round(likely, 2)) if likely else None


def _kind(text: str) -> str:
    """The kind by its own words; a criticism has none but its lack, however it is told ("Vi konstaterar att ...")."""
    lexicon = load_lexicon("findings")
    text = _WHO_IS_AT_RISK.sub(" ", text)
    for name in ("concern.risk", *_ASKING, "observe.noted"):
        if lexicon.pattern(name).regex.search(text):
            kind = str(lexicon.pattern(name).yields["kind"])
            least = _STATED if _STATES.search(text) else _TELLING_LACK
            judged = _VERDICT.search(text) is not None and hints_at_lack(text)
            noted_lack = kind == "observation" and (judged or lack(text) >= least)
            return "criticism" if noted_lack or _OUGHT_HAVE.search(text) else kind
    return "criticism"


def _same_paragraph(passages: Sequence[Passage], index: int, point: Point) -> bool:
    block = passages[index].block
    if any(p.block == block and p.start <= point.start < p.end for p in passages[max(0, index - 8) : index]):
        return True
    under = index > 0 and passages[index - 1].start <= point.start < passages[index - 1].end
    text = passages[index].text
    reason = _REASON.match(text) or (_GROUND.match(text) and point.kind == "remark")
    return under and point.kind in {"remark", "discharge_denied"} and reason is not None
