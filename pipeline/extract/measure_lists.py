"""Measures in lists: under a heading or lead that names them, each with its own outcome where it has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.due_dates import NO_DUE, Due, due_by_label, due_in_prose, read_due, year_of
from pipeline.extract.effects import effect_by_label, read_effect
from pipeline.extract.explained import spell_out_role
from pipeline.extract.plan_columns import says_when
from pipeline.extract.points import opens_with_verb
from pipeline.extract.statuses import NO_STATUS, UNKNOWN, Status, declare_status, heading_status
from pipeline.lexicon import load_lexicon
from pipeline.records import At, Block, Document, Measure, Reading, Record, record_id

_EXPECTED = re.compile(
    r"\b(?:beräknas|väntas|förväntas|bedöms|planeras|ska)\s+(?:vara\s+|bli\s+)?(?:klar|färdig|slutför|avsluta)", re.I
)
_UNTIL = re.compile(
    r"\b(?:klart?|färdig\w*|till och med|t\.?\s?o\.?\s?m|senast|beräknas|slutförs|avslutas|fram till)\b", re.I
)
_MARK = re.compile(r"^\W*(?:\d{1,2}[.)]|[a-zåäö]\)|o(?=\s))?\s*", re.IGNORECASE)
_LETTERED = re.compile(r"[a-zåäö]\)", re.IGNORECASE)
_OUTCOME = re.compile(r"\s[–—]\s+(?=\S)")
_HYPHEN_OUTCOME = re.compile(r"\s-\s+(?=\S)")
_IN_BRACKET = re.compile(
    r"\s*\((?P<told>(?=[^()]*\b(?:ansvar|klar|senast|tidplan|status))[^()]{3,90})\)(?=\W*$|\s{2,})", re.IGNORECASE
)
_SUM_IN_BRACKET = re.compile(
    r"\s*\((?P<sum>[-−–+]?\s?\d[\d ,.]{0,12}\s?(?:tkr|mnkr|mkr|kr|kronor|miljoner kronor))\)[.\s]*$"
)
_LESS = re.compile(r"[-−–]")
_SAVING = re.compile(r"bespar|i balans|effekt|underskott|minsk", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<!\bt)(?<!\bex)(?<!\bbl)(?<!\binkl)(?<!\bosv)(?<!\bca)\.(?:\s+(?=[A-ZÅÄÖ]))")
_LINE_END = re.compile(  # not where the line ends in a word that wants more
    r"(?<![,–-])(?<!\boch)(?<!\bsamt)(?<!\beller)(?<!\bi)(?<!\bpå)(?<!\bav)(?<!\bför)(?<!\btill)(?<!\bfrån)(?<!\bmed)"
    r"(?<!\bom)(?<!\bvid)(?<!\binom)(?<!\benligt)(?<!\bmot)(?<!\bhos)(?<!\bden)(?<!\bdet)(?<!\bde)(?<!\bett)(?<!\ben)"
    r"[^\S\n]*\n\s*(?=[A-ZÅÄÖ])"
)
_SWALLOWED = re.compile(r"\s(vad (?:är gjort|har gjorts|pågår|finns planerat|planeras)\??)\s*$", re.IGNORECASE)
_LAST_LINE = re.compile(r"\n\s*([A-ZÅÄÖ][^\n]{3,70}?)[ \t]*$", re.MULTILINE)
# The title of the next part, which the last item above it took in: "... till hösten" / "Teknik" / "Vad är gjort?"
_TITLE_TAKEN = re.compile(r"\n[ \t]*\n\s*(?P<title>[A-ZÅÄÖ][^\n.:;,?!•▪]{3,60}?)\s*$")
_LEAST_ITEMS, _LEAST_TOLD = 2, 0.6  # of a list that nothing announces: how many items, and how many with an outcome
_LONGEST_LEAD = 400
_SHORTEST = 4  # letters
_LEANING = re.compile(r"\b(?:som|där|när|då|om|att)\b[^,;.:(–]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MeasureList:
    """What a heading or lead says of the list under it: its words, the status it gives, the title right above it."""

    words: str
    status: Status
    area: str = ""


def extract_listed_measures(reading: Reading) -> list[Record]:
    """The items of every list that a heading or a lead shows to hold measures; sub-items belong to their item."""
    found: dict[int, Record] = {}
    for leading, items in (*_lists(reading), *_lists_with_outcomes(reading)):
        for item in items:
            measure = _read_item(reading, leading, item) if item.mark == items[0].mark else None
            if measure:
                found.setdefault(item.start, measure)
    for measure in _lines_with_status(reading):
        found.setdefault(measure.at.char_start, measure)
    return sorted(found.values(), key=lambda m: m.at.char_start)


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list; `end` takes in a labelled paragraph under it ("Åtgärd: ..."), `outcome` is what that says."""

    start: int
    own_end: int
    end: int
    mark: str
    outcome: str = ""


