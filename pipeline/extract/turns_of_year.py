"""Times that are named by what comes then ("före sommaren", "till novembermötet") or counted ("inom sex månader")."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

_BEFORE = r"\b(?:före|innan|inför)\s+"
_SUMMER = re.compile(_BEFORE + r"(?:sommaren|sommaruppehållet|semest(?:ern|rarna|erperioden))\b", re.IGNORECASE)
_AFTER_SUMMER = re.compile(r"\befter\s+(?:sommaren|semest(?:ern|rarna|erperioden))\b", re.IGNORECASE)
_MIDSUMMER = re.compile(_BEFORE + r"midsommar(?:en)?\b", re.IGNORECASE)
_CHRISTMAS = re.compile(_BEFORE + r"jul(?:en|helgen)?\b", re.IGNORECASE)
_NEW_YEAR = re.compile(_BEFORE + r"(?:årsskiftet|nyår(?:et)?|årets slut)\b", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
    r"(?:mötet?|sammanträdet?|nämnden|styrelsen|fullmäktige)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\binom\s+(\d{1,2}|en|ett|två|tre|fyra|fem|sex|åtta|nio|tio|tolv)\s+(veckor|vecka|månader|månad|år)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "en": 1, "ett": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "åtta": 8, "nio": 9, "tio": 10, "tolv": 12,
}  # fmt: skip


def spell_turns(text: str, year: int, paper_date: date) -> str:
    """The text with such times as dates of that year; what is counted is counted from the day of the paper."""
    text = _SUMMER.sub(f"senast {year}-06-30", text)
    text = _AFTER_SUMMER.sub("hösten", text)
    text = _MIDSUMMER.sub(f"senast {_midsummer_eve(year)}", text)
    text = _CHRISTMAS.sub(f"senast {year}-12-23", text)
    text = _NEW_YEAR.sub(f"senast {year}-12-31", text)
    text = _MEETING.sub(r"\1", text)
    return _WITHIN.sub(lambda m: f"senast {_later(paper_date, m[1].lower(), m[2].lower())}", text)


def _midsummer_eve(year: int) -> date:
    """The Friday between 19 and 25 June."""
    first = date(year, 6, 19)
    return first + timedelta(days=(4 - first.weekday()) % 7)


def _later(start: date, number: str, unit: str) -> date:
    count = _NUMBERS.get(number) or int(number)
    if unit.startswith("veck"):
        return start + timedelta(weeks=count)
    months = start.month - 1 + count * (12 if unit == "år" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
