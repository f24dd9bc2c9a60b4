"""Citations and bodies -> what they name."""

from pipeline.resolve.citations import resolve_citations
from pipeline.resolve.copied_papers import mark_copied_papers
from pipeline.resolve.organisations import assume_organisations
from pipeline.resolve.reasons import (
    NO_SUCH_MEETING,
    NO_SUCH_PARAGRAPH,
    NOT_IN_DATABASE,
    OTHER_CASE_NUMBER,
    TWO_CANDIDATES,
)
from pipeline.resolve.same_items import mark_same_items

__all__ = [
    "NOT_IN_DATABASE",
    "NO_SUCH_MEETING",
    "NO_SUCH_PARAGRAPH",
    "OTHER_CASE_NUMBER",
    "TWO_CANDIDATES",
    "assume_organisations",
    "mark_copied_papers",
    "mark_same_items",
    "resolve_citations",
]
