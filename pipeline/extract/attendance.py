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
        ("adjuster", r"(?:utses att justera|(?:protokolls?)?justera(?:re|nde|d av)|utsedd(?:a)? att justera)\b"),
        ("serving_substitute", r"(?:tjänstgörande|beslutande) ersättare\b"),
        (
            "substitute",
            rf"{_OF_BOARD}(?:(?:närvarande,? )?(?:ej|icke|inte) (?:tjänstgörande|beslutande)"
            r"(?:,? ersättare| ledamöter)?|(?:närvarande |övriga )?ersättare)\b",
        ),
        (
            "official",
            r"(?:tjänste(?:män|man|personer|person)|övriga(?: deltagande| deltagare| närvarande)?|"
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
    r"(?i)(?:frånvarande|förhind|anmält förhinder|ej närvarande|§|paragrafer|plats och tid|underskrift|anslag|"
    r"bevis|dag för justering|justera(?:nde|re)s? ?sign|utdrag|organ\b|datum|beslut$|ärende)"
)
# "Justerare: Eva Ström", "Sekreterare ........ Per Ek": names of signers, who are given without a party.
_SIGNER = re.compile(r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?=\s*$)")
_OFFICIAL = re.compile(
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?:,? | \()"
    r"(?P<title>VD\b|vd\b|"
    r"[\wåäö. -]{0,40}?(?i:direktör|chef|sekreterare|strateg|ledare|jurist|ekonom|controller|revisor|utredare|"
    r"handläggare|samordnare|utvecklare|planerare|arkitekt|ingenjör|läkare|rektor|specialist|rådgivare|administratör|assistent|inspektör|råd))\b"
)
_TITLED = re.compile(
    r"(?<![\wåäö-])(?P<title>(?:[A-Za-zÅÄÖåäö][a-zåäö -]{0,40}?)?"
    r"(?i:direktör|chef|sekreterare|strateg|jurist|ekonom|controller|utredare|"
    r"handläggare|samordnare|planerare|arkitekt|ingenjör|läkare|rektor|stadsjurist))\s"
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?=\s*(?:,|\.|§|och\b|$))"
)
# Members whose party stands between commas, or who are named without one, alone on their line.
_LINE_NAME = (
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+"
    r"(?: (?:von|af|de|[A-ZÅÄÖÉ][a-zåäöé][\wåäöé-]*|[A-ZÅÄÖÉ]\.?(?= [A-ZÅÄÖÉ][a-zåäö]))){1,3})"
)
_OFFICES = r"(?:\d:[ea] |förste |andre )?(?:vice )?ordf(?:örande|\.)?|ledamot|suppleant"
_LETTERS = r"S|M|C|V|L|FP|KD|MP|SD|s|m|c|v|l|fp|kd|mp|sd"
# Whom a member of a joint authority is of: "Anna Ek, Ekviks kommun, ordförande", "Ida Ros, Arbetsförmedlingen".
_SENT_BY = (
    r"(?:, (?:[A-ZÅÄÖ][\wåäöé-]+(?: [A-ZÅÄÖ][\wåäöé-]+)? (?:kommun|stad)|Region [A-ZÅÄÖ][\wåäöé-]+|"
    r"Arbetsförmedlingen|Försäkringskassan))?"
)
_MEMBER = re.compile(
    rf"{_LINE_NAME}(?:(?:, ?| )(?P<party>(?:{_LETTERS})\b|-|\([-–]\))(?=[,\s]|$))?"
    rf"{_SENT_BY}(?:,? (?P<office>(?i:{_OFFICES}))(?=[,\s]|$)(?: (?P<behind>{_LETTERS})\b)?)?"
    rf"(?P<serves>,? (?i:tjg\.? ers|tjänstgörande|ersättare (?:för|istf)|ersätter|ers\.? för)\b.*)?"
    r"(?:,? §§? ?[\d,\s–-]+)?(?:,? (?:via|på) (?:länk|distans|\w+)|,? digitalt)?$"
)
# Adjusters without their parties: "Anna Ek, §§ 1-12 och Bo Al", and two who sign beside each other: "Anna Ek Bo Al".
_ADJUSTER = (
    r"(?!Sekreterare|Ordförande|Justera|Paragraf)[A-ZÅÄÖÉ][a-zåäöé][\wåäöé-]*"
    r"(?: (?:(?:von|af|de|der|van) )?(?!Sekreterare|Ordförande|Justera|Paragraf)[A-ZÅÄÖÉ][a-zåäöé][\wåäöé-]*)"
)
_AT = r"(?:,? §§? ?\d[\d\s–-]*)?"
_ONE_ADJUSTER = re.compile(rf"(?P<name>{_ADJUSTER})")
_ADJUSTERS = re.compile(
    rf"{_ADJUSTER}{{1,2}}{_AT}(?:(?:,|\.| och| samt| ?/) {_ADJUSTER}{{1,2}}{_AT})*"
    rf"|{_ADJUSTER} {_ADJUSTER}"
)
_IN_LIST = re.compile(rf"(?P<name>{_ADJUSTER}{{1,2}})(?=,|\.|\s?/|\s(?:och|samt|§)|\s*$)")
# "M Pär Ek, tjänstgör för Bo Al (S)": the party first, in a column of its own.
_PARTY_FIRST = re.compile(
    r"(?P<party>S|M|C|V|L|FP|KD|MP|SD) "
    r"(?P<name>[A-ZÅÄÖÉ][a-zåäöé][\wåäöé-]*(?: (?:von |af |de )?[A-ZÅÄÖÉ][\wåäöé-]+){1,3})"
    r"(?P<serves>,? (?i:tjänstgör|ersätter)\b.*)?(?:,? §§? ?[\d,\s–-]+)?"
)
# Who signs, with what behind the name: "Anna Ek, ordförande".
_SIGNS = re.compile(
    rf"(?P<name>{_ADJUSTER}{{1,2}})(?: \((?P<party>[A-ZÅÄÖ]{{1,4}})\))?,? "
    r"(?P<as>(?i:ordförande|justerare|sekreterare))\W*"
)
_LISTED = 2  # commas of a line that lists names
_LONGEST_LABELLED = 160  # characters of a line that a label opens, where no name follows it at once
_MEMBERS = frozenset({"member", "substitute", "serving_substitute", "chair"})
_SURNAME = r"[A-ZÅÄÖÉ][\wåäöé-]+"
_FIRST_NAME = re.compile(rf"(?:^|[,;:]\s){_SURNAME}$")
_INSTEAD = r"i ?stället för|i\.?s\.?t\.? ?f\.?|i st\.? ?f(?:ör|\.)?"
_REPLACED = re.compile(rf"(?:\b(?:för|ersätter|{_INSTEAD})|\((?:ers|för)\.?)\s+$", re.IGNORECASE)
_NOT_SERVING = re.compile(r",?\s*\(?(?:ej|icke|inte)\s+(?:tjg|tjänstg|beslutande)", re.IGNORECASE)
_REPLACES = re.compile(r"\s*\((?P<serves>(?:ers|ersätter|för)\.? [^()]*(?:\([^()]*\))?)\)\s*$")
_SERVES = re.compile(
    r",?\s*\(?(?:tjänstgör(?:ande)?(?:\s+(?:ersättare\b|för\b|§|kl\b)|\)?$)|tjg?\.?\s*(?:ers(?:ättare)?\b|för\b|§)|"
    rf"ers(?:ättare)?\.?\s+(?:för\b|{_INSTEAD})|ersätter\b|(?:{_INSTEAD})(?!\w))",
    re.IGNORECASE,
)


