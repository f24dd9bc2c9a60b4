"""What does not hold: promises past their date, figures that do not add up, findings that nobody answered."""

from pipeline.check.figures import (
    CheckedFigure,
    DifferingFigure,
    find_checked_figures,
    find_differing_figures,
    find_verified_totals,
    find_wrong_figures,
)
from pipeline.check.overdue import Overdue, find_overdue
from pipeline.check.unanswered import Unanswered, find_unanswered

__all__ = [
    "CheckedFigure",
    "DifferingFigure",
    "Overdue",
    "Unanswered",
    "find_checked_figures",
    "find_differing_figures",
    "find_overdue",
    "find_unanswered",
    "find_verified_totals",
    "find_wrong_figures",
]
