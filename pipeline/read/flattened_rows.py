"""Plans flattened into lines without an empty line between cells: rows told by their dates and statuses.

Where an extraction writes a table cell by cell, what stands side by side on one line ends up on one line, and nothing
parts the cells ("HR-chef 2024-03-01 2024-12-31 Pågående Ett utkast finns."). The header's words tell the columns; the
dates and statuses of a row stand in their order, and part what stands before (the measure, who is responsible) from
what stands behind (the comment). Where the rest can't be told apart for nearly all rows, the lines stay as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.lexicon import load_lexicon
from pipeline.read.flattened_heads import RUN_KINDS, find_header, is_header, segment
from pipeline.read.lines import Line, RawCell, RawTable
from pipeline.read.paragraphs import WANTS_MORE

_CONFIDENCE = 0.6
_LEAST_ROWS = 3
_LEAST_READ = 0.8  # of the rows found by their dates, how many must come apart
_LONGEST_ROLE = 60
_MOST_LINES = 8  # of a cell
_MOST_LEFT = 1  # lines per row that are of no cell (titles, headers again), on the average
_LEAST_NOTES = 2
_NOTES = "Kommentar"  # the column for comments that stand below their rows
_FREE = frozenset({"measure", "finding", "description"})
_MOST_FREE = 2  # cells of free words before the dates
_BEHIND: tuple[list[str], ...] = ([], ["comment"], ["description"], ["responsible"])
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[.)]?\s+(?=[A-ZÅÄÖ])")
_OTHER_ROW = re.compile(
    r"\d{4}-\d\d-\d\d|\d \d{3}\b.*\d \d{3}\b|(?<!\d)\d{1,2} \d{1,2}(?!\d)"
)  # dates or sums of a row that was not told
_CAPITAL = re.compile(r"(?<=[a-zåäö)])\s+(?=[A-ZÅÄÖ](?:[a-zåäö]|[A-ZÅÄÖ]{1,2}-[a-zåäö]))")


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a line: its number among the lines below the header, and its words."""

    line: int
    words: str


@dataclass(slots=True)
class Row:
    """A row: the lines that its dates stand on, from where on the first to where on the last, what they are by column,
    and the parts of the cells around.
    """

    first: int
    last: int
    start: int
    end: int
    found: list[str]
    before: dict[str, list[_Part]] = field(default_factory=dict)
    behind: list[_Part] = field(default_factory=list)

    @property
    def lines(self) -> range:
        """The lines that its dates stand on."""
        return range(self.first, self.last + 1)

    @property
    def parts(self) -> list[_Part]:
        """All that is read around the dates."""
        return [*(part for parts in self.before.values() for part in parts), *self.behind]


def read_flattened_rows(pages: list[list[Line | RawTable]]) -> None:
    """Put a table, in place, on each page where the lines below a plan's header come apart into its rows."""
    kinds: list[tuple[str, str]] = []
    for items in pages:
        if any(isinstance(item, RawTable) for item in items):
            continue
        place = find_header(items)
        begin = 0
        if place:
            begin, kinds = place[1], place[2]
        if not kinds or not _is_readable(kinds):
            continue
        lines = lines_from(items, begin)
        rows = rows_in([words for _, words in lines], [kind for kind, _ in kinds])
        if rows:
            put_rows(items, (place[0] if place else None, begin), lines, rows, kinds)


def _shape(kinds: list[str]) -> tuple[list[str], list[str], list[str]]:
    """The columns before the dates and statuses, these with what stands between, and the columns behind."""
    kinds = ["measure" if kind == "task" else "responsible" if kind == "unit" else kind for kind in kinds]
    run = [number for number, kind in enumerate(kinds) if kind in RUN_KINDS]
    if not run:
        return kinds, [], []
    return kinds[: run[0]], kinds[run[0] : run[-1] + 1], kinds[run[-1] + 1 :]


def _is_readable(columns: list[tuple[str, str]]) -> bool:
    """Whether rows of these columns come apart: one measure, at most one cell of free words on either side."""
    before, run, behind = _shape([kind for kind, _ in columns])
    before = before[1:] if before[:1] == ["section"] else before
    free = before[:-1] if before[-1:] == ["responsible"] else before
    apart = set(free) <= _FREE and free.count("measure") == 1 and len(free) <= _MOST_FREE
    between = [kind for kind in run if kind not in RUN_KINDS]
    several = len(run) > 1 or "responsible" in (*before, *behind)
    return apart and behind in _BEHIND and between in ([], ["responsible"]) and several


