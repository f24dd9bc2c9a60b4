"""Strong signs that one paper answers another: case numbers, the review's name, the remark, the body and the time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pipeline.lexicon.numbers import NUMERALS
from pipeline.lexicon.stems import stem_families
from pipeline.link.told import Told
from pipeline.messages import Words, words_of

_REMARK = re.compile(
    r"\banmärkning(?:en)?\b|\bkritik(?:en)?\b[^.]{0,60}\b(?:mot|avseende|gällande|till)\b", re.IGNORECASE
)
_REMARK_RULES = ("findings.remark.", "findings.retold.remark")
_POINT = re.compile(r"\b(?:rekommendation|punkt|iakttagelse)(?:en)?\s+(?:nr\s*)?(\d{1,2})\b", re.IGNORECASE)
_COUNTS = {word: number for word, number in NUMERALS.items() if 0 < number < 10 and word != "en"}
_ORDINALS = ("första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde")
_ALPHABET = "abcdefghijklmnopqrstuvwxyzåäö"
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(_COUNTS)}|[a-hj-z](?!\.\S))\b\)?"  # "i" is a word, "t.ex." no letter of a list
_POINTS = re.compile(  # "rekommendation 1 och 2", "punkterna 2–4", "rekommendation a) och c)"
    r"\b(?:rekommendation|punkt|iakttagelse)(?:en|er|erna)?\s+(?:nr\s*)?"
    rf"({_NUMBER}(?:(?:, | och | samt | ?[–-] ?){_NUMBER})*)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(rf"\bde ({'|'.join(_COUNTS)}) (första|sista) rekommendationerna\b", re.IGNORECASE)
_NTH = f"({'|'.join((*_ORDINALS, 'sista'))})"
_ORDINAL = re.compile(
    rf"\b{_NTH} rekommendationen\b|\b{_NTH} och (?:den )?{_NTH} rekommendatione(?:n|rna)\b",
    re.IGNORECASE,
)
_NTH_ALONE = re.compile(  # "När det gäller det tredje har ..."
    rf"\W*(?:när det gäller|vad gäller|vad avser|beträffande|avseende) (?:den|det) {_NTH}(?: punkten)?\b", re.IGNORECASE
)
_OPENING = re.compile(r".{0,100}[^.!?]{0,150}", re.DOTALL)  # of an answer: there it says what it takes up
_ENDS = 2  # numbers between which a dash stands
_TIES = frozenset({"links.same_document", "links.case_number", "links.names_review"})
_SOONEST = 30  # days by which an answer may come before the paper: auditors' statements are answered as drafts
_YEARS = 2  # an answer comes the year after at the latest, a second one the year after that


@dataclass(frozen=True, slots=True)
class Signs:
    """What ties an answer's paper to a finding: its strength 0-1, and each sign as message keys with values."""

    strength: float
    reasons: tuple[tuple[str, dict[str, str]], ...]

    def tie_papers(self) -> bool:
        """Whether the two papers are one, are of one case, or one names the review that the other tells."""
        return any(key in _TIES for key, _ in self.reasons)

    def words(self) -> list[Words]:
        """The signs in words."""
        return [words_of(key, **values) for key, values in self.reasons]


NO_SIGNS = Signs(0.0, ())


def same_body(one: str, other: str) -> bool:
    """The same body, also when a finding is addressed to several."""
    return bool(one) and bool(other) and (one in other or other in one)


def in_time(answer: Told, finding: Told) -> bool:
    """The answer does not come before the finding, nor years after it; unknown dates do not speak against."""
    if answer.paper.id == finding.paper.id:
        return True
    if answer.paper.date and finding.paper.date and answer.paper.date < finding.paper.date[:4]:
        return False
    if answer.paper.date and finding.year and not -1 <= int(answer.paper.date[:4]) - finding.year <= _YEARS:
        return False
    if answer.paper.date and finding.paper.date:
        if days_between(answer.paper.date, finding.paper.date) > _SOONEST:
            return False
        return abs(int(answer.paper.date[:4]) - int(finding.paper.date[:4])) <= _YEARS
    return True


def in_other_item(answer: Told, finding: Told) -> bool:
    """Whether the two stand in one meeting's minutes, in items on different cases."""
    one, other = answer.paper, finding.paper
    same_meeting = one.within != "" and one.within == other.within and one.id != other.id
    return same_meeting and not one.case_numbers.keys() & other.case_numbers.keys()


