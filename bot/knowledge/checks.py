"""Whether the content is true to its sources, complete, and readable. `make check-content` prints what is not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from bot.knowledge.documents import Document, Problem
from bot.knowledge.model import Answer, Fact, Subject
from bot.knowledge.store import Knowledge

MAX_WORDS = 65
MAX_SENTENCE_WORDS = 25
MAX_MEAN_SENTENCE_WORDS = 14.5

# Talk about the talk itself needs no source.
UNSOURCED_GROUPS = ("chat", "safety", "fallback", "guide")

_DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_VOICE = re.compile(
    r"\b(?:ik|we|wij) (?:vond|vonden|las|lazen|zag|zagen|hebben gevonden|heb gevonden)\b"
    r"|\b(?:niet|geen [^.]{0,40}) (?:gevonden|gelezen|nagekeken|gecontroleerd|bevestigd)\b"
    r"|\b(?:in|volgens) de bron(?:nen)?\b|\bde bot\b|\bpeildatum\b|\bonbevestigd\b",
    re.IGNORECASE,
)
_FORMAL = re.compile(r"\b(?:[Uu]w|[Uu])\b(?![-.])")


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem in `knowledge`, sorted by place; an empty list means that it can be used."""
    return sorted(_Checker(knowledge).problems())


def sentences(text: str) -> list[str]:
    """The sentences and list items of an answer."""
    parts = re.split(r"(?<=[.!?:])\s+|\n+(?:- )?", text)
    return [part for part in parts if re.search(r"\w", part)]


class _Checker:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def problems(self) -> Iterator[Problem]:
        yield from self._sources()
        yield from self._topics()
        yield from self._subjects()
        yield from self._general()
        yield from self._timeline()
        yield from self._guides()
        yield from self._names()

    @cached_property
    def _numbers_by_source(self) -> dict[str, set[str]]:
        """Every number that some fact, event or route gives, under each source it cites."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.knowledge.all_facts():
            for source in fact.sources:
                found[source].update(_NUMBER.findall(f"{fact.text} {fact.as_of or ''}"))
        for event in self.knowledge.events.values():
            for source in event.sources:
                found[source].update(_NUMBER.findall(f"{event.when} {event.where} {event.name} {event.audience}"))
        for route in self.knowledge.routes:
            for source in route.sources:
                found[source].update(_NUMBER.findall(route.text))
        for source_id, described in self.knowledge.sources.items():
            found[source_id].update(_NUMBER.findall(f"{described.as_of or ''} {described.title}".replace("-", " ")))
        return found

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
        folders: dict[str, Mapping[str, Subject]] = {
            "occupations": self.knowledge.occupations,
            "programmes": self.knowledge.programmes,
            "employers": self.knowledge.employers,
            "organisations": self.knowledge.organisations,
            "levels": self.knowledge.levels,  # type: ignore[dict-item]
        }
        for folder, subjects in folders.items():
            for subject_id, subject in subjects.items():
                document = self._document(f"{folder}/{subject_id}.yml")
                yield from self._facts(document, ("facts",), subject.facts)
                for topic, answer in subject.answers.items():
                    yield from self._answer(document, topic, answer)
                for index, occupation in enumerate(getattr(subject, "occupations", [])):
                    if occupation not in self.knowledge.occupations:
                        yield document.problem(("occupations", index), f"beroep '{occupation}' bestaat niet.")

    def _general(self) -> Iterator[Problem]:
        for topic, answer in self.knowledge.answers.items():
            yield from self._answer(self._document(f"answers/{topic.split('.')[0]}.yml"), topic, answer)
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
        routes = self._document("routes.yml")
        for index, route in enumerate(self.knowledge.routes):
            yield from self._cited(routes, (index,), route.sources)
            yield from self._voice(routes, (index, "text"), route.text)

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
            yield from self._cited(guide, steps, advice.sources)
            yield from self._text(guide, (*steps, "text"), Answer(advice.text, advice.sources))
        for level in options.get("level", set()):
            if not any(level in advice.levels for advice in self.knowledge.route_guide.advice):
                yield guide.problem(("advice",), f"er is geen uitkomst voor het niveau '{level}'.")

    def _names(self) -> Iterator[Problem]:
        """A name or synonym may mean one subject of a kind only, else Petri would have to guess."""
        folders = {
            "occupation": ["occupations"],
            "programme": ["programmes"],
            "employer": ["employers", "organisations"],
            "level": ["levels"],
        }
        for kind, subjects in self.knowledge.subjects.items():
            owners: dict[str, str] = {}
            for subject_id, subject in subjects.items():
                for name in [subject.name, *subject.synonyms]:
                    owner = owners.setdefault(name.casefold(), subject_id)
                    if owner != subject_id:
                        file = next(f for f in folders[kind] if f"{f}/{subject_id}.yml" in self.knowledge.documents)
                        document = self._document(f"{file}/{subject_id}.yml")
                        yield document.problem(("synonyms",), f"'{name}' is ook een naam van '{owner}'.")

    def _facts(self, document: Document, steps: tuple[str | int, ...], facts: list[Fact]) -> Iterator[Problem]:
        for index, fact in enumerate(facts):
            here = (*steps, index)
            if fact.topic and fact.topic not in self.knowledge.topics:
                yield document.problem((*here, "topic"), f"'{fact.topic}' is geen onderwerp.")
            yield from self._cited(document, here, fact.sources)
            yield from self._dated(document, here, fact.as_of)
            yield from self._voice(document, (*here, "text"), fact.text)

    def _answer(self, document: Document, topic: str, answer: Answer) -> Iterator[Problem]:
        steps = ("answers", topic)
        if topic not in self.knowledge.topics:
            yield document.problem(steps, "is geen onderwerp; zie topics.yml.")
        if answer.sources or topic.split(".")[0] not in UNSOURCED_GROUPS:
            yield from self._cited(document, steps, answer.sources)
        yield from self._text(document, (*steps, "text"), answer)

    def _text(self, document: Document, steps: tuple[str | int, ...], answer: Answer) -> Iterator[Problem]:
        yield from self._voice(document, steps, answer.text)
        parts = sentences(answer.text)
        counts = [len(part.split()) for part in parts]
        if sum(counts) > MAX_WORDS:
            yield document.problem(steps, f"{sum(counts)} woorden; hoogstens {MAX_WORDS}.")
        for part, count in zip(parts, counts):
            if count > MAX_SENTENCE_WORDS:
                message = f"een zin van {count} woorden; hoogstens {MAX_SENTENCE_WORDS}: '{part[:50]}…'"
                yield document.problem(steps, message)
        if counts and sum(counts) / len(counts) > MAX_MEAN_SENTENCE_WORDS:
            mean = sum(counts) / len(counts)
            yield document.problem(steps, f"gemiddeld {mean:.1f} woorden per zin; hoogstens {MAX_MEAN_SENTENCE_WORDS}.")
        if _FORMAL.search(answer.text):
            yield document.problem(steps, "zegt 'u'; Petri zegt 'je'.")
        if "!" in answer.text:
            yield document.problem(steps, "heeft een uitroepteken; haal het weg.")
        if answer.sources:
            known = set().union(*(self._numbers_by_source[source] for source in answer.sources))
            for number, _ in Counter(_NUMBER.findall(answer.text)).items():
                if len(number) > 1 and number not in known:
                    yield document.problem(steps, f"het getal {number} staat in geen feit met deze bronnen.")

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