def _lists(reading: Reading) -> Iterator[tuple[MeasureList, list[_Item]]]:
    """Each list of measures: what leads it, and its items in order."""
    leading: MeasureList | None = None
    items: list[_Item] = []
    fresh = False  # whether the lead stands right before
    lead: Block | None = None  # what leads
    parted: Block | None = None  # the last sub-heading that parts the list
    number = 0  # of the last item
    above: Block | None = None  # the block before this one
    area = ""  # the title under which lists stand by their status
    for block in reading.document.blocks:
        words = " ".join(reading.document.flow[block.start : block.end].split())
        if block.is_aside or not words:
            continue
        above, before = block, above
        if block.kind == "list_item" and not _leads(words, block):
            number = _number_of(block)
            if leading and (fresh or items):
                end, swallowed = _without_heading(reading.document, block)
                items.append(_Item(block.start, end, end, _kind_of_mark(block, words)))
                if swallowed:
                    yield leading, items
                    leading, items, fresh = replace(swallowed, area=area), [], True
            continue
        if leading and leading.status != NO_STATUS and fresh and number and _number_of(block) == number + 1:
            items.append(_Item(block.start, block.end, block.end, _kind_of_mark(block, words)))
            number += 1  # alone below its status, it was taken for a heading
            continue
        told = _read_lead(words, block) or _status_on_last_line(reading.document, block)
        if told and told.status != NO_STATUS and before:
            area, cut = _area(reading.document, before, area)
            told = replace(told, area=area)
            if cut and items:
                items[-1] = replace(items[-1], own_end=min(items[-1].own_end, cut), end=min(items[-1].end, cut))
        label = load_lexicon("measures").pattern("label.measure").regex.match(words)
        if label and items:
            items[-1] = replace(items[-1], end=block.end, outcome=words[label.end() :])
            continue
        titled = _is_title(block, words)
        area = "" if titled and told is None else area
        other = words.endswith(":") and load_lexicon("measures").pattern("list.other").regex.search(words)
        if told is None and block.kind == "paragraph" and items and len(words) < 200 and not titled and not other:
            continue  # a note between two items of the list
        if items and leading:
            yield leading, items
        if told is not None:
            leading, items, fresh, lead, parted = told, [], True, block, None
        elif leading and lead and titled and _parts_list(block, lead, parted, words, fresh=fresh):
            items, fresh, parted = [], True, block
            leading = replace(leading, area=words if block.kind == "paragraph" else "")
        else:
            leading, items, fresh = (leading if fresh and not items and block.kind == "paragraph" else None), [], False
    if items and leading:
        yield leading, items


