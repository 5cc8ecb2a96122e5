"""How hard a text is to read: sentence length, long and rare words, and Flesch-Douma (Flesch for Dutch)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache

from wordfreq import zipf_frequency

from bot.knowledge.documents import Problem
from bot.knowledge.editing.said import Said, sentences, without_links

# Flesch-Douma: 60-70 is ordinary, 50 is hard, 30 is for specialists. Below the first a text is worth a look;
# below the second nobody of 15 reads it to the end.
LOW_FLESCH = 50
LOWEST_FLESCH = 30
# A word that stands once in a million words is rare (zipf 3). Few of them is no problem.
RARE_ZIPF = 3.0
MANY_RARE = 3
MOST_RARE = 6
LONG_LETTERS = 12
MANY_LONG = 0.15

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")
_VOWELS = re.compile(r"[aeiouyáéíóúýàèìòùâêîôûäëïöü]+")
# Vowels that make one syllable together, longest first; what is left of a run of vowels counts one by one.
_ONE_SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ij|ei|ai|oi|[aeiouyáéíóúýàèìòùâêîôûäëïöü]"
)
_LETTER_WORDS = {"mbo": 3, "hbo": 3, "vwo": 3, "vmbo": 4, "bbl": 3, "havo": 2, "bol": 1, "tl": 2, "gl": 2}


@dataclass(frozen=True)
class Readability:
    """The measures of one text, or of several together."""

    words: int
    sentences: int
    syllables: int
    long_words: int

    @property
    def mean_sentence(self) -> float:
        """Words per sentence."""
        return self.words / max(self.sentences, 1)

    @property
    def flesch_douma(self) -> float:
        """Douma's formula of 1960: the higher, the easier."""
        return 206.84 - 0.93 * self.mean_sentence - 77 * self.syllables / max(self.words, 1)

    @property
    def long_share(self) -> float:
        """The share of words with LONG_LETTERS letters or more."""
        return self.long_words / max(self.words, 1)

    def __add__(self, other: Readability) -> Readability:
        return Readability(
            self.words + other.words,
            self.sentences + other.sentences,
            self.syllables + other.syllables,
            self.long_words + other.long_words,
        )


NOTHING = Readability(0, 0, 0, 0)


def measure(text: str) -> Readability:
    """The measures of `text`."""
    words = _WORD.findall(text)
    return Readability(
        words=len(words),
        sentences=len(sentences(text)),
        syllables=sum(map(syllables, words)),
        long_words=sum(len(word) >= LONG_LETTERS for word in words),
    )


@cache
def syllables(word: str) -> int:
    """How many syllables a Dutch word has; an abbreviation is spelled out, and so are digits."""
    if not word[0].isalpha():
        return sum(character.isdigit() for character in word)
    return max(1, sum(map(_syllables, re.split(r"[’'-]", word))))


def _syllables(part: str) -> int:
    lower = part.lower().replace("qu", "kw")
    if lower in _LETTER_WORDS:
        return _LETTER_WORDS[lower]
    if len(part) > 1 and part.isupper():
        return len(part)
    # 'ij' is one vowel, but the j of 'bijen' belongs to it and that of 'jaar' to nothing.
    lower = lower.replace("ij", "y")
    lower = re.sub(r"^y(?=[aeou])", "j", lower)
    lower = re.sub(r"eum(?=s?$)", "e-um", lower)
    return sum(len(_ONE_SYLLABLE.findall(run)) for run in _VOWELS.findall(lower))


def rare_words(text: str, explained: Set[str]) -> list[str]:
    """The words that a reader seldom sees; names and what is in `explained` (case-folded) do not count."""
    words = dict.fromkeys(_WORD.findall(without_links(text)))
    return [w for w in words if len(w) > 3 and w.islower() and w not in explained and not _is_common(w)]


@cache
def _is_common(word: str) -> bool:
    """Dutch makes words by joining them: 'labopleiding' is as plain as 'lab' and 'opleiding'."""
    if zipf_frequency(word, "nl") >= RARE_ZIPF:
        return True
    if "-" in word:
        return all(len(part) < 4 or _is_common(part) for part in word.split("-"))
    for middle in range(3, len(word) - 2):
        left, right = word[:middle], word[middle:]
        heads = {left, left.removesuffix("s"), left.removesuffix("en")}
        if zipf_frequency(right, "nl") >= RARE_ZIPF and any(len(h) > 2 and _is_common(h) for h in heads):
            return True
    return False


def prose(text: str) -> str:
    """`text` without list items, addresses and names: how hard those look says little about the sentences."""
    lines = [line for line in without_links(text).splitlines() if not re.match(r"- |\d+\. ", line)]
    return re.sub(r"(?<=[^\s.!?:] )\w*[A-Z][\w’'&-]*", "", "\n".join(lines))


def problems(said: Said, explained: Set[str]) -> Iterator[Problem]:
    """What makes this text hard: warnings, and an error where no reader gets through."""
    measured = measure(prose(said.text))
    flesch = measured.flesch_douma
    if flesch < LOW_FLESCH and measured.words >= 15:
        yield said.problem(
            f"Flesch-Douma {flesch:.0f} (liefst boven {LOW_FLESCH}): kortere woorden of zinnen lezen makkelijker.",
            warning=flesch >= LOWEST_FLESCH,
        )
    rare = rare_words(said.text, explained)
    if len(rare) >= MANY_RARE:
        yield said.problem(f"{len(rare)} zeldzame woorden: {', '.join(rare)}.", warning=len(rare) < MOST_RARE)
    if measured.long_share > MANY_LONG and measured.words >= 15:
        share = f"{measured.long_share:.0%}".replace("%", " procent")
        yield said.problem(f"{share} van de woorden heeft {LONG_LETTERS} letters of meer.", warning=True)
    if re.search(r"\bmen\b", said.text):
        yield said.problem("zegt 'men'; zeg 'je' of wie het doet.", warning=True)
