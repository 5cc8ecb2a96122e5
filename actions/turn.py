"""What the visitor's last message says, read from Rasa's tracker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from rasa_sdk import Tracker

from bot.knowledge.lookup import Subjects
from bot.knowledge.model import SubjectKind

KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)
Mention = tuple[SubjectKind, str]

# Naming one of these ends what was said before about the other: they answer the same question.
RIVALS: dict[SubjectKind, SubjectKind] = {"occupation": "programme", "programme": "occupation"}

# 'ik zit op havo', 'mijn zoon doet kader': the visitor's own level, whatever the question is.
_OWN_LEVEL = re.compile(r"\b(?:zit|doe|doet|heb|heeft|haal|haalt|volg|volgt)\b", re.IGNORECASE)
# Questions for which a level that is named is the visitor's own, unless it is where they want to go.
_ABOUT_OWN_LEVEL = ("context.inform", "programme.admission", "programme.route", "programme.subjects", "guide.")
# What stands before a name that is not meant.
_DENIAL = re.compile(
    r"\b(?:niet|geen|in plaats van|ipv)(?: (?:naar|voor|op|bij|over|van))?(?: (?:de|het|een|die|den))?\s*$",
    re.IGNORECASE,
)
# What stands before a level to go to.
_TOWARDS = re.compile(r"\b(?:naar|via)(?: (?:het|de|een))?\s*$", re.IGNORECASE)
# Words that ask nothing by themselves.
_BARE = re.compile(r"(?:\W|\b(?:en|of|bij|op|als|voor|dan|nou|maar|een|de|het|t|in|met|van|over|dat|die|ook|eh|uh)\b)*")
# 'havo 4', '4 havo', 'h4', 'klas 3': the year of secondary school.
_SCHOOL = r"(?:havo|vwo|mavo|vmbo|atheneum|gym(?:nasium)?|tl|gl|kader|basis|klas|h|v|a|g|m)"
_SCHOOL_YEAR = re.compile(rf"\b(?:{_SCHOOL}[ -]?([1-6])|([1-6])(?:e|de)?[ -]?{_SCHOOL})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Turn:
    """A message as Rasa understood it.

    `mentions` are the (kind, id) pairs it names, in order; `generic` the words for many of a kind that
    it uses ('occupation', 'vmbo'); `terms` and `interests` the ids of what it names of data/knowledge's
    terms.yml and interests.yml; `is_elsewhere` whether it names an occupation or programme that Petri
    knows nothing about (elsewhere.yml). `ranking` holds the intents that it may have meant with their
    probabilities, likeliest first. From earlier turns: `carried` are the subjects, `offered` the payloads
    of the buttons under the last answer, `trail` those that ask again what was answered, oldest first,
    `told` the ids of the stories told. `targets` are the levels that one wants to go to ('naar het hbo'), and
    `is_bare` is whether the message holds little more than names ('en bij BaseClear?'). `guessed` are the ids that were
    read from words that are not quite a name of theirs, with those words.
    """

    intent: str
    text: str
    mentions: list[Mention]
    carried: Subjects
    last_topic: str | None
    ranking: Mapping[str, float]
    was_unclear: bool = False
    is_elsewhere: bool = False
    generic: frozenset[str] = frozenset()
    terms: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    school_year: int | None = None
    offered: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    targets: frozenset[str] = frozenset()
    is_bare: bool = False
    asks_why: bool = False
    guessed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, tracker: Tracker) -> Turn:
        """Read the turn from `tracker`, whose slots already hold this message's entities."""
        return cls.of(tracker.latest_message, tracker.slots)

    @classmethod
    def of(cls, message: Mapping[str, Any], slots: Mapping[str, Any]) -> Turn:
        """The turn of a message as Rasa's parser gives it, after a conversation that left these slots."""
        text = message.get("text") or ""
        found = _not_denied(message.get("entities", []), text)
        entities = [(e["entity"], e["value"]) for e in found]
        mentions = [(kind, value) for kind, value in entities if kind in KINDS]
        carried: dict[SubjectKind, str] = {kind: slots[kind] for kind in KINDS if slots.get(kind)}
        # Another level is another class.
        earlier_year = None if any(kind == "level" for kind, _ in mentions) else slots.get("school_year")
        return cls(
            intent=message.get("intent", {}).get("name") or "nlu_fallback",
            text=text,
            mentions=mentions,
            carried=_carried(carried, mentions),
            last_topic=slots.get("topic"),
            ranking={i["name"]: i["confidence"] for i in message.get("intent_ranking", [])},
            was_unclear=bool(slots.get("unclear")),
            is_elsewhere=any(kind == "elsewhere" for kind, _ in entities),
            generic=frozenset(value for kind, value in entities if kind in ("generic", "sector")),
            terms=tuple(value for kind, value in entities if kind == "term"),
            interests=tuple(value for kind, value in entities if kind == "interest"),
            school_year=_school_year(text) or earlier_year,
            offered=tuple(slots.get("offered") or ()),
            trail=tuple(slots.get("trail") or ()),
            told=tuple(slots.get("told") or ()),
            targets=frozenset(e["value"] for e in found if _TOWARDS.search(text[: e.get("start") or 0])),
            is_bare=_is_bare(text, found),
            guessed={e["value"]: text[e["start"] : e["end"]] for e in found if e.get("confidence_entity", 1.0) < 1.0},
        )

    @property
    def named(self) -> Subjects:
        """The first subject of each kind that the message names."""
        first: dict[SubjectKind, str] = {}
        for kind, subject_id in self.mentions:
            first.setdefault(kind, subject_id)
        return first

    @property
    def about(self) -> Subjects:
        """The subjects in play: those named, and those carried on that nothing named replaces."""
        return {**self.carried, **self.named}

    def all_named(self, kind: SubjectKind) -> list[str]:
        """Every subject of one kind that the message names, in order and each once."""
        return list(dict.fromkeys(i for k, i in self.mentions if k == kind))

    @property
    def names_own_level(self) -> bool:
        """Whether the level in the message is the visitor's own, and not one that is only asked about."""
        return bool(_OWN_LEVEL.search(self.text)) or self.intent.startswith(_ABOUT_OWN_LEVEL)

    def meaning(self, intent: str, mentions: Iterable[Mention] = (), interests: Iterable[str] = ()) -> Turn:
        """The turn in which this is said in full: after 'de eerste' the intent and subjects of that button."""
        said = list(mentions)
        return replace(
            self,
            intent=intent,
            text="",
            mentions=said,
            carried=_carried(self.about, said),
            interests=tuple(interests),
            ranking={intent: 1.0},
        )


