"""Who does what a sentence tells: the unit or office holder that is its subject, not one that it only mentions."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.extract.addressees import Context
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import canonical_body, find_bodies
from pipeline.records import Reading

_BODIES_SPOKEN_OF = frozenset({"nämnden", "styrelsen"})
_OFFICES_SPOKEN_OF = frozenset({"förvaltningen", "kontoret"})
_CLEARLY = 2  # times as often as the next: then "förvaltningen" is the office named so
_OFFICE = re.compile(r"\b\w{3,}förvaltningen\b", re.IGNORECASE)


class Actors:
    """Who acts in the sentences of one document."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self._context = context
        self._office = _office_of(reading)

    def subject_of(self, words: str) -> str | None:
        """The unit or office holder that acts in a clause, by its name in the document; None where it names none.

        "nämnden" is the body that the document is about, "förvaltningen" the office that it names by far the most. Who
        only tells of a thing ("Förvaltningen uppger att ...") acts where the rest names no one.
        """
        lexicon = load_lexicon("actors")
        words = " ".join(words.split())
        if charged := lexicon.pattern("actor.charged").regex.search(words):
            return self._named(charged["who"])
        told = lexicon.pattern("actor.teller").regex.match(words)
        if told and (name := self._subject(words[told.end() :])):
            return name
        return self._subject(words) or (self._named(told["who"]) if told and told["who"] else None)

    def answerable_in(self, words: str) -> str | None:
        """Who is responsible for what was told before, where a sentence says no more than that: "Ansvarig är ..."."""
        match = load_lexicon("actors").pattern("actor.answers_for").regex.match(" ".join(words.split()))
        return self._named(match["who"] or match["who2"]) if match else None

    def audited(self, reading: Reading) -> str | None:
        """Whose measures a paper tells of, where it is about one body: the one that its title names, or whose it is."""
        return self._context.body if self._context.body in {reading.facts.body, *_titled(reading)} else None

    def _subject(self, words: str) -> str | None:
        lexicon = load_lexicon("actors")
        found = list(lexicon.pattern("actor.unit").regex.finditer(words))
        found += lexicon.pattern("actor.person").regex.finditer(words)
        found.sort(key=lambda m: (m.start(), -m.end()))
        for place in ("place.main", "place.told", "place.agent"):
            where = lexicon.pattern(place).regex
            for match in found:
                if where.search(words[: match.start()]):
                    return self._named(match["who"])
        return None

    def _named(self, words: str) -> str:
        name = canonical_body(words, abbreviations=self._context.abbreviations)
        if name in _BODIES_SPOKEN_OF:
            return self._context.body or name
        return self._office or name if name in _OFFICES_SPOKEN_OF else name


def is_outsider(name: str | None) -> bool:
    """Whether it is a state authority or the auditors: what they do is no measure of those audited."""
    if name is None:
        return False
    return name in load_lexicon("bodies").words["not_bodies"] or name.startswith(
        ("revisor", "revision", "stadsrevision")
    )


def _titled(reading: Reading) -> list[str]:
    named = {mention.name for mention in find_bodies(reading.facts.title or "")}
    return list(named) if len(named) == 1 else []


def _office_of(reading: Reading) -> str | None:
    """The office that the document names by far the most, for where it says only "förvaltningen"."""
    named = Counter(m[0].lower() for m in _OFFICE.finditer(reading.document.flow)).most_common(2)
    if not named or (len(named) > 1 and named[0][1] < _CLEARLY * named[1][1]):
        return None
    return named[0][0]