def _lists_with_outcomes(reading: Reading) -> Iterator[tuple[MeasureList, list[_Item]]]:
    """In a plan or a follow-up, the lists whose items mostly tell an outcome, behind a dash or a label ("Status:"),
    whatever stands above."""
    if reading.facts.kind not in {"action_plan", "follow_up"}:
        return
    label = load_lexicon("measures").pattern("label.status").regex
    flow, items, told = reading.document.flow, list[_Item](), 0
    for block in (*reading.document.blocks, None):
        if block is not None and block.kind == "list_item":
            dash, own = _OUTCOME.search(flow, block.start, block.end), label.search(flow, block.start, block.end)
            says = own["value"] if own else flow[dash.end() : block.end].strip() if dash else ""
            told += declare_status(says).value != UNKNOWN
            mark = _kind_of_mark(block, flow[block.start : block.end].strip())
            items.append(_Item(block.start, block.end, block.end, mark))
        elif block is None or not block.is_aside:
            if len(items) >= _LEAST_ITEMS and told >= _LEAST_TOLD * len(items):
                yield MeasureList("", NO_STATUS), items
            items, told = [], 0


def _is_title(block: Block, words: str) -> bool:
    """Whether a block stands like a heading: one, or a short line without an end ("Bemanning")."""
    short = len(words) <= 60 and words[:1].isupper() and words[-1:] not in ".:;,?!"
    return block.kind == "heading" or (block.kind == "paragraph" and short)


def _area(document: Document, above: Block, area: str) -> tuple[str, int]:
    """The title right above a status that leads a list ("Lokaler" / "Vad är gjort?"), where it was not known for a
    heading, and where the item ends that took it in; else the title of the list before."""
    words = " ".join(document.flow[above.start : above.end].split())
    if above.kind == "list_item":
        taken = _TITLE_TAKEN.search(document.text, above.start, above.end)
        return (taken["title"], taken.start()) if taken else (area, 0)
    if above.kind == "paragraph" and _is_title(above, words) and heading_status(words) == NO_STATUS:
        return words, 0
    return "" if above.kind == "heading" else area, 0


def _parts_list(block: Block, lead: Block, parted: Block | None, words: str, *, fresh: bool) -> bool:
    """Whether a title parts the list of measures that a heading leads ("Genomförda åtgärder": "Bemanning", "Lokaler"):
    it stands below that heading; where levels are alike, right behind it, or as the title that did.
    """
    if load_lexicon("measures").pattern("list.other").regex.search(words):
        return False
    if block.kind == lead.kind == "heading" and block.level != lead.level:
        return block.level > lead.level
    return fresh if parted is None else (block.kind, block.level) == (parted.kind, parted.level)


def _lines_with_status(reading: Reading) -> Iterator[Measure]:
    """In a follow-up, lines that end in a status in capitals: "Översyn av zonindelningen PÅGÅENDE"."""
    if reading.facts.kind not in {"action_plan", "follow_up", "other"}:
        return
    text, pattern = reading.document.text, load_lexicon("statuses").pattern("line.status")
    spans = [(b.start, b.end) for b in reading.document.blocks if b.kind in {"paragraph", "list_item", "heading"}]
    found = [m for start, end in spans for m in pattern.regex.finditer(text, start, end)]
    if len(found) < _LEAST_ITEMS:
        return
    for match in found:
        status = declare_status(match["status"].capitalize())
        start, end = match.start("text"), match.end()
        if status.value != UNKNOWN:
            yield Measure(
                id=record_id(reading.document.id, Measure.table, start, end),
                at=At(start, end, pattern.id, pattern.confidence),
                text=match["text"].strip(),
                section=_section(reading, start),
                status=status.value,
                status_text=match["status"],
            )


def _leads(words: str, block: Block) -> bool:
    """Whether a list item is itself the heading of a list ("3. Planerade åtgärder")."""
    return len(words) <= 80 and heading_status(words) != NO_STATUS and bool(re.match(r"\W*\d", words))


