"""What the heading of an item says beside its §: the case number, the title, and its numbers at other bodies."""

from __future__ import annotations

import re

from pipeline.extract.case_numbers import find_case_numbers, without_class

_LABEL = r"(?:ärendenummer|ärendenr|dnr|d\.?\s?nr|diarienummer|diarienr|diarie|ärende-?id)\b"
_CASE = (
    r"(?:20\d\d/[A-ZÅÄÖ]{2,5} \d{3,5}\b|\d{1,4}\s[–-]\s\d{1,6}\s?/\s?\d{2,4}\b|"  # "2009/BUN 099", "013 – 430 / 05"
    r"(?:(?:[A-ZÅÄÖ]{1,6}(?:[- ][A-ZÅÄÖ]{2,4})?|[A-ZÅÄÖ][a-zåäö]{1,3})[ ])?"
    r"[A-ZÅÄÖa-zåäö]{0,6}[/.–-]?\d[\w/–:.-]*(?:\s(?=\d{4,5}\b)\d+)?)"
)
_REGISTER_BEHIND = r"(?:[ ][A-ZÅÄÖ]{1,4}(?=\s*$))?"  # "Dnr 2015.345 KS", "Dnr 2004-0215 A"
CASE_LABELLED = re.compile(rf"(?i:{_LABEL})[:.]?[ \t]*(?P<case>{_CASE}{_REGISTER_BEHIND})")
CASE_BARE = re.compile(
    r"[,(\s]*(?P<case>(?:[A-ZÅÄÖ]{1,6}[ /–-]?)?\d[\dA-Z]*(?:[/–:-][\dA-ZÅÄÖ]+)+|"
    r"(?!(?:Nr|Den|Kl|Sid|Kap|Art|År)\b)[A-ZÅÄÖ][a-zåäö]{1,3}(?: \d{1,4}/\d\d|[/ ]20\d\d[:/]\d{1,5}))(?![\d/:])\)?"
    r"\s*(?P<title>\D.*)?"
)  # "KS 2012/345", and in small letters "Ks 214/09", "Ks/2009:7"
_CASE_IN_BRACKETS = re.compile(rf"\s*\((?i:dnr\s*:?\s*)?(?P<case>{_CASE})\)\.?$")  # "Årsredovisning (RS/12/2023)"
_IN_BRACKETS = re.compile(r"\s*\((?P<words>[^()]{5,30})\)\.?$")
_MATTER_NUMBER = re.compile(r"^Ärende\s(?:nr\s)?\d{1,3}(?=[\s:.,–-])[:.,]?")  # "§ 51  Ärende 9  Ny skola"
_PLAN_CODE = re.compile(r"\s*\b\d{1,3}(?:[. ]\d{1,3})*\s*$")  # the class behind a case number: "007", "1.3.2"
_PLAN_CODE_BEHIND = re.compile(r"\s*[–-]\s*\d{1,3}(?:[. ]\d{1,3})*(?=\s|$)")  # "Dnr 0015/13 - 200 Bygglov"
# "Kf § 101   Ks § 188   Au § 12, 2020-02-03": the numbers that the matter had at the bodies that prepared it.
OTHER_NUMBERS = re.compile(
    r"^(?:\s*[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,5}\s?§\s?\d{1,4}(?:/\d{2,4})?(?:,?\s\d{4}-\d\d-\d\d)?,?(?=\s|$))+"
)


def opens_with_label(rest: str) -> bool:
    """Whether words begin with a label of a case number ("Dnr", "Diarienummer")."""
    return re.match(rf"(?i){_LABEL}", rest) is not None


def title_in(rest: str) -> str:
    """The title on the § line itself, without the case number, its label and the numbers at other bodies."""
    rest = OTHER_NUMBERS.sub("", rest)
    labelled = CASE_LABELLED.search(rest)
    if labelled:
        code = _PLAN_CODE_BEHIND.match(rest, labelled.end())
        rest = f"{rest[: labelled.start()]} {rest[code.end() if code else labelled.end() :]}".strip()
    bare = CASE_BARE.fullmatch(rest)
    rest = (bare["title"] or "") if bare else re.sub(rf"(?i)^{_LABEL}", "", rest)
    if _PLAN_CODE.fullmatch(rest.lstrip(" –-")):
        return ""
    rest = _MATTER_NUMBER.sub("", re.sub(r"\(\s*\)", "", rest).strip(" \t,:–-"))
    return rest.strip(" \t,:–-")


def case_in(rest: str) -> str | None:
    """The case number on the § line itself."""
    match = CASE_LABELLED.search(rest) or CASE_BARE.fullmatch(rest)
    return _case(match) if match else None


def case_of_title(title: str) -> tuple[str | None, str]:
    """The case number in a title, labelled, in brackets at its end or beside it, and the title without it."""
    match = CASE_LABELLED.search(title) or _CASE_IN_BRACKETS.search(title)
    if match and re.search(r"\d[/:.-]", match["case"]):
        return _case(match), title[: match.start()].rstrip()
    bracket = _IN_BRACKETS.search(title)
    if bracket and (alone := case_alone(bracket["words"])):
        return alone, title[: bracket.start()].rstrip()
    for known in find_case_numbers(title):
        if known.start == 0 and known.end < len(title):
            return known.number, title[known.end :].strip(" \t,:–-")
        if known.end == len(title) and known.start > 0:
            return known.number, title[: known.start].rstrip(" \t,:–-(")
    return None, title


def case_alone(text: str) -> str | None:
    """The case number of a line that holds a labelled one, or nothing but case numbers."""
    labelled = CASE_LABELLED.search(text) if len(text) < 60 else None
    if labelled:
        return _case(labelled)
    known = find_case_numbers(text) if len(text) < 60 else []
    rest = text
    for number in reversed(known):
        rest = rest[: number.start] + rest[number.end :]
    alone = known and known[0].start == 0 and re.fullmatch(r"[\W\d]*(?:[A-ZÅÄÖ ]{2,8}[\W\d]*)?", rest)
    return known[0].number if alone else None


def _case(match: re.Match[str]) -> str:
    """The case number without a sub-number that is none (":-1" stands for a missing one)."""
    number = re.sub(r"\s?([–/-])\s", lambda m: "-" if m[1] == "–" else m[1], match["case"].strip(" .,:–-"))
    return without_class(re.sub(r":-\d+$", "", number))
