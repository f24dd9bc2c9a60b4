"""What can go wrong, and which file it went wrong in. One root, few leaves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType


class SparbarError(Exception):
    """Root of all errors that Spårbar raises on purpose; its text is fit to show a user."""


class UnreadableDocumentError(SparbarError):
    """A document that cannot be read: corrupt, encrypted, empty, too large or of the wrong kind.

    `code` is a key of `lexicon/messages/problems.toml`, where what is wrong and what to do stand in both languages.
    """

    def __init__(self, path: Path | str, code: str, detail: str = "") -> None:
        super().__init__(f"{path}: {code}{f' ({detail})' if detail else ''}")
        self.path = str(path)
        self.code = code
        self.detail = detail

    def __reduce__(self) -> tuple[type[UnreadableDocumentError], tuple[str, str, str]]:
        """Pickle by the arguments, so that the error survives the way back from a worker process."""
        return (UnreadableDocumentError, (self.path, self.code, self.detail))


class LexiconError(SparbarError):
    """A lexicon file that does not hold what the loader expects."""


class StoreError(SparbarError):
    """A database that cannot be opened, is locked, is full, or is of a newer version.

    `code` is the key of its message and `values` what is filled in, to say it in another language.
    """

    code: str = ""
    values: Mapping[str, str] = MappingProxyType({})


class NotFoundError(SparbarError):
    """A document or record that the user named is not in the database."""
