"""Motions at a meeting (yrkanden): who makes them and what each asks for, a record for each kind that one asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.item_blocks import blocks_within, under_labels
from pipeline.extract.items import Item
from pipeline.extract.parties import parties_as_subject
from pipeline.extract.people import Person, find_people, people_in_row, plain_people
from pipeline.extract.sentence_bounds import sentence_end, sentence_start
from pipeline.lexicon import load_lexicon
from pipeline.records import Motion, Reading, record_id

_TURNED = re.compile(r"\s(?:dels\s|även\s|också\s|ledamoten\s)?(?=[A-ZÅÄÖ])")  # "yrkar dels Anna Ek bifall"


_PARTS = re.compile(r":|(?<=\))\s[–-](?=\s)")
# What leads to the next thing that is asked for: "bifall till A och i andra hand | avslag".
_JOINS_NEXT = re.compile(r"(?:,|\s(?:och|samt|men))?(?:\si (?:andra|tredje) hand|\si övrigt)?\s*$")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a motion asks for: its kind, None when nothing tells it, and the words of it."""

    kind: str | None
    text: str


def extract_motions(reading: Reading, item: Item, item_id: str) -> list[Motion]:
    """The motions told of in an item, in order; who agrees with a motion asks for the same."""
    flow = reading.document.flow
    motions = load_lexicon("motions")
    verbs = list(motions.pattern("motion.verb").regex.finditer(flow, item.body_start, item.end))
    found: list[Motion] = []
    last: list[_Asked] = []
    for index, verb in enumerate(verbs):
        since = max(sentence_start(flow, item.body_start, verb.start()), verbs[index - 1].end() if index else 0)
        end = sentence_end(flow, verb.end(), item.end)
        people = _makers(flow, since, verb, min(end, verbs[index + 1].start()) if index + 1 < len(verbs) else end)
        text = " ".join(flow[verb.start() : end].split())
        if not people or flow[end : end + 1] == "?" or motions.pattern("motion.procedural").regex.search(text):
            continue
        if motions.pattern("motion.written").regex.search(flow[since : verb.start()]):
            continue
        if verb[0].lower() == "instämmer":
            asked = [_Asked(a.kind, text) for a in last]  # none when it agrees with what no motion here says
        else:
            following = verbs[index + 1].start() if index + 1 < len(verbs) else end
            asked = last = _asked_for(text if following >= end else " ".join(flow[verb.start() : following].split()))
        found += [_motion(reading, item_id, p, one, verb.start(), end) for p in people for one in asked]
    return [*found, *_behind_colons(reading, item, item_id)]


def _behind_colons(reading: Reading, item: Item, item_id: str) -> list[Motion]:
    """The motions under their label as "Anna Ek (S) och Bo Al (M): Bifall till förslaget", or with a dash between."""
    flow, motions = reading.document.flow, load_lexicon("motions")
    found: list[Motion] = []
    for block, kind in under_labels(reading.document, blocks_within(reading.document, item.body_start, item.end)):
        parts = _PARTS.search(flow, block.start, block.end)
        colon = parts.start() if parts else -1
        words = flow[block.start : colon]
        if kind != "motions" or parts is None or motions.pattern("motion.verb").regex.search(words):
            continue
        people = find_people(flow, block.start, colon) or plain_people(flow, block.start, colon)
        first = colon - len(words.lstrip(" -–•"))
        text = " ".join(flow[parts.end() : block.end].split())
        if (
            not people
            or not _opens(flow, first, people[0].start)
            or not text
            or motions.pattern("motion.procedural").regex.search(text)
        ):
            continue
        found += [_motion(reading, item_id, p, one, colon, block.end) for p in people for one in _asked_for(text)]
    return found


def _opens(flow: str, first: int, name: int) -> bool:
    """Whether a name opens its line, or with a title before it ("Ordföranden Anna Ek (S): ...")."""
    return name == first or flow[first:name].strip() in load_lexicon("people").words["titles"]


def _motion(reading: Reading, item_id: str, person: Person, asked: _Asked, place: int, end: int) -> Motion:
    return Motion(
        id=record_id(reading.document.id, "motions", person.start, end, f"{place} {asked.kind or ''}"),
        at=person.at("minutes.motion" if person.name else "minutes.motion.party", 0.9),
        agenda_item_id=item_id, name=person.name or None, party=person.party, kind=asked.kind, text=asked.text,
    )  # fmt: skip


def _makers(flow: str, since: int, verb: re.Match[str], end: int) -> list[Person]:
    """Those who stand in a row right before the verb, or right behind it, and those said to join in with them."""
    motions = load_lexicon("motions")
    makers = _before(flow, since, verb.start())
    wants = verb[0].lower().startswith("yrka")
    if wants and not makers:  # by name alone, as some regions' minutes have it
        makers = plain_people(flow, since, verb.start())
    behind = people_in_row(flow, verb.end(), end)
    if behind and motions.pattern("motion.turned").regex.search(flow[verb.end() : behind[0].start]):
        makers += behind
    if wants and not makers and (turned := _TURNED.match(flow, verb.end(), end)):
        makers = plain_people(flow, turned.end(), end, whole=False)
    if not makers and not verb[0].lower().startswith("föreslår"):
        makers = parties_as_subject(flow, since, verb.start())
    for joins in motions.pattern("motion.with").regex.finditer(flow, verb.end(), end):
        makers += [p for p in people_in_row(flow, joins.end(), end) if makers and p not in makers]
    return makers


def _before(flow: str, start: int, verb: int) -> list[Person]:
    other = load_lexicon("motions").pattern("motion.other_subject").regex
    makers: list[Person] = []
    stop = verb
    for person in reversed(find_people(flow, start, verb)):
        if other.search(flow[person.end : stop]):
            break
        makers.append(person)
        stop = person.start
    return makers[::-1]


def _place(sign: tuple[str, int]) -> int:
    return sign[1]


def _asked_for(text: str) -> list[_Asked]:
    """What a motion's words ask for, kind by kind in order: "bifall till A och avslag på B" asks for two things."""
    motions = load_lexicon("motions")
    plain = motions.pattern("motion.compound").regex.sub(lambda m: "_" * len(m[0]), text)
    signs: dict[str, int] = {}
    for pattern in motions.group("motion.kind."):
        sign = pattern.regex.search(plain)
        if sign:
            signs[pattern.yields["kind"]] = sign.start()
    first = min(signs.values(), default=0)
    joined = motions.pattern("motion.joined").regex
    order = sorted(((kind, at) for kind, at in signs.items() if at == first or joined.search(plain[:at])), key=_place)
    if not order:
        own = motions.pattern("motion.own_words")
        return [_Asked(own.yields["kind"] if own.regex.search(text) else None, text)]
    begins = [0, *(place for _, place in order[1:]), len(text)]
    return [_Asked(kind, _JOINS_NEXT.sub("", text[begins[i] : begins[i + 1]])) for i, (kind, _) in enumerate(order)]
