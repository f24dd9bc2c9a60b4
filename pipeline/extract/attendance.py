"""Who was present at a meeting: chair, members, substitutes, officials, adjusters."""

from __future__ import annotations

import re

from pipeline.extract.items import is_label
from pipeline.extract.people import NAME, party_of
from pipeline.extract.presence_tables import Present, present_in
from pipeline.records import At, Attendance, Meeting, Reading, record_id

_OF_BOARD = r"(?:(?:direktionens|nämndens|styrelsens) )?"
# The label that opens a list of names, and the role that those under it have; the first that fits counts.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(regex, re.IGNORECASE))
    for role, regex in (
        ("adjuster", r"(?:utses att justera|justera(?:re|nde|d av)|utsedd(?:a)? att justera)\b"),
        ("serving_substitute", r"tjänstgörande ersättare\b"),
        (
            "substitute",
            rf"{_OF_BOARD}(?:ej (?:tjänstgörande|beslutande)(?: ersättare| ledamöter)?|"
            r"(?:närvarande |övriga )?ersättare)\b",
        ),
        (
            "official",
            r"(?:tjänste(?:män|personer)|övriga(?: deltagande| deltagare| närvarande)?|"
            r"sekreterare|föredragande|förvaltning(?:en)?)\b",
        ),
        ("chair", r"ordförande\b"),
        (
            "member",
            rf"{_OF_BOARD}(?:beslutande|närvarande(?: ledamöter)?|ledamöter|tjänstgörande ledamöter)\b",
        ),
    )
)
_ENDS = re.compile(
    r"(?i)(?:frånvarande|förhind|anmält förhinder|ej närvarande|§|"
    r"paragrafer|plats och tid|underskrift|anslag|dag för justering|datum|beslut$|ärende)"
)
# "Justerare: Eva Ström", "Sekreterare ........ Per Ek": names of signers, who are given without a party.
_SIGNER = re.compile(r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?=\s*$)")
_OFFICIAL = re.compile(
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2}), "
    r"(?P<title>VD\b|vd\b|"
    r"[a-zåäö -]*(?:direktör|chef|sekreterare|strateg|ledare|jurist|ekonom|controller|revisor|utredare|"
    r"handläggare|samordnare|utvecklare|planerare|arkitekt|ingenjör|läkare|rektor|specialist|rådgivare|administratör|assistent|inspektör|råd))\b"
)
_TITLED = re.compile(
    r"(?P<title>[A-ZÅÄÖ][a-zåäö -]*(?:direktör|chef|sekreterare|strateg|jurist|ekonom|controller|utredare|"
    r"handläggare|samordnare|planerare|arkitekt|ingenjör|läkare|rektor|stadsjurist))\s"
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?=\s*(?:,|$))"
)
# Members whose party stands between commas, or who are named without one, alone on their line.
_LINE_NAME = r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: (?:von|af|de|[A-ZÅÄÖÉ]\.?[\wåäöé-]*)){1,3})"
_OFFICES = r"(?:\d:[ea] |förste |andre )?(?:vice )?ordf(?:örande|\.)?|ledamot|suppleant"
_LETTERS = r"S|M|C|V|L|FP|KD|MP|SD|s|m|c|v|l|fp|kd|mp|sd"
_MEMBER = re.compile(
    rf"{_LINE_NAME}(?:,? (?P<party>(?:{_LETTERS})\b|-)(?=[,\s]|$))?(?:,? (?P<office>(?i:{_OFFICES}))(?=[,\s]|$))?"
    rf"(?P<serves>,? (?i:tjg\.? ers|tjänstgörande|ersättare för|ersätter|ers\.? för)\b.*)?(?:,? §§? ?[\d,\s–-]+)?$"
)
_MEMBERS = frozenset({"member", "substitute", "serving_substitute", "chair"})
_SURNAME = r"[A-ZÅÄÖÉ][\wåäöé-]+"
_FIRST_NAME = re.compile(rf"(?:^|[,;:]\s){_SURNAME}$")
_REPLACED = re.compile(r"(?:\b(?:för|ersätter|i stället för|istället för)|\((?:ers|för)\.?)\s+$")
_REPLACES = re.compile(r"\s*\((?P<serves>(?:ers|ersätter|för)\.? [^()]*(?:\([^()]*\))?)\)\s*$")
_SERVES = re.compile(
    r",?\s*\(?(?:tjänstgör(?:ande)?(?:\s+(?:ersättare|för)|\)?$)|tjg\.?\s*(?:ers|för)|ers\.?\s+för|ersätter|"
    r"i ?stället för)\b",
    re.IGNORECASE,
)


def _role(label: str) -> tuple[str, int]:
    """The role that a line's label opens, and where on the line the names begin."""
    role, begin = "", 0
    while match := next(((r, m) for r, regex in _ROLES if (m := regex.match(label, begin))), None):
        role, begin = role or match[0], match[1].end()
        begin += len(label[begin:]) - len(label[begin:].lstrip(" \t:,"))
    return role, begin