def lines_from(items: list[Line | RawTable], begin: int) -> list[tuple[int, str]]:
    """The lines from a place on with words, each with its place."""
    lines: list[tuple[int, str]] = []
    for place in range(begin, len(items)):
        item = items[place]
        if isinstance(item, RawTable):
            break
        if item.kind != "furniture" and item.text.strip():
            lines.append((place, " ".join(item.text.split())))
    return lines


def pattern_of(kinds: list[str], behind: list[str]) -> re.Pattern[str]:
    """What the dates, statuses and sums of a row look like on their line, in the order of the columns."""
    lexicon = load_lexicon("measures")
    forms = {
        kind: lexicon.pattern(f"cell.{kind}").regex.pattern.replace(" ", r"\s") for kind in ("due", "status", "effect")
    }
    forms["responsible"] = r"[A-ZÅÄÖ][^\d.:;\n]{2,50}?"
    parts = []
    for number, kind in enumerate(kinds):
        form = f"(?P<c{number}>{forms[kind]})"
        optional = kind in {"due", "effect"} and "status" in kinds
        parts.append(f"(?:{form}(?:\\s+|$))?" if optional else f"{form}(?:\\s+|$)")
    end = "$" if not behind else r"(?=$|[A-ZÅÄÖ0-9\"”–-])"
    return re.compile(r"(?:^|(?<=\s))" + "".join(parts) + end, re.MULTILINE)


def rows_in(lines: list[str], kinds: list[str]) -> list[Row]:
    """The rows of the lines, none when too few come apart."""
    before, run, behind = _shape(kinds)
    pattern = pattern_of(run, behind)
    behind = behind or ["note"] * (sum(map(_is_note, lines)) >= _LEAST_NOTES)
    found = _found(lines, pattern, run)
    if any(_runs_on(lines, row) for row in found):
        return []
    read = [row for n, row in enumerate(found) if _fill(lines, found, n, before, behind)]
    enough = len(read) >= max(_LEAST_ROWS, _LEAST_READ * len(found))
    used = {part.line for row in read for part in row.parts} | {n for row in read for n in row.lines}
    left = max(used) - min(used) + 1 - len(used) if used else 0
    numbered = sum(_NUMBER.match(row.before["measure"][0].words) is not None for row in read)
    if numbered > len(read) / 2:
        return []  # the header's first columns were lost
    return read if enough and left <= _MOST_LEFT * len(read) else []


def _found(lines: list[str], pattern: re.Pattern[str], run: list[str]) -> list[Row]:
    """The rows by their dates and statuses; narrow columns may break these over lines."""
    text = "\n".join(lines)
    places = list(accumulate((len(line) + 1 for line in lines), initial=0))
    rows = []
    for match in pattern.finditer(text):
        if not _is_run(match, run):
            continue
        values = [" ".join((match[f"c{n}"] or "").split()) for n in range(len(run))]
        end = match.start() + len(match[0].rstrip())
        first, last = bisect_right(places, match.start()) - 1, bisect_right(places, end - 1) - 1
        rows.append(Row(first, last, match.start() - places[first], end - places[last], values))
    return rows


def _runs_on(lines: list[str], row: Row) -> bool:
    """Whether a row is cut: its last cell ended or is empty, but the next line goes on with small letters. Then the
    lines hold the cells of a row side by side, also where these have several lines, and no reading parts them.
    """
    rest = lines[row.last][row.end :].strip()
    after = lines[row.last + 1] if row.last + 1 < len(lines) else ""
    return after[:1].islower() and (not rest or rest.endswith("."))


def _is_run(match: re.Match[str], run: list[str]) -> bool:
    """Whether enough of the columns are there: a status or a date, and of several columns most."""
    held = [kind for number, kind in enumerate(run) if match[f"c{number}"]]
    return bool({"due", "status"} & set(held)) and len(held) * 2 > len(run)


