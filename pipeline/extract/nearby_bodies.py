"""The body that a point is about which names none, in a paper on several: the one named last above it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.addressees import Context, accountable, named_body, sort_of
from pipeline.extract.body_lists import AND, joined_names, specific_body
from pipeline.lexicon.bodies import find_bodies
from pipeline.records import Reading, Section

_BESIDE = re.compile(  # a body that another is held against
    r"\b(?:jämför\w*|till skillnad|annorlunda|än)\b[^.:]{0,40}$", re.IGNORECASE
)
_FORMER = re.compile(r"\b(?:tidigare|dåvarande|f\.?\s?d\.?|före detta)\s$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:nämnderna|styrelserna|respektive (?:nämnd|styrelse|förvaltning)|"
    r"(?:samtliga|alla|båda|bägge)(?: \w+)? (?:nämnder|styrelser))s?\b",
    re.IGNORECASE,
)
_SUBJECT = r"(?:^\W*|\b(?:att|därmed inte heller|därför) )(?:de granskade |båda |bägge |samtliga |alla )?"
_OFFICES = re.compile(  # "Båda förvaltningarna saknar ...", "... att förvaltningarna borde ..."
    rf"{_SUBJECT}förvaltningar(?:na)?\b(?! (?:och|samt|i)\b)", re.IGNORECASE
)
_BOARDS = re.compile(rf"{_SUBJECT}(?:nämnd|styrels)er(?:na)?\b(?! (?:och|samt)\b)", re.IGNORECASE)
_OF_SORT = re.compile(r"\b([a-zåäö]{3,}nämnd)ernas?\b", re.IGNORECASE)  # "Socialnämndernas arbete"
_MOSTLY = 0.6  # share of the places where several are named in one breath, from which these are whom a paper is on
# Between two of a list, one of a kind that bodies are not known by too: "..., styrelsen för Närvården och ..."
_JOINED = re.compile(rf"(?:{AND.pattern})(?:styrelsen för [^,.;:]{{3,60}}?(?:{AND.pattern})){{0,8}}")
_WHOLE = 0.7  # share of a paper from which a section is the whole of it
_NEAR = 500  # characters; what was named further up may be another's matter
_BY_FAR = 0.8  # share of the mentions from which a paper is about one body


@dataclass(frozen=True, slots=True)
class Nearby:
    """Where bodies are named in a paper of several: what a point that names none is about stands above it."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    names: tuple[str, ...]
    flow: str
    sections: tuple[Section, ...]

    def before(self, offset: int, text: str) -> str | None:
        """The body named last above the offset in the same section, else in what opens the sections around it, of the
        sort that the text says where it does; None where it was named in one breath with another. "Nämnderna" are those
        that were last named in one breath.
        """
        sort = sort_of(text)
        several = _SEVERAL.search(text) is not None or _OFFICES.search(text) is not None
        for first, last in self._above(offset, far=several):
            index = bisect_left(self.starts, last) - 1
            while index >= 0 and self.starts[index] >= first:
                if several or sort is None or sort[:-1] in self.names[index]:
                    together = self._together(index)
                    if not several:
                        return self.names[index] if len(together) == 1 else None
                    if len(together) > 1:
                        return joined_names(self._of_sort_titled(offset, together))
                index -= 1
        return self._most_together() if several else None

    def _of_sort_titled(self, offset: int, together: list[str]) -> list[str]:
        """Those of several that are of the sort that the heading above is on, where it is on one."""
        last = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        titled = _OF_SORT.search(self.sections[last].title) if last >= 0 else None
        of_sort = [name for name in together if titled and name.startswith(titled[1].lower())]
        return of_sort or together

    def _most_together(self) -> str | None:
        """Those that the paper mostly names in one breath."""
        groups = Counter(
            tuple(together)
            for index in range(len(self.names))
            if len(together := self._together(index)) > 1 and not self._goes_on(index)
        )
        most = groups.most_common(1)
        return joined_names(list(most[0][0])) if most and most[0][1] >= _MOSTLY * groups.total() else None

    def _goes_on(self, index: int) -> bool:
        after = index + 1
        return (
            after < len(self.names) and _JOINED.fullmatch(self.flow, self.ends[index], self.starts[after]) is not None
        )

    def _together(self, index: int) -> list[str]:
        """The bodies named in one breath up to that one, in order."""
        first = index
        while first and _JOINED.fullmatch(self.flow, self.ends[first - 1], self.starts[first]):
            first -= 1
        return list(dict.fromkeys(self.names[first : index + 1]))

    def _above(self, offset: int, *, far: bool) -> Iterator[tuple[int, int]]:
        """The text above the offset in its section, all of it if `far`; then what opens each section around that one,
        but for the one that is the whole paper.
        """
        last = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        inner = self.sections[last] if last >= 0 else None
        opens = inner.start if inner else 0
        yield opens if far else max(opens, offset - _NEAR), offset
        for number in range(last - 1, -1, -1):
            outer = self.sections[number]
            if inner is None or inner.level <= 1:
                return
            if outer.level < inner.level:
                inner = outer
                if outer.end - outer.start < _WHOLE * len(self.flow):
                    yield outer.start, self.sections[number + 1].start


def is_on_several(text: str) -> bool:
    """Whether what the words say is said of several bodies that they do not name."""
    return _BOARDS.search(text) is not None


def bodies_nearby(reading: Reading, context: Context) -> Nearby | None:
    """The bodies named in the paper; None where its title names whose it is, it is a letter to several, or it is about
    one of them by far.
    """
    title = reading.facts.title or ""
    if context.recipients or named_body(title, context.abbreviations) or accountable(title, context.bodies):
        return None
    flow = reading.document.flow
    named = [
        (mention.start, mention.end, name)
        for mention in find_bodies(flow, abbreviations=context.abbreviations)
        if (name := specific_body(mention.name, context.abbreviations))
        and not _BESIDE.search(flow, max(0, mention.start - 60), mention.start)
        and not _FORMER.search(flow, max(0, mention.start - 20), mention.start)
    ]
    counts = Counter(name for _, _, name in named)
    if not counts or counts.most_common(1)[0][1] >= _BY_FAR * len(named):
        return None
    starts, ends, names = zip(*named, strict=True)
    return Nearby(starts, ends, names, flow, tuple(reading.sections))
