"""Lists and ranges of paragraph numbers: "12, 14 och 16–18" is five."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(\d{1,4})(?:\s?([a-z])(?![a-zåäö]))?")
_RANGE = re.compile(r"\s?[-–—]\s?")
_LONGEST_RANGE = 60


def split_numbers(written: str) -> list[str]:
    """Each number of a list, letters set apart ("1a" -> "1 a"), ranges filled in; one number per place, in order."""
    numbers: list[str] = []
    last_end = 0
    for match in _NUMBER.finditer(written):
        number = f"{match[1]} {match[2]}" if match[2] else match[1]
        between = written[last_end : match.start()]
        if numbers and _RANGE.fullmatch(between) and numbers[-1].isdecimal() and number.isdecimal():
            first, last = int(numbers[-1]), int(number)
            if first < last <= first + _LONGEST_RANGE:
                numbers.extend(str(n) for n in range(first + 1, last))
        numbers.append(number)
        last_end = match.end()
    return list(dict.fromkeys(numbers))
