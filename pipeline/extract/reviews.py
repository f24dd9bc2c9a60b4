"""In which review a finding was made, and of which year that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.records import Section

_YEAR_OF_PAPER = re.compile(
    r"\b(?:revisionsberättelse\b(?:(?! och )[^.\n]){0,60}?|"
    r"verksamhetsår(?:et)?|revisionsår(?:et)?|räkenskapsår(?:et)?|berättelse(?:n)?(?: för| avseende)?(?: år)?|"
    r"ansvarsprövning(?:en)?(?: av| för)?(?: år)?)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ENDING_IN_YEAR = (  # "Granskning av bokslutet 2022"
    r"^(?:granskning|förstudie) (?:av|kring|gällande|avseende) [^\d(]{3,90}?,? (?:år )?((?:19|20)\d\d)$"
)
_YEAR_OF_TITLE = re.compile(  # "Granskningsrapport för år 2022", "Grundläggande granskning av miljönämnden 2022"
    r"\b(?:granskningsrapport|årsrapport|\w*redogörelse|årsöversikt|lekmannarevision|grundläggande granskning)\b"
    rf"[^\n]{{0,90}}?\b((?:19|20)\d\d)\b(?!\s?[-–/.]\s?\d)|{_ENDING_IN_YEAR}",
    re.IGNORECASE,
)
_YEAR_OF_POINT = re.compile(
    r"\b(?:granskning(?:en)?(?: av| under| år| från)?|\(från(?: år)?|rekommendation\w*(?: från| år| från år)?)\s+"
    r"((?:19|20)\d\d)\b(?!\s?[-–/]\s?\d)",
    re.IGNORECASE,
)
_YEAR_OF_REVIEW = re.compile(  # "Granskning av färdtjänst (2019)", "Uppföljning av 2019 års granskning av färdtjänst"
    r"\((?:från |år |genomförd |genomfördes )*((?:19|20)\d\d)\)\W*$|"
    r"\b((?:19|20)\d\d) års (?:\w+ )?(?:granskning|rekommendation|revision)|"
    r"\b(?:granskning(?:en)?|rekommendationer(?:na)?|kritik(?:en)?|anmärkning(?:en|ar|arna)?|iakttagelser(?:na)?)"
    rf"(?: från| år| från år)? ((?:19|20)\d\d)\b(?!\s?[-–/]\s?\d)|{_ENDING_IN_YEAR}",
    re.IGNORECASE,
)
_FOLLOWED = re.compile(
    r"\b((?:19|20)\d\d) års granskning|"
    r"\bgranskning(?:en)? (?:av|kring|gällande|avseende) [^.\d\n]{3,80}? (?:från |år |under |\()?((?:19|20)\d\d)\b|"
    r"\b(?:granskning|rapport|rekommendation)\w*\b[^.\d]{0,60}\b(?:genomfördes|lämnades|gjordes|utfördes)"
    r" (?:under |år |hösten |våren )?((?:19|20)\d\d)\b|"
    r"\bgranskade (?:(?:vi|[a-zåäö]*revis\w+) )?(?:under |år |hösten |våren )?((?:19|20)\d\d)\b|"
    r"\b(?:under|år|hösten|våren) ((?:19|20)\d\d) granskade (?:vi|[a-zåäö]*revis\w+)\b",
    re.IGNORECASE,
)
_OPENING = 2500  # characters in which a paper says what it follows up
_ANY_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_YEAR_OF_ADVICE = re.compile(  # "År 2020 rekommenderades bolaget att ...", "Revisorerna rekommenderade 2019 att ..."
    r"\b((?:19|20)\d\d)(?: (?!att\b)\w+){0,2} rekommendera(?:de|des)\b|"
    r"\brekommendera(?:de|des)\b(?: (?!att\b)[\w-]+){0,4}? ((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_TOLD_THEN = (
    r"(?:rekommendera|uppmana|kritisera|påtala|påpeka|peka|uppmärksamma|rikta|lämna|konstatera|framför|lyft)(?:de|des|te|tes)"
    r"|gav|fick|anmärktes"
)
_ITS_PAPER = r"(?:revisionsberättelse|granskning|årsrapport|revision|\w*redogörelse)"
_THEN = rf"(?: \w+){{0,3}}? (?:{_TOLD_THEN})\b"
_YEAR_TOLD = re.compile(  # "Redan i revisionsberättelsen för 2021 påtalade vi", "Nämnden fick 2021 en erinran"
    rf"\brevisionsberättelsen?(?: för| avseende)?(?: år| verksamhetsåret)? ((?:19|20)\d\d)\b{_THEN}|"
    rf"\b((?:19|20)\d\d) års {_ITS_PAPER}\b{_THEN}|"
    r"\bgranskning(?:en)? (?:av|kring|gällande|avseende) [^.\d]{3,60}? (?:från |år |under )?((?:19|20)\d\d)\b"
    rf"{_THEN}|"
    r"\b(?:uppmana|kritisera)(?:de|des)\b(?: (?!att\b)[\w-]+){0,4}? ((?:19|20)\d\d)\b|"
    r"\b(?:anmärkning|erinran) (?:mot|till) [^.\d]{4,60}? (?:för |under )?(?:år )?((?:19|20)\d\d)\b|"
    r"\b(?:lämnade|riktade|gav|fick|lämnades|riktades|gavs)\b(?: under| år)? ((?:19|20)\d\d)\b"
    r"(?: (?!att\b)\w+){0,4}? (?:rekommendation|kritik|erinran|anmärkning)",
    re.IGNORECASE,
)
_YEAR_OF_REPORT = re.compile(
    r"rapport(?:en)?(?: nr)? \d{1,2}\s?[/:-]\s?((?:19|20)\d\d)\b|rapport(?: nr)? ((?:19|20)\d\d):\d", re.I
)
_REVIEW = re.compile(  # "Uppföljning" alone, or "Uppföljning av mål", heads what a body does
    r"^\W*(?:[\d.]+\s+)?((?:(?:uppföljande |fördjupad |grundläggande |översiktlig |årlig )?(?:granskning|förstudie)"
    r"(?: (?:av|kring|gällande|avseende|rörande|om)\b|\s?[:–-])|"
    r"uppföljning\b(?=.*\b(?:granskning|revision|rekommendation|förstudie)|.*\((?:19|20)\d\d\)$)).*)$",
    re.IGNORECASE,
)

_FOLLOW_UP = re.compile(r"^\W*(?:[\d.]+\s+)?(uppföljning av \S.*)$", re.IGNORECASE | re.DOTALL)
_UNNAMED = re.compile(  # the chapter that follows up several reviews
    r"^\W*(?:[\d.]+\s+)?uppföljning av (?:tidigare|föregående|förra)(?: års?| lämnade| genomförda)?s? "
    r"(?:\w+ )?(?:granskning(?:ar(?:na)?|en)?|rekommendation(?:er(?:na)?|en)?|iakttagelser(?:na)?|kritik(?:en)?)\W*$",
    re.IGNORECASE,
)

_OF_LETTER = re.compile(  # what a letter before a report is headed with: "Missiv till granskningen av ..."
    r"^\W*(?:missiv|följebrev|följeskrivelse|revisionsskrivelse|skrivelse)\b"
    r"(?:\s*[:–-])?(?:\s+(?:till|avseende|angående|gällande|rörande|över|om)\b)?\s*",
    re.IGNORECASE,
)
_REPORT_NAMED = re.compile(  # "Sammandraget bygger på rapporten Granskning av färdtjänst som finns på ..."
    r"\b(?:baseras|bygger|grundas) på (?:revisions|gransknings)?rapporten "
    r"[”\"]?([A-ZÅÄÖ][^.\n”\"]{4,150}?)[”\"]?(?:,? som\b|\.)"
)
_REVIEW_DONE = re.compile(  # "Revisorerna har avslutat granskningen av färdtjänst."
    r"\b(?:avslutat|genomfört|slutfört)\s+(?:en |sin )?(?:\w+ )?"
    r"(?:(granskning(?:en)? (?:av|avseende|gällande|kring|rörande|om) [^.\n]{4,150}?)|"
    r"granskningen [”\"]?([A-ZÅÄÖ][^.\n”\"]{4,150}?)[”\"]?)(?=\.\s|\.$)"
)
_DEFINITE = re.compile(r"^granskning(?:en)? (?=av|avseende|gällande|kring|rörande|om)", re.IGNORECASE)
_WHOLE_WORK = re.compile(  # a chapter on all that was audited, and no review by that name
    r"\b(?:av|om)\s+(?:all\w* |hela )?(?:verksamhet(?:en|erna)?|nämnderna|bolagen|styrelserna|kommunen|regionen)\W*$",
    re.IGNORECASE,
)

_EXAMINED = re.compile(  # how a chapter of a yearly account opens: "Revisorerna har granskat nämndens arbete med ..."
    r"\W*(?:(?:vi|jag|de förtroendevalda revisorerna|\w*revisorerna|\w*revisionen|revisionskontoret)\b[^.]{0,40}?"
    r"\bhar\b[^.]{0,80}?|har (?:vi|jag|\w*revisorerna|\w*revisionen)\b[^.]{0,40}?)\bgranskat\b",
    re.IGNORECASE,
)
_NO_REVIEW = re.compile(
    r"\b(?:kritik|anmärkning|erinran|bedömning|sammanfattning|syfte|bakgrund|inledning)", re.IGNORECASE
)
_CHAPTERS = 2  # that open so, from which each is on a review of its own


def chapters_on_reviews(flow: str, sections: Sequence[Section]) -> list[Section]:
    """The chapters of a paper on several reviews that are on one each, as they open."""
    found = [
        section
        for section in sections
        if section.title
        and not _NO_REVIEW.search(section.title)
        and _EXAMINED.match(flow, flow.find("\n", section.start) + 1, section.end)
    ]
    return found if len(found) >= _CHAPTERS else []


def review_titled(title: str, flow: str) -> str | None:
    """The review that a paper is on: its title, but for a letter that lies before the report what it names."""
    letter = _OF_LETTER.match(title)
    if letter is None:
        return title or None
    rest = title[letter.end() :]
    if re.match(r"(?:\w+ )?granskning", rest, re.IGNORECASE):
        return _DEFINITE.sub("Granskning ", rest[0].upper() + rest[1:])
    named = _REPORT_NAMED.search(flow, 0, 2 * _OPENING) or _REVIEW_DONE.search(flow, 0, 2 * _OPENING)
    words = " ".join(named[named.lastindex or 1].split()) if named else title
    return _DEFINITE.sub("Granskning ", words)


def year_of_paper(title: str, flow: str, date: str | None) -> int | None:
    """The year that a paper by auditors is on: as it says, else of its date, else as printed in its head."""
    stated = _YEAR_OF_PAPER.search(title) or _YEAR_OF_TITLE.search(title) or _YEAR_OF_PAPER.search(flow[:3000])
    stated = stated or _YEAR_OF_POINT.search(title)
    if stated or date:
        return int(stated[stated.lastindex or 1] if stated else (date or "")[:4])
    printed = _MONTH_AND_YEAR.search(flow[:600]) or _ANY_YEAR.search(title) or _YEAR_OF_REPORT.search(flow[:600])
    return int(printed[printed.lastindex or 1]) if printed else None


def year_of(text: str, otherwise: int | None) -> int | None:
    """The year of the review that the words name ("från granskning 2023", "2020 rekommenderades nämnden"), else the
    other year.
    """
    match = _YEAR_OF_POINT.search(text) or _YEAR_OF_ADVICE.search(text) or _YEAR_TOLD.search(text)
    return int(match[match.lastindex or 1]) if match else otherwise


def year_of_review(titles: tuple[str, ...]) -> int | None:
    """The year of the review that a heading names, the innermost first."""
    for title in reversed(titles):
        if match := _YEAR_OF_REVIEW.search(title):
            return int(match[match.lastindex or 1])
    return None


def year_followed_up(flow: str, start: int = 0, end: int | None = None) -> int | None:
    """The year of the one review that a paper, or a chapter of it, says in its opening that it follows up; None of
    several or of none."""
    last = min(start + _OPENING, len(flow) if end is None else end)
    years = {match[match.lastindex or 1] for match in _FOLLOWED.finditer(flow, start, last)}
    return int(years.pop()) if len(years) == 1 else None


def follow_up_chapter(sections: Sequence[Section], offset: int) -> Section | None:
    """The innermost chapter there that is headed "Uppföljning av ..." and no more than its subject."""
    around = [s for s in sections if s.start < offset < s.end and _FOLLOW_UP.match(s.title)]
    return around[-1] if around and not _UNNAMED.match(around[-1].title) else None


def review_of(titles: tuple[str, ...]) -> str | None:
    """The review that a heading names: "Granskning av ...", "Uppföljning av ..."; below "Uppföljning av tidigare
    granskningar" each is named by a heading of its own."""
    below: str | None = None
    for title in reversed(titles):
        match = _REVIEW.match(title)
        if match and not _WHOLE_WORK.search(title):
            return below if below and _UNNAMED.match(title) else " ".join(match[1].split())
        named = _FOLLOW_UP.match(title)
        below = below or (" ".join(named[1].split()) if named else None)
    return None
