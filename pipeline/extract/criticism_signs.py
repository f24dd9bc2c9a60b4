"""The signs by which a sentence of an audit paper is told to be criticism: words of the lexicon, place, neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.extract.passages import Passage, lead_above
from pipeline.lexicon import load_lexicon
from pipeline.lexicon.bodies import find_bodies

# Headings under which auditors judge, and those under which they describe.
JUDGING = re.compile(
    r"bedömning|slutsats|sammanfatt|revisionell|rekommendation|brister|ansvarsprövning|uttalande|"
    r"kommentar|resultat av granskning|svar på (?:våra |de )?revisionsfråg",
    re.IGNORECASE,
)
_RISKS = re.compile(r"^\W*(?:risk(?:er)?|konsekvens(?:er)?)\W*$", re.IGNORECASE)
_OBSERVING = re.compile(r"iakttagelse", re.IGNORECASE)
DESCRIBING = re.compile(
    r"bakgrund|syfte|utgångspunkt|metod|om (?:granskningen|revisionen)$|språkbruk|revisionstermer|"
    r"begreppsförklaring|ordlista|revisionskriteri|avgränsning|(?:\b|revisions|gransknings)uppdrag|inledning|"
    r"(?<!svar på )(?<!svar på våra )(?<!bedömning av )revisionsfråg|bilag|källor",
    re.IGNORECASE,
)
_GROUPS = ("weak.", "concern.", "observe.", "voice.", "ground.", "neutral.", "hint.")
_MORE = ("recommend.should", "recommend.important", "recommend.imperative")
_KINDS = ("concern.risk", "recommend.should", "recommend.important", "observe.noted")
NEGATIVE = re.compile(  # what is noted is a lack only with one of these, or with a word for it
    r"\b(?:inte|ej|ingen|inget|inga|varken|aldrig|sällan|sakna\w*|endast|bara|utan att|"
    r"dock|emellertid|däremot|trots|fortfarande|alltjämt)\b",
    re.IGNORECASE,
)
_PRAISE = {"good", "measures taken", "neutral.bright"}
_PLAIN, _VERY_PLAIN = 0.75, 0.85  # a lack before that is taken up again; one that needs no words of judging
_ENOUGH = 0.55
OBSERVED_IN_BLOCKS, RISK_IN_BLOCKS = "observed in blocks", "risk in blocks"
DENIED, UNPRAISED, JUDGED_UNPRAISED = "denied before", "unpraised", "judged unpraised"
_APART = 2  # headings of judgement
_WORDS = {  # what no pattern of the lexicon stands for by itself
    "sample": r"\b(?:i|för|av|hos|vid)\b(?: de| dessa| samtliga)? (?:\d+|två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|"
    r"tolv|flera|ett antal|hälften|merparten|flertalet|en tredjedel|en fjärdedel) (?:av|fall|ärenden|akter|avrop|"
    r"fakturor|beslut|inköp|köp|avtal|enheter|skolor|chefer|protokoll)\b",
    "yet": r"\b(?:dock|emellertid|däremot|samtidigt)\b",
    "opens with yet": r"^\W*(?:däremot|dock|emellertid|samtidigt|även om|trots)\b",
    "negated verb": r"\b(?:har|är|görs|sker|finns|kan|får|hade|var|blev|ger|gett)\b[^.;]{0,40}\b(?:inte|ej)\b",
    "scarce": r"\b(?:ingen|inget|inga|någon|något|varken|sällan|aldrig|saknar|endast|bara|först|trots|utan)\b",
    "obliged": r"\b(?:ska|skall)\b",
    "according to": r"^\W*enligt\b",
    "good": r"(?<!inte )(?<!inte helt )(?<!ej )(?<!delvis )(?<!otill)\b(?:tillräcklig\w*|ändamålsenlig\w*|"
    r"goda?|väl|tillfredss?tällande|"
    r"fungerar|positivt?|systematiskt|förbättrande|tydliga?|förenlig\w*|rättvisande|stärkt\w*|utvecklat\w*)\b",
    "measures taken": r"\b(?:vidta(?:git|gits|r)|inför(?:t|ts|des)|antagit|antagits|antogs|pågår|påbörja\w+|numera)\b",
    "whoever": r"\b(?:man|de|dessa|många|flera|vissa|alla|elever\w*|patienter\w*|rektorer\w*|chefer\w*)\b",
    "conditional": r"\b(?:om|kan|kunna|skulle|möjlighet\w*|gäller bara)\b",
    "other years": r"\b(?:tidigare år|förra året|(?:i|från) granskningen (?:19|20)\d\d|bakgrunden)\b",
    "opens with if": r"^\W*(?:om|ifall|när|den som|för att)\b",
    "quoted": r"[\"”“»«]",
    "may lead to": r"\b(?:kan|får|riskerar att|skulle kunna) (?:\w+ ){0,3}?(?:leda till|innebära|medföra|ge|bli|orsaka|"
    r"avta|invagga|påverka|försvåra|uppstå)\b",
    "rule told": r"\b(?:får (?:inte|endast|bara)|ogiltig\w*|skyldig\w*|bestämmelse\w*|\w+lagen|förordning\w*|"
    r"föreskrift\w*|lagstift\w*|stadgas|regleras)\b",
    "own risks": r"\b(?:\w*riskanalys\w*|riskbild\w*|internkontrollplan\w*|plan(?:en)? för intern kontroll|"
    r"riskvärde\w*|risklista\w*)\b",
    "put right": r"\b(?:rättade\w*|avhjälp\w+|åtgärda(?:de|des|ts)|upptäcktes|ersattes|byttes|"
    r"inom utsatt tid|före beslut)\b",
    "took place": r"\b(?:avslog|biföll|beslutade|fattade|anmäldes|inleddes|antogs|överklagades|begärde|deltog|öppnades|"
    r"infördes|ökade|minskade|uppgick)\b",
    "of whoever else": r"\b(?:leverantör\w*|entreprenör\w*|vårdnadshavar\w*|sökande\w*|kund\w*|patienten|eleven|"
    r"den enskilde|staten|företag\w*)\b",
    "person": r"\b(?:en|ett|flera|två|tre) (?:\w+ )?(?:\w*läkare|\w*chef|rektor|lärare|handläggare|medarbetare|"
    r"\w*sköterska|elev|förälder|\w*ekonom|ledamot|ledamöter)\b|\b\w+(?:chef|läkare|direktör|ekonom|ledare)(?:en|n)\b",
    "told past": r"\b(?:hade|fanns|blev|uppgick|genomfördes)\b",
}
_LEADS = {  # what the line above a list announces
    "lead decides": r"\b(?:beslut\w*|antog|antagit|fastställ\w+|gav|gett|uppdra\w*|uppdrag)\b",
    "lead plans": r"\b(?:mål\w*|åtgärd\w*|insats\w*|aktivitet\w*|plan\w*|priorit\w+|fokusområd\w*|satsning\w*)\b",
    "lead describes": r"\b(?:består av|ingår|omfatta\w*|innehåll\w*|innebär|framgår|anges?|ansvara\w*|bland annat|"
    r"exempel\w*|följande (?:delar|steg|moment|områden|forum|roller|uppgifter|dokument|underlag|funktioner))\b",
    "lead asks": r"\b(?:syfte\w*|frågeställning\w*|revisionsfråg\w*|revisionskriteri\w*|besvara\w*|intervju\w*)\b",
}
_WORD_SIGNS = {name: re.compile(regex, re.IGNORECASE) for name, regex in _WORDS.items()}
_LEAD_SIGNS = {name: re.compile(regex, re.IGNORECASE) for name, regex in _LEADS.items()}


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paper sets what it found: `apart` from how it judges that, each under headings of its own; in `blocks` on
    one matter each, of what was found, the risk, and what is recommended.
    """

    apart: bool = False
    blocks: bool = False


