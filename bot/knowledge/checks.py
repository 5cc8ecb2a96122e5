"""Whether the content is true to its sources, complete, and in shape; bot.knowledge.editing.review checks more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.knowledge.documents import Document, Problem
from bot.knowledge.editing import figures
from bot.knowledge.editing.evidence import Evidence
from bot.knowledge.editing.said import MAX_WORDS, Said, everything_said, sentences, subjects_by_folder
from bot.knowledge.model import Answer, Crossing, Fact, Goal, Station
from bot.knowledge.names import names
from bot.knowledge.store import Knowledge

MAX_SENTENCE_WORDS = 25
MAX_MEAN_SENTENCE_WORDS = 14.5

_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_VOICE = re.compile(
    r"\b(?:ik|we|wij) (?:vond|vonden|las|lazen|zag|zagen|hebben gevonden|heb gevonden)\b"
    r"|\b(?:niet|geen [^.]{0,40}) (?:gevonden|gelezen|nagekeken|gecontroleerd|bevestigd)\b"
    r"|\b(?:in|volgens) de bron(?:nen)?\b|\bde bot\b|\bpeildatum\b|\bonbevestigd\b",
    re.IGNORECASE,
)
_CLUE = re.compile(r"[^\W_A-Z]+( [^\W_A-Z]+)*")
_FORMAL = re.compile(r"\b(?:[Uu]w|[Uu])\b(?![-.])")


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem in `knowledge`, sorted by place; an empty list means that it can be used."""
    return sorted(_Checker(knowledge).problems())


