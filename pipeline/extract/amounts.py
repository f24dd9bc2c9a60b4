"""Extract amounts of money, in SEK. A range gives both its ends, and is approximate; a sum "7+1" is added up."""

from __future__ import annotations

import re

from pipeline.lexicon import load_lexicon
from pipeline.records import Amount, At, Reading, Record, record_id

_LAST_WORD = re.compile(r"(\S+)\s$")
_YEAR_AHEAD = re.compile(r"((?:19|20)\d\d)[ \u00a0](?=\d{3}(?!\d))")
_WRITTEN_UNIT = re.compile(r"(?<=[a-zåäö]\s)(?:tusen|miljon(?:er)?|miljard(?:er)?)\s(?:svenska\s)?kr", re.IGNORECASE)
_MINUS_AHEAD = re.compile(r"(?:(?P<word>[\wåäö]+)\s(?P<sign>[-−–])|\b(?P<minus>minus))\s$", re.IGNORECASE)
_UNIT = re.compile(r"\d\s{0,4}(?:[kmt]?n?kr|mdkr|mdr|milj|[km]?sek|tus|:-)", re.IGNORECASE)
_BARE = re.compile(r"(?:miljon|miljoner|miljard|miljarder)$", re.IGNORECASE)
_STOP = re.compile(r"[.;]\s")
_AFTER = 25
_SAME = 80  # characters behind things counted by millions in which other millions are of the same
_YEAR = re.compile(r"(?:19|20)\d\d")


def extract_amounts(reading: Reading) -> list[Record]:
    """The amounts in a document's text: kr, tkr, mkr, mnkr, miljoner, miljarder, with their signs."""
    flow = _without_dates(reading.document.flow)
    counted = [m.span() for m in load_lexicon("amounts").pattern("not.counted").regex.finditer(flow)]
    vague = frozenset(load_lexicon("amounts").words["approximate"])
    places = _places(flow)
    found: dict[int, Amount] = {}
    ends: list[tuple[int, int]] = []
    for pattern in load_lexicon("amounts").group("amount."):
        factor = int(pattern.yields["factor"])
        for match in (m for a, b in places for m in pattern.regex.finditer(flow, a, b)):
            if any(match.start() < b and a < match.end() for a, b in ends[-400:]) or _is_counted(flow, match, counted):
                continue
            start, value, high = _written_out(match) if pattern.id == "amount.words" else _value(match, flow)
            if value > 0 and (minus := _minus_before(flow, start)) is not None:
                start, value = minus, -value
            word = _LAST_WORD.search(flow, max(0, start - 20), start)
            approximate = int(high is not None or bool(word and word[1].lower().lstrip("(") in vague))
            ends.append((start, match.end()))
            found[start] = Amount(
                id=record_id(reading.document.id, "amounts", start, match.end()),
                at=At(start, match.end(), pattern.id, pattern.confidence),
                value_sek=round(value * factor, 2),
                value_to_sek=None if high is None else round(high * factor, 2),
                approximate=approximate,
            )
    return [found[start] for start in sorted(found)]


def _is_counted(flow: str, match: re.Match[str], counted: list[tuple[int, int]]) -> bool:
    """Whether millions without "kronor" are of things: "6,9 miljoner resor, 4,1 miljoner av dem med buss"."""
    if not _BARE.search(match[0]):
        return False
    money = load_lexicon("amounts").pattern("counted.money").regex
    for start, end in counted:
        if match.start() <= start < match.end():
            return True
        same = start < match.start() <= end + _SAME and not _STOP.search(flow, end, match.start())
        stop = _STOP.search(flow, match.end(), match.end() + _AFTER)
        if same and not money.search(flow, end, stop.start() if stop else match.end() + _AFTER):
            return True
    return False


def _without_dates(flow: str) -> str:
    """The text with letters in place of its dates, so that no day or year is read as money."""
    return load_lexicon("amounts").pattern("not.date").regex.sub(lambda m: "x" * len(m[0]), flow)


def _places(flow: str) -> list[tuple[int, int]]:
    """The stretches about a number with a unit of money: the patterns are tried there alone."""
    places: list[tuple[int, int]] = []
    for match in sorted([*_UNIT.finditer(flow), *_WRITTEN_UNIT.finditer(flow)], key=lambda m: m.start()):
        start, end = max(0, match.start() - 60), min(len(flow), match.end() + 30)
        if places and start <= places[-1][1]:
            places[-1] = (places[-1][0], end)
        else:
            places.append((start, end))
    return places


def parse_number(written: str) -> float:
    """A Swedish number: spaces (or full stops) between thousands, comma before decimals, any dash as minus."""
    plain = re.sub(r"[−–\u2011]", "-", re.sub(r"[\s\u00a0\u202f]", "", written))
    plain = re.sub(r"\.(?=\d{3}(?!\d))", "", plain)
    return float(plain.replace(",", "."))


def _written_out(match: re.Match[str]) -> tuple[int, float, float | None]:
    """The value of "tre miljoner kronor"."""
    words = load_lexicon("amounts").words
    number = " ".join(match["number"].lower().split())
    return match.start(), float(words["numerals"][number] * words["units"][match["unit"].lower()]), None


def _minus_before(flow: str, start: int) -> int | None:
    """Where the minus of "ett resultat på - 3,2 mnkr" or "minus 3 mkr" begins; a dash after other words is none."""
    match = _MINUS_AHEAD.search(flow, max(0, start - 25), start)
    if match is None:
        return None
    if match["minus"]:
        return match.start("minus")
    return match.start("sign") if match["word"].lower() in load_lexicon("amounts").words["before_minus"] else None


def _value(match: re.Match[str], flow: str) -> tuple[int, float, float | None]:
    """Where the amount begins, its number, and its higher end if it is a range."""
    start, first, number = match.start(), match["first"], match["number"]
    if first and _YEAR.fullmatch(first) and not _YEAR.fullmatch(number):  # "2016 – 500 tkr"
        return match.start("number"), parse_number(number), None
    if first and match["between"].strip() == "+":
        return start, parse_number(first) + parse_number(number), None
    if first:
        low, high = parse_number(first), parse_number(number)
        two = match["between"].strip() in {"och", "/"} and not _says_between(flow, start)
        return (match.start("number"), high, None) if two or low >= high else (start, low, high)
    year = _YEAR_AHEAD.match(number)
    if year:  # a column's year stands before the amount: "2016 500 tkr"
        return match.start("number") + year.end(), parse_number(number[year.end() :]), None
    if number[0] in "-−–\u2011" and _is_dash(flow, start):
        return start + 1, parse_number(number[1:]), None
    hundredths = int(match.groupdict().get("ore") or 0) / 100  # "21 kr och 40 öre"
    return start, parse_number(number) + hundredths, None


def _says_between(flow: str, start: int) -> bool:
    word = _LAST_WORD.search(flow, max(0, start - 20), start)
    return bool(word and word[1].lower() in load_lexicon("amounts").words["before_range"])


def _is_dash(flow: str, start: int) -> bool:
    """Whether the stroke before a number joins it to a word or number before it, and is no minus sign."""
    return start > 0 and (flow[start - 1].isalnum() or flow[start - 1] == "/")
