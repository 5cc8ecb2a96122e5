"""Loading data/knowledge into one read-only object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar, get_args

from bot.knowledge.documents import ContentError, Document, Problem
from bot.knowledge.model import (
    Answer,
    AnswerGroup,
    Elsewhere,
    Event,
    Fact,
    Interest,
    Level,
    LevelId,
    Occupation,
    Organisation,
    Programme,
    Quiz,
    RouteGuide,
    Routes,
    Source,
    Story,
    Subject,
    SubjectKind,
    Term,
    Topic,
)

ROOT = Path(__file__).parents[2] / "data" / "knowledge"

T = TypeVar("T")


@dataclass(frozen=True)
class Knowledge:
    """Everything Petri knows. Each mapping is keyed by id; an id is its file's name."""

    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    occupations: Mapping[str, Occupation]
    programmes: Mapping[str, Programme]
    employers: Mapping[str, Organisation]
    organisations: Mapping[str, Organisation]
    levels: Mapping[LevelId, Level]
    answers: Mapping[str, Answer]
    facts: Mapping[str, list[Fact]]
    events: Mapping[str, Event]
    routes: Routes
    route_guide: RouteGuide
    quiz: Quiz
    interests: Mapping[str, Interest]
    stories: Mapping[str, Story]
    terms: Mapping[str, Term]
    elsewhere: Elsewhere
    documents: Mapping[str, Document] = field(repr=False)

    @cached_property
    def subjects(self) -> Mapping[SubjectKind, Mapping[str, Subject]]:
        """Every subject by kind. Other organisations are asked about as if they were employers."""
        return {
            "occupation": self.occupations,
            "programme": self.programmes,
            "employer": {**self.organisations, **self.employers},
            "level": self.levels,  # type: ignore[dict-item]
        }

    def subject(self, kind: str | None, subject_id: str | None) -> Subject | None:
        """The subject of this kind and id, or None where there is none."""
        of_kind: Mapping[str, Subject] = self.subjects.get(kind, {})  # type: ignore[call-overload]
        return of_kind.get(subject_id or "")

    def all_facts(self) -> Iterator[Fact]:
        """Every fact, of subjects, events and general."""
        for subjects in self.subjects.values():
            for subject in subjects.values():
                yield from subject.facts
        for facts in self.facts.values():
            yield from facts
        for event in self.events.values():
            yield from event.facts


def load(root: Path = ROOT) -> Knowledge:
    """Read all of `root`.

    Raises:
        ContentError: with every problem of shape that was found, not just the first.

    """
    reader = _Reader(root)
    knowledge = Knowledge(
        topics=reader.file("topics.yml", dict[str, Topic], {}),
        sources=reader.file("sources.yml", dict[str, Source], {}),
        occupations=reader.folder("occupations", Occupation),
        programmes=reader.folder("programmes", Programme),
        employers=reader.folder("employers", Organisation),
        organisations=reader.folder("organisations", Organisation),
        levels=reader.levels(),
        answers=reader.answers(),
        facts=reader.folder("facts", list[Fact]),
        events=reader.file("events.yml", dict[str, Event], {}),
        routes=reader.file("routes.yml", Routes, Routes()),
        route_guide=reader.file("guides/route_advice.yml", RouteGuide, RouteGuide({}, [])),
        quiz=reader.file("guides/quiz.yml", Quiz, Quiz({})),
        interests=reader.file("interests.yml", dict[str, Interest], {}),
        stories=reader.file("stories.yml", dict[str, Story], {}),
        terms=reader.file("terms.yml", dict[str, Term], {}),
        elsewhere=reader.file("elsewhere.yml", Elsewhere, Elsewhere()),
        documents=reader.documents,
    )
    if reader.problems:
        raise ContentError(reader.problems)
    return knowledge


class _Reader:
    """Reads files into shapes and collects what is wrong on the way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.documents: dict[str, Document] = {}

    def file(self, name: str, shape: type[T], empty: T) -> T:
        path = self.root / name
        if not path.is_file():
            self.problems.append(Problem(name, 1, "", "dit bestand ontbreekt."))
            return empty
        try:
            document = Document(path, self.root)
            self.documents[document.name] = document
            return document.convert(shape)
        except ContentError as error:
            self.problems += error.problems
            return empty

    def folder(self, name: str, shape: type[T]) -> dict[str, T]:
        read = {}
        for path in sorted((self.root / name).glob("*.yml")):
            value = self.file(f"{name}/{path.name}", shape, None)  # type: ignore[arg-type]
            if value is not None:
                read[path.stem] = value
        return read

    def levels(self) -> Mapping[LevelId, Level]:
        """The levels, in the order of schooling."""
        read = self.folder("levels", Level)
        for unknown in read.keys() - set(get_args(LevelId)):
            self.problems.append(Problem(f"levels/{unknown}.yml", 1, "", "dit niveau kent Petri niet."))
        return {level: read[level] for level in get_args(LevelId) if level in read}

    def answers(self) -> dict[str, Answer]:
        """The general answers of all groups; a topic stands in the file of its own group."""
        merged: dict[str, Answer] = {}
        for group, content in self.folder("answers", AnswerGroup).items():
            for topic, answer in content.answers.items():
                if topic.split(".")[0] != group:
                    document = self.documents[f"answers/{group}.yml"]
                    message = f"hoort in answers/{topic.split('.')[0]}.yml."
                    self.problems.append(document.problem(("answers", topic), message))
                merged[topic] = answer
        return merged
