"""Characters a second, on one core, for finding citations; beside eyecite's on English text of the same length.

    python bench/citations.py [--characters 1000000] [--runs 3] [FILE ...]

The Swedish text is invented papers, or FILEs; a document is 100,000 characters. Finding is all of `extract_citations`:
§ of minutes with body and date, meetings, case numbers, statutes, named documents. Reading the file is not timed.
eyecite (BSD-2-Clause) finds American citations; it is no dependency: `pip install '.[bench]'`. Both run in one process.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.extract.citations import extract_citations
from pipeline.read import ReadOptions, read_document
from pipeline.records import Reading
from pipeline.structure import classify, divide_sections, divide_sentences

DOCUMENT = 100_000
BODIES = ["Kommunstyrelsen", "Socialnämnden", "Tekniska nämnden", "KF", "BUN", "Miljö- och byggnadsnämnden"]
PLAIN = [
    "Förvaltningen har tagit fram ett förslag till riktlinjer som beskriver ansvar och arbetssätt för verksamheten.",
    "Nämnden bedömer att den interna kontrollen i huvudsak är tillräcklig men att uppföljningen kan utvecklas.",
    "Kostnaderna beräknas till 2 450 tkr under 2023 och ryms inom beslutad ram.",
    "Arbetet har bedrivits tillsammans med berörda enheter, och medarbetarna har fått möjlighet att lämna synpunkter.",
    "Barnens bästa har beaktats i beredningen, och förslaget bedöms inte medföra några negativa konsekvenser.",
]
ENGLISH = [
    "The committee considered the report and found that the internal controls were adequate for the period.",
    "Costs are estimated at 2,450 thousand for 2023 and remain within the budget that was adopted for the programme.",
    "The work was carried out together with the units concerned, and employees were given a chance to comment.",
]


def swedish(characters: int, chance: random.Random) -> str:
    """Invented paragraphs, about one citation in every three sentences."""
    parts: list[str] = []
    while sum(map(len, parts)) < characters:
        body, year, number = chance.choice(BODIES), chance.randint(2015, 2024), chance.randint(1, 240)
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        cited = chance.choice(
            [
                f"{body} beslutade {day}, § {number}, att anta planen (dnr KS {year}/{number}).",
                f"Det togs upp den {chance.randint(1, 28)} mars {year} (§§ {number}, {number + 2} och {number + 4}).",
                f"Enligt {chance.randint(2, 12)} kap. {chance.randint(1, 40)} § kommunallagen gäller detta.",
                f"Svaret lämnades i tjänsteskrivelse daterad {day} enligt 9 § LSS.",
            ]
        )
        parts.append(" ".join([*chance.choices(PLAIN, k=2), cited]) + "\n\n")
    return "".join(parts)[:characters]


def english(characters: int, chance: random.Random) -> str:
    """Invented paragraphs with American citations, as many as in the Swedish text."""
    parts: list[str] = []
    while sum(map(len, parts)) < characters:
        volume, page = chance.randint(1, 600), chance.randint(1, 900)
        cited = chance.choice(
            [
                f"See Smith v. Jones, {volume} U.S. {page}, {page + 3} ({chance.randint(1950, 2020)}).",
                f"The rule stands in {volume} F.3d {page} (9th Cir. {chance.randint(1990, 2020)}); id. at {page}.",
                f"This follows from 42 U.S.C. § {chance.randint(1000, 2000)}.",
            ]
        )
        parts.append(" ".join([*chance.choices(ENGLISH, k=2), cited]) + "\n\n")
    return "".join(parts)[:characters]


def readings_of(texts: list[str]) -> list[Reading]:
    """The texts as documents, read and divided."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            path = Path(folder) / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            document = read_document(path, ReadOptions())
            found.append(Reading(document, classify(document), divide_sections(document), divide_sentences(document)))
    return found


def timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.process_time()
    count = work()
    return time.process_time() - start, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    chance = random.Random(7)
    pieces = max(1, arguments.characters // DOCUMENT)
    texts = [path.read_text(encoding="utf-8") for path in arguments.files] or [
        swedish(min(DOCUMENT, arguments.characters), chance) for _ in range(pieces)
    ]
    readings = readings_of(texts)
    total = sum(len(r.document.text) for r in readings)
    foreign = [english(len(text), chance) for text in texts]

    works: dict[str, Callable[[], int]] = {"sparbar": lambda: sum(len(extract_citations(r)) for r in readings)}
    if importlib.util.find_spec("eyecite"):
        from eyecite import get_citations

        works["eyecite"] = lambda: sum(len(get_citations(text)) for text in foreign)
        get_citations("warm up 1 U.S. 1")
    for work in works.values():
        work()  # patterns are compiled once
    times: dict[str, list[float]] = {name: [] for name in works}
    counts: dict[str, int] = {}
    for _ in range(arguments.runs):
        for name, work in works.items():
            seconds, counts[name] = timed(work)
            times[name].append(seconds)
    rates = {name: total / statistics.median(seconds) / 1e6 for name, seconds in times.items()}
    print(f"{total} characters in {len(texts)} documents, median of {arguments.runs} runs, processor time of one core")
    for name, rate in rates.items():
        print(f"{name:8} {rate:6.2f} M characters/s  {counts[name]:7} citations")
    if "eyecite" in rates:
        print(f"sparbar / eyecite: {rates['sparbar'] / rates['eyecite']:.1f}")
    else:
        print("eyecite is not installed, so there is nothing to compare with: pip install '.[bench]'")


if __name__ == "__main__":
    main()
