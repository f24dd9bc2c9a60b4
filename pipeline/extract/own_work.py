"""The parts of an auditors' paper that are about the auditors' own work, in which nothing is a measure of others."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.lexicon import load_lexicon
from pipeline.records import Reading


class OwnWork:
    """The sections of a paper, each judged once and when it is asked for."""

    def __init__(self, reading: Reading) -> None:
        self._flow = reading.document.flow
        self._sections = sorted(reading.sections, key=lambda s: s.start)
        self._judged: dict[int, bool] = {}

    def at(self, offset: int) -> bool:
        """Whether the innermost section there, the one that began last, names the auditors' own office or board, and no
        unit of those whom they audit.
        """
        index = bisect_right(self._sections, offset, key=lambda s: s.start) - 1
        if index < 0:
            return False
        if index not in self._judged:
            section = self._sections[index]
            words = self._flow[section.start : section.end]
            lexicon = load_lexicon("actors")
            own, others = (lexicon.pattern(f"own.{name}").regex.search(words) for name in ("office", "others"))
            self._judged[index] = own is not None and others is None
        return self._judged[index]