def _read_lead(words: str, block: Block) -> MeasureList | None:
    lexicon = load_lexicon("measures")
    if len(words) > _LONGEST_LEAD:
        words = words[-_LONGEST_LEAD:]
    if lexicon.pattern("list.ask").regex.search(words):
        return None
    status = heading_status(words)
    named = lexicon.pattern("list.lead").regex.search(words) or (
        len(words) <= 120 and lexicon.pattern("list.heading").regex.search(words)
    )
    return MeasureList(words, status) if status != NO_STATUS or named else None


def _number_of(block: Block) -> int:
    mark = block.marker.rstrip(".)")
    return int(mark) if mark.isdecimal() else 0


def _status_on_last_line(document: Document, block: Block) -> MeasureList | None:
    """The list that a status opens on the last line of a paragraph, where a blank line was lost."""
    above, _, last = document.text[block.start : block.end].rstrip().rpartition("\n")
    status = heading_status(last.strip()) if above and block.kind in {"paragraph", "heading"} else NO_STATUS
    return MeasureList(last.strip(), status) if status != NO_STATUS else None


def _without_heading(document: Document, block: Block) -> tuple[int, MeasureList | None]:
    """The item's end before a status heading that a lost blank line left in it, and the list that it opens."""
    match = _SWALLOWED.search(document.flow, block.start, block.end)
    if match is None:
        match = _LAST_LINE.search(document.text, block.start, block.end)
    if match is None or heading_status(match[1]) == NO_STATUS:
        return block.end, None
    return match.start(), MeasureList(match[1], heading_status(match[1]))


def _kind_of_mark(block: Block, words: str) -> str:
    mark = block.marker or words[:1]
    kind = "1" if mark[:1].isdigit() else "a" if _LETTERED.match(mark) else mark[:1]
    return f"{block.level}{kind}"


def _read_item(reading: Reading, leading: MeasureList, item: _Item) -> Measure | None:
    document = reading.document
    opening = _MARK.match(document.flow[item.start : item.own_end])
    start, own_end = _trimmed(document.text, item.start + (opening.end() if opening else 0), item.own_end)
    end = _trimmed(document.text, start, item.end)[1]
    whole = document.flow[start:own_end]
    text, rest = _divide(whole, document.text[start:own_end])
    rest = item.outcome or rest
    text = " ".join(text.split()).rstrip(" ;,")
    sum_told = _SUM_IN_BRACKET.search(text)
    about = f"{leading.words} {_section(reading, start) or ''} {reading.facts.title or ''}"
    if sum_told and not (_LESS.match(sum_told["sum"]) or _SAVING.search(about)):
        sum_told = None  # what it costs
    if sum_told:
        text = text[: sum_told.start()]
    if sum(map(str.isalpha, text)) < _SHORTEST or text.endswith(":") or text.startswith("http"):
        return None
    status = _item_status(leading.status, " ".join(whole.split()), " ".join(rest.split()))
    due = _item_due(reading, " ".join(whole.split()), rest or whole, status)
    labels = [load_lexicon("measures").pattern(f"label.{name}").regex for name in ("responsible", "answerable")]
    told = " ".join((rest or whole).split())
    who = next((match for label in labels if (match := label.search(told))), None)
    responsible = who["value"].strip(" ,;") if who else None
    behind = told[who.end() :].strip(" ,.)") if who else ""
    if due == NO_DUE and says_when(behind):
        due = read_due(behind, year=year_of(reading.facts))  # "Ansvarig: rektor, hösten 2024"
    done = status.value == "done"
    effect = read_effect(sum_told["sum"], "", done=done) if sum_told else effect_by_label(told, done=done)
    return Measure(
        id=record_id(document.id, Measure.table, start, end),
        at=At(start, end, f"list.{status.rule or 'lead'}", 0.82 if leading.status != NO_STATUS else 0.75),
        text=text,
        section=leading.area or _section(reading, start),
        responsible=responsible,
        responsible_full=spell_out_role(responsible, document.flow),
        comment=" ".join(rest.split()) or None,
        due_from=due.first,
        due_to=due.last,
        due_precision=due.precision,
        status=status.value,
        status_text=status.words or None,
        effect_sek=effect.sek,
        effect_value=effect.value,
        effect_unit=effect.unit,
        effect_basis=effect.basis,
        effect_period=effect.period,
    )


