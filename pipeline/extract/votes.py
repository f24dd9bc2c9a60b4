"""What is told of an item beside its decision: ballots, named votes, motions, reservations, conflicts of interest."""

from __future__ import annotations

import re

from pipeline.extract.ballot_sides import chair_overturned, meanings
from pipeline.extract.items import Item, is_label
from pipeline.extract.vote_tables import votes_in_table
from pipeline.records import At, Ballot, Motion, Reading, Record, Reservation, Vote, record_id

_PARTY = r"(?:[A-ZÅÄÖ]{1,4}|[A-ZÅÄÖ][a-zåäö]{1,3})"
_WORD = r"[A-ZÅÄÖÉÜ][\wÅÄÖåäöéèüÉÜ’'-]*"
_CHAIRS = r"(?:\d:[ea]\s|[Ff]örste\s|[Aa]ndre\s)?(?:vice\s)?ordf(?:örande|\.)?"
NAME = re.compile(  # "Anna Ek (S)", "Anna Ek, ordförande (S)"
    rf"(?P<name>{_WORD}(?:\s(?:von|af|de|van|der|{_WORD})){{1,3}})(?:,\s(?P<office>{_CHAIRS}))?\s\((?P<party>{_PARTY})\)"
)
_TITLES = frozenset(
    {"Ordförande", "Ordföranden", "Tjänstgörande", "Vice", "Förste", "Andre", "Ledamoten", "Ersättaren", "Reservation",
     "Jäv", "Yrkanden", "Ledamöter", "Ledamot", "Ersättare"}
)  # fmt: skip
_SIDES = {"ja": "yes", "nej": "no", "avstår": "abstain"}
_SAYS = re.compile(
    r"(?P<lead>\b(?P<listed>ja|nej)-?\s?(?:röster|röst)(?:\s(?:avger|avges av|avgavs av|lämnas av))?\s?(?:\(\d+\))?:)|"
    r"(?P<lead3>(?<![\w-])(?-i:(?P<listed3>Ja|JA|Nej|NEJ|Avstår|AVSTÅR))\s?(?:\(\d+\))?:)|"
    r"(?P<lead2>\brösta(?:r|de)\s+(?P<listed2>ja|nej)\s?(?:\(\d+\))?:)|"
    r"(?P<tail>\brösta(?:r|de)\s+(?P<voted>ja|nej)\b)|"
    r"(?P<abstains>\b(?:avstår|avstod|lägger ned sin röst)\b)|(?P<away>\bfrånvarande\b)",
    re.IGNORECASE,
)
_BALLOT_OPENS = re.compile(
    r"(?i)\b(?:nej|no)-?röst\w*\s+för\b|voteringsproposition|ordning för omröstning|omröstningsproposition"
)
_TALLY = re.compile(
    r"(?i)\bja röstar (?P<yes2>\d+) och nej röstar (?P<no2>\d+)|"
    r"\b(?P<yes>\d+|\w+) ja-?röster(?: röster)?\s*(?:mot|och|,)\s*(?P<no>\d+|\w+) nej-?röster"
    r"(?:[^.]{0,30}?(?P<abstain>\d+) (?:som )?avst\w+)?"
)
_NUMERALS = {
    w: n
    for n, w in enumerate(
        ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")
    )
}
_SENTENCE_END = re.compile(r"(?<![A-ZÅÄÖ])[.](?=\s|$)|\n\s*\n|\n(?=[^\n]{0,60}\n)")
_MOTION = re.compile(
    r"\byrka(?:r|de|s)\b|\binstämmer\b(?! i (?:den )?kritik)|"
    r"\bföreslår\b(?=[^.]{0,40}\b(?:avslag|avslå|bifall|återremi)|\s(?:[^.]{0,80}\s)?att\b)",
    re.IGNORECASE,
)
_RESERVES = re.compile(r"\breserver(?:ar|ade) sig\b|\banmäl(?:er|de) (?:en )?reservation\b", re.IGNORECASE)
_STATES = re.compile(
    r"\bantecknar (?:som yttrande|följande)|\bprotokollsanteckning\b|"
    r"\bsärskilt yttrande\b|\blämnar (?:ett )?yttrande\b",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"\banmäl(?:er|de) jäv\b|\bp(?:å )?g(?:rund )?a(?:v)? jäv\b|\bdeltar (?:ej|inte)[^.]{0,60}\bjäv\b", re.IGNORECASE
)


