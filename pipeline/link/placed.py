"""Links that need no likeness: by what the layout says, by quoted words, a number, the remark that a paper is about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.lexicon.stems import alike
from pipeline.link.likeness import quotes
from pipeline.link.structure import Signs, answers_remark, numbered_points, same_body
from pipeline.link.texts import squash
from pipeline.link.told import Told
from pipeline.messages import Words, words_of

PLACED = frozenset({"layout", "quote", "number"})  # ways to tell what an answer is to by its place or its words
_TIED = 0.5  # strength of signs from which a number may name another paper's point,
_TIED_BESIDE = 0.2  # and where a column of such numbers says so
_HEADED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,2})\.?\s")
_HEADINGS = 3  # with recommendations under them, of a paper whose points are numbered by their headings
_NOWHERE = (0, 0)
_SAME, _SHARED = 0.5, 2  # share of the words, and words, from which two recommendations to one body are the same
_WORDS = 20  # letters of a finding that a longer point repeats


@dataclass(frozen=True, slots=True)
class Look:
    """An answer held against a finding: the score, whether it was linked, and the reasons as they are told."""

    answer: Told
    finding: Told
    score: float
    linked: bool
    method: str
    why: tuple[Words, ...]


def ruled_links(
    answer: Told,
    signed: Sequence[tuple[Told, Signs]],
    laid_out: Sequence[Told],
    positions: Mapping[str, tuple[int, int]],
    *,
    parted: bool,
    points: int,
) -> list[Look]:
    """The links of an answer that rules make: to findings `laid_out` above it, and to others, each with its signs.

    `parted`: its paper answers under several headings; `points`: so many points are answered there by number.
    """
    placed = [Look(answer, f, 0.0, True, "layout", (words_of("links.layout"),)) for f in laid_out]
    numbers = numbered_points(answer, laid_out)
    tied = _TIED_BESIDE if answer.point else _TIED
    numbered = _headed(answer, signed)
    for number in () if numbered else numbers:
        named = [one for one in signed if _has_number(one[0], number, positions)]
        if answer.rule == "responses.table":  # with the point's words beside its number
            said = frozenset().union(*(f.families for f in laid_out))
            named = [one for one in named if one[0].row and said & _families_of_row(one[0], named)]
        elif answer.point and answer.rule != "responses.table_point":  # its own, which tells where as many are asked
            named = [one for one in named if _number_of(one[0], positions)[1] == points]
        numbered += _numbered(named, tied)
    looks = (
        _by_structure(
            answer,
            f,
            signs,
            laid_out,
            (answer.point or str(_number_of(f, positions)[0])) if any(f is one for one in numbered) else None,
            parted=parted,
        )
        for f, signs in signed
    )
    placed += (look for look in looks if look)
    asked = [f for f in (*laid_out, *(f for f, _ in signed)) if f.kind == "recommendation"]
    return placed + [look for f, signs in signed if (look := _told_again(answer, f, signs, placed, asked))]


def _number_of(finding: Told, positions: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """The number of a finding, as its row of a table says or by its position; and how many have one."""
    position, count = positions.get(finding.id, _NOWHERE)
    return (finding.row.number if finding.row and finding.row.number else position), count


def _has_number(finding: Told, number: int, positions: Mapping[str, tuple[int, int]]) -> bool:
    """Whether it is the point of that number, or of that from the end."""
    own, count = _number_of(finding, positions)
    return own > 0 and own == (number if number > 0 else count + 1 + number)


def _families_of_row(finding: Told, beside: Sequence[tuple[Told, Signs]]) -> frozenset[str]:
    """The words of all that is found in its row: what is noted there and what is recommended."""
    return frozenset().union(*(f.families for f, _ in beside if f.row == finding.row))


def _numbered(points: list[tuple[Told, Signs]], least: float) -> list[Told]:
    """The point of that number in the paper most tied to the answer's, with all that its row of a table says; none
    where two papers tie alike."""
    strongest = max((signs.strength for _, signs in points), default=0.0)
    nearest: dict[str, list[Told]] = defaultdict(list)
    for finding, signs in points:
        if signs.strength == strongest >= least:
            nearest[finding.row.key if finding.row else squash(finding.text)].append(finding)
    found = next(iter(nearest.values()), [])
    return (found if found[0].row else found[-1:]) if len(nearest) == 1 else []


def _headed(answer: Told, signed: Sequence[tuple[Told, Signs]]) -> list[Told]:
    """The recommendations under the heading whose number stands beside the answer, in the paper most tied to the
    answer's; it must be one that puts its recommendations under several such headings."""
    if answer.rule != "responses.table_point":
        return []
    asked = [(f, signs, m[1]) for f, signs in signed if f.kind == "recommendation" and (m := _HEADED.match(f.heading))]
    papers: dict[str, set[str]] = defaultdict(set)
    for finding, signs, number in asked:
        if signs.strength >= _TIED_BESIDE:
            papers[finding.paper.id].add(number)
    fit = [
        (f, signs.strength) for f, signs, number in asked
        if number == answer.point and len(papers[f.paper.id]) >= _HEADINGS
    ]  # fmt: skip
    strongest = max((strength for _, strength in fit), default=0.0)
    nearest = [f for f, strength in fit if strength == strongest]
    return nearest if len({f.paper.id for f in nearest}) == 1 else []


