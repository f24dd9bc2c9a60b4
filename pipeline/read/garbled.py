"""Notice a text layer that says something else than the page shows: a font whose map to letters is wrong."""

from __future__ import annotations

import re

_LEAST_LETTERS = 80  # fewer tell nothing of how often each letter comes
_LEAST_LIKELY = 0.044  # real pages, tables and lists of names among them, come to 0.054-0.07; wrong maps to 0.02-0.04
_MOST_ODD = 0.3
_MOJIBAKE = re.compile("Ã[¥¤¶…„–©]|â€[“”™œ¦]|Â[§ ´»«]")
_SIGNS = re.compile("[ÃâÂ]")
_WORDS = re.compile(r"\b(?:och|att|för|som|den|det|till|med|inte|har|the|and|of|to|for)\b")
# How often each letter comes in Swedish text, per thousand.
_OFTEN = {
    "e": 101, "a": 94, "n": 86, "r": 84, "t": 77, "s": 66, "i": 58, "l": 53, "d": 47, "o": 45, "k": 31, "g": 29,
    "m": 35, "v": 24, "ä": 18, "å": 13, "ö": 13, "f": 20, "h": 21, "u": 19, "p": 18, "b": 15, "c": 15, "j": 6,
    "y": 7, "x": 2, "w": 1, "z": 1, "q": 0,
}  # fmt: skip
_USUAL = frozenset(".,:;-–—!?()[]/\"'”’“%§&+*=•·…@#<>|_°½²€$£~^`´«»\\{}")


def is_garbled(text: str) -> bool:
    """Whether a page's letters can hardly be what the page shows: signs that no text has, mojibake, unlikely letters.

    A page in another script than the Latin is left alone: its letters say nothing here.
    """
    if _SIGNS.search(text) and len(_MOJIBAKE.findall(text)) > max(2, sum(map(text.count, "åäö"))):
        return True
    text = text.lower()
    if len(_WORDS.findall(text)) * 25 > len(text.split()):
        return False  # every other page, at no cost
    signs = [c for c in text if not c.isspace()]
    odd = sum(1 for c in signs if not (c.isalnum() or c in _USUAL))
    if odd > _MOST_ODD * len(signs) and len(signs) > _LEAST_LETTERS / 2:
        return True
    letters = [c for c in signs if c.isalpha()]
    latin = [c for c in letters if c < "\u0250"]
    if len(latin) < max(_LEAST_LETTERS, len(letters) / 2):
        return False
    return sum(_OFTEN.get(c, 0) for c in latin) / 1000 / len(latin) < _LEAST_LIKELY
