"""Organisations and their bodies over the years: keys under which all names of one meet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline.lexicon import load_lexicon

_KINDS = re.compile(r"\b(region(?:en)?|landsting(?:et)?|kommuns?|stads?|län[s]?|i)\b")
_OF_A_PLACE = re.compile(r"^region\b|\b(?:landsting|kommun|stad)$")


@cache
def organisation_key(name: str | None) -> str:
    """The same for all names of an organisation: "Norrbottens läns landsting" and "Region Norrbotten"; "" for none.

    A region and a municipality of the same place stay two: "Region Stockholm" and "Stockholms stad".
    """
    if not name:
        return ""
    plain = " ".join(name.lower().split())
    plain = _former().get(plain, plain)
    kind = "region" if re.search(r"\bregion|landsting|regionen\b", plain) else "kommun"
    stem = " ".join(_KINDS.sub(" ", plain).split())
    stem = re.sub(r"regionen$", "", stem)
    return f"{kind} {stem[:-1] if len(stem) > 3 and stem.endswith('s') else stem}"


@cache
def name_of_place(name: str) -> str:
    """The name of a region or municipality, which all its papers bear; "" of others, whose names say what they do."""
    return name if _OF_A_PLACE.search(name.lower()) else ""


@cache
def body_key(name: str | None) -> str:
    """The same for the names that a body had in every organisation: landstingsstyrelsen is regionstyrelsen."""
    plain = "".join((name or "").lower().split())
    for before, after in load_lexicon("bodies").words["renamed"]:
        plain = plain.replace(before, after)
    return plain


@cache
def _former() -> Mapping[str, str]:
    regions = load_lexicon("organisations").words["regions"]
    return {former.lower(): region["name"].lower() for region in regions for former in region["former"]}


def one_organisation(*names: str | None) -> bool:
    """Nothing says that they are of different organisations; a name that is not known rules nothing out.

    Every municipality has a kommunstyrelse: what is linked by body must be of one organisation too.
    """
    first = names[0]
    if all(name == first for name in names):
        return True
    return len({key for name in names if (key := organisation_key(name))}) <= 1
