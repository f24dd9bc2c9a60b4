"""What does not hold: promises past their date, figures that do not add up, findings that nobody answered."""

from pipeline.check.figures import WrongFigure, find_wrong_figures
from pipeline.check.overdue import Overdue, find_overdue
from pipeline.check.unanswered import Unanswered, find_unanswered

__all__ = ["Overdue", "Unanswered", "WrongFigure", "find_overdue", "find_unanswered", "find_wrong_figures"]
