"""A finding or an answer as the linkers compare them, and what is known of its paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.link.table_rows import Row

_RETOLD = ("findings.retold", "findings.noun", "findings.above", "findings.quoted")  # rules


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper: its kind, body, date (to the month where its cover says no more), its own and its
    cited case numbers, its first words."""

    id: str
    kind: str
    body: str
    organisation: str
    date: str
    title: str
    head: str
    case_numbers: Mapping[str, str]  # as compared -> as written
    within: str = ""  # the minutes that an item stands in


@dataclass(frozen=True, slots=True)
class Told:
    """A finding or a response: its words, their families, and its paper."""

    id: str
    paper: Paper
    body: str  # the addressee of a finding, the responder of an answer
    year: int | None
    kind: str  # the finding's kind, the answer's standing
    rule: str
    start: int
    end: int
    text: str
    heading: str
    audit: str
    families: frozenset[str]
    subjects: frozenset[str]
    concepts: frozenset[str]
    kin: frozenset[str]
    point: str = ""  # the number or letter of the auditors' point that an answer stands beside
    row: Row | None = None  # of the table that a finding stands in

    @property
    def is_retold(self) -> bool:
        """Whether a finding was found by how a paper tells what somebody else found."""
        return self.rule.startswith(_RETOLD)
