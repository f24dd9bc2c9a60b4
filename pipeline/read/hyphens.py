"""Words broken at the line end: joined when the document writes them as one, kept when the hyphen is the word's own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from simplemma import is_known

from pipeline.read.lines import Line, RawTable

HYPHENS = "-\u2010\u2011\u00ad\ufffe\x02"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*", re.UNICODE)
_HEAD = re.compile(rf"(\w[\w{re.escape(HYPHENS)}]*)[{re.escape(HYPHENS)}]\s*$")
_LONGEST_WORD = 120  # characters
_TAIL = re.compile(r"\s*([^\W_][\w-]*)")
_DEFINITE = re.compile(r"\w{2}(?:en|et|na|erna|arna|orna)$")
_CONJUNCTIONS = frozenset({"och", "eller", "samt", "respektive", "till", "som", "and", "or"})


class WordStock:
    """The words of a document, to decide whether two halves are one word."""

    def __init__(self, text: str) -> None:
        self.words = Counter(word.lower() for word in _WORD.findall(text))

    def joint(self, head: str, tail: str, *, soft: bool = False) -> str:
        """How `head` + hyphen + `tail` is written: "" (one word), "-" (its own hyphen) or "- " (two words)."""
        if tail.lower() in _CONJUNCTIONS:
            return "- "
        if soft:
            return ""
        if not head[-1].isalpha() or not tail[0].isalpha():
            return "-"  # years, dates, case numbers: the hyphen is part of the number
        last = re.split(r"[-\u2010\u2011]", head)[-1]
        whole = (head[:-1] if is_doubled(head, tail) else head) + tail
        one, kept = self.words[whole.lower()], self.words[f"{head}-{tail}".lower()]
        if one != kept:
            return "" if one > kept else "-"
        if last.isupper() or tail[0].isupper() or len(last) == 1:
            return "-"  # AT-läkare, Syd-Sverige, e-tjänst
        if _DEFINITE.search(last) and all(is_known(half, lang="sv") for half in (last, tail)):
            # no compound begins with a definite form: a dash, not a broken word, unless that is one ("gemen-sam")
            return "" if is_known(whole, lang="sv") else "-"
        return ""


def is_doubled(head: str, tail: str) -> bool:
    """Whether the break wrote a letter twice that the whole word has once: no word has three of a kind in a row
    ("till-lämpa")."""
    return len(head) > 2 and head[-1].isalpha() and head[-1] == head[-2] == tail[0]


def join_line_ends(pages: Iterable[list[Line | RawTable]], stock: WordStock) -> None:
    """Join words broken over two lines of a block, in place: the whole word moves to the first line."""
    before: Line | None = None
    running: Line | None = None
    aside = False
    for page in pages:
        for item in page:
            if isinstance(item, RawTable):
                before = running = None
            elif item.kind != "furniture" and item.text.strip():
                if item.starts_block:
                    aside = item.aside
                elif item.resumes:
                    before, aside = running, False
                if before and not item.starts_block:
                    join_pair(before, item, stock)
                before = item if item.text.strip() else before
                running = running if aside else before


def join_pair(first: Line, second: Line, stock: WordStock) -> None:
    """Join the word broken between two lines, in place, when there is one."""
    head, tail = _HEAD.search(first.text, max(0, len(first.text) - _LONGEST_WORD)), _TAIL.match(second.text)
    if not head or not tail:
        return
    joint = stock.joint(head[1], tail[1], soft=first.text.rstrip()[-1:] == "\u00ad")
    if joint == "- ":
        return
    cut = head.end(1) - (not joint and is_doubled(head[1], tail[1]))  # where the hyphen stands, or the letter too many
    rest = re.match(r"\s*\S+", second.text)
    end = rest.end() if rest else tail.end()
    moved = slice(tail.start(1), end)
    if first.boxes and second.boxes:
        hyphen = 4 * (cut + bool(joint))
        first.boxes = first.boxes[:hyphen] + second.boxes[4 * moved.start : 4 * moved.stop]
        second.boxes = second.boxes[4 * end :]
    first.text = first.text[:cut] + joint + second.text[moved]
    second.text = second.text[end:]
    if second.text.startswith(" "):
        second.text, second.boxes = second.text[1:], second.boxes and second.boxes[4:]