def _role(label: str) -> tuple[str, int]:
    """The role that a line's label opens, and where on the line the names begin."""
    role, begin = "", 0
    while match := next(((r, m) for r, regex in _ROLES if (m := regex.match(label, begin))), None):
        if role and _TITLED.match(label, begin):
            break  # "Övriga deltagande Sekreterare Anna Ek, ...": the title of the first
        # "Övriga deltagande Ersättare: ...": the label that stands nearest says more
        role = match[0] if role in {"", "official"} or match[0].endswith("substitute") else role
        begin = match[1].end()
        begin += len(label[begin:]) - len(label[begin:].lstrip(" \t:,.…_"))
    return role, begin


def _adjusters(label: str, names_from: int) -> list[re.Match[str]]:
    """The adjusters whom a line names without their parties; those who stand by to adjust ("med ...") are none."""
    end = next((m.start() for m in re.finditer(r",?\s(?:med|ersättare)\b", label[names_from:])), None)
    end = len(label.rstrip(" .…_")) if end is None else names_from + end
    begin = names_from + len(label[names_from:end]) - len(label[names_from:end].lstrip(" .…_:"))
    if NAME.search(label, begin) or is_label(label) or not _ADJUSTERS.fullmatch(label, begin, end):
        return []
    two = re.fullmatch(rf"{_ADJUSTER} {_ADJUSTER}", label[begin:end])
    return list((_ONE_ADJUSTER if two else _IN_LIST).finditer(label[:end], begin))