def _by_structure(
    answer: Told, finding: Told, signs: Signs, laid_out: Sequence[Told], number: str | None, *, parted: bool
) -> Look | None:
    """A link that needs no likeness: quoted words, the point of that number, or the remark that the paper is about."""
    if quotes(answer, finding):
        return _tied_by(answer, finding, "quote", words_of("links.quotes"), signs)
    if laid_out and answer.paper.id == finding.paper.id:
        return None  # there the layout says what it is to
    if number is not None:
        return _tied_by(answer, finding, "number", words_of("links.numbered", number=number), signs)
    if (
        not laid_out
        and answers_remark(answer, finding, parted=parted)
        and (same_body(finding.body, answer.body) or same_body(finding.body, answer.paper.body))
    ):
        return _tied_by(answer, finding, "remark", words_of("links.remark"), signs)
    return None


def _tied_by(answer: Told, finding: Told, method: str, why: Words, signs: Signs) -> Look:
    return Look(answer, finding, 0.0, True, method, (why, *signs.words()))


def _told_again(
    answer: Told, finding: Told, signs: Signs, placed: Sequence[Look], asked: Sequence[Told]
) -> Look | None:
    """A link to the recommendation that is the same as one that the answer's place or words tell that it is to: in the
    report, where the paper of the answer only retells it. `asked` are all recommendations that the answer may be to.
    """
    if finding.kind != "recommendation" or any(look.finding is finding for look in placed):
        return None
    points = (look.finding for look in placed if look.method in PLACED)
    if any(
        _holds(point, finding) or (_is_same(finding, point) and not _told_by_another(finding, point, asked))
        for point in points
    ):
        return _tied_by(answer, finding, "told_again", words_of("links.told_again"), signs)
    return None


def _is_same(one: Told, other: Told) -> bool:
    """Whether two points to one body are the same: in the same words, or two recommendations in as good as these."""
    shared = one.families & other.families
    near = len(shared) >= _SHARED and alike(one.families, other.families) >= _SAME
    alike_in_kind = other.kind in {one.kind, "observation"}  # "Hur mäts läckaget?", as a board may ask in their name
    return (near and alike_in_kind) or squash(one.text) == squash(other.text)


def _holds(point: Told, finding: Told) -> bool:
    """Whether the point retells several in one sentence, the finding's words among them."""
    words = squash(finding.text)
    return len(words) >= _WORDS and words in squash(point.text)


def _told_by_another(finding: Told, point: Told, asked: Sequence[Told]) -> bool:
    """Another point of the answer's paper is nearer to the finding, or another of the finding's paper to the point: the
    recommendations of one audit are on one matter and share many words."""
    near = _nearness(finding, point)
    return any(
        (other.paper.id == point.paper.id and other is not point and _nearness(finding, other) > near)
        or (other.paper.id == finding.paper.id and other is not finding and _nearness(other, point) > near)
        for other in asked
    )


def _nearness(one: Told, other: Told) -> float:
    return 1.0 if squash(one.text) == squash(other.text) else alike(one.families, other.families)


def nearest_remarks(looks: list[Look]) -> list[Look]:
    """A paper on a remark answers it where that stands nearest: in itself, in papers of the case, in the audit's."""
    whole = [look for look in looks if look.method == "remark"]
    nearest = min((_distance(look) for look in whole), default=0)
    return [look for look in looks if look.method != "remark" or _distance(look) == nearest]


def _distance(look: Look) -> int:
    if look.answer.paper.id == look.finding.paper.id:
        return 0
    if look.answer.paper.case_numbers.keys() & look.finding.paper.case_numbers.keys():
        return 1
    return 2 if look.finding.paper.kind in {"audit_statement", "audit_report", "cover_letter"} else 3


def positions_of(findings: Iterable[Told]) -> dict[str, tuple[int, int]]:
    """Each recommendation's number among those of its paper to the same body, from 1, and how many these are."""
    papers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        if finding.kind == "recommendation":
            papers[finding.paper.id, finding.body].append(finding.id)
    return {own: (number, len(ids)) for ids in papers.values() for number, own in enumerate(ids, 1)}
