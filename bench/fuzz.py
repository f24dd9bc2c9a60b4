"""Damage sound files in thousands of ways, and tell each fault that is not an UnreadableDocumentError.

    python bench/fuzz.py FILE ... [--count 1000] [--seed 1]

The whole of `process` is run, for extractors can fail too; archives and letters are taken apart. Of a DOCX the XML
inside is damaged: damage to the package is found by its checksums. What fails is kept at the path told, to become a
case of `tests/test_read_hostile.py`, whose own fuzzing is too short to meet what comes once in a thousand.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from pipeline.errors import UnreadableDocumentError
from pipeline.read import ReadOptions, is_container, unpack, unpacked_size
from pipeline.stages import process
from pipeline.store import prepare_rows

SLOW = 20.0  # seconds
SIGNS = b"\x00\t\n\f\r\x1c '\"()*+,-./09:;<=>?@[\\]_{|}\x7f\x85\xa0\xad\xc3\xe5\xff"
WORDS = [
    "²", "①", "٣", "½", "Ⅷ", "\u2028", "\x85", "\x1c", "\u00ad", "\u200b", "\ufeff", "a\u0308", "\u0301", "ﬁ", "İ",
    "😀",
    "0", "00", "-1", "9" * 30, "9" * 5000, "1e999", "NaN", "%", "§", "§ 0", "§§ 1–99999", "0000-00-00", "3000-13-45",
    "9999-12-31", "31 februari 2023", "vecka 99", "Q9", "år 0001", "0 tkr", "(S)", "att", "Ja", "Nej", "Svar:",
    "Beslut",
    "1.", "a)", "•", "–", "a-", "|", "| |", "\t", "\f", "\n", "\n\n\n", "   ", ". " * 100, "(" * 200, "</p>", "<table>",
    "<td>", "<ol>", "&#0;", "&#55296;",
]  # fmt: skip
PARTS = re.compile(r"(\s+|[|,.;:()<>=\"-])")
ATTRIBUTE = re.compile(r'="([^"]*)"')
ELEMENT = re.compile(r"<(\w[\w:]*)[^<>]*/>|<(\w[\w:]*)\b[^<>]*>[^<]*</\2>")


def damage(kind: str, content: bytes, chance: random.Random) -> bytes:
    """The content with a few faults in it."""
    if kind == ".docx" and chance.random() < 0.9:
        return damage_package(content, chance)
    if kind in {".pdf", ".docx", ".zip"} or chance.random() < 0.4:
        return damage_bytes(content, chance)
    return damage_words(content.decode("utf-8", "replace"), chance).encode("utf-8", "replace")


def damage_bytes(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut, doubled, and words put in."""
    made = bytearray(content)
    for _ in range(chance.randint(0, 8)):
        place = chance.randrange(len(made) + 1)
        many = chance.choice([1, 3, 20, 400])
        made[place : place + chance.choice([0, many])] = chance.choice(
            [bytes([chance.choice(SIGNS)]), chance.randbytes(1), b"", bytes(made[: 2 * many][-many:]),
             chance.choice(WORDS).encode()]
        )  # fmt: skip
    return bytes(made[: chance.randint(1, len(made) + 1)] if chance.random() < 0.15 else made) or b"x"


def damage_words(text: str, chance: random.Random) -> str:
    """Words and lines changed, left out, doubled and moved."""
    words = PARTS.split(text) if chance.random() < 0.6 else text.splitlines(keepends=True)
    for _ in range(chance.choice([1, 2, 3, 6, 12, 25])):
        place, other = chance.randrange(len(words) + 1), chance.randrange(len(words) + 1)
        many = chance.randint(0, 10)
        taken = words[other : other + many]
        words[place : place + chance.choice([0, 1, many])] = chance.choice(
            [
                [],
                taken,
                [chance.choice(WORDS)],
                [re.sub(r"\d+", chance.choice(WORDS), w) for w in taken],
            ]
        )
    return "".join(words)


def damage_package(content: bytes, chance: random.Random) -> bytes:
    """A DOCX with attributes and elements of one of its parts changed, left out or doubled."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
        hurt = chance.choice([*["word/document.xml"] * 4, *names])
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, damage_xml(part.decode("utf-8", "replace"), chance) if name == hurt else part)
    return made.getvalue()


def damage_xml(text: str, chance: random.Random) -> str:
    """XML that mostly stays well formed, and says odd things."""
    for _ in range(chance.choice([1, 1, 2, 4, 8])):
        attribute = chance.random() < 0.5
        found = list((ATTRIBUTE if attribute else ELEMENT).finditer(text))
        if not found:
            continue
        one, other = chance.choice(found), chance.choice(found)
        if attribute:
            value = chance.choice(["", "0", "-1", "²", "٣", "1.5", "true", "%1%9", "9" * 30, other[1]])
            text = text[: one.start(1)] + value + text[one.end(1) :]
        else:
            text = text[: one.start()] + chance.choice(["", other[0], one[0] * 2]) + text[one.end() :]
    return text


def run_once(path: Path, folder: Path) -> None:
    """All that a batch does with a file."""
    if is_container(path):
        unpacked_size(path)
        unpack(path, str(path), folder)
    found = process(path, ReadOptions(ocr="never"))
    for record in found.records:
        assert 0 <= record.at.char_start <= record.at.char_end <= len(found.document.text), record
    prepare_rows(found)


def main() -> None:
    """Run, and print each sort of fault once, with how often it came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance, faults = random.Random(options.seed), Counter[tuple[str, str, int]]()
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number in range(options.count):
        sound = chance.choice(options.files)
        path = kept / f"{number:06}{sound.suffix.lower()}"
        path.write_bytes(damage(sound.suffix.lower(), sound.read_bytes(), chance))
        began, fault = time.process_time(), None
        try:
            run_once(path, kept / f"{number:06}")
        except UnreadableDocumentError:
            pass
        except Exception as error:
            last = [frame for frame in traceback.extract_tb(error.__traceback__) if "pipeline" in frame.filename][-1]
            fault = (type(error).__name__, Path(last.filename).name, last.lineno or 0)
            if fault not in faults:
                print(path, *fault, error, flush=True)
            faults[fault] += 1
        if (taken := time.process_time() - began) > SLOW:
            print(path, f"{taken:.0f} s", flush=True)
        elif fault is None or faults[fault] > 1:
            path.unlink()
    print(f"{options.count} tried, {sum(faults.values())} faults of {len(faults)} sorts")


if __name__ == "__main__":
    main()
