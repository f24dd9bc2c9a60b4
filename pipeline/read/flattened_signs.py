"""How well words fit a column of a table: what kind of column its header names, and what its cells look like."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import load_lexicon
from pipeline.lexicon.dates import find_dates

# "when" is a column of dates that tells of states too ("Pågår"), "told" one of statuses that are told at length.
TYPED = frozenset({"due", "when", "status", "effect", "responsible", "verdict", "number"})
_NAMES = (("responses", "column.answer", "comment"), ("responses", "column.point", "finding"),
          ("assessments", "column.verdict", "verdict"), ("findings", "column.question", "question"))  # fmt: skip
_VERDICTS = re.compile(r"(?:vår |revisorernas |samlad )?bedömning|omdöme|åtgärda[dt]\??|genomförd\??", re.IGNORECASE)
_ANSWERS = re.compile(r"svar|bedömning|omdöme", re.IGNORECASE)
_COUNTS = re.compile(r"(?:nr|nummer|id|ref|åtgärd nr|avsnitt|prioritet)\.?", re.IGNORECASE)
_FOLLOWED_UP = re.compile(r"när (?:följer|sker|görs)\b|uppföljningsdatum|datum för uppföljning", re.IGNORECASE)
_LABELS = re.compile(
    r"\W*(?:ja|nej|delvis|i huvudsak|till viss del|i allt väsentligt|(?:ej|inte) bedömd)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"(?:[A-ZÅÄÖ]{1,2}[-.]?)?\d{1,3}(?:\.\d{1,3}){0,2}[.):]?|Hög|Medel|Låg|[HML]")
_ABBREVIATED = re.compile(r"[A-ZÅÄÖ]{2,4}(?:[/,] ?[A-ZÅÄÖ]{2,4})*")
_SHARE = re.compile(r"(?:(?:[Cc]irka|[Cc]a\.?|[Cc]:a|[Uu]ngefär) )?\d{1,3} ?(?:%|procent)")
_TICKS = frozenset("✓✔√xX☑●■")
_NEXT_CAPITAL = re.compile(r"(?<=[a-zåäö]) (?=[A-ZÅÄÖ][a-zåäö])")  # a cell of roles goes on so with another role
_NEXT_DATE = re.compile(r"(?<=\d) (?=[A-ZÅÄÖ\d])")
_LEAST_LETTERS = 4
_QUOTES = '"”“–-•▪'
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
COUNTS_ON = re.compile(r"(?i)v\.?|vecka|kv\.?|kvartal|tertial|nr|den|senast|cirka|ca\.?")  # the figure comes next
_OTHER_WORDS = re.compile(
    r" (?!(?:för|inom|på|vid|i|med ansvar|tillsammans|samt|och|respektive|eller) )(?:[a-zåäö]+ ){2,}[a-zåäö]+$|"
    r" (?:våren|hösten|sommaren|vintern|vt|ht)$"
)
_TWO_CELLS = re.compile(r"\d{4}-\d{4}-|\d-[A-ZÅÄÖ]")  # the first lines of two cells, then their second lines
_DIGIT = re.compile(r"\d")
_DASH = re.compile(r"[-–—]")
_EACH_MORE = 0.5  # for each further role or date of a cell, which begins a line of its own as cells do
_LONG = 60  # characters; longer ones are sentences, of which only the beginning tells
_LONGEST_OTHER = 40  # characters of a role or a date that is no measure
_SHORT_REST = 25  # characters of the rest of a role or a date on the next page
_BROKEN = re.compile(r"(?<=[a-zåäö])- (?=[a-zåäö])")
_LONGEST_TYPED = {"due": 60, "when": 60, "status": 70, "effect": 30, "responsible": 70, "number": 10, "verdict": 400}
FITS, COULD, NEVER = 3.0, 0.0, -4.0


def kind_named(name: str, *, first: bool, question: bool) -> str | None:
    """The kind of column that a header's words name, None for what is no name. `first` when it is the first column, and
    `question` when that holds the questions of a review, beside which stand verdicts.
    """
    if _COUNTS.fullmatch(name):
        return "number"
    if name in _TICKS:
        return "status"
    if _FOLLOWED_UP.match(name):
        return "due"
    if not first and (_VERDICTS.match(name) or (question and _ANSWERS.match(name))):
        return "verdict"
    for pattern in load_lexicon("measures").group("column."):
        if pattern.regex.search(name):
            kind = str(pattern.yields["column"])
            if kind == "comment" and first:
                return "description"  # "Resultat i enkäten": what the measure is about
            if kind == "given":
                return "due" if "dat" in name.lower() else "description"
            return {"task": "measure", "unit": "responsible", "section": "description"}.get(kind, kind)
    for concept, group, kind in _NAMES:
        if load_lexicon(concept).pattern(group).regex.search(name):
            return kind
    return "description" if load_lexicon("measures").pattern("cell.other_head").regex.fullmatch(name) else None


def fit(kind: str, words: str) -> float:
    """How well the words of a cell fit its kind: FITS, less where they only could, NEVER where they can't. Free words
    begin with a capital and are more than figures.
    """
    if kind == "told":
        return _told(words)
    if kind not in TYPED:
        return _free(kind, words)
    if len(words) > _LONGEST_TYPED[kind]:
        return NEVER
    return _fit_typed(kind, words)


@lru_cache(maxsize=20_000)
def _fit_typed(kind: str, words: str) -> float:
    if _DASH.fullmatch(words):
        return 1.0
    return {"due": _due, "when": _when, "status": _status, "effect": _effect, "responsible": _responsible,
            "verdict": _verdict, "number": _number}[kind](words)  # fmt: skip


def _free(kind: str, words: str) -> float:
    if len(words) > _LONG:
        return _opens(kind, words[:1])
    letters = sum(map(str.isalpha, words))
    if kind in {"measure", "finding", "question"} and letters < _LEAST_LETTERS:
        return NEVER
    if _SHARE.fullmatch(words):
        return COULD
    if kind == "measure" and _is_other(words):
        return -3.0
    return _opens(kind, words[:1]) - (3.0 if 2 * letters < len(words) else 0.0)


def _opens(kind: str, first: str) -> float:
    if first.isupper() or first.isdigit() or first in _QUOTES:
        return COULD
    return -3.0 if kind == "measure" and first.islower() else -2.0


@lru_cache(maxsize=20_000)
def _is_other(words: str) -> bool:
    """Whether words tell who or when, and nothing that is done: they begin with a role, or are a date."""
    if len(words) > _LONGEST_OTHER:
        return False
    if COUNTS_ON.fullmatch(words):
        return True
    role = load_lexicon("measures").pattern("cell.role").regex.search(_whole(words).split(" ", 1)[0])
    return (role is not None and _responsible(words) >= FITS - 0.5) or _due(words) >= FITS - 0.5


def fit_rest(kind: str, words: str) -> float:
    """How well words fit as the rest of a cell that the page before began, by what kind of column it is of."""
    if kind in TYPED:
        return max(fit(kind, words) - 1.0, COULD - 0.5 if len(words) <= _SHORT_REST else NEVER)
    return 0.5 if words[:1].islower() else -0.5


def _told(words: str) -> float:
    """Statuses as sentences: less sure than those of a word or two, surer than any words."""
    if len(words) <= _LONG and (2 * sum(map(str.isalpha, words)) < len(words) or _is_other(words)):
        return -2.0
    if words[:1].isupper() and _is_labelled(words[:_LONG]):
        return COULD + 1.0
    return _opens("told", words[:1]) + (0.5 if not words[:1].islower() else 0.0)


@lru_cache(maxsize=20_000)
def _is_labelled(words: str) -> bool:
    """Whether words open with the name of a status ("Pågår. Redovisas i maj")."""
    return any(p.regex.match(words) for p in load_lexicon("statuses").group("label."))


def _whole(words: str) -> str:
    """The words with those that a narrow column broke put together ("Konti- nuerligt", "2017- 2018")."""
    return _BROKEN.sub("", words).replace("- ", "-")


def _when(words: str) -> float:
    plain = _whole(words)
    state = load_lexicon("measures").pattern("cell.status").regex.fullmatch(plain)
    return FITS - 0.5 if state else _due(words)


def _due(words: str) -> float:
    plain = _whole(words)
    if load_lexicon("measures").pattern("cell.due_words").regex.fullmatch(plain):
        return FITS if plain[0].isupper() else 1.5
    if load_lexicon("measures").pattern("cell.due").regex.fullmatch(plain):
        return FITS if _DIGIT.search(plain) else FITS - (1.5 if plain[0].islower() else 0.5)  # "jan" goes on mostly
    if "%" in plain or _TWO_CELLS.search(plain):
        return NEVER
    each = _NEXT_DATE.split(plain)
    if len(each) > 1 and all(map(load_lexicon("measures").pattern("cell.due").regex.fullmatch, each)):
        return FITS + _EACH_MORE * (len(each) - 1)
    dated = bool(find_dates(plain)) or bool(_YEAR.search(plain))
    if dated and len(plain) <= 45:
        return 2.0 if load_lexicon("measures").pattern("cell.due_opens").regex.match(plain) else 0.5
    return -1.0 if len(plain.split()) <= 2 and _status(plain) >= FITS else NEVER


def _status(words: str) -> float:
    if load_lexicon("measures").pattern("cell.status").regex.fullmatch(words):
        return FITS
    if _is_labelled(words) and words[:1].isupper():
        return 2.5
    if _SHARE.fullmatch(words) or words in _TICKS:
        return FITS
    return COULD - 0.5 if words[:1].isupper() and len(words.split()) <= 5 else -2.0


def _effect(words: str) -> float:
    if not load_lexicon("measures").pattern("cell.effect").regex.fullmatch(words):
        return NEVER
    return FITS if len(words) > 2 else 1.0


def _responsible(words: str) -> float:
    if words[-1] == ":" or re.search(r"\d", words) or not words[:1].isupper():
        return NEVER
    if words[-1] == ".":
        return _told_role(words)
    if _ABBREVIATED.fullmatch(words):
        return 2.0
    role = load_lexicon("measures").pattern("cell.role").regex
    each = _NEXT_CAPITAL.split(_whole(words))
    if len(each) > 1 and all(map(role.search, each)):
        return FITS + _EACH_MORE * (len(each) - 1)
    several = 2.0 * (len(each) - 1)
    if _OTHER_WORDS.search(words):  # what goes on below a role is of the cell beside it
        return -2.0
    if role.search(words.replace("- ", "")):
        return (FITS if len(words.split()) <= 6 else 1.0) - several
    return (-0.5 if len(words.split()) <= 3 else -2.0) - several


def _told_role(words: str) -> float:
    """Roles told as a sentence ("Strateg för e-hälsa är ansvarig.")."""
    few = len(words.split()) <= 7 and words.count(".") == 1
    role = load_lexicon("measures").pattern("cell.role").regex.search(_whole(words))
    return COULD - 0.5 if few and role else NEVER


def _verdict(words: str) -> float:
    if _LABELS.match(words) or any(p.regex.search(words) for p in load_lexicon("assessments").group("label.")):
        return FITS if words[:1].isupper() else -1.0
    return -0.5 if words[:1].isupper() else -2.0


def _number(words: str) -> float:
    return FITS if _NUMBER.fullmatch(words) else NEVER