def days_between(first: str, last: str) -> int:
    """From the first date to the last, at least: of a month that is told without a day, its last or its first."""
    if len(first) < len("2024-01") or len(last) < len("2024-01"):
        return 0
    days = (date.fromisoformat(f"{last}-01"[:10]) - date.fromisoformat(f"{first}-28"[:10])).days
    return max(days, 0)


def signs_between(answer: Told, finding: Told) -> Signs:
    """All signs between the two, those of their papers among them."""
    reasons: list[tuple[str, dict[str, str]]] = []
    strength = 0.0
    if answer.paper.id == finding.paper.id:
        reasons.append(("links.same_document", {}))
        strength += 0.35
    elif shared := answer.paper.case_numbers.keys() & finding.paper.case_numbers.keys():
        reasons.append(("links.case_number", {"number": finding.paper.case_numbers[min(shared)]}))
        strength += 0.35
    if same_body(finding.body, answer.body) or same_body(finding.body, answer.paper.body):
        reasons.append(("links.same_body", {"body": finding.body}))
        strength += 0.2
    if names_review(answer, finding):
        reasons.append(("links.names_review", {"review": finding.audit or finding.paper.title}))
        strength += 0.3
    return Signs(min(1.0, strength), tuple(reasons))


def names_review(answer: Told, finding: Told) -> bool:
    """The answer's heading, title or first words name the review that the finding comes from."""
    if answer.paper.id == finding.paper.id:
        return False
    name = stem_families(finding.audit or finding.paper.title)
    if len(name) < 2:
        return False
    said = stem_families(answer.heading) | _opening_families(answer.paper.title, answer.paper.head)
    return len(name & said) >= max(2, 0.7 * len(name))


@lru_cache(maxsize=2_000)
def _opening_families(title: str, head: str) -> frozenset[str]:
    return stem_families(f"{title} {head[:1500]}")


def answers_remark(answer: Told, finding: Told, *, parted: bool = False) -> bool:
    """The whole paper is about the remark that the finding is: it names it in its title, head or the answer itself.

    In a paper parted by headings, each part answers a ground of the remark, and only what names it answers itself; so
    does a paragraph that is but likely to answer anything.
    """
    if finding.kind != "remark" or not finding.rule.startswith(_REMARK_RULES):
        return False  # its grounds are answered by what is said of them
    if parted or answer.rule == "responses.weighed":
        return _REMARK.search(f"{answer.heading} {answer.text}") is not None
    return _REMARK.search(f"{answer.paper.title} {answer.heading} {answer.text}") is not None or (
        answer.paper.kind in {"response", "official_report", "minutes_extract"}
        and _REMARK.search(answer.paper.head[:1500]) is not None
    )


def numbered_points(answer: Told, laid_out: Sequence[Told]) -> tuple[int, ...]:
    """The numbers of the points that an answer stands beside or says it takes up, or that stand above it:
    "Rekommendation 2", "de två första rekommendationerna"; a letter by its place in the alphabet, what is counted from
    the end with a minus."""
    if number := answer.point:
        return tuple(n for n in (_number(number),) if n)
    above = (_POINT.match(f.text) for f in laid_out)
    opening = m[0] if (m := _OPENING.match(answer.text)) else ""
    if match := next((m for m in above if m), None) or _POINT.search(answer.heading):
        return (int(match[1]),)
    if match := _POINTS.search(opening):
        told = [_number(word) for word in re.findall(r"\w+", match[1]) if _number(word)]
        spanned = len(told) == _ENDS and re.search(r"[–-]", match[1]) is not None
        return tuple(range(told[0], told[1] + 1)) if spanned else tuple(told)
    if match := _SEVERAL.search(opening):
        count = _COUNTS[match[1].lower()]
        return tuple(range(1, count + 1)) if match[2].lower() == "första" else tuple(range(-count, 0))
    if match := _ORDINAL.search(opening):
        return tuple(_ordinal(word) for word in match.groups() if word)
    if match := _NTH_ALONE.match(opening):
        return (_ordinal(match[1]),)
    return ()


def _number(word: str) -> int:
    letter = _ALPHABET.find(word.lower()) + 1 if len(word) == 1 else 0
    return int(word) if word.isdecimal() else _COUNTS.get(word.lower(), letter)


def _ordinal(word: str) -> int:
    return -1 if word.lower() == "sista" else _ORDINALS.index(word.lower()) + 1
