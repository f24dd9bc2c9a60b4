"""Which findings an answer can be to: those of its own paper and its case, and those to the body that answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from pipeline.lexicon.bodies import find_bodies, is_generic
from pipeline.lexicon.organisations import one_organisation
from pipeline.link.told import Paper, Told

_ANSWERING = frozenset({"response", "action_plan"})
_OF_EITHER = frozenset({"follow_up", "other"})
_BOARD = "styrelsen"
_ONLY_BOARDS = frozenset({_BOARD, "direktionen"})  # of a company or an association
_COMPANY = " ab"
_SEVERAL = re.compile(r"(?<=styrels)ernas?$|(?<=nämnd)ernas?$")  # "kommunstyrelserna" are each a kommunstyrelse
_COMMITTEE = re.compile(r"(.+(?:nämnden|styrelsen|fullmäktige))s \w*utskott(?:et)?")
_DISTRICT = re.compile(
    r"^.+?(?=s? (\w*områdes?nämnden|stadsdelsnämnden)$)"
)  # "vasa stadsdelsnämnden": which, and its kind
_MANY = 200  # findings of a case, or places of a matter


class Candidates:
    """Findings by their document, their body, their organisation, their case and their matter."""

    def __init__(self, findings: Iterable[Told], matters: Mapping[str, str]) -> None:
        """`matters` says of each finding, by id, what it speaks of (`find_matters`)."""
        self._matters = matters
        findings = list(findings)
        self._unaddressed: dict[str, list[Told]] = defaultdict(list)  # by organisation
        for finding in findings:
            if not finding.body:
                self._unaddressed[finding.paper.organisation].append(finding)
        self._said_of: dict[str, list[Told]] = {}  # of a company, by its name
        self._blocks: dict[str, list[Told]] = defaultdict(list)
        for finding in findings:
            for name in self._names(finding):
                self._blocks[name].append(finding)
        self._companies = [name.removeprefix("body ") for name in self._blocks if name.endswith(_COMPANY)]
        bodies = (name.removeprefix("body ") for name in self._blocks)
        self._districts = [(body, part) for body in bodies if (part := _DISTRICT.search(body))]
        known = {name for name in self._blocks if name.startswith("of ")} - {"of "}
        if len(known) == 1:  # an answer that does not name its organisation can be to no other
            self._blocks["of "] = self._blocks["of "] + self._blocks[known.pop()]

    def _names(self, finding: Told) -> set[str]:
        bodies = {finding.body, *finding.body.replace(" och ", ", ").split(", ")}
        bodies |= {_SEVERAL.sub("en", body) for body in bodies}
        return {
            finding.paper.id,
            f"of {finding.paper.organisation}",
            f"matter {self._matters[finding.id]}",
            *(f"body {body}" for body in bodies),
            *(f"case {number}" for number in finding.paper.case_numbers),
        }

    def of(self, answer: Told) -> list[Told]:
        """Findings of the same paper, of its case, of papers whose points it retells, and those to the body that
        answers; an official, a party or a committee answers for its body, one body for another under a heading that
        names that.

        What another paper of the answering side retells is answered there. A company's or an association's board may be
        named no more than that, or the company alone; a district's board by its kind, where the head names the
        district. Where nobody knows whose the answer is, all findings of the organisation are looked at; of the only
        one, where the answer does not name it.
        """
        own = self._blocks.get(answer.paper.id, [])
        bodies = {answer.body, answer.paper.body, *_bodies_named(answer.heading)} - {""}
        bodies |= {whole[1] for body in bodies if (whole := _COMMITTEE.fullmatch(body))}
        bodies |= {_BOARD for body in bodies if body.endswith(_BOARD)}
        if _BOARD in bodies:
            bodies |= {name for name in self._companies if name in answer.paper.head.lower()}
        head = answer.paper.head.lower()
        bodies |= {body for body, part in self._districts if part[1] in bodies and part[0] in head}
        names = [f"body {body}" for body in sorted(bodies)] or [f"of {answer.paper.organisation}"]
        told = (f for name in [*names, *self._tied(answer, own)] for f in self._blocks.get(name, ()))
        others = (
            f for f in (*told, *self._of_only_board(answer, bodies))
            if not _is_retold(f) and _may_answer(answer.paper, f.paper)
        )  # fmt: skip
        return list({f.id: f for f in (*own, *others)}.values())

    def _of_only_board(self, answer: Told, bodies: set[str]) -> list[Told]:
        """Findings that name nobody, where a company or an association answers: there its board is the only one."""
        companies = [name for body in bodies if (name := body.lower()).endswith(_COMPANY)]
        own = answer.paper.organisation if bodies & _ONLY_BOARDS else ""
        said = [f for name in companies for f in self._said_of_company(name)]
        return [*(self._unaddressed[own] if own else ()), *said]

    def _said_of_company(self, name: str) -> list[Told]:
        if name not in self._said_of:
            unaddressed = [f for own in self._unaddressed.values() for f in own]
            self._said_of[name] = [f for f in unaddressed if _is_named(name, f.paper.head)]
        return self._said_of[name]

    def _tied(self, answer: Told, own: Sequence[Told]) -> list[str]:
        """The cases of the answer's paper, and the papers that tell what it retells; what ties half the archive tells
        nothing."""
        cases = [f"case {number}" for number in answer.paper.case_numbers]
        matters = {f"matter {self._matters[f.id]}" for f in own}
        few = {name for name in (*cases, *matters) if len(self._blocks.get(name, ())) <= _MANY}
        papers = {f.paper.id for name in few & matters for f in self._blocks[name]}
        return [name for name in cases if name in few] + sorted(papers - {answer.paper.id})


def _is_retold(finding: Told) -> bool:
    """Told by the side that answers; what auditors say in a follow-up of theirs is their own, and can be answered."""
    kind = finding.paper.kind
    return kind in _ANSWERING or (kind in _OF_EITHER and finding.is_retold)


def _may_answer(answering: Paper, auditing: Paper) -> bool:
    """Papers of one organisation, or of two of which one's head names the other: a joint authority and its members."""
    of, on = answering.organisation, auditing.organisation
    return one_organisation(of, on) or _is_named(of, auditing.head) or _is_named(on, answering.head)


@lru_cache(maxsize=100_000)
def _is_named(organisation: str, head: str) -> bool:
    return organisation in head.lower()


@lru_cache(maxsize=2_000)
def _bodies_named(heading: str) -> tuple[str, ...]:
    return tuple(mention.name for mention in find_bodies(heading) if not is_generic(mention.name))