class _Checker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def problems(self) -> Iterator[Problem]:
        yield from self._sources()
        yield from self._topics()
        yield from self._subjects()
        yield from self._general()
        yield from self._said()
        yield from self._timeline()
        yield from self._guides()
        yield from self._names()
        yield from self._stories()
        yield from self._words_of_their_own()

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self.knowledge)

    def _document(self, name: str) -> Document:
        return self.knowledge.documents[name]

    def _sources(self) -> Iterator[Problem]:
        document = self._document("sources.yml")
        for source_id, source in self.knowledge.sources.items():
            if source.as_of and not _DATE.fullmatch(source.as_of):
                yield document.problem((source_id, "as_of"), f"'{source.as_of}' is geen jaar, maand of dag.")
            if not source.url.startswith(("https://", "http://")):
                yield document.problem((source_id, "url"), "begint niet met https:// of http://.")

    def _topics(self) -> Iterator[Problem]:
        document = self._document("topics.yml")
        for topic_id, topic in self.knowledge.topics.items():
            for index, following in enumerate(topic.next):
                if following not in self.knowledge.topics:
                    yield document.problem((topic_id, "next", index), f"'{following}' is geen onderwerp.")
            if topic_id not in self.knowledge.answers:
                group = topic_id.split(".")[0]
                yield Problem(f"answers/{group}.yml", 1, topic_id, "dit onderwerp heeft nog geen antwoord.")

    def _subjects(self) -> Iterator[Problem]:
        for folder, subjects in subjects_by_folder(self.knowledge).items():
            for subject_id, subject in subjects.items():
                document = self._document(f"{folder}/{subject_id}.yml")
                yield from self._facts(document, ("facts",), subject.facts)
                for index, occupation in enumerate(getattr(subject, "occupations", [])):
                    if occupation not in self.knowledge.occupations:
                        yield document.problem(("occupations", index), f"beroep '{occupation}' bestaat niet.")

    def _general(self) -> Iterator[Problem]:
        for theme, facts in self.knowledge.facts.items():
            yield from self._facts(self._document(f"facts/{theme}.yml"), (), facts)

    def _timeline(self) -> Iterator[Problem]:
        events = self._document("events.yml")
        for event_id, event in self.knowledge.events.items():
            yield from self._cited(events, (event_id,), event.sources)
            yield from self._dated(events, (event_id,), event.as_of)
            yield from self._facts(events, (event_id, "facts"), event.facts)
            for name in ("audience", "when", "where"):
                yield from self._voice(events, (event_id, name), getattr(event, name))
        yield from self._routes()

    def _routes(self) -> Iterator[Problem]:
        """Each part of a route is true to its own sources, and what it names exists."""
        document, routes = self._document("routes.yml"), self.knowledge.routes
        parts: list[tuple[tuple[str | int, ...], Crossing | Station | Goal]] = [
            *((("crossings", index), crossing) for index, crossing in enumerate(routes.crossings)),
            *((("stations", station_id), station) for station_id, station in routes.stations.items()),
            *((("goals", goal_id), goal) for goal_id, goal in routes.goals.items()),
        ]
        for steps, part in parts:
            yield from self._cited(document, steps, part.sources)
            for name in (
                "now",
                "next",
                "shorter",
                "alternative",
                "detail",
                "by",
                "apply",
                "place",
                "tip",
                "limit",
                "dated",
            ):
                if isinstance(text := getattr(part, name, None), str):
                    yield from self._voice(document, (*steps, name), text)
                    yield from figures.unsupported(
                        Said(document, (*steps, name), "answer", Answer(text, part.sources)), self._evidence
                    )
            if not set(getattr(part, "occupations", [])) <= routes.goals.keys():
                yield document.problem((*steps, "occupations"), "noemt een beroep dat niet bij goals staat.")
        used = [p for c in routes.crossings for p in c.programmes] + [*routes.stages.values()]
        for goal in routes.goals.values():
            used += [*goal.also, *goal.stages.values(), *filter(None, [goal.prefer, goal.last])]
        for station in sorted({*used} - routes.stations.keys()):
            yield document.problem(("stations",), f"'{station}' ontbreekt hier.")
        for goal_id in sorted(routes.goals.keys() ^ self.knowledge.occupations.keys()):
            yield document.problem(("goals",), f"'{goal_id}' is geen beroep, of heeft nog geen weg erheen.")

    def _guides(self) -> Iterator[Problem]:
        quiz = self._document("guides/quiz.yml")
        for slot, question in self.knowledge.quiz.questions.items():
            for option_id, option in question.options.items():
                for occupation in option.points:
                    if occupation not in self.knowledge.occupations:
                        place = ("questions", slot, "options", option_id, "points", occupation)
                        yield quiz.problem(place, f"beroep '{occupation}' bestaat niet.")
        guide = self._document("guides/route_advice.yml")
        options = {slot: set(question.options) for slot, question in self.knowledge.route_guide.questions.items()}
        for index, advice in enumerate(self.knowledge.route_guide.advice):
            steps = ("advice", index)
            if advice.programme not in self.knowledge.programmes:
                yield guide.problem((*steps, "programme"), f"opleiding '{advice.programme}' bestaat niet.")
            chosen: dict[str, Sequence[str]] = {
                "level": advice.levels,
                "interest": advice.interests,
                "style": advice.styles,
                "years": advice.years,
            }
            for slot, values in chosen.items():
                for value in set(values) - options.get(slot, set()):
                    yield guide.problem(steps, f"'{value}' is geen keuze bij de vraag '{slot}'.")
        for level in options.get("level", set()):
            if not any(level in advice.levels for advice in self.knowledge.route_guide.advice):
                yield guide.problem(("advice",), f"er is geen uitkomst voor het niveau '{level}'.")

    def _names(self) -> Iterator[Problem]:
        """A name, synonym or clue may mean one subject of a kind only, else Petri would have to guess."""
        folders = {
            "occupation": ["occupations"],
            "programme": ["programmes"],
            "employer": ["employers", "organisations"],
            "level": ["levels"],
        }
        for kind, subjects in self.knowledge.subjects.items():
            owners: dict[tuple[str, str], str] = {}
            for subject_id, subject in subjects.items():
                file = next(f for f in folders[kind] if f"{f}/{subject_id}.yml" in self.knowledge.documents)
                document = self._document(f"{file}/{subject_id}.yml")
                for field, words in (("synonyms", [subject.name, *subject.synonyms]), ("clues", subject.clues)):
                    for word in words:
                        owner = owners.setdefault((field, word.casefold()), subject_id)
                        if owner != subject_id:
                            what = "een naam" if field == "synonyms" else "een aanwijzing"
                            yield document.problem((field,), f"'{word}' is ook {what} van '{owner}'.")
                for clue in subject.clues:
                    if not _CLUE.fullmatch(clue):
                        yield document.problem(("clues",), f"'{clue}': gebruik kleine letters en spaties, geen tekens.")

    def _facts(self, document: Document, steps: tuple[str | int, ...], facts: list[Fact]) -> Iterator[Problem]:
        for index, fact in enumerate(facts):
            here = (*steps, index)
            if fact.topic and fact.topic not in self.knowledge.topics:
                yield document.problem((*here, "topic"), f"'{fact.topic}' is geen onderwerp.")
            yield from self._cited(document, here, fact.sources)
            yield from self._dated(document, here, fact.as_of)
            yield from self._voice(document, (*here, "text"), fact.text)

    def _stories(self) -> Iterator[Problem]:
        """What a story is about, and what fits an interest, must be there."""
        employers = self.knowledge.subjects["employer"]
        stories = self._document("stories.yml")
        for story_id, story in self.knowledge.stories.items():
            for index, subject_id in enumerate(story.about):
                if subject_id not in self.knowledge.occupations and subject_id not in employers:
                    yield stories.problem((story_id, "about", index), f"'{subject_id}' is geen beroep of werkgever.")
        interests = self._document("interests.yml")
        for interest_id, interest in self.knowledge.interests.items():
            for index, subject_id in enumerate(interest.occupations):
                if subject_id not in self.knowledge.occupations:
                    steps = (interest_id, "occupations", index)
                    yield interests.problem(steps, f"beroep '{subject_id}' bestaat niet.")
            for index, subject_id in enumerate(interest.employers):
                if subject_id not in employers:
                    steps = (interest_id, "employers", index)
                    yield interests.problem(steps, f"werkgever '{subject_id}' bestaat niet.")

    def _words_of_their_own(self) -> Iterator[Problem]:
        """A word for a term or an interest may mean one of them only, and no subject."""
        subjects = {
            name.casefold(): subject_id
            for of_kind in self.knowledge.subjects.values()
            for subject_id, subject in of_kind.items()
            for name in names(subject_id, subject)
        }
        for file, entries in (("terms.yml", self.knowledge.terms), ("interests.yml", self.knowledge.interests)):
            owners: dict[str, str] = {}
            for entry_id, entry in entries.items():  # type: ignore[attr-defined]
                for name in dict.fromkeys([entry.name.casefold(), *(s.casefold() for s in entry.synonyms)]):
                    owner = subjects.get(name, owners.setdefault(name, entry_id))
                    if owner != entry_id:
                        steps = (entry_id, "synonyms")
                        yield self._document(file).problem(steps, f"'{name}' is ook een naam van '{owner}'.")

    def _said(self) -> Iterator[Problem]:
        """Every text that Petri says: its topic, sources, shape, and whether the sources hold its numbers."""
        for said in everything_said(self.knowledge):
            if said.topic and said.topic not in self.knowledge.topics:
                yield said.document.problem(said.steps, "is geen onderwerp; zie topics.yml.")
            if said.needs_source:
                yield from self._cited(said.document, said.steps, said.sources)
            yield from self._voice(said.document, (*said.steps, "text"), said.text)
            yield from self._shape(said)
            if said.sources:
                yield from figures.unsupported(said, self._evidence)
                yield from figures.undated(said, self._evidence)

    def _shape(self, said: Said) -> Iterator[Problem]:
        parts = sentences(said.text)
        counts = [len(part.split()) for part in parts]
        if sum(counts) > MAX_WORDS[said.kind]:
            yield said.problem(f"{sum(counts)} woorden; hoogstens {MAX_WORDS[said.kind]}.")
        for part, count in zip(parts, counts):
            if count > MAX_SENTENCE_WORDS:
                yield said.problem(f"een zin van {count} woorden; hoogstens {MAX_SENTENCE_WORDS}: '{part[:50]}…'")
        if counts and sum(counts) / len(counts) > MAX_MEAN_SENTENCE_WORDS:
            mean = sum(counts) / len(counts)
            yield said.problem(f"gemiddeld {mean:.1f} woorden per zin; hoogstens {MAX_MEAN_SENTENCE_WORDS}.")
        if _FORMAL.search(said.text):
            yield said.problem("zegt 'u'; Petri zegt 'je'.")
        if "!" in said.text:
            yield said.problem("heeft een uitroepteken; haal het weg.")

    def _cited(self, document: Document, steps: tuple[str | int, ...], sources: list[str]) -> Iterator[Problem]:
        if not sources:
            yield document.problem(steps, "noemt geen bron.")
        for index, source in enumerate(sources):
            if source not in self.knowledge.sources:
                yield document.problem((*steps, "sources", index), f"bron '{source}' staat niet in sources.yml.")

    def _dated(self, document: Document, steps: tuple[str | int, ...], as_of: str | None) -> Iterator[Problem]:
        if as_of and not _DATE.fullmatch(as_of):
            yield document.problem((*steps, "as_of"), f"'{as_of}' is geen jaar, maand of dag.")

    def _voice(self, document: Document, steps: tuple[str | int, ...], text: str) -> Iterator[Problem]:
        found = _VOICE.search(text)
        if found:
            yield document.problem(steps, f"'{found[0]}' is een opmerking van een onderzoeker; schrijf het om.")
