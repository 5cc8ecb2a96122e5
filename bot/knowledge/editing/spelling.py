"""Spelling by the Dutch dictionary in vendor/hunspell_nl and the words of our own in data/knowledge/words.txt."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from hunspell import Hunspell
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.knowledge.documents import Problem
from bot.knowledge.editing.said import without_links
from bot.knowledge.model import Organisation, Programme
from bot.knowledge.store import ROOT, Knowledge

DICTIONARY = Path(__file__).parents[3] / "vendor" / "hunspell_nl"
WORDS = ROOT / "words.txt"

# Fields that are no Dutch text: ids, addresses, and names as people mistype them.
_NOT_TEXT = {
    "about", "address", "after", "also", "as_of", "asks", "clues", "employers", "formerly", "interests", "jobs_url",
    "kind", "last", "levels", "occupations", "points", "prefer", "programme", "programmes", "publisher", "purpose",
    "question", "school", "sources", "stages", "status", "styles", "subject", "synonyms", "to", "topic", "town",
    "url",
}  # fmt: skip
_SKIPPED = ("sources.yml", "elsewhere.yml", "facts/terms.yml")
# A hyphen at the end belongs to it: 'arbeids- en rusttijden'.
_WORD = re.compile(r"[^\W\d_](?:[\w’'./-]*[^\W_])?(?:-(?= (?:en|of)\b))?")


class Speller:
    """Tells which words exist. Every word is looked up once; `used` are the own words that were needed."""

    def __init__(self, knowledge: Knowledge, own: Collection[str]) -> None:
        self._names = _names(knowledge)
        self._own = {word for word in own if word.strip("-") == word}
        # 'lab-' may begin a longer word and '-lab' may end one.
        self._begins = {word[:-1] for word in own if word.endswith("-")}
        self._ends = {word[1:] for word in own if word.startswith("-")}
        self._known: dict[str, bool] = {}
        self.used: set[str] = set()

    def knows(self, word: str) -> bool:
        """Whether this is a word, a name from the data, or a word of our own."""
        if word not in self._known:
            self._known[word] = self._knows(word)
        return self._known[word]

    def is_ordinary(self, word: str) -> bool:
        """Whether this word, at the start of a sentence, is written without a capital elsewhere."""
        lower = word.lower().replace("eén", "één")
        return lower in self._own or _in_dictionary(lower)

    def suggestion(self, word: str) -> str | None:
        """The nearest word that does exist. Hunspell's own suggestions for Dutch take half a second a word."""
        choices = [*self._own, *self._names, *_plain_words()]
        found = process.extractOne(
            word, choices, scorer=DamerauLevenshtein.distance, score_cutoff=1 if len(word) < 5 else 2
        )
        return found[0] if found else None

    def _knows(self, word: str) -> bool:
        if _in_dictionary(word) or word in self._names:
            return True
        if word in self._own:
            self.used.add(word)
            return True
        # At the start of a sentence: 'Cleanroom' for 'cleanroom', 'Eén' for 'één'.
        if word[0].isupper() and self.knows("één" if word == "Eén" else word[0].lower() + word[1:]):
            return True
        if word.endswith("-"):
            return self.knows(word[:-1]) or self.knows(word[:-1].removesuffix("s"))
        for mark in ("/", ".", "-"):
            if mark in word:
                return all(self.knows(part) for part in word.split(mark) if len(part) > 1)
        if self._is_joined(word):
            return True
        if "’" in word:
            return self.knows(word.replace("’", "'"))
        stem = re.sub(r"'(?:s|er|ers|tje)$", "", word)
        return stem != word and self.knows(stem)

    def _is_joined(self, word: str) -> bool:
        for middle in range(3, len(word) - 2):
            begin, end = word[:middle], word[middle:]
            if begin in self._begins and len(end) > 3 and self.knows(end):
                self.used.add(f"{begin}-")
                return True
            if end in self._ends and len(begin) > 3 and (self.knows(begin) or self.knows(begin.removesuffix("s"))):
                self.used.add(f"-{end}")
                return True
        return False


@cache
def _dictionary() -> Hunspell:
    return Hunspell("nl", hunspell_data_dir=str(DICTIONARY))


@cache
def _plain_words() -> list[str]:
    """The entries of the dictionary, without their endings and compounds."""
    lines = (DICTIONARY / "nl.dic").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("/")[0] for line in lines]


@cache
def _in_dictionary(word: str) -> bool:
    return bool(_dictionary().spell(word))


def own_words(path: Path = WORDS) -> list[str]:
    """The project's own words, as the file has them."""
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def problems(knowledge: Knowledge, speller: Speller, own: list[str]) -> Iterator[Problem]:
    """Every word that is unknown, at its first place, and (as a warning) own words that nothing uses."""
    reported: set[str] = set()
    for name, steps, text in _texts(knowledge):
        for word in words_of(text):
            if word in reported or speller.knows(word):
                continue
            reported.add(word)
            nearest = speller.suggestion(word)
            hint = f"; bedoel je '{nearest}'?" if nearest else "."
            yield knowledge.documents[name].problem(
                steps, f"'{word}' is geen bekend woord{hint} Klopt het wel, zet het dan in words.txt."
            )
    for line, word in enumerate(own, start=1):
        if word not in speller.used:
            yield Problem("words.txt", line, "", f"'{word}' is niet nodig; haal het weg.", warning=True)
    if own != sorted(set(own), key=lambda word: (word.casefold(), word)):
        yield Problem("words.txt", 1, "", "staat niet op alfabet, of heeft een woord twee keer.")


def words_of(text: str) -> list[str]:
    """The words of a text, without addresses of web and mail and without '{…}', which is filled in."""
    return [
        word
        for word in _WORD.findall(re.sub(r"\{\w+\}", " ", without_links(text)))
        if not word.isupper() or len(word) > 1
    ]


def _names(knowledge: Knowledge) -> set[str]:
    """Names that stand in the data anyway: who adds an employer has not to spell it twice."""
    found: set[str] = set()
    for subjects in knowledge.subjects.values():
        for subject in subjects.values():
            texts = [subject.name]
            if isinstance(subject, Organisation):
                texts += [*subject.formerly, subject.address or ""]
            if isinstance(subject, Programme):
                texts += [subject.school or "", subject.town or ""]
            found |= {word for text in texts for word in words_of(text)}
    return found


def _texts(knowledge: Knowledge) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Every Dutch text of the content with its file and field."""
    for name, document in knowledge.documents.items():
        if name not in _SKIPPED:
            for steps, text in _strings(document.value, ()):
                yield name, steps, text


def _strings(value: Any, steps: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        if value not in ("true", "false"):
            yield steps, value
    elif isinstance(value, dict):
        for key, part in value.items():
            # These are words in one file, and a list of ids in another.
            if key not in _NOT_TEXT and not (key in ("next", "years") and isinstance(part, list)):
                yield from _strings(part, (*steps, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _strings(part, (*steps, index))
