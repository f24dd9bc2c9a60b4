"""Citations and bodies -> what they name."""

from pipeline.resolve.citations import NO_SUCH_PARAGRAPH, NOT_IN_DATABASE, TWO_CANDIDATES, resolve_citations

__all__ = ["NOT_IN_DATABASE", "NO_SUCH_PARAGRAPH", "TWO_CANDIDATES", "resolve_citations"]
