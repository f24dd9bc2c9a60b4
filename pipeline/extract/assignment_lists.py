"""Lists of assignments under a common lead: "Nedanstående uppdrag, givna i budget 2021, förklaras fullgjorda"."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.extract.context import Context, Window
from pipeline.lexicon import load_lexicon
from pipeline.records import Decision

_REACH = 700  # characters from one item of a list to the next; a longer stretch ends it


@dataclass(slots=True)
class AssignmentList:
    """The list that is open while a document is read: what becomes of its items, who gave them, where it has come."""

    status: str
    given_by: str | None
    end: int
    decision: str | None  # the decision that holds the lead

    def holds(self, window: Window, decision: Decision | None) -> bool:
        """Whether a window still belongs to the list: in the same decision, or close behind the item before."""
        same = decision is not None and decision.id == self.decision
        return self.end <= window.start and (same or window.start <= self.end + _REACH)


def list_opened(
    context: Context, window: Window, given_by: str | None, decision: Decision | None
) -> AssignmentList | None:
    """The list that a sentence opens, if it is a lead. Where some items are excepted, no item's status is known."""
    lead = load_lexicon("assignments").pattern("part.list_lead").regex.search(context.flow, window.start, window.end)
    if not lead:
        return None
    status = "unknown" if "undantag" in lead[0] else "open" if lead["not"] else "done"
    return AssignmentList(status, given_by, window.end, decision.id if decision else None)
