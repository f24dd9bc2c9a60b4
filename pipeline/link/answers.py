"""Link answers to findings: first what the layout says, then structure that partitions, then likeness within."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.link.likeness import likeness, quotes, telling_words
from pipeline.link.structure import Signs, answers_remark, in_time, numbered_point, same_body, signs_between
from pipeline.link.texts import Corpus, Told, load_corpus
from pipeline.messages import message
from pipeline.records import Link

LEAST_TIED = 0.28  # likeness needed where case number, review or document tie the two
LEAST_LOOSE = 0.42  # and where only the body and the time do
CLEAR = 0.05  # how far the best must lie before the second, unless both are well above what is needed
WELL_ABOVE = 1.5
_TIED = 0.35
_ANSWERING = frozenset({"response", "follow_up", "action_plan", "other"})
_MANY = 60  # candidates an answer may have after blocking


@dataclass(frozen=True, slots=True)
class Look:
    """An answer held against a finding: the score, whether it was linked, and the reasons as they are told."""

    answer: Told
    finding: Told
    score: float
    linked: bool
    method: str
    why: tuple[str, ...]


def link_answers(connection: sqlite3.Connection) -> list[Link]:
    """`answers` links, each with confidence and its reasons in Swedish."""
    corpus = load_corpus(connection)
    return [_link(look) for look in look_at_answers(corpus) if look.linked]


def look_at_answers(corpus: Corpus, only: Told | None = None, lang: str = "sv") -> Iterator[Look]:
    """Every answer against the findings that it can be an answer to; with `only`, that finding's candidates alone.

    One answer at a time, so that what was refused for one is not kept while the next is looked at.
    """
    by_id = {f.id: f for f in corpus.findings}
    blocks = _blocks(corpus.findings)
    positions = _positions(corpus.findings)
    for answer in corpus.answers:
        laid_out = [by_id[i] for i in corpus.laid_out.get(answer.id, ()) if i in by_id]
        looks = [Look(answer, f, _certain(answer), True, "layout", (message("links.layout", lang),)) for f in laid_out]
        candidates = [f for f in _candidates(blocks, answer) if f not in laid_out]
        if only is None or only in candidates:
            looks += _decide(corpus, answer, candidates, laid_out, positions, lang)
        yield from (look for look in looks if only is None or look.finding is only)


def _blocks(findings: Iterable[Told]) -> dict[str, list[Told]]:
    """Findings by their document and by each body they are addressed to."""
    blocks: dict[str, list[Told]] = defaultdict(list)
    for finding in findings:
        blocks[finding.paper.id].append(finding)
        for body in finding.body.replace(" och ", ", ").split(", "):
            blocks[f"body {body}"].append(finding)
        blocks[f"body {finding.body}"].append(finding)
    return blocks


def _candidates(blocks: dict[str, list[Told]], answer: Told) -> list[Told]:
    """Findings of the same paper, and those to the body that answers; an official or a party answers for its body.

    What another paper of the answering side retells is answered there.
    """
    found = list(blocks.get(answer.paper.id, ()))
    for body in {answer.body, answer.paper.body} - {""}:
        found += (f for f in blocks.get(f"body {body}", ()) if f.paper.kind not in _ANSWERING)
    return list({f.id: f for f in found}.values())


def _decide(
    corpus: Corpus, answer: Told, candidates: list[Told], laid_out: list[Told], positions: dict[str, int], lang: str
) -> list[Look]:
    looks: list[Look] = []
    scored: list[tuple[float, float, Told, Signs]] = []
    number = numbered_point(answer, laid_out)
    for finding in candidates:
        if not in_time(answer, finding):
            looks.append(Look(answer, finding, 0.0, False, "time", (message("links.other_time", lang),)))
            continue
        signs = signs_between(answer, finding)
        sure = _by_structure(answer, finding, signs, laid_out, positions.get(finding.id, 0), number, lang)
        if sure is not None:
            looks.append(sure)
            continue
        refused = finding.rule.startswith("findings.refuse")  # answered by the paper as a whole, not by likeness
        alike = 0.0 if refused else likeness(corpus, answer, finding)
        if laid_out and not (answer.paper.id != finding.paper.id and alike >= LEAST_LOOSE):
            looks.append(Look(answer, finding, alike, False, "layout", (message("links.laid_out_elsewhere", lang),)))
            continue
        least = LEAST_TIED if signs.strength >= _TIED else LEAST_LOOSE
        scored.append((alike, least, finding, signs))
    return _nearest_remarks(looks) + _best(corpus, answer, sorted(scored, key=lambda s: (-s[0], s[2].id))[:_MANY], lang)


def _by_structure(
    answer: Told, finding: Told, signs: Signs, laid_out: list[Told], position: int, number: int | None, lang: str
) -> Look | None:
    """A link that needs no likeness: quoted words, the same numbered point, or the remark that the paper is about."""
    reasons = signs.words(lang)
    if quotes(answer, finding):
        return Look(answer, finding, 0.93, True, "quote", (message("links.quotes", lang), *reasons))
    if number is not None and number == position and finding.kind == "recommendation" and signs.strength >= 0.5:
        return Look(answer, finding, 0.85, True, "number", (message("links.numbered", lang, number=number), *reasons))
    if (
        not laid_out
        and answers_remark(answer, finding)
        and (same_body(finding.body, answer.body) or same_body(finding.body, answer.paper.body))
    ):
        confidence = 0.85 if answer.paper.id == finding.paper.id else 0.75
        return Look(answer, finding, confidence, True, "remark", (message("links.remark", lang), *reasons))
    return None


def _best(corpus: Corpus, answer: Told, scored: list[tuple[float, float, Told, Signs]], lang: str) -> list[Look]:
    """The clear best, or all that lie well above what is needed; the others with why not."""
    looks: list[Look] = []
    passing = [s for s in scored if s[0] >= s[1]]
    best = passing[0][0] if passing else 0.0
    rival = passing[1][0] if len(passing) > 1 else 0.0
    for alike, least, finding, signs in scored:
        well = alike >= WELL_ABOVE * least
        chosen = alike >= least and (well or (alike == best and best - rival >= CLEAR))
        if alike >= least:
            words, count = telling_words(corpus, answer, finding), len(answer.families & finding.families)
            told = message("links.words", lang, count=count, words=", ".join(words))
        if chosen:
            confidence = round(min(0.9, 0.35 + 0.6 * alike + 0.2 * signs.strength), 2)
            looks.append(Look(answer, finding, confidence, True, "likeness", (*signs.words(lang), told)))
        elif alike >= least:
            looks.append(Look(answer, finding, alike, False, "likeness", (message("links.not_clear", lang), told)))
        else:
            why = message(
                "links.too_unlike", lang, score=f"{alike:.2f}".replace(".", ","), least=f"{least:.2f}".replace(".", ",")
            )
            looks.append(Look(answer, finding, alike, False, "likeness", (why,)))
    return looks


def _nearest_remarks(looks: list[Look]) -> list[Look]:
    """A paper on a remark answers it where that stands nearest: in itself, in papers of the case, in the audit's."""
    whole = [look for look in looks if look.method == "remark"]
    nearest = min((_distance(look) for look in whole), default=0)
    return [look for look in looks if look.method != "remark" or _distance(look) == nearest]


def _distance(look: Look) -> int:
    if look.answer.paper.id == look.finding.paper.id:
        return 0
    if look.answer.paper.case_numbers & look.finding.paper.case_numbers:
        return 1
    return 2 if look.finding.paper.kind in {"audit_statement", "audit_report", "cover_letter"} else 3


def _positions(findings: Iterable[Told]) -> dict[str, int]:
    """Each recommendation's number among those of its paper to the same body, from 1."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    positions: dict[str, int] = {}
    for finding in findings:
        if finding.kind == "recommendation":
            counted[finding.paper.id, finding.body] += 1
            positions[finding.id] = counted[finding.paper.id, finding.body]
    return positions


def _certain(answer: Told) -> float:
    return {"responses.after_finding": 0.85, "responses.italic": 0.85, "responses.told": 0.85}.get(answer.rule, 0.97)


def _link(look: Look) -> Link:
    return Link(
        "answers",
        "responses",
        look.answer.id,
        "findings",
        look.finding.id,
        look.score,
        look.method,
        "; ".join(look.why),
    )
