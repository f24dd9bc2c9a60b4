"""Which findings speak of one matter: a recommendation in report, letter and answer, the criticism that it mends.

They are no rivals of each other for an answer, and what is likely to answer one is likelier to answer the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import alike
from pipeline.link.told import Told

_ALIKE = 0.65  # share of the words
_RAREST = 4  # families of a finding by which others like it are looked up
_MANY = 200  # findings that share a rare family; one in more than that tells nothing


def find_matters(findings: Sequence[Told], weights: Mapping[str, float]) -> dict[str, str]:
    """For each finding, by id, the id of the first one that speaks of its matter, perhaps its own."""
    matters: dict[str, str] = {}
    sharing: dict[str, list[Told]] = defaultdict(list)
    known: dict[tuple[str, str, str], str] = {}
    for finding in sorted(findings, key=lambda f: (f.paper.date, f.paper.id, f.start)):
        place = finding.paper.organisation, finding.body, finding.text.lower()
        if place not in known:
            rarest = sorted(finding.families, key=lambda family: (-weights[family], family))[:_RAREST]
            near = (one for family in rarest if len(sharing[family]) <= _MANY for one in sharing[family])
            first = next((one for one in near if _is_of_one(one, finding)), None)
            known[place] = matters[first.id] if first else finding.id
            if first is None:
                for family in finding.families:
                    sharing[family].append(finding)
        matters[finding.id] = known[place]
    return matters


def _is_of_one(one: Told, other: Told) -> bool:
    to_one = one.body == other.body or not one.body or not other.body
    return (
        to_one
        and one_organisation(one.paper.organisation, other.paper.organisation)
        and alike(one.families, other.families) >= _ALIKE
    )
