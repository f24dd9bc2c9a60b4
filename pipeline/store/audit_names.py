"""Which audit the title of a paper or of an agenda item names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

_LONG = 20  # letters of an audit's name from which it is no other's


class AuditNames:
    """Names of audits to be found in titles, as far as they are long enough to tell one from another."""

    def __init__(self, names: Iterable[str | None]) -> None:
        self._by_opening: dict[str, set[str]] = defaultdict(set)
        for name in names:
            bare = bare_letters(name)
            if len(bare) >= _LONG:
                self._by_opening[bare[:_LONG]].add(bare)

    def named_in(self, title: str | None) -> Iterator[str]:
        """The names that stand in the title, as `bare_letters` writes them."""
        bare = bare_letters(title)
        for start in range(len(bare) - _LONG + 1):
            for name in self._by_opening.get(bare[start : start + _LONG], ()):
                if bare.startswith(name, start):
                    yield name


def bare_letters(text: str | None) -> str:
    """The letters and digits alone, in lower case."""
    return "".join(c for c in (text or "").lower() if c.isalnum())
