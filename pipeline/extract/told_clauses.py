"""The clause of a sentence that tells a decision: with what was decided, without what the sentence says besides."""

from __future__ import annotations

import re

from pipeline.extract.clauses import clauses_of, heading_length
from pipeline.lexicon import load_lexicon

_LIST_MARK = re.compile(r"(?:[-–•*]|\d{1,2}[.)]|\w+:)\s+")
_PARENTHESIS = re.compile(r"\([^()]*\)?")
_BREAK = re.compile(r";\s|\s–\s")
_CONTENT = re.compile(r"\b(?:att|som|tills|start)\b")  # what was decided: its clauses are not the sentence's own
_TELLING = 25  # characters from the verb on, at least, of a clause that says what was decided


def is_content(flow: str, start: int, end: int) -> bool:
    """Whether a clause of what was decided begins between two places."""
    return _CONTENT.search(flow, start, end) is not None


def told_clause(text: str, verb: int) -> tuple[int, int]:
    """The span in a sentence, given with its line breaks, of the clause whose verb of deciding stands at `verb`.

    It ends at a semicolon, a dash, a conjunction between two main clauses and at what came of it (", vilket ..."). A
    parenthesis is passed over, unless the verb stands in it; one that begins with the verb, as after a dash ("ny taxa –
    beslut i nämnden"), says who decided what stands before it.
    """
    words = text.replace("\n", " ")
    mark = _LIST_MARK.match(words)
    start = next((n for n in (mark.end() if mark else 0, heading_length(text)) if 0 < n <= verb), 0)
    end = len(words)
    around = next((m for m in _PARENTHESIS.finditer(words) if m.start() < verb < m.end()), None)
    if around and words[around.start() + 1 : verb].strip():
        start, end = around.start() + 1, around.end() - (around[0][-1] == ")")
    elif around:
        end = around.end()
    plain = _PARENTHESIS.sub(lambda m: m[0] if m.start() < verb < m.end() else " " * len(m[0]), words)
    start = max([start, *(m.end() for m in _BREAK.finditer(plain, start, verb) if m.end() < verb)])
    spans = clauses_of(plain[start:end])
    start, end = start + max(a for a, _ in spans if start + a <= verb), _end(plain, start, verb, end, spans)
    return start, end


def _end(plain: str, start: int, verb: int, end: int, spans: list[tuple[int, int]]) -> int:
    """Where the clause ends of which `spans` are all, counted from `start`."""
    lexicon = load_lexicon("clauses")
    ends = [start + b for _, b in spans if start + b > verb and not is_content(plain, verb, start + b)]
    for cut in (_BREAK, lexicon.pattern("clause.resumed_main").regex):
        ends += [m.start() for m in cut.finditer(plain, verb, end)][:1]
    upshot = lexicon.pattern("clause.upshot").regex.search(plain, verb, end)
    end = upshot.start() if upshot else end
    return min([b for b in ends if b - verb > _TELLING], default=end)
