"""What the visitor's last message says, read from Rasa's tracker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from rasa_sdk import Tracker

from bot.knowledge.lookup import Subjects
from bot.knowledge.model import SubjectKind

KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)

# Naming one of these ends what was said before about the other: they answer the same question.
RIVALS: dict[SubjectKind, SubjectKind] = {"occupation": "programme", "programme": "occupation"}


# 'ik zit op havo', 'mijn zoon doet kader': the visitor's own level, whatever the question is.
_OWN_LEVEL = re.compile(r"\b(?:zit|doe|doet|heb|heeft|haal|haalt|volg|volgt)\b", re.IGNORECASE)
# Questions for which a level that is named is the visitor's own, unless it is where they want to go.
_ABOUT_OWN_LEVEL = ("context.inform", "programme.admission", "programme.route", "programme.subjects", "guide.")


@dataclass(frozen=True)
class Turn:
    """A message as Rasa understood it.

    `mentions` are the (kind, id) pairs it names, in order; `generic` the words for many of a kind that
    it uses ('occupation', 'vmbo'); `is_elsewhere` whether it names an occupation or programme that
    Petri knows nothing about (data/knowledge/elsewhere.yml); `carried` the subjects from earlier turns;
    `ranking` the intents that it may have meant with their probabilities, likeliest first.
    """

    intent: str
    text: str
    mentions: list[tuple[SubjectKind, str]]
    carried: Subjects
    last_topic: str | None
    ranking: Mapping[str, float]
    was_unclear: bool = False
    is_elsewhere: bool = False
    generic: frozenset[str] = frozenset()

    @classmethod
    def read(cls, tracker: Tracker) -> Turn:
        """Read the turn from `tracker`, whose slots already hold this message's entities."""
        message = tracker.latest_message
        entities = [(e["entity"], e["value"]) for e in message.get("entities", [])]
        named = {kind for kind, _ in entities if kind in KINDS}
        dropped = {RIVALS[kind] for kind in named if kind in RIVALS} - named
        carried = {
            kind: tracker.get_slot(kind)
            for kind in KINDS
            if tracker.get_slot(kind) and kind not in named and kind not in dropped
        }
        return cls(
            intent=message.get("intent", {}).get("name") or "nlu_fallback",
            text=message.get("text") or "",
            mentions=[(kind, value) for kind, value in entities if kind in KINDS],
            carried=carried,
            last_topic=tracker.get_slot("topic"),
            ranking={i["name"]: i["confidence"] for i in message.get("intent_ranking", [])},
            was_unclear=bool(tracker.get_slot("unclear")),
            is_elsewhere=any(kind == "elsewhere" for kind, _ in entities),
            generic=frozenset(value for kind, value in entities if kind == "generic"),
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


def slot_changes(turn: Turn, level_before: str | None) -> dict[str, Any]:
    """The subject slots to set so that the next turn starts with what this one was about."""
    about: dict[str, str | None] = {kind: turn.about.get(kind) for kind in KINDS}
    if not turn.names_own_level:
        about["level"] = level_before
    return about
