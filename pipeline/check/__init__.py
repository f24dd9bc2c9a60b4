"""What does not hold: promises past their date, figures that do not add up, wrong references, unanswered findings."""

from pipeline.check.contradictions import ContradictingStatements, find_contradictions
from pipeline.check.figures import (
    CheckedFigure,
    DifferingFigure,
    find_checked_figures,
    find_differing_figures,
    find_verified_totals,
    find_wrong_figures,
)
from pipeline.check.overdue import Overdue, SaidDone, find_overdue, find_said_done
from pipeline.check.references import WrongReference, find_wrong_references
from pipeline.check.unanswered import Unanswered, find_unanswered

__all__ = [
    "CheckedFigure",
    "ContradictingStatements",
    "DifferingFigure",
    "Overdue",
    "SaidDone",
    "Unanswered",
    "WrongReference",
    "find_checked_figures",
    "find_contradictions",
    "find_differing_figures",
    "find_overdue",
    "find_said_done",
    "find_unanswered",
    "find_verified_totals",
    "find_wrong_figures",
    "find_wrong_references",
]