def _signer(label: str, names_from: int) -> list[re.Match[str]]:
    """The one name behind "Sekreterare" on its line, which has no party beside it."""
    if not re.match(r"sekreterare\b", label, re.IGNORECASE):
        return []
    match = _SIGNER.search(label, names_from)
    return [match] if match and not label[names_from : match.start()].strip(" .…_:") else []


def _member(label: str, names_from: int, role: str) -> list[re.Match[str]]:
    """The one member whom a line names without a party in brackets, where it holds nothing else."""
    official = _OFFICIAL.fullmatch(label.rstrip(), names_from) if role in _MEMBERS else None
    if official:
        return [official]  # "Maria Dahl, VD" among those present at a board of a company
    line = label.rstrip(" .…_")
    if role in _MEMBERS and (first := _PARTY_FIRST.fullmatch(line, names_from)):
        return [first]
    label = _REPLACES.sub("", label)  # "Anna Ek (ers Bo Al (S))"
    if role not in _MEMBERS or NAME.search(label, names_from) or is_label(label):
        return []
    if line.count(",") >= _LISTED and _ADJUSTERS.fullmatch(line, names_from):
        return list(_IN_LIST.finditer(line, names_from))  # "Beslutande: Anna Ek, Bo Al, Ida Ros och Per Hed"
    match = _MEMBER.fullmatch(label.rstrip(" .…_"), names_from)
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
        named = opened and any(p.match(label, names_from) for p in (NAME, _TITLED, _OFFICIAL))
        if opened and (named or len(label) < _LONGEST_LABELLED):
            role = opened
        elif not label or _ENDS.match(label):
            role = "" if label else role
        if opened == "chair" and (signed := NAME.fullmatch(above)) and (signed["name"], "chair") in seen:
            role = ""  # the label stands below the name
        for match in (
            [
                *NAME.finditer(label, names_from),
                *_OFFICIAL.finditer(label, names_from if role == "official" else len(label)),
                *_TITLED.finditer(label, names_from if role == "official" else len(label)),
                *_signer(label, names_from),
                *(_adjusters(label, names_from) if role == "adjuster" else []),
                *_member(label, names_from, role),
            ]
            if role
            else [signed]
            if (signed := _SIGNS.fullmatch(label))
            else []
        ):
            if _REPLACED.search(label, 0, match.start()) or (match.start() == 0 and _REPLACED.search(f"{above} ")):
                continue  # "för Per Lind (V)": the one who is away
            if match["name"].startswith("Ersätter "):
                continue
            if match.re is _OFFICIAL and _TITLED.match(label, match.start()):
                continue  # "Kommunchef Anna Ek, ekonomichef Bo Al": what stands behind is the next one's title
            name = " ".join(match["name"].split())
            party = (match.groupdict().get("party") or match.groupdict().get("behind") or "").strip("()-–")
            party = party_of(party) if party else None
            office = match.groupdict().get("office") or label[match.end() :]
            chair = role == "member" and re.match(
                r",?\s*\(?(?:tjänstgörande |tf\.? )?(?:ordförande|ordf\.?)\b", office, re.IGNORECASE
            )
            serves = role in {"member", "substitute"} and (
                match.groupdict().get("serves")
                or _SERVES.match(label, match.end())
                or (match.re is _MEMBER and _REPLACES.search(label))
            )
            own = "chair" if chair else "serving_substitute" if serves else role
            own = own or {"o": "chair", "j": "adjuster", "s": "official"}[match["as"][0].lower()]
            own = "official" if own in _MEMBERS and match.groupdict().get("title") else own
            own = "substitute" if office.lstrip(" ,").lower().startswith("suppleant") and own == "member" else own
            own = "substitute" if party and _NOT_SERVING.match(label, match.end()) else own
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