def _fill(lines: list[str], rows: list[Row], number: int, before: list[str], behind: list[str]) -> bool:
    """Give a row the words around its dates; false where they do not come apart."""
    row = rows[number]
    last = rows[number - 1] if number else None
    parts = [_Part(n, lines[n]) for n in range(last.last + 1 if last else 0, row.first)]
    head = lines[row.first][: row.start].strip()
    if head:
        parts.append(_Part(row.first, head))
    if last is not None:
        rest = lines[last.last][last.end :].strip()
        below = not rest and bool(parts) and _has_comment_below(last, parts, behind)
        cut = _end_of_comment(parts[0].words if below else rest, parts[below:], behind)
        if cut is None:
            return False
        last.behind = [_Part(last.last, rest)] if rest else []
        told, parts = parts[: cut + below], parts[cut + below :]
        if any(_OTHER_ROW.search(part.words) for part in told):
            return False
        last.behind += told
    again = [n for n, part in enumerate(parts) if is_header([k for k, _ in segment(tuple(part.words.split())) or ()])]
    if again:
        parts = parts[again[-1] + 1 :]
    if number == len(rows) - 1:
        row.behind = _tail(lines, row, behind)
    return _settle(row, parts, before)


def _has_comment_below(row: Row, parts: list[_Part], behind: list[str]) -> bool:
    """Whether a row's comment begins on the line below its dates: it says so, or these ended in a second line and a
    sentence ends before the next row.
    """
    if behind == ["note"]:
        return _is_note(parts[0].words)
    ended = any(before.words[-1] in ".!?" and _begins(parts, n + 1) for n, before in enumerate(parts[:-1]))
    return behind == ["comment"] and len(row.lines) > 1 and ended


def _end_of_comment(rest: str, parts: list[_Part], behind: list[str]) -> int | None:
    """How many of the lines below a row's dates still belong to its last cell: none when that is empty or told by its
    first line; else up to the last line that ends a sentence before one that begins with a capital. None when unclear.
    """
    if not behind or not rest:
        return 0
    texts = [rest, *(part.words for part in parts)]
    if behind == ["responsible"]:
        return next((n for n, part in enumerate(parts) if not part.words[:1].islower()), None)
    starts = [
        n for n, part in enumerate(parts)
        if part.words[:1].isupper() or part.words[:1].isdigit() if not WANTS_MORE.search(texts[n])
    ]  # fmt: skip
    ended = [n for n in starts if texts[n][-1] in ".!?)"]
    if ended:
        return ended[-1]
    return starts[0] if len(starts) == 1 else None


def _is_note(words: str) -> bool:
    """Whether a line is the comment on the row above, below it."""
    return load_lexicon("measures").pattern("cell.note").regex.match(words) is not None


def _tail(lines: list[str], row: Row, behind: list[str]) -> list[_Part]:
    """What stands in the last cell of the last row: the rest of its line, and lines that go on a sentence."""
    rest, at = lines[row.last][row.end :].strip(), row.last
    if behind == ["note"] and at + 1 < len(lines) and _is_note(lines[at + 1]):
        rest, at = lines[at + 1], at + 1
    if not behind or not rest:
        return []
    parts = [_Part(at, rest)]
    for number in range(at + 1, min(len(lines), at + _MOST_LINES)):
        goes_on = lines[number][:1].islower() or WANTS_MORE.search(parts[-1].words)
        if not goes_on:
            break
        parts.append(_Part(number, lines[number]))
    return parts


def _settle(row: Row, parts: list[_Part], before: list[str]) -> bool:
    """Part what stands before the dates into a section's title, the measure and who is responsible."""
    if not parts or len(parts) > _MOST_LINES:
        return False
    if "responsible" in before:
        cut = _role_in(parts)
        if cut is None:
            return False
        row.before["responsible"] = cut[1]
        parts = cut[0]
    if before[:1] == ["section"] and len(parts) > 1 and _NUMBER.match(parts[1].words):
        if len(parts[0].words) > _LONGEST_ROLE:
            return False
        row.before["title"], parts = parts[:1], parts[1:]
    numbered = _NUMBER.match(parts[0].words)
    if before[:1] == ["section"] and numbered:
        row.before["section"] = [_Part(parts[0].line, parts[0].words[: numbered.end()].strip())]
        parts = [_Part(parts[0].line, parts[0].words[numbered.end() :]), *parts[1:]]
    free = [kind for kind in before if kind in _FREE]
    cells = [parts] if len(free) == 1 else _two_cells(parts)
    if cells is None:
        return False
    starts = [n for n in range(1, len(cells[0])) if _begins(cells[0], n)]
    if len(free) == 1 and starts == [1] and len(parts[0].words) <= _LONGEST_ROLE:
        row.before["title"] = parts[:1]
        cells = [parts[1:]]
    elif starts:
        return False
    row.before.update(zip(free, cells, strict=True))
    words = " ".join(part.words for part in row.before["measure"])
    return bool(words[:1].isupper() or words[:1].isdigit()) and not _OTHER_ROW.search(words)


