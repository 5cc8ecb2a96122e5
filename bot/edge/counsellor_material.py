"""What is ready for counsellors: sets of questions and two lessons, from data/counsellor."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import yaml

from bot.edge.offers import Link
from bot.knowledge.model import Answer, Record

ROOT = Path(__file__).parents[2] / "data" / "counsellor"
# As many as fit on the sheet.
MAX_CARDS = 6
# The minutes that each part of a lesson takes.
MINUTES = {"start": (0, 3), "ask": (3, 12), "compare": (12, 18), "step": (18, 20)}

T = TypeVar("T")


class QuestionSet(Record):
    """Questions that go together; `links` are their keys."""

    title: str
    text: str
    links: list[str]

    @property
    def cards(self) -> list[Link]:
        """The questions."""
        return [Link.of_key(key) for key in self.links]


class Part(Record):
    """A part of a lesson; `tell` is the topic whose answer the teacher reads out."""

    title: str
    steps: list[str]
    tell: str | None = None


class Worksheet(Record):
    """What pupils fill in."""

    title: str
    questions: list[str]


class Lesson(Record):
    """A lesson for one kind of school; `links` are the keys of the questions to hand out with it."""

    name: str
    classes: str
    aims: list[str]
    facts: list[Answer]
    parts: dict[Literal["start", "ask", "compare", "step"], Part]
    worksheet: Worksheet
    links: list[str]

    @property
    def cards(self) -> list[Link]:
        """The questions to hand out."""
        return [Link.of_key(key) for key in self.links]


def load_sets() -> dict[str, QuestionSet]:
    """The sets by id."""
    return _read("sets.yml", dict[str, QuestionSet])


def load_lessons() -> dict[str, Lesson]:
    """The lessons by id."""
    return _read("lessons.yml", dict[str, Lesson])


def _read(name: str, shape: type[T]) -> T:
    content = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return msgspec.convert(content, shape)
