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
        ("substitute", r"(?:ej tjänstgörande |närvarande |övriga )?ersättare\b"),
        (
            "official",
            r"(?:tjänste(?:män|personer)|övriga|sekreterare|föredragande|förvaltning(?:en)?)\b",
        ),
        ("chair", r"ordförande\b"),
        ("member", r"(?:beslutande|närvarande(?: ledamöter)?|ledamöter|tjänstgörande ledamöter)\b"),
    )
)
_ENDS = re.compile(r"(?i)(?:§|paragrafer|plats och tid|underskrift|anslag|dag för justering|datum|beslut$|ärende)")
_OFFICIAL = re.compile(
    r"(?P<name>[A-ZÅÄÖÉ][\wåäöé-]+(?: [A-ZÅÄÖÉ][\wåäöé-]+){1,2}), "
    r"(?P<title>[a-zåäö]+(?:direktör|chef|sekreterare|strateg|ledare|jurist|ekonom|controller))"
)


def extract_attendance(reading: Reading, meeting: Meeting, end: int) -> list[Attendance]:
    """The people listed under the labels of a meeting's cover or end, until `end`; each once per role."""
    text, found, role = reading.document.text, [], ""
    seen: set[tuple[str, str]] = set()
    offset = max(0, meeting.at.char_start - 300)
    for line in text[offset:end].split("\n"):
        label, at = line.strip(), offset + len(line) - len(line.lstrip())
        opened = next((r for r, regex in _ROLES if regex.match(label)), "")
        if opened and len(label) < 160:
            role = opened
        elif not label or _ENDS.match(label):
            role = "" if label else role
        for match in (
            [*NAME.finditer(label), *(_OFFICIAL.finditer(label) if role == "official" else ())] if role else []
        ):
            name = " ".join(match["name"].split())
            party = match.groupdict().get("party")
            chair = role == "member" and re.match(r",?\s*(?:ordförande|ordf\.?)\b", label[match.end() :], re.IGNORECASE)
            own = "chair" if chair else role
            if (name, own) in seen:
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
