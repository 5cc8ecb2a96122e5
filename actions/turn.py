"""What the visitor's last message says, read from Rasa's tracker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from rasa_sdk import Tracker

from bot.knowledge.lookup import Subjects
from bot.knowledge.model import SubjectKind

KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)

# Naming one of these ends what was said before about the other: they answer the same question.
RIVALS: dict[SubjectKind, SubjectKind] = {"occupation": "programme", "programme": "occupation"}


@dataclass(frozen=True)
class Turn:
    """A message as Rasa understood it.

    `mentions` are the (kind, id) pairs it names, in order; `is_elsewhere` whether it names an occupation
    or programme that Petri knows nothing about (data/knowledge/elsewhere.yml); `carried` the subjects
    from earlier turns;
    `ranking` the intents that it may have meant with their probabilities, likeliest first.
    """

    intent: str
    text: str
    mentions: list[tuple[SubjectKind, str]]
    is_elsewhere: bool
    carried: Subjects
    last_topic: str | None
    was_unclear: bool
    ranking: Mapping[str, float]

    @classmethod
    def read(cls, tracker: Tracker) -> Turn:
        """Read the turn from `tracker`, whose slots already hold this message's entities."""
        message = tracker.latest_message
        mentions = [(e["entity"], e["value"]) for e in message.get("entities", []) if e["entity"] in KINDS]
        named = {kind for kind, _ in mentions}
        dropped = {RIVALS[kind] for kind in named if kind in RIVALS} - named
        carried = {
            kind: tracker.get_slot(kind)
            for kind in KINDS
            if tracker.get_slot(kind) and kind not in named and kind not in dropped
        }
        return cls(
            intent=message.get("intent", {}).get("name") or "nlu_fallback",
            text=message.get("text") or "",
            mentions=mentions,
            is_elsewhere=any(e["entity"] == "elsewhere" for e in message.get("entities", [])),
            carried=carried,
            last_topic=tracker.get_slot("topic"),
            was_unclear=bool(tracker.get_slot("unclear")),
            ranking={i["name"]: i["confidence"] for i in message.get("intent_ranking", [])},
        )

    @property
    def named(self) -> Subjects:
        """The first subject of each kind that the message names."""
        first: dict[SubjectKind, str] = {}
        for kind, subject_id in self.mentions:
            first.setdefault(kind, subject_id)
        return first

    def all_named(self, kind: SubjectKind) -> list[str]:
        """Every subject of one kind that the message names, in order and each once."""
        return list(dict.fromkeys(i for k, i in self.mentions if k == kind))


def slot_changes(turn: Turn) -> dict[str, Any]:
    """The subject slots to set so that the next turn starts with what this one was about."""
    about = {**turn.carried, **turn.named}
    return {kind: about.get(kind) for kind in KINDS}