def slot_changes(turn: Turn, level_before: str | None) -> dict[str, Any]:
    """The subject slots to set so that the next turn starts with what this one was about."""
    about: dict[str, Any] = {kind: turn.about.get(kind) for kind in KINDS}
    if not turn.names_own_level:
        about["level"] = level_before
    return {**about, "school_year": turn.school_year}


def _carried(subjects: Subjects, mentions: Iterable[Mention]) -> Subjects:
    """The subjects of earlier turns that nothing named replaces."""
    named = {kind for kind, _ in mentions}
    dropped = {RIVALS[kind] for kind in named if kind in RIVALS} - named
    return {kind: subject_id for kind, subject_id in subjects.items() if kind not in named | dropped}


def _not_denied(entities: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The entities without those that are named to say what is not meant: 'niet de mbo maar de hbo'."""
    meant = [e for e in entities if not _DENIAL.search(text[: e.get("start") or 0])]
    return meant or entities


def _is_bare(text: str, entities: list[dict[str, Any]]) -> bool:
    """Whether nothing but fillers stands beside the names, and there is a name."""
    letters = list(text)
    for entity in entities:
        letters[entity.get("start", 0) : entity.get("end", 0)] = " " * (entity.get("end", 0) - entity.get("start", 0))
    return bool(entities) and bool(_BARE.fullmatch("".join(letters).casefold()))


def _school_year(text: str) -> int | None:
    found = _SCHOOL_YEAR.search(text)
    return int(found[1] or found[2]) if found else None