def layout_of(passages: Sequence[Passage]) -> Layout:
    """The layout that the headings of a paper show."""
    titles = [titles[-1] for titles in {passage.titles for passage in passages} if titles]
    judged, risks = (sum(regex.search(title) is not None for title in titles) for regex in (JUDGING, _RISKS))
    return Layout(judged >= _APART, risks >= _APART)


_NO_LAYOUT = Layout()


def criticism_signs(
    passages: Sequence[Passage], index: int, kind: str, *, denied: bool = False, layout: Layout = _NO_LAYOUT
) -> dict[str, float]:
    """Each sign that the passage bears, with its strength; `kind` and `layout` are the document's, `denied`: a No
    stands before.
    """
    lexicon = load_lexicon("findings")
    passage = passages[index]
    text = passage.text
    fired = [p for p in lexicon.patterns if p.id.startswith(_GROUPS) or p.id in _MORE]
    signs = {p.id: 1.0 for p in fired if p.regex.search(text)}
    weak = [name for name in signs if name.startswith("weak.")]
    before = passages[index - 1] if index and passages[index - 1].block == passage.block else None
    last = index + 1 == len(passages) or passages[index + 1].block != passage.block
    lead = lead_above(passages, index)
    signs |= {name: 1.0 for name, regex in _WORD_SIGNS.items() if regex.search(text)}
    signs |= {name: 1.0 for name, regex in _LEAD_SIGNS.items() if regex.search(lead)}
    told = {
        "lack": lack(text),
        "lacks": float(len(weak)),
        "heading judges": float(JUDGING.search(passage.title) is not None),
        "above judges": float(any(JUDGING.search(title) for title in passage.titles[:-1])),
        "answers question": float(_answers_question(passages, index)),
        "heading observes": float(_OBSERVING.search(passage.title) is not None),
        RISK_IN_BLOCKS: float(layout.blocks and _RISKS.search(passage.title) is not None),
        OBSERVED_IN_BLOCKS: float(layout.blocks and _OBSERVING.search(passage.title) is not None),
        "outside judging": float(layout.apart and not any(JUDGING.search(title) for title in passage.titles)),
        "first": float(passage.first),
        "last": float(last),
        "alone": float(passage.first and last),
        "lack before": lack(before.text) if before else 0.0,
        "lead lacks": lack(lead),
        "lead judges": float(lexicon.pattern("voice.judges").regex.search(lead) is not None),
        "never before": float(before is not None and is_never(before.text)),
        DENIED: float(denied),
        "names body": float(bool(find_bodies(text))),
        "numbers": float(min(3, len(re.findall(r"\d+", text)))),
        "length": min(1.0, len(text) / 100),
        f"in {kind}": 1.0,
    }
    told[UNPRAISED] = float(not signs.keys() & _PRAISE)
    told[JUDGED_UNPRAISED] = told["heading judges"] * told[UNPRAISED]
    told["judged no"] = told[JUDGED_UNPRAISED] * ("hint.no" in signs)
    told["rule of thumb"] = _rule_of_thumb(text, signs, told)
    told["by rule of thumb"] = float(told["rule of thumb"] >= _ENOUGH)
    return signs | {name: value for name, value in told.items() if value}