def _two_cells(parts: list[_Part]) -> list[list[_Part]] | None:
    """Two cells of free words, where only one place can part them: a line, or a capital within one."""
    places = [(n, m.end()) for n, part in enumerate(parts) for m in _CAPITAL.finditer(part.words)]
    places += [(n, 0) for n in range(1, len(parts)) if _begins(parts, n)]
    if len(places) != 1:
        return None
    number, place = places[0]
    part = parts[number]
    head = [_Part(part.line, part.words[:place].strip())] if place else []
    return [[*parts[:number], *head], [_Part(part.line, part.words[place:]), *parts[number + 1 :]]]


def _begins(parts: list[_Part], number: int) -> bool:
    """Whether a line seems to begin a cell: with a capital, and the one before wants no more words."""
    return parts[number].words[:1].isupper() and not WANTS_MORE.search(parts[number - 1].words)


def _role_in(parts: list[_Part]) -> tuple[list[_Part], list[_Part]] | None:
    """The measure, and who is responsible: the first line or capital within a line from which on a role is named."""
    role = load_lexicon("measures").pattern("cell.role").regex
    lined: list[tuple[list[_Part], list[_Part]]] = []
    told: list[tuple[list[_Part], list[_Part]]] = []
    for number, part in enumerate(parts):
        places = [m.end() for m in _CAPITAL.finditer(part.words)]
        if number and _begins(parts, number):
            places.insert(0, 0)
        for place in places:
            head = [*parts[:number], *([_Part(part.line, part.words[:place].strip())] if place else [])]
            tail = [_Part(part.line, part.words[place:]), *parts[number + 1 :]]
            words = " ".join(p.words for p in tail)
            if head and len(words) <= _LONGEST_ROLE:
                (told if role.search(words) else []).append((head, tail))
                (lined if not place else []).append((head, tail))
    for head, tail in reversed(told):
        last = head[-1].words
        if not WANTS_MORE.search(last) and not role.search(last.split()[-1]):
            return head, tail
    if told:
        return None
    return lined[0] if len(lined) == 1 else None


def put_rows(
    items: list[Line | RawTable],
    header: tuple[int | None, int],
    lines: list[tuple[int, str]],
    rows: list[Row],
    columns: list[tuple[str, str]],
    confidence: float = _CONFIDENCE,
) -> None:
    """Replace the header and the rows' lines by a table."""
    cells: list[RawCell] = []
    begin, end = header
    at = 0
    if begin is not None:
        head = [line for line in items[begin:end] if isinstance(line, Line)]
        for number, (_, name) in enumerate(columns):
            cells.append(RawCell(0, number, head if number == 0 else [], header=True, text=name))
        at = 1
    before, run, behind = _shape([kind for kind, _ in columns])
    if not behind and any(row.behind for row in rows):
        behind = ["note"]
        columns = [*columns, ("comment", _NOTES)]
        if begin is not None:
            cells.append(RawCell(0, len(columns) - 1, [], header=True, text=_NOTES))
    for row in rows:
        if title := row.before.get("title"):
            cells.append(_cell(at, 0, title, span=len(columns)))
            at += 1
        for number, kind in enumerate(before):
            cells.append(_cell(at, number, row.before.get(kind, [])))
        for number, words in enumerate(row.found, start=len(before)):
            cells.append(_cell(at, number, [_Part(row.first, words)] if words else []))
        for number in range(len(behind)):
            cells.append(_cell(at, len(before) + len(run) + number, row.behind))
        at += 1
    held = {part.line for row in rows for part in row.parts} | {n for row in rows for n in row.lines}
    first, last = min(held), max(held)
    left = [_Part(n, lines[n][1]) for n in range(first, last + 1) if n not in held]
    cells += [RawCell(at - 1, 0, [Line(part.words)], absorbed=True) for part in left]
    start = lines[first][0] if begin is None else begin
    table = RawTable(cells, at, len(columns), "flattened", confidence, continues=begin is None)
    items[start : lines[last][0] + 1] = [table]


def _cell(row: int, column: int, parts: list[_Part], span: int = 1) -> RawCell:
    words = " ".join(part.words for part in parts)
    return RawCell(row, column, [Line(part.words) for part in parts], column_span=span, text=words)
