"""The shapes of data/knowledge. One class is one kind of YAML mapping; a field without default is required."""

from __future__ import annotations

from typing import Literal

import msgspec

LevelId = Literal[
    "vmbo-b",
    "vmbo-k",
    "vmbo-gl",
    "vmbo-tl",
    "havo",
    "vwo",
    "mbo-2",
    "mbo-3",
    "mbo-4",
    "hbo",
    "wo",
    "volwassen",
]
SubjectKind = Literal["occupation", "programme", "employer", "level"]


class Record(msgspec.Struct, forbid_unknown_fields=True):
    """Base of every shape: a misspelled field is an error instead of silence."""


class Source(Record):
    """Where a fact comes from. `as_of` dates its content ('2025', '2025-03', '2025-03-01'), if known."""

    title: str
    publisher: str
    url: str
    as_of: str | None = None


class Answer(Record):
    """What Petri says: B1 Dutch, about 60 words at most. Only talk about the talk has no sources."""

    text: str
    sources: list[str] = []

    def __post_init__(self) -> None:
        """Drop the line end that a YAML block leaves."""
        self.text = self.text.strip()


class Fact(Record):
    """One researched statement.

    `ages` marks what can change within a year or two; `question` is the question it was found for.
    """

    text: str
    sources: list[str]
    topic: str | None = None
    as_of: str | None = None
    ages: bool = False
    question: str | None = None


class Subject(Record):
    """Anything a topic can be about. `answers` maps a topic id to this subject's own answer."""

    name: str
    synonyms: list[str] = []
    facts: list[Fact] = []
    answers: dict[str, Answer] = {}


class Occupation(Subject, kw_only=True):
    """Work in or around a laboratory. `hook` is one sentence that makes a 15-year-old curious."""

    hook: str
    levels: list[LevelId] = []
    workplaces: list[str] = []
    fits_if: list[str] = []


class Programme(Subject, kw_only=True):
    """A course of study, at one school or (without `school`) as described nationally."""

    levels: list[LevelId] = []
    school: str | None = None
    town: str | None = None
    url: str | None = None
    occupations: list[str] = []


class Organisation(Subject, kw_only=True):
    """An employer, or another organisation around the park that a visitor can ask about."""

    kind: str
    what: str | None = None
    formerly: list[str] = []
    status: Literal["open", "closed", "moved"] = "open"
    civ_partner: bool | None = None
    occupations: list[str] = []
    address: str | None = None
    url: str | None = None
    jobs_url: str | None = None


class Level(Subject, kw_only=True):
    """Where the visitor is now: a school level, or 'volwassen' for someone who already works."""


class Event(Record):
    """Something to go to, or a deadline. `when` is a date, or the pattern ('elk jaar in november')."""

    name: str
    audience: str
    when: str
    where: str
    sources: list[str]
    url: str | None = None
    as_of: str | None = None
    ages: bool = False
    facts: list[Fact] = []


class Route(Record, kw_only=True):
    """A way from one level of education to the next; `levels` are the visitor's levels it is for."""

    levels: list[LevelId]
    from_: str = msgspec.field(name="from")
    to: str
    possible: Literal["yes", "no", "detour"]
    text: str
    sources: list[str]


class Topic(Record):
    """What a visitor can ask about. `button` asks it as a follow-up; `next` may be asked after it.

    With `needs_subject` the general answer asks which one is meant.
    """

    asks: str
    button: str
    subject: Literal["occupation", "programme", "employer", "level", "none"]
    needs_subject: bool = False
    next: list[str] = []


class Option(Record):
    """An answer to tap. `synonyms` are what people type instead; `points` counts for occupations."""

    title: str
    synonyms: list[str] = []
    points: dict[str, int] = {}


class Question(Record):
    """One question of a guide; `options` is keyed by option id, `why` says why it is asked."""

    text: str
    why: str
    options: dict[str, Option]


class Advice(Record, kw_only=True):
    """An outcome of the route guide. An empty list of `interests`, `styles` or `years` fits everyone."""

    programme: str
    levels: list[LevelId]
    interests: list[str] = []
    styles: list[str] = []
    years: list[str] = []
    text: str
    sources: list[str]

    def __post_init__(self) -> None:
        """Drop the line end that a YAML block leaves."""
        self.text = self.text.strip()


class RouteGuide(Record):
    """`guide.route_advice`: the questions in order, keyed by slot name, and the possible outcomes."""

    questions: dict[str, Question]
    advice: list[Advice]


class Quiz(Record):
    """`guide.quiz`: six questions, keyed by slot name, whose options score occupations."""

    questions: dict[str, Question]


class AnswerGroup(Record):
    """The shape of answers/<group>.yml."""

    answers: dict[str, Answer]


class Elsewhere(Record):
    """The shape of elsewhere.yml: names of what Petri knows to be outside its field."""

    occupations: list[str] = []
    programmes: list[str] = []
