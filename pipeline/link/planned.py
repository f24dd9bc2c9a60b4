"""Link a finding to the measures on the same thing in an action plan of the body that it is addressed to."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import fsum, log

from pipeline.lexicon.organisations import one_organisation
from pipeline.lexicon.stems import stem_families
from pipeline.link.likeness import whole_word
from pipeline.messages import words_of
from pipeline.records import Link
from pipeline.store.copies import original_measures

_LEAST_SHARED = 2  # telling families of words that the two share,
_LONG = 5  # of as many letters: "ta fram" and "se över" tell nothing
_OF_MEASURE = 0.7  # share of the measure's weight of words that is the finding's too: it speaks of nothing else
_OF_FINDING = 0.4  # and of the finding's, so that a measure on a side of it does not pass
_YEARS = 3  # a plan that takes up a finding comes within these
_MANY = 300  # measures that share a family; one in more tells nothing

_PLANS = """
SELECT m.id, m.text, m.paper_id, lower(coalesce(d.body, '')) AS body, coalesce(d.organisation, '') AS organisation,
    coalesce(d.date, '') AS date
FROM measures AS m JOIN papers AS d ON d.id = m.paper_id
WHERE d.kind = 'action_plan' ORDER BY m.paper_id, m.char_start, m.id
"""
_FINDINGS = """
SELECT f.id, f.quote, f.paper_id, lower(coalesce(f.addressee, '')) AS body,
    coalesce(d.organisation, '') AS organisation, coalesce(d.date, '') AS date
FROM findings AS f JOIN papers AS d ON d.id = f.paper_id ORDER BY f.id
"""


def link_planned_measures(connection: sqlite3.Connection, common: frozenset[str]) -> Iterator[Link]:
    """`carried_out_by` links by likeness, where nearly all that the measure says is said by the finding. `common` are
    the word families that most measures share.
    """
    copied = original_measures(connection)
    measures = [row for row in connection.execute(_PLANS) if row["id"] not in copied]
    if not measures:
        return
    families = {row["id"]: stem_families(row["text"]) - common for row in measures}
    counts = Counter(family for own in families.values() for family in own)
    weights = {family: log(1 + len(measures) / count) for family, count in counts.items()}
    unseen = log(1 + len(measures))
    index: dict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in measures:
        for family in families[row["id"]]:
            index[family].append(row)
    for finding in connection.execute(_FINDINGS):
        said = stem_families(finding["quote"]) - common
        own = fsum(weights.get(f, unseen) for f in said) or 1.0
        lists = [index[f] for f in said if f in index and len(index[f]) <= _MANY]
        for row in {r["id"]: r for rows in lists for r in rows if _may_carry_out(finding, r)}.values():
            shared = said & families[row["id"]]
            weight = fsum(weights[f] for f in shared)
            of_measure = weight / fsum(weights[f] for f in families[row["id"]])
            long = sum(len(family) >= _LONG for family in shared)
            if long >= _LEAST_SHARED and of_measure >= _OF_MEASURE and weight / own >= _OF_FINDING:
                confidence = round(min(0.8, 0.35 + 0.25 * of_measure + 0.25 * weight / own), 3)
                telling = sorted(shared, key=lambda f: (-weights[f], f))[:4]
                words = ", ".join(whole_word(row["text"], family) for family in telling)
                reason = words_of("chain.plan_measure", words=words)
                yield Link(
                    "carried_out_by", "findings", finding["id"], "measures", row["id"], confidence, "plan", *reason
                )


def _may_carry_out(finding: sqlite3.Row, measure: sqlite3.Row) -> bool:
    """A plan of the same body, not before the finding nor years after; dates must be known for that."""
    if finding["paper_id"] == measure["paper_id"] or not finding["body"]:
        return False
    if measure["body"] != finding["body"] or not one_organisation(finding["organisation"], measure["organisation"]):
        return False
    if not finding["date"] or not measure["date"] or measure["date"] < finding["date"]:
        return False
    return int(measure["date"][:4]) - int(finding["date"][:4]) <= _YEARS
