"""ZIP archives and letters with attachments, taken apart: each member is a file to be read by itself."""

from __future__ import annotations

import errno
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.errors import UnreadableDocumentError
from pipeline.read.mail import attached_files, parse_letter
from pipeline.read.sniff import MEDIA, ZIP_FAULTS, is_archive
from pipeline.records import Problem

_MOST_MEMBERS = 10_000
_MOST_RATIO = 200
_PIECE = 1 << 20
_NEVER_IN_NAMES = re.compile(r"[\x00-\x1f\x7f]|[\ud800-\udfff]")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Member:
    """A file taken out of another: where its bytes lie now, and its name there ("möte/protokoll.pdf")."""

    path: Path
    name: str


@dataclass(slots=True)
class Unpacked:
    """What a container held: members to read, and what was left out."""

    members: list[Member] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def is_container(path: Path) -> bool:
    """Whether a file holds files that are documents of their own."""
    return path.suffix.lower() == ".eml" or is_archive(path)


def unpacked_size(path: Path) -> int:
    """How many bytes a container says that it holds; an archive's files are never read further than that.

    Raises UnreadableDocumentError when it cannot be opened: it may be gone again since it was found.
    """
    try:
        if path.suffix.lower() == ".eml":
            return path.stat().st_size
        with zipfile.ZipFile(path) as archive:
            return sum(info.file_size for info in archive.infolist())
    except (FileNotFoundError, PermissionError) as error:
        raise UnreadableDocumentError(path, "cannot_open", error.strerror or str(error)) from error
    except ZIP_FAULTS as error:
        raise UnreadableDocumentError(path, "corrupt", str(error)) from error


def unpack(path: Path, name: str, into: Path) -> Unpacked:
    """Take a container's documents out into a folder, under names of our own; `name` is what its problems are told of.

    What cannot be read or is no document is told in one problem per cause. Raises UnreadableDocumentError when it is
    broken, or unpacks out of all proportion.
    """
    found = Unpacked()
    skipped: list[str] = []
    locked: list[str] = []
    broken: list[str] = []
    into.mkdir(parents=True)
    letter = path.suffix.lower() == ".eml"
    names: set[str] = set()
    for number, (written, pieces) in enumerate(_read_letter(path) if letter else _read_archive(path)):
        inner = clean_name(written) or f"{number + 1}"
        suffix = PurePosixPath(inner).suffix.lower()
        if suffix not in MEDIA:
            skipped.append(suffix or "?")
            continue
        if pieces is None:
            locked.append(inner)
            continue
        target = into / f"{number:05}{suffix}"
        try:
            with target.open("wb") as out:
                out.writelines(pieces)
        except ZIP_FAULTS as error:
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                raise UnreadableDocumentError(name, "no_room", inner) from error
            broken.append(inner)
            continue
        inner = f"{number + 1}/{inner}" if inner in names else inner  # two members of one name stay apart
        names.add(inner)
        found.members.append(Member(target, inner))
    if skipped:
        found.problems.append(Problem(name, "skipped", f"{len(skipped)}: {', '.join(sorted(set(skipped)))}"))
    if locked:
        found.problems.append(Problem(name, "encrypted_members", _some(locked)))
    if broken:
        found.problems.append(Problem(name, "broken_members", _some(broken)))
    if not letter and not found.members and not found.problems:
        found.problems.append(Problem(name, "empty_archive"))
    return found


def clean_name(written: str) -> str:
    """A member's name without what would lead out of the archive: "../../etc/x.pdf" is "etc/x.pdf"."""
    name = _NEVER_IN_NAMES.sub("_", unicodedata.normalize("NFC", written)).replace("\\", "/")
    parts = [part.strip() for part in name.split("/")]
    return "/".join(p for p in parts if p not in {"", ".", ".."} and not re.fullmatch(r"[A-Za-z]:", p))[-400:]


def _read_archive(path: Path) -> Iterator[tuple[str, Iterator[bytes] | None]]:
    """Each file's name and its bytes in pieces; None when it is locked by a password."""
    try:
        archive = zipfile.ZipFile(path)
    except (FileNotFoundError, PermissionError) as error:
        raise UnreadableDocumentError(path, "cannot_open", error.strerror or str(error)) from error
    except ZIP_FAULTS as error:
        raise UnreadableDocumentError(path, "corrupt", str(error)) from error
    with archive:
        infos = [info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
        total = sum(info.file_size for info in infos)
        if len(infos) > _MOST_MEMBERS:
            raise UnreadableDocumentError(path, "too_many_members", str(len(infos)))
        if total > _MOST_RATIO * max(path.stat().st_size, 1_000_000):
            raise UnreadableDocumentError(path, "too_large", f"{total // 1_000_000} MB")
        for info in infos:
            yield info.filename, None if info.flag_bits & 1 else _pieces(archive, info)


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _read_letter(path: Path) -> Iterator[tuple[str, Iterator[bytes] | None]]:
    for name, data in attached_files(parse_letter(path, path.read_bytes())):
        yield name.replace("/", "_"), iter((data,))


def _is_hidden(name: str) -> bool:
    return any(p.startswith((".", "~$", "__MACOSX")) and p not in {".", ".."} for p in re.split(r"[/\\]", name))


def _some(names: list[str]) -> str:
    more = f" + {len(names) - 3}" if len(names) > 3 else ""
    return f"{len(names)}: {', '.join(names[:3])}{more}"
