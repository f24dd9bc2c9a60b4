"""Parties that speak in minutes where no person is named: "Ledamöterna från S och V reserverar sig"."""

from __future__ import annotations

from pipeline.extract.people import Person
from pipeline.lexicon import load_lexicon


def parties_as_subject(flow: str, start: int, verb: int) -> list[Person]:
    """The parties that are the subject of the sentence from `start`, right before its verb, as makers without a name;
    else none.
    """
    lexicon = load_lexicon("people")
    start = max(start, flow.rfind("\n", start, verb) + 1)  # a label may stand above
    subject = lexicon.pattern("party.subject").regex.search(flow[start:verb])
    if not subject:
        return []
    group = "group" if subject["group"] else "bare"
    return _each(flow, start + subject.start(group), start + subject.end(group))


def parties_in_row(flow: str, start: int, end: int) -> list[Person]:
    """The parties that stand in a row right behind a verb, from `start` on."""
    row = load_lexicon("people").pattern("party.row").regex.search(flow[start:end])
    return _each(flow, start + row.start("row"), start + row.end("row")) if row else []


def _each(flow: str, first: int, last: int) -> list[Person]:
    lexicon, found = load_lexicon("people"), []
    for one in lexicon.pattern("party.one").regex.finditer(flow, first, last):
        named = "letters" if one["letters"] else "plain" if one["plain"] else "name"
        letters = _letters_of(one["name"]) if one["name"] else one[named]
        if letters:
            found.append(Person("", letters, one.start(named), one.end(named)))
    return found


def _letters_of(name: str) -> str | None:
    """The letters of a party whose name is written out."""
    known = load_lexicon("people").words["parties"]
    return next((letters for begins, letters in known.items() if name.lower().startswith(begins)), None)
