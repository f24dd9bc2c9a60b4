"""Tallies of votes against the votes that are named, and numbers of members present against those listed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extract.figures import Figure, make_claim, read_figure
from pipeline.lexicon import load_lexicon
from pipeline.records import Attendance, Ballot, Claim, Reading, Vote

_WORDS = {"yes": "ja", "no": "nej", "abstain": "avstår"}
_PRESENT = frozenset({"chair", "member", "serving_substitute"})


def claims_of_votes(reading: Reading) -> Iterator[Claim]:
    """A claim for each side of each ballot whose votes are named, and for each number of members present that holds."""
    votes = [v for v in reading.of(Vote) if isinstance(v, Vote)]
    for ballot in reading.of(Ballot):
        if not isinstance(ballot, Ballot) or ballot.tally_holds is None:
            continue
        for side, word in _WORDS.items():
            stated = getattr(ballot, side)
            named = [v for v in votes if v.agenda_item_id == ballot.agenda_item_id and v.ballot == ballot.ballot]
            count = sum(1 for v in named if v.vote == side)
            if stated is None:
                continue
            how = f"{count} namngivna röster: {word}"
            yield make_claim(
                reading, ballot.at.char_start, ballot.at.char_end, "votes.tally", ballot.at.confidence, "count",
                Figure(float(stated), 0), float(count), "match" if stated == count else "mismatch", how,
                [float(count)],
            )  # fmt: skip
    yield from _members_present(reading)


def _members_present(reading: Reading) -> Iterator[Claim]:
    """Members come and go during a meeting, so that another number is no error."""
    present = sum(1 for a in reading.of(Attendance) if isinstance(a, Attendance) and a.role in _PRESENT)
    if not present:
        return
    for match in load_lexicon("claims").pattern("count.present").regex.finditer(reading.document.flow):
        stated = read_figure(match["stated"])
        if stated and stated.value == present:
            how = f"{present} ledamöter och tjänstgörande ersättare är uppräknade"
            yield make_claim(
                reading, match.start(), match.end(), "count.present", 0.85, "count", stated, float(present), "match",
                how, [float(present)],
            )  # fmt: skip
