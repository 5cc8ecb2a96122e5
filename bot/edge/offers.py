"""What a counsellor's link can ask: only what Petri has a real answer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from bot.knowledge.lookup import SCHOOL, find, kind_of, short_name
from bot.knowledge.model import Answer, Organisation, SubjectKind
from bot.knowledge.route_text import route_text
from bot.knowledge.routes import RoutePlan, plan
from bot.knowledge.store import Knowledge

# What there is to ask, by the group of its topics; talk about the talk is for nobody's lesson.
GROUPS = {
    "guide": "Hulp bij kiezen",
    "occupation": "Het werk",
    "programme": "De opleiding",
    "employer": "Bedrijven",
    "visit": "Zelf gaan kijken",
    "park": "Leiden Bio Science Park",
    "civ": "Het CIV",
}
ROUTE = "programme.route"


@dataclass(frozen=True)
class Link:
    """What a link asks; the fields are those of the address /chat?topic=…&subject=…&level=…."""

    topic: str
    subject: str | None = None
    level: str | None = None

    @classmethod
    def of_key(cls, key: str) -> Link:
        """The link of 'topic:subject:level', in which what is not there may be empty or left out."""
        topic, subject, level, *_ = [*key.split(":"), "", ""]
        return cls(topic, subject or None, level or None)

    @property
    def key(self) -> str:
        """As `of_key` reads it."""
        return ":".join([self.topic, self.subject or "", self.level or ""]).rstrip(":")

    @property
    def query(self) -> str:
        """As it stands in an address."""
        parts = {"topic": self.topic, "subject": self.subject, "level": self.level}
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def path(self) -> str:
        """Where the chat asks it."""
        return f"/chat?{self.query}"


class Offers:
    """The links on offer, by topic."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Look up what has an answer in `knowledge`."""
        self._knowledge = knowledge

    @cached_property
    def by_topic(self) -> Mapping[str, list[Link]]:
        """The links that ask each question, the one that asks it in general first."""
        topics = [i for group in GROUPS for i in self._knowledge.topics if i.startswith(f"{group}.")]
        offered = {topic: list(self._links(topic)) for topic in topics}
        return {topic: links for topic, links in offered.items() if links}

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, str]]:
        """What the questions are called, by id, under the names of their groups."""
        topics = self._knowledge.topics
        return {
            name: {i: topics[i].button for i in self.by_topic if i.startswith(f"{group}.")}
            for group, name in GROUPS.items()
        }

    def __contains__(self, link: Link) -> bool:
        return link in self.by_topic.get(link.topic, [])

    def subjects(self, topic: str) -> dict[SubjectKind, dict[str, str]]:
        """What a question can be about: the names by id, by kind; the question's own kind goes first."""
        by_kind: dict[SubjectKind, dict[str, str]] = {}
        for link in self.by_topic[topic]:
            kind = kind_of(self._knowledge, link.subject, topic) if link.subject else None
            if kind and link.subject:
                by_kind.setdefault(kind, {})[link.subject] = self._knowledge.subjects[kind][link.subject].name
        own = self._knowledge.topics[topic].subject
        sorted_kinds = sorted(by_kind.items(), key=lambda item: item[0] != own)
        return {kind: dict(sorted(names.items(), key=lambda item: item[1].casefold())) for kind, names in sorted_kinds}

    def levels(self, topic: str, subject: str | None) -> dict[str, str]:
        """The levels for which there is an answer of their own: the names by id, in the order of schooling."""
        fitting = {link.level for link in self.by_topic[topic] if link.subject == subject}
        return {i: level.name for i, level in self._knowledge.levels.items() if i in fitting}

    def has_general(self, topic: str) -> bool:
        """Whether the question can be asked of nothing in particular."""
        return Link(topic) in self

    def question(self, link: Link) -> str:
        """What it asks: 'Wat verdien je?'."""
        return self._knowledge.topics[link.topic].button

    def about(self, link: Link) -> str:
        """What it asks that of: 'Chemisch analist, vmbo tl', or nothing."""
        kind = kind_of(self._knowledge, link.subject, link.topic) if link.subject else None
        subjects = [self._knowledge.subject(kind, link.subject), self._knowledge.subject("level", link.level)]
        named = ", ".join(short_name(each) for each in subjects if each)
        return named[:1].upper() + named[1:]

    def sentence(self, link: Link) -> str:
        """Both in one line: 'Chemisch analist: wat verdien je?'."""
        about, question = self.about(link), self.question(link)
        return f"{about}: {question[0].lower()}{question[1:]}" if about else question

    def answer(self, link: Link) -> Answer:
        """What Petri says to it."""
        way = self._route(link)
        if way:
            return Answer(route_text(way), way.sources)
        return find(self._knowledge, link.topic, self._named(link), {}).answer

    def _links(self, topic: str) -> Iterator[Link]:
        general = self._knowledge.answers[topic]
        if not self._knowledge.topics[topic].needs_subject and not general.unknown:
            yield Link(topic)
        for kind, of_kind in self._knowledge.subjects.items():
            for subject_id, subject in of_kind.items():
                link = Link(topic, level=subject_id) if kind == "level" else Link(topic, subject_id)
                if kind_of(self._knowledge, subject_id, topic) != kind or not self._is_answered(link):
                    continue
                if isinstance(subject, Organisation) and not _is_asked(topic, subject):
                    continue
                yield link
                if topic == ROUTE and kind == "occupation":
                    ways = (Link(topic, subject_id, level) for level in self._knowledge.levels)
                    yield from (each for each in ways if self._route(each))

    def _is_answered(self, link: Link) -> bool:
        found = find(self._knowledge, link.topic, self._named(link), {})
        return found.is_own and not found.answer.unknown

    def _named(self, link: Link) -> dict[SubjectKind, str]:
        kind = kind_of(self._knowledge, link.subject, link.topic) if link.subject else None
        named: dict[SubjectKind, str] = {kind: link.subject} if kind and link.subject else {}
        return {**named, "level": link.level} if link.level else named

    def _route(self, link: Link) -> RoutePlan | None:
        if link.topic != ROUTE or not link.subject or not link.level:
            return None
        return plan(self._knowledge, link.level, link.subject)  # type: ignore[arg-type]


def _is_asked(topic: str, organisation: Organisation) -> bool:
    """Whether it is there to ask about. Where a school is, is a question about its programmes."""
    return organisation.status == "open" and not (topic == "employer.location" and organisation.kind == SCHOOL)
