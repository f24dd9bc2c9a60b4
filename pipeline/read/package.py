"""The parts of a DOCX package, opened with care: no bombs, no outside entities, nothing fetched."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.errors import UnreadableDocumentError
from pipeline.read.sniff import ZIP_FAULTS

_MOST_BYTES = 300_000_000  # a part that unpacks to more is no document
_MOST_RATIO = 200  # XML seldom packs better than 1:30
_MOST_PARTS = 20_000
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"  # of files saved as "Strict Open XML"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Package:
    """A DOCX package's XML parts by name. Raises UnreadableDocumentError when it is broken or hostile."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except ZIP_FAULTS as error:
            raise UnreadableDocumentError(path, "corrupt", str(error)) from error
        infos = self.archive.infolist()
        total = sum(info.file_size for info in infos)
        if len(infos) > _MOST_PARTS or total > _MOST_BYTES or total > _MOST_RATIO * max(len(data), 5_000_000):
            raise UnreadableDocumentError(path, "too_large", f"{total // 1_000_000} MB")
        self.names = {info.filename for info in infos}

    def part(self, name: str) -> Any | None:
        """The root element of a part, or None when the package has none of that name.

        A number may stand behind the name, as in "word/document2.xml", which Microsoft's servers write.
        """
        found = name if name in self.names else self._numbered(name)
        if found is None:
            return None
        content = self.bytes_of(found) or b""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(content.replace(_STRICT, _USUAL, 20), parser)
        except etree.XMLSyntaxError as error:
            code = "too_deep" if "Excessive depth" in str(error) else "corrupt"
            raise UnreadableDocumentError(self.path, code, str(error)) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnreadableDocumentError(self.path, "corrupt", "DTD")
        return root

    def relations(self) -> dict[str, str]:
        """The names of the parts that the main one refers to, by the ids that it calls them by."""
        main = next((n for n in sorted(self.names) if re.fullmatch(r"word/document\d*\.xml", n)), "word/document.xml")
        root = self.part(f"word/_rels/{main.removeprefix('word/')}.rels")
        inner = [e for e in root if e.get("TargetMode") != "External"] if root is not None else []
        return {e.get("Id", ""): _inside(e.get("Target", "")) for e in inner}

    def bytes_of(self, name: str) -> bytes | None:
        """A part as it is, or None when the package has none of that name."""
        if name not in self.names:
            return None
        try:
            with self.archive.open(name) as stream:
                content = stream.read(_MOST_BYTES + 1)
        except ZIP_FAULTS as error:
            raise UnreadableDocumentError(self.path, "corrupt", str(error)) from error
        if len(content) > _MOST_BYTES:
            raise UnreadableDocumentError(self.path, "too_large", f"{len(content) // 1_000_000} MB")
        return content

    def headers(self) -> list[Any]:
        """The header parts, in the order of their names."""
        return self._parts("word/header")

    def footers(self) -> list[Any]:
        """The footer parts, in the order of their names."""
        return self._parts("word/footer")

    def _numbered(self, name: str) -> str | None:
        stem, _, suffix = name.rpartition(".")
        form = re.compile(rf"{re.escape(stem)}\d+\.{suffix}")
        return min((n for n in self.names if form.fullmatch(n)), default=None)

    def _parts(self, start: str) -> list[Any]:
        names = sorted(n for n in self.names if n.startswith(start) and n.endswith(".xml"))
        return [part for name in names if (part := self.part(name)) is not None]


def _inside(target: str) -> str:
    """A part's name in the package, of how a part in the folder "word" calls it."""
    return target.lstrip("/") if target.startswith("/") else f"word/{target}"
