"""What a document says that its abbreviations, colours and signs stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extract.statuses import NO_STATUS, Status, declare_status
from pipeline.lexicon import load_lexicon

_SHORT = re.compile(r"(?<![\wÅÄÖ])[A-ZÅÄÖ]{2,6}(?![\wÅÄÖ])")
_GIVEN = (
    r"(?<![\w]){short}\s*(?:\(|=|–|-(?=\s)|:|,?\s(?:står för|betyder|är|dvs\.?|d\.v\.s\.)\s)\s*"
    r"(?P<full>[a-zåäöA-ZÅÄÖ][a-zåäö]{{2,}}(?:[ -][a-zåäö]+){{0,4}}?)(?=\s*(?:[),;.\n|]|\soch\s|\ssamt\s|$))"
)
_BEHIND = r"(?P<full>[a-zåäöA-ZÅÄÖ][a-zåäö]{{2,}}(?:[ -](?!och |samt )[a-zåäö]+){{0,3}})\s*\({short}\)"
_MEANING = r"\s*(?:=|–|-|:|betyder|innebär|markerar|står för|avser|är|visar)\s*(?P<meaning>[^.;,\n=]{3,60}?)"
_LEGEND_END = r"(?=\s*(?:[.;,\n]|$|\boch\b|\bsamt\b|{sign}\w*\s*(?:=|–|-|:|betyder|innebär|markerar)))"
_COLOUR = r"(?:grön|gul|röd|orange|blå|grå|vit|svart)"
_SIGN = r"[●○◐◑◔◕■□▲△▼✓✔✗✘☑☐×]"


def spell_out_role(written: str | None, flow: str) -> str | None:
    """ "OC/EC" as "områdeschef/enhetschef", when the document says so; None when nothing is to be spelled out."""
    if not written or not _SHORT.search(written):
        return None
    full = _SHORT.sub(lambda m: _stands_for(m[0], flow) or m[0], written)
    return full if full != written else None


@lru_cache(maxsize=256)
def _stands_for(short: str, flow: str) -> str | None:
    initials = short[0].lower()
    for form in (_GIVEN, _BEHIND):
        for match in re.finditer(form.format(short=re.escape(short)), flow):
            full = " ".join(match["full"].split())
            words = full.split(" ")
            fitting = next((" ".join(words[i:]) for i, w in enumerate(words) if w[:1].lower() == initials), None)
            if fitting:
                return fitting
    return None


@lru_cache(maxsize=8)
def read_legend(flow: str) -> dict[str, Status]:
    """The status that each colour or sign stands for, by its own word: "Grön = genomfört, gul = pågår"."""
    legend: dict[str, Status] = {}
    for sign in (_COLOUR, _SIGN):
        for match in re.finditer(
            f"(?P<sign>{sign})(?:[at]|t färg)?{_MEANING}{_LEGEND_END.format(sign=sign)}", flow, re.I
        ):
            status = declare_status(match["meaning"].strip())
            if status != NO_STATUS:
                legend.setdefault(match["sign"].lower(), status)
    return legend


def declare_mark(text: str, flow: str) -> Status:
    """The status of a cell that holds a colour, a sign or a share ("Gul", "✓", "75 %"): as the document's own legend
    says, else as is usual.
    """
    words = text.strip(" .:")
    key = words.lower().removesuffix("t") if words.lower() in {"grönt", "gult", "rött"} else words.lower()
    told = read_legend(flow).get({"röt": "röd"}.get(key, key))
    if told:
        return Status(told.value, words, "mark.legend", 0.9)
    for pattern in load_lexicon("statuses").group("mark."):
        if pattern.regex.search(words):
            return Status(str(pattern.yields["status"]), words, pattern.id, pattern.confidence)
    return NO_STATUS
