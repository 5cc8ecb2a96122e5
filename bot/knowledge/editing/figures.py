"""Whether the numbers, dates and years of a text are those of its sources, and whether they are still fresh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from bot.knowledge.documents import Problem
from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.said import Said
from bot.knowledge.model import Fact

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTH = "|".join(_MONTHS)
_DIGITS = re.compile(r"\d+(?:[.,:]\d+)*")
_DATE = re.compile(rf"\b(\d{{1,2}})(?:(?:,| tot| tot en met| t/m| en| of|-) ?(\d{{1,2}}))* ({_MONTH})\b", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}")
_ISO_DATE = re.compile(r"\b\d{4}-(\d\d)-(\d\d)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ASK = re.compile(r"\b(?:vraag|kijk|check|staat op|zie je op|vind je op|navragen)\b", re.IGNORECASE)

# A small number in words is a claim when it counts one of these ('drie jaar'), not in 'er zijn twee wegen'.
_COUNTED = (
    r"jaar|jaren|maanden?|weken|week|dagen|uur|uren|procent|euro|miljoen|miljard|scholen|hogescholen|universiteiten"
    r"|bedrijven|organisaties|partners|mensen|medewerkers|werknemers|studenten|leerlingen|plaatsen|plekken|vestigingen"
    r"|locaties|gebouwen|verdiepingen|labs|laboratoria|ziekenhuizen|graden|liter|kilometer|meter|minuten"
)

# What a number belongs to when it is no figure that ages: a house number, a product, a clock, an age, a length of time.
_NO_FIGURE_BEFORE = re.compile(r"(?:[\w)]-|\b[A-Z]\w*(?:weg|straat|laan|plein|dreef|kade|singel|park|hof) )$")
_NO_FIGURE_AFTER = re.compile(
    r"^(?:-\w|[+]|\s?(?:uur 's|(?:tot \d+ )?jaar\b|jarige?\b|graden\b|liter\b|meter\b|vierkante\b|minuten\b"
    rf"|{_MONTH}|[A-Z]{{2}}\b))"
)

# After how many years a figure needs a look, by topic group and, first, by topic.
_YEARS = {
    "occupation.salary": 2,
    "programme.costs": 2,
    "employer.jobs": 2,
    "employer.internship": 2,
    "occupation.prospects": 2,
    "park.jobs_growth": 2,
    "programme.open_day": 1,
    "programme.apply": 1,
    "visit": 1,
}
_YEARS_OTHERWISE = 3


_ONES = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = (
    *("tien", "elf", "twaalf", "dertien", "veertien"),
    *("vijftien", "zestien", "zeventien", "achttien", "negentien"),
)
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")


def _words() -> dict[str, int]:
    """The number words, except 'een', which is hardly ever a number."""
    names = {word: value for value, word in enumerate((*_ONES, *_TEENS), start=1)}
    for value, ten in enumerate(_TENS, start=2):
        names[ten] = 10 * value
        for one in _ONES:
            joint = "ën" if one.endswith("e") else "en"
            names[f"{one}{joint}{ten}"] = names[ten] + names[one]
    names["honderd"], names["duizend"] = 100, 1000
    for one in _ONES[1:]:
        names[f"{one}honderd"], names[f"{one}duizend"] = names[one] * 100, names[one] * 1000
    del names["een"]
    return names


_NUMBER_WORDS = _words()
_WORD = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)
_SMALL = "|".join(word for word, value in _NUMBER_WORDS.items() if value <= 10)
_SMALL_COUNT = re.compile(
    rf"(?<![\d.,:-])\b({_SMALL}|\d)(?: (?:of|tot|en|à) ({_SMALL}|\d))?(?: tot \d+)? (?:[a-zë]+e )?(?:{_COUNTED})\b",
    re.IGNORECASE,
)


@cache
def numbers(text: str) -> frozenset[str]:
    """Every number in `text`, in digits or words, as digits without the dots of thousands."""
    found = {_plain(number) for number in _DIGITS.findall(text)}
    return frozenset(found) | {str(_NUMBER_WORDS[word.lower()]) for word in _WORD.findall(text)}


@cache
def dates(text: str) -> frozenset[tuple[int, str]]:
    """Every day of a month in `text`."""
    found = set()
    for match in _DATE.finditer(text):
        found |= {(int(day), match[3].lower()) for day in _DAY.findall(match[0])}
    for month, day in _ISO_DATE.findall(text):
        if 1 <= int(month) <= 12:
            found.add((int(day), _MONTHS[int(month) - 1]))
    return frozenset(found)


def claimed_numbers(text: str) -> list[str]:
    """The numbers that a source must hold: all from 10 up, and smaller ones that count something."""
    digits = [number for number in _DIGITS.findall(text) if len(number) > 1]
    words = [word for word in _WORD.findall(text) if _NUMBER_WORDS[word.lower()] > 10]
    counts = [number for match in _SMALL_COUNT.finditer(text) for number in match.groups() if number]
    return list(dict.fromkeys([*digits, *words, *counts]))


def unsupported(said: Said, evidence: Evidence) -> Iterator[Problem]:
    """Numbers, days and months that none of the cited sources gives."""
    texts = evidence.texts(said.sources)
    known = frozenset().union(*map(numbers, texts))
    for number in claimed_numbers(said.text):
        value = str(_NUMBER_WORDS.get(number.lower(), "")) or _plain(number)
        if value not in known:
            yield said.problem(f"het getal {number} staat in geen feit met deze bronnen.")
    for day, month in sorted(dates(said.text) - set().union(*map(dates, texts))):
        yield said.problem(f"de datum {day} {month} staat in geen feit met deze bronnen.")


def undated(said: Said, evidence: Evidence) -> Iterator[Problem]:
    """A figure that can change and stands there without a year."""
    if _YEAR.search(said.text):
        return
    facts = evidence.facts(said.sources)
    for figure in figures(said.text):
        support = _support(figure, facts)
        if support and all(fact.ages for fact in support):
            years = sorted({fact.as_of[:4] for fact in support if fact.as_of})
            hint = f" (volgens het feit {' of '.join(years)})" if years else ""
            yield said.problem(f"het cijfer {figure} kan veranderen; noem het jaar{hint}.")


def stale(said: Said, evidence: Evidence, today: date) -> Iterator[Problem]:
    """A warning for a figure that has become old, unless the text says of when it is and where to ask."""
    if _YEAR.search(said.text) and _ASK.search(said.text):
        return
    topic = said.topic or ""
    limit = _YEARS.get(topic, _YEARS.get(topic.split(".")[0], _YEARS_OTHERWISE))
    facts = evidence.facts(said.sources)
    for figure in figures(said.text):
        of = [int(fact.as_of[:4]) for fact in _support(figure, facts) if fact.ages and fact.as_of]
        if of and today.year - max(of) > limit:
            hint = "zoek een nieuw, of noem het jaar en waar je het kunt vragen."
            yield said.problem(f"het cijfer {figure} is uit {max(of)}; {hint}", warning=True)


def figures(text: str) -> list[str]:
    """The numbers in digits that count or weigh something: no years, dates, clocks, house numbers or ages."""
    taken = [match.span() for match in _DATE.finditer(text)]
    found = []
    for match in _DIGITS.finditer(text):
        inside_date = any(start <= match.start() < end for start, end in taken)
        is_code = len(match[0]) < 2 or _YEAR.fullmatch(match[0]) or ":" in match[0]
        if inside_date or is_code or _NO_FIGURE_BEFORE.search(text[: match.start()]):
            continue
        if not _NO_FIGURE_AFTER.search(text[match.end() :]) and not text[match.start() - 1 : match.start()].isalpha():
            found.append(match[0])
    return list(dict.fromkeys(found))


def _support(figure: str, facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if _plain(figure) in numbers(fact.text)]


def _plain(number: str) -> str:
    return number.replace(".", "") if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number) else number