def extract_votes(reading: Reading, item: Item, item_id: str) -> list[Record]:
    """The ballots, votes, motions and reservations told of in one item."""
    return [*_ballots(reading, item, item_id), *_statements(reading, item, item_id)]


def _ballots(reading: Reading, item: Item, item_id: str) -> list[Record]:
    """Names belong to the words that close their sentence ("... röstar ja") or open their list ("Ja-röster: ...")."""
    flow, doc = reading.document.flow, reading.document.id
    opens = [m.start() for m in _BALLOT_OPENS.finditer(flow, item.body_start, item.end)]
    inside = [t for t in reading.document.tables if item.body_start <= t.start < item.end]
    tables = [t for t in inside if votes_in_table(reading, t, item_id, 1)]
    says = [
        m
        for m in _SAYS.finditer(flow, item.body_start, item.end)
        if (not m["away"] or opens) and not any(t.start <= m.start() < t.end for t in tables)
    ]
    votes: list[Vote] = []
    ballots: list[tuple[int, int]] = []  # number and place of each ballot's first word
    seen: set[str] = set()
    last_side = ""
    for place, m in enumerate(says):
        following = says[place + 1].start() if place + 1 < len(says) else item.end
        listed = m["listed"] or m["listed2"] or m["listed3"]
        if listed:
            span = (m.end(), _until(flow, m.end(), following))
        else:
            span = (_since(flow, item.body_start, m.start()), m.start())
        names = list(NAME.finditer(flow, *span))
        if not names:
            continue
        side = _SIDES[spoken.lower()] if (spoken := listed or m["voted"]) else "abstain" if m["abstains"] else "absent"
        if not ballots or (side == "yes" and last_side != "yes" and any(_clean(n["name"]) in seen for n in names)):
            ballots.append((len(ballots) + 1, m.start()))
            seen = set()
        last_side = side
        for n in names:
            name = _clean(n["name"])
            if name in seen:
                continue
            seen.add(name)
            number = ballots[-1][0]
            votes.append(
                Vote(
                    id=record_id(doc, "votes", n.start(), n.end(), f"{number}"),
                    at=_place(n, "votes.named", 0.95),
                    agenda_item_id=item_id, ballot=number, name=name, party=n["party"], vote=side,
                )
            )  # fmt: skip
    for table in tables:
        votes += votes_in_table(reading, table, item_id, (votes[-1].ballot if votes else 0) + 1)
    return [*_tallies(reading, item, item_id, votes), *votes]


def _tallies(reading: Reading, item: Item, item_id: str, votes: list[Vote]) -> list[Ballot]:
    flow, doc = reading.document.flow, reading.document.id
    stated = list(_TALLY.finditer(flow, item.body_start, item.end))
    found: list[Ballot] = []
    ends: list[int] = []
    for number in range(1, max([len(stated), *(v.ballot for v in votes)], default=0) + 1):
        own = [v for v in votes if v.ballot == number]
        named = {s: sum(v.vote == s for v in own) for s in ("yes", "no", "abstain", "absent")}
        tally = stated[number - 1] if number <= len(stated) else None
        if tally:
            yes, no = _number(tally["yes"] or tally["yes2"]), _number(tally["no"] or tally["no2"])
            abstain = int(tally["abstain"]) if tally["abstain"] else None
            start, end = tally.start(), tally.end()
        else:
            start, end = own[0].at.char_start, own[-1].at.char_end
            counted = {
                m[1].lower(): int(m[2])
                for m in re.finditer(r"(?i)rösta[rd]e?\s+(ja|nej)\s\((\d+)\)", flow[start : end + 60])
            }
            yes, no, abstain = counted.get("ja"), counted.get("nej"), None
        if yes is None and no is None and not own:
            continue
        before = flow[item.body_start : start]
        sides = meanings(flow[ends[-1] if ends else item.body_start : item.end])
        counted_yes, counted_no = (yes, no) if yes is not None else (named["yes"], named["no"])
        winner = None if counted_yes == (counted_no or 0) else "yes" if counted_yes > (counted_no or 0) else "no"
        overturned = chair_overturned(before, sides, winner)
        ends.append(end)
        holds = None if not own or yes is None else int(named["yes"] == yes and named["no"] == (no or 0))
        found.append(
            Ballot(
                id=record_id(doc, "ballots", start, end, f"{number}"), at=At(start, end, "votes.tally", 0.95),
                agenda_item_id=item_id, ballot=number, yes=yes, no=no, abstain=abstain, tally_holds=holds,
                yes_means=sides.get("yes"), no_means=sides.get("no"), winner=winner,
                overturns_chair=None if overturned is None else int(overturned),
            )
        )  # fmt: skip
    return found


