"""Who was present at a meeting: chair, members, substitutes, officials, adjusters."""

from __future__ import annotations

import re

from pipeline.extract.votes import NAME
from pipeline.records import At, Attendance, Meeting, Reading, record_id

# The label that opens a list of names, and the role that those under it have; the first that fits counts.
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(regex, re.IGNORECASE))
    for role, regex in (
        ("adjuster", r"(?:utses att justera|justera(?:re|nde|d av)|utsedd(?:a)? att justera)\b"),
        ("serving_substitute", r"tjänstgörande ersättare\b"),
        (
            "substitute",
            r"(?:ej (?:tjänstgörande|beslutande)(?: ersättare| ledamöter)?|(?:närvarande |övriga )?ersättare)\b",
        ),
        (
            "official",
            r"(?:tjänste(?:män|personer)|övriga(?: deltagande| deltagare| närvarande)?|"
            r"sekreterare|föredragande|förvaltning(?:en)?)\b",
        ),
        ("chair", r"ordförande\b"),
        ("member", r"(?:beslutande|närvarande(?: ledamöter)?|ledamöter|tjänstgörande ledamöter)\b"),
    )
)
_ENDS = re.compile(r"(?i)(?:§|paragrafer|plats och tid|underskrift|anslag|dag för justering|datum|beslut$|ärende)")
# "Justerare: Eva Ström", "Sekreterare ........ Per Ek": names of signers, who are given without a party.
_SIGNER = re.compile(r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2})(?=\s*$)")
_OFFICIAL = re.compile(
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2}), "
    r"(?P<title>[a-zåäö -]*(?:direktör|chef|sekreterare|strateg|ledare|jurist|ekonom|controller|revisor|utredare|"
    r"handläggare|samordnare|utvecklare|planerare|arkitekt|ingenjör|läkare|rektor|specialist|rådgivare|administratör|assistent|inspektör|råd))\b"
)
_REPLACED = re.compile(r"\b(?:för|ersätter|i stället för|istället för)\s+$")
_SERVES = re.compile(
    r",?\s*\(?(?:tjänstgörande\s+ersättare|tjg\.?\s*ers|ers\.?\s+för|ersätter|i ?stället för)\b", re.IGNORECASE
)


def _role(label: str) -> tuple[str, int]:
    """The role that a line's label opens, and where on the line the names begin."""
    role, begin = "", 0
    while match := next(((r, m) for r, regex in _ROLES if (m := regex.match(label, begin))), None):
        role, begin = role or match[0], match[1].end()
        begin += len(label[begin:]) - len(label[begin:].lstrip(" :,"))
    return role, begin


def _signer(label: str, names_from: int, role: str) -> list[re.Match[str]]:
    """The one name behind "Justerare" or "Sekreterare" on its line, which has no party beside it."""
    if role != "adjuster" and not re.match(r"sekreterare\b", label, re.IGNORECASE):
        return []
    match = _SIGNER.search(label, names_from)
    return [match] if match and not label[names_from : match.start()].strip(" .…_:") else []


def extract_attendance(reading: Reading, meeting: Meeting, start: int, end: int) -> list[Attendance]:
    """The people listed under the labels of a meeting's cover, from `start` until `end`; each once per role."""
    text, found, role = reading.document.text, [], ""
    seen: set[tuple[str, str]] = set()
    offset = start
    for line in text[offset:end].split("\n"):
        label, at = line.strip(), offset + len(line) - len(line.lstrip())
        opened, names_from = _role(label)
        if opened and len(label) < 160:
            role = opened
        elif not label or _ENDS.match(label):
            role = "" if label else role
        for match in (
            [
                *NAME.finditer(label, names_from),
                *_OFFICIAL.finditer(label, names_from if role == "official" else len(label)),
                *_signer(label, names_from, opened),
            ]
            if role
            else []
        ):
            if _REPLACED.search(label, 0, match.start()):
                continue  # "för Per Lind (V)": the one who is away
            name = " ".join(match["name"].split())
            party = match.groupdict().get("party")
            chair = role == "member" and re.match(r",?\s*(?:ordförande|ordf\.?)\b", label[match.end() :], re.IGNORECASE)
            serves = role == "member" and _SERVES.match(label, match.end())
            own = "chair" if chair else "serving_substitute" if serves else role
            if (name, own) in seen or (own in {"member", "substitute"} and (name, "chair") in seen):
                continue
            seen.add((name, own))
            start, stop = at + match.start(), at + match.end()
            found.append(
                Attendance(
                    id=record_id(reading.document.id, "attendance", start, stop, own),
                    at=At(start, stop, f"minutes.{own}", 0.85), meeting_id=meeting.id, name=name, party=party, role=own,
                )
            )  # fmt: skip
        if role == "chair" and NAME.search(label):
            role = ""
        offset += len(line) + 1
    return found