def _signer(label: str, names_from: int, role: str) -> list[re.Match[str]]:
    """The one name behind "Justerare" or "Sekreterare" on its line, which has no party beside it."""
    if role != "adjuster" and not re.match(r"sekreterare\b", label, re.IGNORECASE):
        return []
    match = _SIGNER.search(label, names_from)
    return [match] if match and not label[names_from : match.start()].strip(" .…_:") else []


def _member(label: str, names_from: int, role: str) -> list[re.Match[str]]:
    """The one member whom a line names without a party in brackets, where it holds nothing else."""
    official = _OFFICIAL.fullmatch(label.rstrip(), names_from) if role in _MEMBERS else None
    if official:
        return [official]  # "Maria Dahl, VD" among those present at a board of a company
    label = _REPLACES.sub("", label)  # "Anna Ek (ers Bo Al (S))"
    if role not in {*_MEMBERS, "adjuster"} or NAME.search(label, names_from) or is_label(label):
        return []
    match = _MEMBER.fullmatch(label.rstrip(), names_from)
    return [match] if match else []


def _lines(reading: Reading, start: int, end: int) -> list[str]:
    """The lines of a cover; one that breaks inside a name goes on ("Katja" / "Ros (L)")."""
    text, flow = reading.document.text, reading.document.flow
    lines, begin = [], start
    for match in re.finditer(r"\n", text[start:end]):
        at = start + match.start()
        inside_block = flow[at] == " "
        if (
            inside_block
            and re.match(rf"\s*{_SURNAME}\s\(", text[at + 1 : at + 60])
            and _FIRST_NAME.search(text[begin:at])
        ):
            continue
        lines.append(text[begin:at])
        begin = at + 1
    return [*lines, text[begin:end]]


def _present(reading: Reading, meeting: Meeting, present: Present) -> Attendance:
    return Attendance(
        id=record_id(reading.document.id, "attendance", present.start, present.end, present.role),
        at=At(present.start, present.end, f"minutes.{present.role}", 0.9),
        meeting_id=meeting.id, name=present.name, party=present.party, role=present.role,
    )  # fmt: skip


def extract_attendance(reading: Reading, meeting: Meeting, start: int, end: int) -> list[Attendance]:
    """The people listed under the labels of a meeting's cover, from `start` until `end`; each once per role."""
    found: list[Attendance] = []
    role = ""
    seen: set[tuple[str, str]] = set()
    lists = [(t, p) for t in reading.document.tables if start <= t.start < end and (p := present_in(reading, t))]
    for present in (one for _, people in lists for one in people):
        if (present.name, present.role) not in seen:
            found.append(_present(reading, meeting, present))
            seen.add((present.name, present.role))
    offset, above = start, ""
    for line in _lines(reading, start, end):
        label, at = line.strip(), offset + len(line) - len(line.lstrip())
        if any(t.start <= at < t.end for t, _ in lists):  # a list of presence names those who are away too
            label = ""
        opened, names_from = _role(label)
        if opened and len(label) < 160:
            role = opened
        elif not label or _ENDS.match(label):
            role = "" if label else role
        for match in (
            [
                *NAME.finditer(label, names_from),
                *_OFFICIAL.finditer(label, names_from if role == "official" else len(label)),
                *_TITLED.finditer(label, names_from if role == "official" else len(label)),
                *_signer(label, names_from, opened),
                *_member(label, names_from, role),
            ]
            if role
            else []
        ):
            if _REPLACED.search(label, 0, match.start()) or (match.start() == 0 and _REPLACED.search(f"{above} ")):
                continue  # "för Per Lind (V)": the one who is away
            name = " ".join(match["name"].split())
            party = match.groupdict().get("party")
            party = party_of(party) if party and party != "-" else None
            office = match.groupdict().get("office") or label[match.end() :]
            chair = role == "member" and re.match(r",?\s*(?:ordförande|ordf\.?)\b", office, re.IGNORECASE)
            serves = role in {"member", "substitute"} and (
                match.groupdict().get("serves")
                or _SERVES.match(label, match.end())
                or (match.re is _MEMBER and _REPLACES.search(label))
            )
            own = "chair" if chair else "serving_substitute" if serves else role
            own = "official" if own in _MEMBERS and match.groupdict().get("title") else own
            if (name, own) in seen or (own in {"member", "substitute"} and (name, "chair") in seen):
                continue
            seen.add((name, own))
            start, stop = at + match.start("name"), at + match.end()
            found.append(
                Attendance(
                    id=record_id(reading.document.id, "attendance", start, stop, own),
                    at=At(start, stop, f"minutes.{own}", 0.85), meeting_id=meeting.id, name=name, party=party, role=own,
                )
            )  # fmt: skip
        if role == "chair" and NAME.search(label):
            role = ""
        offset += len(line) + 1
        above = label or above
    return found
