"""From Document to what it is, its sections and its sentences."""

from pipeline.structure.kind import classify
from pipeline.structure.papers import find_papers
from pipeline.structure.sections import divide_sections
from pipeline.structure.sentences import divide_sentences

__all__ = ["classify", "divide_sections", "divide_sentences", "find_papers"]
