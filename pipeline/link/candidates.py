"""Which findings an answer can be to: those of its own paper, and those to the body that answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.lexicon.organisations import one_organisation
from pipeline.link.told import Told

_ANSWERING = frozenset({"response", "action_plan"})
_OF_EITHER = frozenset({"follow_up", "other"})
_RETOLD = ("findings.retold", "findings.noun", "findings.above", "findings.quoted")
_BOARD = "styrelsen"


def blocks_of(findings: Iterable[Told]) -> dict[str, list[Told]]:
    """Findings by their document and by each body they are addressed to."""
    blocks: dict[str, list[Told]] = defaultdict(list)
    for finding in findings:
        blocks[finding.paper.id].append(finding)
        blocks[f"of {finding.paper.organisation}"].append(finding)
        for body in finding.body.replace(" och ", ", ").split(", "):
            blocks[f"body {body}"].append(finding)
        blocks[f"body {finding.body}"].append(finding)
    known = {name for name in blocks if name.startswith("of ")} - {"of "}
    if len(known) == 1:  # an answer that does not name its organisation can be to no other
        blocks["of "] = blocks["of "] + blocks[known.pop()]
    return blocks


def candidates_of(blocks: dict[str, list[Told]], answer: Told) -> list[Told]:
    """Findings of the same paper, and those to the body that answers; an official or a party answers for its body, one
    body for another under a heading that names that.

    What another paper of the answering side retells is answered there. A company's or an association's board may be
    named no more than that. Where nobody knows whose the answer is, all findings of the organisation are looked at;
    of the only one, where the answer does not name it.
    """
    found = list(blocks.get(answer.paper.id, ()))
    bodies = {answer.body, answer.paper.body, *_bodies_named(answer.heading)} - {""}
    bodies |= {_BOARD for body in bodies if body.endswith(_BOARD)}
    names = [f"body {body}" for body in sorted(bodies)] or [f"of {answer.paper.organisation}"]
    for name in names:
        found += (
            f
            for f in blocks.get(name, ())
            if not _is_retold(f) and one_organisation(f.paper.organisation, answer.paper.organisation)
        )
    return list({f.id: f for f in found}.values())


def _is_retold(finding: Told) -> bool:
    """Told by the side that answers; what auditors say in a follow-up of theirs is their own, and can be answered."""
    kind = finding.paper.kind
    return kind in _ANSWERING or (kind in _OF_EITHER and finding.rule.startswith(_RETOLD))


@lru_cache(maxsize=2_000)
def _bodies_named(heading: str) -> tuple[str, ...]:
    return tuple(mention.name for mention in find_bodies(heading) if not is_generic(mention.name))