def _statements(reading: Reading, item: Item, item_id: str) -> list[Record]:
    """Motions, reservations, statements and conflicts of interest: a record for each person named before the verb."""
    flow, doc = reading.document.flow, reading.document.id
    found: list[Record] = []
    for pattern, kind in (
        (_MOTION, "motion"),
        (_RESERVES, "reservation"),
        (_STATES, "statement"),
        (_CONFLICT, "conflict_of_interest"),
    ):
        for verb in pattern.finditer(flow, item.body_start, item.end):
            start, end = _since(flow, item.body_start, verb.start()), _until(flow, verb.end(), item.end)
            for n in NAME.finditer(flow, start, verb.start() if kind != "conflict_of_interest" else end):
                name, place = _clean(n["name"]), _place(n, f"minutes.{kind}", 0.9)
                if kind == "motion":
                    text = " ".join(flow[verb.start() : end].split())
                    agreed = next((m.kind for m in reversed(found) if isinstance(m, Motion)), None)
                    joins = verb[0].lower() == "instämmer"
                    if joins and agreed is None:
                        continue  # agrees with what no motion here says
                    found.append(
                        Motion(
                            id=record_id(doc, "motions", n.start(), end, f"{verb.start()}"), at=place,
                            agenda_item_id=item_id, name=name, party=n["party"],
                            kind=agreed if joins and agreed else _motion_kind(text), text=text,
                        )
                    )  # fmt: skip
                else:
                    found.append(
                        Reservation(
                            id=record_id(doc, "reservations", n.start(), n.end(), f"{kind}{verb.start()}"), at=place,
                            agenda_item_id=item_id, name=name, party=n["party"], kind=kind,
                        )
                    )  # fmt: skip
    return found


def _motion_kind(text: str) -> str:
    text = text.lower()
    places = {
        "refer_back": text.find("återremi"),
        "reject": min((i for i in (text.find("avslag"), text.find("avslå")) if i >= 0), default=-1),
        "approve": text.find("bifall"), "amend": max(text.find("tillägg"), text.find("ändring")),
    }  # fmt: skip
    named = {k: i for k, i in places.items() if i >= 0}
    return min(named, key=lambda k: named[k]) if named else "amend"


def _since(flow: str, first: int, place: int) -> int:
    """Where the sentence that holds `place` begins, not before `first`."""
    ends = [m.end() for m in _SENTENCE_END.finditer(flow, first, place)]
    return ends[-1] if ends else first


def _until(flow: str, place: int, last: int) -> int:
    match = _SENTENCE_END.search(flow, place, last)
    return match.start() if match else last


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMERALS.get(word.lower())


def _clean(name: str) -> str:
    """The name without the label or title that stands before it ("Yrkanden", "Ordföranden Anna Ek")."""
    words = name.split()
    while len(words) > 2 and (is_label(words[0]) or words[0] in _TITLES):
        words = words[1:]
    return " ".join(words)


def _place(match: re.Match[str], rule: str, confidence: float) -> At:
    """Where the name itself stands."""
    start = match.end() - len(match[0][match[0].find(_clean(match["name"]).split()[0]) :])
    return At(start, match.end(), rule, confidence)
