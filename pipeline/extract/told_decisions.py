"""Decisions that running text tells of: who, when, § and case number stand in the sentence or in its citation."""

from __future__ import annotations

import re
from bisect import bisect_left

from rapidfuzz import fuzz

from pipeline.extract.context import Context, Window, read_context
from pipeline.extract.passages import trimmed
from pipeline.extract.told_clauses import is_content, told_clause
from pipeline.extract.told_parts import (
    Decider,
    day_of,
    decider_of,
    deciders_in,
    is_bare,
    is_passive,
    is_subordinate,
    told_dates,
)
from pipeline.lexicon import Pattern, load_lexicon
from pipeline.lexicon.bodies import canonical_body
from pipeline.lexicon.dates import DateSpan
from pipeline.records import At, Citation, Decision, Mention, Reading, Sentence, record_id

_CITATION = 400  # characters; none is longer
_SAME_WORDS = 90  # of 100; the same decision told again, in a summary or under a heading
_REMEMBERED = 200  # decisions of one body and § that a new one is held against
_PAGE = re.compile(r"\f\s*(?=[A-ZÅÄÖ])")


def find_told_decisions(reading: Reading, taken: list[tuple[int, int]]) -> list[Decision | Mention]:
    """The decisions told in sentences outside `taken` (proposals that stand in their own blocks), each once: where the
    same words stand again is a further place of the same decision.
    """
    none = load_lexicon("decisions").pattern("no.decision").regex
    context = read_context(reading)
    citations = [c for c in reading.of(Citation) if isinstance(c, Citation) and c.kind in {"agenda_item", "meeting"}]
    found: list[Decision | Mention] = []
    known: dict[tuple[str | None, str | None], list[tuple[str, Decision]]] = {}
    for sentence in reading.sentences:
        if any(a <= sentence.start < b for a, b in taken) or _is_title(reading, sentence):
            continue
        if none.search(reading.document.flow[sentence.start : sentence.end]):
            continue
        decision = _tell(reading, context, sentence, citations)
        if decision:
            found.append(_once(reading, decision, known))
    return found


def _is_title(reading: Reading, sentence: Sentence) -> bool:
    """Whether the sentence is a title in bold, of a paragraph below that tells what it says, or the paper's own."""
    words = reading.document.flow[sentence.start : sentence.end].rstrip()
    bold = reading.document.blocks[sentence.block].bold or " ".join(words.split()) == reading.facts.title
    return bold and words[-1:] not in {".", ":", ";"}


def _once(
    reading: Reading, decision: Decision, known: dict[tuple[str | None, str | None], list[tuple[str, Decision]]]
) -> Decision | Mention:
    """The decision, or a mention of the one of the same body and § that was told in the same words before."""
    words = " ".join(reading.document.flow[decision.at.char_start : decision.at.char_end].lower().split())
    alike = known.setdefault((decision.body, decision.paragraph), [])
    for said, earlier in alike[-_REMEMBERED:]:
        if fuzz.partial_ratio(words, said, score_cutoff=_SAME_WORDS) and decision.date_from == earlier.date_from:
            place = record_id(reading.document.id, "mentions", decision.at.char_start, decision.at.char_end, earlier.id)
            return Mention(id=place, at=decision.at, record_type="decisions", record_id=earlier.id)
    alike.append((words, decision))
    return decision


def outcome_of(text: str) -> str:
    """What became of it, by the first words that say so, beside those that say what the matter is about."""
    lexicon = load_lexicon("decisions")
    about = lexicon.pattern("no.outcome").regex
    hits = [
        (m.start(), p.yields["outcome"])
        for p in lexicon.group("outcome.")
        if (m := next((m for m in p.regex.finditer(text) if not about.search(text[: m.start()])), None))
    ]
    return str(min(hits)[1]) if hits else "other"


def _tell(reading: Reading, context: Context, sentence: Sentence, citations: list[Citation]) -> Decision | None:
    """The first decision that the sentence tells, if any."""
    text = context.flow[sentence.start : sentence.end]
    window = Window(sentence.start, sentence.end)
    cited: list[Citation] | None = None
    for pattern in load_lexicon("decisions").group("told."):
        for match in pattern.regex.finditer(text):
            if cited is None:
                cited, named, dates = (
                    _cited(citations, sentence), deciders_in(context, window), told_dates(context, window)
                )  # fmt: skip
            if _tells_none(text, sentence.start, match, named):
                continue
            verb = (sentence.start + match.start(), sentence.start + match.end())
            decider = decider_of(context, window, verb, named, bare=is_bare(text, match))
            citation = _citation_of(context.flow, decider, verb, cited)
            date = day_of(context, window, verb, dates)
            needs = str(pattern.yields["needs"])
            if _is_told(needs, text, sentence.start, match, decider, citation, date):
                return _decision(reading, sentence, pattern, match, decider, citation, date)
    return None


