"""ODT, RTF and Word 97–2003, turned into DOCX by LibreOffice when that is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read.clock import seconds_left
from pipeline.read.sniff import office_kind

_TIMEOUT = 180.0  # seconds
_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
# No macros, no links followed, and all ways out through a proxy that is not there.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_ITEM = """<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>
</item>
"""
_SAFE = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)


@cache
def find_office() -> str | None:
    """LibreOffice's program, or None when it is not installed."""
    found = next((place for name in _PROGRAMS if (place := shutil.which(name))), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def convert_to_docx(path: Path, data: bytes) -> tuple[bytes, str]:
    """The document as DOCX, and what it was: "ODT via LibreOffice".

    Raises UnreadableDocumentError when LibreOffice is not installed, cannot read the file or takes too long over it.
    """
    kind = office_kind(data)
    program = find_office()
    if program is None:
        raise UnreadableDocumentError(path, "needs_libreoffice", kind)
    with tempfile.TemporaryDirectory(prefix="sparbar-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"in.{kind.lower()}"  # never the file's own name, which LibreOffice might take as an option
        source.write_bytes(data)
        _write_settings(folder / "profile" / "user")
        _run(path, program, folder, source)
        made = folder / "out" / "in.docx"
        if not made.is_file():
            raise UnreadableDocumentError(path, "office_failed", kind)
        return made.read_bytes(), f"{kind} via LibreOffice"


def _write_settings(folder: Path) -> None:
    folder.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SAFE)
    (folder / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")


def _run(path: Path, program: str, folder: Path, source: Path) -> None:
    command = [
        program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nolockcheck", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"),
        str(source),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(timeout=seconds_left(_TIMEOUT))
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocumentError(path, "office_failed", f"{error.timeout:.0f} s") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what may still run: the program that was started starts another one."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
