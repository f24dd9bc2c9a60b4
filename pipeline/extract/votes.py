"""The ballots of an item and how each member voted: named in the text, in a table, or in a list behind the items."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.extract.ballot_sides import chair_overturned, meanings
from pipeline.extract.items import Item
from pipeline.extract.people import Person, find_people
from pipeline.extract.sentence_bounds import sentence_end, sentence_start
from pipeline.extract.tallies import Tally
from pipeline.extract.vote_lists import VoteList
from pipeline.extract.vote_tables import ListedVote, listed_in_table
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Ballot, Reading, Record, Vote, record_id

_SIDES = {"ja": "yes", "nej": "no", "avstår": "abstain"}
_SAYS = re.compile(
    r"(?P<lead>\b(?P<listed>ja|nej)-?\s?(?:röster|röst)(?:\s(?:avger|avges av|avgavs av|lämnas av))?\s?(?:\(\d+\))?:)|"
    r"(?P<lead3>(?<![\w-])(?-i:(?P<listed3>Ja|JA|Nej|NEJ|Avstår|AVSTÅR))\s?(?:\([^()\n]{1,60}\))?:)|"
    r"(?P<lead4>\b(?P<listed4>ja|nej)\s+rösta(?:r|de)\s?(?:\(\d+\))?(?::|(?=\s(?-i:[A-ZÅÄÖ][a-zåäöé]))))|"
    r"(?P<lead2>\brösta(?:r|de)\s+(?P<listed2>ja|nej)\s?(?:\(\d+\))?:)|"
    r"(?P<tail>\brösta(?:r|de)\s+(?P<voted>ja|nej)\b)|"
    r"(?P<abstains>\b(?:(?:avstår|avstod)(?! från (?:beslut|att delta))|lägger ned sin röst)\b)|"
    r"(?P<away>\bfrånvarande\b)",
    re.IGNORECASE,
)
# "Den som bifaller Anna Eks (S) yrkande röstar ja": how to vote, and not who did.
_PUTS = re.compile(r"\b(?:den|de|dem|ledamot|ledamöter|var och en) som\b", re.IGNORECASE)
_SURE = {"votes.named": 0.95, "votes.table": 0.92, "votes.list": 0.92}
_MOST_NAMED = 2 / 3  # of those who voted; a list of fewer is not of all
_NEAR = 60  # characters behind the last name
_BALLOT_OPENS = re.compile(
    r"(?i)\b(?:nej|no)-?röst\w*\s+för\b|voteringsproposition|ordning för omröstning|omröstningsproposition"
)
_COUNTED = re.compile(
    r"(?i)(?:rösta[rd]e?\s+(?P<side>ja|nej)|avst(?:år|od)(?:\sfrån att rösta)?)\s\((?P<count>\d{1,3})\)"
)


def extract_votes(
    reading: Reading, item: Item, item_id: str, tallies: Sequence[Tally], lists: Mapping[int, VoteList]
) -> list[Record]:
    """The ballots and votes of one item. `tallies` are those that it states, `lists` those of its votes that stand
    apart, by the number of the ballot.
    """
    votes = _named_votes(reading, item, item_id, set(lists))
    for number, one in lists.items():
        votes += [_vote(reading, item_id, number, v, "votes.list") for v in one.votes]
    return [*_told(reading, item, item_id, votes, tallies, lists), *votes]


def _named_votes(reading: Reading, item: Item, item_id: str, listed: set[int]) -> list[Vote]:
    """Names belong to the words that close their sentence ("... röstar ja") or open their list ("Ja-röster: ...")."""
    flow = reading.document.flow
    opens = [m.start() for m in _BALLOT_OPENS.finditer(flow, item.body_start, item.end)]
    tables = [
        (t, found)
        for t in reading.document.tables
        if item.body_start <= t.start < item.end and (found := listed_in_table(reading, t))
    ]
    says = [
        m
        for m in _SAYS.finditer(flow, item.body_start, item.end)
        if (not m["away"] or opens) and not any(t.start <= m.start() < t.end for t, _ in tables)
    ]
    votes: list[Vote] = []
    number = 0
    seen: set[str] = set()
    last_side = ""
    for place, m in enumerate(says):
        following = says[place + 1].start() if place + 1 < len(says) else item.end
        people = _people_of(flow, item, m, following)
        if not people:
            continue
        side = _side(m)
        if not number or (side == "yes" and last_side != "yes" and any(p.name in seen for p in people)):
            number += 1
            seen = set()
        last_side = side
        for person in people:
            if person.name not in seen and number not in listed:
                one = ListedVote(person.name, person.party, side, person.start, person.end)
                votes.append(_vote(reading, item_id, number, one, "votes.named"))
            seen.add(person.name)
    for _, found in tables:
        number = (votes[-1].ballot if votes else 0) + 1
        votes += [_vote(reading, item_id, number, v, "votes.table") for v in found]
    return votes


def _people_of(flow: str, item: Item, says: re.Match[str], following: int) -> list[Person]:
    """Those whose side the words tell: behind words that open a list, before those that close a sentence."""
    if says["listed"] or says["listed2"] or says["listed3"] or says["listed4"]:
        return find_people(flow, says.end(), sentence_end(flow, says.end(), following))
    start = sentence_start(flow, item.body_start, says.start())
    if load_lexicon("ballots").pattern("others.excepted").regex.search(flow, start, says.end()):
        return []  # "Samtliga med undantag av Anna Ek (S) röstar ja"
    return [] if _PUTS.search(flow, start, says.start()) else find_people(flow, start, says.start())


def _side(says: re.Match[str]) -> str:
    spoken = says["listed"] or says["listed2"] or says["listed3"] or says["listed4"] or says["voted"]
    return _SIDES[spoken.lower()] if spoken else "abstain" if says["abstains"] else "absent"


def _vote(reading: Reading, item_id: str, number: int, vote: ListedVote, rule: str) -> Vote:
    return Vote(
        id=record_id(reading.document.id, "votes", vote.start, vote.end, f"{number}"),
        at=At(vote.start, vote.end, rule, _SURE[rule]),
        agenda_item_id=item_id, ballot=number, name=vote.name, party=vote.party, vote=vote.side,
    )  # fmt: skip


def _told(
    reading: Reading, item: Item, item_id: str, votes: list[Vote], tallies: Sequence[Tally],
    lists: Mapping[int, VoteList],
) -> list[Ballot]:  # fmt: skip
    flow, doc = reading.document.flow, reading.document.id
    found: list[Ballot] = []
    since = item.body_start
    for number in range(1, max([len(tallies), *(v.ballot for v in votes)], default=0) + 1):
        own = [v for v in votes if v.ballot == number]
        stated = tallies[number - 1] if number <= len(tallies) else None
        listed = lists.get(number)
        tally = stated or (listed.tally if listed else None)
        if tally:
            start, end = tally.start, tally.end
            counts: dict[str, int | None] = {
                "yes": tally.yes, "no": tally.no, "abstain": tally.abstain, "absent": tally.absent
            }  # fmt: skip
        elif own:
            start, end = own[0].at.char_start, own[-1].at.char_end
            counts = {} if listed else _counted(flow[start : end + _NEAR])
        else:
            continue
        named = {s: sum(v.vote == s for v in own) for s in ("yes", "no")}
        before = flow[item.body_start : start] if start < item.end else flow[item.body_start : item.end]
        sides = meanings(flow[since : item.end])
        yes, no = counts.get("yes"), counts.get("no")
        winner = _larger(yes, no or 0) if yes is not None else _winner_among(named, flow[since : end + _NEAR])
        overturned = chair_overturned(before, since - item.body_start, sides, winner)
        since = end if end <= item.end else since
        most = len(own) >= _MOST_NAMED * ((yes or 0) + (no or 0))  # else those who voted otherwise alone are named
        sure = bool(own) and yes is not None and most and (listed is None or listed.whole)
        found.append(
            Ballot(
                id=record_id(doc, "ballots", start, end, f"{number}"), at=At(start, end, "votes.tally", 0.95),
                agenda_item_id=item_id, ballot=number, yes=yes, no=no, abstain=counts.get("abstain"),
                absent=counts.get("absent"),
                tally_holds=int(named["yes"] == yes and named["no"] == (no or 0)) if sure else None,
                yes_means=sides.get("yes"), no_means=sides.get("no"), winner=winner,
                overturns_chair=None if overturned is None else int(overturned),
            )
        )  # fmt: skip
    excepted = load_lexicon("ballots").pattern("others.excepted").regex.search(flow, item.body_start, item.end)
    if excepted and not found:  # who voted otherwise is named, and nobody with a vote
        sides, at = meanings(flow[item.body_start : item.end]), At(*excepted.span(), "votes.excepted", 0.9)
        found.append(
            Ballot(
                id=record_id(doc, "ballots", at.char_start, at.char_end, "1"), at=at, agenda_item_id=item_id, ballot=1,
                yes=None, no=None, abstain=None, absent=None, tally_holds=None, yes_means=sides.get("yes"),
                no_means=sides.get("no"), winner=_SIDES[excepted["side"].lower()], overturns_chair=None,
            )
        )  # fmt: skip
    return found


def _winner_among(named: Mapping[str, int], told: str) -> str | None:
    """The side with more names, where no number is told; that of all others where the text says so. Where one side
    alone is named, nobody knows how many the other has."""
    for pattern in load_lexicon("ballots").group("others."):
        if others := pattern.regex.search(told):
            return _SIDES[next(side for side in others.groupdict().values() if side).lower()]
    return _larger(named["yes"], named["no"]) if all(named.values()) else None


def _larger(yes: int, no: int) -> str | None:
    return None if yes == no else "yes" if yes > no else "no"


def _counted(text: str) -> dict[str, int | None]:
    """The numbers behind the names: "... röstar ja (7)"."""
    return {_SIDES[(m["side"] or "avstår").lower()]: int(m["count"]) for m in _COUNTED.finditer(text)}
