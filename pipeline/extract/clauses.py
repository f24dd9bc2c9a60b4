"""The clauses of a sentence, and what in them is the main clause: what a clause says by the way promises nothing."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.lexicon import Pattern, load_lexicon

_SELF_STANDING = 25  # characters of a clause that says something by itself


def clauses_of(words: str, *, elided: bool = False) -> list[tuple[int, int]]:
    """The spans of a sentence's clauses: parted where a conjunction stands between two that each have a verb.

    With `elided` also where the second has no subject of its own ("... och kommer att följas upp").
    """
    lexicon = load_lexicon("clauses")
    finite = lexicon.pattern("clause.finite").regex
    spans, start = [], 0
    cuts = list(lexicon.pattern("clause.conjunction").regex.finditer(words))
    if elided:
        cuts += lexicon.pattern("clause.elided").regex.finditer(words)
    for cut in sorted(cuts, key=lambda m: m.start()):
        stopped = not words[cut.start()].isspace()  # by a comma or semicolon, which parts no subject
        if cut.start() > start and (stopped or finite.search(words, start, cut.start())):
            spans.append((start, cut.start()))
            start = cut.end()
    return [*spans, (start, len(words))]


def stands_alone(span: tuple[int, int]) -> bool:
    """Whether a clause is long enough to say something by itself."""
    return span[1] - span[0] >= _SELF_STANDING


def main_clause(words: str) -> str:
    """The words with those of what others think, of purpose and of result blanked out; as long as before."""
    aside = load_lexicon("clauses").pattern("clause.aside").regex
    return aside.sub(lambda m: m[0][: m.end("lead") - m.start()] + " " * (m.end() - m.end("lead")), words)


def first_told(words: str, patterns: Iterable[Pattern]) -> Pattern | None:
    """The first of the patterns that tells something outside a relative clause ("en rutin som har införts ...")."""
    relative = load_lexicon("clauses").pattern("clause.relative").regex
    for pattern in patterns:
        match = pattern.regex.search(words)
        while match and relative.search(words[: match.start()]):
            match = pattern.regex.search(words, match.start() + 1)
        if match:
            return pattern
    return None
