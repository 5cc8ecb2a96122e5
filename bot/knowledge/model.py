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
    """What Petri says: B1 Dutch, about 60 words at most. Only talk about the talk has no sources.

    `unknown` marks an answer that tells little more than that Petri does not know; no button leads to it.
    `why` answers 'waarom?' after it.
    """

    text: str
    sources: list[str] = []
    unknown: bool = False
    why: Answer | None = None

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
    """Anything a topic can be about. `answers` maps a topic id to this subject's own answer.

    `clues` are words, without capitals and marks, by which it is described where it is not named.
    """

    name: str
    synonyms: list[str] = []
    clues: list[str] = []
    facts: list[Fact] = []
    answers: dict[str, Answer] = {}


class Occupation(Subject, kw_only=True):
    """Work in or around a laboratory.

    `hook` is one sentence that makes a 15-year-old curious; `task` says in a few words after 'Je' what you do,
    to set two occupations side by side.
    """

    hook: str
    task: str
    levels: list[LevelId] = []
    workplaces: list[str] = []
    fits_if: list[str] = []


class Programme(Subject, kw_only=True):
    """A course of study, at one school or (without `school`) as described nationally.

    `years` is how long it takes, in words ('drie jaar', 'drie tot vier jaar').
    """

    levels: list[LevelId] = []
    school: str | None = None
    town: str | None = None
    url: str | None = None
    years: str | None = None
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


class Crossing(Record, kw_only=True):
    """The first step of a route: from a level to a programme of one of the levels `to`.

    Without `to` it leads to a station that has no level. `now` tells what to finish and choose, `short` the same for
    a drawing. With `instead` the programme is only for those whose present diploma is another one. Empty
    `occupations`, `programmes` and `school_years` mean all. `limit` is always said, `tip` and `alternative` where
    there is room; `dated` says of when a rule is.
    """

    levels: list[LevelId]
    to: list[LevelId] = []
    occupations: list[str] = []
    programmes: list[str] = []
    school_years: list[int] = []
    instead: bool = False
    now: str
    short: str
    next: str | None = None
    shorter: str | None = None
    alternative: str | None = None
    tip: str | None = None
    limit: str | None = None
    dated: str | None = None
    sources: list[str]


class Station(Record, kw_only=True):
    """A programme on the way. What it shares with programmes/<id>.yml (school, town, years) stands there.

    `level` and `detail` are for what is no programme of ours; `drawn` and `short` are title and detail in a drawing.
    With `national` its length is what holds nationally. `profiles` is what lets you in from a level, and `by` and
    `apply` when and how to apply.
    """

    title: str
    drawn: str | None = None
    level: LevelId | None = None
    detail: str | None = None
    short: str | None = None
    national: bool = False
    profiles: dict[LevelId, str] = {}
    by: str | None = None
    apply: str | None = None
    shorter: dict[LevelId, str] = {}
    limit: str | None = None
    dated: str | None = None
    sources: list[str]


class Goal(Record, kw_only=True):
    """The end of a route: an occupation.

    `diploma` names, per level, the diploma with which one can start working; `direction` the one to choose in mbo-4.
    `prefer` is the programme to take first, `also` are stations beside the programmes that list the occupation and
    `stages` those on the way to them. `after` is the occupation to do first, `last` the station between the two.
    """

    place: str
    diploma: dict[LevelId, str] = {}
    direction: str | None = None
    prefer: str | None = None
    also: list[str] = []
    stages: dict[LevelId, str] = {}
    after: str | None = None
    last: str | None = None
    alternative: str | None = None
    limit: str | None = None
    sources: list[str]


class Routes(Record):
    """The shape of routes.yml; `stages` is the station for a level that is needed on the way to a higher one."""

    crossings: list[Crossing] = []
    stations: dict[str, Station] = {}
    goals: dict[str, Goal] = {}
    stages: dict[LevelId, str] = {}


class Topic(Record):
    """What a visitor can ask about. `button` asks it as a follow-up; `next` may be asked after it.

    With `needs_subject` the general answer asks which one is meant. `purpose` is the topic that answers 'waarom?'
    where that asks what it is good for.
    """

    asks: str
    button: str
    subject: Literal["occupation", "programme", "employer", "level", "none"]
    needs_subject: bool = False
    next: list[str] = []
    purpose: str | None = None


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


class Interest(Record):
    """What somebody may like without knowing an occupation ('iets met dna'), and what fits it, best first."""

    name: str
    synonyms: list[str]
    occupations: list[str]
    employers: list[str] = []


class Story(Answer):
    """Something true and surprising to tell; `about` are the ids of the occupations and employers in it."""

    about: list[str] = []


class Term(Answer, kw_only=True):
    """A word from the laboratory or from school, explained; `topic` is what a question after its meaning is about."""

    name: str
    synonyms: list[str] = []
    topic: str = "guide.fact"


class AnswerGroup(Record):
    """The shape of answers/<group>.yml."""

    answers: dict[str, Answer]


class Elsewhere(Record):
    """The shape of elsewhere.yml: names of what Petri knows to be outside its field."""

    occupations: list[str] = []
    programmes: list[str] = []