def _cited(citations: list[Citation], sentence: Sentence) -> list[Citation]:
    """The citations that stand in the sentence."""
    first = bisect_left(citations, sentence.start - _CITATION, key=lambda c: c.at.char_start)
    last = bisect_left(citations, sentence.end, key=lambda c: c.at.char_start)
    return [c for c in citations[first:last] if c.at.char_end > sentence.start]


def _citation_of(flow: str, decider: Decider | None, verb: tuple[int, int], cited: list[Citation]) -> Citation | None:
    """The § or meeting nearest to the verb, unless it is another body's or stands in the clause of what was decided;
    in parentheses it stands anywhere.
    """
    own = [
        c for c in cited
        if not (decider and decider.known and c.body and c.body != decider.name)
        and (flow[c.at.char_start - 1] == "(" or not is_content(flow, verb[1], c.at.char_end))
    ]  # fmt: skip
    return min(own, key=lambda c: abs(c.at.char_start - verb[0])) if own else None


def _tells_none(text: str, offset: int, match: re.Match[str], named: list[Decider]) -> bool:
    """A negation, or "beslutade åtgärder" where no decider's name stands behind the verb."""
    lexicon, rest = load_lexicon("decisions"), text[match.start() :]
    if lexicon.pattern("no.negated").regex.search(rest):
        return True
    attributive = lexicon.pattern("no.attributive").regex.search(rest)
    reach = offset + match.start() + attributive.end() if attributive else 0
    return attributive is not None and not any(offset + match.start() < d.start < reach for d in named)


def _is_told(
    needs: str, text: str, offset: int, match: re.Match[str], decider: Decider | None, citation: Citation | None,
    date: DateSpan | None,
) -> bool:  # fmt: skip
    """Whether the verb tells a decision: a participle or a subordinate clause only beside a § or a day, or beside who
    decided and some date.
    """
    if citation:
        return True
    if needs == "when" or is_bare(text, match) or is_subordinate(text, match):
        behind = date is not None and date.start >= offset + match.end()
        return date is not None and (decider is not None or needs == "when" or (behind and date.precision == "day"))
    return needs != "body" or decider is not None or (date is not None and is_passive(match[0]))


def _decision(
    reading: Reading, sentence: Sentence, pattern: Pattern, match: re.Match[str], decider: Decider | None,
    citation: Citation | None, date: DateSpan | None,
) -> Decision:  # fmt: skip
    flow = reading.document.flow
    start, end = _clause(reading, sentence, match.start())
    own = reading.facts.date
    past = citation is not None and citation.date_from is not None and not (own and citation.date_from > own)
    day = citation if past else date
    name = decider.name if decider else _in_compound(match)
    return Decision(
        id=record_id(reading.document.id, "decisions", start, end, "told"),
        at=At(start, end, pattern.id, 0.75 if citation else 0.65),
        kind="decided",
        body=citation.body if citation and citation.body and not (decider and decider.known) else name,
        date_from=day.date_from if day else None,
        date_to=day.date_to if day else None,
        date_precision=(day.date_precision if isinstance(day, Citation) else day.precision) if day else None,
        paragraph=citation.paragraph if citation else None,
        case_number=citation.case_number if citation else None,
        outcome=outcome_of(flow[max(start, sentence.start + match.start()) : end]),
    )


def _in_compound(match: re.Match[str]) -> str | None:
    """Who decided, in "förvaltningschefsbeslut"."""
    who = match.groupdict().get("who")
    if not who:
        return None
    return f"{who.lower()}en" if who.lower().endswith(("direktör", "chef")) else canonical_body(who)


def _clause(reading: Reading, sentence: Sentence, place: int) -> tuple[int, int]:
    """The clause that tells it, on its own page; the whole sentence with the list that it opens."""
    flow, text = reading.document.flow, reading.document.text
    start, end = told_clause(text[sentence.start : sentence.end], place)
    if re.search(r"\batt[:;]?\s*$", flow[sentence.start : sentence.end]):
        return sentence.start + start, _end_of_list(reading, sentence)
    pages = [m.end() for m in _PAGE.finditer(text, sentence.start + start, sentence.start + place)]
    return trimmed(reading.document, max([sentence.start + start, *pages]), sentence.start + end)


def _end_of_list(reading: Reading, sentence: Sentence) -> int:
    """The end of the list items that follow the sentence's block without a break."""
    end = sentence.end
    blocks = reading.document.blocks
    if blocks[sentence.block].end > sentence.end + 2:
        return end
    for block in blocks[sentence.block + 1 :]:
        if block.kind == "furniture":
            continue
        if block.kind != "list_item":
            break
        end = block.end
    return end
