"""How often the program is right: its records held against labels made by hand."""

from pipeline.evaluate.labels import Labels, read_labels
from pipeline.evaluate.score import evaluate
from pipeline.evaluate.scores import Score, add_scores

__all__ = ["Labels", "Score", "add_scores", "evaluate", "read_labels"]
