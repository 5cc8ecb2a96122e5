"""Whether every proper name in a text is one that its sources, its subject or Petri's own lists hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from bot.knowledge.documents import Problem
from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.said import Said, sentences, without_links
from bot.knowledge.model import Organisation, Programme, Subject
from bot.knowledge.store import Knowledge

# Names that need no source: what everybody knows, and what Petri is.
_GENERAL = """
    Petri Nederland Nederlands Nederlandse Nederlander Vlaanderen Vlaams Vlaamse België Belgisch Belgische Duits Duitse
    Engels Engelse Frans Franse Europa Europees Europese Amerika Amerikaans Amerikaanse Leiden Leids Leidse
    CIV Bio Science Sciences Park Studielink DUO AI
"""
_WORD = re.compile(r"[^\W_]+")
# Letters and digits with hyphens, dots and apostrophes inside: 'QC-analist', 'halix.nl', "foto's".
_TOKEN = re.compile(r"[^\W_][\w.’'&/-]*[^\W_]|[^\W_]")


class ProperNames:
    """The names that any text may use, and the check."""

    def __init__(self, knowledge: Knowledge, evidence: Evidence, is_ordinary: Callable[[str], bool]) -> None:
        """`is_ordinary` tells whether a word with a capital at the start of a sentence is no name."""
        self._evidence = evidence
        self._is_ordinary = is_ordinary
        self._known = _words(_GENERAL)
        for subjects in knowledge.subjects.values():
            for subject in subjects.values():
                self._known |= _words(subject.name, *subject.synonyms)
        for term in knowledge.terms.values():
            self._known |= _words(term.name, *term.synonyms)

    def unsupported(self, said: Said) -> Iterator[Problem]:
        """Names that stand in none of the cited sources."""
        known = self._known | _words(*self._evidence.texts(said.sources)) | _own_words(said.subject)
        for name, starts_sentence in proper_names(said.text):
            missing = any(word.casefold() not in known for word in _capitalised(name))
            if missing and not (starts_sentence and self._is_ordinary(name)):
                yield said.problem(f"de naam '{name}' staat in geen feit met deze bronnen.")


def proper_names(text: str) -> list[tuple[str, bool]]:
    """Every word with a capital letter in it, once, and whether the capital may be there for a sentence's start."""
    found: dict[str, bool] = {}
    for sentence in sentences(without_links(text)):
        for index, token in enumerate(_TOKEN.findall(sentence)):
            if any(letter.isupper() for letter in token):
                may_be_start = index == 0 and (len(token) == 1 or token[1:].islower())
                found[token] = found.get(token, True) and may_be_start
    return list(found.items())


def _capitalised(token: str) -> list[str]:
    return [word for word in _WORD.findall(token) if any(letter.isupper() for letter in word)]


def _words(*texts: str) -> set[str]:
    return set().union(*map(_words_of, texts))


@cache
def _words_of(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _own_words(subject: Subject | None) -> set[str]:
    """What a subject's own file says about it outside the answers."""
    if isinstance(subject, Organisation):
        fields: Iterable[str | None] = (*subject.formerly, subject.kind, subject.what, subject.address, subject.url)
    elif isinstance(subject, Programme):
        fields = (subject.school, subject.town, subject.url)
    else:
        fields = ()
    return _words(*(field for field in fields if field))
