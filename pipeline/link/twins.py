"""Findings in the same words: looked up by those words, and by their rarest words, so that none is held against all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.lexicon.organisations import one_organisation
from pipeline.link.likeness import same_words
from pipeline.link.texts import squash
from pipeline.link.told import Told

_RAREST = 4  # families of a finding by which others like it are looked up
_MANY = 200  # findings that share a rare family; one in more than that tells nothing


class Twins:
    """The findings of each body, by their words, the earliest first."""

    def __init__(self, findings: Sequence[Told]) -> None:
        self._exact: dict[tuple[str, str, str], Told] = {}
        self._sharing: dict[tuple[str, str], list[Told]] = defaultdict(list)
        for finding in sorted(findings, key=lambda f: (f.paper.date, f.paper.id, f.start)):
            words = finding.body, finding.paper.organisation, squash(finding.text)
            if words in self._exact and self._exact[words].families == finding.families:
                continue  # one of them stands for all in the same words
            self._exact[words] = finding
            for family in finding.families:
                self._sharing[finding.body, family].append(finding)

    def earliest(self, finding: Told) -> Told | None:
        """The earliest of its body in the same words, or nearly so, in an earlier paper or one of the same day."""
        found = [self._exact[finding.body, finding.paper.organisation, squash(finding.text)]]
        lists = sorted((self._sharing[finding.body, f] for f in sorted(finding.families)), key=len)[:_RAREST]
        for sharing in lists:
            if len(sharing) <= _MANY:
                found += (f for f in sharing if same_words(finding, f))
        before = [
            f
            for f in found
            if f.paper.id != finding.paper.id
            and f.paper.date <= finding.paper.date
            and one_organisation(f.paper.organisation, finding.paper.organisation)
        ]
        return min(before, key=lambda f: (f.paper.date, f.paper.id, f.start), default=None)
