"""Bodies of which a sentence speaks in one breath, though not each by its name: "både styrelsen och nämnden"."""

from __future__ import annotations

import re
from itertools import pairwise

from pipeline.extract.addressees import Context, sort_of
from pipeline.extract.body_lists import AND, joined_names, specific_body
from pipeline.lexicon.bodies import find_bodies

_AS_WELL = re.compile(r"\bsåväl (?:den )?$", re.IGNORECASE)  # "såväl A som B"
_AS = re.compile(r"\s+som\s+(?:den )?")
_BESIDE = re.compile(r"\b(?:med|till|från|av|hos|åt) (?:den )?$", re.IGNORECASE)  # whom another acts with or tells


def bodies_together(text: str, context: Context) -> str | None:
    """Two bodies joined by "och", or by "såväl ... som", where one at least is spoken of by its sort: the one of that
    sort to whom the letter is, or that the paper names most. None where it is not known which they are.
    """
    mentions = find_bodies(text, abbreviations=context.abbreviations)
    for one, other in pairwise(mentions):
        as_well = _AS_WELL.search(text, 0, one.start) and _AS.fullmatch(text, one.end, other.start)
        if not as_well and not AND.fullmatch(text, one.end, other.start):
            continue
        if _BESIDE.search(text, 0, one.start):
            continue
        specific = [specific_body(mention.name, context.abbreviations) for mention in (one, other)]
        if all(specific) and not as_well:
            continue  # told by their names, and perhaps with more
        names = [
            name or _of_sort(text[m.start : m.end], context) for name, m in zip(specific, (one, other), strict=True)
        ]
        if all(names) and names[0] != names[1]:
            return joined_names([name for name in names if name])
    return None


def _of_sort(words: str, context: Context) -> str | None:
    sort = sort_of(words)
    among = context.recipients or context.bodies
    return next((name for name in among if sort and sort[:-1] in name), None)