def _answers_question(passages: Sequence[Passage], index: int) -> bool:
    """Whether it stands below a question of the review: as its heading, or as the passage right before it."""
    before = passages[index - 1] if index else None
    asked = before is not None and before.text.endswith("?") and before.titles == passages[index].titles
    return asked or passages[index].title.endswith("?")


def _rule_of_thumb(text: str, signs: Mapping[str, float], told: Mapping[str, float]) -> float:
    """How plainly auditors speak of a lack, reckoned by hand: weights of signs cannot say what only counts together."""
    worded = load_lexicon("findings").pattern
    kinds = (
        worded(name).confidence
        for name in _KINDS
        if name in signs and (name != "observe.noted" or NEGATIVE.search(text))
    )
    plain = max(told["lack"], *kinds, 0.0)
    if not plain:
        return 0.0
    voice = "voice.judges" in signs or "voice.demands" in signs
    judging = told["heading judges"] > 0 or told[DENIED] > 0
    after = told["lack before"] >= _PLAIN
    acted = "ground.acted" in signs
    sure = plain - 0.35 + (0.3 if voice else 0.0) + (0.15 if judging else 0.0) + (0.1 if after else 0.0)
    sure += 0.1 if acted and told["lack"] >= _VERY_PLAIN else 0.0
    sure += 0.15 if "yet" in signs and (voice or told["lack"] >= _VERY_PLAIN) else 0.0
    return sure + (0.2 if after and ("ground.goes_on" in signs or (judging and acted)) else 0.0)


def lack(text: str) -> float:
    """The weight of the strongest word for a lack in the text, or 0."""
    return max((p.confidence for p in load_lexicon("findings").group("weak.") if p.regex.search(text)), default=0.0)


def hints_at_lack(text: str) -> bool:
    """Whether the text has words that tell of a lack, or of which many lacks are told."""
    return lack(text) > 0 or any(p.regex.search(text) for p in load_lexicon("findings").group("hint."))


def is_risk(title: str) -> bool:
    """Whether the heading says that what stands under it is a risk."""
    return _RISKS.search(title) is not None


def is_never(text: str) -> bool:
    """Whether the text has words that no finding has, by itself: purposes, what others say, praise, procedure."""
    return any(p.regex.search(text) for p in load_lexicon("findings").group("not."))
