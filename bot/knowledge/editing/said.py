"""Everything that Petri says from data/knowledge, each text with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.documents import Document, Problem
from bot.knowledge.model import Answer, Subject
from bot.knowledge.store import Knowledge

# Talk about the talk itself needs no source.
UNSOURCED_GROUPS = ("chat", "safety", "fallback", "guide")

# The most words a text may have; a list or a story is read to the end only when it is short.
MAX_WORDS = {"answer": 65, "advice": 65, "story": 55, "term": 50, "why": 50}

_LINK = re.compile(r"https?://\S+|\S+@\S+|\b[\w.-]+\.(?:nl|com|eu|org|net|be|io)\b(?:/[\w./#?=&-]*)?")


@dataclass(frozen=True)
class Said:
    """One text. `kind` is a key of MAX_WORDS; `topic` is set for answers and their `why`."""

    document: Document
    steps: tuple[str | int, ...]
    kind: str
    answer: Answer
    topic: str | None = None
    subject: Subject | None = None

    @property
    def text(self) -> str:
        """What is said."""
        return self.answer.text

    @property
    def sources(self) -> list[str]:
        """The ids of the sources cited."""
        return self.answer.sources

    @property
    def needs_source(self) -> bool:
        """Whether it tells something about the world, so that a source must support it."""
        return bool(self.sources) or self.topic is None or self.topic.split(".")[0] not in UNSOURCED_GROUPS

    @property
    def where(self) -> str:
        """The place, for people."""
        return f"{self.document.name} {self.topic or self.steps[0]}" + (" (waarom)" if self.kind == "why" else "")

    def problem(self, message: str, warning: bool = False) -> Problem:
        """A problem with this text."""
        return self.document.problem((*self.steps, "text"), message, warning)


def everything_said(knowledge: Knowledge) -> Iterator[Said]:
    """Every answer, its `why`, every story, term and advice."""
    for folder, subjects in subjects_by_folder(knowledge).items():
        for subject_id, subject in subjects.items():
            document = knowledge.documents[f"{folder}/{subject_id}.yml"]
            for topic, answer in subject.answers.items():
                yield from _with_why(Said(document, ("answers", topic), "answer", answer, topic, subject))
    for topic, answer in knowledge.answers.items():
        document = knowledge.documents[f"answers/{topic.split('.')[0]}.yml"]
        yield from _with_why(Said(document, ("answers", topic), "answer", answer, topic))
    for story_id, story in knowledge.stories.items():
        yield Said(knowledge.documents["stories.yml"], (story_id,), "story", story)
    for term_id, term in knowledge.terms.items():
        yield Said(knowledge.documents["terms.yml"], (term_id,), "term", term)
    guide = knowledge.documents["guides/route_advice.yml"]
    for index, advice in enumerate(knowledge.route_guide.advice):
        answer = Answer(advice.text, advice.sources)
        yield Said(guide, ("advice", index), "advice", answer, subject=knowledge.programmes.get(advice.programme))


def subjects_by_folder(knowledge: Knowledge) -> Mapping[str, Mapping[str, Subject]]:
    """The subjects as the folders hold them."""
    return {
        "occupations": knowledge.occupations,
        "programmes": knowledge.programmes,
        "employers": knowledge.employers,
        "organisations": knowledge.organisations,
        "levels": knowledge.levels,  # type: ignore[dict-item]
    }


def without_links(text: str) -> str:
    """`text` without addresses of web and mail."""
    return _LINK.sub(" ", text)


def sentences(text: str) -> list[str]:
    """The sentences and list items of an answer."""
    parts = re.split(r"(?<=[.!?:])\s+|\n+(?:- )?", text)
    return [part for part in parts if re.search(r"\w", part)]


def _with_why(said: Said) -> Iterator[Said]:
    yield said
    if said.answer.why:
        yield Said(said.document, (*said.steps, "why"), "why", said.answer.why, said.topic, said.subject)