def _item_due(reading: Reading, whole: str, told: str, status: Status) -> Due:
    """By when, as a label says; of what is still to be done, also as its sentence does ("införs från 1 april 2025")."""
    due = due_by_label(told, year=year_of(reading.facts))
    if due != NO_DUE or status.value not in {"planned", "ongoing"}:
        return due
    until = _UNTIL.search(whole) if status.value == "ongoing" else None
    if status.value == "ongoing" and until is None:
        return NO_DUE  # "avtal tecknat i november, driftsättning pågår"
    date = reading.facts.date
    said = due_in_prose(whole[until.start() :] if until else whole, date)
    if said == NO_DUE and status.rule == "planned.dated":
        return read_due(whole, year=year_of(reading.facts))  # "införs under kv 1"
    to_come = said.last is None or date is None or said.last >= date
    return said if to_come else NO_DUE


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _divide(flow: str, text: str) -> tuple[str, str]:
    """The measure, and what is told of it: behind a dash, in a bracket at the end, in the sentences after the first, or
    on a line of its own."""
    dash = _OUTCOME.search(flow)
    if dash and dash.start() > _SHORTEST and (flow[dash.end()].islower() or declare_status(flow[dash.end() :]).words):
        return flow[: dash.start()], flow[dash.end() :]
    hyphen = _HYPHEN_OUTCOME.search(flow)
    if hyphen and hyphen.start() > _SHORTEST and declare_status(flow[hyphen.end() :]).rule.startswith("label."):
        return flow[: hyphen.start()], flow[hyphen.end() :]
    if bracket := _IN_BRACKET.search(flow, _SHORTEST):
        return flow[: bracket.start()], bracket["told"]
    for cut in (_SENTENCE_END.search(flow), _LINE_END.search(text)):
        if cut and cut.start() >= 12:
            return flow[: cut.start() + 1], flow[cut.end() :]
    return flow, ""


def _item_status(given: Status, whole: str, outcome: str) -> Status:
    """The item's own outcome rules over its heading; without one, only plain words against the heading do."""
    if labelled := load_lexicon("measures").pattern("label.status").regex.search(whole):
        own = declare_status(labelled["value"])
    else:
        own = declare_status(outcome) if outcome else NO_STATUS
    if given.value == "ongoing" and own.rule.startswith("planned.") and _EXPECTED.search(outcome):
        return given  # "Pågår": "beräknas klart i höst"
    if own.value != UNKNOWN:
        return own
    alone = [declare_status(words) for words in re.split(r"\.\s*", outcome) if words and " " not in words]
    if labels := [status for status in alone if status.rule.startswith("label.")]:
        return labels[0]  # "Ansvarig: chefen. Löpande."
    said = declare_status(whole)
    if given == NO_STATUS:
        return NO_STATUS if _by_the_way(whole, said) else said
    against = said.rule.startswith(("dropped.", "postponed.", "label.postponed", "label.dropped", "label.undone"))
    finished = said.rule in {"done.finished", "done.has"} and given.value != "done"
    going_on = "pågår" in said.words.lower() and given.value == "done"
    return said if against or finished or going_on else given


def _by_the_way(item: str, said: Status) -> bool:
    """Whether what an item says is done is said of a thing in it: "Begränsa antalet pumpar som är i drift"."""
    if said.rule not in {"done.is", "done.participle"} or not opens_with_verb(item):
        return False
    return _LEANING.search(item[: max(0, item.find(said.words))]) is not None


def _section(reading: Reading, offset: int) -> str | None:
    inside = [s for s in reading.sections if s.start <= offset < s.end]
    return max(inside, key=lambda s: s.start).title if inside else None
