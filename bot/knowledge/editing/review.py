"""All checks of data/knowledge together, and how long and how readable its texts are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.knowledge.checks import check
from bot.knowledge.documents import Problem
from bot.knowledge.editing import coverage, figures, readability, similarity, spelling
from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.proper_names import ProperNames
from bot.knowledge.editing.said import Said, everything_said
from bot.knowledge.store import Knowledge


@dataclass(frozen=True)
class Row:
    """One line of the table: a folder or file, how many texts it has, and their measures."""

    name: str
    texts: int
    measured: readability.Readability
    flesch_douma: float
    warnings: int


@dataclass(frozen=True)
class Review:
    """What the checks found: `errors` must be mended, `warnings` are worth a look."""

    errors: list[Problem]
    warnings: list[Problem]
    rows: list[Row]


def review(knowledge: Knowledge, words: Path = spelling.WORDS, today: date | None = None) -> Review:
    """Check everything."""
    said = list(everything_said(knowledge))
    found = [*check(knowledge), *_of_texts(knowledge, said, words, today or date.today()), *coverage.gaps(knowledge)]
    warnings = sorted(problem for problem in found if problem.warning)
    return Review(sorted(problem for problem in found if not problem.warning), warnings, _rows(said, warnings))


def _of_texts(knowledge: Knowledge, said: list[Said], words: Path, today: date) -> Iterator[Problem]:
    own = spelling.own_words(words)
    speller = spelling.Speller(knowledge, own)
    evidence = Evidence(knowledge)
    names = ProperNames(knowledge, evidence, speller.is_ordinary)
    explained = _explained(knowledge)
    for text in said:
        yield from readability.problems(text, explained)
        if text.sources:
            yield from names.unsupported(text)
            yield from figures.stale(text, evidence, today)
    yield from similarity.problems(said)
    yield from spelling.problems(knowledge, speller, own)


def _explained(knowledge: Knowledge) -> set[str]:
    """Words that a reader can ask about: terms, and what subjects are called. Case-folded."""
    texts = [text for term in knowledge.terms.values() for text in (term.name, *term.synonyms)]
    for subjects in knowledge.subjects.values():
        texts += [text for subject in subjects.values() for text in (subject.name, *subject.synonyms)]
    found = {word.casefold() for text in texts for word in spelling.words_of(text)}
    # The plurals too: 'laboranten', 'operators'.
    return found | {word + ending for word in found for ending in ("en", "s")}


def _rows(said: list[Said], warnings: list[Problem]) -> list[Row]:
    """One row a folder or file, and one for all."""
    groups: dict[str, list[Said]] = {}
    for text in said:
        groups.setdefault(text.document.name.split("/")[0], []).append(text)
    rows = [_row(name, texts, warnings) for name, texts in groups.items()]
    return [*rows, _row("", said, warnings)]


def _row(name: str, texts: list[Said], warnings: list[Problem]) -> Row:
    measured = sum((readability.measure(text.text) for text in texts), readability.NOTHING)
    of_prose = sum((readability.measure(readability.prose(text.text)) for text in texts), readability.NOTHING)
    count = sum(warning.file.split("/")[0] == name or not name for warning in warnings)
    return Row(name or "samen", len(texts), measured, of_prose.flesch_douma, count)
