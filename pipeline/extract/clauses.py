"""The clauses of a sentence, and what in them is the main clause: what a clause says by the way promises nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.lexicon import Pattern, load_lexicon

_SHORT_LINE = 0.75  # of the longest line of its sentence: then a first line may be a heading
_SELF_STANDING = 20  # characters of a clause that says something by itself


def clauses_of(words: str) -> list[tuple[int, int]]:
    """The spans of a sentence's clauses: parted where a conjunction stands between two that each have a verb and a
    subject of its own, and where a paper tells one thing after the other that somebody said.
    """
    lexicon = load_lexicon("clauses")
    finite = lexicon.pattern("clause.finite").regex
    spans, start = [], 0
    verbs = _without_remark(words)
    cuts = list(lexicon.pattern("clause.conjunction").regex.finditer(words))
    if reported := lexicon.pattern("clause.reported").regex.match(words):
        cuts += lexicon.pattern("clause.said").regex.finditer(words, reported.end())
    for cut in sorted(cuts, key=lambda m: m.start()):
        stopped = not words[cut.start()].isspace()  # by a comma or semicolon, which parts no subject
        if cut.start() > start and (stopped or finite.search(verbs, start, cut.start())):
            spans.append((start, cut.start()))
            start = cut.end()
    return [*spans, (start, len(words))]


def heading_length(text: str) -> int:
    """How many characters of a sentence, with its line breaks, are a heading before it that lost its blank line."""
    heading = load_lexicon("clauses").pattern("heading.swallowed").regex.match(text)
    longest = max((len(line) for line in text.split("\n")), default=0)
    return heading.end() if heading and len(heading["line"]) <= _SHORT_LINE * longest else 0


def second_deeds(words: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The parts of a clause where its subject may do a second thing: "... har antagits / och kommer att följas upp"."""
    cuts = load_lexicon("clauses").pattern("clause.elided").regex.finditer(words, *span)
    parts, start = [], span[0]
    for cut in cuts:
        if cut.start() > start:
            parts.append((start, cut.start()))
            start = cut.end()
    return [*parts, (start, span[1])]


def stands_alone(span: tuple[int, int]) -> bool:
    """Whether a clause is long enough to say something by itself."""
    return span[1] - span[0] >= _SELF_STANDING


def main_clause(words: str) -> str:
    """The words with those of what others think, of purpose and of result blanked out, and those that only lead a
    remark in; as long as before."""
    aside = load_lexicon("clauses").pattern("clause.aside").regex
    return aside.sub(
        lambda m: m[0][: m.end("lead") - m.start()] + " " * (m.end() - m.end("lead")), _without_remark(words)
    )


def _without_remark(words: str) -> str:
    return load_lexicon("clauses").pattern("clause.remark").regex.sub(lambda m: " " * len(m[0]), words)


def first_told(words: str, patterns: Iterable[Pattern]) -> Pattern | None:
    """The first of the patterns that tells something outside a relative clause ("en rutin som har införts ...")."""
    relative = load_lexicon("clauses").pattern("clause.relative").regex
    for pattern in patterns:
        match = pattern.regex.search(words)
        while match and relative.search(words[: _deed_start(match)]):
            match = pattern.regex.search(words, match.start() + 1)
        if match:
            return pattern
    return None


def _deed_start(match: re.Match[str]) -> int:
    """Where the verb stands that tells, in a pattern that looks at all before it."""
    named = match.start("deed") if "deed" in match.re.groupindex else -1
    return named if named >= 0 else match.start()
